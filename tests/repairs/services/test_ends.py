"""Ends without work: each has its reason, and whoever waited is told."""

import pytest

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.notices.models import Notice
from repairs import services
from repairs.models import Joined
from tests.factories import UserFactory, user_with
from tests.repairs.factories import RepairFactory

pytestmark = pytest.mark.django_db

ENDS = [
    (services.withdraw_repair, "withdrawn"),
    (services.reject_repair, "rejected"),
    (services.advise_scrapping, "scrap_advised"),
]


def told(person):
    return list(Notice.objects.filter(person=person).values_list("text", flat=True))


@pytest.mark.parametrize(("end", "status"), ENDS)
def test_an_end_keeps_its_reason(room, end, status):
    repair = end(RepairFactory(place=room), reason="不属报修范围", by=user_with(school=room.school))

    assert (repair.status, repair.end_reason, repair.ended_at) == (status, "不属报修范围", clock.now())
    assert "不属报修范围" in told(repair.reporter)[0]


@pytest.mark.parametrize(("end", "status"), ENDS)
def test_an_end_without_a_reason_is_refused(room, end, status):
    with pytest.raises(RuleError) as caught:
        end(RepairFactory(place=room), reason=" ", by=UserFactory())

    assert caught.value.field == "reason"


@pytest.mark.parametrize(("end", "status"), ENDS)
def test_a_finished_repair_is_not_ended(room, end, status):
    with pytest.raises(WrongState):
        end(RepairFactory(place=room, done=True), reason="不要了", by=UserFactory())


def test_merging_tells_everybody_who_reported_and_hands_them_over(room):
    dispatcher, neighbour = user_with("repairs.assign_repair", school=room.school), UserFactory()
    repair, into = RepairFactory(place=room), RepairFactory(place=room)
    Joined.objects.create(repair=repair, person=neighbour, joined_at=clock.now())

    services.merge_repair(repair, into=into, by=dispatcher)

    repair.refresh_from_db()
    assert (repair.status, repair.merged_into) == ("merged", into)
    assert {joined.person for joined in into.joined.all()} == {repair.reporter, neighbour}
    assert into.number in told(neighbour)[0]
    assert into.number in told(repair.reporter)[0]


def test_merging_an_anonymous_report_keeps_name_and_phone(room):
    repair = RepairFactory(place=room, anonymous=True, reporter_phone="13900000000")
    into = RepairFactory(place=room)

    services.merge_repair(repair, into=into, by=UserFactory())

    assert [(joined.name, joined.phone) for joined in into.joined.all()] == [("王老师", "13900000000")]


def test_merging_into_itself_or_an_ended_one_is_refused(room):
    repair = RepairFactory(place=room)

    with pytest.raises(RuleError):
        services.merge_repair(repair, into=repair, by=UserFactory())
    with pytest.raises(WrongState):
        services.merge_repair(repair, into=RepairFactory(place=room, done=True), by=UserFactory())


def test_a_repair_of_another_school_is_no_place_to_merge_into(room):
    with pytest.raises(RuleError):
        services.merge_repair(RepairFactory(place=room), into=RepairFactory(), by=UserFactory())
