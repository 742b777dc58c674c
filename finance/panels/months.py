"""The figures of a month as small tables on its page."""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.models import MoneyEntry
from finance.selectors.closing import asked_of, name_of, ours_of
from logistics.pages.columns import Column, as_text, make_row
from logistics.pages.parts import Fact, Panel

Kind = MoneyEntry.Kind
SHOWN_KINDS = [kind for kind in Kind if kind not in (Kind.OPENING, Kind.TRANSFER_IN, Kind.TRANSFER_OUT)]

LINE_COLUMNS = [
    Column(gettext_lazy("Account"), "label", primary=True),
    Column(gettext_lazy("At the beginning"), "opening", kind="money", labelled=True),
    Column(gettext_lazy("In"), "came", kind="money", labelled=True),
    Column(gettext_lazy("Out"), "went", kind="money", labelled=True),
    Column(gettext_lazy("At the end"), "closing", kind="money", labelled=True),
]


def sums_of(statement):
    """Return the Facts of the whole month: what was there, came in, went out and is there."""
    total = statement.total
    figures = [
        (_("At the beginning"), total.opening), (_("In"), total.came), (_("Out"), total.went), (_("At the end"), total.closing),
    ]  # fmt: skip
    return [Fact(label, as_text(amount, "money")) for label, amount in figures]


def accounts_panel(statement):
    return Panel(_("By account"), LINE_COLUMNS, rows_of(statement.accounts, LINE_COLUMNS))


def sources_panel(statement):
    columns = [Column(gettext_lazy("Source of funds"), "label", primary=True), *LINE_COLUMNS[1:]]
    return Panel(_("By source of funds"), columns, rows_of(statement.sources, columns))


def kinds_panel(statement):
    """Income and expense side by side, never one less the other (收支两条线)."""
    columns = [
        Column(gettext_lazy("Kind"), "label", primary=True),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
    ]
    amounts = [(kind, statement.of_kinds(kind)) for kind in SHOWN_KINDS]
    rows = [SimpleNamespace(pk=0, label=kind.label, amount=amount) for kind, amount in amounts if amount]
    return Panel(_("Income and expense"), columns, rows_of(rows, columns), empty=_("No money moved in this month."))


def rows_of(things, columns):
    return [make_row(SimpleNamespace(pk=0, **_facts(thing)), columns, url="") for thing in things]


def _facts(thing):
    names = ("label", "amount") if hasattr(thing, "amount") else ("label", "opening", "came", "went", "closing")
    return {name: getattr(thing, name) for name in names}


def reconciliations_panel(closing, done):
    """The four, with what is still missing. done: {(kind, account pk): Reconciliation}."""
    columns = [
        Column(gettext_lazy("What is compared"), "name", primary=True),
        Column(gettext_lazy("By our entries"), "ours", kind="money", labelled=True),
        Column(gettext_lazy("By the other side"), "theirs", kind="money", labelled=True),
        Column(gettext_lazy("Difference"), "difference", kind="money", labelled=True),
        Column(gettext_lazy("Explanation"), "explanation"),
        Column(gettext_lazy("Written down by"), "by", phone=False),
        Column(gettext_lazy("State"), "state", kind="badge"),
    ]
    rows = []
    for kind, account in asked_of(closing):
        row = done.get((kind, account.pk if account else None))
        rows.append(_reconciliation_row(closing, kind, account, row))
    return Panel(_("Reconciliations"), columns, [make_row(row, columns, url="") for row in rows])


def _reconciliation_row(closing, kind, account, row):
    ours = row.ours if row else ours_of(closing, kind, account)
    facts = {"pk": 0, "name": name_of(kind, account), "ours": ours}
    if row is None:
        return SimpleNamespace(
            theirs=None, difference=None, explanation="", by="", state=_("still to do"), tone="warning", **facts
        )
    state, tone = (_("matches"), "success") if not row.difference else (_("explained"), "info")
    if closing.closed_at is None and ours != ours_of(closing, kind, account):
        state, tone = _("changed since"), "warning"
    return SimpleNamespace(
        theirs=row.theirs, difference=row.difference, explanation=row.explanation, by=row.by.name, state=state, tone=tone,
        **facts,
    )  # fmt: skip


REPORT_COLUMNS = [
    Column(gettext_lazy("Reported to"), "get_reader_display", primary=True),
    Column(gettext_lazy("Told on"), "on", kind="date"),
    Column(gettext_lazy("Where and how"), "how"),
    Column(gettext_lazy("Told by"), "by.name"),
]


def reports_panel(reports):
    """To whom the charges and expenses of the month were reported."""
    rows = [make_row(report, REPORT_COLUMNS, url="") for report in reports]
    return Panel(_("Monthly report"), REPORT_COLUMNS, rows, empty=_("Not reported to anybody yet."))
