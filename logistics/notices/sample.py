"""What the sample school was told: read but for the last days. Its robot was tried and switched off, so nothing leaves."""

from datetime import time, timedelta

from logistics import clock
from logistics.notices import services
from logistics.notices.messages import Message

ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-0000-0000-0000-000000000000"
UNREAD = timedelta(days=2)


def make_robot(sample):
    admin = sample.person("admin")
    with sample.at(sample.days(sample.terms[0])[0], "08:30"):
        robot = services.add_robot(sample.school, name="总务维修群", address=ADDRESS, by=admin)
        message = Message("sample:robot", "一号教学楼 101 水管漏水，请尽快处理", "/", urgent=True)
        services.post([services.robot_delivery(robot, message, [sample.person("repairer")])])
        services.stop_robot(robot, by=admin)


def read_notices(sample):
    """Everyone has read what is older than two days."""
    with clock.set_to(clock.at(clock.today() - UNREAD, time(20))):
        for people in sample.people.values():
            for person in people:
                services.read_all(person, sample.school)
