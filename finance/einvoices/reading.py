"""The three kinds of original: XML of the tax office, OFD (a zip of XML), PDF."""

import zipfile
from io import BytesIO
from xml.etree.ElementTree import ParseError

import pypdf
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pypdf.errors import PyPdfError

from finance.einvoices.facts import InvoiceFacts, facts_from, facts_in_text
from logistics.attachments.documents import OFD, PDF, XML

READ_MOST = 8 * 1024 * 1024  # bytes of a file; an invoice has a few hundred thousand at most
MEMBER_MOST = 2 * 1024 * 1024  # bytes of one member of an OFD, unpacked
MEMBERS_MOST = 60
PAGES_MOST = 3

# Names of elements, whatever their namespace: of the fully digital invoice, then of the earlier e-invoice.
ELEMENTS = {
    "code": ["InvoiceCode"],
    "number": ["InvoiceNumber", "InvoiceNo", "EIid"],
    "day": ["IssueTime", "IssueDate", "RequestTime"],
    "seller": ["SellerName"],
    "tax_id": ["SellerIdNum", "SellerTaxID", "SellerTaxPayerID"],
    "amount": ["TotalTax-includedAmount", "TaxInclusiveTotalAmount", "TotalAmount"],
    "check_code": ["InvoiceCheckCode"],
}
# Names under which an OFD keeps the same in its document properties.
CUSTOM = {
    "code": ["发票代码"],
    "number": ["发票号码"],
    "day": ["开票日期"],
    "seller": ["销售方名称"],
    "tax_id": ["销售方纳税人识别号"],
    "amount": ["价税合计", "合计金额(含税)"],
    "check_code": ["校验码"],
}


def read_original(content, media_type):
    """Return the InvoiceFacts of an original (bytes); empty ones for what cannot be read, which is then just kept."""
    read = {XML: read_xml, OFD: read_ofd, PDF: read_pdf}.get(media_type)
    if read is None or len(content) > READ_MOST:
        return InvoiceFacts()
    return read(content)


def read_xml(content):
    root = _parsed(content)
    return InvoiceFacts() if root is None else _facts_of_elements(root)


def read_ofd(content):
    """An OFD holds an invoice as data (properties, or an attached XML) or only as text on its pages."""
    texts = []
    for root in _members(content):
        facts = _facts_of_elements(root) or _facts_of_properties(root)
        if facts:
            return facts
        texts += [element.text or "" for element in root.iter() if _name(element) == "TextCode"]
    return facts_in_text("\n".join(texts))


def read_pdf(content):
    try:
        pages = pypdf.PdfReader(BytesIO(content)).pages[:PAGES_MOST]
        text = "\n".join(page.extract_text() for page in pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        # whatever is wrong inside a file from outside, it is kept and a person types what it says
        return InvoiceFacts()
    return facts_in_text(text)


def _members(content):
    """Yield the roots of the XML members of an archive, as far as they are of the size an invoice has."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for member in archive.infolist()[:MEMBERS_MOST]:
                root = _parsed(_unpacked(archive, member)) if member.filename.lower().endswith(".xml") else None
                if root is not None:
                    yield root
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return


def _unpacked(archive, member):
    """Return what a member holds, nothing when it is larger than it says or than an invoice can be."""
    with archive.open(member) as file:
        content = file.read(MEMBER_MOST + 1)
    return content if len(content) <= MEMBER_MOST else b""


def _parsed(content):
    """Return the root of an XML text; None when it is none, or defines entities of its own."""
    try:
        return fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None


def _name(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _facts_of_elements(root):
    found = {}
    for element in root.iter():
        if element.text and element.text.strip():
            found.setdefault(_name(element), element.text.strip())
    return _facts(ELEMENTS, found)


def _facts_of_properties(root):
    found = {
        element.get("Name", ""): element.text.strip()
        for element in root.iter()
        if _name(element) == "CustomData" and element.text
    }
    return _facts(CUSTOM, found)


def _facts(names, found):
    return facts_from(**{fact: _first(found, keys) for fact, keys in names.items()})


def _first(found, keys):
    return next((found[key] for key in keys if found.get(key)), "")
