"""From a duty and the calendar to the times at which something is due; all tables here were made by hand."""

from datetime import date, time, timedelta

import pytest

from logistics import clock
from logistics.duties.computing import windows_of, windows_touching
from logistics.school import services as school_services
from logistics.school.calendar import calendar_of
from logistics.school.models import SpecialDay
from tests.duties.factories import plain_duty, school_with_term
from tests.factories import CampusFactory, TermFactory

pytestmark = pytest.mark.django_db


def days(text):
    """Return the days written as "9-20 10-10": from August on of 2026, before it of 2027."""
    return [date(2026 if int(month) >= 8 else 2027, int(month), int(day)) for month, _, day in (
        word.partition("-") for word in text.split())]  # fmt: skip


def windows(school, start, end, *, campus=None, **facts):
    calendar = calendar_of(school, date(2026, 6, 1), date(2027, 9, 1))
    return windows_of(plain_duty(school, **facts), calendar, start, end, campus=campus)


def due_days(*args, **kwargs):
    return [window.due_on for window in windows(*args, **kwargs)]


def test_each_day_of_lessons_follows_national_day_and_its_make_up_days():
    school = school_with_term()

    due = due_days(school, date(2026, 9, 14), date(2026, 10, 12))

    assert due == days("9-14 9-15 9-16 9-17 9-18 9-20 9-21 9-22 9-23 9-24 9-28 9-29 9-30 10-8 10-9 10-10 10-12")


def test_a_make_up_day_follows_the_timetable_of_the_weekday_it_makes_up():
    school = school_with_term()

    due = due_days(school, date(2026, 9, 14), date(2026, 10, 16), rhythm="weekdays", weekdays=[1, 3])

    # Tuesdays and Thursdays; 1 October is a holiday, and neither make-up day stands for one of these weekdays unless
    # the notice of the year says so.
    calendar = calendar_of(school, date(2026, 9, 1), date(2026, 10, 31))
    made_up = [day for day in days("9-20 10-10") if calendar.weekday(day) in (1, 3)]
    assert due == sorted([*days("9-15 9-17 9-22 9-24 9-29 10-8 10-13 10-15"), *made_up])


def test_several_times_a_day_are_slots_in_their_order():
    school = school_with_term()

    found = windows(
        school, date(2026, 9, 1), date(2026, 9, 2), due_times=[time(8), time(12), time(17, 30)], early_days=1
    )

    assert [(window.slot, window.opens_on, window.due_at) for window in found][:3] == [
        (1, date(2026, 8, 31), clock.at(date(2026, 9, 1), time(8))),
        (2, date(2026, 8, 31), clock.at(date(2026, 9, 1), time(12))),
        (3, date(2026, 8, 31), clock.at(date(2026, 9, 1), time(17, 30))),
    ]
    assert len(found) == 6


def test_a_number_of_times_a_week_is_due_on_its_last_day_that_counts():
    school = school_with_term()

    found = windows(school, date(2026, 9, 14), date(2026, 10, 12), rhythm="weekly", times=2)

    assert [(window.first_on, window.slot, window.due_on) for window in found] == [
        (date(2026, 9, 14), 1, date(2026, 9, 20)),  # the make-up Sunday
        (date(2026, 9, 14), 2, date(2026, 9, 20)),
        (date(2026, 9, 21), 1, date(2026, 9, 24)),  # Friday is Mid-Autumn
        (date(2026, 9, 21), 2, date(2026, 9, 24)),
        (date(2026, 9, 28), 1, date(2026, 9, 30)),
        (date(2026, 9, 28), 2, date(2026, 9, 30)),
        (date(2026, 10, 5), 1, date(2026, 10, 10)),  # the make-up Saturday
        (date(2026, 10, 5), 2, date(2026, 10, 10)),
        (date(2026, 10, 12), 1, date(2026, 10, 16)),
        (date(2026, 10, 12), 2, date(2026, 10, 16)),
    ]


def test_a_short_week_asks_no_more_than_it_has_days():
    school = school_with_term()

    found = windows(school, date(2026, 9, 28), date(2026, 9, 28), rhythm="weekly", times=5)

    assert len(found) == 3


def test_a_week_without_a_day_that_counts_asks_nothing():
    school = school_with_term()

    assert windows(school, date(2027, 1, 25), date(2027, 2, 22), rhythm="weekly", times=1) == []


def test_every_other_week_begins_with_the_week_of_the_term_named():
    school = school_with_term()

    due = due_days(school, date(2026, 8, 31), date(2026, 10, 18), rhythm="fortnightly", weeks=[2])

    assert due == days("9-11 9-24 10-10")  # weeks 2, 4, 6


def test_monthly_is_due_on_the_last_day_of_the_month_that_counts():
    school = school_with_term()

    due = due_days(school, date(2026, 8, 1), date(2027, 2, 28), rhythm="monthly", times=1)

    assert due == days("9-30 10-30 11-30 12-31 1-20")


def test_monthly_by_a_day_is_due_on_the_last_counting_day_by_then_or_the_first_after():
    school = school_with_term()

    due = due_days(school, date(2026, 9, 1), date(2026, 12, 31), rhythm="monthly", times=1, month_day=5)

    assert due == days("9-4 10-8 11-5 12-4")


def test_weeks_of_the_term_are_counted_from_its_first_monday():
    school = school_with_term()

    found = windows(school, date(2026, 8, 1), date(2027, 1, 31), rhythm="term_weeks", weeks=[1, 6, 21])

    assert [(window.first_on, window.due_on) for window in found] == [
        (date(2026, 8, 31), date(2026, 9, 4)),
        (date(2026, 10, 5), date(2026, 10, 10)),
        (date(2027, 1, 18), date(2027, 1, 20)),
    ]


