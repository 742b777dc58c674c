"""The saving ledger: the list, one saving, entering it, taking it back."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.income import SavingFilter
from finance.forms.contributions import SavingForm, TakeBackForm
from finance.models import Saving
from finance.panels.income import standing_text
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Cell

KEEP, VIEW = "finance.keep_saving", "finance.view_saving"


class OfSavings:
    model = Saving
    queryset = Saving.objects.select_related("campus", "by", "school")

    def get_breadcrumbs(self):
        return [(_("Savings"), reverse("finance:saving_list"))]


class SavingCreate(OfSavings, CreatePage):
    form_class = SavingForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter a saving"), "finance:saving_create"

    def perform(self, form):
        return services.enter_saving(self.school, **form.cleaned_data, by=self.request.user)


class SavingList(OfSavings, Ledger, ListPage):
    permission_required = VIEW
    filterset_class = SavingFilter
    create_page = SavingCreate
    title = gettext_lazy("Savings")
    empty_text = gettext_lazy("What a measure saved, and how that was computed.")
    columns = [
        Column(gettext_lazy("Measure"), "measure", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("How it was computed"), "computation", phone=False),
        Column(gettext_lazy("Until"), "to_on", kind="date"),
        Column(gettext_lazy("Amount saved"), "amount", kind="money"),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="taken_back_on"),
    ]

    def get_breadcrumbs(self):
        return []


class SavingTakeBack(OfSavings, ActionPage):
    form_class = TakeBackForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Take back as wrong"), "finance:saving_take_back", "undo-2"
    danger = True
    question = gettext_lazy("It no longer counts and stays readable.")
    done_text = gettext_lazy("Taken back.")

    @classmethod
    def applies(cls, record, user):
        return not record.taken_back_on

    def perform(self, form):
        return services.take_back_saving(self.object, **form.cleaned_data, by=self.request.user)


class SavingDetail(OfSavings, Filed, DetailPage):
    permission_required = VIEW
    actions = [SavingTakeBack]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Amount saved (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("From the day"), "from_on", kind="date"),
                Column(gettext_lazy("Until"), "to_on", kind="date"),
                Column(gettext_lazy("Campus"), "campus"),
                Column(gettext_lazy("Recorded by"), "by"),
                Column(gettext_lazy("How it was computed"), "computation", kind="long", wide=True),
                Column(gettext_lazy("Why taken back"), "taken_back_reason", wide=True),
            ],
        )
    ]

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)
