"""Stray charges: written down however they came out, and what became of them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.fees import StrayChargeFilter
from finance.forms.strays import DismissForm, RepayForm, StrayForm
from finance.models import StrayCharge
from finance.services import strays
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage

VIEW, REPORT = "finance.view_straycharge", "finance.report_stray"


class StrayPage:
    model = StrayCharge
    queryset = StrayCharge.objects.select_related("school_class", "by")

    def get_breadcrumbs(self):
        return [(_("Stray charges"), reverse("finance:straycharge_list"))]


class StrayChargeCreate(StrayPage, CreatePage):
    form_class = StrayForm
    permission_required = REPORT
    label, url_name = gettext_lazy("Write a stray charge down"), "finance:straycharge_create"

    def perform(self, form):
        return strays.report_stray(self.school, **form.cleaned_data, by=self.request.user)


class StrayChargeList(StrayPage, ListPage):
    permission_required = VIEW
    filterset_class = StrayChargeFilter
    create_page = StrayChargeCreate
    title = gettext_lazy("Stray charges")
    empty_title = gettext_lazy("No stray charges")
    empty_text = gettext_lazy(
        "What was charged outside the publication is written down here, from a self-inspection or a complaint."
    )
    columns = [
        Column(gettext_lazy("What was charged"), "what", link=True),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("Who charged"), "charged_by", phone=False),
        Column(gettext_lazy("Class"), "school_class"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Found on"), "found_on", kind="date"),
        Column(gettext_lazy("How it came out"), "get_way_display", phone=False),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []


class StrayChargeRepay(StrayPage, ActionPage):
    form_class = RepayForm
    permission_required = REPORT
    label, url_name, move = gettext_lazy("Paid back"), "finance:straycharge_repay", "repay"
    icon, tone = "undo-2", "primary"

    def perform(self, form):
        return strays.repay_stray(self.object, **form.cleaned_data, by=self.request.user)


class StrayChargeDismiss(StrayPage, ActionPage):
    form_class = DismissForm
    permission_required = REPORT
    label, url_name, move = gettext_lazy("Groundless"), "finance:straycharge_dismiss", "dismiss"
    icon = "circle-x"

    def perform(self, form):
        return strays.dismiss_stray(self.object, **form.cleaned_data, by=self.request.user)


class StrayChargeDetail(StrayPage, DetailPage):
    permission_required = VIEW
    actions = [StrayChargeRepay, StrayChargeDismiss]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Amount"), "amount", kind="money"),
                Column(gettext_lazy("Who charged"), "charged_by"),
                Column(gettext_lazy("Class"), "school_class.name"),
                Column(gettext_lazy("Found on"), "found_on", kind="date"),
                Column(gettext_lazy("How it came out"), "get_way_display"),
                Column(gettext_lazy("Written down by"), "by.name"),
                Column(gettext_lazy("Paid back on"), "refunded_on", kind="date"),
                Column(gettext_lazy("Outcome"), "outcome", wide=True),
            ],
        )
    ]
