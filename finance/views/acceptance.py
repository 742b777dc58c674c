"""Deliveries: looking at them and signing, sending back, handing over, and the acceptance slip."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.goods import AcceptanceFilter
from finance.forms.acceptance import AcceptanceForm, HandOverRows, ReturnForm
from finance.forms.orders import EndForm
from finance.models import Acceptance, HandOver, PurchaseOrder
from finance.models.acceptance import STORED_KINDS
from finance.panels.chain import chain_panel
from finance.panels.goods import delivery_panel, handed_panel, seats_panel
from finance.papers.acceptance import acceptance_pdf
from finance.papers.handing import handed_of, handing_pdf
from finance.selectors.acceptance import destination_of, destinations
from finance.views.parts import ASK
from finance.views.undoing import HandOverUndo
from logistics.attachments.selectors import photos_of
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action
from logistics.people.pins import AsksForPin

ACCEPTANCE_COLUMNS = [
    Column(gettext_lazy("What for"), "order.request.title", path="order__request__title", link=True),
    Column(gettext_lazy("Number"), "number", kind="code", phone=False),
    Column(gettext_lazy("Supplier"), "order.supplier.name", path="order__supplier__name"),
    Column(gettext_lazy("Accepted on"), "on", kind="date"),
    Column(gettext_lazy("Written down by"), "by.name", path="by__name", phone=False),
    Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
]


class AcceptanceWrite(AsksForPin, ActionPage):
    """At the gate: what came, item by item, and the first signature."""

    model = PurchaseOrder
    queryset = PurchaseOrder.objects.select_related("request", "supplier", "buyer")
    form_class = AcceptanceForm
    template_name = "finance/acceptance_form.html"
    permission_required = "finance.accept_goods"
    label, url_name, move = gettext_lazy("Accept a delivery"), "finance:acceptance_create", "accept"
    icon, tone = "package-check", "primary"
    facts = [
        Column(gettext_lazy("Supplier"), "supplier.name"),
        Column(gettext_lazy("Bought by"), "buyer.name"),
        Column(gettext_lazy("To come on"), "expected_on", kind="date"),
    ]
    done_text = gettext_lazy("Written down and signed. The others have been asked to sign.")

    def get_submit_label(self):
        return _("Sign it")

    def perform(self, form):
        return services.write_acceptance(self.object, **form.cleaned_data, by=self.request.user)


class OfAcceptance(ActionPage):
    model = Acceptance
    queryset = Acceptance.objects.select_related("order__request", "order__supplier", "by")
    permission_required = ASK
    template_name = "finance/acceptance_confirm.html"
    facts = [
        Column(gettext_lazy("What for"), "order.request"),
        Column(gettext_lazy("Supplier"), "order.supplier.name"),
        Column(gettext_lazy("Accepted on"), "on", kind="date"),
        Column(gettext_lazy("Written down by"), "by.name"),
        Column(gettext_lazy("Looked at"), "looked_at_text"),
        Column(gettext_lazy("Note"), "note", wide=True),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.seats.filter(person=user.pk, signed_at=None).exists()

    def get_context(self, form):
        lines = self.object.lines.select_related("order_line__line")
        return {**super().get_context(form), "panel": delivery_panel(lines), "photos": photos_of(self.object)}


class AcceptanceSign(AsksForPin, OfAcceptance):
    label, url_name, move = gettext_lazy("Sign the delivery"), "finance:acceptance_sign", "sign"
    icon, tone = "pen-line", "primary"
    question = gettext_lazy("With your signature you say that you looked at the goods yourself.")
    done_text = gettext_lazy("Signed.")

    def perform(self, form):
        return services.sign_acceptance(self.object, by=self.request.user)


class AcceptanceReturn(AsksForPin, OfAcceptance):
    form_class = ReturnForm
    label, url_name, move = gettext_lazy("Do not sign, send back"), "finance:acceptance_return", "return"
    icon, danger = "undo-2", True
    question = gettext_lazy("It then counts for nothing; whoever wrote it down looks at the goods again.")
    done_text = gettext_lazy("Sent back.")

    def perform(self, form):
        return services.return_acceptance(self.object, **form.cleaned_data, by=self.request.user)


class AcceptanceWithdraw(OfAcceptance):
    form_class = EndForm
    label, url_name, move = gettext_lazy("Take it back"), "finance:acceptance_withdraw", "withdraw"
    icon, danger = "trash-2", True
    question = gettext_lazy("For a slip of the pen: it stays readable and counts for nothing. Write a new one.")
    done_text = gettext_lazy("Taken back.")

    @classmethod
    def applies(cls, record, user):
        return record.by_id == user.pk

    def perform(self, form):
        return services.withdraw_acceptance(self.object, **form.cleaned_data, by=self.request.user)


class GoodsHandOver(ActionPage):
    """Hand accepted goods over to one destination; whatever it asks for stands below the quantities."""

    model = Acceptance
    queryset = Acceptance.objects.select_related("order__request", "order__supplier")
    template_name = "finance/hand_over.html"
    url_name, move = "finance:goods_hand_over", "hand_over"
    done_text = gettext_lazy("Handed over.")

    @cached_property
    def destination(self):
        try:
            return destination_of(self.kwargs["key"])
        except LookupError as error:
            raise Http404 from error

    @property
    def permission_required(self):
        return self.destination.permission

    @property
    def form_class(self):
        return type("HandOverForm", (HandOverRows, self.destination.form), {})

    @classmethod
    def applies(cls, record, user):
        return record.order.request.kind in STORED_KINDS

    def get_title(self):
        return self.destination.label

    def get_submit_label(self):
        return self.destination.label

    def perform(self, form):
        return services.hand_over(self.object, to=self.destination.key, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return self.object.get_absolute_url()


class AcceptanceList(ListPage):
    model = Acceptance
    queryset = Acceptance.objects.select_related("order__request", "order__supplier", "by")
    permission_required = ASK
    filterset_class = AcceptanceFilter
    title = gettext_lazy("Acceptances")
    empty_title = gettext_lazy("No deliveries yet")
    empty_text = gettext_lazy("Deliveries are looked at and signed on the page of their order.")
    columns = ACCEPTANCE_COLUMNS


class AcceptanceDetail(DetailPage):
    model = Acceptance
    queryset = Acceptance.objects.select_related("order__request", "order__supplier", "by", "school")
    permission_required = ASK
    actions = [AcceptanceSign, AcceptanceReturn, AcceptanceWithdraw]
    path = ["waiting", "signed"]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Purchase order"), "order"),
                Column(gettext_lazy("Purchase request"), "order.request"),
                Column(gettext_lazy("Supplier"), "order.supplier"),
                Column(gettext_lazy("Accepted on"), "on", kind="date"),
                Column(gettext_lazy("Written down by"), "by"),
                Column(gettext_lazy("Looked at"), "looked_at_text"),
                Column(gettext_lazy("Note"), "note", wide=True),
                Column(gettext_lazy("Why it does not count"), "end_reason", wide=True),
            ],
        )
    ]

    def get_breadcrumbs(self):
        return [(_("Acceptances"), reverse("finance:acceptance_list"))]

    def get_title(self):
        order = self.object.order
        return _("Delivery of %(supplier)s: %(title)s") % {"supplier": order.supplier, "title": order.request}

    def get_photos(self):
        return photos_of(self.object)

    def get_actions(self):
        url = reverse("finance:acceptance_slip", args=[self.object.pk])
        slips = [Action(_("Acceptance slip (PDF)"), url, "printer")]
        if handed_of(self.object).exists():
            handed = reverse("finance:acceptance_handed", args=[self.object.pk])
            slips.append(Action(_("Hand-over slip (PDF)"), handed, "printer"))
        return [*super().get_actions(), *slips]

    def get_panels(self):
        acceptance, user = self.object, self.request.user
        lines = acceptance.lines.select_related("order_line__line")
        panels = [delivery_panel(lines), seats_panel(acceptance, list(acceptance.seats.select_related("person")))]
        if acceptance.status == Acceptance.Status.SIGNED and acceptance.order.request.kind in STORED_KINDS:
            panels.append(self.get_handed_panel(lines))
        return [*panels, chain_panel(acceptance.order.request, user), *super().get_panels()]

    def get_handed_panel(self, lines):
        handed = HandOver.objects.filter(line__acceptance=self.object)
        waits = list(lines.waiting())
        offered = [each for each in destinations() if waits and self.request.user.has_perm(each.permission)]
        actions = [
            Action(each.label, reverse(GoodsHandOver.url_name, args=[self.object.pk, each.key]), each.icon)
            for each in offered
        ]
        handed = handed.select_related("line__order_line__line", "by", "corrected_by")
        return handed_panel(handed, waits, actions, lambda row: HandOverUndo.applies(row, self.request.user))


class AcceptanceSlip(DetailPage):
    """验收单 on paper."""

    model = Acceptance
    queryset = AcceptanceDetail.queryset
    permission_required = ASK

    def get(self, request, *args, **kwargs):
        name = f"{_('Acceptance slip')}-{self.object.number}.pdf"
        return download(acceptance_pdf(self.object), name, "application/pdf")


class HandOverSlip(AcceptanceSlip):
    """物品交接单 on paper, once something was handed over."""

    def get(self, request, *args, **kwargs):
        if not handed_of(self.object).exists():
            raise Http404
        name = f"{_('Goods hand-over slip')}-{self.object.number}.pdf"
        return download(handing_pdf(self.object), name, "application/pdf")
