"""Places and the stickers on their doors."""

import re

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.school.models import Place, Sticker

MOST_ROOMS_AT_ONCE = 200
LONGEST_NAME = 40
NUMBER_RANGE = re.compile(r"([^\d\s]*)(\d{1,5})[-—–~～至](\d{1,5})")


@change
def add_place(campus, *, name, by, kind=Place.Kind.CLASSROOM, parent=None):
    """Add a building, or a room in one."""
    place = Place(school=campus.school, campus=campus, parent=parent, kind=kind, name=name)
    _put_in_order(place)
    with _one_place_of_a_name():
        place.save()
    note(place, "created", by=by)
    return place


@change
def add_rooms(campus, *, names, by, kind=Place.Kind.CLASSROOM, parent=None):
    """Add several rooms at once; ``names`` reads like "101-112、201-205、音乐教室". Returns them.

    Raises RuleError when the names cannot be read or a room of one of them is there already; then none is added.
    """
    wanted = room_names(names)
    there = set(Place.objects.filter(campus=campus, parent=parent, name__in=wanted).values_list("name", flat=True))
    if there:
        listed = "、".join(name for name in wanted if name in there)
        raise RuleError(_("These are there already: %(names)s.") % {"names": listed}, field="names")
    return [add_place(campus, name=name, kind=kind, parent=parent, by=by) for name in wanted]


def room_names(text):
    """Return the names that ``text`` stands for: "101-103、音乐教室" means 101, 102, 103 and 音乐教室, each once."""
    names = []
    for piece in re.split(r"[\s,，、;；]+", text.strip()):
        found = NUMBER_RANGE.fullmatch(piece)
        names += _numbers(*found.groups()) if found else [piece]
    names = list(dict.fromkeys(filter(None, names)))
    if not names:
        raise RuleError(_("Write at least one room, like 101-112."), field="names")
    if len(names) > MOST_ROOMS_AT_ONCE:
        raise RuleError(_("At most %(count)s rooms at once.") % {"count": MOST_ROOMS_AT_ONCE}, field="names")
    if any(len(name) > LONGEST_NAME for name in names):
        raise RuleError(_("A room name has at most 40 letters. Separate rooms by commas."), field="names")
    return names


def _numbers(before, first, last):
    if int(last) < int(first) or int(last) - int(first) >= MOST_ROOMS_AT_ONCE:
        raise RuleError(_("“%(range)s” is no range of room numbers.") % {"range": f"{first}-{last}"}, field="names")
    return [f"{before}{number:0{len(first)}d}" for number in range(int(first), int(last) + 1)]


@change
def change_place(place, *, name, kind, by, parent=None):
    """Change what a place is called, what it is and where it stands; the rooms of a building follow its name."""
    place = lock(place)
    place.name, place.kind, place.parent = name, kind, parent
    if kind != Place.Kind.BUILDING and place.rooms.exists():
        raise RuleError(_("There are rooms in this building, so it stays a building."), field="kind")
    _put_in_order(place)
    with _one_place_of_a_name():
        place.save(update_fields=["name", "kind", "parent", "label"])
    place.rooms.update(label=Concat(Value(f"{place.name} "), "name"))
    note(place, "changed", by=by)
    return place


@change
def take_place_out_of_use(place, *, by):
    """Let a place, and the rooms in it, be chosen no more; its records stay."""
    return _use_place(place, False, "taken_out_of_use", by)


@change
def take_place_into_use(place, *, by):
    """Let a place, and the rooms in it, be chosen again."""
    return _use_place(place, True, "taken_into_use", by)


def _use_place(place, active, verb, by):
    place = lock(place)
    if place.active == active:
        raise WrongState(_("This has been done already."))
    place.active = active
    place.save(update_fields=["active"])
    place.rooms.update(active=active)
    note(place, verb, by=by)
    return place


def _put_in_order(place):
    """Check that a place may stand where it is said to, and write its label."""
    parent = place.parent
    if parent is not None and parent.campus_id != place.campus_id:
        raise RuleError(_("The building stands on another campus."), field="parent")
    if parent is not None and (parent.kind != Place.Kind.BUILDING or place.kind == Place.Kind.BUILDING):
        raise RuleError(_("Only rooms stand in a building, and only in a building."), field="parent")
    place.label = f"{parent.name} {place.name}" if parent else place.name


def _one_place_of_a_name():
    return refusing("one_place_of_a_name_in_a_building", _("There is a place of this name here already."), field="name")


@change
def sticker_of(place, *, by):
    """Return the valid sticker of a place, made when there is none."""
    sticker, _made = Sticker.objects.get_or_create(place=place, revoked_at=None, defaults={"created_at": clock.now()})
    return sticker


@change
def revoke_sticker(place, *, by):
    """Make every sticker of a place worthless; the next print carries a new code."""
    place.stickers.filter(revoked_at=None).update(revoked_at=clock.now())
