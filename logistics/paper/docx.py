"""The document model as a Word file with real styles, in the typography of GB/T 9704."""

import io

from docx import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from logistics import clock
from logistics.paper.letters import width_in_letters
from logistics.paper.office_dates import office_date

LINE = Pt(28.95)
BODY = Pt(16)
BLACK = RGBColor(0, 0, 0)
LATIN = "Times New Roman"
ALIGNMENTS = {
    "": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "number": WD_ALIGN_PARAGRAPH.RIGHT,
    "amount": WD_ALIGN_PARAGRAPH.RIGHT,
}


def document_to_docx(document):
    """Return the bytes of a DOCX of ``document``; charts stand as tables of their numbers."""
    word = WordDocument()
    _set_page(word)
    _set_styles(word)
    properties = word.core_properties
    properties.title, properties.author, properties.comments = document.title, document.author, ""
    properties.created = properties.modified = clock.now()
    _add_title(word, document)
    for block in document.numbered_blocks:
        WRITERS[block.kind](word, block)
    if document.note:
        _write(word.add_paragraph(style="Note"), document.note)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


# --- page and styles --------------------------------------------------------------------------------------------------


def _set_page(word):
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    word.settings.odd_and_even_pages_header_footer = True
    _add_page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT, "right")
    _add_page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT, "left")


def _set_styles(word):
    normal = word.styles["Normal"]
    _set_font(normal, "仿宋", BODY)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = LINE
    _set_language(normal)
    body = word.styles["Body Text"]
    _plain(body)
    _set_font(body, "仿宋", BODY)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _indent(body, "firstLine", 2)
    title = word.styles["Title"]
    _plain(title)
    _set_font(title, "方正小标宋简体", Pt(22))
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(34)
    _drop(title.element.pPr, "w:pBdr")
    subtitle = word.styles["Subtitle"]
    _plain(subtitle)
    _set_font(subtitle, "楷体", BODY)
    subtitle.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for level, (family, bold) in enumerate([("黑体", False), ("楷体", True), ("仿宋", True), ("仿宋", False)], start=1):
        _set_heading(word.styles[f"Heading {level}"], family, bold)
    _set_heading(_new_style(word, "Annex", "Heading 1"), "黑体", False, indent=0)
    annex_title = _new_style(word, "Annex Title", "Title")
    _set_font(annex_title, "方正小标宋简体", Pt(18))
    annex_title.paragraph_format.keep_with_next = True
    _set_small(_new_style(word, "Table Text", "Normal"), Pt(12), Pt(18))
    note = _new_style(word, "Note", "Normal")
    _set_small(note, Pt(10.5), Pt(16))
    note.paragraph_format.space_before = Pt(14)
    signature = _new_style(word, "Sign-off", "Normal")
    signature.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    signature.paragraph_format.keep_together = True
    caption = word.styles["Caption"]
    _plain(caption)
    _set_font(caption, "黑体", Pt(12))
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True


def _set_heading(style, family, bold, indent=2):
    _plain(style)
    _set_font(style, family, BODY, bold=bold)
    style.paragraph_format.keep_with_next = True
    _indent(style, "firstLine", indent)


def _set_small(style, size, line):
    _set_font(style, "仿宋", size)
    style.paragraph_format.line_spacing = line


def _new_style(word, name, base):
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles[base]
    return style


def _plain(style):
    """Take the spacing and line height of the running text instead of Word's own."""
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = LINE


