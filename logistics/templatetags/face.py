"""What the shared templates need beyond the filters of ``logistics.pages``."""

import re
from datetime import date, datetime
from functools import lru_cache
from unicodedata import east_asian_width

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from lucide.templatetags.lucide import lucide

from logistics.pages.dates import day_text, in_full, moment_text

register = template.Library()

SIGNS = re.compile(r"(?a)\b(?:[A-Z]{2}-\d{4}-\d{4,}|\d{4}-\d\d-\d\d|\d\d-\d\d[ \xa0]\d\d:\d\d)\b")
LONGEST_PART = 14  # characters that stay together at the end of a line


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name, size=18, stroke_width=2):
    """Return a Lucide icon that readers skip. Kept, because drawing one anew costs more than a row of a list."""
    return lucide(str(name), size=size, stroke_width=stroke_width, aria_hidden="true")


@register.simple_tag
def fixed(name):
    """Return the template ``name``, which knows nothing but the language, rendered once a language."""
    return _fixed.__wrapped__(name, get_language()) if settings.DEBUG else _fixed(name, get_language())


@lru_cache(maxsize=32)
def _fixed(name, language):
    return get_template(name).render()


@register.simple_tag
def kept(name, **facts):
    """Return the template ``name``, which knows nothing but these facts and the language, rendered once for the same.

    The facts are values that compare by what they hold.
    """
    known = tuple(sorted(facts.items()))
    return _kept.__wrapped__(name, get_language(), known) if settings.DEBUG else _kept(name, get_language(), known)


@lru_cache(maxsize=512)
def _kept(name, language, facts):
    return get_template(name).render(dict(facts))


@register.filter
def width(text):
    """Return how wide a text is, in Chinese characters; a letter takes about three fifths of one."""
    return sum(1 if east_asian_width(character) in "WFA" else 0.6 for character in str(text))


@register.filter
def when(value):
    """Write a moment or a day the short way; text that is ready passes through."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    return value


@register.filter
def dated(value):
    """Write a moment or a day the short way, with the full one for the pointer and for paper (app.css)."""
    short = when(value)
    full = in_full(value, short)
    return format_html('<time title="{}">{}</time>', full, short) if full else short


@register.filter
def unbroken(text):
    """Return a text of parts (a · b) in which a line breaks between the short parts, not inside them."""
    return " · ".join(
        part if len(part) > LONGEST_PART else part.replace(" ", "\xa0") for part in str(text).split(" · ")
    )


@register.filter
def whole(text):
    """Return a text in which no line breaks inside a day, a moment or a number such as BX-2026-0001."""
    return mark_safe(SIGNS.sub(r'<span class="whole">\g<0></span>', conditional_escape(text)))  # noqa: S308 (escaped)


@register.filter
def arranged(actions):
    """Return {primary, second, rest} of the actions in a page head, each in the order given.

    The phone shows primary and second at the thumb and keeps the rest behind a button.
    """
    primary = next((action for action in actions if action.tone == "primary"), None)
    others = [action for action in actions if action is not primary]
    return {"primary": primary, "second": others[0] if others else None, "rest": others[1:]}


@register.filter
def has_trend(numbers):
    """Say whether a line through ``numbers`` tells anything: two of them at least, and not all nothing."""
    return len(numbers) > 1 and any(numbers)


@register.filter
def sparkline(numbers, width=72, height=24):
    """Return the points of a polyline through ``numbers``, from zero to their largest, with 2 px of air."""
    top = max([*numbers, 1])
    step = (width - 4) / max(len(numbers) - 1, 1)
    return " ".join(
        f"{2 + index * step:.1f},{height - 2 - number / top * (height - 4):.1f}" for index, number in enumerate(numbers)
    )
