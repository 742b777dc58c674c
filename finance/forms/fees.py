"""What a person types about fees: the item, what parents said, why it stops."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field
from finance.models import FeeItem
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import SchoolClass, Term

GRADES = range(1, 13)
SAID = [("", _("not asked")), ("1", _("agreed")), ("0", _("refused"))]


class FeeForm(SchoolForm):
    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"placeholder": "作业本费"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=FeeItem.Kind, initial=FeeItem.Kind.AGENCY)
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Term"))
    standard = money_field(_("Standard (yuan)"))
    unit = forms.ChoiceField(label=_("For"), choices=FeeItem.Unit)
    purpose = forms.CharField(label=_("What it is used for"), max_length=200, required=False)
    basis = forms.CharField(label=_("Basis document"), max_length=120, required=False)
    basis_number = forms.CharField(label=_("Number of the document"), max_length=60, required=False)
    approved_standard = money_field(
        _("Approved standard (yuan)"),
        required=False,
        help_text=_("As the document says; no more than that is charged."),
    )
    photos = FilesField(label=_("The document"), max_files=4, documents=True)
    whole_school = forms.BooleanField(label=_("For the whole school"), required=False, initial=True)
    grades = forms.TypedMultipleChoiceField(
        label=_("Grades"), choices=[(grade, str(grade)) for grade in GRADES], coerce=int, required=False, help_text=_("If not for the whole school."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    classes = forms.ModelMultipleChoiceField(
        SchoolClass.objects.none(), label=_("Classes"), required=False,
        widget=forms.SelectMultiple(attrs={"data-searchable": ""}),
    )  # fmt: skip
    relief = forms.CharField(label=_("Relief policy"), max_length=200, required=False)
    relief_percent = forms.IntegerField(
        label=_("Reduction for relief (%)"), min_value=0, max_value=100, initial=0, required=False,
        help_text=_("By how much pupils with a relief pay less; 100 is free of charge."),
    )  # fmt: skip
    complaint_phone = forms.CharField(label=_("Complaint phone"), max_length=30, required=False)

    def prepare(self):
        super().prepare()
        terms = Term.objects.of_school(self.school).filter(covers_to__gte=clock.today()).order_by("covers_from")
        self.fields["term"].queryset = terms
        self.fields["term"].initial = terms.first()
        classes = SchoolClass.objects.of_school(self.school)
        self.fields["classes"].queryset = classes
        taught = sorted(set(classes.filter(grade__in=GRADES).order_by().values_list("grade", flat=True)))
        self.fields["grades"].choices = [(grade, _("Grade %(grade)d") % {"grade": grade}) for grade in taught or GRADES]

    def clean_relief_percent(self):
        return self.cleaned_data["relief_percent"] or 0

    def field_groups(self):
        """Return [(title, fields)] for the page."""
        names = list(self.fields)
        cut = names.index("basis"), names.index("whole_school")
        visible = [name for name in names if not self[name].is_hidden]
        parts = [names[: cut[0]], names[cut[0] : cut[1]], names[cut[1] :]]
        titles = [_("What is charged"), _("On what basis"), _("Whom it is for")]
        return [
            (title, [self[name] for name in part if name in visible]) for title, part in zip(titles, parts, strict=True)
        ]


class FeeChangeForm(ChangeForm, FeeForm):
    """Refuses when somebody changed the draft since it was shown."""


class StopForm(SchoolForm):
    reason = reason_field(_("Why it is stopped"))


class PupilForm(SchoolForm):
    """A form with fields of its own for each pupil of ``school_class``; ``names`` tells them from the others."""

    def __init__(self, *args, school_class, **kwargs):
        self.school_class = school_class
        super().__init__(*args, **kwargs)

    def plain_fields(self):
        """Return the fields that are not a pupil's."""
        return [bound for bound in self.visible_fields() if not bound.name.rpartition("_")[2].isdecimal()]

    def take_out(self, prefix):
        """Remove the cleaned values of the fields ``prefix_pk`` and return them as {pk: value}."""
        cleaned = self.cleaned_data
        names = [name for name in cleaned if name.startswith(f"{prefix}_")]
        return {int(name.removeprefix(f"{prefix}_")): cleaned.pop(name) for name in names}


class ConsentForm(PupilForm):
    """What the parents of each pupil said; those who said it before are shown with it."""

    on = day_field(_("Day of the consent"))
    photos = FilesField(label=_("Scans of the slips"), max_files=9, documents=True)

    def __init__(self, *args, dues, **kwargs):
        self.dues = dues
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        self.fields["on"].initial = clock.today
        for each in self.dues:
            initial = "" if each.agreed is None else str(int(each.agreed))
            self.fields[f"said_{each.pupil.pk}"] = forms.ChoiceField(
                label=each.pupil.name, choices=SAID, required=False, initial=initial,
                widget=forms.Select(attrs={"class": "form-select", "data-fill-one": ""}),
            )  # fmt: skip

    def rows(self):
        return [(each, self[f"said_{each.pupil.pk}"]) for each in self.dues]

    def clean(self):
        cleaned = super().clean()
        words = self.take_out("said")
        pupils = {each.pupil.pk: each.pupil for each in self.dues}
        cleaned["said"] = {pupils[pk]: word == "1" for pk, word in words.items() if word}
        return cleaned
