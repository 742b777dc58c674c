"""Scrap sold: the register, one sale, recording and reversing it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.income import ScrapFilter
from finance.forms.agreements import ReverseForm, ScrapForm
from finance.models import ScrapSale
from finance.panels.income import SALE_COLUMNS, standing_text
from finance.views.ledgers import Ledger
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Cell

SELL = "finance.sell_scrap"


class OfScrap:
    model = ScrapSale
    queryset = ScrapSale.objects.select_related(
        "agreement", "campus", "by", "entry", "corrected_by", "corrects", "school"
    )

    def get_breadcrumbs(self):
        return [(_("Scrap sold"), reverse("finance:scrapsale_list"))]


class ScrapSaleCreate(OfScrap, CreatePage):
    form_class = ScrapForm
    permission_required = SELL
    label, url_name = gettext_lazy("Record a sale of scrap"), "finance:scrapsale_create"

    def perform(self, form):
        facts = dict(form.cleaned_data)
        return services.sell_scrap(facts.pop("agreement"), **facts, by=self.request.user)


class ScrapSaleList(OfScrap, Ledger, ListPage):
    permission_required = "finance.view_scrapsale"
    filterset_class = ScrapFilter
    create_page = ScrapSaleCreate
    title = gettext_lazy("Scrap sold")
    empty_text = gettext_lazy("What is carried out of the gate for money is weighed and written down here.")
    columns = [
        *SALE_COLUMNS,
        Column(gettext_lazy("Gate"), "gate", phone=False),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="reason"),
    ]

    def get_breadcrumbs(self):
        return []


class ScrapSaleReverse(OfScrap, ActionPage):
    form_class = ReverseForm
    permission_required = SELL
    label, url_name, icon = gettext_lazy("Reverse"), "finance:scrapsale_reverse", "undo-2"
    danger = True
    question = gettext_lazy("A sale of the opposite sign is added, in the books too; both stay readable.")
    done_text = gettext_lazy("Reversed.")

    @classmethod
    def applies(cls, record, user):
        return not record.corrects_id and not hasattr(record, "corrected_by")

    def perform(self, form):
        return services.reverse_sale(self.object, **form.cleaned_data, by=self.request.user)


class ScrapSaleDetail(OfScrap, DetailPage):
    permission_required = "finance.view_scrapsale"
    actions = [ScrapSaleReverse]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind of scrap"), "get_what_display"),
                Column(gettext_lazy("Agreement"), "agreement"),
                Column(gettext_lazy("Weight (kg)"), "kilograms", kind="number"),
                Column(gettext_lazy("Price per kg"), "price", kind="money"),
                Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("Entry in the books"), "entry.number"),
                Column(gettext_lazy("Campus"), "campus"),
                Column(gettext_lazy("Reverses"), "corrects"),
                Column(gettext_lazy("Reason"), "reason"),
            ],
        ),
        (
            gettext_lazy("Out of the gate"),
            [
                Column(gettext_lazy("Sold on"), "on", kind="date"),
                Column(gettext_lazy("Left at"), lambda sale: f"{sale.left_at:%H:%M}"),
                Column(gettext_lazy("Gate"), "gate"),
                Column(gettext_lazy("Carried out by"), "carried_by"),
                Column(gettext_lazy("Recorded by"), "by"),
            ],
        ),
    ]

    def get_title(self):
        return self.object.get_what_display()

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)
