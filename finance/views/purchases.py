"""Purchases: the list, one request, and what is done with it."""

from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters import PurchaseFilter
from finance.forms import BuyForm, PayForm, PurchaseChangeForm, PurchaseForm, WithdrawForm
from finance.ledger import ledger_workbook
from finance.models import PurchaseRequest
from finance.panels import lines_panel
from finance.slip import slip_pdf
from logistics import clock
from logistics.approvals.cards import cards_of, with_card_rows
from logistics.approvals.models import Case
from logistics.approvals.selectors import plan_route
from logistics.approvals.services.cases import may_be_withdrawn
from logistics.attachments.selectors import documents_of, photos_of
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action

ASK = "finance.ask_purchase"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PurchasePage:
    """What the pages of a new and of a changed request share: rows of lines, and the preview of the route."""

    template_name = "finance/purchase_form.html"
    form_class = PurchaseForm
    permission_required = ASK
    model = PurchaseRequest

    def get_breadcrumbs(self):
        return [(_("Purchases"), reverse("finance:purchase_list"))]

    def get_lines(self):
        return []

    def get_form_facts(self):
        return {**super().get_form_facts(), "initial_lines": self.get_lines()}

    def get_context(self, form):
        return {**super().get_context(form), "submit_label": _("Next: who will sign")}

    def get_success_url(self, result):
        return reverse("finance:purchase_submit", args=[result.pk])


class PurchaseCreate(PurchasePage, CreatePage):
    """Writes the request down; the next page shows who will sign and submits it. ``?like=`` copies a request."""

    label, url_name = gettext_lazy("Ask for a purchase"), "finance:purchase_create"
    done_text = gettext_lazy("Written down. Look at the route and submit it.")

    def get_model_to_copy(self):
        return self.get_queryset().filter(pk=record_id(self.request.GET.get("like", ""))).first()

    def get_initial(self):
        like = self.get_model_to_copy()
        if like is None:
            return super().get_initial()
        names = ("title", "kind", "reason", "budget_source", "emergency")
        limits = {"department": like.department_id, "campus": like.campus_id}
        return {name: getattr(like, name) for name in names} | limits

    def get_lines(self):
        like = self.get_model_to_copy()
        return lines_of(like) if like else []

    def perform(self, form):
        return services.draft_request(self.school, **form.cleaned_data, by=self.request.user)


class PurchaseChange(PurchasePage, UpdatePage):
    form_class = PurchaseChangeForm
    label, url_name = gettext_lazy("Change"), "finance:purchase_change"
    done_text = gettext_lazy("Changed. Look at the route and submit it.")

    @classmethod
    def applies(cls, record, user):
        return PurchaseRequest.FLOW.allows("change", record.status) and record.requested_by_id == user.pk

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object.title}

    def get_lines(self):
        return lines_of(self.object)

    def perform(self, form):
        return services.change_request(self.object, **form.cleaned_data, by=self.request.user)


def lines_of(request):
    lines = request.lines.values("name", "spec", "quantity", "measure_word", "unit_price")
    return [{**line, "quantity": f"{line['quantity'].normalize():f}"} for line in lines]


class PurchasePreview(RecordPage):
    """The part of the form that shows who will sign what is typed so far."""

    model = PurchaseRequest
    permission_required = ASK

    def post(self, request):
        form = PurchaseForm(request.POST, school=self.school, user=request.user)
        form.is_valid()
        return render(request, "approvals/_plan.html", {"plan": self.get_plan(form)})

    def get_plan(self, form):
        lines = form.cleaned_data.get("lines") or []
        try:
            amount = services.total_of(services.checked_lines(lines))
        except RuleError:
            return None
        return plan_route(
            self.school, services.KIND, amount, by=self.request.user, department=form.cleaned_data.get("department")
        )


FACTS = [
    Column(gettext_lazy("Number"), "number"),
    Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
    Column(gettext_lazy("Requested by"), "requested_by"),
    Column(gettext_lazy("Department"), "department"),
    Column(gettext_lazy("Requested on"), "requested_on", kind="date"),
    Column(gettext_lazy("Supplier"), "supplier"),
    Column(gettext_lazy("Reason"), "reason", kind="long", wide=True),
]


