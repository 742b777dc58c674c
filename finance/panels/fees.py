"""Small tables about fees: how far each class is, what was spent, what each pupil gets back."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.pages.columns import Column, make_row
from logistics.pages.parts import Panel

PROGRESS = [
    Column(gettext_lazy("Class"), "school_class.name", link=True),
    Column(gettext_lazy("Pupils"), "pupils", kind="number", labelled=True),
    Column(gettext_lazy("Agreed"), "agreed", kind="number", labelled=True),
    Column(gettext_lazy("Said no"), "refused", kind="number", phone=False),
    Column(gettext_lazy("Not asked"), "unasked", kind="number", phone=False),
    Column(gettext_lazy("Paid up"), "paid", kind="number", labelled=True),
    Column(gettext_lazy("Collected"), "collected", kind="money", labelled=True),
    Column(gettext_lazy("Still open"), "rest", kind="money", labelled=True),
]
ASKING = PROGRESS[2:5]
SPENDINGS = [
    Column(gettext_lazy("What for"), "text", primary=True),
    Column(gettext_lazy("Spent on"), "on", kind="date"),
    Column(gettext_lazy("Paid to"), "party", phone=False),
    Column(gettext_lazy("Voucher number"), "voucher", phone=False),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("For how many pupils"), "pupils", kind="number", labelled=True),
    Column(gettext_lazy("Reason"), "reason", phone=False),
]
SETTLED = [
    Column(gettext_lazy("Class"), "name", primary=True),
    Column(gettext_lazy("Pupils"), "pupils", kind="number", labelled=True),
    Column(gettext_lazy("Collected"), "collected", kind="money", labelled=True),
    Column(gettext_lazy("Spent"), "spent", kind="money", phone=False),
    Column(gettext_lazy("Refund"), "refund", kind="money", labelled=True),
    Column(gettext_lazy("Refunded"), "repaid", kind="money", labelled=True),
]
ROWS = [
    Column(gettext_lazy("Name of the pupil"), "pupil.name", primary=True),
    Column(gettext_lazy("Student number"), "pupil.number", kind="code", phone=False),
    Column(gettext_lazy("To pay"), "due", kind="money", labelled=True),
    Column(gettext_lazy("Paid in this"), "amount", kind="money"),
]
SHARES = [
    Column(gettext_lazy("Name of the pupil"), "pupil.name", primary=True),
    Column(gettext_lazy("Class"), "school_class.name"),
    Column(gettext_lazy("Collected"), "collected", kind="money", labelled=True),
    Column(gettext_lazy("Spent"), "spent", kind="money", labelled=True),
    Column(gettext_lazy("Refund"), "refund", kind="money", labelled=True),
    Column(gettext_lazy("Refunded on"), "payout.on", kind="date"),
]
PAYOUTS = [
    Column(gettext_lazy("Class"), "school_class.name", primary=True),
    Column(gettext_lazy("Refunded on"), "on", kind="date"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Account"), "account.name", phone=False),
    Column(gettext_lazy("Money entry"), "entry.number", kind="code", phone=False),
    Column(gettext_lazy("Reason"), "reason"),
    Column(gettext_lazy("State"), lambda payout: payout.standing[0], kind="badge"),
]


def with_campus(columns, rows):
    """Return ``columns`` with the campus after the class where classes of several stand in one table: names repeat."""
    if len({row.school_class.campus_id for row in rows}) < 2:
        return columns
    return [columns[0], Column(gettext_lazy("Campus"), "school_class.campus.name"), *columns[1:]]


def progress_panel(item, progress, url_name, *, empty=""):
    """Return how far the classes are; each row leads to the page of the class."""
    columns = PROGRESS if item.needs_consent else [column for column in PROGRESS if column not in ASKING]
    columns = with_campus(columns, progress)
    address = reverse(url_name, args=[item.pk])
    rows = [make_row(each, columns, url=f"{address}?class={each.school_class.pk}") for each in progress]
    return Panel(_("By class"), columns, rows, empty=empty or _("No class of yours pays this fee."))


def spendings_panel(spendings, actions=()):
    rows = [make_row(each, SPENDINGS, url=spending_url(each)) for each in spendings]
    return Panel(_("What it was spent on"), SPENDINGS, rows, empty=_("Nothing was spent yet."), actions=list(actions))


def spending_url(spending):
    """Return the page that takes a spending back, while it stands."""
    if spending.corrects_id or hasattr(spending, "correction"):
        return ""
    return reverse("finance:feespending_reverse", args=[spending.pk])


def settled_panel(item, sums):
    """Return what each class paid, bore and gets back; each row opens the list of its pupils, to be signed."""
    url = reverse("finance:fee_settlement", args=[item.pk])
    rows = [make_row(each, SETTLED, url=f"{url}?class={each.pk}") for each in sums]
    return Panel(_("Settlement by class"), SETTLED, rows, note=_("Open a class for its settlement list (PDF)."))


def shares_panel(shares):
    return Panel(_("Settlement by pupil"), SHARES, [make_row(each, SHARES, url="") for each in shares])


def payouts_panel(payouts, *, may_undo):
    """Return the refunds class by class; whoever may take one back opens that page from its row."""
    rows = [make_row(each, PAYOUTS, url=payout_url(each) if may_undo else "") for each in payouts]
    note = _("Open a refund to take it back.") if any(row.url for row in rows) else ""
    return Panel(_("Refunds"), PAYOUTS, rows, note=note)


def payout_url(payout):
    """Return the page that takes a refund back, while it stands."""
    if payout.corrects_id or hasattr(payout, "correction"):
        return ""
    return reverse("finance:feepayout_reverse", args=[payout.pk])


def rows_panel(rows):
    return Panel(_("Who paid"), ROWS, [make_row(each, ROWS, url="") for each in rows])
