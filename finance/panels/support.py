"""Small tables about subsidies, findings of audits and enrolment days."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.panels.fees import with_campus
from finance.panels.income import standing_text
from logistics.pages.columns import Column, make_row
from logistics.pages.parts import Panel

CLASSES = [
    Column(gettext_lazy("Class"), "school_class.name", link=True),
    Column(gettext_lazy("Pupils on the list"), "pupils", kind="number", labelled=True),
    Column(gettext_lazy("Sum of the list"), "planned", kind="money", labelled=True),
    Column(gettext_lazy("Pupils paid"), "paid_pupils", kind="number", labelled=True),
    Column(gettext_lazy("Paid so far"), "paid", kind="money", labelled=True),
]
SHARES = [
    Column(gettext_lazy("Name of the pupil"), "pupil.name", primary=True),
    Column(gettext_lazy("Student number"), "pupil.number", kind="code", phone=False),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
]
STRUCK = [
    Column(gettext_lazy("Name of the pupil"), "pupil.name", primary=True),
    Column(gettext_lazy("Class"), "school_class.name"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
    Column(gettext_lazy("Struck off on"), "struck_on", kind="date", labelled=True),
    Column(gettext_lazy("Why struck off"), "struck_reason"),
]
FINDINGS = [
    Column(gettext_lazy("What was found"), "text", link=True),
    Column(gettext_lazy("Seriousness"), "get_weight_display"),
    Column(gettext_lazy("Responsible"), "responsible.name"),
    Column(gettext_lazy("To be put right by"), "due_on", kind="date", labelled=True),
    Column(gettext_lazy("Standing"), standing_text, kind="badge"),
]
SLOTS = [
    Column(gettext_lazy("Time"), lambda row: f"{row.slot.starts_at:%H:%M}–{row.slot.ends_at:%H:%M}", kind="code"),
    Column(gettext_lazy("Class"), "slot.school_class.name", primary=True),
    Column(gettext_lazy("Desk"), "slot.desk"),
    Column(gettext_lazy("Who sits there"), "slot.person.name", phone=False),
    Column(gettext_lazy("Fees to pay"), "due", kind="number", labelled=True),
    Column(gettext_lazy("Fees paid up"), "paid", kind="number", labelled=True),
]


def classes_panel(subsidy, classes, url_name=""):
    """Return how far the classes are; each row leads to the page of the class where ``url_name`` names one."""
    address = reverse(url_name, args=[subsidy.pk]) if url_name else ""
    columns = with_campus(CLASSES, classes)
    rows = [
        make_row(each, columns, url=f"{address}?class={each.school_class.pk}" if address else "") for each in classes
    ]
    return Panel(_("By class"), columns, rows, empty=_("No class is on the list yet."))


def struck_panel(shares):
    return Panel(_("Struck off the list"), STRUCK, [make_row(each, STRUCK, url="") for each in shares])


def shares_panel(shares, *, may_strike):
    """Return who of a class waits to be paid; whoever may strike one off opens that page from its row."""
    rows = [
        make_row(each, SHARES, url=reverse("finance:subsidyshare_strike", args=[each.pk]) if may_strike else "")
        for each in shares
    ]
    note = _("Open a name to strike it off the list.") if may_strike and rows else ""
    return Panel(_("Waiting to be paid"), SHARES, rows, note=note)


def paid_panel(rows):
    columns = [
        Column(_("Name of the pupil"), "share.pupil.name", primary=True),
        Column(_("Student number"), "share.pupil.number", kind="code", phone=False),
        Column(_("Amount"), "amount", kind="money"),
    ]
    return Panel(_("Who got the money"), columns, [make_row(each, columns, url="") for each in rows])


def findings_panel(findings, actions=()):
    rows = [make_row(each, FINDINGS) for each in findings]
    return Panel(_("What the audit found"), FINDINGS, rows, empty=_("Nothing was found."), actions=list(actions))


def slots_panel(rows):
    rows = [make_row(each, SLOTS, url="") for each in rows]
    return Panel(_("Classes and desks"), SLOTS, rows, empty=_("No class has a time yet."))
