"""Small tables about income on record pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.models import Compensation
from logistics.pages.columns import Column, as_text, make_row
from logistics.pages.dates import full_day_text
from logistics.pages.parts import Panel


def standing_text(record):
    """Return the words of how a record stands today."""
    return record.standing[0]


INSTALMENT_COLUMNS = [
    Column(gettext_lazy("No."), "position", phone=False),
    Column(
        gettext_lazy("Days"), lambda each: f"{full_day_text(each.from_on)} – {full_day_text(each.to_on)}", primary=True
    ),
    Column(gettext_lazy("Payable on"), "due_on", kind="date", labelled=True),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Received"), "received", kind="money", phone=False),
    Column(gettext_lazy("In kind"), "in_kind", kind="money", phone=False),
    Column(gettext_lazy("Standing"), standing_text, kind="badge"),
]


def instalments_panel(instalments):
    """Return the panel of instalments (``with_settled``)."""
    rows = [make_row(each, INSTALMENT_COLUMNS) for each in instalments]
    empty = _("They are worked out once the agreement is approved.")
    return Panel(_("Instalments"), INSTALMENT_COLUMNS, rows, empty=empty)


RECEIPT_COLUMNS = [
    Column(gettext_lazy("On"), "on", kind="date"),
    Column(gettext_lazy("Kind"), "get_kind_display", primary=True),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("What was given"), lambda receipt: receipt_text(receipt)),
    Column(gettext_lazy("Vouched for by"), "confirmed_by", phone=False),
    Column(gettext_lazy("Entry in the books"), "entry.number", phone=False),
    Column(gettext_lazy("Recorded by"), "by.name", phone=False),
]


def receipt_text(receipt):
    """Return what a receipt in kind consists of: the things, how many meals, for how many people."""
    parts = [receipt.text]
    if receipt.meals:
        parts.append(_("%(meals)d meals") % {"meals": receipt.meals})
    if receipt.people:
        parts.append(_("for %(people)d people") % {"people": receipt.people})
    return _(", ").join(part for part in parts if part)


def receipts_panel(receipts, *, may_reverse):
    """Return the panel of receipts; whoever may reverse one opens that page from its row."""
    rows = [
        make_row(each, RECEIPT_COLUMNS, url=_reverse_url("finance:receipt_reverse", each, may_reverse))
        for each in receipts
    ]
    note = _("Open a receipt to reverse it.") if may_reverse and rows else ""
    return Panel(_("Receipts"), RECEIPT_COLUMNS, rows, empty=_("Nothing was received yet."), note=note)


PAYMENT_COLUMNS = [
    Column(gettext_lazy("On"), "on", kind="date", primary=True),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Entry in the books"), "entry.number"),
    Column(gettext_lazy("Account"), "entry.account.name", phone=False),
    Column(gettext_lazy("Recorded by"), "by.name", phone=False),
]


def payments_panel(payments, *, may_reverse):
    """Return the panel of payments of a compensation, reversed as receipts are."""
    rows = [
        make_row(each, PAYMENT_COLUMNS, url=_reverse_url("finance:payment_reverse", each, may_reverse))
        for each in payments
    ]
    note = _("Open a payment to reverse it.") if may_reverse and rows else ""
    return Panel(_("Payments"), PAYMENT_COLUMNS, rows, empty=_("Nothing was paid yet."), note=note)


def _reverse_url(name, record, may_reverse):
    stands = not record.corrects_id and not hasattr(record, "corrected_by")
    return reverse(name, args=[record.pk]) if may_reverse and stands else ""


SALE_COLUMNS = [
    Column(gettext_lazy("Number"), "number", kind="code", phone=False),
    Column(gettext_lazy("Kind of scrap"), "get_what_display", link=True),
    Column(gettext_lazy("Weight"), lambda sale: weight_text(sale), path="kilograms"),
    Column(gettext_lazy("Price per kg"), "price", kind="money", phone=False),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Sold on"), "on", kind="date"),
    Column(gettext_lazy("Carried out by"), "carried_by", phone=False),
]


def weight_text(sale):
    return _("%(weight)s kg") % {"weight": as_text(sale.kilograms, "number")}


def sales_panel(sales):
    rows = [make_row(sale, SALE_COLUMNS) for sale in sales]
    return Panel(_("Sales of scrap"), SALE_COLUMNS, rows, empty=_("Nothing was sold yet."))


COMPENSATION_COLUMNS = [
    Column(gettext_lazy("Number"), "number", kind="code"),
    Column(gettext_lazy("By whom"), "person", primary=True),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Paid"), "paid", kind="money", labelled=True),
    Column(gettext_lazy("Standing"), standing_text, kind="badge"),
]


def compensation_panels(record, user):
    """Return the panel of compensation for what ``record`` is about (an asset, a repair), none where none is in sight."""
    compensations = Compensation.objects.visible_to(user).asked_for(record).with_payments()
    rows = [make_row(each, COMPENSATION_COLUMNS) for each in compensations]
    return [Panel(_("Compensation"), COMPENSATION_COLUMNS, rows)] if rows else []


def money_text(amount):
    return _("%(amount)s yuan") % {"amount": as_text(amount, "money")}
