"""What subsidies and enrolment days put on paper: the posted list, the list to be signed, both as workbooks, the plan."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.fee_words import money
from logistics import clock
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.pages.dates import exact_text
from logistics.paper.office_dates import office_date
from logistics.paper.registers import Register, RegisterColumn, register_to_pdf


def posting_pdf(subsidy, shares):
    """Return the list that is posted (公示): class, name and amount, never why somebody gets it."""
    with translation.override(settings.LANGUAGE_CODE):
        shares = list(shares)
        columns = [
            RegisterColumn(_("Class"), 34),
            RegisterColumn(_("Name of the pupil"), 33),
            RegisterColumn(_("Amount"), 33, "amount"),
        ]
        rows = [[share.school_class.full_name, share.pupil.name, money(share.amount)] for share in shares]
        facts = {"from": office_date(subsidy.published_on), "until": office_date(subsidy.posted_until)}
        return register_to_pdf(
            Register(
                subsidy.school.name,
                _("List of pupils: %(subsidy)s") % {"subsidy": subsidy.name},
                columns,
                rows,
                subtitle=basis_of(subsidy),
                date=office_date(clock.today()),
                total=[_("Total"), _("%(count)d pupils") % {"count": len(shares)}, money(sum_of(shares))],
                note=_("Posted from %(from)s until %(until)s. Objections are taken at the logistics office.") % facts,
            )
        )


def payment_pdf(subsidy, shares):
    """Return the list to be signed by those who get the money (发放表)."""
    with translation.override(settings.LANGUAGE_CODE):
        shares = list(shares)
        columns = [
            RegisterColumn(_("Class"), 23), RegisterColumn(_("Student number"), 17), RegisterColumn(_("Name of the pupil"), 14),
            RegisterColumn(_("Amount"), 14, "amount"), RegisterColumn(_("Paid on"), 16), RegisterColumn(_("Signature"), 16),
        ]  # fmt: skip
        rows = [
            [
                share.school_class.full_name, share.pupil.number, share.pupil.name, money(share.amount),
                office_date(share.paid_on) if share.paid_on else "", "",
            ]
            for share in shares
        ]  # fmt: skip
        return register_to_pdf(
            Register(
                subsidy.school.name,
                payment_title(subsidy),
                columns,
                rows,
                subtitle=f"{subsidy.number}　{subsidy.term}　{basis_of(subsidy)}",
                date=office_date(clock.today()),
                total=[_("Total"), "", _("%(count)d pupils") % {"count": len(shares)}, money(sum_of(shares)), "", ""],
                note=_("Signed by the pupil or a parent; nobody signs for another without being named."),
            )
        )


def payment_workbook(subsidy, shares):
    """Return the same as an open XLSX."""
    shares = list(shares)
    columns = [
        SheetColumn(_("Class")), SheetColumn(_("Student number")), SheetColumn(_("Name of the pupil")),
        SheetColumn(_("Amount"), "money"), SheetColumn(_("Paid on"), "date"), SheetColumn(_("Signature")),
    ]  # fmt: skip
    rows = [
        [share.school_class.full_name, share.pupil.number, share.pupil.name, share.amount, share.paid_on, None]
        for share in shares
    ]
    title = f"{subsidy.school.name}{payment_title(subsidy)}"
    total = [_("Total"), None, None, sum_of(shares), None, None]
    return write_workbook([Sheet(_("Payment list"), title, columns, rows, subtitle=str(subsidy.term), total=total)])


def fee_day_pdf(day, slots):
    """Return the plan of an enrolment day (报名缴费安排表)."""
    with translation.override(settings.LANGUAGE_CODE):
        columns = [
            RegisterColumn(_("Time"), 17), RegisterColumn(_("Class"), 23), RegisterColumn(_("Desk"), 30),
            RegisterColumn(_("Who sits there"), 15), RegisterColumn(_("Class teacher"), 15),
        ]  # fmt: skip
        rows = [
            [
                f"{slot.starts_at:%H:%M}–{slot.ends_at:%H:%M}", slot.school_class.full_name, slot.desk,
                slot.person.name if slot.person else "",
                slot.school_class.class_teacher.name if slot.school_class.class_teacher else "",
            ]
            for slot in slots
        ]  # fmt: skip
        return register_to_pdf(
            Register(
                day.school.name, day.title, columns, rows, subtitle=office_date(day.on), date=office_date(clock.today()),
                note="　".join(_words_of(day)),
            )
        )  # fmt: skip


def _words_of(day):
    if day.meeting_at:
        yield _("Meeting of class teachers: %(moment)s.") % {"moment": exact_text(day.meeting_at)}
    if day.bring:
        yield _("To bring: %(bring)s.") % {"bring": day.bring}
    if day.note:
        yield day.note


def payment_title(subsidy):
    return _("Payment list: %(subsidy)s") % {"subsidy": subsidy.name}


def basis_of(subsidy):
    return " ".join(part for part in (subsidy.basis, subsidy.basis_number) if part)


def sum_of(shares):
    return sum(share.amount for share in shares)
