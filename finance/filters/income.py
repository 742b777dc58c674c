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
    Receipt,
    Saving,
    ScrapSale,
)
from finance.models.agreements import SOON
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range


class AgreementFilter(SchoolFilterSet):
    MARKS = [
        ("outstanding", _("Something outstanding")),
        ("ending", _("Runs out soon")),
        ("in_kind", _("Settled in kind")),
    ]

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Agreement.Kind, empty_label=_("All"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Agreement.Status, empty_label=_("All"))
    mark = django_filters.ChoiceFilter(
        label=_("What stands out"), choices=MARKS, empty_label=_("All"), method="filter_mark"
    )

    class Meta:
        model = Agreement
        fields = []

    def filter_mark(self, queryset, name, value):
        if value == "outstanding":
            return queryset.filter(outstanding__gt=0)
        if value == "in_kind":
            return queryset.filter(instalments__in=Receipt.objects.in_kind().values("instalment")).distinct()
        today = clock.today()
        return queryset.filter(status=Agreement.Status.IN_FORCE, ends_on__range=(today, today + timedelta(days=SOON)))


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
    due = day_range(_("Payable on"), "due_on")

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
    what = django_filters.ChoiceFilter(label=_("Kind of scrap"), choices=ScrapSale.What, empty_label=_("All"))
    on = day_range(_("Sold on"), "on")

    class Meta:
        model = ScrapSale
        fields = []


class CompensationFilter(SchoolFilterSet):
    STANDINGS = [*Compensation.Status.choices, ("overdue", _("overdue")), ("waived", _("waived"))]

    q = SearchFilter()
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )
    cause = django_filters.ChoiceFilter(label=_("Cause"), choices=Compensation.Cause, empty_label=_("All"))
    happened = day_range(_("Damaged on"), "happened_on")

    class Meta:
        model = Compensation
        fields = []

    def filter_standing(self, queryset, name, value):
        if value == "overdue":
            return queryset.filter(status=Compensation.Status.OPEN, due_on__lt=clock.today())
        return queryset.filter(waived__gt=0) if value == "waived" else queryset.filter(status=value)


class ContributionFilter(SchoolFilterSet):
    STANDINGS = [("public", _("made public")), ("waiting", _("not made public")), ("taken_back", _("taken back"))]

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Contribution.Kind, empty_label=_("All"))
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )
    on = day_range(_("Given on"), "on")

    class Meta:
        model = Contribution
        fields = []

    def filter_standing(self, queryset, name, value):
        if value == "waiting":
            return queryset.unpublished()
        if value == "taken_back":
            return queryset.filter(taken_back_on__isnull=False)
        return queryset.filter(published_on__isnull=False, taken_back_on=None)


class SavingFilter(SchoolFilterSet):
    q = SearchFilter()
    until = day_range(_("Until"), "to_on")

    class Meta:
        model = Saving
        fields = []


class FundFilter(SchoolFilterSet):
    STANDINGS = [("left", _("Something left")), ("used", _("used up")), ("passed", _("Deadline passed"))]

    q = SearchFilter()
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )

    class Meta:
        model = EarmarkedFund
        fields = []

    def filter_standing(self, queryset, name, value):
        if value == "passed":
            return queryset.filter(deadline__lt=clock.today(), left__gt=0)
        return queryset.filter(left__gt=0) if value == "left" else queryset.filter(left__lte=0)
