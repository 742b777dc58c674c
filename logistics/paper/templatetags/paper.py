"""Filters and tags for documents on paper."""

from django import template
from django.utils.safestring import mark_safe

from logistics.paper import amounts, office_dates, qr

register = template.Library()

register.filter("in_words", amounts.in_words)
register.filter("office_date", office_dates.office_date)
register.filter("office_datetime", office_dates.office_datetime)
register.filter("office_date_in_numerals", office_dates.office_date_in_numerals)


@register.simple_tag(name="qr")
def qr_code(text, title="", border=4):
    """The QR code of ``text`` as SVG."""
    return mark_safe(qr.qr_svg(text, title=title, border=border))  # noqa: S308 - segno escapes the title
