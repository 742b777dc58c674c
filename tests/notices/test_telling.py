"""Telling people: in the app exactly once, outside by rows."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction

from logistics.notices import messages, selectors, services
from logistics.notices.messages import Message
from logistics.notices.models import Delivery, Notice
from logistics.pages.frame import badges_of
from tests.factories import SchoolFactory, UserFactory, user_with
from tests.notices.factories import NoticeFactory, RobotFactory

pytestmark = pytest.mark.django_db


def tell(*people, school, key="repair-assigned:1", **facts):
    services.tell(people, school=school, key=key, text="三楼水房漏水\n请尽快处理", url="/repairs/1/", **facts)


def test_a_person_is_told_once_of_a_key():
    school, person = SchoolFactory(), UserFactory()

    tell(person, person, None, school=school)
    tell(person, school=school)

    notice = Notice.objects.get()
    assert (notice.person, notice.school, notice.text, notice.url) == (
        person, school, "三楼水房漏水\n请尽快处理", "/repairs/1/",
    )  # fmt: skip


def test_whoever_may_not_sign_in_is_not_told():
    tell(UserFactory(is_active=False), school=SchoolFactory())

    assert Notice.objects.count() == 0


def test_telling_hundreds_costs_what_telling_one_costs(django_assert_max_num_queries):
    school, people = SchoolFactory(), [UserFactory.build(pk=number) for number in range(1, 301)]
    for person in people:
        person.password = "!"
    type(people[0]).objects.bulk_create(people)

    with django_assert_max_num_queries(5):
        tell(*people, school=school)

    assert Notice.objects.count() == 300


def test_what_is_not_urgent_stays_in_the_house():
    robot = RobotFactory()

    tell(UserFactory(email="li@school.example"), school=robot.school)

    assert Delivery.objects.count() == 0


def test_what_is_urgent_goes_to_the_robots_of_the_school_and_by_mail():
    robot = RobotFactory()
    RobotFactory(school=robot.school, urgent=False)
    RobotFactory(school=robot.school, active=False)
    RobotFactory()
    li, wang = UserFactory(name="李师傅", phone="13800000001", email="li@school.example"), UserFactory(name="王师傅")

    tell(li, wang, school=robot.school, urgent=True)

    to_robot, to_mail = Delivery.objects.order_by("channel")[::-1]
    assert (to_robot.robot, to_robot.subject) == (robot, "三楼水房漏水")
    assert to_robot.mentions == [{"name": "李师傅", "phone": "13800000001"}, {"name": "王师傅", "phone": ""}]
    assert (to_mail.person, to_mail.recipient) == (li, "li@school.example")


def test_an_urgent_message_leaves_once_however_often_it_is_told():
    robot, person = RobotFactory(), UserFactory(email="li@school.example")

    tell(person, school=robot.school, urgent=True)
    tell(person, UserFactory(), school=robot.school, urgent=True)

    assert Delivery.objects.count() == 2


def test_workers_are_woken_after_the_commit(django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr("logistics.db.current_app.send_task", lambda name, args: woken.append((name, args)))
    robot = RobotFactory()

    with django_capture_on_commit_callbacks(execute=True):
        tell(UserFactory(), school=robot.school, urgent=True)

    assert woken == [("notices.deliver", (Delivery.objects.get().pk,))]


def test_a_message_of_ours_leads_to_a_page_of_ours():
    with pytest.raises(IntegrityError), transaction.atomic():
        services.tell([UserFactory()], school=SchoolFactory(), key="k", text="x", url="//evil.example/")


def test_the_badge_counts_at_once(django_capture_on_commit_callbacks):
    cache.clear()
    person = user_with()
    before = badges_of(person)["unread"]

    with django_capture_on_commit_callbacks(execute=True):
        tell(person, school=person.active_school)

    assert (before, badges_of(person)["unread"]) == (0, 1)


def test_the_badge_counts_only_what_is_unread_in_the_own_school():
    person = user_with()
    NoticeFactory(person=person, school=person.active_school)
    NoticeFactory(person=person, school=person.active_school, read=True)
    NoticeFactory(person=person)
    NoticeFactory(school=person.active_school)

    assert selectors.unread_count(person) == 1


def test_the_text_for_a_group_ends_with_its_link(settings):
    settings.SITE_URL = "https://school.example"
    message = Message(key="k", text="三楼水房漏水", url="/repairs/1/")

    assert messages.share_text(message) == "三楼水房漏水\nhttps://school.example/repairs/1/"
