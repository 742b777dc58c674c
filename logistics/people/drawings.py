"""Signatures drawn by hand: found in whatever picture comes, and written anew as dark ink on nothing."""

from base64 import b64encode
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageFile, ImageFilter, ImageOps

from logistics.errors import RuleError

FORMATS = ["PNG", "JPEG", "WEBP"]
BYTES_MAX = 10 * 1024 * 1024
PIXELS_MAX = 50_000_000
WORKED_AT = (1200, 1200)  # pixels; a photo is looked at no larger than this
WIDTH, HEIGHT = 420, 168  # pixels of what is kept, sharp in a cell of a slip
INK = (22, 28, 45)
COARSE = 8  # the paper is looked at in squares of so many pixels, in which strokes vanish
PALE = 40  # how much darker than the paper around it something is before it counts as ink, of 255
DARK = 110  # from here on ink is opaque
LEAST, MOST = 0.0008, 0.35  # the part of the picture that ink may cover


def as_signature(content):
    """Return the signature in ``content`` (bytes of a PNG, JPEG or WebP) as a small PNG, transparent but for the ink.

    A drawing on nothing and a photo of one on white paper both do. Raises RuleError when it cannot be read, is blank, or
    shows more than a signature.
    """
    if len(content) > BYTES_MAX:
        raise RuleError(_("This picture is too large. Choose one below 10 MB."))
    ink = _ink(_read(content))
    covered = sum(ink.histogram()[128:]) / (ink.width * ink.height)
    if covered < LEAST:
        raise RuleError(_("No signature can be seen. Draw it larger, or take the photo nearer and in better light."))
    if covered > MOST:
        raise RuleError(_("This shows more than a signature. Sign on plain white paper and take a photo of it."))
    return _as_png(ink)


def _read(content):
    """Return the picture upright in greys on white, without what a camera noted in it."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint allows half pictures everywhere when it is imported
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > PIXELS_MAX:
                raise RuleError(_("This picture has too many pixels. Choose a smaller one."))
            image.draft("RGB", WORKED_AT)
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise RuleError(_("This picture has too many pixels. Choose a smaller one.")) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise RuleError(_("This picture cannot be read. Draw the signature, or take a photo of it.")) from error
    upright.thumbnail(WORKED_AT, Image.Resampling.LANCZOS)
    return Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("L")


def _ink(grey):
    """Return how much ink there is at each point (0 to 255): what is darker than the paper around it, shadows left out."""
    small = grey.resize((max(1, grey.width // COARSE), max(1, grey.height // COARSE)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(3)).resize(grey.size)
    darker = ImageChops.subtract(paper, grey)
    return darker.point(lambda value: max(0, min(255, (value - PALE) * 255 // (DARK - PALE))))


def _as_png(ink):
    """Return the ink cut out, small, as PNG bytes."""
    left, top, right, bottom = ink.point(lambda value: 255 if value > 127 else 0).getbbox()
    alpha = ink.crop((max(0, left - 4), max(0, top - 4), right + 4, bottom + 4))
    alpha.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    alpha = alpha.point(lambda value: (value + 8) // 17 * 17)  # sixteen shades look as smooth and take half the room
    drawing = Image.new("RGBA", alpha.size, (*INK, 0))
    drawing.putalpha(alpha)
    written = BytesIO()
    drawing.save(written, "PNG", optimize=True)
    return written.getvalue()


def as_address(drawing):
    """Return a drawing (PNG bytes or None) as an address that holds it, since it is to have none of its own; "" for None."""
    return f"data:image/png;base64,{b64encode(drawing).decode()}" if drawing else ""
