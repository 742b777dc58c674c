"""Suppliers: the list, one of them with its papers and what was bought there, and the blacklist."""

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.purchases import SupplierFilter
from finance.forms.suppliers import BanForm, LiftForm, PaperForm, SupplierChangeForm, SupplierForm
from finance.models import PurchaseLine, Supplier
from finance.panels.purchases import papers_panel, quantity_text
from finance.selectors import ban_on
from finance.views.orders import OrderList
from finance.workbooks.budget import suppliers_workbook
from logistics import clock
from logistics.attachments.models import Attachment
from logistics.attachments.selectors import as_photo
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import full_day_text
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action, Panel

KEEP = "finance.keep_supplier"
LIST = "finance:supplier_list"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOUGHT_SHOWN, ORDERS_SHOWN = 30, 10


class WithStanding:
    """Suppliers in sight with how they stand today."""

    model = Supplier

    def get_queryset(self):
        return super().get_queryset().with_standing(clock.today())

    def get_breadcrumbs(self):
        return [(_("Suppliers"), reverse(LIST))]


class SupplierCreate(WithStanding, CreatePage):
    form_class = SupplierForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter a supplier"), "finance:supplier_create"

    def perform(self, form):
        return services.enter_supplier(self.school, **form.cleaned_data, by=self.request.user)


