"""What a person types when ordering."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import day_field, money_field, reason_field, searched_field
from finance.models import PurchaseOrder
from finance.selectors import lines_to_order, prices_chosen, suppliers_to_choose, usual_channel
from logistics import clock
from logistics.pages.forms import SchoolForm
from logistics.people.models import User

CHOOSE = ("", _("Please choose"))


@dataclass(frozen=True)
class FieldRow:
    """A record in a form and the fields about it, by their names."""

    record: object
    fields: dict
    is_open: bool = False

    @property
    def names(self):
        return [field.html_name for field in self.fields.values()]


def field_name(record, name):
    return f"lines-{record.pk}-{name}"


class RowsForm(SchoolForm):
    """A form with the same fields for each of several records: ``lines-<pk>-<name>``.

    ``cleaned_data["lines"]`` is {pk: {name: value}}; errors about rows stand at ``lines``.
    """

    row_names = ()

    def add_rows(self, records, fields_of):
        """Add fields for each record; fields_of: (record) -> {name: field}."""
        self.rows_of = list(records)
        for record in self.rows_of:
            for name, field in fields_of(record).items():
                self.fields[field_name(record, name)] = field

    def clean(self):
        cleaned = super().clean()
        cleaned["lines"] = {
            record.pk: {name: cleaned.pop(field_name(record, name), None) for name in self.row_names}
            for record in self.rows_of
        }
        return cleaned

    @property
    def rows(self):
        return [
            FieldRow(record, {name: self[field_name(record, name)] for name in self.row_names}, self.is_open(record))
            for record in self.rows_of
        ]

    def is_open(self, record):
        """Say whether the less usual fields of a row are to be seen at once."""
        return False

    @property
    def other_fields(self):
        """The fields beside the rows, in their order."""
        return [
            self[name] for name, field in self.fields.items() if not name.startswith("lines-") and self._is_seen(field)
        ]

    def _is_seen(self, field):
        return not field.widget.is_hidden


class OrderForm(RowsForm):
    """From whom, through which channel, and how many of what is approved and not ordered yet."""

    supplier = searched_field(_("Supplier"), required=False, empty_label=_("not in the list"))
    new_supplier = forms.CharField(
        label=_("Or a new supplier"),
        max_length=80,
        required=False,
        help_text=_("Its name; the rest can be filled in later on the page of suppliers."),
    )
    channel = forms.ChoiceField(label=_("Purchase channel"), choices=[CHOOSE, *PurchaseOrder.Channel.choices])
    ordered_on = day_field(_("Ordered or bought on"))
    expected_on = day_field(
        _("To come on"), required=False, help_text=_("Leave it empty when the goods are taken along at once.")
    )
    waiver = reason_field(
        _("Why without the quotes"),
        required=False,
        help_text=_("Only when the quotes are missing or another supplier is taken. It is shown and counted."),
    )
    buyer = forms.ModelChoiceField(label=_("Bought by"), queryset=User.objects.none())
    contract = forms.CharField(label=_("Contract number"), max_length=40, required=False)
    remark = forms.CharField(label=_("Note"), max_length=200, required=False)

    row_names = ("quantity", "unit_price")

    def prepare(self):
        request = self.record
        self.fields["supplier"].queryset = suppliers_to_choose(self.school, clock.today())
        self.fields["supplier"].initial = request.seller_id
        self.fields["channel"].initial = usual_channel(self.school, request.seller)
        self.fields["ordered_on"].initial = clock.today
        self.fields["buyer"].queryset = User.objects.working_at(self.school)
        self.fields["buyer"].initial = self.user
        if not request.quotes_needed or request.emergency:
            del self.fields["waiver"]
        prices = prices_chosen(request)
        self.add_rows(lines_to_order(request), lambda line: self._fields_of(line, prices))

    def _fields_of(self, line, prices):
        price = prices.get((line.name, line.spec), line.unit_price)
        return {
            "quantity": money_field(_("Quantity"), required=False, initial=f"{line.left.normalize():f}"),
            "unit_price": money_field(_("Unit price (yuan)"), required=False, initial=price),
        }

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("supplier") and not cleaned.get("new_supplier"):
            self.add_error("supplier", _("Choose a supplier or write the name of a new one."))
        cleaned["lines"] = {pk: (row["quantity"], row["unit_price"]) for pk, row in cleaned["lines"].items()}
        return cleaned


class EndForm(SchoolForm):
    reason = reason_field()
