"""What people are told about suppliers, orders, deliveries, claims, advances and fees."""

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


def claim_was_unpaid(claim, red):
    """To the handler: a payment was taken back, and whether the claim has to be put right."""
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"number": claim.number, "title": claim.title, "reason": red.reason}
        if claim.status == claim.Status.RETURNED:
            text = (
                _("The payment of claim %(number)s %(title)s was taken back; put the claim right: %(reason)s") % facts
            )
        else:
            text = (
                _("The payment of claim %(number)s %(title)s was taken back; it will be paid again: %(reason)s") % facts
            )
        return Message(f"claim-unpaid:{red.pk}", text, claim.get_absolute_url(), True)


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


# --- fees -------------------------------------------------------------------------------------------------------------


def fee_to_settle(item):
    facts = {"fee": item.name, "day": full_day_text(item.term.ends_on)}
    return _("%(fee)s is to be settled; the term ends on %(day)s.") % facts


def letters_ready(run, count):
    """The letters somebody asked for can be fetched."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("%(count)d letters to parents are ready to be downloaded.") % {"count": count}
    return Message(f"letters-ready:{run.pk}", text, run.get_absolute_url())


def letters_failed(run):
    """The letters could not be written, three times over."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("The letters to parents could not be written. Open them and try again.")
    return Message(f"letters-failed:{run.pk}:{run.finished_at:%Y%m%d%H%M%S}", text, run.get_absolute_url())


# --- orders and deliveries --------------------------------------------------------------------------------------------


def asks_to_accept(acceptance):
    """To whoever is to sign a delivery, at once."""
    return _about(
        acceptance,
        "acceptance-asked",
        lambda facts: _("Waits for your signature: delivery of %(supplier)s, %(title)s, looked at by %(by)s") % facts,
        urgent=True,
    )


def delivery_sent_back(acceptance, by):
    """To whoever wrote a delivery down that another acceptor did not sign."""
    facts_of_return = {"person": by.name, "reason": acceptance.end_reason}
    return _about(
        acceptance,
        "acceptance-returned",
        lambda facts: (
            _("%(person)s did not sign the delivery %(title)s: %(reason)s. Look at it again.")
            % {**facts, **facts_of_return}
        ),
        urgent=True,
    )


def order_is_late(order, today):
    """To the buyer, once a week while it lasts."""
    facts = {
        "number": order.number, "supplier": order.supplier.name, "day": full_day_text(order.expected_on),
        "days": (today - order.expected_on).days,
    }  # fmt: skip
    return (
        _("%(number)s of %(supplier)s was to come on %(day)s and is %(days)s days late. Ask there, or end the order.")
        % facts
    )


def _about(acceptance, key, words, *, urgent=False):
    order = acceptance.order
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"supplier": order.supplier.name, "title": order.request.title, "by": acceptance.by.name}
        text = words(facts)
    return Message(key=f"{key}:{acceptance.pk}", text=text, url=acceptance.get_absolute_url(), urgent=urgent)
