"""The headings and items of a draft."""

from django.db.models import F, Max
from django.utils.translation import gettext as _

from logistics.checks.models import Item, Section
from logistics.checks.selectors.templates import neighbour
from logistics.checks.services.templates import lock_draft
from logistics.db import refusing
from logistics.errors import RuleError
from logistics.history.services import change

MOST_ITEMS = 120  # more no one walks through, and no sheet holds


@change
def add_section(version, *, title, by, each_place=True):
    """Add a heading at the end of a draft."""
    version = lock_draft(version)
    return Section.objects.create(version=version, order=_after(version.sections), title=title, each_place=each_place)


@change
def change_section(section, *, title, each_place, by):
    lock_draft(section.version)
    section.title, section.each_place = title, each_place
    section.save(update_fields=["title", "each_place"])
    return section


@change
def remove_section(section, *, by):
    """Remove a heading with its items from a draft."""
    lock_draft(section.version)
    section.delete()


@change
def move_section(section, *, direction, by):
    """Move a heading one step "up" or "down"; at the end it stays."""
    lock_draft(section.version)
    _swap(section, neighbour(section, direction))


@change
def add_item(section, *, by, **facts):
    """Add an item at the end of a heading. ``facts`` are fields of Item; text is needed."""
    version = lock_draft(section.version)
    if Item.objects.filter(section__version=version).count() >= MOST_ITEMS:
        raise RuleError(_("A checklist holds at most %(most)d items. Split it in two.") % {"most": MOST_ITEMS})
    with _limits_in_order():
        return Item.objects.create(section=section, order=_after(section.items), **suited(facts))


@change
def change_item(item, *, by, **facts):
    lock_draft(item.section.version)
    for name, value in suited(facts).items():
        setattr(item, name, value)
    with _limits_in_order():
        item.save()
    return item


@change
def remove_item(item, *, by):
    lock_draft(item.section.version)
    item.delete()


@change
def move_item(item, *, direction, by):
    """Move an item one step "up" or "down"; past the end of its heading it goes to the next one."""
    lock_draft(item.section.version)
    beside = neighbour(item, direction)
    if beside is not None:
        _swap(item, beside)
        return
    section = neighbour(item.section, direction)
    if section is None:
        return
    if direction == "down":
        section.items.update(order=F("order") + 1)
        item.order = 1
    else:
        item.order = _after(section.items)
    item.section = section
    item.save(update_fields=["section", "order"])


def suited(facts):
    """Return the facts of an item without what its kind has no use for: only a measured value has limits and a unit."""
    if facts.get("kind", Item.Kind.JUDGED) == Item.Kind.NUMBER:
        return facts
    return {**facts, "unit": "", "low": None, "high": None, "low_rule": "", "high_rule": ""}


def _limits_in_order():
    return refusing("the_limits_of_an_item_are_in_order", _("The lower limit lies above the upper one."), field="low")


def _after(rows):
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def _swap(row, beside):
    if beside is None:
        return
    row.order, beside.order = beside.order, row.order
    row.save(update_fields=["order"])
    beside.save(update_fields=["order"])
