"""What people are told about suppliers, orders and deliveries."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from logistics.notices.messages import Message
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
