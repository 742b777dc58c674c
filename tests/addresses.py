"""Every address of the project, with a record of the sample school wherever one is asked for."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from logistics.people.models import User
from logistics.sample.people import PEOPLE

SKIPPED_NAMESPACES = {"admin"}
OFTEN = [
    "director",
    "admin",
    "principal",
    "accountant",
    "repairer",
    "cook",
    "canteen_manager",
]  # for whom most pages are
LOGINS = [*OFTEN, *(role for role, _names in PEOPLE if role not in OFTEN)]
LOOKED_THROUGH = 300  # records, for one that somebody may move


@dataclass(frozen=True)
class Address:
    """A named address; ``record`` is the record of the sample school it shows, None for pages about many.

    visitor: of the people asked about, the first for whom the record may be moved or changed like this.
    """

    name: str
    url: str
    view: object
    record: object = None
    visitor: object = None

    def __str__(self):
        return self.name


def patterns(resolver=None, namespace=""):
    """Yield (qualified name, pattern) of every named address outside Django's own admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace not in SKIPPED_NAMESPACES:
                yield from patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}", entry


def addresses(school, special, people=()):
    """Return every address, with a record that one of ``people`` may move or change there, where there is such a one.

    special: {name: keyword arguments} where no primary key of the view's model does.
    """
    return [made for name, pattern in patterns() if (made := _address(school, name, pattern, special, people))]


def logins(school):
    """Return the people of the sample school, those first for whom most pages are."""
    places = {login: place for place, login in enumerate(LOGINS)}
    people = User.objects.filter(appointments__school=school, is_active=True).distinct()
    return sorted(people, key=lambda one: (places.get(one.username, len(places)), one.pk))


def unfilled(school, special):
    """Return the names for which no record of the sample school could be found."""
    filled = {address.name for address in addresses(school, special)}
    return sorted({name for name, _pattern in patterns()} - filled)


def _address(school, name, pattern, special, people):
    view = getattr(pattern.callback, "view_class", pattern.callback)
    wanted = set(pattern.pattern.converters)
    if name in special:
        return Address(name, reverse(name, kwargs=special[name]), view, record=special[name])
    if not wanted:
        return Address(name, reverse(name), view)
    record, visitor = record_for(school, view, people) if wanted == {"pk"} else (None, None)
    return Address(name, reverse(name, kwargs={"pk": record.pk}), view, record, visitor) if record else None


def record_for(school, view, people):
    """Return (record, visitor): one of ``school`` that the view could show, and the first of ``people`` whose turn it is."""
    rows = rows_for(school, view)
    if people and hasattr(view, "is_offered"):
        able = [one for one in people if view.permission_required is None or one.has_perm(view.permission_required)]
        for row in rows[:LOOKED_THROUGH]:
            if visitor := next((one for one in able if view.is_offered(one, row)), None):
                return row, visitor
    return next(iter(rows), None), None


def rows_for(school, view):
    """Return the records of ``school`` that a view is about, those first that its move may start from."""
    model = getattr(view, "model", None)
    if model is None:
        return []
    own = getattr(view, "queryset", None)
    rows = model._default_manager.all() if own is None else own.all()
    rows = rows.of_school(school) if hasattr(rows, "of_school") else rows
    move = getattr(view, "move", None)
    return sorted(rows, key=lambda row: not model.FLOW.allows(move, row.status)) if move else rows
