"""What a person may look for among contracts."""

from datetime import timedelta

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.filters.purchases import years_to_choose
from finance.models import Contract, Supplier
from finance.models.contracts import SOON
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range

STANDINGS = {
    "running": (pgettext_lazy("contract", "in force"), lambda rows, day: rows.running(day)),
    "publish": (pgettext_lazy("contract", "to be published"), lambda rows, day: rows.to_publish()),
    "file": (pgettext_lazy("contract", "to be filed"), lambda rows, day: rows.to_file()),
    "overdue": (pgettext_lazy("contract", "publishing or filing overdue"), lambda rows, day: rows.overdue(day)),
    "soon": (pgettext_lazy("contract", "ends soon"), lambda rows, day: rows.ending(day, day + timedelta(days=SOON))),
    "bond": (pgettext_lazy("contract", "bond to be returned"), lambda rows, day: rows.bond_out(day)),
    "over": (pgettext_lazy("contract", "over"), lambda rows, day: rows.over(day)),
    "void": (pgettext_lazy("contract", "void"), lambda rows, day: rows.filter(status=Contract.Status.VOID)),
}


class ContractFilter(SchoolFilterSet):
    q = SearchFilter()
    standing = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(key, label) for key, (label, _rows) in STANDINGS.items()],
        empty_label=_("All"),
        method="filter_standing",
    )
    supplier = django_filters.ModelChoiceFilter(
        label=_("Supplier"), field_name="order__supplier", queryset=Supplier.objects.none(), empty_label=_("All")
    )
    year = django_filters.ChoiceFilter(
        label=_("Year of signing"),
        field_name="signed_on",
        lookup_expr="year",
        choices=years_to_choose,
        empty_label=_("All"),
    )
    signed_on = day_range(_("Signed on"), "signed_on")

    choices = {"supplier": Supplier.objects.of_school}

    class Meta:
        model = Contract
        fields = []

    def filter_standing(self, queryset, name, value):
        return STANDINGS[value][1](queryset, clock.today())
