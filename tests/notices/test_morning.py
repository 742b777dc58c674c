"""What the clock tells each morning: reminders once, one digest a day, and nothing lost by an outage."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from logistics import clock, hooks
from logistics.hooks import Hook, Reminder
from logistics.notices import services
from logistics.notices.models import DailyRun, Delivery, Notice
from tests.factories import SchoolFactory, UserFactory, user_with
from tests.notices.factories import NoticeFactory, RobotFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def at(hour, minute=0, day=DAY):
    return clock.set_to(timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute)))


@pytest.fixture
def reminders(monkeypatch):
    """An empty seam for reminders."""
    hook = Hook("reminders of this test")
    monkeypatch.setattr(hooks, "reminders", hook)
    return hook


@pytest.fixture
def started(monkeypatch):
    """What a tick started: [(task, args)]."""
    tasks = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, args, expires: tasks.append((name, *args)))
    return tasks


def samples_due(person, **facts):
    def samples(today):
        yield Reminder(key=f"samples:{today}", to=person, text="今天有 2 份留样到期", url="/canteen/", **facts)
        yield Reminder(key=f"nobody:{today}", to=None, text="无人负责", url="/canteen/")

    return samples


def test_reminders_are_told_once_a_day(reminders):
    person = user_with()
    reminders.register()(samples_due(person))

    services.collect_reminders(DAY)
    services.collect_reminders(DAY)
    services.collect_reminders(DAY + timedelta(days=1))

    assert sorted(Notice.objects.values_list("key", "school")) == [
        ("samples:2026-11-23", person.active_school.pk),
        ("samples:2026-11-24", person.active_school.pk),
    ]


def test_a_reminder_may_name_its_school_and_be_urgent(reminders):
    robot = RobotFactory()
    reminders.register()(samples_due(user_with(), school=robot.school, urgent=True))

    services.collect_reminders(DAY)

    assert Notice.objects.get().school == robot.school
    assert Delivery.objects.get().robot == robot


def test_someone_without_a_school_is_not_reminded(reminders):
    reminders.register()(samples_due(UserFactory()))

    services.collect_reminders(DAY)

    assert Notice.objects.count() == 0


def test_a_source_that_fails_tells_nothing_and_is_asked_again(reminders):
    person = user_with()

    @reminders.register()
    def failing(today):
        yield Reminder(key="half", to=person, text="一半", url="/")
        raise KeyError("broken")

    for _attempt in range(2):
        with pytest.raises(KeyError):
            services.collect_reminders(DAY)

    assert (Notice.objects.count(), DailyRun.objects.count()) == (0, 0)


def test_before_seven_nothing_starts(reminders, started):
    with at(6, 59):
        services.start_morning()

    assert started == []


def test_from_seven_on_reminders_start_and_then_the_digest(reminders, started):
    reminders.register()(samples_due(user_with()))
    name = reminders.names()[0]

    with at(7):
        services.start_morning()
        services.collect_reminders_from(name, DAY)
        services.start_morning()
        services.collect_digest(DAY)
        services.start_morning()

    assert started == [
        ("notices.collect_reminders", name, "2026-11-23"),
        ("notices.collect_digest", "2026-11-23"),
    ]


def test_after_an_outage_the_day_is_caught_up(reminders, started):
    with at(15):
        services.start_morning()

    assert started == [("notices.collect_digest", "2026-11-23")]


def test_the_digest_does_not_wait_for_ever_for_a_source_that_fails(reminders, started):
    reminders.register()(samples_due(user_with()))

    with at(7):
        services.start_morning()
    with at(7, 15):
        services.start_morning()

    assert [task for task, *_args in started] == [
        "notices.collect_reminders", "notices.collect_reminders", "notices.collect_digest",
    ]  # fmt: skip


def test_one_digest_a_day_tells_each_robot_what_is_unread(settings):
    robot = RobotFactory(school__name="育才小学")
    RobotFactory(school=robot.school, digest=False)
    li, wang = UserFactory(name="李师傅"), UserFactory(name="王师傅")
    for number in range(7):
        NoticeFactory(school=robot.school, person=li, text=f"派工 {number}\n地点：一号楼")
    NoticeFactory(school=robot.school, person=wang, text="待验收")
    NoticeFactory(school=robot.school, person=wang, text="已读", read=True)
    NoticeFactory(school=robot.school, person=wang, text="紧急", urgent=True)
    NoticeFactory(person=wang, text="别校")

    services.collect_digest(DAY)
    services.collect_digest(DAY)

    digest = Delivery.objects.get()
    assert digest.body.splitlines() == [
        "【育才小学总务】11月23日待阅事项 8 条",
        "李师傅", "· 派工 0", "· 派工 1", "· 派工 2", "· 派工 3", "· 派工 4", "… 另有 2 条",
        "王师傅", "· 待验收",
    ]  # fmt: skip
    assert (digest.robot, digest.url) == (robot, "/notices/")


def test_a_notice_stands_in_one_digest_only():
    robot = RobotFactory()
    NoticeFactory(school=robot.school, text="昨天的")
    services.collect_digest(DAY)
    NoticeFactory(school=robot.school, text="今天的")

    services.collect_digest(DAY)
    services.collect_digest(DAY + timedelta(days=1))

    first, second = Delivery.objects.order_by("pk")
    assert ("昨天的" in first.body, "今天的" in first.body) == (True, False)
    assert ("昨天的" in second.body, "今天的" in second.body) == (False, True)


def test_whoever_has_mail_gets_the_own_digest():
    school = SchoolFactory()
    li, wang = UserFactory(email="li@school.example"), UserFactory()
    NoticeFactory(school=school, person=li, text="派工")
    NoticeFactory(school=school, person=wang, text="待验收")

    services.collect_digest(DAY)

    mailed = Delivery.objects.get()
    assert (mailed.recipient, "派工" in mailed.body, "待验收" in mailed.body) == ("li@school.example", True, False)


def test_a_school_with_nothing_new_is_left_in_peace():
    RobotFactory()

    services.collect_digest(DAY)

    assert Delivery.objects.count() == 0
