"""Signing on a shared tablet: a name and four digits, for each entry anew."""

from datetime import timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _

from canteen.selectors import signers_of
from logistics.errors import RuleError
from logistics.people.tries import count_try

MOST_TRIES = 5
PAUSE = timedelta(minutes=5)


def signed_by_pin(person, pin, *, canteen):
    """Return ``person`` when the PIN is right and they may sign for the canteen's samples.

    Raises RuleError at ``signer`` for somebody without that right there, at ``pin`` for wrong digits; after five
    wrong ones in a row nothing is tried for five minutes. Every try is counted before it is looked at, so that many at
    once count as many.
    """
    signer = signers_of(canteen).filter(pk=person.pk).first()
    if signer is None:
        raise RuleError(_("This person may not sign for this canteen."), field="signer")
    tries = _count_try(signer)
    if tries <= MOST_TRIES and signer.check_pin(pin):
        cache.delete(_key(signer))
        return signer
    if tries >= MOST_TRIES:
        raise RuleError(
            _("Too many wrong PINs for %(name)s. Wait five minutes or ask the canteen manager.") % {"name": signer},
            field="pin",
        )
    raise RuleError(_("The PIN is wrong. Tries left: %(left)d.") % {"left": MOST_TRIES - tries}, field="pin")


def _count_try(person):
    """Return how many tries this one makes; the fifth begins the pause."""
    key, seconds = _key(person), int(PAUSE.total_seconds())
    tries = count_try(key, seconds)
    if tries == MOST_TRIES:
        cache.touch(key, seconds)
    return tries


def _key(person):
    return f"canteen-pin:{person.pk}"
