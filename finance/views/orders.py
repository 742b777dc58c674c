"""Orders: the list, one order, placing, cancelling and ending it, and the list of things on paper."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.goods import OrderFilter
from finance.forms.orders import EndForm, OrderForm
from finance.models import PurchaseOrder, PurchaseRequest
from finance.panels.chain import chain_panel
from finance.panels.goods import order_panel
from finance.papers.orders import order_pdf
from finance.selectors import lines_to_order
from finance.views.acceptance import ACCEPTANCE_COLUMNS, AcceptanceWrite
from finance.views.contracts import ContractCreate
from finance.views.parts import ASK
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Panel, Step

RECORD = "finance.record_purchase"


class OrderCreate(ActionPage):
    """Order what is approved, all of it unless less is typed; in a shop it is the record of the purchase."""

    model = PurchaseRequest
    queryset = PurchaseRequest.objects.select_related("seller", "department", "requested_by")
    form_class = OrderForm
    template_name = "finance/order_form.html"
    permission_required = RECORD
    label, url_name = gettext_lazy("Place an order"), "finance:order_create"
    icon, tone = "shopping-cart", "primary"
    facts = [
        Column(gettext_lazy("Amount approved (yuan)"), "amount", kind="money"),
        Column(gettext_lazy("Requested by"), "requested_by"),
        Column(gettext_lazy("Department"), "department"),
        Column(gettext_lazy("Quotes needed"), lambda request: request.quotes_needed or ""),
        Column(gettext_lazy("Reason"), "reason", kind="long", wide=True),
    ]
    done_text = gettext_lazy("The order is placed. When the goods come, look at them together and sign.")

    @classmethod
    def applies(cls, record, user):
        first = record.emergency and record.approved_on is None
        move = "buy_first" if first else "order"
        return PurchaseRequest.FLOW.allows(move, record.status) and bool(lines_to_order(record))

    def perform(self, form):
        facts, by = dict(form.cleaned_data), self.request.user
        new = facts.pop("new_supplier")
        facts["supplier"] = facts["supplier"] or services.supplier_named(self.school, new, by=by)
        return services.place_order(self.object, **facts, by=by)


class OfOrder(ActionPage):
    model = PurchaseOrder
    queryset = PurchaseOrder.objects.select_related("request", "supplier", "buyer")
    permission_required = RECORD
    form_class = EndForm
    danger = True
    facts = [
        Column(gettext_lazy("What for"), "request"),
        Column(gettext_lazy("Supplier"), "supplier"),
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
        Column(gettext_lazy("To come on"), "expected_on", kind="date"),
    ]


class OrderCancel(OfOrder):
    label, url_name, move, icon = gettext_lazy("Cancel the order"), "finance:order_cancel", "cancel", "ban"
    question = gettext_lazy("Nothing of it may have come. The things may then be ordered elsewhere.")
    done_text = gettext_lazy("The order is cancelled.")

    @classmethod
    def applies(cls, record, user):
        return not record.acceptances.counting().exists()

    def perform(self, form):
        return services.cancel_order(self.object, **form.cleaned_data, by=self.request.user)


class OrderClose(OfOrder):
    label, url_name, move = gettext_lazy("End it short"), "finance:order_close", "close"
    icon = "circle-stop"
    question = gettext_lazy("The rest does not come any more; it may be ordered elsewhere.")
    done_text = gettext_lazy("The order is ended with what came.")

    @classmethod
    def applies(cls, record, user):
        return record.acceptances.signed().exists()

    def perform(self, form):
        return services.close_order(self.object, **form.cleaned_data, by=self.request.user)


class OrderList(ListPage):
    model = PurchaseOrder
    queryset = PurchaseOrder.objects.select_related("request", "supplier", "buyer")
    permission_required = ASK
    filterset_class = OrderFilter
    title = gettext_lazy("Purchase orders")
    empty_title = gettext_lazy("No orders yet")
    empty_text = gettext_lazy("Orders are placed on the page of an approved purchase request.")
    columns = [
        Column(gettext_lazy("What for"), "request.title", path="request__title", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Supplier"), "supplier.name", path="supplier__name"),
        Column(gettext_lazy("Purchase channel"), "get_channel_display", phone=False),
        Column(gettext_lazy("Ordered on"), "ordered_on", kind="date", phone=False),
        Column(gettext_lazy("To come on"), "expected_on", kind="date", labelled=True),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]


class OrderDetail(DetailPage):
    model = PurchaseOrder
    queryset = PurchaseOrder.objects.select_related("request", "supplier", "buyer", "placed_by", "school")
    permission_required = ASK
    template_name = "finance/order_detail.html"
    actions = [AcceptanceWrite, ContractCreate, OrderClose, OrderCancel]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Purchase request"), "request"),
                Column(gettext_lazy("Supplier"), "supplier"),
                Column(gettext_lazy("Purchase channel"), "get_channel_display"),
                Column(gettext_lazy("Contract number"), "contract"),
                Column(gettext_lazy("Ordered on"), "ordered_on", kind="date"),
                Column(gettext_lazy("To come on"), "expected_on", kind="date"),
                Column(gettext_lazy("Bought by"), "buyer"),
                Column(gettext_lazy("Written down by"), "placed_by"),
                Column(gettext_lazy("Note"), "note", wide=True),
                Column(gettext_lazy("Why it ended"), "end_reason", wide=True),
            ],
        )
    ]

    def get_breadcrumbs(self):
        return [(_("Purchase orders"), reverse("finance:order_list"))]

    def get_title(self):
        return _("%(supplier)s: %(title)s") % {"supplier": self.object.supplier, "title": self.object.request}

    def get_stepper(self):
        return steps_of(self.object)

    def get_actions(self):
        url = reverse("finance:order_slip", args=[self.object.pk])
        return [*super().get_actions(), Action(_("Purchase list (PDF)"), url, "printer")]

    def get_panels(self):
        order, user = self.object, self.request.user
        acceptances = order.acceptances.select_related("by", "order__supplier", "order__request")
        rows = [make_row(acceptance, ACCEPTANCE_COLUMNS) for acceptance in acceptances]
        came = Panel(_("Deliveries"), ACCEPTANCE_COLUMNS, rows, empty=_("Nothing has come yet."))
        return [order_panel(order), came, chain_panel(order.request, user), *super().get_panels()]


def steps_of(order):
    """Return the path of an order; one that ended early stops where it did."""
    status, labels = order.status, dict(PurchaseOrder.Status.choices)
    if status in ("closed", "cancelled"):
        return [Step(labels["ordered"], "done"), Step(labels[status], "stopped")]
    arrived = "done" if status == "arrived" else "todo"
    middle = [Step(labels["partial"], "current")] if status == "partial" else []
    first = "current" if status == "ordered" else "done"
    return [Step(labels["ordered"], first), *middle, Step(labels["arrived"], arrived)]


class OrderSlip(DetailPage):
    """采购清单 on paper."""

    model = PurchaseOrder
    queryset = OrderDetail.queryset
    permission_required = ASK

    def get(self, request, *args, **kwargs):
        return download(order_pdf(self.object), f"{_('Purchase list')}-{self.object.number}.pdf", "application/pdf")
