"""The face keeps its promises: nothing inline, and every behaviour named in the markup has its script."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone

from logistics import clock
from logistics.hooks import Stat
from logistics.pages.columns import Column, make_row
from logistics.pages.parts import Action, Cell, Row
from logistics.templatetags.face import arranged, dated, has_trend, icon, sparkline, unbroken, when, whole
from logistics.templatetags.rows import list_rows, table_rows

PAPER = {"base_print.html", "paper", "charts"}  # read by WeasyPrint, which knows no policy
TEMPLATES = sorted(
    path
    for path in (settings.BASE_DIR / "templates").rglob("*.html")
    if path.relative_to(settings.BASE_DIR / "templates").parts[0] not in PAPER
)
SCRIPTS = settings.BASE_DIR / "static" / "js"
STYLES = settings.BASE_DIR / "static" / "css"
FIELDS = sorted(settings.BASE_DIR.glob("*/**/forms/*.py"))  # widgets bring scripts of their own
# Read by Bootstrap, by the stylesheet, or by tests.
NOT_BEHAVIOURS = re.compile(r"data-(bs-.*|age|figure.*|proof)$")


def _texts(paths):
    return {str(path.relative_to(settings.BASE_DIR)): path.read_text(encoding="utf-8") for path in paths}


def _camel(name):
    head, *rest = name.removeprefix("data-").split("-")
    return head + "".join(part.capitalize() for part in rest)


def _component(name, **context):
    return Template(f"{{% include '{name}' %}}").render(Context(context))


@pytest.mark.parametrize(
    "forbidden",
    [r"\sstyle\s*=", r"<style\b", r"<script\b(?![^>]*\bsrc=)", r"\son[a-z]+=", r"\bjavascript:", r"\shx-on\b"],
)
def test_no_template_carries_inline_style_or_script(forbidden):
    found = [name for name, text in _texts(TEMPLATES).items() if re.search(forbidden, text, re.IGNORECASE)]

    assert found == []


def test_no_template_loads_from_elsewhere():
    outside = re.compile(r"<(script|link|img)\b[^>]*(src|href)=.(https?:)?//", re.IGNORECASE)

    assert [name for name, text in _texts(TEMPLATES).items() if outside.search(text)] == []


def test_every_data_behaviour_has_its_script():
    read = "\n".join(_texts([*SCRIPTS.glob("*.js"), *STYLES.glob("*.css")]).values())
    words = (settings.BASE_DIR / "templates/layout/_words.html").read_text(encoding="utf-8")
    markup = set(re.findall(r"\sdata-[a-z-]+", "\n".join(_texts(TEMPLATES).values()).replace(words, "")))
    behaviours = {name.strip() for name in markup if not NOT_BEHAVIOURS.match(name.strip())}

    assert sorted(name for name in behaviours if name not in read and not re.search(rf"\b{_camel(name)}\b", read)) == []


def test_every_script_is_on_some_page_and_every_script_a_page_names_exists():
    texts = "\n".join([*_texts(TEMPLATES).values(), *_texts(FIELDS).values()])
    loaded = set(re.findall(r"js/([a-z_]+\.js)", texts))

    assert loaded == {path.name for path in SCRIPTS.glob("*.js")}


def test_every_word_that_scripts_say_is_given_to_them():
    scripts = "\n".join(_texts(SCRIPTS.glob("*.js")).values())
    words = (settings.BASE_DIR / "templates/layout/_words.html").read_text(encoding="utf-8")
    given = {_camel(name) for name in re.findall(r"\s(data-[a-z-]+)=", words)}

    assert given == set(re.findall(r'\bword\("(\w+)"', scripts))


def test_an_action_that_is_refused_stays_in_sight_with_its_reason():
    action = Action("Order parts", "/parts", disabled_reason="Only while waiting for parts.")

    html = _component("components/action.html", action=action)

    assert 'aria-disabled="true"' in html
    assert 'data-reason="Only while waiting for parts."' in html
    assert "/parts" not in html


def test_an_action_that_changes_something_is_a_form():
    assert 'method="post" action="/done"' in _component(
        "components/action.html", action=Action("Done", "/done", method="post")
    )


def test_what_people_typed_is_never_markup():
    html = _component("components/chip.html", text="<b>x</b>", tone="info")

    assert "&lt;b&gt;x&lt;/b&gt;" in html


def test_cells_of_a_row_escape_what_people_typed():
    row = Row(1, "/repairs/1/", [Cell(Column("What", "what"), "<script>")])

    assert table_rows([row]) == '<tr><td class="cell-text">&lt;script&gt;</td></tr>'


def test_the_headline_of_a_row_opens_the_record():
    row = Row(1, "/repairs/1/", [Cell(Column("What", "what", primary=True), "Tap")])

    assert table_rows([row]) == '<tr><td class="cell-text cell-primary"><a href="/repairs/1/">Tap</a></td></tr>'


def test_a_name_keeps_to_one_line_until_it_would_push_the_rest_out_of_sight():
    column = Column("Account", "account", kind="name")
    short, long = Row(1, "", [Cell(column, "库存现金")]), Row(2, "", [Cell(column, "市教育局直属机关附属实验小学专户")])

    assert table_rows([short, long]).count('<td class="cell-name cell-long">') == 1


def test_an_empty_cell_shows_a_dash_and_amounts_stand_at_the_right():
    row = Row(1, "", [Cell(Column("Cost", "cost", kind="money"), "")])

    assert table_rows([row]) == '<tr><td class="cell-money align-end"><span class="none">—</span></td></tr>'


def test_icons_are_silent_and_carry_no_style():
    drawn = icon("wrench", 18)

    assert ('aria-hidden="true"' in drawn, "style=" in drawn) == (True, False)


def test_the_primary_action_stands_at_the_thumb_whatever_its_place():
    wait, done, cancel = Action("Wait", "/w"), Action("Done", "/d", tone="primary"), Action("Cancel", "/c")

    assert arranged([wait, done, cancel]) == {"primary": done, "second": wait, "rest": [cancel]}


def test_actions_without_a_primary_one_still_have_a_place():
    wait = Action("Wait", "/w")

    assert arranged([wait]) == {"primary": None, "second": wait, "rest": []}


def test_a_trend_is_drawn_from_zero():
    assert sparkline([0, 5, 10]) == "2.0,22.0 36.0,12.0 70.0,2.0"


def test_a_trend_of_nothing_is_flat():
    assert sparkline([0, 0]) == "2.0,22.0 70.0,22.0"


def test_a_trend_is_drawn_once_something_happened():
    assert [has_trend(numbers) for numbers in ([], [3], [0, 0], [0, 3])] == [False, False, False, True]


def test_ready_text_passes_where_a_moment_could_stand():
    assert when("第 12 周") == "第 12 周"


def test_days_and_moments_are_written_the_short_way():
    noon = timezone.make_aware(datetime(2026, 9, 1, 12, 0))
    with clock.set_to(noon), timezone.override("Asia/Shanghai"):
        written = [when(noon), when(date(2026, 9, 1)), when(noon - timedelta(days=40))]

    assert [bool(re.search(r"12:00$", written[0])), ":" in written[1], "07-23" in written[2]] == [True, False, True]


def test_a_day_stands_short_in_a_list_and_in_full_on_its_record():
    moved = Column("Moved on", "day", kind="date")
    record = type("Record", (), {"day": date(2026, 9, 1)})()

    with clock.set_to(timezone.make_aware(datetime(2026, 9, 3, 12, 0))):
        assert [moved.cell(record).text, moved.fact(record).text] == ["2 天前", "2026-09-01"]


def test_a_long_text_in_the_second_line_of_a_row_runs_on_and_a_short_one_stays_together():
    row = Row(1, "", [], meta=["2026-09-19 至 2026-09-20", "上月食堂收支已结算，经审核后在校门口公示栏公示"])

    assert re.findall(r"<span( class=\"long\")?>(.)", list_rows([row]).partition("rows-meta")[2]) == [
        ("", "2"),
        (' class="long"', "上"),
    ]


def test_a_short_day_carries_the_full_one_for_paper():
    noon = timezone.make_aware(datetime(2026, 9, 3, 12, 0))
    columns = [Column("Moved on", "day", kind="date"), Column("Seen at", "at", kind="moment")]
    record = type("Record", (), {"day": date(2026, 9, 1), "at": noon})()

    with clock.set_to(noon), timezone.override("Asia/Shanghai"):
        drawn = table_rows([Row(1, "", [column.cell(record) for column in columns])])
        fact, of_last_year = columns[1].fact(record), dated(date(2025, 9, 1))

    assert re.findall(r'<time title="([^"]+)">([^<]+)<', drawn) == [
        ("2026-09-01", "2 天前"), ("2026-09-03 12:00", "今天 12:00")
    ]  # fmt: skip
    assert [fact.text, fact.full, of_last_year] == ["今天 12:00", "2026-09-03 12:00", "2025-09-01"]


def test_a_line_breaks_between_short_parts_and_not_inside_them():
    written = unbroken("436.00 元 · 南校区 综合楼 一楼科学实验室东侧 · 已等待 2 天")

    assert written == "436.00\xa0元 · 南校区 综合楼 一楼科学实验室东侧 · 已等待\xa02\xa0天"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("报修 BX-2026-0351：灯具", '报修 <span class="whole">BX-2026-0351</span>：灯具'),
        ("已于2026-09-16公示期满", '已于<span class="whole">2026-09-16</span>公示期满'),
        ("11-20 08:05 起", '<span class="whole">11-20 08:05</span> 起'),
        ("<b>2 & 3</b>", "&lt;b&gt;2 &amp; 3&lt;/b&gt;"),
    ],
)
def test_days_moments_and_numbers_stay_on_one_line(text, shown):
    assert whole(text) == shown


def test_only_a_figure_that_is_not_zero_takes_its_colour():
    figures = [Stat("Hazards overdue", count, tone="danger") for count in (0, 2)]

    assert ["tone-danger" in _component("components/stat.html", stat=stat) for stat in figures] == [False, True]


def test_the_amount_of_a_row_stands_at_its_end_and_its_other_amounts_in_the_second_line():
    columns = [
        Column("Thing", "thing", primary=True),
        Column("Each", "each", kind="money"),
        Column("Left", "left", kind="money", labelled=True),
        Column("Sum", "sum", kind="money"),
    ]
    record = SimpleNamespace(pk=1, thing="灯管", each=Decimal("24"), left=Decimal("5"), sum=Decimal("1720"))

    row = make_row(record, columns, url="")

    assert [row.amount, row.meta] == ["1,720.00 元", ["24.00 元", "Left 5.00 元"]]
    assert list_rows([row]).count('<span class="rows-amount">1,720.00 元</span>') == 1
