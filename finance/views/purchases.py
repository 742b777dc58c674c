"""Purchases: the list, one request, its ledger and its slip."""

from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.purchases import PurchaseFilter
from finance.models import PurchaseRequest
from finance.panels.chain import chain_panel
from finance.panels.purchases import REQUEST_COLUMNS, lines_panel
from finance.papers.purchases import slip_pdf
from finance.selectors import Asked, split_of
from finance.selectors.claims import may_claim
from finance.views.asking import PurchaseChange, PurchaseCreate, PurchaseDrop, PurchaseSubmit, PurchaseWithdraw
from finance.views.avoided import PurchaseUseExisting
from finance.views.orders import OrderCreate
from finance.views.parts import ASK, may_compare, seller_of
from finance.views.quotes import QuoteAdd, QuoteChoose, QuoteWithdraw
from finance.workbooks.purchases import ledger_workbook
from logistics import clock
from logistics.approvals.cards import card_of
from logistics.attachments.models import Attachment
from logistics.attachments.selectors import as_photo, files_of
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Panel

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DRAFT = PurchaseRequest.Status.DRAFT


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
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
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
    queryset = PurchaseRequest.objects.select_related(
        "department", "campus", "requested_by", "bought_by", "school", "seller", "budget_line", "avoided"
    )
    template_name = "finance/purchase_detail.html"
    actions = [PurchaseSubmit, OrderCreate, QuoteAdd, PurchaseChange, PurchaseUseExisting, PurchaseWithdraw, PurchaseDrop]
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
                Column(gettext_lazy("Budget line"), lambda request: request.budget_line and request.budget_line.item),
                Column(gettext_lazy("Why over budget"), "over_reason", wide=True),
                Column(gettext_lazy("Asked for (yuan)"), "asked_amount", kind="money"),
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
                Column(gettext_lazy("Supplier"), seller_of),
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

    @cached_property
    def files(self):
        """The files of the request and of its quotes."""
        quotes = Attachment.objects.filter(
            record_type__app_label="finance",
            record_type__model="quote",
            record_id__in=[each.pk for each in self.quotes],
        )
        return [*files_of(self.object), *quotes.order_by("pk")]

    @cached_property
    def quotes(self):
        return list(self.object.quotes.standing().select_related("supplier", "recorded_by"))

    def get_photos(self):
        return [as_photo(file) for file in self.files if file.is_picture]

    def get_actions(self):
        request, actions = self.object, super().get_actions()
        if request.status != DRAFT:
            url = reverse("finance:purchase_slip", args=[request.pk])
            actions.append(Action(_("Approval slip (PDF)"), url, "printer"))
        if may_claim(request, self.request.user):
            url = f"{reverse('finance:claim_create')}?purchase={request.pk}"
            actions.insert(0, Action(_("Claim reimbursement"), url, "receipt", tone="primary"))
        if request.status in ("refused", "withdrawn") and self.request.user.has_perm(ASK):
            actions.append(Action(_("Ask again"), f"{reverse('finance:purchase_create')}?like={request.pk}", "copy"))
        return actions

    def get_panels(self):
        request = self.object
        panels = [lines_panel(request.lines.select_related("cut"), {}, request.amount)]
        if request.split_sum:
            panels.append(like_panel(request))
        if request.status != DRAFT:
            panels.append(chain_panel(request, self.request.user))
        return panels + super().get_panels()

    def get_quotes(self):
        """Return [(Quote, [Action])]."""
        if not may_compare(self.object, self.request.user):
            return [(quote, []) for quote in self.quotes]
        return [
            (quote, [Action(page.label, page.url_for(quote), page.icon) for page in pages_of(quote)])
            for quote in self.quotes
        ]

    def get_context(self):
        card = card_of(self.object, self.request.user)
        return {
            **super().get_context(),
            "case": card and card.case,
            "card": card,
            "quotes": self.get_quotes(),
            "sheet_url": reverse("finance:quote_comparison", args=[self.object.pk]) if self.quotes else "",
            "files": [file for file in self.files if not file.is_picture],
        }


def like_panel(request):
    """Return the panel of the purchases together with which this one looks split."""
    split = split_of(Asked.from_request(request), request.requested_on)
    rows = [make_row(other, REQUEST_COLUMNS, url="") for other in split.others] if split else []
    return Panel(_("Like purchases near it"), REQUEST_COLUMNS, rows, empty=_("None of them counts any more."))


def pages_of(quote):
    return [QuoteWithdraw] if quote.chosen_at else [QuoteChoose, QuoteWithdraw]


class PurchaseSlip(DetailPage):
    """The approval slip on paper."""

    model = PurchaseRequest
    queryset = PurchaseDetail.queryset

    def get(self, request, *args, **kwargs):
        if self.object.status == DRAFT:
            return redirect(self.object)
        name = f"{_('Purchase approval slip')}-{self.object.number}.pdf"
        return download(slip_pdf(self.object), name, "application/pdf")
