"""Stand-ins (代)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from logistics import clock
from logistics.approvals import services
from logistics.approvals.models import Absence, Case, Decision
from logistics.errors import RuleError, WrongState
from logistics.notices.models import Notice
from tests.factories import UserFactory


@pytest.fixture
def deputy(office):
    return office.appoint("asset_keeper", UserFactory(name="代班老李"))


def away(office, deputy, **facts):
    today = clock.today()
    return services.set_stand_in(
        office.head,
        **{
            "school": office.school, "stand_in": deputy, "starts_on": today, "ends_on": today + timedelta(days=3),
            "by": office.head, **facts,
        },
    )  # fmt: skip


def test_the_stand_in_signs_in_the_persons_place_and_it_shows(office, deputy):
    away(office, deputy)
    case = office.submit()

    services.agree(case, by=deputy)

    decision = Decision.objects.get()
    assert (decision.person, decision.stands_for, decision.signature) == (
        deputy,
        office.head,
        "代班老李（代部门负责人）",
    )
    assert Notice.objects.filter(person=deputy, text__startswith="待您审批").count() == 1


def test_the_person_away_may_still_sign_and_the_case_is_signed_once(office, deputy):
    away(office, deputy)
    case = office.submit()
    services.agree(case, by=office.head)

    with pytest.raises(WrongState):
        services.agree(case, by=deputy)


def test_what_waits_already_is_seen_by_the_stand_in_from_the_first_day_to_the_last(office, deputy):
    case = office.submit()
    away(office, deputy, starts_on=clock.today() + timedelta(days=1))

    waits = []
    for days in (0, 1, 3, 4):
        with clock.set_to(clock.now() + timedelta(days=days)):
            waits.append(Case.objects.waiting_for(deputy).count())

    assert waits == [0, 1, 1, 0]
    assert case not in Case.objects.visible_to(deputy)


def test_what_the_stand_in_asked_for_goes_to_the_next_superior(office, deputy):
    away(office, deputy)
    case = office.submit(by=deputy)

    with pytest.raises(RuleError, match="不能审批自己的申请"):
        services.agree(case, by=deputy)
    services.agree(case, by=office.vice_principal)

    assert Decision.objects.get().signature == "分管副校长（代部门负责人）"


def test_what_others_asked_for_is_not_the_superiors(office, deputy):
    away(office, deputy)
    case = office.submit()

    with pytest.raises(WrongState):
        services.agree(case, by=office.vice_principal)


def test_a_stand_in_who_is_asked_too_signs_the_own_seat_first_and_then_for_the_other(office, deputy):
    second = office.appoint("director", UserFactory(name="第二主任"))
    services.set_route(
        office.school, kind="purchase", by=office.director,
        steps=[{"asks": "role", "roles": ["director"], "mode": "all"}],
    )  # fmt: skip
    services.set_stand_in(
        second,
        school=office.school,
        stand_in=office.director,
        starts_on=clock.today(),
        ends_on=clock.today(),
        by=second,
    )
    case = office.submit()

    services.agree(case, by=office.director)
    services.agree(case, by=office.director)

    assert [decision.signature for decision in case.decisions.all()] == ["总务主任", "总务主任（代第二主任）"]
    assert Case.objects.get(pk=case.pk).status == "approved"


def test_standing_in_ends_at_once_when_it_is_ended(office, deputy):
    absence = away(office, deputy)
    case = office.submit()
    services.end_stand_in(absence, by=office.head)

    with pytest.raises(WrongState):
        services.agree(case, by=deputy)
    with pytest.raises(WrongState):
        services.end_stand_in(absence, by=office.head)


def test_one_stand_in_a_day_and_again_after_the_first_ended(office, deputy):
    first = away(office, deputy)

    with pytest.raises(RuleError, match="已有人代"):
        away(office, office.director)
    services.end_stand_in(first, by=office.head)

    assert away(office, office.director).stand_in == office.director


@pytest.mark.parametrize("wrong", ["past", "backwards", "self", "stranger", "away"])
def test_a_stand_in_is_a_colleague_who_is_here_on_days_to_come(office, deputy, wrong):
    today = clock.today()
    if wrong == "away":
        services.set_stand_in(
            deputy, school=office.school, stand_in=office.teacher, starts_on=today, ends_on=today, by=deputy
        )
    facts = {
        "past": {"starts_on": today - timedelta(days=1)},
        "backwards": {"starts_on": today + timedelta(days=2), "ends_on": today + timedelta(days=1)},
        "self": {"stand_in": office.head},
        "stranger": {"stand_in": UserFactory()},
        "away": {},
    }[wrong]

    with pytest.raises(RuleError):
        away(office, deputy, **facts)


def test_the_database_lets_nobody_stand_in_for_themselves_or_for_their_own_request(office, deputy):
    absence = away(office, deputy)

    with pytest.raises(IntegrityError, match="nobody_stands_in_for_themselves"), transaction.atomic():
        Absence.objects.filter(pk=absence.pk).update(second=deputy)
