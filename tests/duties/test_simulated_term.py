"""A whole term, day by day, with the real services and jobs, against a table made by hand.

The term has lessons from Tuesday, 1 September 2026 to Wednesday, 20 January 2027, in 21 weeks. Days of lessons:

    September  1-4, 7-11, 14-18, 20 (Sunday, made up), 21-24, 28-30          22   (25-27 Mid-Autumn)
    October    8, 9, 10 (Saturday, made up), 12-16, 19-23, 26-30             18   (1-7 National Day)
    November   2-6, 9-13, 16-20, 23-27, 30                                   21
    December   1-4, 7-11, 14-18, 21-25, 28-31                                23
    January    4-8, 11-15, 18-20                                             13   (1 New Year)
                                                                             97

On 2 December lessons stop in the early morning for want of power; on 14 December the school enters that Friday the 11th
was free. What happens else is told beside each duty in ``School``.
"""

from collections import Counter
from datetime import date, time, timedelta

import pytest
from django.db import connection

from logistics import clock
from logistics.duties import services
from logistics.duties.models import DutyNote, Expected
from logistics.notices import services as notices
from logistics.notices.models import Notice
from logistics.school import services as school_services
from logistics.school.calendar import calendar_of
from logistics.school.models import SpecialDay
from tests.duties.factories import make_roster, school_with_term
from tests.factories import RoleFactory, user_with

pytestmark = pytest.mark.django_db

BEGIN, END = date(2026, 8, 20), date(2027, 1, 25)
KINDS = SpecialDay.Kind
OURS = "logistics.duties.hooks.reminders"  # of the sources of reminders; the others have no records here


def day(text):
    """Return the day written as "9-20"; months before August are of 2027."""
    month, _, number = text.partition("-")
    return date(2026 if int(month) >= 8 else 2027, int(month), int(number))


def moment(text, hour, minute=0):
    return clock.at(day(text) if isinstance(text, str) else text, time(hour, minute))


