"""What a person types when closing a month."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field
from finance.models import MonthReport, Reconciliation
from finance.selectors.closing import asked_of, months_to_close, name_of, ours_of
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.columns import as_text
from logistics.pages.dates import month_text
from logistics.pages.forms import SchoolForm


class BeginForm(SchoolForm):
    month = forms.TypedChoiceField(
        label=_("Accounting month"),
        coerce=date.fromisoformat,
        help_text=_("Months are closed one after the other; only those that are over are offered."),
    )

    def prepare(self):
        months = months_to_close(self.school)
        self.fields["month"].choices = [(month.isoformat(), month_text(month)) for month in months]


class ReconcileForm(SchoolForm):
    """One reconciliation of the month ``record``; ``what`` chooses which, and shows our figure beside it."""

    what = forms.ChoiceField(label=_("What is compared"))
    theirs = money_field(
        _("By the other side (yuan)"),
        attrs={"data-money": ""},
        help_text=_("The general ledger, the report, the counted cash or the bank statement, the register of goods."),
    )
    explanation = forms.CharField(
        label=_("What explains the difference"), max_length=200, required=False, help_text=_("Only where there is one.")
    )
    photos = FilesField(label=_("Evidence"), max_files=4, documents=True, required=False)

    def prepare(self):
        self.asked = {
            f"{kind}-{account.pk if account else ''}": (kind, account) for kind, account in asked_of(self.record)
        }
        self.fields["what"].choices = [
            (
                key,
                _("%(what)s: ours %(amount)s yuan")
                % {"what": name_of(kind, account), "amount": as_text(ours_of(self.record, kind, account), "money")},
            )
            for key, (kind, account) in self.asked.items()
        ]

    def clean(self):
        cleaned = super().clean()
        kind, account = self.asked.get(cleaned.pop("what", None), (Reconciliation.Kind.BOOKS, None))
        return {**cleaned, "kind": kind, "account": account}


class AuditForm(SchoolForm):
    audited_by = forms.CharField(
        label=_("Audited by"), max_length=60, help_text=_("The office or person, such as the district's audit office.")
    )
    findings = forms.CharField(
        label=_("Findings"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )
    photos = FilesField(label=_("Audit paper"), max_files=4, documents=True, required=False)


class MonthReportForm(SchoolForm):
    """To whom a month was reported; only those are offered who have not been told."""

    reader = forms.ChoiceField(label=_("Reported to"), choices=MonthReport.Reader)
    on = day_field(_("Told on"))
    how = forms.CharField(
        label=_("Where and how"),
        max_length=120,
        help_text=_("The meeting it was told at, or the office that took the report."),
    )
    photos = FilesField(label=_("Receipt or minutes"), max_files=4, documents=True, required=False)

    def prepare(self):
        told = set(self.record.reports.values_list("reader", flat=True))
        self.fields["reader"].choices = [choice for choice in MonthReport.Reader.choices if choice[0] not in told]
        self.fields["on"].initial = clock.today
