"""The plainest valid robots, notices and sendings."""

import factory
from factory.django import DjangoModelFactory

from logistics import clock
from logistics.notices.models import Delivery, Notice, Robot
from tests.factories import SchoolFactory, UserFactory


class RobotFactory(DjangoModelFactory):
    class Meta:
        model = Robot

    school = factory.SubFactory(SchoolFactory)
    kind = "wecom"
    name = factory.Sequence(lambda number: f"总务群{number}")
    address = factory.Sequence(lambda number: f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={number:06}")
    created_at = factory.LazyFunction(clock.now)


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    person = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    key = factory.Sequence(lambda number: f"key-{number}")
    text = "三楼水房漏水"
    url = "/repairs/1/"
    created_at = factory.LazyFunction(clock.now)

    class Params:
        read = factory.Trait(read_at=factory.LazyFunction(clock.now))


class DeliveryFactory(DjangoModelFactory):
    """A message that waits for its robot."""

    class Meta:
        model = Delivery

    robot = factory.SubFactory(RobotFactory)
    school = factory.SelfAttribute("robot.school")
    recipient = factory.LazyAttribute(lambda delivery: str(delivery.robot.pk))
    channel = "robot"
    key = factory.Sequence(lambda number: f"key-{number}")
    subject = "三楼水房漏水"
    body = "三楼水房漏水，请尽快处理"
    url = "/repairs/1/"
    created_at = factory.LazyFunction(clock.now)
    next_at = factory.LazyFunction(clock.now)
