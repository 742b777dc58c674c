from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from canteen.models import Canteen, FoodSample, HealthCertificate
from logistics import clock
from tests.factories import CampusFactory, UserFactory


class CanteenFactory(DjangoModelFactory):
    class Meta:
        model = Canteen

    campus = factory.SubFactory(CampusFactory)
    school = factory.SelfAttribute("campus.school")
    name = factory.Sequence(lambda number: f"食堂{number}")


class FoodSampleFactory(DjangoModelFactory):
    """A box of 130 g, taken this moment unless ``hours_ago`` says otherwise."""

    class Meta:
        model = FoodSample

    class Params:
        hours_ago = 0
        discarded = factory.Trait(
            status=FoodSample.Status.DISCARDED,
            discarded_at=factory.SelfAttribute("discard_after"),
            discarded_by=factory.SelfAttribute("taken_by"),
        )

    canteen = factory.SubFactory(CanteenFactory)
    school = factory.SelfAttribute("canteen.school")
    meal = FoodSample.Meal.LUNCH
    dish = factory.Sequence(lambda number: f"菜{number}")
    weight_grams = 130
    limit_grams = 125
    taken_at = factory.LazyAttribute(lambda sample: clock.now() - timedelta(hours=sample.hours_ago))
    meal_on = factory.LazyAttribute(lambda sample: clock.day_of(sample.taken_at))
    taken_by = factory.SubFactory(UserFactory)
    entered_by = factory.SelfAttribute("taken_by")
    entered_at = factory.SelfAttribute("taken_at")
    fridge = "1"
    celsius_min = 0
    celsius_max = 8
    keep_hours = 48
    discard_after = factory.LazyAttribute(lambda sample: sample.taken_at + timedelta(hours=sample.keep_hours))
    discard_by = factory.LazyAttribute(lambda sample: clock.day_of(sample.discard_after))


class HealthCertificateFactory(DjangoModelFactory):
    """Examined on 2 March 2026, valid for a year."""

    class Meta:
        model = HealthCertificate

    school = factory.SelfAttribute("person.active_school")
    person = factory.SubFactory(UserFactory)
    post = "厨师"
    number = factory.Sequence(lambda number: f"健{number:05d}")
    issuer = "疾控中心"
    examined_on = date(2026, 3, 2)
    expires_on = factory.LazyAttribute(lambda held: held.examined_on.replace(year=held.examined_on.year + 1))
    latest_on = factory.SelfAttribute("expires_on")
    entered_at = factory.LazyFunction(clock.now)
