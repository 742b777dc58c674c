"""Applications for money: sent, granted or refused, and a grant made into an earmarked fund."""

from django.utils.translation import gettext as _

from finance.models import GrantApplication
from finance.services.funds import enter_fund
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.pages.columns import as_text
from logistics.school.services import require_school_day


@change
def apply_for_grant(school, *, name, source, body, purpose, asked, applied_on, by, document="", photos=()):
    """Write down that the school asked for money."""
    require_school_day(school, applied_on, field="applied_on")
    _check(asked, "asked")
    application = GrantApplication.objects.create(
        school=school, number=next_number(school, "ZQ", on=clock.today()), name=name.strip(), source=source,
        body=body.strip(), document=document.strip(), purpose=purpose.strip(), asked=asked, applied_on=applied_on,
        applied_by=by, created_at=clock.now(),
    )  # fmt: skip
    claim(application, photos, purpose="scan", by=by)
    note(application, "applied", by=by, text=_yuan(asked))
    return application


@change
def grant_application(application, *, granted, reply, decided_on, by, photos=()):
    """Enter what was granted, with the number of the reply; it may be less or more than was asked for."""
    application = lock(application)
    application.status = GrantApplication.FLOW.target("grant", application.status)
    _check(granted, "granted")
    _check_day(application, decided_on)
    if not reply.strip():
        raise RuleError(_("Write the number of the reply."), field="reply")
    application.granted, application.reply, application.decided_on = granted, reply.strip(), decided_on
    application.save(update_fields=["status", "granted", "reply", "decided_on", "search_text"])
    claim(application, photos, purpose="reply", by=by)
    note(application, "granted", by=by, text=_yuan(granted))
    return application


@change
def refuse_application(application, *, reason, decided_on, by):
    """Enter that nothing was granted, and why."""
    return _end(application, "refuse", "refused", reason, decided_on, by)


@change
def withdraw_application(application, *, reason, by):
    """Take an application back that was not decided."""
    return _end(application, "withdraw", "withdrawn", reason, clock.today(), by)


@change
def make_fund(application, *, deadline, by):
    """Make what was granted an earmarked fund, once; returns the fund."""
    application = lock(application)
    GrantApplication.FLOW.target("fund", application.status)
    if application.fund_id is not None:
        raise WrongState(_("This grant is an earmarked fund already."))
    fund = enter_fund(
        application.school, name=application.name, document=application.reply, purpose=application.purpose,
        amount=application.granted, granted_on=application.decided_on, deadline=deadline, by=by,
    )  # fmt: skip
    application.fund = fund
    application.save(update_fields=["fund"])
    note(application, "funded", by=by, text=fund.name)
    return fund


def _end(application, move, verb, reason, day, by):
    application = lock(application)
    application.status = GrantApplication.FLOW.target(move, application.status)
    _check_day(application, day)
    application.reason, application.decided_on = reason.strip(), day
    application.save(update_fields=["status", "reason", "decided_on"])
    note(application, verb, by=by, text=application.reason, tone="danger")
    return application


def _check(amount, field):
    check_amount(amount, _("the amount"), field=field)
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field=field)


def _check_day(application, day):
    if not application.applied_on <= day <= clock.today():
        raise RuleError(_("Choose a day from the application to today."), field="decided_on")


def _yuan(amount):
    return _("%(amount)s yuan") % {"amount": as_text(amount, "money")}
