"""Periods: which days, which name, and which one came before."""

from datetime import date

import pytest

from logistics import clock
from logistics.errors import RuleError
from logistics.reports.periods import Period, Scope, current_period, period_by_key, scope_by_key
from tests.factories import CampusFactory, SchoolFactory, TermFactory
from tests.reports.factories import ExportFactory


def days(period):
    return period.start, period.end


@pytest.mark.django_db
def test_a_term_covers_its_holiday_and_follows_the_term_before():
    school = SchoolFactory()
    first = TermFactory(school=school)
    second = TermFactory(
        school=school, number=2, starts_on=date(2027, 2, 20), ends_on=date(2027, 7, 1), covers_from=date(2027, 1, 21)
    )

    period = period_by_key(school, "2026-2027-2")

    assert days(period) == (second.covers_from, second.covers_to)
    assert period.previous().term == first
    assert period.previous().previous() is None


@pytest.mark.django_db
def test_terms_of_another_school_are_neither_found_nor_before():
    school = SchoolFactory()
    TermFactory(school_year=2025)
    term = TermFactory(school=school)

    assert period_by_key(school, "2025-2026-1") is None
    assert Period.of_term(term).previous() is None


@pytest.mark.django_db
def test_a_school_year_runs_from_its_first_covered_day_to_its_last():
    school = SchoolFactory()
    TermFactory(school=school)
    TermFactory(
        school=school, number=2, starts_on=date(2027, 2, 20), ends_on=date(2027, 7, 1), covers_from=date(2027, 1, 21)
    )
    TermFactory(school=school, school_year=2025)

    period = period_by_key(school, "2026-2027")

    assert days(period) == (date(2026, 7, 5), date(2027, 7, 1))
    assert period.previous().key == "2025-2026"
    assert period.previous().previous() is None


@pytest.mark.parametrize(
    ("key", "start", "end", "before"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "2025-H2"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "2026-H1"),
        ("2026-03-01..2026-05-31", date(2026, 3, 1), date(2026, 5, 31), "2025-12-01..2026-02-28"),
        ("2026-03-02..2026-03-08", date(2026, 3, 2), date(2026, 3, 8), "2026-02-23..2026-03-01"),
    ],
)
def test_a_period_is_known_by_its_key_and_has_the_like_before_it(key, start, end, before):
    period = period_by_key(None, key)

    assert days(period) == (start, end)
    assert period.key == key
    assert period.previous().key == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ["", "next", "2026-2028", "2026-2028-1", "2026-2027-9", "2026-H3", "2026-13-01..2026-14-01", "2026-05-01..2026-04-01", "..", "99999"]
)  # fmt: skip
def test_a_malformed_key_names_no_period(key):
    assert period_by_key(SchoolFactory(), key) is None


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(RuleError) as refused:
        Period.between(date(2026, 5, 2), date(2026, 5, 1))

    assert refused.value.field == "end"


@pytest.mark.django_db
def test_the_last_minute_of_the_last_day_belongs_to_the_period_and_the_next_midnight_does_not():
    period = Period.between(date(2026, 3, 1), date(2026, 3, 31))
    inside = clock.at(date(2026, 3, 31), clock.datetime.max.time())
    after = clock.at(date(2026, 4, 1), clock.datetime.min.time())
    export = ExportFactory(requested_at=inside)
    ExportFactory(requested_at=after)

    assert list(type(export).objects.filter(period.moments("requested_at"))) == [export]


@pytest.mark.django_db
def test_today_without_a_term_shows_the_last_one_that_began():
    school = SchoolFactory()
    TermFactory(school=school, school_year=2024)
    last = TermFactory(school=school, school_year=2025)

    assert current_period(school).term == last
    assert current_period(SchoolFactory()) is None


@pytest.mark.django_db
def test_a_scope_is_a_campus_of_the_own_school():
    campus = CampusFactory()

    assert scope_by_key(campus.school, str(campus.pk)) == Scope(campus)
    assert scope_by_key(campus.school, "") == Scope()
    assert scope_by_key(SchoolFactory(), str(campus.pk)) is None


@pytest.mark.parametrize("key", ["0001-01-01..0001-12-31", "2026-01-01..9999-12-31"])
@pytest.mark.django_db
def test_a_range_of_years_no_school_means_is_no_period(key):
    assert period_by_key(SchoolFactory(), key) is None
