"""Charts as SVG of our own, the same on screen and paper.

Positions are shares of the width (percent) and pixels of height, so that text keeps its size at any width.
Colours are told apart by lightness too, for grey print; ``templates/charts`` prints what is computed here.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from math import ceil

from logistics.paper.document import Cell, Table, TableColumn
from logistics.paper.letters import width_in_letters

COLOURS = ("#124258", "#d99a3c", "#4f958c", "#96485f", "#b4cbe2")
DARK = frozenset({"#124258", "#96485f"})
TEXT = 12
SCREEN, PAPER = 340, 590
ROW, BAR = 28, 16


@dataclass(frozen=True)
class Bar:
    """One value; ``url`` opens the records it counts, ``text`` is what is written beside it (default: the value)."""

    label: str
    value: int | Decimal
    url: str = ""
    text: str = ""

    @property
    def shown(self):
        return self.text or shown(self.value)


@dataclass(frozen=True)
class Series:
    """A named row of values; at most five in a chart. ``urls`` match ``values`` when given."""

    name: str
    values: list
    urls: list[str] = field(default_factory=list)

    def url(self, index):
        return self.urls[index] if self.urls else ""


@dataclass(frozen=True)
class Label:
    """A piece of text; ``anchor`` is start, middle or end, ``dx`` pixels to the right of ``x``.

    tone: ink and faint follow the theme; light and dark stand inside a mark.
    """

    x: str
    y: float
    text: str
    anchor: str = "start"
    tone: str = "ink"
    dx: int = 0


@dataclass(frozen=True)
class Mark:
    """A bar, segment, column or point with its tooltip, its address and its own label."""

    x: str
    y: str
    width: str
    height: str
    colour: str
    hue: int
    title: str
    url: str = ""
    label: Label | None = None


@dataclass(frozen=True)
class Line:
    x1: str
    y1: float
    x2: str
    y2: float
    colour: str = ""
    hue: int = 0


@dataclass(frozen=True)
class Picture:
    """What a chart template draws."""

    height: int
    marks: list[Mark]
    labels: list[Label] = field(default_factory=list)
    grid: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Chart:
    """What the kinds of chart share: spoken text and the check on the number of hues."""

    template = ""

    @property
    def spoken(self):
        """The chart in words, for screen readers."""
        rows = "；".join(" ".join(cell.text for cell in row) for row in self.table.aligned_rows)
        return f"{self.title}：{rows}" if rows else self.title

    @property
    def is_empty(self):
        return not any(self.values())


@dataclass(frozen=True)
class Bars(Chart):
    """A chart of one series: a name and a value a bar."""

    title: str
    bars: list[Bar]
    heading: str = ""
    unit: str = ""

    template = "charts/bars.svg"

    def values(self):
        return [bar.value for bar in self.bars]

    @property
    def table(self):
        rows = [[bar.label, Cell(bar.shown, "number", bar.url)] for bar in self.bars]
        return Table([self.heading, TableColumn(self.unit, "number")], rows, self.title)


@dataclass(frozen=True)
class BarChart(Bars):
    """Horizontal bars, best for Chinese names: one row a bar, name left, value at the bar's end."""

    def picture(self, width):
        share = _name_share([bar.label for bar in self.bars], width)
        room = 100 - share - 100 * (_wide([bar.shown for bar in self.bars]) + 12) / width
        top = max(self.values(), default=0) or 1
        marks, labels = [], []
        for index, bar in enumerate(self.bars):
            length, middle = room * float(bar.value / top), index * ROW + ROW / 2
            title = f"{bar.label} {bar.shown}"
            value = Label(_percent(share + length), middle, bar.shown, dx=6)
            marks.append(_mark(share, index * ROW + (ROW - BAR) / 2, length, BAR, 0, title, bar.url, value))
            labels.append(Label(_percent(share), middle, _cut(bar.label, share, width), "end", dx=-8))
        axis = Line(_percent(share), 0, _percent(share), len(self.bars) * ROW)
        return Picture(len(self.bars) * ROW, marks, labels, [axis])


