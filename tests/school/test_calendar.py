from datetime import date

import pytest

from logistics.school.selectors import is_working_day, school_days, week_of_term
from tests.factories import TermFactory

pytestmark = pytest.mark.django_db


def test_weeks_of_a_term_begin_on_monday():
    term = TermFactory(starts_on=date(2026, 9, 1))  # a Tuesday

    weeks = [week_of_term(term, day) for day in (date(2026, 9, 1), date(2026, 9, 6), date(2026, 9, 7))]

    assert weeks == [1, 1, 2]


def test_holidays_have_no_week_of_term():
    assert week_of_term(TermFactory(), date(2026, 8, 1)) is None


def test_national_day_is_free_and_its_make_up_days_are_days_of_lessons():
    term = TermFactory()

    days = school_days(term.school, date(2026, 9, 20), date(2026, 10, 10))

    assert date(2026, 9, 20) in days
    assert date(2026, 10, 10) in days
    assert date(2026, 10, 1) not in days
    assert date(2026, 9, 26) not in days


def test_there_are_no_days_of_lessons_outside_the_terms():
    term = TermFactory()

    assert school_days(term.school, date(2026, 7, 6), date(2026, 8, 31)) == []
    assert is_working_day(date(2026, 7, 6))
