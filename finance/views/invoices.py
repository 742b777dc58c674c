"""Invoices: the list, entering one from its original, correcting it."""

from django.contrib import messages
from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.purchases import InvoiceFilter
from finance.forms.invoices import InvoiceChangeForm, InvoiceForm
from finance.models import ClaimItem, Invoice
from logistics.attachments.selectors import as_photo, files_of
from logistics.pages.changes import CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action

CLAIM = "finance.make_claim"
LIST = "finance:invoice_list"


class OfInvoices:
    model = Invoice
    permission_required = CLAIM

    def get_breadcrumbs(self):
        return [(_("Invoices"), reverse(LIST))]


class ReadsOriginals(OfInvoices):
    """A form that fills itself from an e-invoice that was added, before it is saved."""

    template_name = "finance/invoice_form.html"

    def post(self, request, *args, **kwargs):
        tokens = request.POST.getlist("photos")
        if "read" not in request.POST and (request.POST.get("number", "").strip() or not tokens):
            return super().post(request, *args, **kwargs)
        facts = services.read_uploads([token for token in tokens if token.isprintable()], by=request.user)
        if not facts and "read" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self.show_read(facts)

    def show_read(self, facts):
        """Show the form again with what was read, and say what to do about it."""
        typed = {name: value for name, value in self.request.POST.items() if name in self.form_class.base_fields}
        form = self.form_class(
            initial={**typed, **facts.as_initial(), "photos": self.request.POST.getlist("photos")[:4]},
            **self.get_form_facts(),
        )
        if facts:
            messages.info(self.request, _("Read from the original. Compare it, then save."))
        else:
            messages.warning(self.request, _("Nothing could be read here. The file is kept; type what it says."))
        return self.show(form)

    def get_context(self, form):
        return {**super().get_context(form), "field_groups": form.groups}


class InvoiceCreate(ReadsOriginals, CreatePage):
    form_class = InvoiceForm
    label, url_name = gettext_lazy("Enter an invoice"), "finance:invoice_create"
    done_text = gettext_lazy("The invoice is entered. Enter the next one, or claim it.")

    def perform(self, form):
        return services.enter_invoice(self.school, **form.cleaned_data, by=self.request.user)


class InvoiceChange(ReadsOriginals, UpdatePage):
    form_class = InvoiceChangeForm
    label, url_name = gettext_lazy("Correct"), "finance:invoice_change"

    @classmethod
    def applies(cls, record, user):
        return record.entered_by_id == user.pk and not record.items.exists()

    def perform(self, form):
        return services.change_invoice(self.object, **form.cleaned_data, by=self.request.user)


class InvoiceList(OfInvoices, ListPage):
    queryset = Invoice.objects.select_related("entered_by").with_claim()
    filterset_class = InvoiceFilter
    create_page = InvoiceCreate
    quick_fields = 3
    title = gettext_lazy("Invoices")
    empty_title = gettext_lazy("No invoices yet")
    empty_text = gettext_lazy("Add a photo of the receipt, or the e-invoice from the seller; its number counts once.")
    columns = [
        Column(gettext_lazy("Invoice number"), "number", kind="code", link=True),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("Seller"), "seller"),
        Column(gettext_lazy("Issued on"), "issued_on", kind="date"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Written down by"), "entered_by", path="entered_by__name", phone=False),
        Column(gettext_lazy("Claim"), lambda invoice: standing(invoice), path=F("claim_number"), labelled=True),
    ]

    def get_breadcrumbs(self):
        return []


def standing(invoice):
    """Return the number of the claim an invoice is on, or that it is on none."""
    if invoice.claim_number is None:
        return _("on no claim")
    return invoice.claim_number or _("on a draft")


class InvoiceDetail(OfInvoices, DetailPage):
    queryset = Invoice.objects.select_related("entered_by")
    template_name = "finance/files_detail.html"
    actions = [InvoiceChange]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Invoice code"), "code"),
                Column(gettext_lazy("Issued on"), "issued_on", kind="date"),
                Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("Seller"), "seller"),
                Column(gettext_lazy("Tax number of the seller"), "seller_tax_id"),
                Column(gettext_lazy("Check code"), "check_code"),
                Column(gettext_lazy("Read from the original"), "was_read"),
                Column(gettext_lazy("Written down by"), "entered_by"),
                Column(gettext_lazy("Claim"), lambda invoice: claim_of(invoice)),
            ],
        )
    ]

    @cached_property
    def files(self):
        return list(files_of(self.object))

    def get_number(self):
        return ""

    def get_photos(self):
        return [as_photo(file) for file in self.files if file.is_picture]

    def get_actions(self):
        actions = super().get_actions()
        if self.object.entered_by_id == self.request.user.pk and claim_of(self.object) is None:
            url = f"{reverse('finance:claim_create')}?invoice={self.object.pk}"
            actions.insert(0, Action(_("Claim it"), url, "receipt", tone="primary"))
            actions.insert(1, Action(_("Enter the next"), reverse("finance:invoice_create"), "plus"))
        return actions

    def get_context(self):
        return {**super().get_context(), "files": [file for file in self.files if not file.is_picture]}


def claim_of(invoice):
    item = ClaimItem.objects.filter(invoice=invoice, counts=True).select_related("claim").first()
    return item and item.claim
