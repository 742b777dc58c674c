"""What a person may look for among duties, what is due, and notes."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.duties.models import Duty, DutyNote, Expected
from logistics.duties.selectors import with_lack
from logistics.pages.filters import SchoolFilterSet, day_range, searchable
from logistics.people.models import User
from logistics.school.models import Place

USES = [("now", _("in use")), ("over", _("out of use")), ("nobody", _("nobody named"))]


def people_of(school):
    return User.objects.working_at(school)


def duties_of(school):
    return Duty.objects.of_school(school).order_by("name")


class DutyFilter(SchoolFilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label=_("Search"))
    area = django_filters.ChoiceFilter(choices=Duty.Area)
    rhythm = django_filters.ChoiceFilter(choices=Duty.Rhythm)
    use = django_filters.ChoiceFilter(choices=USES, method="filter_use", label=_("in use or not"))

    class Meta:
        model = Duty
        fields = ["name", "area", "rhythm", "use"]

    def filter_use(self, queryset, name, value):
        today = clock.today()
        if value == "over":
            return queryset.filter(ends_on__lt=today)
        running = queryset.exclude(ends_on__lt=today)
        return running if value == "now" else with_lack(running).filter(lacks=True)


class ExpectedFilter(SchoolFilterSet):
    state = django_filters.ChoiceFilter(field_name="status", choices=Expected.Status, label=_("state"))
    duty = django_filters.ModelChoiceFilter(queryset=None, widget=searchable())
    person = django_filters.ModelChoiceFilter(
        queryset=None, widget=searchable(), label=_("whose turn"), null_label=_("nobody on duty")
    )
    campus = django_filters.ModelChoiceFilter(queryset=None, null_label=_("whole school"))
    area = django_filters.ChoiceFilter(field_name="duty__area", choices=Duty.Area, label=_("area"))
    due_on = day_range(_("due on"), "due_on")
    place = django_filters.ModelChoiceFilter(queryset=None, widget=searchable(), null_label=_("no place"))

    choices = {
        "duty": duties_of,
        "person": User.objects.of_school,
        "campus": lambda school: school.campuses.all(),
        "place": Place.objects.of_school,
    }

    class Meta:
        model = Expected
        fields = ["state", "duty", "person", "campus", "area", "due_on", "place"]


class NoteFilter(SchoolFilterSet):
    duty = django_filters.ModelChoiceFilter(queryset=None, widget=searchable())
    by = django_filters.ModelChoiceFilter(queryset=None, widget=searchable(), label=_("Written by"))
    day = day_range(_("day"), "day")

    choices = {"duty": duties_of, "by": people_of}

    class Meta:
        model = DutyNote
        fields = ["duty", "by", "day"]
