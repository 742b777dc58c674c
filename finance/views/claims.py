"""Claims: the list, one claim, its slip."""

from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.purchases import ClaimFilter
from finance.models import Claim, Invoice
from finance.panels.claims import invoices_panel, payments_panel, signatures_panel
from finance.papers.claims import claim_pdf
from finance.views.claiming import (
    XLSX,
    ClaimChange,
    ClaimCreate,
    ClaimDrop,
    ClaimPay,
    ClaimSign,
    ClaimSubmit,
    ClaimTakeBack,
    OfClaims,
    files_of_invoices,
)
from finance.views.undoing import may_undo_payments
from finance.workbooks.claims import claims_workbook
from logistics import clock
from logistics.approvals.cards import card_of
from logistics.attachments.selectors import as_photo
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action


class ClaimList(OfClaims, ListPage):
    queryset = Claim.objects.select_related("department", "claimed_by")
    filterset_class = ClaimFilter
    create_page = ClaimCreate
    title = gettext_lazy("Claims")
    empty_title = gettext_lazy("No claims yet")
    empty_text = gettext_lazy("Enter the invoices, then put them together as a claim.")
    columns = [
        Column(gettext_lazy("What for"), "title", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Payee"), "payee"),
        Column(gettext_lazy("Handler"), "claimed_by", path="claimed_by__name"),
        Column(gettext_lazy("Claimed on"), "submitted_on", kind="date"),
        Column(gettext_lazy("Payment way"), "get_way_display", phone=False),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_exports(self):
        url = f"{reverse('finance:claim_workbook')}?{self.request.GET.urlencode()}"
        return [Action(_("Excel"), url, icon="file-spreadsheet"), *super().get_exports()]


class ClaimWorkbook(ClaimList):
    """The claims that the filters leave, as a workbook with their sum."""

    def get(self, request):
        rows = self.get_filterset().qs.submitted().order_by("submitted_on", "number")
        name = f"{_('Claims')}-{clock.today():%Y%m%d}.xlsx"
        return FileResponse(claims_workbook(self.school, rows), as_attachment=True, filename=name, content_type=XLSX)


class ClaimDetail(OfClaims, DetailPage):
    """One claim, for whoever has it in sight: somebody who stands in for a signer may make no claims."""

    permission_required = None
    queryset = Claim.objects.select_related(
        "department", "campus", "claimed_by", "purchase", "budget_line", "supplier", "person", "school"
    )
    template_name = "finance/claim_detail.html"
    actions = [ClaimSubmit, ClaimSign, ClaimPay, ClaimChange, ClaimTakeBack, ClaimDrop]
    path = ["draft", "signing", "pending", "approved", "paid"]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Purchase"), "purchase"),
                Column(gettext_lazy("Payee"), "payee"),
                Column(gettext_lazy("Payment way"), "get_way_display"),
                Column(gettext_lazy("Handler"), "claimed_by"),
                Column(gettext_lazy("Department"), "department"),
                Column(gettext_lazy("Source of funds"), "get_budget_source_display"),
                Column(gettext_lazy("Budget line"), lambda claim: claim.budget_line and claim.budget_line.item),
                Column(gettext_lazy("Claimed on"), "submitted_on", kind="date"),
                Column(gettext_lazy("Approved on"), "approved_on", kind="date"),
                Column(gettext_lazy("Paid on"), "paid_on", kind="date"),
                Column(gettext_lazy("Why in cash"), "cash_reason", wide=True),
                Column(
                    gettext_lazy("Above the contract (yuan)"), lambda claim: claim.above_contract or None, kind="money"
                ),
                Column(gettext_lazy("Note"), "reason", wide=True),
            ],
        )
    ]

    def get_stepper(self):
        """A claim sent back stands where a draft stands."""
        return [] if self.object.status == Claim.Status.RETURNED else super().get_stepper()

    @cached_property
    def invoices(self):
        return list(Invoice.objects.filter(items__claim=self.object).order_by("items__pk"))

    @cached_property
    def files(self):
        return files_of_invoices(self.invoices)

    def get_photos(self):
        return [as_photo(file) for file in self.files if file.is_picture]

    def get_actions(self):
        actions = super().get_actions()
        if self.object.number:
            url = reverse("finance:claim_slip", args=[self.object.pk])
            actions.append(Action(_("Reimbursement slip (PDF)"), url, "printer"))
        return actions

    def get_panels(self):
        panels = [invoices_panel(self.object, self.invoices)]
        if self.object.revision:
            panels.append(signatures_panel(self.object))
        related = ("account", "entry", "advance_back__advance", "corrected_by")
        payments = list(self.object.payments.select_related(*related))
        if payments:
            may_undo = may_undo_payments(self.request.user, self.object.school)
            panels.append(payments_panel(payments, may_undo=may_undo))
        return panels + super().get_panels()

    def get_context(self):
        card = card_of(self.object, self.request.user)
        batch = self.object.batch_items.select_related("batch").order_by("-pk").first()
        return {
            **super().get_context(),
            "case": card and card.case,
            "card": card,
            "files": [file for file in self.files if not file.is_picture],
            "batch_item": batch,
            "red": self.object.payments.exclude(corrects=None).last(),
        }


class ClaimSlip(OfClaims, DetailPage):
    """报销单 on paper."""

    permission_required = None
    queryset = ClaimDetail.queryset

    def get(self, request, *args, **kwargs):
        if not self.object.number:
            return redirect(self.object)
        name = f"{_('Reimbursement slip')}-{self.object.number}.pdf"
        return download(claim_pdf(self.object), name, "application/pdf")
