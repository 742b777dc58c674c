"""QR codes for screen, stickers and slips."""

import io

import segno


def qr_svg(text, *, title="", border=4, error="m"):
    """Return an SVG without inline style that fills the box it is put in.

    border: the quiet zone in modules; 4 is what the standard asks for.
    """
    code = segno.make(text, error=error, micro=False)
    return code.svg_inline(border=border, omitsize=True, svgclass="qr", lineclass=None, title=title or None)


def qr_png(text, *, scale=8, border=4, error="m"):
    """Return a PNG, ``scale`` pixels a module."""
    picture = io.BytesIO()
    segno.make(text, error=error, micro=False).save(picture, kind="png", scale=scale, border=border)
    return picture.getvalue()
