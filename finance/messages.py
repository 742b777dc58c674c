"""What people are told about suppliers, claims and advances."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics.notices.messages import Message
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text


def paper_runs_out(paper, today):
    """Return the sentence on a paper that runs out soon or has run out."""
    facts = {
        "supplier": paper.supplier.name,
        "paper": paper.get_kind_display(),
        "day": full_day_text(paper.valid_until),
        "left": (paper.valid_until - today).days,
    }
    if paper.valid_until < today:
        return (
            _("%(paper)s of %(supplier)s ran out on %(day)s. Ask for the renewed one before buying there again.")
            % facts
        )
    return _("%(paper)s of %(supplier)s runs out on %(day)s, in %(left)d days.") % facts


def claim_came_back(claim, word, by):
    """To the handler: a claim was sent back or refused by one of the signers, and why."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"number": claim.number, "title": claim.title, "who": by.name, "word": word}
        if claim.status == claim.Status.REFUSED:
            text = _("Claim %(number)s %(title)s was refused by %(who)s: %(word)s") % facts
        else:
            text = _("Claim %(number)s %(title)s was sent back by %(who)s: %(word)s") % facts
        return Message(f"claim-back:{claim.pk}:{claim.revision}", text, claim.get_absolute_url(), True)


def advance_is_overdue(advance):
    """Return the sentence on an advance that should have been settled."""
    facts = {
        "number": advance.number, "purpose": advance.purpose, "amount": as_text(advance.outstanding, "money"),
        "day": full_day_text(advance.due_on), "person": advance.person.name,
    }  # fmt: skip
    return _("%(person)s: %(number)s %(purpose)s, %(amount)s yuan, was to be settled by %(day)s.") % facts


def claim_waits(claim, days):
    """Return the sentence on a claim that has waited for one of its signatures."""
    facts = {"number": claim.number, "title": claim.title, "days": days}
    return _("Claim %(number)s %(title)s has waited %(days)s days for a signature.") % facts
