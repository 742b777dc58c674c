"""Sheets of QR stickers: door labels and asset labels on the label paper shops sell, or on a roll printer."""

from dataclasses import dataclass, field

from logistics.paper.pdf import render_pdf

GRIDS = {"grid-3x7": 21, "grid-2x5": 10, "single": 1}


@dataclass(frozen=True)
class Sticker:
    """``address`` is what the QR code says; ``call`` a line such as 扫码报修."""

    name: str
    address: str
    lines: list[str] = field(default_factory=list)
    call: str = ""


def stickers_to_pdf(stickers, *, grid="grid-3x7", school_name="", document_name="", skip=0, fonts=()):
    """Return the PDF of ``stickers``, twenty-one (3×7), ten (2×5) or one (100 × 100 mm) to a sheet.

    skip: labels already used up on the first sheet.
    """
    context = {
        "grid": grid,
        "sheets": _sheets([None] * skip + list(stickers), GRIDS[grid]),
        "school_name": school_name,
        "document_name": document_name,
    }
    return render_pdf("paper/stickers.html", context, fonts=fonts)


def _sheets(stickers, size):
    return [stickers[start : start + size] for start in range(0, len(stickers), size)]
