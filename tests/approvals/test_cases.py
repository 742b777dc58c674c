from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from logistics import clock, hooks
from logistics.approvals import services
from logistics.approvals.models import Case, Decision, Seat
from logistics.approvals.selectors import seats_waiting
from logistics.attachments.models import Attachment
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.notices.models import Notice
from tests.factories import DepartmentFactory, UserFactory


def asked(case):
    return [seat.person.name for seat in seats_waiting(case)]


def approve_all(case):
    while Case.objects.get(pk=case.pk).status == "pending":
        services.agree(case, by=seats_waiting(case).first().person)
    case.refresh_from_db()


@pytest.fixture
def outcomes(monkeypatch):
    """The outcomes a department is told of, as a subject of its own; each entry is the status at that moment."""
    told = []
    monkeypatch.setitem(hooks.approval_outcomes._functions, "school.department", lambda case: told.append(case.status))
    return told


# --- the way of a case ------------------------------------------------------------------------------------------------


def test_submitting_asks_the_first_step_only_and_tells_its_people_at_once(office):
    case = office.submit()

    assert asked(case) == ["部门负责人"]
    notice = Notice.objects.get(person=office.head)
    assert (notice.text, notice.urgent) == ("待您审批：灯管二十只，800.00 元，申请人教师", True)


def test_a_signature_moves_the_case_on_and_nothing_takes_effect_before_the_last(office, outcomes):
    case = office.submit()

    services.agree(case, by=office.head)

    case.refresh_from_db()
    assert (case.status, asked(case), outcomes) == ("pending", ["总务主任"], [])


def test_the_last_signature_approves_tells_the_subject_once_and_the_requester(office, outcomes):
    case = office.submit()

    approve_all(case)

    assert (case.status, outcomes) == ("approved", ["approved"])
    assert Notice.objects.get(person=office.teacher).text == "审批通过：灯管二十只，800.00 元"


def test_whatever_the_subject_raises_takes_the_last_signature_back(office, monkeypatch):
    case = office.submit()
    services.agree(case, by=office.head)

    def break_down(case):
        raise RuleError("no")

    monkeypatch.setitem(hooks.approval_outcomes._functions, "school.department", break_down)

    with pytest.raises(RuleError):
        services.agree(case, by=office.director)

    case.refresh_from_db()
    assert (case.status, asked(case)) == ("pending", ["总务主任"])


def test_every_signature_is_in_the_history_with_its_word(office):
    case = office.submit()
    services.agree(case, by=office.head, opinion="同意。")
    services.agree(case, by=office.director)

    assert [(event.verb, event.details.get("text")) for event in Event.objects.about(case)] == [
        ("approved", None),
        ("agreed", None),
        ("agreed", "同意。"),
        ("submitted", "800.00 元"),
    ]


def test_of_several_who_may_sign_one_is_enough_and_the_other_is_told_who_was_first(office):
    second = office.appoint("director", UserFactory(name="第二主任"))
    case = office.submit()
    services.agree(case, by=office.head)

    services.agree(case, by=second)

    assert Case.objects.get(pk=case.pk).status == "approved"
    with pytest.raises(WrongState):
        services.agree(case, by=office.director)


def test_a_joint_step_waits_for_every_one(office):
    second = office.appoint("director", UserFactory(name="第二主任"))
    services.set_route(
        office.school, kind="purchase", by=office.director,
        steps=[{"asks": "role", "roles": ["director"], "mode": "all"}],
    )  # fmt: skip
    case = office.submit()

    services.agree(case, by=office.director)

    assert (Case.objects.get(pk=case.pk).status, asked(case)) == ("pending", ["第二主任"])
    services.agree(case, by=second)
    assert Case.objects.get(pk=case.pk).status == "approved"


def test_a_route_change_leaves_cases_under_way_alone(office):
    case = office.submit()
    services.set_route(
        office.school, kind="purchase", by=office.director, steps=[{"asks": "role", "roles": ["principal"]}]
    )

    services.agree(case, by=office.head)

    assert asked(case) == ["总务主任"]
    assert asked(office.submit()) == ["校长"]


def test_a_subject_waits_for_approval_once(office):
    subject = DepartmentFactory(school=office.school)
    office.submit(subject)

    with pytest.raises(RuleError, match="已在审批中"):
        office.submit(subject)


# --- who may not ------------------------------------------------------------------------------------------------------


def test_nobody_decides_their_own_request(office):
    case = office.submit(by=office.director)

    with pytest.raises(RuleError, match="不能审批自己的申请"):
        services.agree(case, by=office.director)


