"""The form field for photos and files."""

import json

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy

from logistics.attachments.models import Attachment

DOCUMENT_TYPES = ".pdf,.ofd,.xml,.doc,.docx,.xls,.xlsx"

PHOTOS = gettext_lazy("Photos")


class FilesInput(forms.Widget):
    """Sends each file at once (photos.js) and carries its token; shows what was sent before an error again."""

    template_name = "attachments/files_input.html"
    use_fieldset = True

    def __init__(self, *, max_files, documents, attrs=None):
        super().__init__(attrs)
        self.max_files = max_files
        self.documents = documents

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "upload_url": reverse("attachments:attachment_upload"),
            "max": self.max_files,
            "accept": f"image/*,{DOCUMENT_TYPES}" if self.documents else "",
            "uploaded_json": json.dumps(uploaded(value)) if value else "",
        }
        return context

    def format_value(self, value):
        return value

    def value_from_datadict(self, data, files, name):
        tokens = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [token for token in tokens if token]

    def value_omitted_from_data(self, data, files, name):
        return False


def uploaded(tokens):
    """Return what photos.js shows again for tokens that no record has claimed."""
    tokens = [token for token in tokens if token.isprintable()]
    found = {each.token: each for each in Attachment.objects.unclaimed().filter(token__in=tokens)}
    return [
        {"token": token, "thumb": found[token].thumb_url, "name": found[token].name}
        for token in tokens
        if token in found
    ]


class FilesField(forms.Field):
    """Files already uploaded; the cleaned value is the list of their tokens, which a service then claims."""

    default_error_messages = {
        "required": gettext_lazy("Add at least one photo."),
        "many": gettext_lazy("Add at most %(max)d files."),
        "documents": gettext_lazy("Only photos can be added here."),
    }

    def __init__(self, *, label=PHOTOS, max_files=6, documents=False, required=False, **options):
        self.max_files = max_files
        self.documents = documents
        options.setdefault("widget", FilesInput(max_files=max_files, documents=documents))
        super().__init__(label=label, required=required, **options)

    def to_python(self, value):
        return list(dict.fromkeys(value or []))

    def validate(self, value):
        super().validate(value)
        for token in value:
            ProhibitNullCharactersValidator()(token)
        if len(value) > self.max_files:
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"max": self.max_files})
        if value and not self.documents and Attachment.objects.filter(token__in=value).documents().exists():
            raise forms.ValidationError(self.error_messages["documents"], code="documents")
