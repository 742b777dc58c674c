from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from logistics.paper.charts import Bar, BarChart
from logistics.paper.document import (
    AnnexNote,
    ChartBlock,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Table,
    TableColumn,
    Title,
    document_to_pdf,
)
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.paper.stickers import GRIDS, Sticker, stickers_to_pdf
from tests.paper.pdf_reading import fonts_not_embedded, missing_glyphs, pages_of, text_of

MILLIMETRE = 72 / 25.4


def summary():
    return Document(
        "2025—2026学年度第二学期总务后勤工作总结",
        [
            Heading(1, "校舍维修"),
            Heading(2, "报修"),
            Paragraph(
                ["共接报修", Run("343", "repairs.total", "/repairs/?term=1"), "件，", Run("全部完成。", bold=True)]
            ),
            Heading(2, "采购"),
            Heading(1, "存在的问题"),
            Heading(2, "巡查"),
            Signature("育才小学总务处", date(2026, 7, 5)),
            PageBreak(),
            Heading(1, "附件1", numbered=False),
            ChartBlock(BarChart("各工种报修", [Bar("水电", 128), Bar("木工", 54)], "工种", "件")),
            Table(["项目", TableColumn("金额", "amount")], [["灯管", Decimal("86.00")]], "采购", ["合计", "86.00"]),
        ],
        author="育才小学总务处",
        note="数据截至2026年7月5日",
    )


def test_headings_are_numbered_level_by_level():
    headings = [block.text for block in summary().numbered_blocks if isinstance(block, Heading)]

    assert headings == ["一、校舍维修", "（一）报修", "（二）采购", "二、存在的问题", "（一）巡查", "附件1"]


def test_figures_are_known_by_their_stable_keys():
    assert summary().figures() == {"repairs.total": "343"}


def test_a_long_title_breaks_where_reading_pauses():
    assert summary().title_lines == ["2025—2026学年度", "第二学期总务后勤工作总结"]


def test_the_official_pdf_holds_every_block_and_every_font():
    made = document_to_pdf(summary())

    text = text_of(made)
    expected = [
        "一、校舍维修",
        "共接报修343件，全部完成。",
        "育才小学总务处2026年7月5日",
        "水电",
        "128",
        "合计86.00",
        "—2—",
    ]
    assert [piece for piece in expected if piece not in text] == []
    assert fonts_not_embedded(made) == set()
    assert missing_glyphs(made) == 0


def test_a_full_page_of_an_official_document_has_22_lines_of_28_letters():
    made = document_to_pdf(Document("总结", [Paragraph(["国" * 28 * 60])]))

    lines = [line for line in pages_of(made)[1].extract_text().splitlines() if "国" in line]
    assert [len(line) for line in lines] == [28] * 22


def texts_below(lines, *blocks):
    """The text of each page when ``blocks`` stand below so many full lines."""
    made = document_to_pdf(Document("总结", [Paragraph(["国" * 28 * lines]), *blocks]))
    return ["".join(page.extract_text().split()) for page in pages_of(made)]


@pytest.mark.parametrize("lines", [12, 14, 15, 16, 17])
def test_a_short_table_is_not_cut_and_no_caption_stands_alone(lines):
    short = Table(["对象", "数量"], [[f"灯{row}", row] for row in range(1, 9)], "短表")
    page = next(page for page in texts_below(lines, short) if "短表" in page)

    assert "灯1" in page
    assert "灯8" in page


@pytest.mark.parametrize("lines", [14, 15, 16, 17])
def test_the_caption_of_a_long_table_stays_with_its_first_row_and_the_headings_come_again(lines):
    long = Table(["对象", "数量"], [[f"灯{row}。", row] for row in range(1, 60)], "长表")
    pages = texts_below(lines, long)

    assert "灯1。" in next(page for page in pages if "长表" in page)
    assert all("对象" in page for page in pages if "灯" in page)


