"""The moves of a claim: putting it together, submitting, signing, paying, taking back."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.facts.claims import cautions_of
from finance.forms.claims import ClaimChangeForm, ClaimForm, PayClaimForm, SignForm, TakeBackForm
from finance.models import Claim, Invoice, PurchaseRequest
from finance.panels.claims import invoices_panel, signatures_panel
from finance.selectors.claims import (
    centre_pays,
    invoices_to_claim,
    may_sign,
    order_breaches,
    plan_of,
    seat_due,
    seat_labels,
    signs_as,
)
from logistics import clock
from logistics.attachments.models import Attachment
from logistics.attachments.selectors import as_photo
from logistics.db import record_id
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.parts import Action
from logistics.people.pins import AsksForPin

CLAIM = "finance.make_claim"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FACTS = [
    Column(gettext_lazy("Number"), "number"),
    Column(gettext_lazy("Purchase"), "purchase"),
    Column(gettext_lazy("Payee"), "payee"),
    Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
    Column(gettext_lazy("Payment way"), "get_way_display"),
    Column(gettext_lazy("Handler"), "claimed_by"),
    Column(gettext_lazy("Department"), "department"),
    Column(gettext_lazy("Why in cash"), "cash_reason"),
    Column(gettext_lazy("Why out of date order"), "order_reason"),
    Column(gettext_lazy("Why above the contract"), "contract_reason"),
    Column(gettext_lazy("Note"), "reason", wide=True),
]


def files_of_invoices(invoices):
    """Return the attachments of many invoices in their order."""
    kind = ContentType.objects.get_for_model(Invoice)
    return list(
        Attachment.objects.filter(record_type=kind, record_id__in=[each.pk for each in invoices]).order_by("pk")
    )


class OfClaims:
    model = Claim
    permission_required = CLAIM

    def get_breadcrumbs(self):
        return [(_("Claims"), reverse("finance:claim_list"))]


class ClaimForms(OfClaims):
    """What the pages of a new and of a changed claim share."""

    template_name = "finance/claim_form.html"

    def get_context(self, form):
        return {
            **super().get_context(form),
            "field_groups": form.groups,
            "submit_label": _("Next: check and sign"),
        }

    def get_success_url(self, result):
        return reverse("finance:claim_submit", args=[result.pk])


class ClaimCreate(ClaimForms, CreatePage):
    """Writes the claim down; the next page shows who signs. ``?purchase=`` and ``?invoice=`` fill it in."""

    form_class = ClaimForm
    label, url_name = gettext_lazy("Claim reimbursement"), "finance:claim_create"
    done_text = gettext_lazy("Written down. Check it and sign.")

    def get_initial(self):
        initial = super().get_initial()
        invoice = record_id(self.request.GET.get("invoice", ""))
        initial["invoices"] = [invoice] if invoice else []
        purchases = PurchaseRequest.objects.of_school(self.school).visible_to(self.request.user)
        purchase = purchases.filter(pk=record_id(self.request.GET.get("purchase", ""))).first()
        if purchase is None:
            return {**initial, "purchase": None, "person": self.request.user.pk}
        return {**initial, "purchase": purchase.pk, "title": purchase.title, "supplier": purchase.seller_id}

    def nothing_to_do(self):
        if invoices_to_claim(self.school, self.request.user).exists():
            return None
        sentence = _(
            "No invoice waits to be claimed. Enter it first: photograph the paper one, or upload the electronic file."
        )
        return sentence, Action(_("Enter an invoice"), reverse("finance:invoice_create"))

    def perform(self, form):
        return services.draft_claim(self.school, **form.cleaned_data, by=self.request.user)


class ClaimChange(ClaimForms, UpdatePage):
    form_class = ClaimChangeForm
    label, url_name = gettext_lazy("Change"), "finance:claim_change"
    done_text = gettext_lazy("Changed. Check it and sign.")

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object.title}

    @classmethod
    def applies(cls, record, user):
        return Claim.FLOW.allows("change", record.status) and record.claimed_by_id == user.pk

    def get_initial(self):
        chosen = list(self.object.items.values_list("invoice", flat=True))
        return {**super().get_initial(), "invoices": chosen}

    def perform(self, form):
        return services.change_claim(self.object, **form.cleaned_data, by=self.request.user)


class ClaimMove(OfClaims, ActionPage):
    facts = FACTS

    def get_breadcrumbs(self):
        return [(str(self.object), self.object.get_absolute_url())]


class OwnMove(ClaimMove):
    @classmethod
    def applies(cls, record, user):
        return record.claimed_by_id == user.pk


class ShowsPapers(ClaimMove):
    """A move before which one looks at the invoices themselves."""

    template_name = "finance/claim_sign.html"

    def get_context(self, form):
        claim = self.object
        invoices = list(Invoice.objects.filter(items__claim=claim).order_by("items__pk"))
        files, day = files_of_invoices(invoices), claim.submitted_on or clock.today()
        return {
            **super().get_context(form),
            "panels": [invoices_panel(claim, invoices, linked=False)],
            "photos": [as_photo(file) for file in files if file.is_picture],
            "files": [file for file in files if not file.is_picture],
            "breaches": [*order_breaches(claim.purchase, invoices, day), *cautions_of(claim, day)],
        }


class ClaimSubmit(AsksForPin, OwnMove, ShowsPapers):
    """Who will sign, and one button by which the handler signs."""

    label, url_name, move = gettext_lazy("Sign and submit"), "finance:claim_submit", "submit"
    icon, tone = "pen-line", "primary"
    done_text = gettext_lazy("Signed and submitted. Two more people sign, then the one pen.")

    def get_context(self, form):
        claim = self.object
        steps = [*seat_labels(claim).values(), *(step.label for step in plan_of(claim).steps)]
        return {**super().get_context(form), "way": steps, "gaps": plan_of(claim).gaps}

    def perform(self, form):
        return services.submit_claim(self.object, by=self.request.user)


class ClaimSign(AsksForPin, ShowsPapers):
    """验收人 or 审核人: looks at the papers, then agrees, sends back or refuses."""

    form_class = SignForm
    label, url_name, move = gettext_lazy("Sign the claim"), "finance:claim_sign", "sign"
    permission_required = None
    icon, tone = "pen-line", "primary"
    done_text = gettext_lazy("Your signature is kept.")

    @classmethod
    def is_offered(cls, user, record):
        return Claim.FLOW.allows("sign", record.status) and cls.applies(record, user)

    @classmethod
    def applies(cls, record, user):
        return may_sign(record, user)

    def get_initial(self):
        return {"seat": seat_due(self.object)}

    def get_submit_label(self):
        due = seat_due(self.object)
        if due is None:
            return self.label
        person = signs_as(self.object, due, self.request.user)
        if person not in (None, self.request.user):
            return _("Sign for %(person)s") % {"person": person}
        return _("Sign as %(seat)s") % {"seat": seat_labels(self.object)[due]}

    def get_context(self, form):
        context = super().get_context(form)
        return {**context, "panels": [*context["panels"], signatures_panel(self.object)]}

    def perform(self, form):
        return services.sign_claim(self.object, **form.cleaned_data, by=self.request.user)


class ClaimTakeBack(OwnMove):
    form_class = TakeBackForm
    label, url_name, move = gettext_lazy("Withdraw"), "finance:claim_take_back", "take_back"
    icon = "undo-2"
    question = gettext_lazy("Possible until somebody else has signed. Its invoices can be claimed anew.")
    done_text = gettext_lazy("Withdrawn.")

    @classmethod
    def applies(cls, record, user):
        others = record.signatures.filter(revision=record.revision).exclude(signer=user.pk)
        return super().applies(record, user) and not others.exists()

    def perform(self, form):
        return services.take_back_claim(self.object, **form.cleaned_data, by=self.request.user)


class ClaimDrop(OwnMove):
    label, url_name, move = gettext_lazy("Give up"), "finance:claim_drop", "drop"
    icon, danger = "trash-2", True
    question = gettext_lazy("The claim is not submitted any more. It stays readable; its invoices can be claimed anew.")
    done_text = gettext_lazy("Given up.")

    def perform(self, form):
        return services.drop_claim(self.object, by=self.request.user)


class ClaimPay(ClaimMove):
    template_name = "finance/claim_sign.html"
    form_class = PayClaimForm
    permission_required = "finance.pay_claim"
    label, url_name, move = gettext_lazy("Pay"), "finance:claim_pay", "pay"
    icon, tone = "banknote", "primary"
    done_text = gettext_lazy("The payment is entered.")

    @classmethod
    def applies(cls, record, user):
        return not centre_pays(record.school)

    def get_context(self, form):
        return {**super().get_context(form), "breaches": cautions_of(self.object, clock.today())}

    def perform(self, form):
        services.pay_claim(self.object, **form.cleaned_data, by=self.request.user)
        return self.object
