"""Sending approved claims to the accounting centre, and entering what it answered (集中核算)."""

from django.utils.translation import gettext as _

from finance.models import BatchItem, Claim, ClaimBatch
from finance.selectors.money import books_of
from finance.services.payments import write_payment
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number


@change
def send_batch(school, *, claims, by):
    """Send approved claims to the accounting centre as one batch; each is in one batch at a time."""
    books, today = books_of(school), clock.today()
    if not books.is_central:
        raise RuleError(_("The school keeps its own books, so claims are paid here."))
    chosen = list(Claim.objects.of_school(school).select_for_update(of=("self",)).filter(pk__in=[c.pk for c in claims]))
    if not chosen:
        raise RuleError(_("Choose at least one claim."), field="claims")
    batch = ClaimBatch.objects.create(
        school=school, number=next_number(school, "BB", on=today), center=books.center, sent_on=today, sent_by=by,
        created_at=clock.now(),
    )  # fmt: skip
    for claim in chosen:
        Claim.FLOW.target("pay", claim.status)
        with refusing(
            "a_claim_is_in_one_batch_at_a_time",
            _("%(claim)s is on its way to the centre already.") % {"claim": claim.number},
            field="claims",
        ):
            BatchItem.objects.create(batch=batch, claim=claim)
    note(batch, "sent", by=by, text=batch.center)
    return batch


@change
def enter_centre_paid(item, *, voucher, paid_on, account, by, card_reason=""):
    """Enter that the centre paid a claim: its voucher number and day; the expense is entered in our books beside it."""
    item = _lock_waiting(item)
    if not voucher.strip():
        raise RuleError(_("Write the number of the centre's voucher."), field="voucher")
    if paid_on < item.batch.sent_on:
        raise RuleError(
            _("The batch was sent on %(day)s. Choose a later day.") % {"day": item.batch.sent_on}, field="paid_on"
        )
    write_payment(item.claim, account=account, on=paid_on, by=by, voucher=voucher, card_reason=card_reason)
    item.outcome, item.voucher, item.paid_on = BatchItem.Outcome.PAID, voucher.strip(), paid_on
    return _answered(item, by, voucher)


@change
def enter_centre_rejected(item, *, reason, by):
    """Enter that the centre sent a claim back (退单): it is open to correction and collects its signatures anew."""
    item = _lock_waiting(item)
    if not reason.strip():
        raise RuleError(_("Write why the centre sent it back."), field="reason")
    claim = lock(item.claim)
    if claim.paid_amount:
        raise WrongState(_("Part of this claim is paid already."))
    claim.status, claim.approved_on = Claim.FLOW.target("reject", claim.status), None
    claim.save(update_fields=["status", "approved_on"])
    note(claim, "rejected", by=by, text=reason.strip(), tone="danger")
    item.outcome, item.reason = BatchItem.Outcome.REJECTED, reason.strip()
    return _answered(item, by, reason)


def _lock_waiting(item):
    item = lock(item)
    if item.outcome != BatchItem.Outcome.WAITING:
        raise WrongState(_("The centre's answer to this claim is entered already."))
    return item


def _answered(item, by, text):
    item.answered_at, item.answered_by = clock.now(), by
    item.save(update_fields=["outcome", "voucher", "paid_on", "reason", "answered_at", "answered_by"])
    note(item.batch, "answered", by=by, text=f"{item.claim.number} {item.get_outcome_display()} {text}".strip())
    return item
