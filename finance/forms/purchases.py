"""What a person types when asking and paying."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import money_field, searched_field
from finance.models import PurchaseRequest
from finance.selectors import department_of, lines_to_choose, suppliers_to_choose
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.columns import as_text
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.school.models import Campus, Department


class LineForm(forms.Form):
    """One thing to buy; a row left empty does not count."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    spec = forms.CharField(label=_("Specification"), max_length=80, required=False)
    quantity = money_field(_("Quantity"), required=False)
    measure_word = forms.CharField(label=_("Unit"), max_length=10, required=False)
    unit_price = money_field(_("Unit price (yuan)"), required=False)


LineFormSet = forms.formset_factory(LineForm, extra=0, max_num=60, absolute_max=100)


class PurchaseForm(SchoolForm):
    """A request to buy; its lines are rows of ``lines``."""

    title = forms.CharField(
        label=_("What for"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("Lamp tubes for building 1")}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PurchaseRequest.Kind, initial=PurchaseRequest.Kind.GOODS)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why it is needed, and when."),
    )
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), required=False)
    campus = forms.ModelChoiceField(
        label=_("Campus"), queryset=Campus.objects.none(), required=False, empty_label=_("The whole school")
    )
    budget_source = forms.ChoiceField(
        label=_("Source of funds"), choices=PurchaseRequest.BudgetSource, initial=PurchaseRequest.BudgetSource.PUBLIC
    )
    budget_line = searched_field(
        _("Budget line"), required=False, empty_label=_("none"), help_text=_("Then its source of funds applies.")
    )
    over_reason = forms.CharField(
        label=_("Why over budget"),
        max_length=200,
        required=False,
        help_text=_("Only when more is asked for than is left of the line."),
    )
    seller = searched_field(_("Supplier in mind"), required=False, empty_label=_("not yet known"))
    emergency = forms.BooleanField(
        label=_("Emergency purchase"),
        required=False,
        help_text=_("May be bought at once and is approved afterwards; say why under the reason."),
    )
    photos = FilesField(label=_("Quotes"), max_files=9, documents=True)

    EMPTY_ROWS = 2
    MONEY_FIELDS = [
        "department", "campus", "budget_line", "budget_source", "over_reason", "seller", "emergency", "photos",
    ]  # fmt: skip

    def __init__(self, data=None, *args, initial_lines=(), **kwargs):
        self.initial_lines = list(initial_lines) or [{}] * self.EMPTY_ROWS
        super().__init__(data, *args, **kwargs)

    def prepare(self):
        departments = Department.objects.of_school(self.school)
        self.fields["department"].queryset = departments
        self.fields["department"].initial = department_of(self.user, self.school)
        self.fields["campus"].queryset = Campus.objects.of_school(self.school)
        self.fields["budget_line"].queryset = lines_to_choose(self.school, clock.today().year, self.user)
        self.fields["budget_line"].label_from_instance = words_of_line
        self.fields["seller"].queryset = suppliers_to_choose(self.school, clock.today())
        shown = {"data": self.data} if self.is_bound else {"initial": self.initial_lines}
        self.lines = LineFormSet(prefix="lines", **shown)

    def clean(self):
        cleaned = super().clean()
        if not self.lines.is_valid():
            raise forms.ValidationError(_("Correct the marked lines."))
        cleaned["lines"] = [row.cleaned_data for row in self.lines.forms if row.cleaned_data]
        return cleaned

    @property
    def main_fields(self):
        return [self[name] for name in ("title", "kind", "reason")]

    @property
    def money_fields(self):
        return [self[name] for name in self.MONEY_FIELDS]


def words_of_line(line):
    """办公费 · 公用经费 · 总务处（剩余 12,000.00 元）."""
    facts = [line.item, line.get_source_display(), line.department.name if line.department else ""]
    words = {"line": " · ".join(filter(None, facts)), "left": as_text(line.left, "money")}
    return gettext("%(line)s (%(left)s yuan left)") % words


class WithdrawForm(SchoolForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class PurchaseChangeForm(PurchaseForm, ChangeForm):
    """Refuses when somebody changed the request since it was shown."""
