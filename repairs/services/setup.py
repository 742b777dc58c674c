"""Setting up how a school handles repairs."""

from django.utils.translation import gettext as _

from logistics.catalogue.models import Kind
from logistics.db import refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from repairs.models import DispatchRule, RepairSettings, Trade
from repairs.shipped import TRADES


@change
def add_shipped_trades(school, *, by):
    """Give a school the usual trades with their usual objects; those it has stay as they are."""
    kinds = {kind.name: kind for kind in Kind.objects.of_school(school).objects_repaired()}
    for position, (name, icon, role_key, objects) in enumerate(TRADES):
        trade, made = Trade.objects.get_or_create(
            school=school, name=name, defaults={"icon": icon, "role_key": role_key, "position": position}
        )
        if made:
            trade.kinds.set([kinds[name] for name in objects if name in kinds])


@change
def save_trade(trade, *, by, kinds=(), **facts):
    """Save a new or changed trade (not yet saved when new) with its usual objects."""
    for name, value in facts.items():
        setattr(trade, name, value)
    with refusing("one_trade_of_a_name_in_a_school", _("This trade is in the list already."), field="name"):
        trade.save()
    trade.kinds.set(kinds)
    return trade


@change
def save_rule(rule, *, by, **facts):
    """Save a new or changed dispatch rule. Raises RuleError when its building stands on another campus."""
    for name, value in facts.items():
        setattr(rule, name, value)
    if rule.building_id and rule.campus_id and rule.building.campus_id != rule.campus_id:
        raise RuleError(_("The building stands on another campus."), field="building")
    if rule.stand_in_id and not (rule.stand_in_from and rule.stand_in_to and rule.stand_in_from <= rule.stand_in_to):
        raise RuleError(_("A stand-in needs a first and a last day, in this order."), field="stand_in_from")
    if not rule.stand_in_id:
        rule.stand_in_from = rule.stand_in_to = None
    with refusing(
        "one_dispatch_rule_of_a_kind", _("There is a rule for this already. Change that one."), field="trade"
    ):
        rule.save()
    return rule


@change
def remove_rule(rule, *, by):
    """Remove a dispatch rule; what it sent stays sent."""
    DispatchRule.objects.filter(pk=rule.pk).delete()


@change
def save_settings(school, *, by, **facts):
    """Set what a school asks of its repairs."""
    settings, _made = RepairSettings.objects.get_or_create(school=school)
    for name, value in facts.items():
        setattr(settings, name, value)
    if settings.day_begins >= settings.day_ends:
        raise RuleError(_("The working day must end after it begins."), field="day_ends")
    settings.save()
    note(settings, "changed", by=by)
    return settings
