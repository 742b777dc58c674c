"""What becomes of entries when the calendar or the duty moves."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics.duties import services
from logistics.duties.models import Duty, Expected
from logistics.school import services as school_services
from logistics.school.models import SpecialDay
from tests.duties.factories import make_duty, school_with_term
from tests.duties.services.steps import MONDAY, S, at, close, rows, write

pytestmark = pytest.mark.django_db


def test_a_day_closed_beforehand_is_due_no_more(monday):
    duty = make_duty(school_with_term())

    close(duty.school, date(2026, 9, 9))
    services.tick()

    assert [row.due_on.day for row in rows(duty)][:3] == [7, 8, 10]


def test_a_day_closed_afterwards_is_lifted_and_what_was_done_counts_beyond_what_was_due(monday):
    school = school_with_term()
    done, missed = make_duty(school, name="一"), make_duty(school, name="二")
    write(done)

    with at(date(2026, 9, 8), 9):
        services.tick()
        close(school, monday)
        services.tick()

    assert [(rows(duty)[0].status, rows(duty)[0].reason) for duty in (done, missed)] == [
        (S.EXTRA, "停电停课"), (S.LIFTED, "停电停课")
    ]  # fmt: skip


def test_a_closed_day_opened_again_is_due_again_and_its_record_counts_again(monday):
    school = school_with_term()
    done, missed = make_duty(school, name="一"), make_duty(school, name="二")
    write(done)
    with at(date(2026, 9, 8), 9):
        special = close(school, monday)
        services.tick()
        school_services.withdraw_special_day(special, reason="误报", by=None)
        services.tick()

    assert [rows(duty)[0].status for duty in (done, missed)] == [S.DONE, S.MISSING]


def test_a_day_closed_this_morning_shows_why_nothing_is_due(monday):
    duty = make_duty(school_with_term())

    close(duty.school, monday, reason="台风")
    services.tick()

    assert (rows(duty)[0].status, rows(duty)[0].reason) == (S.LIFTED, "台风")


def test_what_is_done_on_a_closed_day_is_written_down_as_extra(monday):
    duty = make_duty(school_with_term())

    with at(date(2026, 9, 12), 10):  # a Saturday
        note = write(duty)

    extra = Expected.objects.get(status=S.EXTRA)
    assert (extra.record, extra.due_on, extra.reason) == (note, date(2026, 9, 12), "周末")


def test_a_day_that_counts_after_all_takes_the_record_that_was_extra(monday):
    school = school_with_term()
    duty = make_duty(school)
    with at(date(2026, 9, 12), 10):
        services.tick()
        write(duty)
        school_services.add_special_day(
            school, kind=SpecialDay.Kind.MAKE_UP, starts_on=date(2026, 9, 12), ends_on=date(2026, 9, 12),
            follows_weekday=4, reason="补课", by=None,
        )  # fmt: skip
        services.tick()

    assert [row.status for row in rows(duty) if row.due_on == date(2026, 9, 12)] == [S.DONE]


def test_a_duty_set_later_is_fulfilled_by_the_records_that_are_there(monday):
    school = school_with_term()
    duty = make_duty(school)
    write(duty)
    Expected.objects.all().delete()
    Duty.objects.update(made_on=None)

    services.sweep()

    assert rows(duty)[0].status == S.DONE


def test_matching_again_needs_no_more_queries_for_more_rows(monday):
    def queries(days):
        school = school_with_term()
        duty = make_duty(school)
        with at(MONDAY + timedelta(days=days), 10):
            services.tick()
            for offset in range(days):
                day = MONDAY + timedelta(days=offset)
                if day.weekday() < 5:
                    write(duty, day=day, late_reason="补")
            Expected.objects.filter(duty=duty).delete()
            Duty.objects.filter(pk=duty.pk).update(made_on=None)
            with CaptureQueriesContext(connection) as captured:
                services.sweep()
        assert Expected.objects.filter(duty=duty).fulfilled().count() > days // 2
        return len(captured)

    few = queries(3)

    assert queries(11) <= few
