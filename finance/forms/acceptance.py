"""What a person types at the gate: what came, what is wrong with it, who looked at it, and where it goes."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.forms.fields import day_field, money_field, reason_field
from finance.forms.orders import RowsForm
from finance.models import Acceptance, AcceptanceLine, AcceptanceSeat
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.forms import SchoolForm
from logistics.people.models import User
from logistics.school.models import Department

TROUBLE = ("refused", "reason", "deviation", "words")


class AcceptanceForm(RowsForm):
    """Each line still to come, as if all of it came in order; what is wrong is opened line by line."""

    looked_at = forms.MultipleChoiceField(
        label=_("Looked at"), choices=Acceptance.Look, widget=forms.CheckboxSelectMultiple
    )
    signers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Looked at it with me"),
        widget=forms.SelectMultiple(attrs={"data-searchable": ""}),
        help_text=_("They sign it themselves; it counts with the last signature."),
    )
    on = day_field(_("Accepted on"))
    photos = FilesField(label=_("Photos of the goods and the delivery note"), max_files=6)
    remark = forms.CharField(label=_("Note"), max_length=200, required=False)

    row_names = ("delivered", *TROUBLE)

    def prepare(self):
        self.fields["on"].initial = clock.today
        self.fields["signers"].queryset = User.objects.working_at(self.school).exclude(pk=self.user.pk)
        self.fields["signers"].initial = self._usual_signers()
        lines = self.record.lines.select_related("line").with_arrivals()
        self.add_rows([line for line in lines if line.to_come > 0], self._fields_of)

    def _usual_signers(self):
        """Those who signed the last delivery this person wrote down."""
        last = Acceptance.objects.of_school(self.school).filter(by=self.user.pk).first()
        seats = AcceptanceSeat.objects.filter(acceptance=last).exclude(person=self.user.pk)
        return list(seats.values_list("person", flat=True))

    def _fields_of(self, line):
        return {
            "delivered": money_field(_("Delivered"), required=False, initial=f"{line.to_come.normalize():f}"),
            "refused": money_field(_("Refused of it"), required=False),
            "reason": forms.CharField(label=_("Why refused"), max_length=120, required=False),
            "deviation": forms.ChoiceField(
                label=_("Deviation"), required=False, choices=[("", _("none")), *AcceptanceLine.Deviation.choices]
            ),
            "words": forms.CharField(label=_("What differs"), max_length=120, required=False),
        }

    def is_open(self, record):
        return any(self[f"lines-{record.pk}-{name}"].value() for name in TROUBLE)


class ReturnForm(SchoolForm):
    reason = reason_field(_("What is not right"))


class HandOverRows(RowsForm):
    """How much of each accepted line is handed over; mixed with the form of a destination."""

    row_names = ("quantity",)

    def prepare(self):
        super().prepare()
        lines = self.record.lines.select_related("order_line__line").waiting()
        self.add_rows(lines, self._fields_of)

    def _fields_of(self, line):
        return {"quantity": money_field(_("Quantity"), required=False, initial=f"{line.waits.normalize():f}")}

    def clean(self):
        cleaned = super().clean()
        cleaned["quantities"] = {pk: row["quantity"] for pk, row in cleaned.pop("lines").items()}
        return cleaned


class IssueForm(SchoolForm):
    """直接领用: who takes the goods, for which department."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=pgettext_lazy("goods", "Taken by"),
        widget=forms.Select(attrs={"data-searchable": ""}),
    )
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False)

    def prepare(self):
        super().prepare()
        request = self.record.order.request
        self.fields["person"].queryset = User.objects.working_at(self.school)
        self.fields["person"].initial = request.requested_by_id
        self.fields["department"].queryset = Department.objects.of_school(self.school)
        self.fields["department"].initial = request.department_id
