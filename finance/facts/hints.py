"""What whoever asks, and whoever signs, should know of a purchase: the budget, what is there, prices, like requests."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.selectors import (
    Asked,
    most_above,
    near_procurement_limits,
    percent_above,
    prices_of_things,
    room_in,
    similar_requests,
    split_of,
)
from logistics import clock, hooks
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.pages.parts import Gauge

HIGHEST_BAR = 100
SEE_BUDGET = "finance.view_budgetline"


@dataclass(frozen=True)
class BudgetView:
    """A budget line before and after a request: texts, and the parts of its bar in per cent.

    whole: whether planned, used and reserved are shown too; else only what is left.
    """

    room: object
    amount: object
    whole: bool = True

    @property
    def pk(self):
        return self.line.pk

    @property
    def line(self):
        return self.room.line

    @property
    def after(self):
        return self.room.left - self.amount

    @property
    def is_over(self):
        return self.after < 0

    @property
    def parts(self):
        """Return [(kind, start, width)] of used, reserved and asked, cut off where the bar ends."""
        parts, start = [], 0
        taken = [("used", self.room.used), ("reserved", self.room.reserved)] if self.whole else []
        whole = self.width
        for kind, amount in (*taken, ("asked", self.amount)):
            width = min(round(float(amount * 100 / whole), 2), HIGHEST_BAR - start)
            parts.append((kind, round(start, 2), width))
            start += width
        return parts

    @property
    def width(self):
        """What the whole bar stands for, in yuan."""
        if not self.whole:
            return max(self.room.left, self.amount, 1)
        return max(self.room.planned, self.room.used + self.room.reserved + self.amount, 1)

    @property
    def end_of_plan(self):
        """Where the amount that is there ends on the bar, in per cent."""
        there = self.room.planned if self.whole else max(self.room.left, 0)
        return round(float(there * 100 / self.width), 2)

    @property
    def gauge(self):
        figures = (
            [
                ("", _("Planned"), self.room.planned),
                ("used", _("Used"), self.room.used),
                ("reserved", _("Reserved"), self.room.reserved),
            ]
            if self.whole
            else []
        )
        figures.append(("", _("Left"), self.room.left))
        if self.amount:
            figures.append(("asked", _("This request"), self.amount))
        return Gauge(
            title=self.line.item,
            note=f"{self.line.year} · {self.line.get_source_display()}",
            parts=self.parts,
            figures=figures,
            outcome=(_("Left after it"), self.after) if self.amount else None,
            end=self.end_of_plan if self.is_over else None,
        )


@dataclass
class Hints:
    """``notes`` are (tone, sentence); ``budget`` a BudgetView or None."""

    budget: BudgetView | None = None
    notes: list = field(default_factory=list)


def hints_of(asked, things, *, line=None, besides=None, person=None):
    """Return the Hints of what is asked for.

    asked: selectors.Asked. things: [(name, unit price or None)]. line: the budget line. besides: the PurchaseRequest
    itself once it is written down, which does not count twice. person: who reads them; of the budget line, whoever may
    not see the budget learns what is left and no more.
    """
    today = clock.today()
    whole = person is None or person.has_perm(SEE_BUDGET)
    budget = BudgetView(room_in(line, besides=besides), asked.amount, whole) if line is not None else None
    notes = [*budget_notes(budget), *on_hand_notes(asked), *price_notes(asked.school, things, besides, today)]
    notes += similar_notes(similar_requests(asked, today))
    split = split_of(asked, today)
    if split:
        notes.append(("warning", split_words(split.total, split.limit, split.days, split.others)))
    notes += [("warning", year_words(year)) for year in near_procurement_limits(asked, today)]
    return Hints(budget, notes)


def hints_of_request(request, person):
    """Return the Hints of a request that is written down, for ``person``."""
    things = [(line.name, line.unit_price) for line in request.lines.all()]
    return hints_of(Asked.from_request(request), things, line=request.budget_line, besides=request, person=person)


def budget_notes(budget):
    if budget is not None and budget.is_over:
        text = _("%(amount)s yuan over budget: write why more is needed.")
        yield "danger", text % {"amount": as_text(-budget.after, "money")}


def on_hand_notes(asked):
    for there in hooks.on_hand.results(asked.school, sorted(asked.names)):
        yield "info", _("%(name)s is there already: %(what)s.") % {"name": there.name, "what": there.text}


def price_notes(school, things, besides, today):
    """What each thing cost last, and a warning where the price now lies far above."""
    most = most_above(school, today)
    earlier = prices_of_things(school, [name for name, _price in things], besides=besides)
    for name, price in dict(things).items():
        if name not in earlier:
            continue
        above = percent_above(price, earlier[name]) if price is not None else None
        if above is not None and above > most:
            facts = {"name": name, "percent": as_text(above, "percent"), "before": _bought(earlier[name][0])}
            yield "warning", _("%(name)s: %(percent)s dearer than last time (%(before)s).") % facts
        else:
            before = _(", ").join(_bought(line) for line in earlier[name])
            yield "info", _("%(name)s was bought before: %(before)s.") % {"name": name, "before": before}


def _bought(line):
    facts = {
        "price": as_text(line.price_paid, "money"),
        "day": full_day_text(line.request.bought_on),
        "supplier": line.request.supplier,
    }
    return _("%(price)s yuan on %(day)s, %(supplier)s") % facts


def similar_notes(requests):
    for other in requests:
        facts = {
            "number": other.number, "title": other.title, "person": other.requested_by.name,
            "status": other.get_status_display(),
        }  # fmt: skip
        text = _("The same is asked for already: %(number)s %(title)s (%(person)s, %(status)s).")
        yield "info", text % facts


LIMITS = {
    "gp.limit.goods": gettext_lazy(
        "With this the things of this sort come to %(total)s yuan in the budget year, %(percent)s of the limit of "
        "government procurement (%(limit)s). Plan them as one purchase."
    ),
    "gp.limit.works": gettext_lazy(
        "With this the works of this sort come to %(total)s yuan in the budget year, %(percent)s of the limit of government "
        "procurement of works (%(limit)s). Plan them as one project."
    ),
    "gp.limit.tender": gettext_lazy(
        "With this the things of this sort come to %(total)s yuan in the budget year, %(percent)s of the limit from which a "
        "public tender is held (%(limit)s). Plan them as one, and leave time for the tender."
    ),
}


def year_words(year):
    """One sentence on a sort of things that comes near a limit of government procurement."""
    facts = {
        "total": as_text(year.total, "money"), "limit": as_text(year.limit, "money"),
        "percent": as_text(year.percent, "percent"),
    }  # fmt: skip
    return LIMITS[year.rule] % facts


def split_words(total, limit, days, others):
    """One sentence on what looks like one purchase split into several."""
    facts = {
        "total": as_text(total, "money"),
        "limit": as_text(limit, "money"),
        "days": days,
        "others": _(", ").join(f"{other.number} {other.title}" for other in others),
    }
    return (
        _(
            "Together with like purchases of the last %(days)s days it comes to %(total)s yuan, over the limit of %(limit)s: "
            "%(others)s. Ask for them as one, or say in the reason why they are apart."
        )
        % facts
    )
