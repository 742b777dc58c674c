"""Batches of claims for the accounting centre: sending them, entering its answers, the summary sheet."""

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.advances import BatchForm, CentrePaidForm, CentreRejectedForm
from finance.models import BatchItem, ClaimBatch
from finance.papers.claims import batch_pdf
from finance.selectors.claims import centre_pays, claims_to_send
from finance.views.claiming import XLSX
from finance.workbooks.claims import batch_workbook
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Panel

SEND = "finance.send_claims"


class OfBatches:
    model = ClaimBatch
    permission_required = SEND

    def get_breadcrumbs(self):
        return [(_("Batches for the centre"), reverse("finance:batch_list"))]


class BatchCreate(OfBatches, CreatePage):
    form_class = BatchForm
    label, url_name = gettext_lazy("Send a batch"), "finance:batch_create"
    done_text = gettext_lazy("The batch is made. Print the summary sheet and hand it in with the papers.")

    def nothing_to_do(self):
        if claims_to_send(self.school).exists():
            return None
        sentence = _("No claim is ready: approved claims that are not with the centre go into a batch.")
        return sentence, Action(_("To the claims"), reverse("finance:claim_list"))

    def perform(self, form):
        return services.send_batch(self.school, **form.cleaned_data, by=self.request.user)


def answer_text(batch):
    """Return whether the centre's answer to a batch (``with_sums``) is awaited."""
    return _("Answer awaited") if batch.is_open else _("Answered")


class BatchList(OfBatches, ListPage):
    queryset = ClaimBatch.objects.select_related("sent_by").with_sums()
    create_page = BatchCreate
    title = gettext_lazy("Batches for the centre")
    empty_title = gettext_lazy("No batches yet")
    empty_text = gettext_lazy("Where the books are at the accounting centre, approved claims go there in batches.")
    columns = [
        Column(gettext_lazy("Number"), "number", kind="code", link=True),
        Column(gettext_lazy("Accounting centre"), "center"),
        Column(gettext_lazy("Sent on"), "sent_on", kind="date"),
        Column(gettext_lazy("Sent by"), "sent_by", path="sent_by__name"),
        Column(gettext_lazy("Amount"), "total", kind="money"),
        Column(gettext_lazy("Standing"), answer_text, kind="badge", path="is_open"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_primary(self):
        return super().get_primary() if centre_pays(self.school) else None


ITEM_COLUMNS = [
    Column(gettext_lazy("What for"), "claim.title", primary=True),
    Column(gettext_lazy("Number"), "claim.number", kind="code"),
    Column(gettext_lazy("Payee"), "claim.payee"),
    Column(gettext_lazy("Amount"), "claim.amount", kind="money"),
    Column(gettext_lazy("Voucher number"), "voucher", kind="code"),
    Column(gettext_lazy("Paid on"), "paid_on", kind="date"),
    Column(gettext_lazy("Why sent back"), "reason"),
    Column(gettext_lazy("Taken back"), lambda item: _("yes") if item.undone else ""),
    Column(gettext_lazy("Answer"), "get_outcome_display", kind="badge"),
]


class BatchDetail(OfBatches, DetailPage):
    queryset = ClaimBatch.objects.select_related("sent_by", "school").with_sums()
    template_name = "finance/batch_detail.html"
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Accounting centre"), "center"),
                Column(gettext_lazy("Sent on"), "sent_on", kind="date"),
                Column(gettext_lazy("Sent by"), "sent_by"),
                Column(gettext_lazy("Amount (yuan)"), "total", kind="money"),
            ],
        )
    ]

    def get_number(self):
        return ""

    def get_items(self):
        return list(self.object.items.with_undone().select_related("claim"))

    def get_actions(self):
        return [
            Action(_("Summary sheet (PDF)"), reverse("finance:batch_sheet", args=[self.object.pk]), "printer"),
            Action(_("Excel"), reverse("finance:batch_workbook", args=[self.object.pk]), "file-spreadsheet"),
        ]

    def get_panels(self):
        answered = [item for item in self.get_items() if item.outcome != BatchItem.Outcome.WAITING]
        rows = [make_row(item, ITEM_COLUMNS, url=item.claim.get_absolute_url()) for item in answered]
        panel = Panel(_("Answered"), ITEM_COLUMNS, rows, empty=_("The centre has not answered yet."))
        return [panel, *super().get_panels()]

    def get_context(self):
        waiting = [item for item in self.get_items() if item.outcome == BatchItem.Outcome.WAITING]
        return {
            **super().get_context(),
            "waiting": [(item, [page_action(page, item) for page in (CentrePaid, CentreRejected)]) for item in waiting],
        }


def page_action(page, item):
    return Action(page.label, page.url_for(item), page.icon)


class BatchSheet(OfBatches, DetailPage):
    """汇总表 on paper."""

    queryset = BatchDetail.queryset

    def get(self, request, *args, **kwargs):
        name = f"{_('Summary of claims')}-{self.object.number}.pdf"
        return download(batch_pdf(self.object), name, "application/pdf")


class BatchWorkbook(BatchSheet):
    def get(self, request, *args, **kwargs):
        name = f"{_('Summary of claims')}-{self.object.number}.xlsx"
        return FileResponse(batch_workbook(self.object), as_attachment=True, filename=name, content_type=XLSX)


class OfItem(ActionPage):
    model = BatchItem
    queryset = BatchItem.objects.select_related("batch", "claim")
    permission_required = SEND
    facts = [
        Column(gettext_lazy("Number"), "claim.number"),
        Column(gettext_lazy("Payee"), "claim.payee"),
        Column(gettext_lazy("Amount (yuan)"), "claim.amount", kind="money"),
        Column(gettext_lazy("Batch"), "batch.number"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.outcome == BatchItem.Outcome.WAITING

    def get_breadcrumbs(self):
        return [(str(self.object.batch), self.object.get_absolute_url())]


class CentrePaid(OfItem):
    form_class = CentrePaidForm
    label, url_name, icon = gettext_lazy("Paid by the centre"), "finance:batchitem_paid", "check"
    done_text = gettext_lazy("The payment is entered.")

    def perform(self, form):
        return services.enter_centre_paid(self.object, **form.cleaned_data, by=self.request.user)


class CentreRejected(OfItem):
    form_class = CentreRejectedForm
    label, url_name, icon, danger = (
        gettext_lazy("Sent back by the centre"),
        "finance:batchitem_rejected",
        "undo-2",
        True,
    )
    question = gettext_lazy("The claim is open to correction and collects its signatures anew.")
    done_text = gettext_lazy("The claim is back with its handler.")

    def perform(self, form):
        return services.enter_centre_rejected(self.object, **form.cleaned_data, by=self.request.user)
