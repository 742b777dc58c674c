"""What a person may look for among agreements, what is due, scrap, compensation, donations, savings and funds."""

from datetime import timedelta

import django_filters
from django.utils.translation import gettext_lazy as _

from finance.models import (
    Agreement,
    Compensation,
    Contribution,
    EarmarkedFund,
    Instalment,
    Saving,
    ScrapSale,
)
from finance.models.agreements import SOON
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range


class AgreementFilter(SchoolFilterSet):
    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Agreement.Kind, empty_label=_("All"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Agreement.Status, empty_label=_("All"))
    outstanding = django_filters.BooleanFilter(label=_("Something outstanding"), method="filter_outstanding")
    ending = django_filters.BooleanFilter(label=_("Runs out soon"), method="filter_ending")

    class Meta:
        model = Agreement
        fields = []

    def filter_outstanding(self, queryset, name, value):
        return queryset.filter(outstanding__gt=0) if value else queryset.filter(outstanding__lte=0)

    def filter_ending(self, queryset, name, value):
        today = clock.today()
        soon = {"status": Agreement.Status.IN_FORCE, "ends_on__range": (today, today + timedelta(days=SOON))}
        return queryset.filter(**soon) if value else queryset.exclude(**soon)


class InstalmentFilter(SchoolFilterSet):
    STANDINGS = [
        ("overdue", _("overdue")),
        ("outstanding", _("outstanding")),
        ("received", _("received")),
        ("in_kind", _("settled in kind")),
    ]

    q = django_filters.CharFilter(label=_("Search"), method="filter_words")
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), field_name="agreement__kind", choices=Agreement.Kind, empty_label=_("All")
    )
    due = day_range(_("Due on"), "due_on")

    class Meta:
        model = Instalment
        fields = []

    def filter_words(self, queryset, name, value):
        return queryset.filter(agreement__in=Agreement.objects.of_school(self.school).search(value))

    def filter_standing(self, queryset, name, value):
        if value == "overdue":
            return queryset.filter(dropped_on=None, due_on__lt=clock.today(), outstanding__gt=0)
        if value == "outstanding":
            return queryset.filter(dropped_on=None, outstanding__gt=0)
        if value == "in_kind":
            return queryset.filter(in_kind__gt=0)
        return queryset.filter(outstanding__lte=0, in_kind__lte=0)


class ScrapFilter(SchoolFilterSet):
    q = SearchFilter()
    what = django_filters.ChoiceFilter(label=_("What"), choices=ScrapSale.What, empty_label=_("All"))
    on = day_range(_("Sold on"), "on")

    class Meta:
        model = ScrapSale
        fields = []


class CompensationFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Compensation.Status, empty_label=_("All"))
    cause = django_filters.ChoiceFilter(label=_("Cause"), choices=Compensation.Cause, empty_label=_("All"))
    overdue = django_filters.BooleanFilter(label=_("Overdue"), method="filter_overdue")
    happened = day_range(_("Damaged on"), "happened_on")

    class Meta:
        model = Compensation
        fields = []

    def filter_overdue(self, queryset, name, value):
        late = {"status": Compensation.Status.OPEN, "due_on__lt": clock.today()}
        return queryset.filter(**late) if value else queryset.exclude(**late)


class ContributionFilter(SchoolFilterSet):
    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Contribution.Kind, empty_label=_("All"))
    published = django_filters.BooleanFilter(
        label=_("Made public"), field_name="published_on", lookup_expr="isnull", exclude=True
    )
    on = day_range(_("Given on"), "on")

    class Meta:
        model = Contribution
        fields = []


class SavingFilter(SchoolFilterSet):
    q = SearchFilter()
    until = day_range(_("Until"), "to_on")

    class Meta:
        model = Saving
        fields = []


class FundFilter(SchoolFilterSet):
    q = SearchFilter()
    left = django_filters.BooleanFilter(label=_("Something left"), method="filter_left")
    passed = django_filters.BooleanFilter(label=_("Deadline passed"), method="filter_passed")

    class Meta:
        model = EarmarkedFund
        fields = []

    def filter_left(self, queryset, name, value):
        return queryset.filter(left__gt=0) if value else queryset.filter(left__lte=0)

    def filter_passed(self, queryset, name, value):
        return queryset.filter(deadline__lt=clock.today()) if value else queryset.filter(deadline__gte=clock.today())
