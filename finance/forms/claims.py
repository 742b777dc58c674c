"""What a person types about claims: putting one together, signing, paying."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field, searched_field
from finance.forms.purchases import words_of_line
from finance.models import Advance, BudgetSource, Claim, ClaimSignature, Contract, Invoice, PurchaseRequest, Supplier
from finance.selectors import department_of, lines_to_choose
from finance.selectors.acceptance import lacking_cards, words_of_cards
from finance.selectors.claims import invoices_to_claim, purchases_to_claim
from finance.selectors.money import accounts_to_choose
from logistics import clock
from logistics.pages.columns import as_text
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import User
from logistics.school.models import Department


class InvoicesField(forms.ModelMultipleChoiceField):
    """Invoices to tick, each with seller, day and amount."""

    def label_from_instance(self, invoice):
        facts = {
            "number": invoice.number, "seller": invoice.seller, "day": as_text(invoice.issued_on, "date"),
            "amount": as_text(invoice.amount, "money"),
        }  # fmt: skip
        return gettext("%(amount)s yuan · %(seller)s · %(day)s · %(number)s") % facts


class ClaimForm(SchoolForm):
    """Which invoices, for what, paid to whom and out of which money; a purchase brings its own money along."""

    purchase = searched_field(
        _("Purchase"), required=False, empty_label=_("none: travel, utilities, small things"),
        help_text=_("Then department, budget line and source of funds are those of the purchase."),
    )  # fmt: skip
    title = forms.CharField(label=_("What for"), max_length=120)
    invoices = InvoicesField(
        label=_("Invoices"),
        queryset=Invoice.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one invoice.")},
    )
    supplier = searched_field(_("Pay to a supplier"), required=False, empty_label=_("nobody of these"))
    person = searched_field(_("Or to a person who paid before"), required=False, empty_label=_("nobody of these"))
    way = forms.ChoiceField(label=_("Payment way"), choices=Claim.Way, initial=Claim.Way.TRANSFER)
    cash_reason = forms.CharField(
        label=_("Why in cash"), max_length=200, required=False, help_text=_("Needed above the limit for cash.")
    )
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), required=False)
    budget_source = forms.ChoiceField(label=_("Source of funds"), choices=BudgetSource, initial=BudgetSource.PUBLIC)
    budget_line = searched_field(_("Budget line"), required=False, empty_label=_("none"))
    over_reason = forms.CharField(label=_("Why over budget"), max_length=200, required=False)
    order_reason = forms.CharField(
        label=_("Why out of date order"),
        max_length=200,
        required=False,
        help_text=_("Only when it was bought, or an invoice is dated, before the approval."),
    )
    contract_reason = forms.CharField(
        label=_("Why above the contract"),
        max_length=200,
        required=False,
        help_text=_("Only when the invoices come to more than contract and supplements."),
    )
    reason = forms.CharField(label=_("Note"), max_length=300, required=False)

    OF_A_PURCHASE = ["department", "budget_source", "budget_line", "over_reason"]  # which says them itself
    GROUPS = [
        (_("What is claimed"), ["purchase", "title", "invoices"]),
        (_("Who is paid"), ["supplier", "person", "way", "cash_reason"]),
        (
            _("Money and remarks"),
            [
                "department",
                "budget_line",
                "budget_source",
                "over_reason",
                "order_reason",
                "contract_reason",
                "reason",
            ],  # fmt: skip
        ),
    ]

    def prepare(self):
        free = invoices_to_claim(self.school, self.user).order_by("-pk")[:60]
        keys = list(free.values_list("pk", flat=True))
        choices = Q(pk__in=purchases_to_claim().of_school(self.school).visible_to(self.user).values("pk"))
        if self.record is not None:
            keys += list(self.record.items.values_list("invoice", flat=True))
            choices |= Q(pk=self.record.purchase_id)
        self.fields["invoices"].queryset = Invoice.objects.filter(pk__in=keys)
        self.fields["purchase"].queryset = PurchaseRequest.objects.filter(choices)
        self.fields["purchase"].label_from_instance = words_of_purchase
        self.fields["supplier"].queryset = Supplier.objects.of_school(self.school).filter(is_active=True)
        self.fields["person"].queryset = User.objects.working_at(self.school)
        self.fields["department"].queryset = Department.objects.of_school(self.school)
        self.fields["department"].initial = department_of(self.user, self.school)
        self.fields["budget_line"].queryset = lines_to_choose(self.school, clock.today().year, self.user)
        self.fields["budget_line"].label_from_instance = words_of_line
        if not Contract.objects.standing().filter(order__request__in=self.fields["purchase"].queryset).exists():
            del self.fields["contract_reason"]
        if self.initial.get("purchase"):
            for name in self.OF_A_PURCHASE:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("supplier")) == bool(cleaned.get("person")):
            self.add_error("supplier", _("Choose who is paid: a supplier or a person, not both."))
        return cleaned

    @property
    def groups(self):
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS]


class ClaimChangeForm(ClaimForm, ChangeForm):
    """Refuses when somebody changed the claim since it was shown."""


def words_of_purchase(request):
    """CG-2026-0001 更换灯管（1,109.00 元）."""
    facts = {"number": request.number, "title": request.title, "amount": as_text(request.amount, "money")}
    return gettext("%(number)s %(title)s (%(amount)s yuan)") % facts


class SignForm(SchoolForm):
    verb = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (ClaimSignature.Verb.AGREE, _("Agree and sign")),
            (ClaimSignature.Verb.RETURN, _("Send back for changes")),
            (ClaimSignature.Verb.REFUSE, _("Refuse: goods and invoice do not match")),
        ],
        initial=ClaimSignature.Verb.AGREE,
        widget=forms.RadioSelect,
    )
    word = forms.CharField(
        label=_("Word"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed unless you agree."),
    )  # fmt: skip
    seat = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def clean_seat(self):
        return self.cleaned_data["seat"] or None


class TakeBackForm(SchoolForm):
    reason = reason_field(required=False)


def card_reason_field():
    return forms.CharField(label=_("Why paid before the card"), max_length=200, required=False)


def ask_for_cards(form, claim):
    """Ask why a claim is paid before its goods have cards, only where cards lack (rule accept.form)."""
    lacking = lacking_cards(claim.purchase, clock.today()) if claim.purchase_id else []
    if lacking:
        message = gettext("%(things)s have no card yet. Enter the cards first, or write why it is paid before.")
        form.fields["card_reason"].help_text = message % {"things": words_of_cards(lacking)}
    else:
        del form.fields["card_reason"]


class PayClaimForm(SchoolForm):
    on = day_field(_("Paid on"))
    account = forms.ModelChoiceField(label=_("Account"), queryset=None, empty_label=None)
    amount = money_field(_("Amount paid (yuan)"), attrs={"data-money": ""})
    way = forms.ChoiceField(label=_("Payment way"), choices=Claim.Way)
    voucher = forms.CharField(label=_("Voucher number"), max_length=40, required=False)
    advance = forms.ModelChoiceField(
        label=_("Settles the advance"), queryset=Advance.objects.none(), required=False, empty_label=_("none"),
        help_text=_("Then no money moves: what was drawn before is accounted for."),
    )  # fmt: skip
    card_reason = card_reason_field()

    def prepare(self):
        self.fields["on"].initial = clock.today
        self.fields["account"].queryset = accounts_to_choose(self.school)
        self.fields["amount"].initial = self.record.unpaid
        self.fields["way"].initial = self.record.way
        advances = Advance.objects.of_school(self.school).outstanding().filter(person=self.record.person_id)
        self.fields["advance"].queryset = advances
        if not self.record.person_id or not advances:
            del self.fields["advance"]
        ask_for_cards(self, self.record)
