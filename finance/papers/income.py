"""Papers about income: the agreement, the slip of a compensation, the letter of thanks."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.models import Agreement, Contribution
from finance.models.agreements import BINDING
from finance.papers.marks import mark_of
from finance.papers.sums import sum_text
from logistics.pages.columns import as_text
from logistics.paper.amounts import in_words
from logistics.paper.document import Document, Paragraph, Signature, Table, TableColumn, document_to_pdf
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf


def agreement_pdf(agreement):
    """Return the agreement as PDF (DOMAIN FM-59); until it is approved it is watermarked 未审批."""
    with translation.override(settings.LANGUAGE_CODE):
        binding = agreement.status in BINDING
        lease = agreement.kind == Agreement.Kind.LEASE
        return slip_to_pdf(
            Slip(_agreement_facts(agreement), _instalments_of(agreement), _parties(), note=_copies()),
            school_name=agreement.school.name,
            document_name=_("Lease agreement") if lease else _("Agreement"),
            number=agreement.number,
            date=office_date(agreement.approved_on) if binding else "",
            state=agreement.get_status_display() if agreement.status == Agreement.Status.ENDED else "",
            watermark=mark_of(agreement, binding),
        )


def _agreement_facts(agreement):
    price = _("none, paid at each sale")
    if agreement.yearly_price:
        price = sum_text(agreement.yearly_price)
    days = {"from": office_date(agreement.starts_on), "until": office_date(agreement.ends_on)}
    return [
        Fact(_("Party A"), agreement.school.name),
        Fact(_("Party B"), agreement.party),
        Fact(_("ID or code"), agreement.party_code),
        Fact(_("Phone"), agreement.party_phone),
        Fact(_("What it is about"), agreement.subject, wide=True),
        Fact(_("Place"), agreement.place.full_label if agreement.place else "", wide=True),
        Fact(_("Term of the agreement"), _("from %(from)s until %(until)s") % days, wide=True),
        Fact(_("Yearly rent") if agreement.kind == Agreement.Kind.LEASE else _("Price a year"), price, wide=True),
        Fact(_("Way of payment"), agreement.get_paid_by_display(), wide=True),
        Fact(_("Duties of both sides"), agreement.duties, wide=True),
    ]


def _instalments_of(agreement):
    rows = [
        [each.position, f"{office_date(each.from_on)}—{office_date(each.to_on)}", office_date(each.due_on),
         as_text(each.amount, "money")]
        for each in agreement.instalments.all()
    ]  # fmt: skip
    columns = [
        TableColumn(_("No."), "centre"), TableColumn(_("Days")), TableColumn(_("Payable on"), "centre"),
        TableColumn(_("Sum (yuan)"), "amount"),
    ]  # fmt: skip
    return [Table(columns, rows, _("Instalments"))] if rows else []


def _parties():
    return [SignatureCell(_("Party A\n(seal)")), SignatureCell(_("Party B\n(seal)"))]


def _copies():
    return _("Made out in two copies, one for each party; in force once approved and signed by both.")


def compensation_pdf(compensation):
    """Return the slip of a compensation (赔偿单, DOMAIN FM-17); ``compensation`` has its payments annotated."""
    with translation.override(settings.LANGUAGE_CODE):
        return slip_to_pdf(
            Slip(
                _compensation_facts(compensation),
                signatures=[
                    SignatureCell(_("Who compensates (or parent)")),
                    SignatureCell(_("Dealt with by"), name=compensation.opened_by.name),
                ],
                note=_("Money is paid against a receipt and booked as income of the school."),
                size="a5",
            ),
            school_name=compensation.school.name,
            document_name=_("Compensation slip"),
            number=compensation.number,
            date=office_date(compensation.happened_on),
            state=str(compensation.standing[0]),
        )


def _compensation_facts(compensation):
    waived = as_text(compensation.waived, "money") if compensation.waived else ""
    return [
        Fact(_("What was damaged"), compensation.thing, wide=True),
        Fact(_("By whom"), compensation.person),
        Fact(_("Class or department"), compensation.group),
        Fact(_("Cause"), compensation.get_cause_display()),
        Fact(_("Basis of the price"), compensation.get_basis_display()),
        Fact(_("Amount"), sum_text(compensation.amount), wide=True),
        Fact(_("To be paid by"), office_date(compensation.due_on)),
        Fact(_("Paid (yuan)"), as_text(compensation.paid, "money")),
        *([Fact(_("Waived (yuan)"), f"{waived} {compensation.waived_reason}", wide=True)] if waived else []),
        *([Fact(_("Note"), compensation.note, wide=True)] if compensation.note else []),
    ]


def thanks_pdf(contribution):
    """Return the letter of thanks (感谢信) with what was given, money also in words."""
    with translation.override(settings.LANGUAGE_CODE):
        document = Document(
            _("Letter of thanks"),
            [
                Paragraph([_("Dear %(donor)s,") % {"donor": _addressed(contribution)}], flush=True),
                Paragraph([_what_was_given(contribution)]),
                Paragraph([_thanks(contribution)]),
                Signature(contribution.school.name, contribution.on),
            ],
            note=contribution.number,
        )
        return document_to_pdf(document)


def _addressed(contribution):
    if not contribution.donor_note:
        return contribution.donor
    return _("%(donor)s (%(who)s)") % {"donor": contribution.donor, "who": contribution.donor_note}


def _what_was_given(contribution):
    facts = {
        "day": office_date(contribution.on),
        "what": contribution.what,
        "amount": as_text(contribution.value, "money"),
        "words": in_words(contribution.value),
    }
    if contribution.kind == Contribution.Kind.MONEY:
        return _("On %(day)s you gave our school %(amount)s yuan (%(words)s).") % facts
    return _("On %(day)s you gave our school %(what)s, worth %(amount)s yuan (%(words)s).") % facts


def _thanks(contribution):
    if not contribution.purpose:
        return _("All teachers and pupils thank you from the heart for your care for the school.")
    facts = {"purpose": contribution.purpose}
    return _("It serves %(purpose)s. All teachers and pupils thank you from the heart for your care.") % facts
