"""What a school says about its days."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from logistics import clock
from logistics.school.models import BoardingRule, HolidayNotice, Meal, ServiceRule, SpecialDay
from tests.factories import CampusFactory, PlaceFactory, SchoolFactory


class SpecialDayFactory(DjangoModelFactory):
    """The whole school is closed on a Thursday of lessons."""

    class Meta:
        model = SpecialDay

    school = factory.SubFactory(SchoolFactory)
    kind = SpecialDay.Kind.CLOSED
    starts_on = date(2026, 11, 12)
    ends_on = factory.SelfAttribute("starts_on")
    reason = "停电停课"
    created_at = factory.LazyFunction(clock.now)

    class Params:
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(clock.now), withdrawn_reason="填错")


class HolidayNoticeFactory(DjangoModelFactory):
    class Meta:
        model = HolidayNotice

    school = factory.SubFactory(SchoolFactory)
    year = 2099
    entered_at = factory.LazyFunction(clock.now)


class CanteenFactory(PlaceFactory):
    """A canteen of its own, in no building."""

    kind = "canteen"
    name = factory.Sequence(lambda number: f"食堂{number}")


class ServiceRuleFactory(DjangoModelFactory):
    """Lunch on days of lessons, Monday to Friday."""

    class Meta:
        model = ServiceRule

    place = factory.SubFactory(CanteenFactory)
    school = factory.SelfAttribute("place.school")
    meal = Meal.LUNCH
    weekdays = factory.LazyFunction(lambda: [0, 1, 2, 3, 4])
    starts_on = date(2026, 9, 1)


class BoardingRuleFactory(DjangoModelFactory):
    class Meta:
        model = BoardingRule

    campus = factory.SubFactory(CampusFactory)
    school = factory.SelfAttribute("campus.school")
    weekends = False
    starts_on = date(2026, 9, 1)
