import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from logistics.errors import RuleError
from logistics.exchange.reading import CellError, ImportColumn, read_rows

COLUMNS = [
    ImportColumn("name", "姓名", required=True, aliases=["教师姓名"], max_length=6),
    ImportColumn("phone", "手机号"),
    ImportColumn("trade", "工种", choices=[("water", "水电"), ("wood", "木工")]),
    ImportColumn("cost", "费用", "money"),
    ImportColumn("count", "数量", "number"),
    ImportColumn("weight", "重量", "decimal"),
    ImportColumn("day", "日期", "date"),
    ImportColumn("boards", "住宿", "yes_no"),
]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def values_of(heading, cell):
    read = read_rows(workbook(["姓名", heading], ["王堃", cell]), COLUMNS)
    assert read.errors == []
    key = next(column.key for column in COLUMNS if column.label == heading)
    return read.rows[0].values[key]


def error_of(heading, cell):
    read = read_rows(workbook(["姓名", heading], ["王堃", cell]), COLUMNS)
    assert read.rows == []
    return read.errors


def test_headings_are_found_under_the_title_of_the_school():
    sheet = workbook(["育才小学教师名单"], [], ["序号", "教师姓名 ", "手机号*"], [1, "　王堃 ", 13800001234])

    read = read_rows(sheet, COLUMNS)

    assert [(row.number, row.values["name"], row.values["phone"]) for row in read.rows] == [(4, "王堃", "13800001234")]
    assert read.ignored == ["序号"]


def test_the_sheet_whose_headings_fit_is_taken():
    book = Workbook()
    book.active.append(["填表说明"])
    page = book.create_sheet("名单")
    page.append(["姓名"])
    page.append(["李镕"])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)

    assert [row.values["name"] for row in read_rows(file, COLUMNS).rows] == ["李镕"]


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("费用", 0.1, Decimal("0.10")),
        ("费用", 1234.56, Decimal("1234.56")),
        ("费用", "￥１，２３４．５０元", Decimal("1234.50")),
        ("重量", 0.1, Decimal("0.1")),
        ("数量", "１２", 12),
        ("数量", 12.0, 12),
        ("手机号", 13800001234.0, "13800001234"),
        ("日期", date(2026, 9, 1), date(2026, 9, 1)),
        ("日期", "2026年9月1日", date(2026, 9, 1)),
        ("日期", "2026.9.1", date(2026, 9, 1)),
        ("日期", "2026/09/01", date(2026, 9, 1)),
        ("日期", 20260901, date(2026, 9, 1)),
        ("工种", " 水电 ", "water"),
        ("住宿", "是", True),
        ("住宿", "否", False),
        ("手机号", None, None),
    ],
)
def test_a_cell_is_read_as_it_is_meant(heading, cell, value):
    assert values_of(heading, cell) == value


@pytest.mark.parametrize(
    ("heading", "cell", "message"),
    [
        ("费用", "约五十", "“约五十”不是数字。"),
        ("费用", 1.005, "金额最多两位小数。"),
        ("费用", "NaN", "“NaN”不是数字。"),
        ("数量", 1.5, "“1.5”不是整数。"),
        ("日期", "2026-02-30", "“2026-02-30”不是日期，请写成 2026-09-01 的样式。"),
        ("工种", "园林", "“园林”不在可选范围内：水电、木工。"),
        ("住宿", "可能", "请填“是”或“否”。"),
        ("手机号", 110101199003071234, "长数字在表格里丢失了位数，请把单元格设为“文本”后重新填写。"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_a_sentence(heading, cell, message):
    assert error_of(heading, cell) == [CellError(2, heading, message)]


def test_a_required_cell_left_empty_and_a_text_too_long_are_named():
    read = read_rows(workbook(["姓名", "手机号"], [None, "1"], ["一二三四五六七", "2"], ["王堃", "3"]), COLUMNS)

    assert read.errors == [CellError(2, "姓名", "此处必填。"), CellError(3, "姓名", "最多 6 个字。")]
    assert [row.number for row in read.rows] == [4]


def test_empty_rows_and_the_sample_row_are_skipped():
    read = read_rows(workbook(["姓名"], ["示例：王堃"], [], ["李镕"]), COLUMNS)

    assert [row.number for row in read.rows] == [4]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_of_excel_or_wps_is_read(encoding):
    file = io.BytesIO("姓名,费用\r\n王堃,12.50\r\n".encode(encoding))

    read = read_rows(file, COLUMNS)

    assert [(row.values["name"], row.values["cost"]) for row in read.rows] == [("王堃", Decimal("12.50"))]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0 broken",
        b"<html><table></table></html>",
        b"%PDF-1.7\0\0",
        b"\xff\xfe\xfa",
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content):
    with pytest.raises(RuleError, match="请另存为 .xlsx 后再试"):
        read_rows(io.BytesIO(content), COLUMNS)


def test_missing_headings_are_named():
    with pytest.raises(RuleError, match="姓名"):
        read_rows(workbook(["电话"], ["1"]), COLUMNS)