def test_the_database_keeps_requester_and_signer_apart(office):
    case = office.submit()
    step = case.steps.first()

    with pytest.raises(IntegrityError, match="nobody_is_asked_about_their_own_request"), transaction.atomic():
        Seat.objects.create(step=step, case=case, person=office.teacher, requester=office.teacher)


@pytest.mark.parametrize("who", ["teacher2", "director", "stranger"])
def test_who_is_not_asked_now_cannot_sign(office, who):
    people = {"teacher2": office.appoint("teacher"), "director": office.director, "stranger": UserFactory()}
    case = office.submit()

    with pytest.raises(WrongState, match="目前不需要您签批"):
        services.agree(case, by=people[who])


def test_signing_twice_is_refused_even_from_a_stale_copy(office):
    case = office.submit()
    stale = Case.objects.get(pk=case.pk)
    services.agree(case, by=office.head)

    with pytest.raises(WrongState, match="您已经签批过了"):
        services.agree(stale, by=office.head)


def test_of_joint_signers_nobody_signs_a_second_time_while_another_is_waited_for(office):
    office.appoint("director", UserFactory(name="第二主任"))
    services.set_route(
        office.school, kind="purchase", by=office.director,
        steps=[{"asks": "role", "roles": ["director"], "mode": "all"}],
    )  # fmt: skip
    case = office.submit()
    services.agree(case, by=office.director)

    with pytest.raises(WrongState, match="您已经签批过了"):
        services.agree(case, by=office.director)

    assert (Case.objects.get(pk=case.pk).status, case.decisions.count()) == ("pending", 1)


def test_a_page_that_showed_another_step_decides_nothing(office):
    office.department.head = office.director
    office.department.save()
    services.set_route(
        office.school, kind="purchase", by=office.director,
        steps=[
            {"asks": "role", "roles": ["director"]},
            {"asks": "role", "roles": ["accountant"]},
            {"asks": "role", "roles": ["director"]},
        ],
    )  # fmt: skip
    case = office.submit()
    shown = seats_waiting(case).get().step_id
    services.agree(case, by=office.director, step=shown)
    services.agree(case, by=office.accountant)

    with pytest.raises(WrongState, match="已有变化"):
        services.agree(case, by=office.director, step=shown)


# --- sending back, refusing, withdrawing, urging ----------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["return", "refuse"])
def test_whoever_does_not_agree_says_why(office, verb):
    case = office.submit()

    with pytest.raises(RuleError, match="写一句理由"):
        services.decide(case, verb=verb, by=office.head, opinion="  ")

    assert asked(case) == ["部门负责人"]


def test_a_case_sent_back_is_told_and_opens_a_revision_when_submitted_again(office, outcomes):
    subject = DepartmentFactory(school=office.school)
    case = office.submit(subject)
    services.agree(case, by=office.head)
    services.send_back(case, by=office.director, opinion="请补规格")

    again = office.submit(subject, amount="1200")

    assert (again.pk, again.revision, again.status, again.amount) == (case.pk, 2, "pending", Decimal("1200.00"))
    assert outcomes == ["returned"]
    assert asked(again) == ["部门负责人"]
    assert Notice.objects.filter(person=office.teacher).get().text == "总务主任退回修改：灯管二十只。请补规格"
    assert again.decisions.count() == 2


def test_only_the_requester_submits_it_again(office):
    subject = DepartmentFactory(school=office.school)
    services.send_back(office.submit(subject), by=office.head, opinion="改")

    with pytest.raises(RuleError, match="只有申请人教师可以重新提交"):
        office.submit(subject, by=office.accountant)


def test_refusing_is_final(office, outcomes):
    subject = DepartmentFactory(school=office.school)
    case = office.submit(subject)
    services.refuse(case, by=office.head, opinion="库存足够")

    case.refresh_from_db()
    assert (case.status, outcomes) == ("refused", ["refused"])
    assert list(case.steps.values_list("status", flat=True)) == ["skipped", "skipped"]
    assert office.submit(subject).pk != case.pk


def test_a_case_is_withdrawn_until_the_first_signature(office, outcomes):
    case = office.submit()
    services.withdraw(case, by=office.teacher)

    case.refresh_from_db()
    assert (case.status, asked(case), outcomes) == ("withdrawn", [], ["withdrawn"])


def test_after_the_first_signature_it_cannot_be_withdrawn(office):
    case = office.submit()
    services.agree(case, by=office.head)

    with pytest.raises(WrongState, match="已有人签批，不能撤回"):
        services.withdraw(case, by=office.teacher)


