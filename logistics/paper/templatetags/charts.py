"""Tags that draw the charts of ``logistics.paper.charts``."""

from django import template

from logistics.paper.charts import PAPER, SCREEN

register = template.Library()


@register.inclusion_tag("charts/_chart.html")
def chart(chart):
    """The chart on screen, as wide as its box, with the table of its numbers beside it."""
    return {"chart": chart, "picture": chart.picture(SCREEN), "links": True}


@register.inclusion_tag("charts/_picture.html")
def chart_on_paper(chart, width=PAPER):
    """The bare picture for paper, ``width`` CSS pixels wide."""
    return {"chart": chart, "picture": chart.picture(width), "width": width, "links": False}


@register.inclusion_tag("charts/_picture.html")
def spark(chart):
    """The bare picture on screen, beside a figure that says the number."""
    return {"chart": chart, "picture": chart.picture(SCREEN), "links": False}