class OwnAction(ActionPage):
    """A move of whoever asked."""

    model = PurchaseRequest
    permission_required = ASK
    facts = FACTS

    @classmethod
    def applies(cls, record, user):
        return record.requested_by_id == user.pk


class PurchaseSubmit(OwnAction):
    """Who will sign, drawn, and one button."""

    template_name = "finance/purchase_submit.html"
    label, url_name, move = gettext_lazy("Submit for approval"), "finance:purchase_submit", "submit"
    icon, tone = "send", "primary"
    done_text = gettext_lazy("Submitted. The first to sign has been told.")

    def get_context(self, form):
        request = self.object
        plan = plan_route(
            request.school, services.KIND, request.amount, by=self.request.user, department=request.department
        )
        panel = lines_panel(request.lines.all(), {}, request.amount)
        return {**super().get_context(form), "plan": plan, "panel": panel}

    def perform(self, form):
        return services.submit_request(self.object, by=self.request.user)


class PurchaseWithdraw(OwnAction):
    form_class = WithdrawForm
    label, url_name, move = gettext_lazy("Withdraw"), "finance:purchase_withdraw", "withdraw"
    icon = "undo-2"
    subtitle = gettext_lazy("Possible until somebody has signed.")
    question = gettext_lazy(
        "The request ends here, and whoever was to sign need not do so. You can ask again with a copy."
    )
    done_text = gettext_lazy("Withdrawn.")

    @classmethod
    def applies(cls, record, user):
        case = Case.objects.about(record).filter(status=Case.Status.PENDING).first()
        return super().applies(record, user) and not record.bought_on and case is not None and may_be_withdrawn(case)

    def perform(self, form):
        return services.withdraw_request(self.object, **form.cleaned_data, by=self.request.user)


class PurchaseDrop(OwnAction):
    label, url_name, move = gettext_lazy("Give up"), "finance:purchase_drop", "drop"
    icon, danger = "trash-2", True
    question = gettext_lazy("The request is not submitted any more. It stays readable.")
    done_text = gettext_lazy("Given up.")

    def perform(self, form):
        return services.drop_request(self.object, by=self.request.user)


class PurchaseBuy(ActionPage):
    model = PurchaseRequest
    form_class = BuyForm
    facts = FACTS
    permission_required = "finance.record_purchase"
    label, url_name = gettext_lazy("Record the purchase"), "finance:purchase_buy"
    icon, tone = "shopping-cart", "primary"
    done_text = gettext_lazy("The purchase is recorded.")

    @classmethod
    def applies(cls, record, user):
        first = record.emergency and not record.bought_on and PurchaseRequest.FLOW.allows("buy_first", record.status)
        return first or PurchaseRequest.FLOW.allows("buy", record.status)

    def perform(self, form):
        return services.record_purchase(self.object, **form.cleaned_data, by=self.request.user)


class PurchasePay(ActionPage):
    model = PurchaseRequest
    form_class = PayForm
    facts = FACTS
    permission_required = "finance.record_payment"
    label, url_name, move = gettext_lazy("Record the payment"), "finance:purchase_pay", "pay"
    icon, tone = "banknote", "primary"
    done_text = gettext_lazy("The payment is recorded.")

    def perform(self, form):
        return services.record_payment(self.object, **form.cleaned_data, by=self.request.user)


