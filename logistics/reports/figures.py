"""Numbers and the rows that prove them."""

import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache, partial

from django.db.models import Count, F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from logistics.pages.fetching import fetch_together
from logistics.reports.fetching import fetch

UNKNOWN = object()
PERCENT = Decimal("0.1")
ROUGH_FROM = 20
NOTHING = {"number": 0, "money": Decimal("0.00")}


class Figure:
    """A number and the rows that prove it: how many they are, or the sum, average or median of one of their fields.

    key: stable within its statement. rows: a queryset, or a function that makes it. measure: a field or annotation of ``rows`` to be summed; None counts the rows.
    how: "sum", "average" or "median" of the measure. unit: measure word printed behind the number. kind: "number" or "money" (yuan, two places).
    of: the label of the breakdown this is a part of.
    """

    def __init__(self, key, label, rows, *, measure=None, unit="", kind="number", how="sum", value=UNKNOWN, of=""):
        self.key, self.label, self._rows = key, label, rows
        self.measure, self.unit, self.kind, self.how = measure, unit, kind, how
        self._value = value
        self.of = of

    @property
    def rows(self):
        """The queryset; made when first asked, if it was handed over as a function."""
        if callable(self._rows):
            self._rows = self._rows()
        return self._rows

    @property
    def title(self):
        """The label, after what this is a part of."""
        return _("%(whole)s: %(part)s") % {"whole": self.of, "part": self.label} if self.of else str(self.label)

    @property
    def value(self):
        """int, Decimal or timedelta; None only for the average or median of no rows."""
        if self._value is UNKNOWN:
            fill([self])
        return self._value

    @property
    def is_filled(self):
        return self._value is not UNKNOWN

    @property
    def number(self):
        """The exact value without its unit."""
        return number_text(self.value, self.kind)

    @property
    def text(self):
        return _with_unit(self.number, self.unit)

    @property
    def rough_text(self):
        """The text rounded down to a ten and marked as more: 83只 is 80余只.

        Small counts, even tens, money, averages and medians stay exact.
        """
        tens = int(self.value // 10 * 10) if self._may_be_rough() else self.value
        if tens == self.value:
            return self.text
        return _with_unit(pgettext("roughly", "over %(tens)s") % {"tens": number_text(tens)}, self.unit)

    def _may_be_rough(self):
        return self.kind == "number" and self.how == "sum" and self.value >= ROUGH_FROM

    @property
    def stands(self):
        """Say whether there is anything to speak about."""
        return bool(self.value)

    @property
    def proofs(self):
        """The figures whose rows prove this one."""
        return [self]

    def figures(self):
        return [self]


def fill(figures):
    """Fetch the values of all ``figures`` that are not known yet, in one statement of SQL a database."""
    by_database = {}
    for figure in figures:
        if not figure.is_filled:
            by_database.setdefault(figure.rows.db, []).append(figure)
    for alias, waiting in by_database.items():
        for figure, value in fetch(alias, waiting):
            figure._value = _plain(value, figure)


def fill_breakdowns(breakdowns):
    """Fetch the parts of all ``breakdowns`` that are not known yet, by one round trip."""
    waiting = [breakdown for breakdown in dict.fromkeys(breakdowns) if not breakdown.is_filled]
    for breakdown in waiting:
        breakdown._groups = breakdown.grouped()
    fetch_together(*[breakdown._groups for breakdown in waiting])


def _plain(value, figure):
    if value is None:
        return NOTHING[figure.kind] if figure.how == "sum" else None
    if isinstance(value, float):  # the database's median of numbers
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and figure.kind == "number" and value == value.to_integral_value():
        return int(value)
    return value


class Rate:
    """A share in percent; the rows of both figures prove it. Never rounded up to 100 % nor down to 0 %."""

    def __init__(self, key, label, part, whole):
        self.key, self.label, self.part, self.whole = key, label, part, whole
        self.title, self.unit, self.kind = str(label), "%", "percent"

    @property
    def value(self):
        """Decimal with one place, or None of nothing."""
        if not self.whole.value:
            return None
        share = Decimal(100) * Decimal(self.part.value or 0) / Decimal(self.whole.value)
        value = share.quantize(PERCENT, ROUND_HALF_UP)
        if value == 100 and share < 100:
            return share.quantize(PERCENT, ROUND_DOWN)
        return max(value, PERCENT) if share > 0 else value

    @property
    def number(self):
        return number_text(self.value, self.kind)

    @property
    def text(self):
        return "—" if self.value is None else f"{self.number}%"

    @property
    def stands(self):
        return self.value is not None

    @property
    def proofs(self):
        return [self.part, self.whole]

    def figures(self):
        return [self.part, self.whole, self]


class PerHead(Rate):
    """What a sum comes to for each of those it was spent on, such as yuan a pupil; the rows of both figures prove it."""

    def __init__(self, key, label, part, whole):
        super().__init__(key, label, part, whole)
        self.unit, self.kind = part.unit, part.kind

    @property
    def value(self):
        """Decimal with two places, or None where there is nobody."""
        if not self.whole.value:
            return None
        return (Decimal(self.part.value or 0) / Decimal(self.whole.value)).quantize(NOTHING["money"], ROUND_HALF_UP)

    @property
    def text(self):
        return "—" if self.value is None else _with_unit(self.number, self.unit)

    @property
    def stands(self):
        return bool(self.value)


class Comparison:
    """How a figure stands against the period before; ``before`` None when there is none."""

    kind = "comparison"

    def __init__(self, key, now, before, period):
        self.key, self.now, self.before, self.period = key, now, before, period
        self.label, self.title, self.unit = now.label, now.title, ""

    @property
    def is_comparable(self):
        return self.before is not None and self.now.value is not None and bool(self.before.value)

    @property
    def value(self):
        """The change in percent (of a rate: in percentage points), Decimal with one place; None without comparison."""
        if not self.is_comparable:
            return None
        change = Decimal(self.now.value) - Decimal(self.before.value)
        if self.now.kind != "percent":
            change = 100 * change / Decimal(self.before.value)
        return change.quantize(PERCENT, ROUND_HALF_UP)

    @property
    def text(self):
        if not self.is_comparable:
            return _("no comparable data for %(before)s") % {"before": self.period.previous_name}
        if not self.value:
            return _("about the same as %(before)s") % self._words() if self._differs() else self._same()
        points = self.now.kind == "percent"
        if self.value > 0:
            wording = _("%(change)s points more than %(before)s") if points else _("%(change)s%% more than %(before)s")
        else:
            wording = _("%(change)s points less than %(before)s") if points else _("%(change)s%% less than %(before)s")
        return wording % self._words()

    def _differs(self):
        return self.now.value != self.before.value

    def _same(self):
        return _("the same as %(before)s") % self._words()

    def _words(self):
        return {"change": number_text(abs(self.value), "percent"), "before": self.period.previous_name}

    @property
    def stands(self):
        return True

    @property
    def proofs(self):
        return [proof for figure in (self.now, self.before) if figure for proof in figure.proofs]

    def figures(self):
        return [*self.now.figures(), *(self.before.figures() if self.before else []), self]


class Breakdown:
    """其中: the rows of one set split by a field, largest first; each part is a figure of its own.

    by: field or annotation of ``rows`` that splits them (an id for related objects). names: path of the printed name,
    or {value: name}; default the choices of ``by``. units: path of the measure word, else ``unit`` for all.
    order: "value" (largest first) or "by". limit: how many are named in prose; charts and tables hold all.
    """

    def __init__(self, key, label, rows, *, by, names=None, units=None, unit="", measure=None, kind="number",
                 order="value", limit=None):  # fmt: skip
        self.key, self.label, self.rows, self.by = key, label, rows, by
        self.names, self.units, self.unit = names, units, unit
        self.measure, self.kind, self.order, self.limit = measure, kind, order, limit
        self._ask = None
        self._groups = None
        self._items = None

    @classmethod
    def of_each(cls, values, rows, *, per, key, label, **options):
        """Return {value: Breakdown} of the rows whose ``per`` is that value, all fetched by one query.

        key and label: functions of the value.
        """
        whole = cls(per, "", rows, **options)

        @cache
        def fetched():
            groups = defaultdict(list)
            for group in whole.grouped(part_per=F(per)):
                groups[group["part_per"]].append(group)
            return groups

        parts = {value: cls(key(value), label(value), rows.filter(**{per: value}), **options) for value in values}
        for value, part in parts.items():
            part._ask = partial(lambda value: fetched()[value], value)
        return parts

    @property
    def items(self):
        """The parts as figures; one query."""
        if self._items is None:
            self._items = self._fetch()
        return self._items

    @property
    def is_filled(self):
        """Say whether its parts are known, or will be with those of others."""
        return self._groups is not None or self._ask is not None

    def grouped(self, **columns):
        """Return the queryset of its parts."""
        columns["part_of"] = F(self.by)
        if isinstance(self.names, str):
            columns["part_name"] = F(self.names)
        if self.units:
            columns["part_unit"] = F(self.units)
        total = Sum(self.measure) if self.measure else Count("pk")
        return self.rows.order_by().values(**columns).annotate(part_value=total)

    def _fetch(self):
        fill_breakdowns([self])
        groups = self._ask() if self._ask else list(self._groups)
        if self.order == "value":
            groups.sort(key=lambda group: (-(group["part_value"] or 0), str(group.get("part_name", group["part_of"]))))
        else:
            groups.sort(key=lambda group: (group["part_of"] is None, group["part_of"]))
        return [self._figure(group) for group in groups if group["part_value"]]

    def _figure(self, group):
        value = group["part_of"]
        figure = Figure(
            f"{self.key}.{_key(value)}",
            self._name(group),
            partial(self._rows_of, value),
            measure=self.measure,
            unit=group.get("part_unit") or self.unit,
            kind=self.kind,
            of=self.label,
        )
        figure._value = _plain(group["part_value"], figure)
        return figure

    def _rows_of(self, value):
        return self.rows.filter(**({f"{self.by}__isnull": True} if value is None else {self.by: value}))

    def _name(self, group):
        value = group["part_of"]
        if isinstance(self.names, str):
            name = group["part_name"]
        elif callable(self.names):
            name = self.names(value)
        else:
            name = (self.names or self._choices()).get(value, value)
        return str(_("not stated") if name in (None, "") else name)

    def _choices(self):
        names = {item.name: item for item in self.rows.model._meta.get_fields()}
        return dict(getattr(names.get(self.by), "flatchoices", None) or {})

    @property
    def stands(self):
        return bool(self.items)

    def figures(self):
        return self.items

    def pieces(self, say):
        """The parts in prose, as (text, figure): 灯管80支、水龙头50只等. ``say``: figure -> text."""
        shown = self.items[: self.limit]
        pieces = []
        for index, item in enumerate(shown):
            if index:
                pieces.append((pgettext("between parts", ", "), None))
            before, after = pgettext("a part", "%(name)s {value}").replace("{value}", "\0").split("\0")
            pieces.append((before % {"name": item.label}, None))
            pieces.append((say(item), item))
            if after:
                pieces.append((after, None))
        if len(shown) < len(self.items):
            pieces.append((pgettext("after some of the parts", " and others"), None))
        return pieces


def exactly(figure):
    """Say a figure as it is."""
    return figure.text


def roughly(figure):
    """Say a count as people do in prose, anything else as it is."""
    return figure.rough_text if isinstance(figure, Figure) else figure.text


def number_text(value, kind="number"):
    """Return a value as it is printed: 1,280 · 12,345.60 (money) · 95.5 (percent) · 2.5 (hours of a duration)."""
    if value is None:
        return "—"
    value = in_hours(value)
    if kind == "money":
        return f"{Decimal(value):,.2f}"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        text = f"{round(value, 2):,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:,}"


def in_hours(value):
    """Return a duration as hours with one decimal, anything else as it is."""
    if isinstance(value, timedelta):
        return (Decimal(value.total_seconds()) / 3600).quantize(PERCENT, ROUND_HALF_UP)
    return value


def _with_unit(number, unit):
    unit = str(unit)
    return f"{number}{' ' if re.match('[A-Za-z]', unit) else ''}{unit}"


def _key(value):
    if value is None:
        return "none"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return str(value)
