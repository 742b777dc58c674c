"""What a rule says for a school on a day."""

from decimal import Decimal

from django.core.cache import cache
from django.db.models import Q

from logistics.rules.models import RuleValue

REMEMBERED_SECONDS = 300


def in_force(key, *, school, on):
    """Return the value of rule ``key`` for ``school`` on day ``on``; the school's own wins over the shipped one.

    Numbers come as Decimal in the rule's unit, lists, texts and yes/no as they are. An unknown key raises LookupError.
    """
    name = _cache_name(key, school.pk)
    values = cache.get(name)
    if values is None:
        values = _values_of(key, school)
        cache.set(name, values, REMEMBERED_SECONDS)
    for valid_from, value in values:
        if valid_from <= on:
            return as_number(value)
    raise LookupError(f"no rule {key} is in force on {on}")


def value_on(rule, day):
    """Return the RuleValue in force on ``day`` among ``rule.values_here``, or None."""
    return next((value for value in rule.values_here if value.valid_from <= day), None)


def as_number(value):
    """Return a JSON number as Decimal, anything else as it is."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(repr(value))
    return value


def forget(key, school):
    """Let the next question about ``key`` look into the table."""
    cache.delete(_cache_name(key, school.pk))


def _cache_name(key, school_pk):
    return f"rule:{key}:{school_pk}"


def _values_of(key, school):
    """Return [(valid_from, value)], the school's own first, then the shipped, each newest first."""
    values = RuleValue.objects.filter(Q(school=school) | Q(school=None), rule__key=key)
    rows = values.order_by("-valid_from", "-pk").values_list("school", "valid_from", "value")
    own = [(day, value) for school_pk, day, value in rows if school_pk is not None]
    shipped = [(day, value) for school_pk, day, value in rows if school_pk is None]
    return own + shipped
