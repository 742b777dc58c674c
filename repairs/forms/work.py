"""What is typed on the way from acceptance to the reporter's word."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.catalogue.models import Kind
from logistics.db import record_id
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import User
from repairs.forms.fields import PartsField, Taps, quantity_field
from repairs.models import Repair, Trade, Wait
from repairs.selectors import repairers_by_load, settings_of, suggest_repairer, trades_of

MONEY = {"min_value": 0, "max_digits": 10, "decimal_places": 2}
STARS = [(number, "★" * number) for number in range(5, 0, -1)]


class RepairerChoice(forms.ModelChoiceField):
    """A repairer with the number of jobs in hand, the least loaded first."""

    def label_from_instance(self, person):
        return _("%(name)s (%(jobs)d in hand)") % {"name": person, "jobs": person.open_jobs}


class AssignForm(SchoolForm):
    person = RepairerChoice(
        User.objects.none(), label=gettext_lazy("Repairer"), empty_label=gettext_lazy("Choose a repairer")
    )

    def prepare(self):
        self.fields["person"].queryset = repairers_by_load(self.school)
        if self.record is not None:
            suggested = suggest_repairer(self.record, clock.now())
            self.fields["person"].initial = suggested.pk if suggested else None


class BulkAssignForm(AssignForm):
    pks = forms.CharField(widget=forms.HiddenInput)

    def clean_pks(self):
        pks = [pk for pk in self.cleaned_data["pks"].split(",") if record_id(pk)]
        if not pks:
            raise forms.ValidationError(_("Select at least one repair."))
        return pks


class SortForm(ChangeForm):
    """How the office sorts a repair. What the reporter wrote is not here: it stays as it was."""

    trade = forms.ModelChoiceField(Trade.objects.none(), label=gettext_lazy("Trade"), empty_label=None)
    kind = forms.ModelChoiceField(Kind.objects.none(), label=gettext_lazy("Object"), required=False)
    quantity = quantity_field()
    cause = forms.ChoiceField(label=gettext_lazy("Cause"), required=False)
    urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)
    affects_teaching = forms.BooleanField(label=gettext_lazy("Lessons suffer from it"), required=False)

    def prepare(self):
        super().prepare()
        self.fields["trade"].queryset = trades_of(self.school)
        self.fields["kind"].queryset = Kind.objects.of_school(self.school).objects_repaired()
        self.fields["kind"].widget.attrs["data-searchable"] = ""
        self.fields["cause"].choices = [("", _("not stated")), *Repair.Cause.choices]


class HoldForm(SchoolForm):
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Wait.Reason.choices, widget=Taps(shape="chips"))
    text = forms.CharField(label=gettext_lazy("What is missing"), max_length=200)


class CompleteForm(SchoolForm):
    """Everything here is optional unless the school asks for it."""

    photos = FilesField(label=gettext_lazy("Photo after the work"))
    parts = PartsField(label=gettext_lazy("Parts used"))
    result = forms.CharField(label=gettext_lazy("What was done"), max_length=500, required=False)
    cause = forms.ChoiceField(
        label=gettext_lazy("Cause"), required=False, choices=Repair.Cause.choices, widget=Taps(shape="chips")
    )
    executor = forms.ChoiceField(
        label=gettext_lazy("Done by"),
        choices=Repair.Executor.choices,
        initial=Repair.Executor.OWN,
        widget=Taps(shape="chips"),
    )
    executor_name = forms.CharField(label=gettext_lazy("Company or maker"), max_length=60, required=False)
    quantity = quantity_field(required=False)
    labour_minutes = forms.IntegerField(
        label=gettext_lazy("Labour in minutes"), required=False, min_value=0, max_value=100_000
    )
    cost = forms.DecimalField(label=gettext_lazy("Cost in yuan"), required=False, **MONEY)

    def prepare(self):
        self.fields["parts"].offer(self.school)
        settings = settings_of(self.school)
        self.fields["cost"].required = settings.asks_for_cost
        self.fields["photos"].required = settings.asks_for_photo
        self.fields["quantity"].initial = f"{self.record.quantity.normalize():f}" if self.record else None
        self.fields["cause"].initial = self.record.cause if self.record else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("executor") == Repair.Executor.OWN and cleaned.get("executor_name"):
            self.add_error("executor_name", _("Name a company only when a contractor or the maker did the work."))
        return cleaned


class AddForm(SchoolForm):
    """What was not at hand when the job was finished."""

    parts = PartsField(label=gettext_lazy("Parts used"))
    photos = FilesField(label=gettext_lazy("Photo after the work"))
    labour_minutes = forms.IntegerField(
        label=gettext_lazy("Labour in minutes"), required=False, min_value=0, max_value=100_000
    )
    cost = forms.DecimalField(label=gettext_lazy("Cost in yuan"), required=False, **MONEY)

    def prepare(self):
        self.fields["parts"].offer(self.school)


class ConfirmForm(SchoolForm):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Stars"),
        choices=STARS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=Taps(shape="chips"),
    )
    text = forms.CharField(label=gettext_lazy("Anything to add"), max_length=200, required=False)


class WordForm(SchoolForm):
    """One required sentence."""

    text = forms.CharField(label=gettext_lazy("What is still wrong"), max_length=200)


class ReasonForm(SchoolForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class CommentForm(SchoolForm):
    text = forms.CharField(label=gettext_lazy("Comment"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    photos = FilesField(label=gettext_lazy("Photos"), max_files=3)


class PublicCommentForm(SchoolForm):
    """A further word of whoever reported it without an account."""

    text = forms.CharField(
        label=gettext_lazy("A word to the logistics office"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OpenRepairChoice(forms.ModelChoiceField):
    def label_from_instance(self, repair):
        return f"{repair.number} {repair.campus} {repair}"


class MergeForm(SchoolForm):
    into = OpenRepairChoice(
        Repair.objects.none(),
        label=gettext_lazy("Goes on as part of"),
        empty_label=gettext_lazy("Choose the other repair"),
    )

    def prepare(self):
        """Offer the open repairs of the campus, those at the same place first."""
        others = Repair.objects.visible_to(self.user).of_school(self.school).unfinished().for_lists()
        others = others.filter(campus=self.record.campus_id).exclude(pk=self.record.pk)
        field = self.fields["into"]
        field.queryset = others
        here = [repair for repair in others[:300] if repair.place_id == self.record.place_id]
        elsewhere = [repair for repair in others[:300] if repair.place_id != self.record.place_id]
        choice = lambda repair: (repair.pk, field.label_from_instance(repair))  # noqa: E731
        field.choices = [
            ("", field.empty_label),
            (_("At the same place"), [choice(repair) for repair in here]),
            (_("Elsewhere on the campus"), [choice(repair) for repair in elsewhere]),
        ]
        field.widget.attrs["data-searchable"] = ""


class SpendingForm(SchoolForm):
    """What must be bought or done from outside before the repair can go on."""

    what = forms.CharField(label=gettext_lazy("What is needed"), max_length=80)
    spec = forms.CharField(label=gettext_lazy("Model or size"), max_length=80, required=False)
    quantity = quantity_field(initial=1)
    measure_word = forms.CharField(label=gettext_lazy("Measure word"), max_length=6, initial="个")
    unit_price = forms.DecimalField(label=gettext_lazy("Estimated unit price in yuan"), **MONEY)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)
    emergency = forms.BooleanField(
        label=gettext_lazy("Emergency purchase: bought first, approved afterwards"), required=False
    )
