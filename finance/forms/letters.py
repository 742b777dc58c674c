"""What a person chooses for letters to parents, and what the public page shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics import clock, hooks
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import SchoolClass, Term


class LettersForm(SchoolForm):
    """Class teachers choose among their own classes; whoever sees all fees may take the whole school."""

    term = forms.ModelChoiceField(Term.objects.none(), label=_("Term"))
    school_class = forms.ModelChoiceField(SchoolClass.objects.none(), label=_("Class"), required=False)

    def prepare(self):
        super().prepare()
        terms = Term.objects.of_school(self.school).filter(covers_from__lte=clock.today())
        self.fields["term"].queryset, self.fields["term"].initial = terms, terms.first()
        classes, field = SchoolClass.objects.of_school(self.school), self.fields["school_class"]
        if self.user.has_perm("finance.view_feeitem"):
            field.queryset, field.empty_label = classes, _("whole school")
        else:
            field.queryset, field.required = classes.filter(class_teacher=self.user.pk), True


class PublicPageForm(ChangeForm):
    is_on = forms.BooleanField(
        label=_("The public page is switched on"), required=False,
        help_text=_("Everyone who has the address can read it without signing in."),
    )  # fmt: skip
    sections = forms.MultipleChoiceField(
        label=_("What it shows"), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip

    def prepare(self):
        super().prepare()
        offered = hooks.public_sections.results(self.school)
        self.fields["sections"].choices = [(section.key, section.title) for section in offered]
