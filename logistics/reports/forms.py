"""What people choose and type about summaries."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.reports.models import Export, SchoolFont
from logistics.reports.periods import Period, Scope, current_period, period_by_key
from logistics.reports.sections import UNHEADED, Section
from logistics.reports.selectors import campuses_open_to, periods_to_choose

KINDS = {
    "term": gettext_lazy("Term"),
    "school_year": gettext_lazy("School year"),
    "calendar_year": gettext_lazy("Calendar year"),
    "half_year": gettext_lazy("Half year"),
}
RANGE = "range"


class ChooserForm(forms.Form):
    """Which period and scope to read; sent by GET. Without a choice: the current term, the widest scope open."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    start = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    end = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    campus = forms.ChoiceField(label=gettext_lazy("Scope"), required=False)

    def __init__(self, data, *, school, user):
        self.school = school
        self.campuses, self.whole = campuses_open_to(user, school)
        super().__init__(data)
        self.fields["period"].choices = self._periods()
        self.fields["campus"].choices = self._scopes()

    def _periods(self):
        grouped = periods_to_choose(self.school)
        choices = [(label, [(period.key, period.label) for period in grouped[kind]]) for kind, label in KINDS.items()]
        known = {key for _label, options in choices for key, _name in options}
        asked = self.data.get("period", "")
        if asked not in known and asked != RANGE and (named := period_by_key(self.school, asked)):
            choices.append((_("Chosen"), [(named.key, named.label)]))
        return [group for group in choices if group[1]] + [(RANGE, _("From … to …"))]

    def _scopes(self):
        campuses = [(str(campus.pk), campus.name) for campus in self.campuses]
        return [("", _("The whole school")), *campuses] if self.whole else campuses

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("period") == RANGE:
            for name in ("start", "end"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose a day."))
            if cleaned.get("start") and cleaned.get("end"):
                self._clean_range(cleaned)
        return cleaned

    def _clean_range(self, cleaned):
        try:
            self.between = Period.between(cleaned["start"], cleaned["end"])
        except RuleError as error:
            self.add_error(error.field, error.message)

    @property
    def chosen_period(self):
        """The period asked for, else the current term; None for a school without terms."""
        if self.cleaned_data.get("period") == RANGE:
            return self.between
        return period_by_key(self.school, self.cleaned_data.get("period") or "") or current_period(self.school)

    @property
    def chosen_scope(self):
        """The scope asked for, else the widest one open; None when none is."""
        campuses = {str(campus.pk): campus for campus in self.campuses}
        asked = self.cleaned_data.get("campus") or ""
        if asked in campuses:
            return Scope(campuses[asked])
        if self.whole:
            return Scope()
        return Scope(self.campuses[0]) if self.campuses else None


class TextForm(ChangeForm):
    """The director's own text of one section."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("Each line becomes a paragraph. Leave it empty to go back to the suggestion."),
    )


class SectionsForm(ChangeForm):
    """Order, heading and visibility of every section, and how counts are said."""

    roughly = forms.BooleanField(
        label=gettext_lazy("Say counts in the text roughly"),
        required=False,
        help_text=gettext_lazy(
            "In PDF and Word, 83 becomes “over 80”. Claims, problems, money and rates stay exact; the annex lists every "
            "exact figure, and so does the screen."
        ),
    )

    def prepare(self):
        for choice in self.record:
            headed = choice.section not in UNHEADED
            self.fields[f"position_{choice.section}"] = forms.IntegerField(
                label=_("Position"), min_value=1, max_value=99, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
            )
            if headed:
                self.fields[f"heading_{choice.section}"] = forms.CharField(
                    label=_("Own heading"),
                    max_length=40,
                    required=False,
                    widget=forms.TextInput(attrs={"placeholder": Section(choice.section).label}),
                )
            self.fields[f"shown_{choice.section}"] = forms.BooleanField(label=_("Print it"), required=False)
        super().prepare()

    @property
    def rows(self):
        """Return [(name of the section, its bound fields)]."""
        return [
            (
                Section(choice.section).label,
                [self[f"{name}_{choice.section}"] for name in ("position", "heading", "shown")
                 if f"{name}_{choice.section}" in self.fields],
            )
            for choice in self.record
        ]  # fmt: skip

    def choices(self):
        """Return what ``arrange_sections`` takes."""
        return {
            choice.section: {
                "position": self.cleaned_data[f"position_{choice.section}"],
                "heading": self.cleaned_data.get(f"heading_{choice.section}", ""),
                "shown": self.cleaned_data[f"shown_{choice.section}"],
            }
            for choice in self.record
        }


class ExportForm(SchoolForm):
    """Which kind of file."""

    file_format = forms.ChoiceField(label=gettext_lazy("Format"), choices=Export.Format.choices)


class FontForm(SchoolForm):
    """A font file and what it is for."""

    family = forms.ChoiceField(label=gettext_lazy("Used for"), choices=SchoolFont.Family.choices)
    file = forms.FileField(
        label=gettext_lazy("Font file"),
        help_text=gettext_lazy("TTF, OTF or TTC, up to 60 MB. Only add fonts the school may use."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ttf,.otf,.ttc"}),
    )
