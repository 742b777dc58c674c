"""What a person types about quotes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance.forms.fields import money_field, reason_field, searched_field
from finance.selectors import suppliers_to_choose
from logistics import clock
from logistics.attachments.forms import FilesField
from logistics.pages.columns import as_text
from logistics.pages.forms import SchoolForm

PRICE = "price_"


class QuoteForm(SchoolForm):
    """What one supplier asks: a price for each line of the request, or the whole."""

    supplier = searched_field(_("Supplier"), required=False, empty_label=_("not in the list"))
    new_supplier = forms.CharField(label=_("Or a new supplier"), max_length=80, required=False)
    total = money_field(
        _("The whole (yuan)"),
        required=False,
        attrs={"data-money": ""},
        help_text=_("Delivery included. Empty when every line has its price."),
    )
    terms = forms.CharField(label=_("Delivery and warranty"), max_length=120, required=False)
    photos = FilesField(label=_("The quote itself"), max_files=4, documents=True)

    def prepare(self):
        self.fields["supplier"].queryset = suppliers_to_choose(self.school, clock.today())
        self.lines = list(self.record.lines.all())
        for line in self.lines:
            self.fields[f"{PRICE}{line.pk}"] = money_field(self._label(line), required=False)
        self.order_fields(["supplier", "new_supplier", *(f"{PRICE}{line.pk}" for line in self.lines)])

    def _label(self, line):
        facts = {
            "name": line.name, "quantity": as_text(line.quantity, "number"), "unit": line.measure_word,
        }  # fmt: skip
        return _("%(name)s, %(quantity)s %(unit)s: price of one (yuan)") % facts

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("supplier") and not cleaned.get("new_supplier"):
            self.add_error("supplier", _("Choose a supplier or write the name of a new one."))
        cleaned["prices"] = {line.pk: cleaned.pop(f"{PRICE}{line.pk}", None) for line in self.lines}
        return cleaned


class ChooseForm(SchoolForm):
    reason = reason_field(_("Why this one"), required=False, help_text=_("Needed unless it is the cheapest."))


class WithdrawQuoteForm(SchoolForm):
    reason = reason_field()