@dataclass(frozen=True)
class StackedChart(Chart):
    """Horizontal bars of up to five parts; wide parts carry their number, names stand on top."""

    title: str
    labels: list[str]
    series: list[Series]
    heading: str = ""

    template = "charts/bars.svg"

    def values(self):
        return [value for series in self.series for value in series.values]

    @property
    def table(self):
        return _series_table(self)

    def picture(self, width):
        keys, key_labels, head = _legend([series.name for series in self.series], width)
        share = _name_share(self.labels, width)
        totals = [sum(series.values[index] for series in self.series) for index in range(len(self.labels))]
        room = 100 - share - 100 * (_wide([shown(total) for total in totals]) + 12) / width
        top = max(totals, default=0) or 1
        marks, labels = [], []
        for index, name in enumerate(self.labels):
            middle, start = head + index * ROW + ROW / 2, share
            for hue, series in enumerate(self.series):
                value = series.values[index]
                length = room * float(value / top)
                if value:
                    marks.append(self._segment(start, middle, length, hue, index, width))
                start += length
            labels.append(Label(_percent(share), middle, _cut(name, share, width), "end", dx=-8))
            labels.append(Label(_percent(start), middle, shown(totals[index]), dx=6))
        height = head + len(self.labels) * ROW
        axis = Line(_percent(share), head, _percent(share), height)
        return Picture(height, marks + keys, labels + key_labels, [axis])

    def _segment(self, start, middle, length, hue, index, width):
        series = self.series[hue]
        text = shown(series.values[index])
        label = None
        if length * width / 100 > text_width(text) + 8:
            tone = "light" if COLOURS[hue] in DARK else "dark"
            label = Label(_percent(start + length / 2), middle, text, "middle", tone)
        title = f"{self.labels[index]} {series.name} {text}"
        return _mark(start, middle - BAR / 2, length, BAR, hue, title, series.url(index), label)


@dataclass(frozen=True)
class ColumnChart(Bars):
    """Upright columns, for weeks and months: zero-based, each with its value on top."""

    def picture(self, width):
        plot = _Plot(self.values(), [bar.label for bar in self.bars], width)
        marks = []
        for index, bar in enumerate(self.bars):
            y, breadth = plot.y(bar.value), plot.step * 0.62
            label = Label(_percent(plot.x(index)), y - 9, bar.shown, "middle") if plot.has_room(bar.shown) else None
            start, height = plot.x(index) - breadth / 2, plot.foot - y
            marks.append(_mark(start, y, breadth, height, 0, f"{bar.label} {bar.shown}", bar.url, label))
        return Picture(plot.height, marks, plot.names(), plot.grid())


@dataclass(frozen=True)
class LineChart(Chart):
    """Up to five courses over the same labels; the name stands at the end of its line."""

    title: str
    labels: list[str]
    series: list[Series]
    heading: str = ""

    template = "charts/lines.svg"

    def values(self):
        return [value for series in self.series for value in series.values]

    @property
    def table(self):
        return _series_table(self)

    def picture(self, width):
        plot = _Plot(self.values(), self.labels, width, right=_wide([series.name for series in self.series]) + 14)
        lines, marks, labels = [], [], plot.names()
        ends = _apart([plot.y(series.values[-1]) for series in self.series if series.values], plot.foot)
        for hue, series in enumerate(self.series):
            spots = [(plot.x(index), plot.y(value)) for index, value in enumerate(series.values)]
            for (x1, y1), (x2, y2) in pairwise(spots):
                lines.append(Line(_percent(x1), y1, _percent(x2), y2, COLOURS[hue], hue + 1))
            for index, (x, y) in enumerate(spots):
                title = f"{self.labels[index]} {series.name} {shown(series.values[index])}"
                marks.append(_mark(x, y, 0, 0, hue, title, series.url(index), None))
            if spots:
                labels.append(Label(_percent(spots[-1][0]), ends[hue], series.name, dx=9))
        return Picture(plot.height, marks, labels, plot.grid(), lines)


@dataclass(frozen=True)
class Spark(Chart):
    """A tiny trend without axes, beside a figure."""

    title: str
    points: list

    template = "charts/lines.svg"

    def values(self):
        return self.points

    @property
    def table(self):
        return Table(["", ""], [[str(index + 1), shown(value)] for index, value in enumerate(self.points)], self.title)

    def picture(self, width):
        top, height = float(max(self.points, default=0) or 1), 24
        step = 94 / max(len(self.points) - 1, 1)
        spots = [(3 + index * step, 21 - 18 * float(value) / top) for index, value in enumerate(self.points)]
        lines = [Line(_percent(x1), y1, _percent(x2), y2, COLOURS[0], 1) for (x1, y1), (x2, y2) in pairwise(spots)]
        last = [_mark(*spots[-1], 0, 0, 0, shown(self.points[-1]), "", None)] if spots else []
        return Picture(height, last, lines=lines)


