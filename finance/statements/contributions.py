"""What donations and sponsored works say in the term summary (DOMAIN B-54, F-29)."""

from django.utils.translation import gettext as _

from finance.models import Contribution
from logistics.pages.columns import Column
from logistics.reports.statements import Claim, Figure, Section, Sentence, Statement

WORKS = [Contribution.Kind.WORKS, Contribution.Kind.PAID_WORKS]


def given(school, period, scope):
    """Money, things and works that others gave; each published."""
    rows = Contribution.objects.of_school(school).given_in(period, scope)
    money = {"unit": _("yuan"), "kind": "money"}
    unit = _("gifts")
    count = Figure("count", _("donations"), rows, unit=unit)
    value = Figure("value", _("value of donations"), rows, measure="value", **money)
    cash = Figure("cash", _("donations of money"), rows.filter(kind="money"), measure="value", **money)
    goods = Figure("goods", _("value of things given"), rows.filter(kind="goods"), measure="value", **money)
    works = rows.filter(kind__in=WORKS)
    sponsored = Figure("works", _("works that others paid"), works, unit=_("works"))
    saved = Figure("saved", _("value of works that others paid"), works, measure="value", **money)
    return Statement(
        "finance.donations",
        Section.FINANCE,
        sentences=[
            Sentence(
                _("The school received %(count)s worth %(value)s: %(cash)s of money and things worth %(goods)s."),
                count=count, value=value, cash=cash, goods=goods, when=count,
            ),
            Sentence(
                _("%(works)s were sponsored or paid by others, which saved the school %(saved)s; they stand apart from its expenses."),
                works=sponsored, saved=saved, when=sponsored,
            ),
        ],
        claims=[
            Claim(
                "published",
                _("Every donation was made public."),
                rows.unpublished(),
                when=rows,
                breach=_("%(count)s are not made public yet."),
                direction=_("Publish donor, thing and value of every donation."),
                unit=unit,
                label=_("not made public"),
            )
        ],
    )  # fmt: skip


def contribution_columns():
    return [
        Column(_("What was given"), "what", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Kind"), "get_kind_display"),
        Column(_("Donor"), "donor"),
        Column(_("Given on"), "on", kind="date"),
        Column(_("Amount or value"), "value", kind="money"),
        Column(_("Made public on"), "published_on", kind="date"),
    ]
