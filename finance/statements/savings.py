"""增收节支: what was earned beyond the usual and what was saved (DOMAIN F-25, F-26)."""

from django.utils.translation import gettext as _

from finance.models import Agreement, Saving
from finance.statements.agreements import entries_of
from logistics.pages.columns import Column
from logistics.reports.statements import Figure, Section, Sentence, Statement


def earned_and_saved(school, period, scope):
    """Income from scraps, waste and other agreements; what measures saved."""
    agreements = Agreement.objects.of_school(school).binding_in(period, scope).exclude(kind=Agreement.Kind.LEASE)
    savings = Saving.objects.of_school(school).made_in(period, scope)
    money = {"unit": _("yuan"), "kind": "money"}
    earned = Figure("earned", _("earned beyond the usual"), entries_of(agreements, period), measure="amount", **money)
    saved = Figure("saved", _("saved by measures"), savings, measure="amount", **money)
    measures = Figure("measures", _("measures that saved money"), savings, unit=_("measures"))
    return Statement(
        "finance.savings",
        Section.ENERGY,
        sentences=[
            Sentence(
                _("By agreements on scraps and waste %(earned)s were earned, and %(measures)s saved %(saved)s."),
                earned=earned, measures=measures, saved=saved, when=measures,
            ),
        ],
    )  # fmt: skip


def saving_columns():
    return [
        Column(_("Measure"), "measure", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("How it was computed"), "computation"),
        Column(_("Until"), "to_on", kind="date"),
        Column(_("Amount saved"), "amount", kind="money"),
    ]
