"""What people are told about approvals, in the language of the school."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics.approvals.models import Case
from logistics.notices.messages import Message
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text


def asks_for_signature(step):
    """To whoever is asked now, at once."""
    case = step.case
    return _message(
        f"approval-asked:{step.pk}:{step.asked_at:%Y%m%d%H%M%S}",
        case,
        lambda facts: _("Waits for your approval: %(title)s, %(amount)s yuan, asked by %(asked_by)s") % facts,
        urgent=True,
    )


def asks_for_ruling(step):
    """To whoever enters what meetings decide and offices reply."""
    case = step.case
    return _message(
        f"approval-ruling:{step.pk}",
        case,
        lambda facts: (
            _("Waits for %(body)s: %(title)s, %(amount)s yuan, asked by %(asked_by)s") % {**facts, "body": step.label}
        ),
    )


def sends_copy(case, by):
    """To whoever gets a copy."""
    return _message(
        f"approval-copy:{case.pk}",
        case,
        lambda facts: (
            _("Copy from %(by)s: %(title)s, %(amount)s yuan, asked by %(asked_by)s") % {**facts, "by": by.name}
        ),
    )


def asks_to_stand_in(absence):
    """To the stand-in: for whom, and on which days."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("From %(start)s to %(end)s you sign for %(person)s.") % {
            "start": full_day_text(absence.starts_on),
            "end": full_day_text(absence.ends_on),
            "person": absence.person.name,
        }
        return Message(f"approval-stand-in:{absence.pk}", text, absence.get_absolute_url(), False)


def urges(case, on):
    """To whoever is asked now, once a day."""
    return _message(
        f"approval-urged:{case.pk}:{on}",
        case,
        lambda facts: _("Please look at this approval soon: %(title)s, %(amount)s yuan, asked by %(asked_by)s") % facts,
        urgent=True,
    )


def tells_outcome(case, decision):
    """To the requester: what became of the request, and the word that came with it.

    decision: the Decision or Ruling that ended it.
    """
    words = {
        Case.Status.APPROVED: lambda facts: _("Approved: %(title)s, %(amount)s yuan") % facts,
        Case.Status.RETURNED: lambda facts: _("Sent back by %(who)s: %(title)s. %(opinion)s") % facts,
        Case.Status.REFUSED: lambda facts: _("Not approved by %(who)s: %(title)s. %(opinion)s") % facts,
    }[case.status]
    return _message(
        f"approval-decided:{case.pk}:{case.revision}:{case.status}",
        case,
        lambda facts: words({**facts, "who": decision.made_by, "opinion": decision.opinion}),
    )


def _message(key, case, say, urgent=False):
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"title": case.title, "amount": as_text(case.amount, "money"), "asked_by": case.asked_by.name}
        return Message(key, say(facts), case.get_absolute_url(), urgent)
