"""Originals of invoices for the sample school: the XML that the tax office gives, and photographed papers, drawn."""

import io
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from logistics.attachments.services import keep_upload

XML = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice>
  <Header><EIid>{number}</EIid><InherentLabel><EInvoiceType><LabelCode>01</LabelCode></EInvoiceType></InherentLabel></Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>{tax_id}</SellerIdNum><SellerName>{seller}</SellerName></SellerInformation>
    <BuyerInformation><BuyerName>{buyer}</BuyerName></BuyerInformation>
    <BasicInformation><TotalTax-includedAmount>{amount}</TotalTax-includedAmount></BasicInformation>
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{day}</IssueTime></TaxSupervisionInfo>
</EInvoice>
"""
TAX_ID = "92370103MA3D000731"


def kept_invoice(school, by, kind, number, day, seller, amount):
    """Return the token of the original of one invoice."""
    if kind == "electronic":
        return keep_upload(as_xml(school, number, day, seller, amount), school=school, by=by).token
    return keep_upload(as_photo(number, amount), school=school, by=by).token


def as_xml(school, number, day, seller, amount):
    text = XML.format(
        number=number,
        day=f"{day:%Y-%m-%d}",
        seller=escape(seller),
        buyer=escape(school.name),
        amount=amount,
        tax_id=TAX_ID,
    )
    return ContentFile(text.encode(), name=f"{number}.xml")


def as_photo(number, amount):
    """A photographed receipt: ruled lines, number in red, the amount, a seal."""
    sheet = Image.new("RGB", (760, 480), "#fbf7ee")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle([24, 24, 736, 456], outline="#7a2e22", width=3)
    draw.rectangle([280, 52, 480, 74], fill="#7a2e22")
    draw.text((600, 52), f"No.{number[-8:]}", fill="#c0392b", font=ImageFont.load_default(20))
    for row in range(4):
        draw.rectangle([60, 130 + row * 52, 220 + row * 40, 142 + row * 52], fill="#7c868d")
        draw.line([24, 170 + row * 52, 736, 170 + row * 52], fill="#b9a58c")
    draw.text((560, 380), f"{amount:,.2f}", fill="#22282d", font=ImageFont.load_default(28))
    draw.ellipse([560, 220, 690, 350], outline="#c0392b", width=6)
    file = io.BytesIO()
    sheet.rotate(0.9, fillcolor="#8b8378", expand=True).save(file, "JPEG", quality=70)
    return ContentFile(file.getvalue(), name="票据.jpg")