class School:
    """A school with nine duties, and how its people keep them."""

    def __init__(self):
        self.school = school_with_term()
        self.director = user_with("duties.manage_duty", school=self.school, name="总务主任")
        self.cook, self.officer, self.guard, self.keeper, self.first, self.second = (
            user_with(school=self.school, name=name) for name in ("厨师", "安全员", "门卫", "保管员", "甲", "乙")
        )
        self.holiday_duty = school_services.add_special_day(
            self.school, kind=KINDS.HOLIDAY_DUTY, starts_on=day("10-1"), ends_on=day("10-7"), reason="国庆护校", by=None
        )
        roster = make_roster(self.school, day_kind="holiday_duty")
        services.enter_turns(
            roster,
            [
                {"person": self.first, "first_on": day("10-1"), "last_on": day("10-2")},  # nobody on the third
                {"person": self.second, "first_on": day("10-4"), "last_on": day("10-7")},
            ],
            by=None,
        )
        vacant = RoleFactory(school=self.school, name="水电工")
        make = self.make
        self.kitchen = make("食堂每日检查", person=self.cook)
        self.routine = make("每周常规检查", rhythm="weekly", times=1, person=self.officer)
        self.lines = make("照明线路检查", rhythm="weekdays", weekdays=[1, 3], role=vacant)  # the role stays vacant
        self.guarding = make("护校", day_kind="holiday_duty", roster=roster)
        self.opening = make(
            "开学准备", rhythm="before_term", days_before=7, day_kind="every", early_days=30, remind_days=[60, 30, 7],
            person=self.director,
        )  # fmt: skip
        self.stock = make(
            "学期财产核对", rhythm="before_end", days_before=5, remind_days=[30, 7], person=self.keeper,
            escalate_after=2, escalate_person=self.director,
        )  # fmt: skip
        self.meeting = make("食堂例会", rhythm="monthly", times=1, person=self.director)
        self.patrol = make("校园巡查", due_times=[time(8), time(17)], person=self.guard)
        self.weather = make("恶劣天气检查", day_kind="bad_weather", person=self.officer)

    def make(self, name, **facts):
        given = {"rhythm": "daily", "due_times": [time(18)], "starts_on": BEGIN}
        return services.create_duty(self.school, name=name, by=None, anyway=True, **{**given, **facts})

    # --- what happens -------------------------------------------------------------------------------------------------

    def before_dawn(self, today):
        if today == day("11-10"):
            self.special(KINDS.BAD_WEATHER, today, "大风预警")
        if today == day("12-2"):
            self.special(KINDS.CLOSED, today, "停电停课")

    def morning(self, today):
        if today == day("12-14"):
            self.special(KINDS.CLOSED, day("12-11"), "调休")

    def special(self, kind, on, reason):
        school_services.add_special_day(
            self.school, kind=kind, starts_on=on, ends_on=on, reason=reason, by=self.director
        )

    def records(self, today, lessons):
        """Yield (moment, duty, person, facts) of what people write down on a day."""
        if lessons or today == day("12-2"):  # the cook comes although there are no lessons
            if today not in KITCHEN_MISSED:
                yield moment(today, 20 if today == day("12-8") else 11), self.kitchen, self.cook, {}
        if today == day("11-9"):
            for missed in ("11-4", "11-5", "11-6"):
                facts = {"day": day(missed), "late_reason": "外出培训"}
                yield moment(today, 10), self.kitchen, self.cook, facts
        if today in ROUTINE_DONE:
            yield moment(today, 10), self.routine, self.officer, {}
        if day("10-1") <= today <= day("10-7") and today != day("10-3"):
            yield moment(today, 17), self.guarding, self.first if today < day("10-3") else self.second, {}
        if today == day("8-24"):
            yield moment(today, 9), self.opening, self.director, {}
        if today.day == 15 and today >= day("9-1"):
            yield moment(today, 15), self.meeting, self.director, {}
        if lessons:
            yield moment(today, 7, 50), self.patrol, self.guard, {}
            if today < day("10-1"):  # in September the guard goes round in the afternoon too
                yield moment(today, 16, 50), self.patrol, self.guard, {}


KITCHEN_MISSED = [day(text) for text in ("9-9", "11-4", "11-5", "11-6")]
ROUTINE_DONE = [
    day(text)
    for text in (
        "9-2 9-9 9-16 9-23 9-30 10-9 10-14 10-21 11-4 11-11 11-18 11-25 12-9 12-16 12-23 12-30 1-6 1-13 1-20".split()
    )
]


def live_through(school, *, doubled):
    """Let the days pass: ticks at night, before dawn, in the morning and in the evening; records at their moments."""
    times = 2 if doubled else 1

    def tick(on, hour, minute):
        with clock.set_to(moment(on, hour, minute)):
            for _time in range(times):
                services.tick()

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what the database does by itself when changes are committed
    lessons = set(calendar_of(school.school, BEGIN, END).days("school", BEGIN, END))
    for offset in range((END - BEGIN).days + 1):
        today = BEGIN + timedelta(days=offset)
        tick(today, 0, 5)
        with clock.set_to(moment(today, 6, 30)):
            school.before_dawn(today)
            if today == day("12-2"):
                lessons.discard(today)
        tick(today, 7, 5)
        with clock.set_to(moment(today, 7, 5)):
            for _time in range(times):
                notices.collect_reminders_from(OURS, today)
        tick(today, 10, 0)
        with clock.set_to(moment(today, 10)):
            school.morning(today)
        for at, duty, person, facts in sorted(school.records(today, today in lessons), key=lambda each: each[0]):
            if at > moment(today, 19):
                tick(today, 19, 0)
            with clock.set_to(at):
                services.write_note(duty, text="已完成", by=person, **facts)
        tick(today, 20, 30)


@pytest.fixture(params=[False, True], ids=["each tick once", "each tick twice"])
def school(request):
    with clock.set_to(moment("8-20", 0)):
        school = School()
    live_through(school, doubled=request.param)
    return school


