"""What the shared templates need beyond the filters of ``logistics.pages``."""

from datetime import date, datetime

from django import template

from logistics.pages.dates import day_text, moment_text

register = template.Library()


@register.filter
def when(value):
    """Write a moment or a day the short way; text that is ready passes through."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    return value


@register.filter
def arranged(actions):
    """Return {primary, second, rest} of the actions in a page head, each in the order given.

    The phone shows primary and second at the thumb and keeps the rest behind a button.
    """
    primary = next((action for action in actions if action.tone == "primary"), None)
    others = [action for action in actions if action is not primary]
    return {"primary": primary, "second": others[0] if others else None, "rest": others[1:]}


@register.filter
def sparkline(numbers, width=72, height=24):
    """Return the points of a polyline through ``numbers``, from zero to their largest, with 2 px of air."""
    top = max([*numbers, 1])
    step = (width - 4) / max(len(numbers) - 1, 1)
    return " ".join(
        f"{2 + index * step:.1f},{height - 2 - number / top * (height - 4):.1f}" for index, number in enumerate(numbers)
    )
