"""Filters every template has (a builtin library)."""

from django import template

from logistics.pages.columns import as_text
from logistics.pages.dates import day_text, exact_text, full_day_text, moment_text

register = template.Library()


@register.filter
def moment(value):
    """今天 14:05 · 昨天 14:05 · 09-01 14:05."""
    return moment_text(value) if value else ""


@register.filter
def exact_moment(value):
    """2026-09-01 14:05."""
    return exact_text(value) if value else ""


@register.filter
def day(value):
    """今天 · 3 天前 · 09-01."""
    return day_text(value) if value else ""


@register.filter
def full_day(value):
    """2026-09-01."""
    return full_day_text(value) if value else ""


@register.filter
def money(value):
    """12,345,678.90."""
    return as_text(value, "money")


@register.filter
def quantity(value):
    """A number without trailing zeros, thousands grouped."""
    return as_text(value, "number")
