"""What the morning tells, and what reaches people outside when a robot does not do its part."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics import clock
from logistics.duties import services
from logistics.notices import services as notices
from logistics.notices.models import Delivery, Notice, Robot
from tests.duties.factories import make_duty, school_with_term
from tests.factories import user_with
from tests.notices.robot_server import RobotServer

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
SATURDAY = date(2026, 9, 12)


def at(day, hour, minute=0):
    return clock.set_to(clock.at(day, time(hour, minute)))


@pytest.fixture
def monday():
    with at(MONDAY, 6):
        yield MONDAY


def morning(day):
    with at(day, 7, 5):
        services.tick()
        return services.morning_reminders(day)


def test_one_reminder_names_all_that_is_due_today(monday):
    school = school_with_term()
    cook = user_with(school=school)
    for name in ("食堂检查", "食品留样"):
        make_duty(school, name=name, person=cook)

    [reminder] = morning(monday)

    assert reminder.to == cook
    assert reminder.text == "今天应做 2 项：食堂检查、食品留样"


def test_on_a_day_off_only_what_is_due_is_told_and_the_rest_waits_for_a_working_day(monday):
    school = school_with_term()
    cook, guard = user_with(school=school), user_with(school=school)
    make_duty(school, name="食堂检查", person=cook)
    make_duty(school, name="门岗", person=guard, day_kind="every")
    for day in range(7, 12):
        morning(date(2026, 9, day))

    saturday = [(reminder.to, reminder.text) for reminder in morning(SATURDAY)]
    sunday = [(reminder.to, reminder.text) for reminder in morning(SATURDAY + timedelta(days=1))]
    after = {reminder.to: reminder.text for reminder in morning(date(2026, 9, 14)) if "missed" in reminder.key}

    assert saturday == sunday == [(guard, "今天应做 1 项：门岗")]
    assert after[cook].startswith("未完成 1 项：食堂检查。")  # of Friday
    assert after[guard].startswith("未完成 3 项：门岗 ×3。")  # of Friday, Saturday, Sunday


def test_what_was_explained_is_not_asked_for(monday):
    school = school_with_term()
    duty = make_duty(school, person=user_with(school=school))
    with at(monday, 19):
        services.tick()
        services.explain([duty.expected_entries.first()], reason="病假", by=duty.person)

    assert ["missed" in reminder.key for reminder in morning(date(2026, 9, 8))] == [False]


def test_a_skipped_step_before_a_date_is_caught_up_once(monday):
    """Nobody ran on the day of the step: the next morning tells it, the days after are silent."""
    school = school_with_term()
    make_duty(
        school, rhythm="term_weeks", weeks=[5], remind_days=[30, 7], person=user_with(school=school)
    )  # due on 30 September

    for day in (7, 8, 24, 28):
        for _twice in range(2):
            with at(date(2026, 9, day), 7, 5):
                services.tick()
                notices.collect_reminders(date(2026, 9, day))

    told = Notice.objects.filter(key__startswith="duties-ahead").order_by("pk")
    assert [(clock.day_of(notice.created_at).day, notice.key[-2:].strip(":")) for notice in told] == [
        (7, "30"), (24, "7")
    ]  # fmt: skip


def test_the_second_person_hears_after_the_working_days_and_once(monday):
    school = school_with_term()
    director = user_with(school=school)
    make_duty(
        school, name="周检", rhythm="term_weeks", weeks=[2], person=user_with(school=school), escalate_after=2,
        escalate_person=director,
    )  # fmt: skip  # due on Friday the eleventh

    told = {day: [r.text for r in morning(date(2026, 9, day)) if r.to == director] for day in range(7, 18)}

    assert {day: texts for day, texts in told.items() if texts} == {
        15: [f"逾期仍未完成 1 项：周检（9月11日，{make_name(school)}）"]
    }


def make_name(school):
    return school.duties.get().person.name


def test_the_morning_asks_the_database_no_more_for_more_schools(monday):
    def queries(schools, day):
        for _number in range(schools):
            school = school_with_term()
            make_duty(school, name="一", person=user_with(school=school))
            make_duty(school, name="二", rhythm="monthly", times=1, remind_days=[60], person=user_with(school=school))
        morning(day - timedelta(days=1))
        with at(day, 7, 5):
            services.tick()
            with CaptureQueriesContext(connection) as captured:
                reminders = services.morning_reminders(day)
        return len(reminders), len(captured)

    few_told, few = queries(1, date(2026, 9, 9))
    many_told, many = queries(5, date(2026, 9, 10))

    assert many_told > 5 * few_told
    assert many <= few


@pytest.fixture
def robots(settings):
    server = RobotServer()
    settings.ROBOT_HOSTS = [server.host]
    yield server
    server.close()


def test_a_robot_that_answers_500_blocks_nothing_and_is_seen(monday, robots):
    school = school_with_term()
    cook = user_with(school=school)
    Robot.objects.create(
        school=school, kind="wecom", name="后勤群", address=robots.address("wecom"), created_at=clock.now()
    )
    make_duty(school, name="食品留样", person=cook, urgent=True, due_times=[time(12)])
    robots.status = 500

    with at(monday, 12, 1):
        services.tick()
        [delivery] = Delivery.objects.all()
        notices.deliver(delivery.pk)
        services.tick()
    failed = Delivery.objects.get()
    robots.status = 200
    with at(monday, 12, 3):
        notices.deliver(delivery.pk)
    delivery = Delivery.objects.get()

    assert Notice.objects.filter(person=cook, urgent=True).count() == 1
    assert failed.status == Delivery.Status.FAILED and failed.error
    assert delivery.status == Delivery.Status.DONE
    assert [text.partition("\n")[0] for text in robots.texts()][-1].startswith(
        "未按时完成：食品留样，截止 9月7日 12:00"
    )