class _Plot:
    """The field of an upright chart: a rounded axis from zero, names under it."""

    height, top, foot = 196, 22, 168

    def __init__(self, values, labels, width, right=8):
        self.width, self.labels = width, labels
        self.ceiling, self.ticks = axis(max(values, default=0))
        self.left = 100 * (_wide([shown(tick) for tick in self.ticks]) + 10) / width
        self.step = (100 - self.left - 100 * right / width) / max(len(labels), 1)

    def x(self, index):
        return self.left + self.step * (index + 0.5)

    def y(self, value):
        return round(self.foot - (self.foot - self.top) * float(value) / float(self.ceiling), 1)

    def has_room(self, text):
        return text_width(text) <= self.step * self.width / 100 + 2

    def names(self):
        """The names that fit: every one, or every second, third …"""
        every = max(1, -(-int(_wide(self.labels) + 8) // max(1, int(self.step * self.width / 100))))
        names = [
            Label(_percent(self.x(index)), self.foot + 15, label, "middle")
            for index, label in enumerate(self.labels)
            if index % every == 0
        ]
        end = _percent(self.left)
        return names + [Label(end, self.y(tick), shown(tick), "end", "faint", dx=-6) for tick in self.ticks]

    def grid(self):
        return [Line(_percent(self.left), self.y(tick), "100%", self.y(tick)) for tick in self.ticks]


def axis(largest):
    """Return (end of the axis, its ticks from zero): round numbers, whole ones for counts."""
    if largest <= 0:
        return 1, [0, 1]
    unit = Decimal(10) ** (Decimal(largest).adjusted() - 1)
    steps = [unit * factor for factor in (1, 2, 5, 10, 20, 25, 50)]
    whole = largest == int(largest)
    step = next(step for step in steps if step * 4 >= largest and (not whole or step == int(step)))
    ticks = [step * index for index in range(ceil(Decimal(largest) / step) + 1)]
    return ticks[-1], ticks


def shown(value):
    """Return a number with thousands and without needless zeros: 1,280 · 0.5."""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def text_width(text):
    """Return the width of ``text`` in pixels at the size charts use."""
    return TEXT * width_in_letters(text, narrow=0.58)


def _wide(texts):
    return max(map(text_width, texts), default=0)


def _name_share(names, width):
    """The percent of the width that names on the left take: as needed, but never more than a third."""
    return min(100 * (_wide(names) + 10) / width, 34)


def _cut(name, share, width):
    room = share * width / 100 - 10
    if text_width(name) <= room + 0.5:
        return name
    while name and text_width(name) + TEXT > room:
        name = name[:-1]
    return f"{name}…"


def _mark(x, y, width, height, hue, title, url, label):
    return Mark(_percent(x), f"{y:.1f}", _percent(width), f"{height:.1f}", COLOURS[hue], hue + 1, title, url, label)


def _legend(names, width):
    """Return (marks, labels, height) of the names in rows that fit the width."""
    marks, labels, x, y = [], [], 0, 5
    for hue, name in enumerate(names):
        taken = text_width(name) + 34
        if x and x + taken > width:
            x, y = 0, y + 20
        marks.append(Mark(_percent(100 * x / width), f"{y}", "11", "11", COLOURS[hue], hue + 1, name))
        labels.append(Label(_percent(100 * x / width), y + 5.5, name, dx=16))
        x += taken
    return marks, labels, y + 23


def _apart(heights, floor, gap=15):
    """Move labels that would touch apart, upwards from ``floor``, keeping their order."""
    placed = {}
    for index in sorted(range(len(heights)), key=heights.__getitem__, reverse=True):
        placed[index] = min(heights[index], floor)
        floor = placed[index] - gap
    return [placed[index] for index in range(len(heights))]


def _series_table(chart):
    rows = [
        [label, *(Cell(shown(series.values[index]), "number", series.url(index)) for series in chart.series)]
        for index, label in enumerate(chart.labels)
    ]
    columns = [TableColumn(chart.heading), *(TableColumn(series.name, "number") for series in chart.series)]
    return Table(columns, rows, chart.title)


def _percent(share):
    return f"{share:.2f}%"
