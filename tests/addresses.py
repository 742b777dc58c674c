"""Every address of the project, with a record of the sample school wherever one is asked for."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

SKIPPED_NAMESPACES = {"admin"}


@dataclass(frozen=True)
class Address:
    """A named address; ``record`` is the record of the sample school it shows, None for pages about many."""

    name: str
    url: str
    view: object
    record: object = None

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


def addresses(school, special):
    """Return every address; ``special`` gives {name: keyword arguments} where no primary key of the view's model does."""
    return [made for name, pattern in patterns() if (made := _address(school, name, pattern, special))]


def unfilled(school, special):
    """Return the names for which no record of the sample school could be found."""
    filled = {address.name for address in addresses(school, special)}
    return sorted({name for name, _pattern in patterns()} - filled)


def _address(school, name, pattern, special):
    view = getattr(pattern.callback, "view_class", pattern.callback)
    wanted = set(pattern.pattern.converters)
    if name in special:
        return Address(name, reverse(name, kwargs=special[name]), view, record=special[name])
    if not wanted:
        return Address(name, reverse(name), view)
    record = first_record(school, view) if wanted == {"pk"} else None
    return Address(name, reverse(name, kwargs={"pk": record.pk}), view, record) if record else None


def first_record(school, view):
    """Return a record of ``school`` that the view could show: one its move may start from, where there is one."""
    model = getattr(view, "model", None)
    if model is None:
        return None
    rows = model._default_manager.all()
    rows = rows.of_school(school) if hasattr(rows, "of_school") else rows
    move = getattr(view, "move", None)
    if move:
        ready = (row for row in rows if model.FLOW.allows(move, row.status))
        return next(ready, None) or rows.first()
    return rows.first()
