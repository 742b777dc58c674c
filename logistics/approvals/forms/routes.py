"""What a person types when setting routes and the school's wishes."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.approvals.models import RouteStep
from logistics.approvals.models.route import MEETINGS, OFFICES, Mode
from logistics.pages.forms import ChangeForm, SchoolForm
from logistics.people.models import Role, User
from logistics.school.models import Department

EXAMPLE = Decimal(1200)
BODIES = {"meeting", "outside"}
STEP_FIELDS = ["asks", "roles", "person", "body", "duty", "mode", "min_amount", "above", "category", "fund"]
ROW = r"steps-([0-9]{1,3})-([a-z_]+)$"
LAST = 999
MOVES = {"up": -1, "down": 1}


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
    """One step of a route; a row without ``who`` is left out. ``position`` is where scripts moved the row to."""

    FROM, OVER = "from", "over"

    who = forms.ChoiceField(label=_("Who signs"), required=False)
    or_who = forms.ChoiceField(label=_("or"), required=False)
    duty = forms.CharField(label=_("Checks what"), max_length=60, required=False)
    mode = forms.ChoiceField(label=_("If several hold it"), choices=Mode, required=False, initial=Mode.ANY)
    min_amount = forms.DecimalField(
        label=_("Limit (yuan)"), min_value=0, max_digits=12, decimal_places=2, required=False, initial=0
    )

    side = forms.ChoiceField(
        label=_("The limit itself"),
        choices=[(FROM, _("counts (this amount and more)")), (OVER, _("does not (over this amount)"))],
        required=False,
        initial=FROM,
    )
    category = forms.ChoiceField(label=_("Only for category"), required=False)
    fund = forms.ChoiceField(label=_("Only for source of funds"), required=False)
    position = forms.IntegerField(required=False, min_value=0, max_value=LAST, widget=forms.HiddenInput)

    def __init__(self, *args, school, kind, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [(f"role:{role.key}", role.name) for role in Role.objects.of_school(school)]
        people = [(f"person:{person.pk}", person.name) for person in User.objects.working_at(school)]
        self.fields["who"].choices = [
            ("", "—"),
            ("head:", _("Head of department")),
            (_("Roles"), roles),
            (_("Meetings"), [(f"meeting:{body.value}", body.label) for body in MEETINGS]),
            (_("Outside the school"), [(f"outside:{body.value}", body.label) for body in OFFICES]),
            (_("People"), people),
        ]
        self.fields["or_who"].choices = [("", "—"), *roles]
        for name, choices in (("category", kind.categories), ("fund", kind.funds)):
            self.fields[name].choices = [("", _("all")), *choices]
            if not choices:
                self.fields[name].widget = forms.HiddenInput()
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
            "body": key if kind in BODIES else "",
            "duty": values["duty"],
            "mode": values["mode"] or Mode.ANY,
            "min_amount": values["min_amount"] or Decimal(0),
            "above": values["side"] == self.OVER,
            "category": values["category"],
            "fund": values["fund"],
        }

    @staticmethod
    def initial_of(step):
        """Return what the row shows of a RouteStep."""
        whom = {
            RouteStep.Asks.HEAD: "head:",
            RouteStep.Asks.ROLE: f"role:{step.roles[0]}" if step.roles else "",
            RouteStep.Asks.PERSON: f"person:{step.person_id}",
            RouteStep.Asks.MEETING: f"meeting:{step.body}",
            RouteStep.Asks.OUTSIDE: f"outside:{step.body}",
        }
        return {
            "who": whom[step.asks],
            "or_who": f"role:{step.roles[1]}" if len(step.roles) > 1 else "",
            "duty": step.duty,
            "mode": step.mode,
            "min_amount": step.min_amount,
            "side": StepForm.OVER if step.above else StepForm.FROM,
            "category": step.category,
            "fund": step.fund,
        }


StepFormSet = forms.formset_factory(StepForm, extra=1, max_num=20, absolute_max=30)


class TryForm(SchoolForm):
    """A request that might come: how much, from whom, for which department, of which category, paid from what."""

    amount = forms.DecimalField(label=_("A request over (yuan)"), min_value=0, max_digits=12, decimal_places=2)
    by = forms.ModelChoiceField(label=_("asked by"), queryset=User.objects.none())
    department = forms.ModelChoiceField(label=_("department"), queryset=Department.objects.none(), required=False)
    category = forms.ChoiceField(label=_("category"), required=False)
    fund = forms.ChoiceField(label=_("source of funds"), required=False)

    def __init__(self, *args, kind, **kwargs):
        self.kind = kind
        super().__init__(*args, **kwargs)

    def prepare(self):
        self.fields["by"].queryset = User.objects.working_at(self.school)
        self.fields["department"].queryset = Department.objects.of_school(self.school)
        for name, choices in (("category", self.kind.categories), ("fund", self.kind.funds)):
            self.fields[name].choices = [("", _("any")), *choices]
            if not choices:
                del self.fields[name]
        del self.fields["submission_key"]


class RouteForm(SchoolForm):
    """A route of ``kind`` from a day on: its steps are rows of ``steps``, ``trial`` the request they are tried with."""

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

    def __init__(self, data=None, *args, kind, steps=(), **kwargs):
        self.shown, self.kind = steps, kind
        super().__init__(data, *args, **kwargs)

    def prepare(self):
        self.fields["department"].queryset = Department.objects.of_school(self.school)
        self.fields["valid_from"].initial = clock.today
        self.steps = self.get_steps()
        self.trial = self.get_trial()

    def get_steps(self):
        """The rows sent, all of which count, or those of the route shown."""
        facts = {"prefix": "steps", "form_kwargs": {"school": self.school, "kind": self.kind}}
        if self.is_bound:
            return StepFormSet(self.data, **facts)
        return StepFormSet(initial=[StepForm.initial_of(step) for step in self.shown], **facts)

    def get_trial(self):
        usual = {"try-amount": EXAMPLE, "try-by": self.user.pk if self.user else None}
        sent = self.data if "try-amount" in self.data else usual
        return TryForm(sent, prefix="try", kind=self.kind, school=self.school, user=self.user)

    def steps_now(self):
        """Return the fields of each step as it stands in the form, in order; None while a row is wrong."""
        if not self.is_bound:
            return [{name: getattr(step, name) for name in STEP_FIELDS} for step in self.shown]
        if not self.steps.is_valid():
            return None
        rows = [form for form in self.steps.forms if form.cleaned_data.get("who")]
        rows.sort(key=lambda row: LAST if row.cleaned_data["position"] is None else row.cleaned_data["position"])
        return [row.as_step() for row in rows]

    def clean(self):
        cleaned = super().clean()
        cleaned["steps"] = self.steps_now()
        if cleaned["steps"] is None:
            raise forms.ValidationError(_("Correct the marked steps."))
        return cleaned


class EndRouteForm(SchoolForm):
    """From which day a department's own route ends; ``trial`` is the request by which the common one is tried."""

    on = forms.DateField(
        label=_("The common route holds from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("What is under way keeps its steps."),
    )

    def __init__(self, data=None, *args, kind, **kwargs):
        self.kind = kind
        super().__init__(data, *args, **kwargs)

    def prepare(self):
        self.fields["on"].initial = clock.today
        usual = {"try-amount": EXAMPLE, "try-by": self.user.pk}
        sent = self.data if "try-amount" in self.data else usual
        self.trial = TryForm(sent, prefix="try", kind=self.kind, school=self.school, user=self.user)
        del self.trial.fields["department"]


def rearranged(data, asked):
    """Return a copy of the sent ``data`` with its rows of steps in another order, one more, or one less.

    asked: "up:2", "down:2", "remove:2" (numbers of rows from 0), or "add"; anything else leaves them as they are.
    """
    verb, _colon, number = asked.partition(":")
    rows = _rows_of(data)
    place = next((index for index, (row, _values) in enumerate(rows) if str(row) == number), None)
    if verb == "add":
        rows.append((len(rows), {}))
    elif place is not None and verb == "remove":
        rows.pop(place)
    elif place is not None and verb in MOVES:
        other = min(max(place + MOVES[verb], 0), len(rows) - 1)
        rows.insert(other, rows.pop(place))
    copy = data.copy()
    for name in [name for name in copy if re.match(ROW, name)]:
        del copy[name]
    copy["steps-TOTAL_FORMS"], copy["steps-INITIAL_FORMS"] = str(len(rows)), "0"
    for index, (_row, values) in enumerate(rows):
        copy.update({f"steps-{index}-{name}": value for name, value in {**values, "position": str(index)}.items()})
    return copy


def _rows_of(data):
    """Return [(number, {field: value})] of the rows sent, in the order scripts gave them."""
    rows = {}
    for name in data:
        match = re.match(ROW, name)
        if match:
            rows.setdefault(int(match[1]), {})[match[2]] = data[name]
    return sorted(rows.items(), key=lambda row: (_place(row[1].get("position", "")), row[0]))


def _place(text):
    return int(text) if re.fullmatch("[0-9]{1,3}", text) else LAST
