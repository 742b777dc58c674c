import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image


@pytest.fixture
def red_square():
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    return picture.getvalue()


@pytest.fixture
def school_font(tmp_path):
    """The path of a font file with nothing but an A, as a school might add one."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 1000))
    pen.lineTo((1000, 0))
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "A"])
    font.setupCharacterMap({ord("A"): "A"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "A": (1000, 0)})
    font.setupHorizontalHeader(ascent=1000, descent=-200)
    font.setupNameTable({"familyName": "SchoolSong", "styleName": "Regular", "psName": "SchoolSong"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "school.ttf")
    return str(tmp_path / "school.ttf")
