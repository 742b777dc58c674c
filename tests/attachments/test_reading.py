"""What a file is follows from its content."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from logistics.attachments import documents, pictures
from logistics.errors import RuleError
from tests.attachments.files import DOCUMENTS, archive, encoded, picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_kind_of_photo_becomes_a_jpeg(kind):
    content = picture(kind)

    read = pictures.read_picture(BytesIO(content))

    assert pictures.is_picture(content[:16])
    assert (Image.open(BytesIO(read.content)).format, read.width, read.height) == ("JPEG", 640, 480)


def test_a_large_photo_shrinks_to_2048_and_its_thumb_to_320():
    read = pictures.read_picture(BytesIO(picture(size=(4096, 2048))))

    assert Image.open(BytesIO(read.content)).size == (2048, 1024)
    assert Image.open(BytesIO(read.thumb)).size == (320, 160)


def test_a_photo_taken_with_the_phone_on_its_side_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to look right

    read = pictures.read_picture(BytesIO(picture(exif=exif)))

    upright = Image.open(BytesIO(read.content))
    assert upright.size == (480, 640)
    assert upright.getpixel((240, 100))[1] < 90, "the red left half is on top"


def test_what_the_camera_noted_is_dropped():
    exif = Image.Exif()
    exif[0x010F] = "Maker of the phone"
    content = picture(exif=exif, comment=b"secret words")

    read = pictures.read_picture(BytesIO(content))

    assert b"Maker" in content and b"secret" in content
    assert b"Maker" not in read.content and b"secret" not in read.content
    assert dict(Image.open(BytesIO(read.content)).getexif()) == {}


def test_a_see_through_picture_gets_a_white_ground():
    content = encoded(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "PNG")

    read = pictures.read_picture(BytesIO(content))

    assert Image.open(BytesIO(read.content)).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    content = encoded(Image.new("1", (10_000, 9_000)), "PNG")

    with pytest.raises(RuleError, match="像素"):
        pictures.read_picture(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9])
def test_a_photo_cut_short_is_refused_with_a_sentence(kind, part):
    content = picture(kind, size=(900, 700))

    with pytest.raises(RuleError):
        pictures.read_picture(BytesIO(content[: max(16, int(len(content) * part))]))


@pytest.mark.parametrize("media_type", DOCUMENTS)
def test_a_document_is_known_by_its_content(media_type):
    assert documents.media_type_of(BytesIO(DOCUMENTS[media_type])) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\x00 a program",
        b"just text",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        archive("readme.txt"),
        archive("[Content_Types].xml", "ppt/presentation.xml"),
    ],
)
def test_anything_else_is_no_document(content):
    assert documents.media_type_of(BytesIO(content)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 and then nothing",
        b"PK\x03\x04 no archive",
        b'<?xml version="1.0"?><a><b></a>',
        b'<?xml version="1.0"?>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    ],
)
def test_a_damaged_or_harmful_document_is_refused_with_a_sentence(content):
    with pytest.raises(RuleError):
        documents.media_type_of(BytesIO(content))


def with_swapped_colours():
    """Return a colour profile in which red and blue have changed places, as far from sRGB as can be."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_follow_the_profile_that_the_phone_noted(mode):
    file = BytesIO()
    Image.new(mode, (40, 40), "red").save(file, "PNG", icc_profile=with_swapped_colours())

    red, _green, blue = Image.open(BytesIO(pictures.read_picture(file).content)).getpixel((20, 20))

    assert (red < 40, blue > 215) == (True, True)


def test_a_damaged_profile_does_not_spoil_the_photo():
    file = BytesIO()
    Image.new("RGB", (40, 40), "red").save(file, "PNG", icc_profile=b"no profile")

    red, _green, blue = Image.open(BytesIO(pictures.read_picture(file).content)).getpixel((20, 20))

    assert (red > 215, blue < 40) == (True, True)
