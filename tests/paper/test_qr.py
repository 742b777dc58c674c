import io
from xml.etree import ElementTree

from PIL import Image

from logistics.paper.qr import qr_png, qr_svg

ADDRESS = "https://school.example/r/9f3a"


def test_a_code_on_screen_has_no_inline_style_and_says_what_it_is():
    svg = qr_svg(ADDRESS, title="三（2）班 <门>")

    picture = ElementTree.fromstring(svg)
    assert "style" not in svg
    assert picture.find("title").text == "三（2）班 <门>"


def test_codes_of_different_addresses_differ():
    assert qr_svg(ADDRESS) != qr_svg(ADDRESS + "0")


def test_a_picture_has_a_quiet_zone_of_four_modules():
    picture = Image.open(io.BytesIO(qr_png(ADDRESS, scale=2))).convert("L")

    assert picture.crop((0, 0, picture.width, 8)).getextrema() == (255, 255)
    assert picture.getpixel((8, 8)) == 0
