"""转办, 加签, 抄送."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from logistics import clock
from logistics.approvals import services
from logistics.approvals.models import Case, Decision, Seat
from logistics.approvals.selectors import seats_waiting
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.notices.models import Notice
from tests.factories import DepartmentFactory, UserFactory


def asked(case):
    return [seat.person.name for seat in seats_waiting(case)]


def labels(case):
    return [f"{step.label}:{step.status}" for step in case.steps.order_by("position")]


@pytest.fixture
def keeper(office):
    return office.appoint("asset_keeper", UserFactory(name="保管员老赵"))


# --- 转办 -------------------------------------------------------------------------------------------------------------


def test_handing_over_asks_the_other_and_keeps_the_first_seat_in_the_history(office, keeper):
    case = office.submit()

    services.hand_over(case, to=keeper, reason="出差，请代为核实", by=office.head)

    assert asked(case) == ["保管员老赵"]
    assert [seat.person.name for seat in case.seats.filter(step__position=1)] == ["部门负责人", "保管员老赵"]
    assert Notice.objects.filter(person=keeper).count() == 1
    assert Event.objects.about(case).first().details["text"] == "转给保管员老赵。出差，请代为核实"


def test_somebody_of_another_department_sees_what_was_handed_to_them(office):
    other = DepartmentFactory(school=office.school)
    clerk = office.appoint("clerk", UserFactory(name="别部文员"), department=other)
    case = office.submit()
    assert case not in Case.objects.visible_to(clerk)

    services.hand_over(case, to=clerk, reason="出差", by=office.head)

    assert case in Case.objects.visible_to(clerk)


def test_whoever_handed_it_over_signs_no_more_and_the_other_does(office, keeper):
    case = office.submit()
    services.hand_over(case, to=keeper, reason="出差", by=office.head)

    with pytest.raises(WrongState):
        services.agree(case, by=office.head)
    services.agree(case, by=keeper)

    assert asked(case) == ["总务主任"]


@pytest.mark.parametrize("who", ["teacher", "head", "stranger"])
def test_it_is_handed_to_a_colleague_other_than_the_requester_and_oneself(office, who):
    case = office.submit()
    to = UserFactory() if who == "stranger" else getattr(office, who)

    with pytest.raises(RuleError):
        services.hand_over(case, to=to, reason="出差", by=office.head)

    assert asked(case) == ["部门负责人"]


def test_handing_over_takes_a_reason(office, keeper):
    with pytest.raises(RuleError, match="理由"):
        services.hand_over(office.submit(), to=keeper, reason=" ", by=office.head)


def test_it_may_be_handed_back_and_forth_and_every_seat_stays_in_the_history(office, keeper):
    case = office.submit()
    services.hand_over(case, to=keeper, reason="出差", by=office.head)
    services.hand_over(case, to=office.head, reason="您已返校", by=keeper)
    services.hand_over(case, to=keeper, reason="又出差", by=office.head)
    services.hand_over(case, to=office.head, reason="还是您来", by=keeper)

    assert asked(case) == ["部门负责人"]
    seats = case.seats.filter(step__position=1)
    assert [seat.person.name for seat in seats] == ["部门负责人", "保管员老赵"] * 2 + ["部门负责人"]
    services.agree(case, by=office.head)
    assert asked(case) == ["总务主任"]


def test_whoever_has_signed_a_joint_step_or_is_asked_there_is_not_asked_anew(office, keeper):
    second = office.appoint("director", UserFactory(name="第二主任"))
    services.set_route(
        office.school, kind="purchase", by=office.director,
        steps=[{"asks": "role", "roles": ["director"], "mode": "all"}],
    )  # fmt: skip
    case = office.submit()
    with pytest.raises(RuleError, match="已在本次审批中"):
        services.hand_over(case, to=second, reason="出差", by=office.director)
    services.agree(case, by=second)

    with pytest.raises(RuleError, match="已在本次审批中"):
        services.hand_over(case, to=second, reason="出差", by=office.director)


def test_the_database_refuses_a_second_open_seat_and_one_taken_from_another_step(office, keeper):
    case = office.submit()
    head, director = case.seats.order_by("step__position")
    facts = {"case": case, "requester": office.teacher, "placed_by": office.head, "reason": "出差"}

    with pytest.raises(DatabaseError, match="asked at this step already"), transaction.atomic():
        Seat.objects.create(step=head.step, person=office.head, handed_from=head, **facts)
    with pytest.raises(DatabaseError, match="only an open seat of the same step"), transaction.atomic():
        Seat.objects.create(step=head.step, person=keeper, handed_from=director, **facts)


def test_the_database_refuses_to_hand_over_a_seat_that_is_signed(office, keeper):
    case = office.submit()
    services.agree(case, by=office.head)
    seat = case.seats.get(person=office.head)

    with pytest.raises(DatabaseError, match="only an open seat of the same step"), transaction.atomic():
        Seat.objects.create(
            step=seat.step, person=keeper, handed_from=seat, case=case, requester=office.teacher,
            placed_by=office.head, reason="出差",
        )  # fmt: skip


def test_nothing_is_approved_while_a_seat_handed_back_is_open(office, keeper):
    case = office.submit()
    services.agree(case, by=office.head)
    services.hand_over(case, to=keeper, reason="出差", by=office.director)
    services.hand_over(case, to=office.director, reason="还是您来", by=keeper)

    with pytest.raises(DatabaseError, match="not signed yet"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status="approved", decided_at=clock.now())
    services.agree(case, by=office.director)
    assert Case.objects.get(pk=case.pk).status == "approved"


def test_a_joint_step_waits_for_the_one_it_was_handed_to_and_not_for_the_first(office, keeper):
    second = office.appoint("director", UserFactory(name="第二主任"))
    services.set_route(
        office.school, kind="purchase", by=office.director,
        steps=[{"asks": "role", "roles": ["director"], "mode": "all"}],
    )  # fmt: skip
    case = office.submit()
    services.hand_over(case, to=keeper, reason="出差", by=office.director)

    services.agree(case, by=second)
    assert Case.objects.get(pk=case.pk).status == "pending"
    services.agree(case, by=keeper)

    assert Case.objects.get(pk=case.pk).status == "approved"


def test_the_database_refuses_a_signature_at_a_seat_handed_over_or_of_somebody_else(office, keeper):
    case = office.submit()
    services.hand_over(case, to=keeper, reason="出差", by=office.head)
    first, second = case.seats.filter(step__position=1)
    facts = {"case": case, "requester": office.teacher, "verb": "agree", "decided_at": clock.now()}

    for seat, person in ((first, office.head), (second, office.director)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.create(seat=seat, person=person, **facts)


def test_the_database_refuses_a_seat_besides_the_route_without_its_reason(office, keeper):
    case = office.submit()

    with pytest.raises(IntegrityError, match="a_seat_besides_the_route_has_its_reason"), transaction.atomic():
        Seat.objects.create(
            step=case.steps.first(), case=case, person=keeper, requester=office.teacher, placed_by=office.head
        )


# --- 加签 -------------------------------------------------------------------------------------------------------------


def test_a_signer_added_before_signs_first_and_then_it_comes_back(office, keeper):
    case = office.submit()

    services.add_signer(case, person=keeper, reason="请先核库存", by=office.head, where="before")

    assert asked(case) == ["保管员老赵"]
    assert labels(case) == ["加签:current", "部门负责人:waiting", "总务主任:waiting"]
    services.agree(case, by=keeper)
    assert asked(case) == ["部门负责人"]


def test_a_signer_added_after_signs_next(office, keeper):
    case = office.submit()
    services.add_signer(case, person=keeper, reason="请再核价", by=office.head, where="after")

    assert asked(case) == ["部门负责人"]
    services.agree(case, by=office.head)

    assert asked(case) == ["保管员老赵"]
    assert case.steps.get(position=2).note == "部门负责人加签：请再核价"


def test_nothing_takes_effect_before_a_signer_added_last_has_signed(office, keeper):
    case = office.submit()
    services.agree(case, by=office.head)
    services.add_signer(case, person=keeper, reason="请再核价", by=office.director, where="after")
    services.agree(case, by=office.director)

    assert Case.objects.get(pk=case.pk).status == "pending"
    services.agree(case, by=keeper)
    assert Case.objects.get(pk=case.pk).status == "approved"


def test_whoever_is_asked_further_on_and_the_requester_are_not_added(office):
    case = office.submit()

    for person in (office.director, office.teacher):
        with pytest.raises(RuleError):
            services.add_signer(case, person=person, reason="请看", by=office.head)


def test_only_whoever_is_asked_now_adds_and_hands_over(office, keeper):
    case = office.submit()

    for act in (
        lambda: services.add_signer(case, person=keeper, reason="请看", by=office.director),
        lambda: services.hand_over(case, to=keeper, reason="请看", by=office.teacher),
    ):
        with pytest.raises(RuleError):
            act()


def test_the_database_approves_nothing_while_a_step_waits(office):
    case = office.submit()

    with pytest.raises(DatabaseError, match="not signed yet"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status="approved", decided_at=clock.now())


# --- 抄送 -------------------------------------------------------------------------------------------------------------


def test_a_copy_lets_its_reader_see_the_case_with_a_notice_and_sign_nothing(office):
    guard = office.appoint("guard")
    case = office.submit()

    services.send_copies(case, people=[guard], by=office.head)

    assert case in Case.objects.visible_to(guard)
    assert Notice.objects.get(person=guard).text == "部门负责人抄送：灯管二十只，800.00 元，申请人教师"
    with pytest.raises(WrongState):
        services.agree(case, by=guard)


def test_a_second_copy_and_one_for_a_stranger_are_refused(office):
    guard = office.appoint("guard")
    case = office.submit()
    services.send_copies(case, people=[guard], by=office.head)

    for people in ([guard], [UserFactory()], [office.teacher]):
        with pytest.raises(RuleError):
            services.send_copies(case, people=people, by=office.head)

    assert case.copies.count() == 1
