"""What leaves the house: taken by one worker, tried again, never lost, never silent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, ProgrammingError, transaction

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.notices import services
from logistics.notices.messages import link_of
from logistics.notices.models import Delivery
from tests.factories import UserFactory
from tests.notices.factories import DeliveryFactory, RobotFactory

pytestmark = pytest.mark.django_db
QUEUED, RUNNING, DONE, FAILED, GAVE_UP = "queued", "running", "done", "failed", "gave_up"


@pytest.fixture
def robot(robots):
    return RobotFactory(address=robots.address("wecom"))


@pytest.fixture
def started(monkeypatch):
    """The deliveries that the tick started."""
    pks = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, args, expires: pks.extend(args))
    return pks


def mail_to(address):
    person = UserFactory(email=address)
    return DeliveryFactory(channel="mail", robot=None, school=RobotFactory().school, person=person, recipient=address)


def later(**span):
    return clock.set_to(clock.now() + timedelta(**span))


def test_a_sent_message_says_when_and_what_was_answered(robot, robots):
    delivery = DeliveryFactory(robot=robot)

    services.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.answered, delivery.attempts, delivery.error) == (DONE, "ok", 1, "")
    assert robots.texts() == [f"三楼水房漏水，请尽快处理\n{link_of(delivery)}"]


def test_delivering_twice_sends_once(robot, robots):
    delivery = DeliveryFactory(robot=robot)

    services.deliver(delivery.pk)
    services.deliver(delivery.pk)

    assert len(robots.heard) == 1


def test_what_another_worker_has_is_left_alone(robot, robots):
    delivery = DeliveryFactory(robot=robot)

    services.take(delivery.pk)
    services.deliver(delivery.pk)

    assert robots.heard == []


def test_a_failed_message_waits_longer_each_time_and_is_given_up_visibly(robot, robots):
    robots.status = 500
    delivery = DeliveryFactory(robot=robot)
    pauses = []

    for _attempt in range(10):
        with clock.set_to(delivery.next_at):
            services.deliver(delivery.pk)
            tried_at = delivery.next_at
        delivery.refresh_from_db()
        pauses.append((delivery.next_at - tried_at) // timedelta(minutes=1))

    assert pauses[:6] == [1, 5, 15, 60, 240, 0]
    assert (delivery.status, delivery.attempts, delivery.error) == (GAVE_UP, 6, "机器人返回状态码 500。")
    assert len(robots.heard) == 6


def test_a_failed_message_is_not_tried_before_its_time(robot, robots):
    robots.status = 500
    delivery = DeliveryFactory(robot=robot)

    services.deliver(delivery.pk)
    services.deliver(delivery.pk)

    assert len(robots.heard) == 1


def test_a_message_that_arrives_at_last_keeps_no_error(robot, robots):
    robots.status = 500
    delivery = DeliveryFactory(robot=robot)
    services.deliver(delivery.pk)
    robots.status = 200

    with later(minutes=2):
        services.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.error, delivery.attempts) == (DONE, "", 2)


def test_the_tick_starts_what_never_started_and_what_a_killed_worker_left(robot, started):
    never, killed, waiting, sent = DeliveryFactory.create_batch(4, robot=robot)
    services.deliver(sent.pk)
    services.take(killed.pk)
    Delivery.objects.filter(pk=waiting.pk).update(next_at=clock.now() + timedelta(hours=1))

    services.revive_deliveries()
    with later(minutes=3):
        services.revive_deliveries()

    assert started == [never.pk, never.pk, killed.pk]


def test_a_message_that_may_have_arrived_is_marked(robot, robots):
    delivery = DeliveryFactory(robot=robot)
    services.take(delivery.pk)

    with later(minutes=3):
        services.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.possibly_repeated) == (DONE, True)
    assert "（本条可能重复）" in robots.texts()[0]


def test_a_worker_whose_lease_lapsed_writes_nothing(robot):
    delivery = DeliveryFactory(robot=robot)
    slow = services.take(delivery.pk)
    with later(minutes=3):
        services.take(delivery.pk)

    services.attempt(slow)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (RUNNING, 2)


def test_what_is_interrupted_again_and_again_is_given_up(robot, started):
    delivery = DeliveryFactory(robot=robot)
    for hours in range(services.ATTEMPTS_MAX):
        with later(hours=hours):
            services.take(delivery.pk)

    with later(days=1):
        taken = services.take(delivery.pk)
        services.revive_deliveries()

    delivery.refresh_from_db()
    assert taken is None
    assert (delivery.status, delivery.error) == (GAVE_UP, "发送多次中断，已停止重试。")
    assert started == []


def test_mail_carries_text_link_and_one_message_id_however_often_it_is_tried():
    delivery = mail_to("li@school.example")
    services.take(delivery.pk)
    with later(minutes=3):
        services.deliver(delivery.pk)
    Delivery.objects.filter(pk=delivery.pk).update(status=QUEUED, sent_at=None)
    services.deliver(delivery.pk)

    first, second = mail.outbox
    assert (first.subject, first.to) == ("三楼水房漏水", ["li@school.example"])
    assert first.body.startswith(f"三楼水房漏水，请尽快处理\n（本条可能重复）\n\n{link_of(delivery)}")
    assert (
        first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"] == f"<notice-{delivery.pk}@127.0.0.1>"
    )


def test_mail_that_no_server_takes_waits_for_its_next_time(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    delivery = mail_to("li@school.example")

    services.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.status == FAILED
    assert delivery.error.startswith("邮件服务器未接收")


def test_a_message_given_up_can_be_sent_again(robot, robots):
    delivery = DeliveryFactory(robot=robot, status=GAVE_UP, attempts=6, error="机器人返回状态码 500。")
    person = UserFactory()

    services.retry_delivery(delivery, by=person)
    services.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (DONE, 1)
    assert [(event.verb, event.by) for event in Event.objects.about(delivery)] == [("retried", person)]


def test_a_sent_message_is_not_sent_again(robot):
    delivery = DeliveryFactory(robot=robot)
    services.deliver(delivery.pk)

    with pytest.raises(WrongState):
        services.retry_delivery(delivery, by=UserFactory())


def test_nothing_is_sent_again_through_a_robot_that_is_off():
    delivery = DeliveryFactory(robot=RobotFactory(active=False), status=GAVE_UP)

    with pytest.raises(RuleError, match="停用"):
        services.retry_delivery(delivery, by=UserFactory())


@pytest.mark.parametrize(
    "facts",
    [{"status": RUNNING}, {"status": DONE}, {"channel": "mail"}, {"lease_until": clock.now()}],
)
def test_the_database_refuses_a_row_that_contradicts_itself(facts):
    robot = RobotFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryFactory(robot=robot, **facts)


def test_what_was_written_is_not_rewritten():
    delivery = DeliveryFactory()

    with pytest.raises(ProgrammingError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(body="something else")
