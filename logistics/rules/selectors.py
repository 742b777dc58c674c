"""What a rule says for a school on a day."""

from decimal import Decimal

from django.core.cache import cache

from logistics.rules.models import RuleValue

REMEMBERED_SECONDS = 300


def in_force(key, *, school, on):
    """Return the value of rule ``key`` for ``school`` on day ``on``; the school's own wins over the shipped one.

    Numbers come as Decimal in the rule's unit, lists and texts as they are. An unknown key raises LookupError.
    """
    name = f"rule:{key}:{school.pk}:{on}"
    found = cache.get(name)
    if found is None:
        found = [_find(key, school, on)]
        cache.set(name, found, REMEMBERED_SECONDS)
    value = found[0]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(repr(value))
    return value


def _find(key, school, on):
    values = RuleValue.objects.on(on).filter(rule__key=key)
    own = values.filter(school=school).order_by("-valid_from").first()
    found = own or values.filter(school=None).order_by("-valid_from").first()
    if found is None:
        raise LookupError(f"no rule {key} is in force on {on}")
    return found.value
