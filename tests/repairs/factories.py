"""The plainest valid repair, and the situations it may be in."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from logistics import clock
from logistics.catalogue.models import Kind
from repairs.models import DispatchRule, Repair, RepairSettings, Trade
from tests.factories import PlaceFactory, UserFactory


class TradeFactory(DjangoModelFactory):
    class Meta:
        model = Trade

    school = factory.SubFactory("tests.factories.SchoolFactory")
    name = factory.Sequence(lambda number: f"工种{number}")


class KindFactory(DjangoModelFactory):
    class Meta:
        model = Kind

    school = factory.SubFactory("tests.factories.SchoolFactory")
    family = Kind.Family.OBJECT
    name = factory.Sequence(lambda number: f"灯具{number}")
    measure_word = "盏"

    class Params:
        part = factory.Trait(
            family=Kind.Family.PART, name=factory.Sequence(lambda number: f"灯管{number}"), measure_word="根"
        )


class RepairFactory(DjangoModelFactory):
    """A report by a teacher that waits for somebody to be sent."""

    class Meta:
        model = Repair

    place = factory.SubFactory(PlaceFactory)
    school = factory.SelfAttribute("place.school")
    campus = factory.SelfAttribute("place.campus")
    number = factory.Sequence(lambda number: f"BX-2026-{number:04d}")
    trade = factory.SubFactory(TradeFactory, school=factory.SelfAttribute("..school"))
    description = "灯不亮"
    source = Repair.Source.WEB
    reporter = factory.SubFactory(UserFactory)
    reported_at = factory.LazyFunction(lambda: clock.now() - timedelta(hours=2))
    entered_at = factory.SelfAttribute("reported_at")
    status = Repair.Status.ACCEPTED
    accepted_at = factory.SelfAttribute("reported_at")

    class Params:
        waiting_for_acceptance = factory.Trait(status=Repair.Status.REPORTED, accepted_at=None)
        anonymous = factory.Trait(reporter=None, reporter_name="王老师", source=Repair.Source.SCAN)
        assigned = factory.Trait(
            status=Repair.Status.ASSIGNED,
            assigned_to=factory.SubFactory(UserFactory),
            assigned_at=factory.SelfAttribute("reported_at"),
        )
        in_progress = factory.Trait(
            assigned=True, status=Repair.Status.IN_PROGRESS, started_at=factory.SelfAttribute("reported_at")
        )
        finished = factory.Trait(
            in_progress=True,
            status=Repair.Status.TO_CONFIRM,
            executor=Repair.Executor.OWN,
            finished_at=factory.LazyFunction(lambda: clock.now() - timedelta(hours=1)),
        )
        done = factory.Trait(finished=True, status=Repair.Status.DONE, confirmed_at=factory.LazyFunction(clock.now))


class DispatchRuleFactory(DjangoModelFactory):
    class Meta:
        model = DispatchRule

    school = factory.SubFactory("tests.factories.SchoolFactory")
    person = factory.SubFactory(UserFactory)


class RepairSettingsFactory(DjangoModelFactory):
    class Meta:
        model = RepairSettings

    school = factory.SubFactory("tests.factories.SchoolFactory")
