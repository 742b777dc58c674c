"""What a person types when signing, and when setting routes."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.approvals.models import Decision, RouteStep
from logistics.approvals.models.route import Mode
from logistics.approvals.selectors import seats_waiting
from logistics.attachments.forms import FilesField
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import Role, User
from logistics.school.models import Department

OPINION_LENGTH = 500


def opinion_field(**options):
    return forms.CharField(
        label=_("Opinion"), max_length=OPINION_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class AgreeForm(SchoolForm):
    """``step`` is the step the person had before them."""

    opinion = opinion_field(required=False)
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(AgreeForm):
    """A decision that says why."""

    opinion = opinion_field()


class WithdrawForm(SchoolForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class PaperForm(SchoolForm):
    """A signature given with a pen."""

    person = forms.ModelChoiceField(label=_("Signed by"), queryset=User.objects.none())
    verb = forms.ChoiceField(label=_("Decision"), choices=Decision.Verb)
    opinion = opinion_field(required=False)
    signed_on = forms.DateField(
        label=_("Day on the paper"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    scans = FilesField(label=_("Scan or photo of the signature"), max_files=4, documents=True, required=True)

    def prepare(self):
        asked = [seat.person_id for seat in seats_waiting(self.record)]
        self.fields["person"].queryset = User.objects.filter(pk__in=asked)
        self.fields["signed_on"].initial = clock.today
        if len(asked) == 1:
            self.fields["person"].initial = asked[0]


class PhrasesForm(SchoolForm):
    phrases = forms.CharField(
        label=_("My phrases"),
        help_text=_("One a line. Empty brings the usual ones back."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=900,
        required=False,
    )

    def clean_phrases(self):
        return self.cleaned_data["phrases"].splitlines()


class WishesForm(ChangeForm):
    principal_request_to = forms.ModelChoiceField(
        label=_("The principal's own requests go to"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Usually the party secretary. Without a name such a request cannot be submitted."),
    )
    small_amount = forms.DecimalField(
        label=_("Small items are below (yuan)"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("These may be approved several at a time."),
    )
    flag_after_days = forms.IntegerField(label=_("Flag what has waited this many days"), min_value=1, max_value=30)

    def prepare(self):
        self.fields["principal_request_to"].queryset = User.objects.working_at(self.school)
        super().prepare()


class StepForm(forms.Form):
    """One step of a route; a row without ``who`` is left out."""

    who = forms.ChoiceField(label=_("Who signs"), required=False)
    or_who = forms.ChoiceField(label=_("or"), required=False)
    duty = forms.CharField(label=_("Checks what"), max_length=60, required=False)
    mode = forms.ChoiceField(label=_("If several hold it"), choices=Mode, required=False, initial=Mode.ANY)
    min_amount = forms.DecimalField(
        label=_("From (yuan)"), min_value=0, max_digits=12, decimal_places=2, required=False, initial=0
    )

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [(f"role:{role.key}", role.name) for role in Role.objects.of_school(school)]
        people = [(f"person:{person.pk}", person.name) for person in User.objects.working_at(school)]
        self.fields["who"].choices = [
            ("", "—"),
            ("head:", _("Head of department")),
            (_("Roles"), roles),
            (_("People"), people),
        ]
        self.fields["or_who"].choices = [("", "—"), *roles]
        self.people = {f"person:{person.pk}": person for person in User.objects.working_at(school)}

    def as_step(self):
        """Return the fields of a RouteStep."""
        values = self.cleaned_data
        kind, _colon, key = values["who"].partition(":")
        other = values["or_who"].partition(":")[2] if kind == "role" else ""
        return {
            "asks": kind,
            "roles": list(dict.fromkeys(filter(None, [key, other]))) if kind == "role" else [],
            "person": self.people[values["who"]] if kind == "person" else None,
            "duty": values["duty"],
            "mode": values["mode"] or Mode.ANY,
            "min_amount": values["min_amount"] or Decimal(0),
        }

    @staticmethod
    def initial_of(step):
        """Return what the row shows of a RouteStep."""
        whom = {
            RouteStep.Asks.HEAD: "head:",
            RouteStep.Asks.ROLE: f"role:{step.roles[0]}" if step.roles else "",
            RouteStep.Asks.PERSON: f"person:{step.person_id}",
        }
        return {
            "who": whom[step.asks],
            "or_who": f"role:{step.roles[1]}" if len(step.roles) > 1 else "",
            "duty": step.duty,
            "mode": step.mode,
            "min_amount": step.min_amount,
        }


StepFormSet = forms.formset_factory(StepForm, extra=1, max_num=20, absolute_max=30)


class RouteForm(SchoolForm):
    """A route from a day on: its steps are rows of ``steps``."""

    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("What is under way keeps its steps."),
    )
    department = forms.ModelChoiceField(
        label=_("Only for department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("The whole school"),
    )

    def __init__(self, data=None, *args, steps=(), **kwargs):
        self.shown = steps
        super().__init__(data, *args, **kwargs)

    def prepare(self):
        self.fields["department"].queryset = Department.objects.of_school(self.school)
        self.fields["valid_from"].initial = clock.today
        self.steps = self.get_steps()

    def get_steps(self):
        """The rows sent, all of which count, or those of the route shown."""
        facts = {"prefix": "steps", "form_kwargs": {"school": self.school}}
        if self.is_bound:
            return StepFormSet(self.data, **facts)
        return StepFormSet(initial=[StepForm.initial_of(step) for step in self.shown], **facts)

    def clean(self):
        cleaned = super().clean()
        if not self.steps.is_valid():
            raise forms.ValidationError(_("Correct the marked steps."))
        rows = [form for form in self.steps.forms if form.cleaned_data.get("who")]
        cleaned["steps"] = [row.as_step() for row in rows]
        return cleaned
