"""What applications for money say in the term summary: 千方百计争取经费 (DOMAIN F-37), 筹集资金 (F-38)."""

from django.utils.translation import gettext as _

from finance.models import GrantApplication
from logistics.pages.columns import Column
from logistics.reports.statements import Breakdown, Figure, Problem, Section, Sentence, Statement


def money_won(school, period, scope):
    """Applied for and won in the period, by who gave it."""
    all_of_school = GrantApplication.objects.of_school(school)
    applied, won = all_of_school.applied_in(period), all_of_school.won_in(period)
    yuan = {"unit": _("yuan"), "kind": "money"}
    count = Figure("applied", _("applications for money"), applied, unit=_("applications"))
    asked = Figure("asked", _("money applied for"), applied, measure="asked", **yuan)
    granted = Figure("won.count", _("applications granted"), won, unit=_("applications"))
    amount = Figure("won", _("money won"), won, measure="granted", **yuan)
    sources = Breakdown("source", _("money won by giver"), won, by="source", measure="granted", **yuan)
    loose = Figure("loose", _("grants that are no earmarked fund yet"), won.filter(fund=None), unit=_("grants"))
    return Statement(
        "finance.grants",
        Section.FINANCE,
        sentences=[
            Sentence(_("The school applied for money %(count)s, for %(asked)s."), count=count, asked=asked, when=count),
            Sentence(
                _("%(granted)s were granted and brought %(amount)s (%(sources)s)."),
                granted=granted, amount=amount, sources=sources, when=granted,
            ),
        ],
        problems=[
            Problem(
                "loose",
                Sentence(_("%(loose)s are not followed as earmarked funds."), loose=loose),
                when=loose,
                direction=_("Make every grant an earmarked fund on the day it comes."),
            )
        ],
    )  # fmt: skip


def grant_columns():
    return [
        Column(_("Project"), "name", link=True),
        Column(_("Addressed to"), "body"),
        Column(_("Applied on"), "applied_on", kind="date"),
        Column(_("Amount asked for"), "asked", kind="money"),
        Column(_("Replied on"), "decided_on", kind="date"),
        Column(_("Amount granted"), "granted", kind="money"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


PROOFS = {"finance.GrantApplication": grant_columns}
