"""What calendars are answered from: the rows of any number of schools, each table read once."""

from collections import defaultdict
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

from logistics.school.models import BoardingRule, Campus, HolidayNotice, Place, ServiceRule, SpecialDay, Term

A_YEAR = timedelta(days=366)


class Canteen(NamedTuple):
    """The canteen places of one building, or one that stands in none; ``key`` is that building or place."""

    key: int | None
    campus: int | None


class Rows:
    """What the calendars of some schools are answered from: each table is read once for all of them, when first asked."""

    def __init__(self, schools, start):
        self.schools = [school.pk for school in schools]
        self.start = start

    @cached_property
    def terms(self):
        terms = Term.objects.filter(school__in=self.schools, covers_to__gte=self.start - A_YEAR)
        return self._by_school(terms.order_by("covers_from"))

    @cached_property
    def special_days(self):
        """All special days from ``start`` on, however late, so that deadlines may lie beyond the asked days."""
        rows = SpecialDay.objects.in_force().filter(school__in=self.schools, ends_on__gte=self.start)
        names = ("pk", "school_id", "campus_id", "place_id", "meal", "kind", "matter", "starts_on", "ends_on",
                 "follows_weekday", "reason", "notice_id")  # fmt: skip
        return self._by_school(rows.order_by("starts_on", "pk").values_list(*names, named=True))

    @cached_property
    def noticed_years(self):
        years = defaultdict(set)
        for school_id, year in HolidayNotice.objects.filter(school__in=self.schools).values_list("school_id", "year"):
            years[school_id].add(year)
        return years

    @cached_property
    def service_rules(self):
        names = ("school_id", "place_id", "meal", "kind", "weekdays", "starts_on", "ends_on")
        rules = ServiceRule.objects.filter(school__in=self.schools)
        return self._by_school(rules.order_by("pk").values_list(*names, named=True))

    @cached_property
    def boarding_rules(self):
        names = ("school_id", "campus_id", "weekends", "starts_on", "ends_on")
        rules = BoardingRule.objects.filter(school__in=self.schools)
        return self._by_school(rules.order_by("pk").values_list(*names, named=True))

    @cached_property
    def canteens(self):
        """{school id: {place id: Canteen}}; the canteen places of one building are one canteen."""
        canteens = defaultdict(dict)
        places = Place.objects.filter(school__in=self.schools, kind=Place.Kind.CANTEEN)
        for pk, school_id, campus, building in places.values_list("pk", "school_id", "campus_id", "parent_id"):
            canteens[school_id][pk] = Canteen(building or pk, campus)
        return canteens

    @cached_property
    def campuses(self):
        """{school id: [campus id]}, first campus first."""
        campuses = defaultdict(list)
        for pk, (school_id, _kind) in self._campus_kinds.items():
            campuses[school_id].append(pk)
        return campuses

    def boards_by_default(self, campus):
        return self._campus_kinds.get(campus, (None, None))[1] == Campus.Kind.CAMPUS

    @cached_property
    def _campus_kinds(self):
        rows = Campus.objects.filter(school__in=self.schools).order_by("pk").values_list("pk", "school_id", "kind")
        return {pk: (school_id, kind) for pk, school_id, kind in rows}

    def _by_school(self, rows):
        found = defaultdict(list)
        for row in rows:
            found[row.school_id].append(row)
        return found
