"""Making what is due for all schools at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics.duties import services
from logistics.duties.models import Expected
from tests.duties.factories import make_duty, school_with_term
from tests.duties.services.steps import MONDAY, S, at, rows
from tests.factories import user_with

pytestmark = pytest.mark.django_db


def test_sweeping_again_changes_nothing(monday):
    duty = make_duty(school_with_term())
    with at(date(2026, 9, 8), 9):
        services.sweep()
        before = rows(duty)
        services.sweep()

    assert [row.pk for row in rows(duty)] == [row.pk for row in before]


def test_what_a_new_day_adds_is_somebodys_at_once(monday):
    school = school_with_term()
    cook = user_with(school=school, key="cook")
    duty = make_duty(school, role=school.roles.get(key="cook"))
    with at(date(2026, 9, 8), 0, 5):
        services.sweep()

    assert (rows(duty)[-1].due_on, rows(duty)[-1].person) == (date(2026, 9, 22), cook)


def test_the_number_of_queries_does_not_grow_with_schools_and_duties(monday):
    def queries(day):
        with at(day, 0, 5), CaptureQueriesContext(connection) as captured:
            services.sweep()
        return len(captured)

    make_duty(school_with_term())
    queries(date(2026, 9, 8))
    one = queries(date(2026, 9, 9))
    for _number in range(3):
        school = school_with_term()
        make_duty(school, name="一")
        make_duty(school, name="二", rhythm="weekly", times=1)
    queries(date(2026, 9, 10))

    assert queries(date(2026, 9, 11)) <= one
    assert Expected.objects.filter(due_on=date(2026, 9, 25)).count() == 0  # Mid-Autumn
    assert Expected.objects.filter(due_on=date(2026, 9, 24), duty__rhythm="daily").count() == 4


def test_a_quiet_minute_is_cheap(monday):
    make_duty(school_with_term())
    services.tick()

    with at(MONDAY, 10, 1), CaptureQueriesContext(connection) as captured:
        services.tick()

    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 4


def test_after_a_pause_the_missed_days_are_made_up(monday):
    duty = make_duty(school_with_term())

    with at(date(2026, 10, 12), 9):
        services.tick()

    due = [row.due_on for row in rows(duty) if row.due_on < date(2026, 10, 12)]
    assert len(due) == 5 + 6 + 4 + 3 + 3  # the weeks from 7 September to 10 October
    assert {row.status for row in rows(duty) if row.due_on < date(2026, 10, 12)} == {S.MISSING}