def _set_font(style, family, size, *, bold=False):
    """Name the font for Chinese and for Latin letters; theme fonts would win over both, so they go."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, size, bold, False
    style.font.color.rgb = BLACK
    _drop(style.element.rPr, "w:spacing", "w:kern")
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), family)
    fonts.set(qn("w:cs"), LATIN)


def _set_language(style):
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def _indent(styled, side, letters):
    """Indent a style or paragraph by letters, which Word keeps when the size changes."""
    indent = (styled.element if hasattr(styled, "element") else styled._p).get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), str(round(letters * 100)))
    indent.set(qn(f"w:{side}"), str(round(letters * BODY.pt * 20)))


def _drop(properties, *names):
    for name in names:
        for element in properties.findall(qn(name)):
            properties.remove(element)


# --- blocks -----------------------------------------------------------------------------------------------------------


def _add_title(word, document):
    title = word.add_paragraph(style="Title")
    for index, line in enumerate(document.title_lines):
        run = _write(title, line)
        if index < len(document.title_lines) - 1:
            run.add_break()
    if document.subtitle:
        _write(word.add_paragraph(style="Subtitle"), document.subtitle)
    word.add_paragraph()


def _add_heading(word, block):
    _write(word.add_paragraph(style=f"Heading {block.level}" if block.numbered else "Annex"), block.text)


def _add_paragraph(word, block):
    paragraph = word.add_paragraph(style="Body Text")
    if block.flush:
        paragraph.paragraph_format.first_line_indent = Pt(0)
    for piece in block.pieces:
        _write(paragraph, piece.text, bold=piece.bold)


def _add_table(word, block):
    if block.caption:
        _write(word.add_paragraph(style="Caption"), block.caption)
    rows = [*block.aligned_rows, *([block.aligned_total] if block.total else [])]
    table = word.add_table(rows=1 + len(rows), cols=len(block.headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, column in zip(table.rows[0].cells, block.headings, strict=True):
        _fill(cell, column.label, "centre", bold=True)
    _mark_row(table.rows[0], "w:tblHeader")
    for index, (row, texts) in enumerate(zip(table.rows[1:], rows, strict=True), start=1):
        _mark_row(row, "w:cantSplit")
        for cell, text in zip(row.cells, texts, strict=True):
            _fill(cell, text.text, text.align, bold=bool(block.total) and index == len(rows))
    word.add_paragraph()


def _add_chart(word, block):
    _add_table(word, block.table)


def _add_annex_note(word, block):
    word.add_paragraph().paragraph_format.keep_with_next = True
    note = word.add_paragraph(style="Body Text")
    note.paragraph_format.keep_with_next = True
    _write(note, block.text)


def _add_annex_title(word, block):
    _write(word.add_paragraph(style="Annex Title"), block.text)
    word.add_paragraph()


def _add_page_break(word, _block):
    word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _add_signature(word, block):
    for _line in range(2):
        word.add_paragraph().paragraph_format.keep_with_next = True
    day = office_date(block.date)
    widest = max(width_in_letters(block.unit), width_in_letters(day))
    for text in (block.unit, day):
        line = word.add_paragraph(style="Sign-off")
        _write(line, text)
        _indent(line, "right", 4 + (widest - width_in_letters(text)) / 2)
        line.paragraph_format.keep_with_next = text != day


def _write(paragraph, text, *, bold=False):
    """Add a run whose quotes and dashes take the Chinese font, as the hint asks."""
    run = paragraph.add_run(text)
    run.bold = bold or None
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run


def _fill(cell, text, align, *, bold=False):
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    paragraph.alignment = ALIGNMENTS[align]
    _write(paragraph, text, bold=bold)


def _mark_row(row, name):
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _add_page_number(paragraph, alignment, side):
    """— 1 —, 四号, one letter in from the outer edge."""
    paragraph.alignment = alignment
    _indent(paragraph, side, 1)
    for kind, text in [("text", "— "), ("field", "PAGE"), ("text", " —")]:
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(14)
        run.font.name = "宋体"
        run._r.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
        if kind == "field":
            _add_field(run, text)


def _add_field(run, instruction):
    for kind in ("begin", "instruction", "end"):
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = instruction
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


WRITERS = {
    "heading": _add_heading,
    "paragraph": _add_paragraph,
    "table": _add_table,
    "chart": _add_chart,
    "annex_note": _add_annex_note,
    "title": _add_annex_title,
    "page_break": _add_page_break,
    "signature": _add_signature,
}
