"""Photographed papers for the sample school, drawn: quotes with ruled lines and sums, a licence with its seal."""

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


def sheet_for(request, times, *, by):
    """Return the token of one photographed quote for a request, ``times`` as dear as it asks for."""
    lines = [{"quantity": line.quantity, "unit_price": line.unit_price} for line in request.lines.all()]
    return _kept(_sheet(lines, float(times)), request.school, by)


def licence(school, by):
    """Return the token of a photographed licence: a framed sheet with lines and a red seal."""
    sheet = Image.new("RGB", (900, 640), "#f7f2e4")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle([30, 30, 870, 610], outline="#b08d57", width=10)
    draw.rectangle([300, 80, 600, 112], fill="#7a2e22")
    for row in range(6):
        draw.rectangle([110, 180 + row * 56, 240, 196 + row * 56], fill="#7c868d")
        draw.rectangle([270, 180 + row * 56, 520 + row * 40, 196 + row * 56], fill="#59636b")
    draw.ellipse([650, 430, 790, 570], outline="#c0392b", width=8)
    return _kept(sheet.rotate(0.8, fillcolor="#8b8378", expand=True), school, by)


def minutes(school, by):
    """Return the token of photographed minutes: a heading, lines of writing, a red seal at the end."""
    sheet = Image.new("RGB", SHEET, "#fbfaf6")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle([190, 70, 430, 96], fill="#7a2e22")
    for row in range(13):
        draw.rectangle([LEFT, 150 + row * 38, RIGHT - (row % 4) * 60, 160 + row * 38], fill="#7c868d")
    draw.ellipse([400, 660, 550, 810], outline="#c0392b", width=6)
    return _kept(sheet.rotate(0.9, fillcolor="#8b8378", expand=True), school, by)


def boxes(school, by):
    """Return the token of a photographed delivery: cartons on the ground before the store."""
    picture = Image.new("RGB", (900, 640), "#c9cdc8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 430, 900, 640], fill="#8f938c")
    for left, top, width in ((90, 250, 260), (380, 300, 220), (620, 220, 200)):
        draw.rectangle([left, top, left + width, 520], fill="#b98a56", outline="#7d5a33", width=4)
        draw.rectangle([left + width // 2 - 14, top, left + width // 2 + 14, 520], fill="#d8b98c")
    return _kept(picture, school, by)
