"""What tests of the services of duties do again and again."""

from datetime import date, time

from logistics import clock
from logistics.duties import services
from logistics.duties.models import Expected
from logistics.school import services as school_services
from logistics.school.models import SpecialDay
from tests.factories import UserFactory

S = Expected.Status
MONDAY = date(2026, 9, 7)


def at(day, hour, minute=0):
    return clock.set_to(clock.at(day, time(hour, minute)))


def rows(duty):
    return list(Expected.objects.filter(duty=duty).order_by("first_on", "slot", "pk"))


def write(duty, **facts):
    by = facts.pop("by", None) or UserFactory()
    return services.write_note(duty, **{"text": "已检查", "by": by, **facts})


def close(school, day, reason="停电停课", **facts):
    return school_services.add_special_day(
        school, kind=SpecialDay.Kind.CLOSED, starts_on=day, ends_on=day, reason=reason, by=None, **facts
    )
