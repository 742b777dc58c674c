"""Photographed quotes for the sample school: a sheet with ruled lines and sums, drawn."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from logistics.attachments.services import keep_upload

SHEET = (620, 860)
LEFT, RIGHT, TOP, STEP = 50, 570, 180, 46


def quotes_for(lines, *, school, by, random):
    """Return the tokens of two photographed quotes, the second dearer than what is asked for."""
    return [_kept(_sheet(lines, dearer), school, by) for dearer in (1, 1 + random.choice([6, 9, 12]) / 100)]


def _sheet(lines, dearer):
    sheet = Image.new("RGB", SHEET, "#f4f1e8")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle([LEFT, 60, 300, 84], fill="#59636b")
    draw.rectangle([LEFT, 110, 420, 122], fill="#a9b0b5")
    sums = [line["quantity"] * line["unit_price"] for line in lines]
    for row, amount in enumerate([*sums, sum(sums)]):
        _row(draw, TOP + row * STEP, amount, dearer, last=row == len(sums))
    draw.ellipse([400, 640, 560, 800], outline="#c0392b", width=6)
    return sheet.rotate(1.2, fillcolor="#8b8378", expand=True)


def _row(draw, top, amount, dearer, *, last):
    draw.rectangle([LEFT, top, RIGHT, top + STEP], outline="#59636b", width=2)
    if not last:
        draw.rectangle([LEFT + 14, top + 17, LEFT + 190, top + 29], fill="#7c868d")
    text = f"{float(amount) * dearer:,.2f}"
    draw.text((RIGHT - 14, top + 23), text, fill="#22282d", font=ImageFont.load_default(22), anchor="rm")


def _kept(sheet, school, by):
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=70)
    return keep_upload(ContentFile(file.getvalue(), name="报价单.jpg"), school=school, by=by).token
