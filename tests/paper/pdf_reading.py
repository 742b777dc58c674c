"""Reads a PDF the way a reader or printer would: its text, its fonts, and glyphs that are missing."""

import io

from pypdf import PdfReader
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

SHOWING = {b"Tj", b"'", b'"', b"TJ"}
NO_GLYPH = {b"\0\0", b"\xff\xff"}


def pages_of(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def text_of(pdf):
    """The whole text without spaces and line breaks, since layout decides on those."""
    return "".join("".join(page.extract_text().split()) for page in pages_of(pdf))


def fonts_not_embedded(pdf):
    """Names of fonts whose letters a reader would have to make up."""
    missing = set()
    for font in _fonts(pdf):
        for described in font.get("/DescendantFonts", [font]):
            descriptor = described.get_object().get("/FontDescriptor", {})
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                missing.add(str(font["/BaseFont"]))
    return missing


def missing_glyphs(pdf):
    """How many letters no font had: glyph 0 (the empty box), or 65535 as WeasyPrint writes it. For two-byte fonts."""
    return sum(_missing_on(page) for page in pages_of(pdf))


def _fonts(pdf):
    for page in pages_of(pdf):
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()


def _missing_on(page):
    stream = ContentStream(page.get_contents(), page.pdf)
    missing = 0
    for operands, operator in stream.operations:
        if operator in SHOWING:
            shown = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
            for piece in shown:
                if isinstance(piece, ByteStringObject | TextStringObject):
                    content = piece.original_bytes
                    missing += sum(content[at : at + 2] in NO_GLYPH for at in range(0, len(content), 2))
    return missing
