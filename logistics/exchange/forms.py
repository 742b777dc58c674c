"""Sending in a workbook."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.pages.forms import SchoolForm


class WorkbookForm(SchoolForm):
    """One workbook."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=gettext_lazy(".xlsx, .xls or .csv. Nothing is written before you have seen what would change."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            facts = {"most": filesizeformat(settings.UPLOAD_MAX_BYTES)}
            raise forms.ValidationError(_("This file is larger than %(most)s. Split it.") % facts)
        return file