class PurchaseList(ListPage):
    model = PurchaseRequest
    queryset = PurchaseRequest.objects.select_related("department", "requested_by")
    permission_required = ASK
    filterset_class = PurchaseFilter
    create_page = PurchaseCreate
    title = gettext_lazy("Purchases")
    empty_title = gettext_lazy("No purchases yet")
    empty_text = gettext_lazy("Write down what is needed; the system knows who has to sign.")
    columns = [
        Column(gettext_lazy("What for"), "title", link=True),
        Column(gettext_lazy("Number"), "number", kind="code"),
        Column(gettext_lazy("Department"), "department", path="department__name"),
        Column(gettext_lazy("Requested by"), "requested_by", path="requested_by__name"),
        Column(gettext_lazy("Requested on"), "requested_on", kind="date"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Paid"), "paid_amount", kind="money", phone=False),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_exports(self):
        ledger = Action(
            _("Purchase ledger (Excel)"), f"{reverse('finance:purchase_ledger')}?{self.request.GET.urlencode()}",
            icon="file-spreadsheet",
        )  # fmt: skip
        return [ledger, *super().get_exports()]


class PurchaseLedger(PurchaseList):
    """采购台账 of what the filters leave, with the school's title."""

    def get(self, request):
        rows = self.get_filterset().qs.submitted().order_by("requested_on", "number")
        name = f"{_('Purchase ledger')}-{clock.today():%Y%m%d}.xlsx"
        return FileResponse(ledger_workbook(self.school, rows), as_attachment=True, filename=name, content_type=XLSX)


class PurchaseDetail(DetailPage):
    model = PurchaseRequest
    queryset = PurchaseRequest.objects.select_related("department", "campus", "requested_by", "bought_by", "school")
    template_name = "finance/purchase_detail.html"
    actions = [PurchaseSubmit, PurchaseBuy, PurchasePay, PurchaseChange, PurchaseWithdraw, PurchaseDrop]
    path = ["draft", "pending", "approved", "bought", "paid"]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Department"), "department"),
                Column(gettext_lazy("Campus"), "campus"),
                Column(gettext_lazy("Requested by"), "requested_by"),
                Column(gettext_lazy("Requested on"), "requested_on", kind="date"),
                Column(gettext_lazy("Source of funds"), "get_budget_source_display"),
                Column(gettext_lazy("Asked for"), "source"),
                Column(gettext_lazy("Reason"), "reason", kind="long", wide=True),
            ],
        ),
        (
            gettext_lazy("Purchase and payment"),
            [
                Column(gettext_lazy("Approved on"), "approved_on", kind="date"),
                Column(gettext_lazy("Bought on"), "bought_on", kind="date"),
                Column(gettext_lazy("Bought by"), "bought_by"),
                Column(gettext_lazy("Supplier"), "supplier"),
                Column(gettext_lazy("Paid on"), "paid_on", kind="date"),
                Column(gettext_lazy("Amount paid (yuan)"), "paid_amount", kind="money"),
            ],
        ),
    ]

    def get_breadcrumbs(self):
        return [(_("Purchases"), reverse("finance:purchase_list"))]

    def get_stepper(self):
        """A request sent back stands where a draft stands."""
        return [] if self.object.status == PurchaseRequest.Status.RETURNED else super().get_stepper()

    def get_photos(self):
        return photos_of(self.object)

    def get_actions(self):
        request, actions = self.object, super().get_actions()
        if request.status != PurchaseRequest.Status.DRAFT:
            url = reverse("finance:purchase_slip", args=[request.pk])
            actions.append(Action(_("Approval slip (PDF)"), url, "printer"))
        if request.status in ("refused", "withdrawn") and self.request.user.has_perm(ASK):
            actions.append(Action(_("Ask again"), f"{reverse('finance:purchase_create')}?like={request.pk}", "copy"))
        return actions

    def get_panels(self):
        return [lines_panel(self.object.lines.all(), {}, self.object.amount), *super().get_panels()]

    def get_context(self):
        case = with_card_rows(Case.objects.about(self.object)).order_by("-pk").first()
        return {
            **super().get_context(),
            "case": case,
            "card": cards_of([case], self.request.user)[0] if case else None,
            "files": list(documents_of(self.object)),
        }


class PurchaseSlip(DetailPage):
    """The approval slip on paper."""

    model = PurchaseRequest
    queryset = PurchaseDetail.queryset

    def get(self, request, *args, **kwargs):
        if self.object.status == PurchaseRequest.Status.DRAFT:
            return redirect(self.object)
        name = f"{_('Purchase approval slip')}-{self.object.number}.pdf"
        return download(slip_pdf(self.object), name, "application/pdf")
