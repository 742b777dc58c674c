"""The bill of a reading (水电费告知单)."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.panels.meters import sum_text, used_text
from logistics.pages.columns import as_text
from logistics.paper.amounts import in_words
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf


def bill_pdf(reading):
    """Return the bill of a reading (DOMAIN FM-62) as PDF; ``reading`` has its payments annotated."""
    with translation.override(settings.LANGUAGE_CODE):
        return slip_to_pdf(
            Slip(
                _facts(reading),
                signatures=[SignatureCell(_("Who pays")), SignatureCell(_("Read by"), name=reading.by.name)],
                note=_("Money is paid against a receipt and booked as income of the school."),
                size="a5",
            ),
            school_name=reading.school.name,
            document_name=_("Bill for electricity and water"),
            number=reading.meter.number,
            date=office_date(reading.read_on),
            state=str(reading.standing[0]),
        )


def _facts(reading):
    amount = {"amount": as_text(reading.amount, "money"), "words": in_words(reading.amount)}
    days = {"from": office_date(reading.previous_on), "until": office_date(reading.read_on)}
    return [
        Fact(_("Who pays"), reading.payer),
        Fact(_("Kind"), reading.meter.get_kind_display()),
        Fact(_("Place"), reading.meter.place.full_label(), wide=True),
        Fact(_("Days"), _("from %(from)s until %(until)s") % days, wide=True),
        Fact(_("Reading before"), as_text(reading.previous_value, "number")),
        Fact(_("Reading"), as_text(reading.value, "number")),
        Fact(pgettext("meter", "Used"), used_text(reading), wide=True),
        Fact(_("Units times price"), sum_text(reading), wide=True),
        Fact(_("Amount"), _("%(amount)s yuan (in words: %(words)s)") % amount, wide=True),
        Fact(pgettext("meter", "To be paid by"), office_date(reading.due_on)),
        Fact(_("Paid (yuan)"), as_text(reading.paid, "money")),
        *([Fact(_("Note"), reading.note, wide=True)] if reading.note else []),
    ]
