import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from logistics.paper.charts import (
    COLOURS,
    PAPER,
    SCREEN,
    Bar,
    BarChart,
    ColumnChart,
    LineChart,
    Series,
    Spark,
    StackedChart,
    axis,
    shown,
)

WEEKS = ["第1周", "第2周", "第3周"]
CHARTS = [
    BarChart("各工种", [Bar("水电", 128, "/a"), Bar("<门>", 64, "/b"), Bar("其他", 0, "/c")], "工种", "件"),
    ColumnChart(
        "每周", [Bar(week, count, f"/{week}") for week, count in zip(WEEKS, [3, 0, 9], strict=True)], "周", "件"
    ),
    StackedChart(
        "各校区", ["南校区", "北校区"], [Series("完成", [8, 4], ["/1", "/2"]), Series("未完", [2, 0], ["/3", "/4"])]
    ),
    LineChart(
        "走势", WEEKS, [Series("报修", [3, 0, 9], ["/1", "/2", "/3"]), Series("完成", [1, 2, 8], ["/4", "/5", "/6"])]
    ),
]


def on_screen(chart):
    return Template("{% load charts %}{% chart chart %}").render(Context({"chart": chart}))


def picture_of(html):
    svg = re.search(r"<svg.*?</svg>", html, re.DOTALL)[0]
    return ElementTree.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def test_the_longest_bar_sets_the_scale_and_every_bar_begins_at_zero():
    long, half, none = CHARTS[0].picture(PAPER).marks

    widths = [float(mark.width.rstrip("%")) for mark in (long, half, none)]
    assert widths[1] == pytest.approx(widths[0] / 2, abs=0.01)
    assert widths[2] == 0
    assert len({mark.x for mark in (long, half, none)}) == 1


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.template)
@pytest.mark.parametrize("width", [SCREEN, PAPER])
def test_nothing_is_drawn_outside_the_picture(chart, width):
    for mark in chart.picture(width).marks:
        assert 0 <= float(mark.x.rstrip("%")) <= 100
        length = float(mark.width.rstrip("%")) if mark.width.endswith("%") else 100 * float(mark.width) / width
        assert float(mark.x.rstrip("%")) + length <= 100
        assert 0 <= float(mark.y) <= chart.picture(width).height


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_every_value_on_screen_is_a_link_and_has_a_tooltip(chart):
    picture = picture_of(on_screen(chart))

    links = [link.get("href") for link in picture.iter("a")]
    titles = [title.text for title in picture.iter("title")]
    assert len(links) == len([mark for mark in chart.picture(SCREEN).marks if mark.url]) > 0
    assert all(titles)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_a_chart_stands_beside_the_table_of_its_numbers(chart):
    html = on_screen(chart)

    assert html.count("<tr>") == 1 + len(chart.table.rows)
    assert picture_of(html).get("aria-label") == chart.spoken


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_a_chart_holds_no_inline_style_or_script(chart):
    html = on_screen(chart)

    assert "style=" not in html
    assert "<script" not in html


def test_a_legend_too_long_for_the_width_goes_on_in_a_further_row():
    names = ["已完成", "维修中", "待料/外修", "待验收", "不予受理"]
    chart = StackedChart("各校区", ["南校区"], [Series(name, [1]) for name in names])

    narrow, wide = chart.picture(SCREEN), chart.picture(PAPER)

    assert narrow.height == wide.height + 20


def test_names_are_escaped():
    assert "<门>" not in on_screen(CHARTS[0])
    assert "&lt;门&gt;" in on_screen(CHARTS[0])


def test_a_chart_without_values_says_so_instead_of_drawing():
    html = on_screen(BarChart("各工种", [Bar("水电", 0)]))

    assert "<svg" not in html


def test_paper_draws_no_links():
    html = Template("{% load charts %}{% chart_on_paper chart %}").render(Context({"chart": CHARTS[0]}))

    assert "<a" not in html
    assert f'width="{PAPER}"' in html


def test_hues_differ_in_lightness_for_grey_print():
    greys = sorted(_grey(colour) for colour in COLOURS)

    assert min(after - before for before, after in zip(greys, greys[1:], strict=False)) >= 15


def _grey(colour):
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (9, [0, 5, 10]),
        (128, [0, 50, 100, 150]),
        (Decimal("0.3"), [0, Decimal("0.1"), Decimal("0.2"), Decimal("0.3")]),
    ],
)
def test_an_axis_has_a_few_round_ticks_from_zero(largest, ticks):
    assert axis(largest)[1] == ticks


@pytest.mark.parametrize(
    ("value", "text"),
    [(1280, "1,280"), (Decimal("0.50"), "0.5"), (Decimal("12345678.90"), "12,345,678.9"), (100, "100")],
)
def test_numbers_are_shown_with_thousands_and_no_needless_zeros(value, text):
    assert shown(value) == text


def test_a_spark_ends_in_a_point_at_its_last_value():
    html = Template("{% load charts %}{% spark chart %}").render(Context({"chart": Spark("近8周", [1, 4, 2])}))

    assert html.count("<circle") == 1
    assert html.count("<line") == 2


def test_names_at_the_ends_of_lines_neither_touch_nor_sink_below_the_axis():
    chart = LineChart("走势", WEEKS, [Series(name, [5, 3, 0]) for name in "甲乙丙"])

    heights = sorted(label.y for label in chart.picture(PAPER).labels if label.text in "甲乙丙")

    assert min(after - before for before, after in zip(heights, heights[1:], strict=False)) >= 15
    assert heights[-1] == chart.picture(PAPER).grid[0].y1
