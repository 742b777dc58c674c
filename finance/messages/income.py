"""What people are told about what is due and what ends."""

from django.utils.translation import gettext as _

from finance.panels.income import money_text
from logistics import clock
from logistics.pages.dates import full_day_text


def agreement_ends(agreement, today):
    facts = {
        "agreement": agreement,
        "day": full_day_text(agreement.ends_on),
        "left": (agreement.ends_on - today).days,
    }
    return _("%(agreement)s ends on %(day)s, in %(left)d days. Renew it or take the room back.") % facts


def instalment_due(instalment, today=None):
    """Return the sentence on an instalment (``with_settled``) that is due or overdue."""
    facts = {
        "party": instalment.agreement.party,
        "amount": money_text(instalment.outstanding),
        "day": full_day_text(instalment.due_on),
    }
    if instalment.due_on < (today or clock.today()):
        return _("%(party)s owes %(amount)s, due on %(day)s. Ask for it.") % facts
    return _("%(party)s is to pay %(amount)s by %(day)s.") % facts


def compensation_due(compensation):
    """Return the sentence on an overdue compensation (``with_payments``)."""
    facts = {
        "person": compensation.person,
        "thing": compensation.thing,
        "amount": money_text(compensation.outstanding),
        "day": full_day_text(compensation.due_on),
    }
    return _("%(person)s owes %(amount)s for “%(thing)s”, due on %(day)s.") % facts


def fund_ends(fund, today):
    """Return the sentence on a fund (``with_use``) whose deadline is near."""
    facts = {
        "fund": fund.name,
        "day": full_day_text(fund.deadline),
        "left": money_text(fund.amount - fund.used),
        "days": (fund.deadline - today).days,
    }
    return _("%(fund)s is to be used by %(day)s, in %(days)d days; %(left)s are not spent yet.") % facts
