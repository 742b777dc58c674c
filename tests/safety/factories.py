from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from logistics import clock
from safety.models import Hazard
from tests.factories import PlaceFactory, UserFactory


class HazardFactory(DjangoModelFactory):
    """A loose socket somebody reported; the traits lead it on along its path."""

    class Meta:
        model = Hazard

    class Params:
        assigned = factory.Trait(
            status=Hazard.Status.ASSIGNED,
            responsible=factory.SubFactory(UserFactory),
            due_on=factory.LazyFunction(lambda: clock.today() + timedelta(days=7)),
            assigned_at=factory.LazyFunction(clock.now),
        )
        rectified = factory.Trait(
            assigned=True,
            status=Hazard.Status.RECTIFIED,
            rectification="更换插座",
            rectified_at=factory.LazyFunction(clock.now),
            rectified_by=factory.SelfAttribute("responsible"),
        )
        accepted = factory.Trait(
            rectified=True,
            status=Hazard.Status.ACCEPTED,
            accepted_at=factory.LazyFunction(clock.now),
            accepted_by=factory.SubFactory(UserFactory),
        )

    place = factory.SubFactory(PlaceFactory)
    campus = factory.SelfAttribute("place.campus")
    school = factory.SelfAttribute("place.school")
    number = factory.Sequence(lambda number: f"YH-2026-{number:04d}")
    source = Hazard.Source.REPORT
    category = Hazard.Category.ELECTRICITY
    description = "插座面板松动"
    found_at = factory.LazyFunction(clock.now)
    entered_at = factory.SelfAttribute("found_at")
    found_by = factory.SubFactory(UserFactory)
