import io

import pytest
from docx import Document as read_docx
from docx.oxml.ns import qn
from docx.shared import Pt

from logistics.paper.document import AnnexNote, Document, Heading, Title
from logistics.paper.docx import document_to_docx
from tests.paper.test_documents import summary


@pytest.fixture(scope="module")
def word():
    return read_docx(io.BytesIO(document_to_docx(summary())))


def texts(word, style):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == style]


def chinese_font(style):
    return style.element.rPr.rFonts.get(qn("w:eastAsia"))


def test_headings_have_real_styles_that_the_navigation_pane_shows(word):
    assert texts(word, "Heading 1") == ["一、校舍维修", "二、存在的问题"]
    assert texts(word, "Heading 2") == ["（一）报修", "（二）采购", "（一）巡查"]
    assert texts(word, "Title") == ["2025—2026学年度\n第二学期总务后勤工作总结"]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Body Text", "仿宋", 16),
        ("Table Text", "仿宋", 12),
    ],
)
def test_styles_name_the_fonts_of_official_documents(word, style, font, size):
    found = word.styles[style]

    assert (chinese_font(found), found.font.size) == (font, Pt(size))
    assert [name for name in found.element.rPr.rFonts.attrib if "Theme" in name] == []


def test_running_text_is_indented_by_two_letters_on_fixed_lines(word):
    body = word.styles["Body Text"]

    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert body.paragraph_format.line_spacing == Pt(28.95)


def test_the_page_has_the_margins_of_official_documents(word):
    section = word.sections[0]

    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (section.page_width.mm, section.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))


def test_page_numbers_are_fields_on_the_outer_side(word):
    section = word.sections[0]

    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert "PAGE" in odd._p.xml
    assert "PAGE" in even._p.xml
    assert (odd.alignment.name, even.alignment.name) == ("RIGHT", "LEFT")


def test_a_table_repeats_its_headings_and_charts_stand_as_tables(word):
    chart, table = word.tables

    assert [cell.text for cell in chart.rows[1].cells] == ["水电", "128"]
    assert [cell.text for cell in table.rows[-1].cells] == ["合计", "86.00"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_an_annex_is_announced_and_titled_in_styles_of_its_own():
    blocks = [AnnexNote("附件：统计图表"), Heading(1, "附件", numbered=False), Title("统计图表")]
    word = read_docx(io.BytesIO(document_to_docx(Document("总结", blocks))))

    assert texts(word, "Body Text") == ["附件：统计图表"]
    assert texts(word, "Annex") == ["附件"]
    assert texts(word, "Annex Title") == ["统计图表"]


def test_the_file_is_signed_by_the_office_and_nobody_else(word):
    assert word.core_properties.author == "育才小学总务处"
    assert word.core_properties.comments == ""
    assert texts(word, "Sign-off") == ["育才小学总务处", "2026年7月5日"]
