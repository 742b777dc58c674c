"""What a person may look for among subsidies, audits, applications for money, wages and enrolment days."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from finance.models import Audit, AuditFinding, FeeDay, GrantApplication, Subsidy, SubsidyPayment, WageMonth
from logistics import clock
from logistics.pages.filters import SchoolFilterSet, SearchFilter, day_range
from logistics.school.models import SchoolClass, Term


class SubsidyFilter(SchoolFilterSet):
    q = SearchFilter()
    term = django_filters.ModelChoiceFilter(label=_("Term"), queryset=Term.objects.none(), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Subsidy.Kind, empty_label=_("All"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Subsidy.Status, empty_label=_("All"))

    choices = {"term": Term.objects.of_school}

    class Meta:
        model = Subsidy
        fields = []


class SubsidyPaymentFilter(SchoolFilterSet):
    STANDINGS = [("unsigned", _("signed list missing")), ("red", _("taken back"))]

    q = django_filters.CharFilter(label=_("Search"), method="filter_words")
    school_class = django_filters.ModelChoiceFilter(
        label=_("Class"), queryset=SchoolClass.objects.none(), empty_label=_("All")
    )
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )
    days = day_range(_("Paid on"), "on")

    choices = {"school_class": SchoolClass.objects.of_school}

    class Meta:
        model = SubsidyPayment
        fields = []

    def filter_words(self, queryset, name, value):
        return queryset.filter(subsidy__in=Subsidy.objects.of_school(self.school).search(value))

    def filter_standing(self, queryset, name, value):
        if value == "unsigned":
            return queryset.unsigned()
        return queryset.filter(Q(corrects__isnull=False) | Q(correction__isnull=False))


class AuditFilter(SchoolFilterSet):
    MARKS = [("left", _("Findings to be put right")), ("irregular", _("With irregularities"))]

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Audit.Kind, empty_label=_("All"))
    mark = django_filters.ChoiceFilter(
        label=_("What stands out"), choices=MARKS, empty_label=_("All"), method="filter_mark"
    )
    on = day_range(_("Began on"), "on")

    class Meta:
        model = Audit
        fields = []

    def filter_mark(self, queryset, name, value):
        if value == "left":
            return queryset.filter(left__gt=0)
        return queryset.filter(pk__in=AuditFinding.objects.filter(weight="irregular").values("audit"))


class FindingFilter(SchoolFilterSet):
    STANDINGS = [*AuditFinding.Status.choices, ("overdue", _("overdue"))]

    q = django_filters.CharFilter(label=_("Search"), field_name="text", lookup_expr="icontains")
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )
    weight = django_filters.ChoiceFilter(label=_("Seriousness"), choices=AuditFinding.Weight, empty_label=_("All"))
    due = day_range(_("To be put right by"), "due_on")

    class Meta:
        model = AuditFinding
        fields = []

    def filter_standing(self, queryset, name, value):
        if value == "overdue":
            return queryset.open().filter(due_on__lt=clock.today())
        return queryset.filter(status=value)


class GrantFilter(SchoolFilterSet):
    q = SearchFilter()
    status = django_filters.ChoiceFilter(label=_("Status"), choices=GrantApplication.Status, empty_label=_("All"))
    source = django_filters.ChoiceFilter(
        label=_("Whom it is asked of"), choices=GrantApplication.Source, empty_label=_("All")
    )
    applied = day_range(_("Applied on"), "applied_on")

    class Meta:
        model = GrantApplication
        fields = []


class WageFilter(SchoolFilterSet):
    STANDINGS = [("late", _("late")), ("unfounded", _("allowances without a document")), ("back", _("taken back"))]

    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, empty_label=_("All"), method="filter_standing"
    )
    paid = day_range(_("Paid on"), "paid_on")

    class Meta:
        model = WageMonth
        fields = []

    def filter_standing(self, queryset, name, value):
        if value == "late":
            return queryset.late()
        return queryset.unfounded() if value == "unfounded" else queryset.exclude(taken_back_on=None)


class FeeDayFilter(SchoolFilterSet):
    q = django_filters.CharFilter(label=_("Search"), field_name="title", lookup_expr="icontains")
    term = django_filters.ModelChoiceFilter(label=_("Term"), queryset=Term.objects.none(), empty_label=_("All"))

    choices = {"term": Term.objects.of_school}

    class Meta:
        model = FeeDay
        fields = []
