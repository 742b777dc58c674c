"""Files of every kind, made on the spot."""

import zipfile
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def picture(kind="JPEG", *, size=(640, 480), colour="red", **options):
    """Return the bytes of a picture with a bright left half; of HEIF there is one, as an iPhone writes it."""
    if kind == "HEIF":
        return (Path(__file__).parent / "photo.heic").read_bytes()
    image = Image.new("RGB", size, "white")
    image.paste(colour, (0, 0, size[0] // 2, size[1]))
    return encoded(image, kind, **options)


def encoded(image, kind, **options):
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def archive(*members):
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for member in members:
            made.writestr(member, "<a/>")
    return written.getvalue()


def old_office(stream):
    return OLE + b"\0" * 504 + f"{stream}\0".encode("utf-16-le") + b"\0" * 64


def named(content, name="照片.jpg"):
    return ContentFile(content, name=name)


DOCUMENTS = {
    "application/pdf": b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n",
    "application/ofd": archive("OFD.xml", "Doc_0/Document.xml"),
    "application/xml": b'<?xml version="1.0" encoding="UTF-8"?><EInvoice><Amount>12.00</Amount></EInvoice>',
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": archive(
        "[Content_Types].xml", "word/document.xml"
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": archive(
        "[Content_Types].xml", "xl/workbook.xml"
    ),
    "application/msword": old_office("WordDocument"),
    "application/vnd.ms-excel": old_office("Workbook"),
}
