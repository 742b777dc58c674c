"""What was not bought because it was there already (DOMAIN M-15)."""

from django.utils.translation import gettext as _

from finance.models import AvoidedPurchase
from logistics.pages.columns import Column
from logistics.reports.statements import Figure, Section, Sentence, Statement


def duplicates_avoided(school, period, scope):
    """避免了物质的重复采购: how many requests ended so, and what they would have cost."""
    rows = AvoidedPurchase.objects.of_school(school).avoided_in(period, scope)
    avoided = Figure("avoided", _("purchases avoided because the thing was there"), rows, unit=_("requests"))
    saved = Figure("saved", _("cost of the avoided purchases"), rows, measure="amount", unit=_("yuan"), kind="money")
    sentence = Sentence(
        _("%(avoided)s were not bought because the thing was there already; %(saved)s were not spent twice."),
        avoided=avoided, saved=saved, when=avoided,
    )  # fmt: skip
    return Statement("finance.avoided", Section.PURCHASES, sentences=[sentence])


def avoided_columns():
    return [
        Column(_("What for"), "request.title", path="request__title", link=True),
        Column(_("Used instead"), "instead"),
        Column(_("On"), "on", kind="date"),
        Column(_("Decided by"), "by.name", path="by__name"),
        Column(_("Amount saved"), "amount", kind="money"),
    ]
