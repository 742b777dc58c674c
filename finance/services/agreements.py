"""Agreements: drawing them up, having them approved, and ending them."""

from django.utils.translation import gettext as _

from finance.instalments import parts_of
from finance.models import Agreement, Instalment
from finance.services.lines import check_amount
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.models import Case
from logistics.approvals.selectors import case_of, decided_on
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.rules.selectors import in_force

AGREEMENT = "agreement"


@change
def draft_agreement(school, *, by, photos=(), **facts):
    """Write an agreement down without submitting it.

    facts: kind, subject, party, party_phone, party_code, place, starts_on, ends_on, yearly_price, paid_by, duties,
    before_yearly. Raises RuleError for a lease without yearly rent, duties and room (DOMAIN T-23), and days that cannot be.
    """
    agreement = Agreement(school=school, asked_by=by, created_at=clock.now())
    _set_facts(agreement, facts)
    agreement.save()
    claim(agreement, photos, purpose="scan", by=by)
    note(agreement, "drafted", by=by)
    return agreement


@change
def change_agreement(agreement, *, by, photos=(), **facts):
    """Change a draft, or an agreement that was sent back; its number and files stay."""
    agreement = _lock_own(agreement, "change", by)
    _set_facts(agreement, facts)
    agreement.save()
    claim(agreement, photos, purpose="scan", by=by)
    note(agreement, "changed", by=by)
    return agreement


@change
def submit_agreement(agreement, *, by):
    """Put a draft, or one that was sent back, up for approval; the first time gives it its number.

    Raises RuleError when the room is let on these days already, and when somebody is missing on the route.
    """
    agreement = _lock_own(agreement, "submit", by)
    agreement.status = Agreement.FLOW.target("submit", agreement.status)
    agreement.number = agreement.number or next_number(agreement.school, "XY", on=clock.today())
    with refusing("one_lease_of_a_room_at_a_time", _("This room is let on some of these days already."), field="place"):
        agreement.save(update_fields=["status", "number", "search_text"])
    approvals.submit(
        agreement, kind=AGREEMENT, amount=agreement.yearly_price or 0, by=by, title=str(agreement),
        summary=agreement.duties, category=agreement.kind,
    )  # fmt: skip
    note(agreement, "submitted", by=by)
    return agreement


@change
def withdraw_agreement(agreement, *, by, reason=""):
    """Take an agreement back before anybody signed it."""
    Agreement.FLOW.target("withdraw", agreement.status)
    approvals.withdraw(case_of(agreement), by=by, reason=reason)
    agreement.refresh_from_db()
    return agreement


@change
def drop_agreement(agreement, *, by):
    """Give up a draft, or an agreement that was sent back."""
    agreement = _lock_own(agreement, "drop", by)
    agreement.status = Agreement.FLOW.target("drop", agreement.status)
    agreement.save(update_fields=["status"])
    note(agreement, "dropped", by=by)
    return agreement


@change
def file_agreement(agreement, *, photos, by):
    """Keep the signed copy of an agreement."""
    agreement = lock(agreement)
    claim(agreement, photos, purpose="scan", by=by)
    note(agreement, "filed", by=by)
    return agreement


def take_agreement_outcome(case):
    """Let the agreement follow the decision of its case; once approved its instalments are known."""
    agreement = lock(case.subject)
    agreement.status = Agreement.FLOW.target(case.move, agreement.status)
    if case.status == Case.Status.APPROVED:
        agreement.approved_on = decided_on(case)
        _open_instalments(agreement)
    agreement.save(update_fields=["status", "approved_on"])
    note(agreement, case.status, by=None, tone=case.tone)


@change
def end_agreement(agreement, *, ended_on, reason, by):
    """End an agreement before its time; instalments of days that begin later are no longer due."""
    agreement = lock(agreement)
    agreement.status = Agreement.FLOW.target("end", agreement.status)
    if not agreement.starts_on <= ended_on <= min(agreement.ends_on, clock.today()):
        raise RuleError(_("Choose a day of the agreement, today or earlier."), field="ended_on")
    agreement.ended_on, agreement.end_reason = ended_on, reason.strip()
    agreement.save(update_fields=["status", "ended_on", "end_reason"])
    agreement.instalments.filter(from_on__gt=ended_on, receipts=None).update(dropped_on=ended_on)
    note(agreement, "ended", by=by, text=agreement.end_reason)
    return agreement


def _open_instalments(agreement):
    if agreement.paid_by == Agreement.PaidBy.SALE:
        return
    parts = parts_of(agreement.starts_on, agreement.ends_on, agreement.yearly_price, agreement.paid_by)
    Instalment.objects.bulk_create(
        Instalment(
            agreement=agreement, position=position, from_on=part.from_on, to_on=part.to_on, due_on=part.from_on,
            amount=part.amount,
        )
        for position, part in enumerate(parts, start=1)
    )  # fmt: skip


def _set_facts(agreement, facts):
    for name, value in facts.items():
        setattr(agreement, name, value.strip() if isinstance(value, str) else value)
    if agreement.place is not None and agreement.place.school_id != agreement.school_id:
        raise RuleError(_("This belongs to another school."), field="place")
    _check_days(agreement)
    _check_price(agreement)
    if agreement.kind != Agreement.Kind.LEASE:
        return
    if agreement.place is None:
        raise RuleError(_("Choose the room that is let."), field="place")
    if not agreement.duties:
        raise RuleError(_("A lease states the duties of both sides. Write them down."), field="duties")


def _check_days(agreement):
    if agreement.ends_on < agreement.starts_on:
        raise RuleError(_("Choose a last day that is not before the first."), field="ends_on")
    most = in_force("lease.years.max", school=agreement.school, on=clock.today())
    if (agreement.ends_on - agreement.starts_on).days > most * 366:
        message = _("An agreement runs for at most %(years)d years. Choose an earlier last day.")
        raise RuleError(message % {"years": most}, field="ends_on")


def _check_price(agreement):
    for name, label in (("yearly_price", _("the price")), ("before_yearly", _("the income before"))):
        if getattr(agreement, name) is not None:
            check_amount(getattr(agreement, name), label, field=name)
    by_sale = agreement.paid_by == Agreement.PaidBy.SALE
    if by_sale and agreement.kind == Agreement.Kind.LEASE:
        raise RuleError(_("A lease is paid by instalments. Choose how often."), field="paid_by")
    if not by_sale and not agreement.yearly_price:
        raise RuleError(_("Write the price a year."), field="yearly_price")


def _lock_own(agreement, move, by):
    agreement = lock(agreement)
    Agreement.FLOW.target(move, agreement.status)
    if agreement.asked_by_id != by.pk:
        raise RuleError(_("Only %(person)s, who asked, may do this.") % {"person": agreement.asked_by})
    return agreement
