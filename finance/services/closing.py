"""Closing months: the four reconciliations, closing, audit and publication."""

from django.utils.translation import gettext as _

from finance.models import MoneyEntry, MonthClosing, MonthReport, Reconciliation
from finance.selectors.closing import missing_reconciliations, months_to_close, ours_of
from finance.selectors.money import month_of, next_month
from finance.services.books import make_books
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.dates import month_text


@change
def begin_closing(school, month, *, by):
    """Return the MonthClosing of a month, begun when there is none.

    Raises RuleError for a month that is not over or has no entry in it or before it.
    """
    month = month_of(month)
    if next_month(month) > clock.today():
        raise RuleError(_("This month is not over yet. Close it when it is."), field="month")
    there = MonthClosing.objects.filter(school=school, month=month).first()
    if there is not None:
        return there
    if not MoneyEntry.objects.of_school(school).filter(on__lt=next_month(month)).exists():
        raise RuleError(_("There is no entry in this month or before it."), field="month")
    closing = MonthClosing.objects.create(school=school, month=month)
    note(closing, "begun", by=by)
    return closing


@change
def reconcile(closing, *, kind, theirs, by, account=None, explanation="", photos=()):
    """Put our figure beside that of the other side (Decimals in yuan); ours is what the entries say at this moment.

    account: for ``kind`` cash, the account counted or whose bank statement it is. Raises RuleError when a difference
    is not explained, WrongState when the month is closed.
    """
    closing = lock(closing)
    if closing.closed_at:
        raise WrongState(_("This month is closed; its reconciliations stay."))
    if (kind == Reconciliation.Kind.CASH) != (account is not None):
        raise RuleError(_("Choose the account whose money was counted."), field="account")
    if account is not None and account.school_id != closing.school_id:
        raise RuleError(_("This belongs to another school."), field="account")
    ours = ours_of(closing, kind, account)
    if theirs != ours and not explanation.strip():
        raise RuleError(
            _("It differs from ours by %(amount)s yuan. Write what explains it.")
            % {"amount": f"{theirs - ours:+,.2f}"},
            field="explanation",
        )
    done = Reconciliation.objects.create(
        closing=closing, kind=kind, account=account, ours=ours, theirs=theirs, explanation=explanation.strip(), by=by,
        at=clock.now(),
    )  # fmt: skip
    claim(done, photos, purpose="evidence", by=by)
    note(closing, "reconciled", by=by, text=done.get_kind_display())
    return done


@change
def close_month(closing, *, by):
    """Close a month for ever: the database takes no entry of it any more.

    Raises RuleError while an earlier month is open, a reconciliation is missing, or ours changed after one.
    """
    lock(make_books(closing.school))
    closing = lock(closing)
    status = MonthClosing.FLOW.target("close", closing.status)
    earlier = [month for month in months_to_close(closing.school) if month < closing.month]
    if earlier:
        raise RuleError(_("Close %(month)s first.") % {"month": month_text(earlier[0])})
    missing = missing_reconciliations(closing)
    if missing:
        raise RuleError(_("Still to be reconciled: %(what)s.") % {"what": _(", ").join(missing)})
    closing.status, closing.closed_at, closing.closed_by = status, clock.now(), by
    closing.save(update_fields=["status", "closed_at", "closed_by"])
    note(closing, "closed", by=by)
    return closing


@change
def submit_month(closing, *, by):
    """Send a closed month to whoever audits it (月送审)."""
    closing = lock(closing)
    closing.status = MonthClosing.FLOW.target("submit", closing.status)
    closing.submitted_on = clock.today()
    closing.save(update_fields=["status", "submitted_on"])
    note(closing, "submitted", by=by)
    return closing


@change
def audit_month(closing, *, audited_by, by, findings="", photos=()):
    """Write down who audited a submitted month and what was found; whoever closed it does not audit it."""
    closing = lock(closing)
    status = MonthClosing.FLOW.target("audit", closing.status)
    if closing.closed_by_id == by.pk:
        raise RuleError(_("Whoever closed a month does not enter its audit. Ask somebody else."))
    if not audited_by.strip():
        raise RuleError(_("Write who audited it."), field="audited_by")
    closing.status, closing.audited_on = status, clock.today()
    closing.audited_by, closing.findings = audited_by.strip(), findings.strip()
    closing.save(update_fields=["status", "audited_on", "audited_by", "findings"])
    claim(closing, photos, purpose="evidence", by=by)
    note(closing, "audited", by=by, text=closing.findings)
    return closing


@change
def publish_month(closing, *, by):
    """Publish the accounts of a closed month (财务公开)."""
    closing = lock(closing)
    if closing.closed_at is None:
        raise WrongState(_("Close the month first."))
    if closing.published_on:
        raise WrongState(_("It is published already."))
    closing.published_on = clock.today()
    closing.save(update_fields=["published_on"])
    note(closing, "published", by=by)
    return closing


@change
def report_month(closing, *, reader, on, how, by, photos=()):
    """Write down that the charges and expenses of a closed month were reported to a reader; returns the MonthReport.

    reader: of MonthReport.Reader. how: where and how, such as the meeting or the number of the receipt. photos: the
    report as it was received. Raises WrongState for an open month and a second report to the same reader, RuleError
    for a day before the month was closed or after today.
    """
    closing = lock(closing)
    if closing.closed_at is None:
        raise WrongState(_("Close the month first."))
    if not clock.day_of(closing.closed_at) <= on <= clock.today():
        raise RuleError(_("Choose a day from the closing of the month to today."), field="on")
    if not how.strip():
        raise RuleError(_("Write where and how it was reported."), field="how")
    with refusing("a_month_is_reported_once_to_a_reader", _("This was reported already."), field="reader"):
        report = MonthReport.objects.create(
            closing=closing, reader=reader, on=on, how=how.strip(), by=by, at=clock.now()
        )  # fmt: skip
    claim(closing, photos, purpose="evidence", by=by)
    note(closing, "reported", by=by, text=f"{report.get_reader_display()} {report.how}")
    return report
