import io
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from logistics.exchange.csv_files import stream_csv
from logistics.exchange.reading import ImportColumn, read_rows
from logistics.exchange.workbooks import Sheet, SheetColumn, template_workbook, write_workbook

COLUMNS = [
    SheetColumn("编号"),
    SheetColumn("日期", "date"),
    SheetColumn("登记时间", "datetime"),
    SheetColumn("地点"),
    SheetColumn("金额", "money"),
    SheetColumn("数量", "number"),
]
ROW = ["BX-1", date(2026, 3, 12), datetime(2026, 3, 12, 1, 5, tzinfo=UTC), "启慧楼三（2）班后门", Decimal("12.50"), 3]


def ledger(rows, **changes):
    with write_workbook([Sheet("维修/台账", "育才小学维修台账", COLUMNS, rows, **changes)]) as file:
        return load_workbook(io.BytesIO(file.read())).active


def test_a_ledger_opens_with_the_title_of_the_school_and_its_headings():
    page = ledger([ROW], subtitle="2026年7月5日")

    assert page.title == "维修台账"
    assert page["A1"].value == "育才小学维修台账"
    assert page["A2"].value == "2026年7月5日"
    assert [cell.value for cell in page[3]] == ["编号", "日期", "登记时间", "地点", "金额", "数量"]


def test_values_stay_what_they_are():
    page = ledger([ROW])

    values = [cell.value for cell in page[3]]
    local = datetime(2026, 3, 12, 9, 5)
    assert values == ["BX-1", datetime(2026, 3, 12), local, "启慧楼三（2）班后门", 12.5, 3]
    assert page["E3"].number_format == "#,##0.00"


def test_a_text_that_looks_like_a_formula_stays_a_text():
    page = ledger([["=1+1", None, None, "+86", None, None]])

    assert (page["A3"].value, page["A3"].data_type) == ("=1+1", "s")


def test_columns_are_as_wide_as_chinese_needs():
    page = ledger([ROW])

    assert page.column_dimensions["D"].width >= 2 * len("启慧楼三（2）班后门")


def test_a_ledger_prints_on_a4_across_with_its_headings_on_every_page():
    page = ledger([ROW])

    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$2:$2"
    assert page.freeze_panes == "A3"


def test_the_total_is_the_last_row():
    page = ledger([ROW, ROW], total=["合计", "", "", "", Decimal("25.00"), 6])

    assert [cell.value for cell in page[5]] == ["合计", None, None, None, 25, 6]


def test_a_row_is_as_high_as_its_longest_text_needs():
    page = ledger([ROW, [*ROW[:3], "走廊尽头的水龙头关不紧" * 6, *ROW[4:]]])

    assert page.row_dimensions[3].height is None
    assert page.row_dimensions[4].height > 2 * 15


def test_many_columns_of_long_texts_share_the_width_of_the_paper():
    columns = [SheetColumn("情况说明"), *[SheetColumn("说明")] * 9]
    with write_workbook([Sheet("台账", "台账", columns, [["走廊尽头的水龙头关不紧" * 3] * 10])]) as file:
        page = load_workbook(io.BytesIO(file.read())).active

    widths = {(entry.min, entry.max): entry.width for entry in page.column_dimensions.values()}
    assert sum((last - first + 1) * width for (first, last), width in widths.items()) <= 220


def test_a_text_keeps_off_the_amount_beside_it():
    page = ledger([ROW])

    assert page["A3"].alignment.indent == 1


def test_a_whole_number_among_decimals_ends_in_no_point():
    columns = [SheetColumn("温度", "decimal")]
    with write_workbook([Sheet("台账", "台账", columns, [[Decimal("4")], [Decimal("-18.5")]])]) as file:
        page = load_workbook(io.BytesIO(file.read())).active

    assert page["A3"].number_format == "General"


TEMPLATE = [
    ImportColumn("name", "姓名", required=True),
    ImportColumn("phone", "手机号"),
    ImportColumn("trade", "工种", choices=[(str(number), f"工种第{number}号") for number in range(60)]),
]


def test_a_template_offers_pick_lists_of_any_length_and_marks_what_is_required():
    with template_workbook("人员", TEMPLATE, note="带 * 的必填") as file:
        book = load_workbook(file)

    page, choices = book.worksheets
    rule = page.data_validations.dataValidation[0]
    assert [cell.value for cell in page[2]] == ["姓名*", "手机号", "工种"]
    assert (str(rule.sqref), rule.formula1) == ("C3:C5000", f"'{choices.title}'!$C$1:$C$60")
    assert (choices.sheet_state, choices["C60"].value) == ("hidden", "工种第59号")


def test_a_template_shows_its_note_and_its_sample_whole():
    sample = ["2026-03-02 08:15 之后", "13800001234", "工种第1号"]
    with template_workbook("人员", TEMPLATE, note="多个岗位用顿号隔开，" * 8, sample_rows=[sample]) as file:
        page = load_workbook(file).active

    assert page.row_dimensions[1].height >= 3 * 15
    assert page.column_dimensions["A"].width >= 2 * len("示例：") + len("2026-03-02 08:15 ") + 2 * len("之后")


def test_a_template_prints_across_on_one_sheet_wide():
    with template_workbook("人员", TEMPLATE, note="说明") as file:
        page = load_workbook(file).active

    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.print_title_rows) == (True, "$2:$2")


def test_a_filled_template_reads_back_without_its_sample():
    with template_workbook("人员", TEMPLATE, note="说明", sample_rows=[["王堃", "13800001234", "工种第1号"]]) as file:
        book = load_workbook(file)
    book.active.append(["李镕", "013900001234", "工种第2号"])
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)

    rows = read_rows(filled, TEMPLATE).rows

    assert [row.values for row in rows] == [{"name": "李镕", "phone": "013900001234", "trade": "2"}]


def test_a_csv_opens_in_excel_and_holds_no_formula():
    rows = [["=cmd()", -5, Decimal("-1.50"), None, 'a,"b"', datetime(2026, 3, 12, 1, 5, tzinfo=UTC), "-减"]]

    text = "".join(stream_csv(["编号", "数", "额", "空", "文", "时", "备注"], rows))

    assert text == '\ufeff编号,数,额,空,文,时,备注\r\n\'=cmd(),-5,-1.50,,"a,""b""",2026-03-12 09:05,\'-减\r\n'


def test_a_csv_is_written_line_by_line():
    taken = []
    lines = stream_csv(["数"], (taken.append(number) or [number] for number in range(3)))

    next(lines)
    next(lines)

    assert taken == [0]