def counts(duty):
    return dict(Counter(Expected.objects.filter(duty=duty).values_list("status", flat=True)))


def told(kind):
    """Return {person: [day]} of the notices of a kind."""
    found = {}
    for notice in Notice.objects.filter(key__startswith=f"duties-{kind}:").order_by("created_at"):
        found.setdefault(notice.person.name, []).append(clock.day_of(notice.created_at))
    return found


def test_the_term_is_as_in_the_table(school):
    # --- what was due, and what became of it --------------------------------------------------------------------------
    assert counts(school.kitchen) == {
        "done": 90,  # 97 less 9 September, 2 and 11 December, four late ones
        "late": 4,  # 4, 5, 6 November, and 8 December, written at eight in the evening
        "missing": 1,  # 9 September
        "lifted": 1,  # 2 December
        "extra": 2,  # 2 December, when the cook came; 11 December, free after all
    }
    assert counts(school.routine) == {"done": 19, "missing": 2}
    assert counts(school.lines) == {"missing": 9 + 7 + 8 + 10 + 5 + 1}  # by month; 20 September follows a Tuesday
    assert counts(school.guarding) == {"done": 6, "missing": 1}
    assert counts(school.opening) == {"done": 1}
    assert counts(school.stock) == {"missing": 1}
    assert counts(school.meeting) == {"done": 5}
    assert counts(school.patrol) == {
        "done": 44 + 73,  # twice in September; after that 75 mornings less 2 and 11 December
        "missing": 73,
        "lifted": 3,  # both of 2 December, the afternoon of the 11th
        "extra": 1,  # the morning of 11 December
    }
    assert counts(school.weather) == {"missing": 1}
    assert DutyNote.objects.count() == 96 + 19 + 6 + 1 + 5 + 22 + 96

    # --- the gaps, by name --------------------------------------------------------------------------------------------
    calendar = calendar_of(school.school, BEGIN, END)
    missed = Expected.objects.missing()
    routine = [row.due_on for row in missed.filter(duty=school.routine)]
    assert [(calendar.week_of_term(due_on), due_on) for due_on in routine] == [(9, day("10-30")), (14, day("12-4"))]
    [unguarded] = missed.filter(duty=school.guarding)
    assert (unguarded.due_on, unguarded.person) == (day("10-3"), None)
    late = Expected.objects.filter(status="late").order_by("due_on")
    assert [(row.due_on, row.reason) for row in late] == [
        (day("11-4"), "外出培训"), (day("11-5"), "外出培训"), (day("11-6"), "外出培训"), (day("12-8"), "")
    ]  # fmt: skip

    # --- what was told, day by day ------------------------------------------------------------------------------------
    lessons = calendar.days("school", BEGIN, END) + [day("12-11")]
    today = told("today")
    assert len(lessons) == 96
    assert today.pop("厨师") == today.pop("门卫") == sorted(lessons)
    assert today == {
        "安全员": [day("9-30"), day("10-30"), day("11-10"), day("12-4"), day("1-20")],
        "甲": [day("10-1"), day("10-2")],
        "乙": [day("10-4"), day("10-5"), day("10-6"), day("10-7")],
        "保管员": [day("1-15")],
    }
    missed = told("missed")
    assert missed.pop("门卫") == mornings_after_the_patrols(lessons)
    assert missed == {
        "厨师": [day("9-10"), day("11-5"), day("11-6"), day("11-9")],
        "安全员": [day("11-2"), day("11-11"), day("12-7")],
        "保管员": [day("1-18")],
    }
    assert told("ahead") == {"总务主任": [day("8-20")], "保管员": [day("12-16"), day("1-8")]}
    assert told("told-on") == {"总务主任": [day("1-19")]}
    assert told("nobody") == {"总务主任": [day("8-25"), day("9-26")]}


def mornings_after_the_patrols(lessons):
    """From 8 October on the afternoon round was missed each day, and told on the next working day, after 20 January too."""
    working = [*sorted(each for each in lessons if each >= day("10-8")), day("1-21")]
    return working[1:]
