"""What a person types about audits, applications for money, wages and enrolment days."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field, searched_field
from finance.models import Audit, AuditFinding, GrantApplication, WageMonth
from finance.selectors.support import wage_months_open
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.dates import month_text
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import User
from logistics.school.models import SchoolClass, Term


def long_field(label, length, **options):
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": 3}), **options)


# --- audits -----------------------------------------------------------------------------------------------------------


class AuditForm(SchoolForm):
    body = forms.CharField(
        label=_("Body that audits"), max_length=80, widget=forms.TextInput(attrs={"placeholder": "区审计局"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Audit.Kind)
    subject = long_field(_("What was looked into"), 200)
    on = day_field(_("Began on"))
    photos = FilesField(label=_("Notice of the audit"), max_files=4, documents=True)

    def prepare(self):
        super().prepare()
        self.fields["on"].initial = clock.today


class AuditReportForm(SchoolForm):
    result = long_field(_("Result"), 400)
    reported_on = day_field(_("Result received on"))
    document = forms.CharField(label=_("Number of the report"), max_length=60, required=False)
    photos = FilesField(label=_("Report of the audit"), max_files=9, documents=True)

    def prepare(self):
        super().prepare()
        self.fields["reported_on"].initial = clock.today


class FindingForm(SchoolForm):
    text = long_field(_("What was found"), 300)
    weight = forms.ChoiceField(label=_("Seriousness"), choices=AuditFinding.Weight)
    demand = long_field(_("What is demanded"), 300, required=False)
    responsible = searched_field(_("Responsible"))
    due_on = day_field(_("To be put right by"))

    def prepare(self):
        super().prepare()
        self.fields["responsible"].queryset = User.objects.working_at(self.school)


class CorrectForm(SchoolForm):
    correction = long_field(_("How it was put right"), 300)
    photos = FilesField(label=_("Proof"), max_files=6, documents=True)


# --- applications for money -------------------------------------------------------------------------------------------


class ApplicationForm(SchoolForm):
    name = forms.CharField(label=_("Project"), max_length=80)
    source = forms.ChoiceField(label=_("Whom it is asked of"), choices=GrantApplication.Source)
    body = forms.CharField(
        label=_("Addressed to"), max_length=80, widget=forms.TextInput(attrs={"placeholder": "区财政局"})
    )
    document = forms.CharField(label=_("Number of our letter"), max_length=60, required=False)
    purpose = long_field(_("Purpose"), 200)
    asked = money_field(_("Amount asked for (yuan)"), attrs={"data-money": ""})
    applied_on = day_field(_("Applied on"))
    photos = FilesField(label=_("The letter"), max_files=6, documents=True)

    def prepare(self):
        super().prepare()
        self.fields["applied_on"].initial = clock.today


class GrantForm(SchoolForm):
    granted = money_field(_("Amount granted (yuan)"), attrs={"data-money": ""})
    reply = forms.CharField(label=_("Number of the reply"), max_length=60)
    decided_on = day_field(_("Replied on"))
    photos = FilesField(label=_("The reply"), max_files=6, documents=True)

    def prepare(self):
        super().prepare()
        self.fields["granted"].initial = self.record.asked
        self.fields["decided_on"].initial = clock.today


class RefuseForm(SchoolForm):
    reason = reason_field(_("Why nothing was granted"))
    decided_on = day_field(_("Replied on"))

    def prepare(self):
        super().prepare()
        self.fields["decided_on"].initial = clock.today


class GrantWithdrawForm(SchoolForm):
    reason = reason_field(_("Why withdrawn"))


class MakeFundForm(SchoolForm):
    deadline = day_field(_("To be used by"))

    def prepare(self):
        super().prepare()
        self.fields["deadline"].initial = date(clock.today().year, 12, 31)


# --- wages ------------------------------------------------------------------------------------------------------------


class WageForm(SchoolForm):
    month = forms.TypedChoiceField(label=_("Month of the wages"), coerce=date.fromisoformat)
    paid_on = day_field(_("Paid on"))
    people = forms.IntegerField(label=_("Staff paid"), min_value=1, max_value=100000)
    wages = money_field(_("Wages (yuan)"), attrs={"data-money": ""})
    allowances = money_field(_("Allowances (yuan)"), required=False, attrs={"data-money": ""})
    basis = forms.CharField(
        label=_("Basis of the allowances"), max_length=120, required=False,
        help_text=_("The document that provides for them. Without one they count as not provided for."),
    )  # fmt: skip
    note_text = forms.CharField(label=_("Note"), max_length=200, required=False)
    photos = FilesField(label=_("Bank list or summary"), max_files=4, documents=True)

    def prepare(self):
        super().prepare()
        months = wage_months_open(self.school, clock.today())
        self.fields["month"].choices = [(month.isoformat(), month_text(month)) for month in months]
        self.fields["paid_on"].initial = clock.today
        last = WageMonth.objects.of_school(self.school).standing().first()
        self.fields["people"].initial = last.people if last else None

    def clean_allowances(self):
        return self.cleaned_data["allowances"] or 0


class WageTakeBackForm(SchoolForm):
    reason = reason_field(_("Why taken back"))


# --- enrolment days ---------------------------------------------------------------------------------------------------


class FeeDayForm(SchoolForm):
    title = forms.CharField(label=_("Name"), max_length=60)
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Term"))
    on = day_field(_("Day of enrolment"))
    meeting_at = forms.DateTimeField(
        label=_("Meeting of class teachers"), required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )  # fmt: skip
    bring = forms.CharField(label=_("What to bring"), max_length=200, required=False)
    note = long_field(_("Note"), 300, required=False)

    def prepare(self):
        super().prepare()
        terms = Term.objects.of_school(self.school).filter(covers_to__gte=clock.today()).order_by("covers_from")
        self.fields["term"].queryset, self.fields["term"].initial = terms, terms.first()


class FeeDayChangeForm(ChangeForm, FeeDayForm):
    """Refuses when somebody changed the plan since it was shown."""


class SlotForm(SchoolForm):
    classes = forms.ModelMultipleChoiceField(
        SchoolClass.objects.none(), label=_("Classes"), widget=forms.SelectMultiple(attrs={"data-searchable": ""})
    )
    desk = forms.CharField(
        label=_("Desk"), max_length=40, widget=forms.TextInput(attrs={"placeholder": "一号窗口（综合楼一楼）"})
    )
    starts_at = forms.TimeField(
        label=_("Desk opens at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends_at = forms.TimeField(label=_("Desk closes at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    person = searched_field(_("Who sits there"), required=False)

    def prepare(self):
        super().prepare()
        self.fields["classes"].queryset = SchoolClass.objects.of_school(self.school).order_by("campus", "grade", "pk")
        self.fields["person"].queryset = User.objects.working_at(self.school)