def test_a_revision_may_be_withdrawn_before_its_own_first_signature(office):
    subject = DepartmentFactory(school=office.school)
    services.send_back(office.submit(subject), by=office.head, opinion="改")
    case = office.submit(subject)

    services.withdraw(case, by=office.teacher)

    assert Case.objects.get(pk=case.pk).status == "withdrawn"


def test_only_the_requester_withdraws_and_urges(office):
    case = office.submit()

    for verb in (services.withdraw, services.urge):
        with pytest.raises(RuleError, match="只有申请人教师可以"):
            verb(case, by=office.head)


def test_those_asked_are_urged_once_a_day(office):
    case = office.submit()
    services.urge(case, by=office.teacher)

    with pytest.raises(RuleError, match="今天已经催过"):
        services.urge(case, by=office.teacher)

    assert Notice.objects.filter(person=office.head).count() == 2
    with clock.set_to(clock.now() + timedelta(days=1)):
        services.urge(case, by=office.teacher)
    assert Notice.objects.filter(person=office.head).count() == 3


# --- paper ------------------------------------------------------------------------------------------------------------


def scan(office, by):
    return Attachment.objects.create(
        school=office.school, uploaded_by=by, file="scan.pdf", name="scan.pdf", media_type="application/pdf",
        bytes=1, sha256="", created_at=clock.now(),
    ).token  # fmt: skip


def enter_paper(office, case, by, **facts):
    return services.sign_on_paper(
        case,
        **{
            "person": office.head, "verb": "agree", "signed_on": clock.today(), "scans": [scan(office, by)], "by": by,
            "opinion": "同意", **facts,
        },
    )  # fmt: skip


def test_a_paper_signature_is_entered_by_somebody_else_with_its_scan(office):
    case = office.submit()

    enter_paper(office, case, office.accountant)

    decision = Decision.objects.get()
    assert (decision.person, decision.on_paper, decision.entered_by) == (office.head, True, office.accountant)
    assert asked(case) == ["总务主任"]
    assert Event.objects.about(case).first().by == office.accountant


@pytest.mark.parametrize("who", ["teacher", "head"])
def test_neither_requester_nor_signer_enters_a_paper_signature(office, who):
    with pytest.raises(RuleError, match="以外的人录入"):
        enter_paper(office, office.submit(), getattr(office, who))


def test_a_paper_signature_needs_its_scan(office):
    with pytest.raises(RuleError, match="扫描件"):
        enter_paper(office, office.submit(), office.accountant, scans=[])


@pytest.mark.parametrize("days", [-1, 1])
def test_a_paper_signature_lies_between_the_request_and_today(office, days):
    with pytest.raises(RuleError, match="提交申请之日到今天"):
        enter_paper(office, office.submit(), office.accountant, signed_on=clock.today() + timedelta(days=days))


def test_the_database_refuses_a_paper_signature_entered_by_the_requester(office):
    case = office.submit()

    with pytest.raises(IntegrityError, match="another_person_enters_a_paper_signature"), transaction.atomic():
        Decision.objects.create(
            seat=case.seats.first(), case=case, person=office.head, requester=office.teacher, verb="agree",
            decided_at=clock.now(), on_paper=True, signed_on=clock.today(), entered_by=office.teacher,
        )  # fmt: skip


# --- what the database keeps ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["update", "delete"])
def test_decisions_are_neither_changed_nor_deleted(office, change):
    services.agree(office.submit(), by=office.head)
    decisions = Decision.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        decisions.update(opinion="x") if change == "update" else decisions.delete()


def test_a_seat_carries_one_decision(office):
    case = office.submit()
    services.agree(case, by=office.head)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            seat=case.seats.first(), case=case, person=office.head, requester=office.teacher, verb="agree",
            decided_at=clock.now(),
        )  # fmt: skip


# --- who sees what ----------------------------------------------------------------------------------------------------


def test_requester_and_those_on_the_way_see_a_case_and_others_do_not(office):
    case = office.submit()
    other, stranger = office.appoint("cook"), office.appoint("guard")
    office.grant("cook", "approvals.view_case")

    def sees(person):
        return case in Case.objects.visible_to(person)

    assert [sees(person) for person in (office.teacher, office.head, office.director, other, stranger)] == [
        True, True, True, True, False,
    ]  # fmt: skip


def test_what_waits_is_counted_for_the_person_asked_now(office):
    office.submit()

    assert Case.objects.waiting_for(office.head).count() == 1
    assert Case.objects.waiting_for(office.director).count() == 0
