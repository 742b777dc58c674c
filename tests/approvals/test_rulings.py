"""Collective decisions and replies from outside."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from logistics import clock
from logistics.approvals import services
from logistics.approvals.models import Case, Ruling, Step
from logistics.approvals.selectors import people_asked, plan_route
from logistics.attachments.selectors import files_of
from logistics.errors import RuleError, WrongState
from tests.approvals.test_cases import outcomes, scan  # noqa: F401 (a fixture)
from tests.factories import user_with

MEETING = {"asks": "meeting", "body": "principals"}
BUREAU = {"asks": "outside", "body": "education"}


@pytest.fixture
def office(office):
    office.grant("accountant", "approvals.enter_ruling")
    return office


def route(office, *steps):
    services.set_route(office.school, kind="purchase", by=office.director, steps=list(steps))


def enter(office, case, **facts):
    by = facts.pop("by", office.accountant)
    usual = {
        "verb": "agree", "held_on": clock.today(), "files": [scan(office, by)], "attended": "校长、书记、副校长，应到 5 人，实到 5 人",
        "opinion": "同意采购", "by": by,
    }  # fmt: skip
    return services.enter_ruling(case, **{**usual, **facts})


def reply(office, case, **facts):
    usual = {"attended": "", "number": "武教财〔2026〕12 号", "sent_on": clock.today()}
    return enter(office, case, **{**usual, **facts})


def test_a_meeting_decides_by_its_minutes_and_the_case_goes_on(office):
    route(office, {"asks": "head"}, MEETING, {"asks": "role", "roles": ["director"]})
    case = office.submit()
    services.agree(case, by=office.head)

    assert people_asked(case) == [office.accountant]
    enter(office, case)

    ruling = Ruling.objects.get()
    assert (ruling.get_body_display(), ruling.attended[:2], files_of(ruling, "minutes").count()) == (
        "校长办公会",
        "校长",
        1,
    )
    assert people_asked(case) == [office.director]


def test_the_last_meeting_approves_and_nothing_takes_effect_before(office, outcomes):  # noqa: F811
    route(office, {"asks": "head"}, MEETING)
    case = office.submit()
    services.agree(case, by=office.head)

    assert outcomes == []
    enter(office, case)

    assert (Case.objects.get(pk=case.pk).status, outcomes) == ("approved", ["approved"])


def test_for_the_greatest_matters_one_meeting_proposes_and_the_other_decides(office):
    route(office, {"asks": "head"}, {"asks": "meeting", "body": "proposed", "min_amount": 10000})

    plan = plan_route(office.school, "purchase", 20000, by=office.teacher, department=office.department)

    assert [(step.label, step.duty) for step in plan.steps[1:]] == [("校长办公会", "提议"), ("党组织会议", "决定")]


def test_a_meeting_may_send_back_or_refuse_with_its_result(office, outcomes):  # noqa: F811
    route(office, MEETING | {"min_amount": 0})
    case = office.submit()

    with pytest.raises(RuleError, match="理由"):
        enter(office, case, verb="refuse", opinion="")
    enter(office, case, verb="refuse", opinion="本年度暂不购置")

    assert outcomes == ["refused"]


def test_the_requester_does_not_enter_the_decision_on_the_own_request(office):
    office.grant("teacher", "approvals.enter_ruling")
    route(office, MEETING)
    case = office.submit()

    with pytest.raises(RuleError, match="不能审批自己的申请"):
        enter(office, case, by=office.teacher)


@pytest.mark.parametrize(
    ("missing", "field"), [({"files": []}, "files"), ({"attended": " "}, "attended"), ({"held_on": None}, "held_on")]
)
def test_minutes_attendance_and_a_day_that_fits_are_needed(office, missing, field):
    route(office, MEETING)
    case = office.submit()
    missing = {"held_on": clock.today() + timedelta(days=1)} if field == "held_on" else missing

    with pytest.raises(RuleError) as refused:
        enter(office, case, **missing)

    assert refused.value.field == field
    assert Ruling.objects.count() == 0


def test_an_office_outside_answers_with_number_days_and_scan(office):
    route(office, BUREAU)
    case = office.submit()

    with pytest.raises(RuleError, match="文号"):
        reply(office, case, number="")
    with pytest.raises(RuleError, match="发出"):
        reply(office, case, sent_on=clock.today() + timedelta(days=1))
    reply(office, case)

    ruling = Ruling.objects.get()
    assert (str(ruling.body), ruling.number, files_of(ruling, "reply").count()) == (
        "education",
        "武教财〔2026〕12 号",
        1,
    )
    assert Case.objects.get(pk=case.pk).status == "approved"


def test_while_a_person_is_asked_no_meeting_decides_and_the_other_way_round(office):
    route(office, {"asks": "head"}, MEETING)
    case = office.submit()

    with pytest.raises(WrongState):
        enter(office, case)
    services.agree(case, by=office.head)
    with pytest.raises(WrongState):
        services.agree(case, by=office.director)


def test_without_anybody_to_enter_it_the_gap_is_named(office):
    office.roles["accountant"].permissions = []
    office.roles["accountant"].save()
    route(office, MEETING)

    plan = plan_route(office.school, "purchase", 800, by=office.teacher, department=office.department)

    assert plan.gaps == ["没有人可以录入“校长办公会”的决定。请先给相应人员授权。"]


def test_after_a_meeting_decided_the_request_cannot_be_withdrawn(office):
    route(office, MEETING, {"asks": "head"})
    case = office.submit()
    enter(office, case)

    with pytest.raises(WrongState):
        services.withdraw(case, by=office.teacher)


def test_the_minutes_are_read_by_whoever_sees_the_case(office):
    route(office, MEETING)
    enter(office, office.submit())

    assert Ruling.objects.visible_to(office.teacher).count() == 1
    assert Ruling.objects.visible_to(user_with("approvals.view_case")).count() == 0


def test_the_database_keeps_requester_kind_and_facts_of_a_ruling(office):
    route(office, MEETING)
    case = office.submit()
    facts = {
        "step": case.steps.get(), "case": case, "requester": office.teacher, "kind": "meeting", "body": "principals",
        "verb": "agree", "held_on": clock.today(), "attended": "校长", "entered_by": office.accountant,
        "entered_at": clock.now(),
    }  # fmt: skip

    for wrong, name in (
        ({"entered_by": office.teacher}, "nobody_enters_the_decision_on_their_own_request"),
        ({"attended": ""}, "a_meeting_has_attendance_a_reply_number_and_days"),
        ({"verb": "refuse"}, "a_decision_not_to_agree_has_its_result"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Ruling.objects.create(**{**facts, **wrong})
    with pytest.raises(DatabaseError, match="another kind"), transaction.atomic():
        Ruling.objects.create(**{**facts, "body": "party"})
    with pytest.raises(IntegrityError, match="names_it"), transaction.atomic():
        Step.objects.create(case=case, revision=1, position=9, label="x", kind="meeting")
