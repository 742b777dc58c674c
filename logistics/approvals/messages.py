"""What people are told about approvals, in the language of the school."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics.approvals.models import Case
from logistics.notices.messages import Message
from logistics.pages.columns import as_text


def asks_for_signature(step):
    """To whoever is asked now, at once."""
    case = step.case
    return _message(
        f"approval-asked:{step.pk}",
        case,
        lambda facts: _("Waits for your approval: %(title)s, %(amount)s yuan, asked by %(asked_by)s") % facts,
        urgent=True,
    )


def urges(case, on):
    """To whoever is asked now, once a day."""
    return _message(
        f"approval-urged:{case.pk}:{on}",
        case,
        lambda facts: _("Please look at this approval soon: %(title)s, %(amount)s yuan, asked by %(asked_by)s") % facts,
        urgent=True,
    )


def tells_outcome(case, decision):
    """To the requester: what became of the request, and the word that came with it."""
    words = {
        Case.Status.APPROVED: lambda facts: _("Approved: %(title)s, %(amount)s yuan") % facts,
        Case.Status.RETURNED: lambda facts: _("Sent back by %(who)s: %(title)s. %(opinion)s") % facts,
        Case.Status.REFUSED: lambda facts: _("Not approved by %(who)s: %(title)s. %(opinion)s") % facts,
    }[case.status]
    return _message(
        f"approval-decided:{case.pk}:{case.revision}:{case.status}",
        case,
        lambda facts: words({**facts, "who": decision.person, "opinion": decision.opinion}),
    )


def _message(key, case, say, urgent=False):
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"title": case.title, "amount": as_text(case.amount, "money"), "asked_by": case.asked_by.name}
        return Message(key, say(facts), case.get_absolute_url(), urgent)
