import pytest

from logistics.paper.registers import Register, RegisterColumn, register_to_pdf
from tests.paper.pdf_reading import fonts_not_embedded, missing_glyphs, pages_of, text_of

COLUMNS = [RegisterColumn("编号", 30), RegisterColumn("内容", 50), RegisterColumn("金额", 20, "amount")]


def ledger(count, **changes):
    rows = ([f"BX{number:04d}", "更换合页，校正门扇。" * (1 + number % 5), "12.50"] for number in range(count))
    return Register("育才小学", "维修台账", COLUMNS, rows, **changes)


@pytest.fixture(scope="module")
def in_parts():
    return register_to_pdf(ledger(130, total=["合计", "", "1,625.00"], note="制表：总务处"), rows_a_part=50)


def test_every_row_stands_once_and_in_order(in_parts):
    text = text_of(in_parts)

    places = [text.index(f"BX{number:04d}") for number in range(130)]
    assert places == sorted(places)
    assert text.count("BX") == 130


def test_page_numbers_run_through_the_parts(in_parts):
    texts = ["".join(page.extract_text().split()) for page in pages_of(in_parts)]

    assert len(texts) > 3
    assert [f"第{number}页共{len(texts)}页" in text for number, text in enumerate(texts, start=1)] == [True] * len(
        texts
    )


def test_a_ledger_in_parts_has_as_many_pages_as_in_one_piece(in_parts):
    whole = register_to_pdf(ledger(130, total=["合计", "", "1,625.00"], note="制表：总务处"))

    assert len(pages_of(in_parts)) == len(pages_of(whole))


def test_the_title_stands_once_the_headings_on_every_page_and_the_total_last(in_parts):
    texts = ["".join(page.extract_text().split()) for page in pages_of(in_parts)]

    assert ["育才小学维修台账编号" in text for text in texts] == [True] + [False] * (len(texts) - 1)
    assert ["编号内容金额" in text for text in texts] == [True] * len(texts)
    assert ["合计1,625.00制表：总务处" in text for text in texts] == [False] * (len(texts) - 1) + [True]


def test_a_ledger_in_parts_is_printed_from_embedded_fonts(in_parts):
    assert fonts_not_embedded(in_parts) == set()
    assert missing_glyphs(in_parts) == 0


@pytest.mark.parametrize("count", [0, 50])
def test_a_ledger_that_is_empty_or_fills_its_last_part_exactly_is_whole(count):
    text = text_of(register_to_pdf(ledger(count), rows_a_part=50))

    assert text.count("BX") == count