def test_an_annex_is_announced_below_the_text_and_has_a_title_of_its_own():
    blocks = [AnnexNote("附件：统计图表"), Signature("总务处", date(2026, 7, 5)), PageBreak()]
    text, annex = texts_below(3, *blocks, Heading(1, "附件", numbered=False), Title("统计图表"))

    assert text.index("附件：统计图表") < text.index("2026年7月5日")
    assert annex.startswith("附件统计图表")


def slip(**changes):
    return slip_to_pdf(
        Slip(
            [Fact("报修人", "张㙍"), Fact("地点", "三（2）班"), Fact("故障", "<b>漏水</b>", wide=True)],
            [Table(["材料", TableColumn("数量", "number")], [["水嘴", 2]])],
            [
                SignatureCell("维修工", "已修好", "李镕", datetime(2026, 11, 20, 9, 12, tzinfo=UTC)),
                SignatureCell("总务处"),
            ],
        ),
        school_name="育才小学",
        document_name="报修单",
        number="BX-2026-0001",
        date="2026年11月20日",
        **changes,
    )


def test_a_slip_carries_its_head_facts_lines_and_signatures():
    made = slip()

    text = text_of(made)
    expected = [
        "育才小学报修单",
        "BX-2026-0001",
        "报修人张㙍",
        "水嘴2",
        "李镕2026年11月20日17:12",
        "年月日",
        "第1页共1页",
    ]
    assert [piece for piece in expected if piece not in text] == []
    assert missing_glyphs(made) == 0


def test_what_people_typed_is_printed_as_typed():
    assert "<b>漏水</b>" in text_of(slip())


def test_a_slip_not_in_force_says_so_and_one_in_force_does_not():
    assert "未审批" in text_of(slip(watermark="未审批"))
    assert "未审批" not in text_of(slip())


def test_a_text_longer_than_a_page_begins_where_the_paper_has_room():
    reason = Fact("原因", "渗水" * 2000, wide=True)

    pages = pages_of(slip_to_pdf(Slip([reason]), school_name="育才小学", document_name="采购审批单"))

    assert "渗水渗水" in pages[0].extract_text().replace("\n", "")


@pytest.mark.parametrize("grid", GRIDS)
def test_a_long_name_leaves_the_rest_of_the_label_in_sight(grid):
    sticker = Sticker("综合保障管理中心" * 8, "https://school.example/r/1", lines=["ZC-2026-0137"])

    (page,) = pages_of(stickers_to_pdf([sticker], grid=grid, school_name="育才小学"))
    below_the_edge = {}
    page.extract_text(visitor_text=lambda text, _outer, at, *_font: below_the_edge.setdefault(text.strip(), at[5]))

    assert 0 < below_the_edge["育才小学"] < below_the_edge["ZC-2026-0137"]


@pytest.mark.parametrize(("grid", "size"), [("grid-3x7", (210, 297)), ("grid-2x5", (210, 297)), ("single", (100, 100))])
def test_a_sheet_takes_as_many_stickers_as_its_label_paper(grid, size):
    stickers = [Sticker(f"{number}号", f"https://school.example/r/{number}") for number in range(GRIDS[grid] + 1)]

    pages = pages_of(stickers_to_pdf(stickers, grid=grid, school_name="育才小学", document_name="门贴"))

    assert [page.extract_text().count("育才小学") for page in pages] == [GRIDS[grid], 1]
    assert [round(float(side) / MILLIMETRE) for side in pages[0].mediabox[2:]] == list(size)


def test_a_place_on_a_label_breaks_between_its_words():
    label = Sticker(
        "台式计算机", "https://school.example/r/1", lines=["南校区 综合楼 多功能厅", "北校区 教学楼 科学实验室"]
    )

    lines = pages_of(stickers_to_pdf([label]))[0].extract_text().splitlines()

    assert {"多功能厅", "科学实验室"} <= {line.strip() for line in lines}


def test_labels_already_used_are_left_free():
    stickers = [Sticker(f"{number}号", "https://school.example/r/1") for number in range(21)]

    pages = pages_of(stickers_to_pdf(stickers, skip=2))

    assert [page.extract_text().count("号") for page in pages] == [19, 2]
