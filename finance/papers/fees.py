"""What fees put on paper: the publication (收费公示表), the settlement per pupil (结算清单), and both as workbooks."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.fee_words import basis_text, consent_text, money, relief_text, scope_text, standard_text
from logistics import clock
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.paper.office_dates import office_date
from logistics.paper.registers import Register, RegisterColumn, register_to_pdf


def publication_row(item):
    """Return what the board says of a fee (rule fee.board)."""
    return [
        item.name, item.get_kind_display(), standard_text(item), scope_text(item), basis_text(item),
        relief_text(item), consent_text(item), item.complaint_phone,
    ]  # fmt: skip


def publication_heads():
    return [
        _("Fee"), _("Kind"), _("Fee standard"), _("Scope"), _("Basis"), _("Relief"), _("Consent"), _("Complaint phone"),
    ]  # fmt: skip


def publication_pdf(school, items, term):
    """Return the board of fees (FM-54) as PDF; ``items`` are published ones of ``term``."""
    with translation.override(settings.LANGUAGE_CODE):
        widths = [12, 9, 11, 11, 20, 14, 12, 11]
        columns = [RegisterColumn(label, width) for label, width in zip(publication_heads(), widths, strict=True)]
        return register_to_pdf(
            Register(
                school.name,
                _("Publication of fees"),
                columns,
                [publication_row(item) for item in items],
                subtitle=str(term),
                date=office_date(clock.today()),
                note=_("Whatever is not published here is not charged. Complaints are taken at the phone above."),
                landscape=True,
            )
        )


def settlement_pdf(settlement, shares):
    """Return the list per pupil with a cell to sign (FM-55). shares: FeeShare with pupil and class."""
    item = settlement.item
    with translation.override(settings.LANGUAGE_CODE):
        columns = [
            RegisterColumn(_("Class"), 22), RegisterColumn(_("Student number"), 15), RegisterColumn(_("Name of the pupil"), 13),
            RegisterColumn(_("Collected"), 11, "amount"), RegisterColumn(_("Spent"), 11, "amount"),
            RegisterColumn(_("Refund"), 12, "amount"), RegisterColumn(_("Signature"), 16),
        ]  # fmt: skip
        shares = list(shares)
        rows = [
            [
                share.school_class.full_name, share.pupil.number, share.pupil.name, money(share.collected), money(share.spent),
                money(share.refund), "",
            ]
            for share in shares
        ]  # fmt: skip
        sums = [money(sum(getattr(share, name) for share in shares)) for name in ("collected", "spent", "refund")]
        return register_to_pdf(
            Register(
                item.school.name,
                _("Settlement list: %(fee)s") % {"fee": item.name},
                columns,
                rows,
                subtitle=f"{item.number}　{item.term}",
                date=office_date(settlement.on),
                total=[_("Total"), "", _("%(count)d pupils") % {"count": len(shares)}, *sums, ""],
                note=_("Surplus is refunded, nothing is charged in addition."),
            )
        )


def settlement_workbook(settlement, shares):
    """Return the same as an open XLSX."""
    item, shares = settlement.item, list(shares)
    columns = [
        SheetColumn(_("Class")), SheetColumn(_("Student number")), SheetColumn(_("Name of the pupil")),
        SheetColumn(_("Collected"), "money"), SheetColumn(_("Spent"), "money"), SheetColumn(_("Refund"), "money"),
        SheetColumn(_("Refunded on"), "date"),
    ]  # fmt: skip
    rows = [
        [
            share.school_class.full_name, share.pupil.number, share.pupil.name, share.collected, share.spent, share.refund,
            share.payout.on if share.payout else None,
        ]
        for share in shares
    ]  # fmt: skip
    sums = [sum(getattr(share, name) for share in shares) for name in ("collected", "spent", "refund")]
    title = f"{item.school.name}{_('Settlement list: %(fee)s') % {'fee': item.name}}"
    return write_workbook(
        [
            Sheet(
                _("Settlement"),
                title,
                columns,
                rows,
                subtitle=str(item.term),
                total=[_("Total"), None, None, *sums, None],
            )
        ]
    )


def publication_workbook(school, items, term):
    """Return the board of fees as an open XLSX."""
    columns = [SheetColumn(label) for label in publication_heads()]
    rows = [publication_row(item) for item in items]
    title = f"{school.name}{_('Publication of fees')}"
    return write_workbook([Sheet(_("Publication of fees"), title, columns, rows, subtitle=str(term))])
