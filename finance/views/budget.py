"""The budget: its lines with what is used, reserved and left, and what happened to one of them."""

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.facts.hints import BudgetView
from finance.filters.purchases import BudgetLineFilter
from finance.forms.budget import AdjustForm, BudgetLineChangeForm, BudgetLineForm
from finance.models import BudgetLine, PurchaseRequest
from finance.panels.purchases import REQUEST_COLUMNS
from finance.selectors import room_in
from finance.workbooks.budget import budget_workbook
from logistics import clock
from logistics.attachments.models import Attachment
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action, Panel

KEEP = "finance.keep_budget"
LIST = "finance:budgetline_list"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REQUESTS_SHOWN = 30


class OfBudget:
    model = BudgetLine

    def get_breadcrumbs(self):
        return [(_("Budget"), reverse(LIST))]


class BudgetLineCreate(OfBudget, CreatePage):
    form_class = BudgetLineForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Open a budget line"), "finance:budgetline_create"

    def perform(self, form):
        return services.open_line(self.school, **form.cleaned_data, by=self.request.user)


class BudgetLineList(OfBudget, ListPage):
    permission_required = "finance.view_budgetline"
    queryset = BudgetLine.objects.select_related("department").with_use()
    filterset_class = BudgetLineFilter
    create_page = BudgetLineCreate
    title = gettext_lazy("Budget")
    empty_text = gettext_lazy("Open the lines of the year, or bring the budget in from Excel.")
    ordering = ["-year", "source", "code", "item", "pk"]
    columns = [
        Column(gettext_lazy("Economic item"), "item", link=True),
        Column(gettext_lazy("Budget year"), "year", kind="code"),
        Column(gettext_lazy("Source of funds"), "get_source_display"),
        Column(gettext_lazy("Department"), "department", path="department__name"),
        Column(gettext_lazy("Planned"), "planned", kind="money", labelled=True, path="planned"),
        Column(gettext_lazy("Used"), "used", kind="money", phone=False, path="used"),
        Column(gettext_lazy("Reserved"), "reserved", kind="money", phone=False, path="reserved"),
        Column(gettext_lazy("Left"), "left", kind="money", labelled=True, path="left"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_exports(self):
        query = self.request.GET.urlencode()
        exports = [
            Action(_("Excel"), f"{reverse('finance:budgetline_workbook')}?{query}", icon="file-spreadsheet"),
            *super().get_exports(),
        ]
        if self.request.user.has_perm(KEEP):
            url = reverse("exchange:import_create", args=["budget"])
            exports.append(Action(_("Bring in from Excel"), url, icon="upload"))
        return exports


class BudgetLineWorkbook(BudgetLineList):
    """The lines that the filters leave, as a workbook with sums."""

    def get(self, request):
        file = budget_workbook(self.school, self.get_filterset().qs.order_by(*self.ordering))
        name = f"{_('Budget')}-{clock.today():%Y%m%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


class BudgetLineChange(OfBudget, UpdatePage):
    """Its words; what it is for and its money stay."""

    form_class = BudgetLineChangeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Change"), "finance:budgetline_change"

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object.item}

    def get_initial(self):
        return {**super().get_initial(), "note_text": self.object.note}

    def perform(self, form):
        return services.change_line(self.object, **form.cleaned_data, by=self.request.user)


class BudgetLineAdjust(OfBudget, ActionPage):
    form_class = AdjustForm
    permission_required = KEEP
    label, url_name, icon, tone = gettext_lazy("Adjust"), "finance:budgetline_adjust", "diff", "primary"
    done_text = gettext_lazy("The budget is adjusted.")
    facts = [
        Column(gettext_lazy("Department"), "department"),
        Column(gettext_lazy("Left"), lambda line: room_in(line).left, kind="money"),
    ]

    def perform(self, form):
        return services.adjust_line(self.object, **form.cleaned_data, by=self.request.user)


def entries_panel(entries):
    columns = [
        Column(gettext_lazy("Kind"), "get_kind_display", primary=True),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Reason"), "reason"),
        Column(gettext_lazy("Written down by"), "by.name"),
        Column(gettext_lazy("Entered at"), "at", kind="moment"),
    ]
    return Panel(_("Amounts"), columns, [make_row(entry, columns, url="") for entry in entries])


class BudgetLineDetail(OfBudget, DetailPage):
    permission_required = "finance.view_budgetline"
    queryset = BudgetLine.objects.select_related("department")
    template_name = "finance/budgetline_detail.html"
    actions = [BudgetLineAdjust, BudgetLineChange]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Budget year"), "year"),
                Column(gettext_lazy("Source of funds"), "get_source_display"),
                Column(gettext_lazy("Code of the item"), "code"),
                Column(gettext_lazy("Department"), "department"),
                Column(gettext_lazy("Note"), "note", wide=True),
            ],
        )
    ]

    def get_panels(self):
        line = self.object
        requests = PurchaseRequest.objects.visible_to(self.request.user).filter(budget_line=line).submitted()
        rows = [make_row(each, REQUEST_COLUMNS) for each in requests.select_related("requested_by")[:REQUESTS_SHOWN]]
        drawn = Panel(_("Purchases out of this line"), REQUEST_COLUMNS, rows, empty=_("Nothing draws on it yet."))
        return [entries_panel(line.entries.select_related("by")), drawn, *super().get_panels()]

    def get_context(self):
        entries = self.object.entries.values_list("pk", flat=True)
        files = Attachment.objects.filter(
            record_type__app_label="finance", record_type__model="budgetentry", record_id__in=list(entries)
        )
        budget = BudgetView(room_in(self.object), 0)
        return {**super().get_context(), "budget": budget, "files": list(files.order_by("pk"))}
