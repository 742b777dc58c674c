"""Pictures: decoded wholly, turned upright, made smaller, and written anew without what a camera noted in them."""

from dataclasses import dataclass
from io import BytesIO

import pi_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps

from logistics.errors import RuleError

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]
LONGEST = 2048  # pixels
THUMB = 320  # pixels
JPEG_PIXELS_MAX = 120_000_000  # decoded at reduced size, so a phone's largest photo is fine
PIXELS_MAX = 50_000_000
SRGB = ImageCms.createProfile("sRGB")
WRITTEN_AS = {"RGBA": "RGBA", "RGB": "RGB", "L": "RGB", "CMYK": "RGB"}  # modes that profiles speak of

pi_heif.register_heif_opener()


@dataclass(frozen=True)
class Picture:
    """A JPEG with its small version, both bytes."""

    content: bytes
    thumb: bytes
    width: int
    height: int


def is_picture(head):
    """Say whether a file that begins with these bytes claims to be a picture we read."""
    return (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"))
    )


def read_picture(file):
    """Return the Picture in ``file``; raise RuleError when it cannot be read as one."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint allows half pictures everywhere when it is imported
    try:
        with Image.open(file, formats=FORMATS) as image:
            check_size(image)
            image.draft("RGB", (LONGEST, LONGEST))
            upright = flat(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as error:
        raise too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        raise RuleError(_("This photo cannot be read; it may be damaged. Take or choose it again.")) from error
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    small = upright.copy()
    small.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    return Picture(as_jpeg(upright), as_jpeg(small, quality=80), upright.width, upright.height)


def check_size(image):
    if image.width * image.height > (JPEG_PIXELS_MAX if image.format in ("JPEG", "MPO") else PIXELS_MAX):
        raise too_many_pixels()


def too_many_pixels():
    return RuleError(_("This picture has too many pixels. Choose a smaller one."))


def flat(image):
    """Return the image in plain colours on white, with nothing noted in it."""
    if image.mode in ("LA", "PA", "P"):
        image = image.convert("RGBA")
    image = in_srgb(image)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    plain = image.convert("RGB")
    plain.info = {}
    return plain


def in_srgb(image):
    """Return the image in the colours every screen expects; phones note wider ones (Display P3), pale when read so."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in WRITTEN_AS:
        return image
    try:
        noted = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, noted, SRGB, outputMode=WRITTEN_AS[image.mode])
    except (ImageCms.PyCMSError, OSError):  # the profile is damaged, the picture need not be
        return image


def as_jpeg(image, *, quality=85):
    written = BytesIO()
    image.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()
