"""What must never be true of a repair, whoever writes it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from logistics import clock
from repairs.models import Joined, PartUsed, Repair, Wait
from tests.factories import SchoolFactory, UserFactory, user_with
from tests.repairs.factories import DispatchRuleFactory, KindFactory, RepairFactory, RepairSettingsFactory

pytestmark = pytest.mark.django_db


def breaks(name, make):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    return caught.value.__cause__.diag.constraint_name == name


def test_a_report_without_object_and_words_is_refused():
    assert breaks("a_report_says_what_is_wrong", lambda: RepairFactory(description=""))


def test_a_repair_without_any_reporter_is_refused():
    assert breaks("a_repair_has_a_reporter", lambda: RepairFactory(reporter=None))


@pytest.mark.parametrize("quantity", [Decimal("0"), Decimal("-1"), Decimal("10000")])
def test_an_absurd_quantity_is_refused(quantity):
    assert breaks("repair_quantity_is_sensible", lambda: RepairFactory(quantity=quantity))


def test_an_accepted_repair_has_the_moment_of_acceptance():
    assert breaks("repair_accepted_has_time", lambda: RepairFactory(accepted_at=None))


def test_an_assigned_repair_has_a_person():
    assert breaks("repair_assigned_has_person_and_time", lambda: RepairFactory(assigned=True, assigned_to=None))


def test_a_repair_in_progress_has_its_beginning():
    assert breaks("repair_started_has_time", lambda: RepairFactory(in_progress=True, started_at=None))


def test_a_finished_repair_says_who_did_it():
    assert breaks("repair_finished_has_time_and_executor", lambda: RepairFactory(finished=True, executor=""))


def test_a_done_repair_is_confirmed():
    assert breaks("repair_done_has_confirmation", lambda: RepairFactory(done=True, confirmed_at=None))


def test_acceptance_by_default_bears_no_stars():
    make = lambda: RepairFactory(done=True, default_accepted=True, rating=5)  # noqa: E731

    assert breaks("repair_accepted_by_default_has_no_stars", make)


def test_six_stars_are_refused():
    assert breaks("repair_stars_are_one_to_five", lambda: RepairFactory(done=True, rating=6))


def test_an_end_needs_its_reason():
    make = lambda: RepairFactory(status="rejected", ended_at=clock.now())  # noqa: E731

    assert breaks("repair_ended_has_time_and_reason", make)


def test_a_merged_repair_names_the_other():
    make = lambda: RepairFactory(status="merged", ended_at=clock.now(), end_reason="重复")  # noqa: E731

    assert breaks("repair_merged_names_the_other", make)


def test_nothing_is_finished_before_it_began():
    make = lambda: RepairFactory(finished=True, finished_at=clock.now() - timedelta(days=1))  # noqa: E731

    assert breaks("repair_moments_in_order", make)


def test_a_negative_cost_is_refused():
    assert breaks("repair_cost_is_not_negative", lambda: RepairFactory(done=True, cost=Decimal("-1")))


def test_own_work_names_no_company():
    make = lambda: RepairFactory(done=True, executor_name="万家乐")  # noqa: E731

    assert breaks("a_company_is_named_only_for_outside_work", make)


def test_a_number_is_given_once_in_a_school():
    repair = RepairFactory()

    assert breaks("one_repair_of_a_number_in_a_school", lambda: RepairFactory(place=repair.place, number=repair.number))


def test_a_repair_waits_once_at_a_time():
    repair = RepairFactory(in_progress=True)
    Wait.objects.create(repair=repair, reason="parts", text="等灯管", began_at=clock.now())

    make = lambda: Wait.objects.create(repair=repair, reason="parts", text="等开关", began_at=clock.now())  # noqa: E731

    assert breaks("one_wait_of_a_repair_at_a_time", make)


def test_parts_are_counted_above_zero():
    repair = RepairFactory()
    kind = KindFactory(part=True, school=repair.school)

    make = lambda: PartUsed.objects.create(repair=repair, kind=kind, quantity=Decimal("0"))  # noqa: E731

    assert breaks("part_quantity_is_sensible", make)


def test_a_person_joins_once():
    repair, person = RepairFactory(), UserFactory()
    Joined.objects.create(repair=repair, person=person, joined_at=clock.now())

    make = lambda: Joined.objects.create(repair=repair, person=person, joined_at=clock.now())  # noqa: E731

    assert breaks("a_person_joins_a_repair_once", make)


def test_a_stand_in_needs_both_days():
    make = lambda: DispatchRuleFactory(stand_in=UserFactory(), stand_in_from=clock.today())  # noqa: E731

    assert breaks("a_stand_in_has_both_days", make)


def test_settings_without_sense_are_refused():
    assert breaks("repair_days_are_sensible", lambda: RepairSettingsFactory(confirm_days=0))


@pytest.mark.parametrize(
    "facts", [{"description": "别的"}, {"number": "BX-1"}, {"reporter_name": "别人"}, {"source": "web"}]
)
def test_what_was_submitted_stays_as_it_was(facts):
    repair = RepairFactory(anonymous=True)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Repair.objects.filter(pk=repair.pk).update(**facts)


def test_the_database_keeps_every_version():
    repair = RepairFactory()
    Repair.objects.filter(pk=repair.pk).update(urgent=True)

    assert list(repair.events.order_by("pgh_id").values_list("urgent", flat=True)) == [False, True]


def test_everyone_sees_what_they_reported_joined_entered_or_do(school):
    person = user_with(school=school)
    place = RepairFactory(place__campus__school=school).place
    mine = RepairFactory(place=place, reporter=person)
    entered = RepairFactory(place=place, entered_by=person)
    sent = RepairFactory(place=place, assigned=True, assigned_to=person)
    joined = RepairFactory(place=place)
    Joined.objects.create(repair=joined, person=person, joined_at=clock.now())

    assert set(Repair.objects.visible_to(person)) == {mine, entered, sent, joined}


def test_the_office_sees_the_repairs_of_its_reach(school, campus, room):
    dispatcher = user_with("repairs.view_repair", campus=campus)
    here, elsewhere = RepairFactory(place=room), RepairFactory(place__campus__school=school)

    assert list(Repair.objects.visible_to(dispatcher)) == [here]
    assert elsewhere.school == here.school


def test_another_school_sees_nothing(room):
    RepairFactory(place=room)

    assert not Repair.objects.visible_to(user_with("repairs.view_repair", school=SchoolFactory())).exists()


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        ("a", True),
        ("库门", True),
        ("A-10 三", True),
        ("三号 楼库", True),
        ("库门 A-10", True),
        ("三号 库楼", False),
        ("楼库三", False),
        ("a-10%", False),
        ("三_楼", False),
        ("门库", False),
        ("楼库门", True),
        ("a1 楼库", False),
    ],
)
def test_a_repair_is_found_by_words_that_all_stand_in_it_whole_and_not_by_their_pairs_alone(wanted, is_found):
    RepairFactory(description="a-10 三号楼库门 库三 a-10")

    assert Repair.objects.search(wanted).exists() is is_found
