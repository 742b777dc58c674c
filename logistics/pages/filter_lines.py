"""The filter line of a list, drawn once for all who choose from the same."""

from html import escape

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from logistics import clock

WORDS = "\ue000"  # where the words that somebody looks for belong; nobody types it
MOST_KEPT = 512

_kept = {}


def filter_line(filterset_class, request, school, names):
    """Return the line for a list that is filtered by nothing but words; it holds the filters ``names``.

    Drawing it costs more than the rows, and it is the same until there is something else to choose from.
    """
    keys, known = filterset_class.recall_choices(school, names)
    facts = (filterset_class, request.path, get_language(), clock.today(), *((name, *known[name]) for name in known))
    line = _kept.get(facts)
    if line is None:
        line = _drawn(filterset_class, request, school, names)
        if known.keys() == keys.keys() and not settings.DEBUG:
            _keep(facts, line)
    return mark_safe(line.replace(WORDS, escape(request.GET.get("q", ""))))


def _keep(facts, line):
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[facts] = line


def _drawn(filterset_class, request, school, names):
    words = QueryDict(mutable=True)
    words["q"] = WORDS
    form = filterset_class(words, request=request, school=school, shown=names).form
    facts = {
        "request": request,
        "filter_form": form,
        "quick_fields": [form[name] for name in names],
        "has_more": len(filterset_class.base_filters) > len(names),
    }
    return render_to_string("generic/_filter.html", facts)
