"""Wages and allowances paid on time: the months, one of them, confirming, taking back."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.support import WageFilter
from finance.forms.support import WageForm, WageTakeBackForm
from finance.models import WageMonth
from finance.panels.income import standing_text
from finance.services import wages
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Cell

VIEW, CONFIRM = "finance.view_wagemonth", "finance.confirm_wages"


class OfWages:
    model = WageMonth
    queryset = WageMonth.objects.select_related("confirmed_by", "school")
    permission_required = VIEW

    def get_breadcrumbs(self):
        return [(_("Payment of wages"), reverse("finance:wagemonth_list"))]


class WageMonthCreate(OfWages, CreatePage):
    form_class = WageForm
    permission_required = CONFIRM
    label, url_name = gettext_lazy("Confirm a month"), "finance:wagemonth_create"

    def perform(self, form):
        return wages.confirm_wages(self.school, **form.cleaned_data, by=self.request.user)


class WageMonthList(OfWages, Ledger, ListPage):
    filterset_class = WageFilter
    create_page = WageMonthCreate
    title = gettext_lazy("Payment of wages")
    empty_text = gettext_lazy("Each month whoever keeps the accounts confirms the day on which wages were paid.")
    columns = [
        Column(gettext_lazy("Month of the wages"), str, link=True, path="month"),
        Column(gettext_lazy("Wages due on"), "due_on", kind="date", phone=False),
        Column(gettext_lazy("Paid on"), "paid_on", kind="date"),
        Column(gettext_lazy("Staff paid"), "people", kind="number", labelled=True),
        Column(gettext_lazy("Wages"), "wages", kind="money", labelled=True),
        Column(gettext_lazy("Allowances"), "allowances", kind="money", labelled=True),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="taken_back_on"),
    ]

    def get_breadcrumbs(self):
        return []


class WageMonthTakeBack(OfWages, ActionPage):
    form_class = WageTakeBackForm
    permission_required = CONFIRM
    label, url_name, icon = gettext_lazy("Take back as wrong"), "finance:wagemonth_take_back", "undo-2"
    danger = True
    question = gettext_lazy("It no longer counts and stays readable; then confirm the month anew.")
    done_text = gettext_lazy("Taken back.")

    @classmethod
    def applies(cls, record, user):
        return record.taken_back_on is None

    def perform(self, form):
        return wages.take_back_wages(self.object, **form.cleaned_data, by=self.request.user)


class WageMonthDetail(OfWages, Filed, DetailPage):
    actions = [WageMonthTakeBack]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Wages due on"), "due_on", kind="date"),
                Column(gettext_lazy("Paid on"), "paid_on", kind="date"),
                Column(gettext_lazy("Staff paid"), "people", kind="number"),
                Column(gettext_lazy("Wages (yuan)"), "wages", kind="money"),
                Column(gettext_lazy("Allowances (yuan)"), "allowances", kind="money"),
                Column(gettext_lazy("Basis of the allowances"), "basis"),
                Column(gettext_lazy("Confirmed as paid by"), "confirmed_by"),
                Column(gettext_lazy("Note"), "note", wide=True),
                Column(gettext_lazy("Why taken back"), "taken_back_reason", wide=True),
            ],
        )
    ]

    def get_title(self):
        return _("Wages of %(month)s") % {"month": self.object}

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    def get_alert(self):
        if self.object.taken_back_on is None and self.object.allowances and not self.object.basis:
            return "warning", _("No document is named that provides for these allowances.")
        return None