def test_days_before_lessons_begin_and_end():
    school = school_with_term()
    before = {"rhythm": "before_term", "days_before": 7, "day_kind": "every", "starts_on": date(2026, 6, 1)}

    [begin] = windows(school, date(2026, 6, 1), date(2027, 2, 28), **before, early_days=20)
    [end] = windows(school, date(2026, 6, 1), date(2027, 2, 28), rhythm="before_end", days_before=10)

    assert (begin.opens_on, begin.due_on) == (date(2026, 8, 5), date(2026, 8, 25))
    assert end.due_on == date(2027, 1, 8)  # ten days before is a Sunday


def test_once_a_term_lasts_the_whole_term():
    school = school_with_term()

    [window] = windows(school, date(2026, 8, 1), date(2027, 2, 28), rhythm="termly")

    assert (window.first_on, window.last_on, window.due_on) == (date(2026, 9, 1), date(2027, 1, 20), date(2027, 1, 20))


def test_once_a_year_moves_to_the_first_day_that_counts():
    school = school_with_term()

    due = due_days(school, date(2026, 8, 1), date(2027, 7, 1), rhythm="yearly", month=10, month_day=1)

    assert due == [date(2026, 10, 8)]


def test_once_a_year_begins_with_the_next_one_when_the_day_is_over():
    school = school_with_term()

    due = due_days(
        school, date(2026, 8, 1), date(2027, 7, 1), rhythm="yearly", day_kind="every", month=8, month_day=25,
        starts_on=date(2026, 9, 1),
    )  # fmt: skip

    assert due == []


def test_the_second_term_has_weeks_of_its_own():
    school = school_with_term()
    TermFactory(
        school=school, number=2, starts_on=date(2027, 3, 1), ends_on=date(2027, 7, 9), covers_from=date(2027, 1, 21),
        covers_to=date(2027, 7, 9),
    )  # fmt: skip

    due = due_days(school, date(2026, 8, 1), date(2027, 7, 31), rhythm="term_weeks", weeks=[1, 2])

    assert due == [*days("9-4 9-11"), date(2027, 3, 5), date(2027, 3, 12)]


def test_boarders_who_stay_are_looked_after_on_weekends_too():
    school = school_with_term(boards=True)
    north, south = CampusFactory(school=school), CampusFactory(school=school)
    school_services.set_boarding(north, weekends=True, starts_on=date(2026, 9, 1), by=None)
    school_services.set_boarding(south, weekends=False, starts_on=date(2026, 9, 1), by=None)

    stay = due_days(school, date(2026, 9, 4), date(2026, 9, 7), day_kind="boarding", campus=north.pk)
    leave = due_days(school, date(2026, 9, 4), date(2026, 9, 7), day_kind="boarding", campus=south.pk)

    assert stay == days("9-4 9-5 9-6 9-7")
    assert leave == days("9-4 9-7")


def test_bad_weather_and_holiday_duty_are_due_on_the_days_marked():
    school = school_with_term()
    for kind, start, end in [
        (SpecialDay.Kind.BAD_WEATHER, date(2026, 9, 8), date(2026, 9, 9)),
        (SpecialDay.Kind.HOLIDAY_DUTY, date(2026, 10, 1), date(2026, 10, 3)),
    ]:
        school_services.add_special_day(school, kind=kind, starts_on=start, ends_on=end, reason="通知", by=None)

    weather = due_days(school, date(2026, 9, 1), date(2026, 10, 31), day_kind="bad_weather")
    guarding = due_days(school, date(2026, 9, 1), date(2026, 10, 31), day_kind="holiday_duty")

    assert weather == days("9-8 9-9")
    assert guarding == days("10-1 10-2 10-3")


def test_nothing_is_due_before_a_duty_begins_or_after_it_ends():
    school = school_with_term()

    due = due_days(school, date(2026, 9, 1), date(2026, 9, 30), starts_on=date(2026, 9, 10), ends_on=date(2026, 9, 15))

    assert due == days("9-10 9-11 9-14 9-15")


def test_a_window_touches_the_days_it_lasts():
    school = school_with_term()
    calendar = calendar_of(school, date(2026, 6, 1), date(2027, 2, 1))
    duty = plain_duty(school, rhythm="weekly", times=1)

    found = windows_touching(duty, calendar, date(2026, 9, 17), date(2026, 9, 21))

    assert [window.first_on for window in found] == [date(2026, 9, 14), date(2026, 9, 21)]


@pytest.mark.parametrize("rhythm", ["daily", "weekly", "monthly", "fortnightly", "termly"])
def test_what_is_computed_in_pieces_is_what_is_computed_at_once(rhythm):
    """The sweep makes a day at a time; nothing is lost or doubled between the pieces."""
    school = school_with_term()
    calendar = calendar_of(school, date(2026, 6, 1), date(2027, 2, 1))
    facts = {"weekly": {"times": 2}, "monthly": {"times": 1}, "fortnightly": {"weeks": [1]}}.get(rhythm, {})
    duty = plain_duty(school, rhythm=rhythm, **facts)
    first, last = date(2026, 8, 20), date(2026, 12, 20)

    whole = windows_of(duty, calendar, first, last)
    pieces = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        pieces += windows_of(duty, calendar, day, day)

    assert pieces == whole
