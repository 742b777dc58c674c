"""Loading the shipped rules, and a school's own values."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from logistics import clock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.rules.models import Rule, RuleValue
from logistics.rules.selectors import as_number, forget

LARGEST = Decimal(10) ** 9
LONGEST_LIST = 60
LONGEST_TEXT = 200


@change
def set_rule_value(rule, *, school, value, valid_from, reason, by):
    """Give a school its own value of a rule from a day on, with the reason; what was in force before stays on record.

    value: Decimal, bool, text or a list of texts, like the shipped one. Raises RuleError when the rule is fixed, when
    the value passes the legal bound (naming its source), or when the day lies before today.
    """
    shipped = shipped_value(rule)
    if rule.bound == Rule.Bound.FIXED:
        raise RuleError(_("This is fixed and cannot be changed. Source: %(source)s.") % {"source": rule.citation})
    if valid_from < clock.today():
        raise RuleError(_("Choose today or a later day: what was logged before keeps its value."), field="valid_from")
    if not reason.strip():
        raise RuleError(_("Write why the value is changed."), field="reason")
    value = _like(shipped, value)
    _require_within_bound(rule, shipped if rule.limit is None else rule.limit, value)
    own = RuleValue.objects.create(
        rule=rule,
        school=school,
        value=value,
        valid_from=valid_from,
        reason=reason.strip(),
        set_by=by,
        set_at=clock.now(),
    )
    note(own, "created", by=by)
    forget(rule.key, school)
    transaction.on_commit(lambda: forget(rule.key, school))
    return own


def shipped_value(rule):
    """Return the newest value that was shipped."""
    return RuleValue.objects.filter(rule=rule, school=None).order_by("-valid_from").first().value


def _like(shipped, value):
    """Return ``value`` as JSON of the same kind as the shipped one, or refuse it."""
    if isinstance(shipped, bool):
        return bool(value)
    if isinstance(shipped, list):
        return _list_like(shipped, value)
    if isinstance(shipped, str):
        return str(value).strip()[:LONGEST_TEXT]
    if abs(value) > LARGEST or (value < 0 and shipped >= 0):
        raise RuleError(_("This number cannot be right. Check it."), field="value")
    return _json_number(value)


def _list_like(shipped, items):
    items = list(dict.fromkeys(str(item).strip() for item in items if str(item).strip()))
    if not items and shipped:
        raise RuleError(_("Write at least one item."), field="value")
    if len(items) > LONGEST_LIST or any(len(item) > LONGEST_TEXT for item in items):
        raise RuleError(_("The list is too long: at most 60 items of 200 letters."), field="value")
    if shipped and all(isinstance(item, int) for item in shipped):
        if not all(item.lstrip("-").isdecimal() and len(item) < 10 for item in items):
            raise RuleError(_("Write one whole number on each line."), field="value")
        return [int(item) for item in items]
    return items


def _json_number(value):
    return int(value) if value == value.to_integral_value() else float(value)


def _require_within_bound(rule, limit, value):
    facts = {"limit": rule.written(limit), "source": rule.citation}
    if rule.bound == Rule.Bound.FLOOR and isinstance(limit, list):
        missing = [str(item) for item in limit if item not in value]
        if missing:
            missing = {"items": "、".join(missing), **facts}
            raise RuleError(_("These may not be left out: %(items)s. Source: %(source)s.") % missing, field="value")
    elif rule.bound == Rule.Bound.FLOOR and _is_below(value, limit):
        raise RuleError(_("The least allowed is %(limit)s. Source: %(source)s.") % facts, field="value")
    elif rule.bound == Rule.Bound.CEIL and _is_below(limit, value):
        raise RuleError(_("The most allowed is %(limit)s. Source: %(source)s.") % facts, field="value")


def _is_below(value, limit):
    if isinstance(limit, str):
        return value != limit
    return as_number(value) < as_number(limit)
