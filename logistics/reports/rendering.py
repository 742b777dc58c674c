"""A summary as a file."""

import json

from django.core.serializers.json import DjangoJSONEncoder

from logistics.paper.document import document_to_pdf
from logistics.paper.docx import document_to_docx
from logistics.reports.models import Export
from logistics.reports.selectors import fonts_of, style_of

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


def render(summary, file_format):
    """Return the bytes of ``summary`` as "pdf", "docx" or "json"."""
    if file_format == Export.Format.JSON:
        return _json(summary)
    document = summary.document(roughly=style_of(summary.school).roughly)
    if file_format == Export.Format.DOCX:
        return document_to_docx(document)
    return document_to_pdf(document, fonts=fonts_of(summary.school))


def _json(summary):
    return json.dumps(summary.as_json(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()
