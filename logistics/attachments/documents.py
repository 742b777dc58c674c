"""Documents that are kept byte for byte: what a file is follows from its content, never from its name."""

import zipfile
from xml.parsers import expat

from django.utils.translation import gettext as _

from logistics.errors import RuleError

PDF = "application/pdf"
OFD = "application/ofd"
XML = "application/xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"

ENDINGS = {PDF: "pdf", OFD: "ofd", XML: "xml", DOCX: "docx", XLSX: "xlsx", DOC: "doc", XLS: "xls"}

# A file of these members, in a zip archive, is that kind of document.
ARCHIVES = {
    OFD: {"OFD.xml"},
    DOCX: {"[Content_Types].xml", "word/document.xml"},
    XLSX: {"[Content_Types].xml", "xl/workbook.xml"},
}
MACROS = ("word/vbaProject.bin", "xl/vbaProject.bin")
MEMBERS_MAX = 10_000
UNPACKED_MAX = 600 * 1024 * 1024

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
STREAMS = {DOC: ["WordDocument"], XLS: ["Workbook", "Book"]}
PAGE_ROOTS = {"html", "svg"}
TAIL = 2048


def media_type_of(file):
    """Return the media type of a document, or None when it is none of those we keep.

    file: a seekable binary file. Raises RuleError for a document that is damaged or could do harm.
    """
    file.seek(0)
    head = file.read(16)
    if head.startswith(b"%PDF-"):
        return check_pdf(file)
    if head.startswith(b"PK\x03\x04"):
        return kind_of_archive(file)
    if head.startswith(OLE):
        return kind_of_old_office(file)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        return check_xml(file)
    return None


def check_pdf(file):
    file.seek(0, 2)
    file.seek(max(file.tell() - TAIL, 0))
    if b"%%EOF" not in file.read():
        raise damaged()
    return PDF


def kind_of_archive(file):
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise damaged() from error
    names = {member.filename for member in members}
    if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_MAX:
        raise RuleError(_("This file unpacks to more than a document holds. Choose another one."))
    if names.intersection(MACROS):
        raise RuleError(_("This file contains macros. Save it without macros and choose it again."))
    return next((kind for kind, needed in ARCHIVES.items() if needed <= names), None)


def kind_of_old_office(file):
    """Word and Excel of before 2007 are one container; its directory names the main stream in UTF-16."""
    file.seek(0)
    content = file.read()
    for kind, streams in STREAMS.items():
        if any(f"{name}\0".encode("utf-16-le") in content for name in streams):
            return kind
    return None


def check_xml(file):
    """XML without a document type, hence without entities, and not a page in disguise."""
    roots = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.StartElementHandler = lambda name, attributes: roots or roots.append(name)
    file.seek(0)
    try:
        parser.ParseFile(file)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged() from error
    return None if roots[0].rpartition(":")[2].lower() in PAGE_ROOTS else XML


def refuse_document_type(*args):
    raise RuleError(
        _("This XML file has definitions of its own, which an invoice never has. Choose the original file.")
    )


def damaged():
    return RuleError(_("This file cannot be read; it may be damaged. Fetch it anew and choose it again."))
