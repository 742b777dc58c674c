"""Rounds begin: with which version, where, for which day."""

from datetime import date

import pytest

from logistics.checks import services
from logistics.checks.models import Version
from logistics.errors import RuleError
from tests.checks.factories import checklist, publish, round_of
from tests.checks.services.steps import finish, sign
from tests.factories import PlaceFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def test_a_round_keeps_the_version_it_began_with(school, officer):
    template = checklist(school, "灭火器")
    round = round_of(template, officer)

    publish(template, "灭火器", "疏散通道", number=2)
    finish(sign(round))

    assert round.version.number == 1
    assert [answer.item.text for answer in round.answers.all()] == ["灭火器"]


def test_a_round_walks_the_route_in_its_order(school, officer, rooms):
    template = checklist(school, "门窗", route=reversed(rooms), walk=Version.Walk.ROUTE)

    round = round_of(template, officer)

    assert [point.place.name for point in round.points.order_by("order")] == ["103", "102", "101"]
    assert round.place is None
    assert round.campus == rooms[0].campus


def test_a_round_of_one_campus_leaves_the_other_out(school, officer, rooms):
    elsewhere = PlaceFactory(campus__school=school)
    template = checklist(school, "门窗", route=[*rooms, elsewhere], walk=Version.Walk.ROUTE)

    round = round_of(template, officer, campus=elsewhere.campus)

    assert [point.place for point in round.points.all()] == [elsewhere]


def test_a_checklist_for_one_place_asks_where(school, officer):
    template = checklist(school)

    with pytest.raises(RuleError) as error:
        services.start_round(template, by=officer)

    assert error.value.field == "place"


def test_a_place_of_another_school_is_refused(school, officer):
    template = checklist(school)
    theirs = PlaceFactory(campus__school=SchoolFactory())

    with pytest.raises(RuleError):
        services.start_round(template, place=theirs, by=officer)


def test_a_checklist_switched_off_begins_no_round(school, officer):
    template = checklist(school)
    template.active = False
    template.save()

    with pytest.raises(RuleError):
        round_of(template, officer)


def test_a_day_before_today_wants_a_reason(school, officer):
    template = checklist(school)

    with pytest.raises(RuleError) as error:
        round_of(template, officer, day=date(2026, 10, 12))
    round = round_of(template, officer, day=date(2026, 10, 12), late_reason="停电")

    assert error.value.field == "late_reason"
    assert round.late_reason == "停电"


def test_no_round_counts_for_a_day_to_come(school, officer):
    with pytest.raises(RuleError) as error:
        round_of(checklist(school), officer, day=date(2026, 10, 15))

    assert error.value.field == "day"


def test_whether_it_was_announced_is_asked_where_the_checklist_asks(school, officer):
    template = checklist(school, asks_announced=True)

    with pytest.raises(RuleError) as error:
        round_of(template, officer)

    assert error.value.field == "announced"