class SupplierList(WithStanding, ListPage):
    permission_required = "finance.view_supplier"
    filterset_class = SupplierFilter
    create_page = SupplierCreate
    title = gettext_lazy("Suppliers")
    empty_text = gettext_lazy("Enter whom the school buys from, or bring your list in from Excel.")
    columns = [
        Column(gettext_lazy("Name"), "name", link=True),
        Column(gettext_lazy("What they supply"), "supplies"),
        Column(gettext_lazy("Contact"), "contact", phone=False),
        Column(gettext_lazy("Phone"), "phone", kind="code"),
        Column(gettext_lazy("Unified social credit code"), "credit_code", kind="code", phone=False),
        Column(gettext_lazy("Standing"), lambda supplier: supplier.standing[0], kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_exports(self):
        query = self.request.GET.urlencode()
        exports = [
            Action(_("Excel"), f"{reverse('finance:supplier_workbook')}?{query}", icon="file-spreadsheet"),
            *super().get_exports(),
        ]
        if self.request.user.has_perm(KEEP):
            url = reverse("exchange:import_create", args=["suppliers"])
            exports.append(Action(_("Bring in from Excel"), url, icon="upload"))
        return exports


class SupplierWorkbook(SupplierList):
    """The suppliers that the filters leave, as a workbook."""

    def get(self, request):
        file = suppliers_workbook(self.school, self.get_filterset().qs.prefetch_related("papers"))
        name = f"{_('Suppliers')}-{clock.today():%Y%m%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


class SupplierChange(WithStanding, UpdatePage):
    form_class = SupplierChangeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Change"), "finance:supplier_change"

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object}

    def perform(self, form):
        return services.change_supplier(self.object, **form.cleaned_data, by=self.request.user)


class SupplierPaperAdd(WithStanding, ActionPage):
    form_class = PaperForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Add a paper"), "finance:supplier_paper", "file-plus"
    question = gettext_lazy("A newer paper of a kind takes the place of the one before, which stays readable.")
    done_text = gettext_lazy("The paper is kept; you are reminded before it runs out.")

    def perform(self, form):
        services.add_paper(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class SupplierBanAdd(WithStanding, ActionPage):
    form_class = BanForm
    permission_required = "finance.ban_supplier"
    label, url_name, icon = gettext_lazy("Put on the blacklist"), "finance:supplier_ban", "ban"
    danger = True
    question = gettext_lazy("On these days nothing can be bought there; whoever tries is told the reason.")
    done_text = gettext_lazy("It is on the blacklist.")

    @classmethod
    def applies(cls, record, user):
        return ban_on(record, clock.today()) is None

    def perform(self, form):
        return services.ban_supplier(self.object, **form.cleaned_data, by=self.request.user)


class SupplierBanLift(WithStanding, ActionPage):
    form_class = LiftForm
    permission_required = "finance.ban_supplier"
    label, url_name, icon = gettext_lazy("Take off the blacklist"), "finance:supplier_lift", "undo-2"
    done_text = gettext_lazy("It may be bought from again.")

    @classmethod
    def applies(cls, record, user):
        return ban_on(record, clock.today()) is not None

    def perform(self, form):
        return services.lift_ban(self.object, **form.cleaned_data, by=self.request.user)


def bans_panel(bans):
    columns = [
        Column(gettext_lazy("Reason"), "reason", primary=True),
        Column(gettext_lazy("From the day"), "from_on", kind="date"),
        Column(gettext_lazy("Until"), _end_of),
        Column(gettext_lazy("Decided by"), "by.name"),
        Column(gettext_lazy("Lifted"), _lifting),
    ]
    return Panel(_("Blacklist"), columns, [make_row(ban, columns, url="") for ban in bans])


def _end_of(ban):
    return full_day_text(ban.until_on) if ban.until_on else _("until lifted")


def _lifting(ban):
    if not ban.lifted_on:
        return ""
    facts = {"day": full_day_text(ban.lifted_on), "person": ban.lifted_by.name, "reason": ban.lifted_reason}
    return _("%(day)s, %(person)s: %(reason)s") % facts


def bought_panel(lines):
    columns = [
        Column(gettext_lazy("Name"), "name", primary=True),
        Column(gettext_lazy("Specification"), "spec", phone=False),
        Column(gettext_lazy("Unit price"), "unit_price", kind="money"),
        Column(gettext_lazy("Quantity"), quantity_text),
        Column(gettext_lazy("Bought on"), "request.bought_on", kind="date"),
        Column(gettext_lazy("Request"), "request.number", phone=False),
    ]
    rows = [make_row(line, columns, url=line.request.get_absolute_url()) for line in lines]
    return Panel(_("Bought there"), columns, rows, empty=_("Nothing was bought there yet."))


def orders_panel(supplier, user):
    orders = supplier.orders.visible_to(user).select_related("request", "supplier")
    columns = [column for column in OrderList.columns if column.accessor != "supplier.name"]
    rows = [make_row(order, columns) for order in orders[:ORDERS_SHOWN]]
    url = f"{reverse('finance:order_list')}?supplier={supplier.pk}" if rows else ""
    return Panel(_("Purchase orders"), columns, rows, empty=_("No orders yet"), url=url)


class SupplierDetail(WithStanding, DetailPage):
    permission_required = "finance.view_supplier"
    template_name = "finance/supplier_detail.html"
    actions = [SupplierPaperAdd, SupplierChange, SupplierBanAdd, SupplierBanLift]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Standing"), lambda supplier: supplier.standing[0], kind="badge"),
                Column(gettext_lazy("Credit code"), "credit_code"),
                Column(gettext_lazy("Contact"), "contact"),
                Column(gettext_lazy("Phone"), "phone", kind="phone"),
                Column(gettext_lazy("Address"), "address"),
                Column(gettext_lazy("What they supply"), "supplies", wide=True),
                Column(gettext_lazy("Note"), "note", wide=True),
            ],
        )
    ]

    def get_files(self):
        papers = list(self.object.papers.all())
        files = Attachment.objects.filter(
            record_type__app_label="finance", record_type__model="supplierpaper",
            record_id__in=[paper.pk for paper in papers],
        )  # fmt: skip
        return list(files.order_by("pk"))

    def get_photos(self):
        return [as_photo(file) for file in self.get_files() if file.is_picture]

    def get_panels(self):
        supplier = self.object
        purchases = supplier.purchases.visible_to(self.request.user)
        lines = PurchaseLine.objects.filter(request__in=purchases).bought().select_related("request")
        panels = [
            papers_panel(supplier.papers.all()),
            bought_panel(lines.order_by("-request__bought_on", "-pk")[:BOUGHT_SHOWN]),
        ]
        panels.insert(1, orders_panel(supplier, self.request.user))
        bans = list(supplier.bans.select_related("by", "lifted_by"))
        return panels + [bans_panel(bans)] * bool(bans) + super().get_panels()

    def get_context(self):
        files = [file for file in self.get_files() if not file.is_picture]
        return {**super().get_context(), "ban": ban_on(self.object, clock.today()), "files": files}
