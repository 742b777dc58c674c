from datetime import timedelta
from decimal import Decimal

import pytest

from logistics import clock
from logistics.approvals import services
from logistics.approvals.models import Case
from logistics.approvals.selectors import plan_route
from logistics.errors import RuleError
from tests.approvals.factories import Office, names
from tests.factories import DepartmentFactory, UserFactory


def plan(office, amount="800", by=None, department=None):
    return plan_route(
        office.school, "purchase", Decimal(amount), by=by or office.teacher, department=department or office.department
    )


@pytest.mark.parametrize(
    ("amount", "signers"),
    [
        ("0", ["部门负责人", "总务主任"]),
        ("999.99", ["部门负责人", "总务主任"]),
        ("1000", ["部门负责人", "总务主任", "会计", "分管副校长"]),
        ("1001", ["部门负责人", "总务主任", "会计", "分管副校长"]),
        ("5000", ["部门负责人", "总务主任", "会计", "分管副校长", "校长"]),
    ],
)
def test_the_amount_cuts_the_route_and_at_the_limit_the_stricter_side_holds(office, amount, signers):
    assert names(plan(office, amount)) == signers


def test_every_duty_of_the_default_route_is_shown_with_its_step(office):
    assert [step.duty for step in plan(office, "1000").steps] == ["", "核库存、核价", "核预算、资金来源", ""]


def test_neighbouring_steps_of_one_person_are_signed_once_with_both_duties(office):
    office.department.head = office.director
    office.department.save()

    first = plan(office, "1000").steps[0]

    assert (first.names, first.label, first.duty) == ("总务主任", "部门负责人、总务主任", "核库存、核价")


def test_the_requesters_own_step_passes_to_the_next_superior(office):
    found = plan(office, by=office.director)

    assert names(found) == ["部门负责人", "分管副校长"]
    assert found.steps[1].note == "申请人本人的环节，转由分管副校长审批"


def test_a_head_asking_for_the_own_department_is_signed_for_by_the_superior(office):
    assert names(plan(office, by=office.head)) == ["分管副校长", "总务主任"]


def test_a_colleague_of_the_same_post_does_not_sign_for_the_requester(office):
    office.appoint("accountant", UserFactory(name="第二会计"))

    assert names(plan(office, "1000", by=office.accountant)) == ["部门负责人", "总务主任", "分管副校长"]


def test_a_vacant_step_passes_to_the_next_superior_and_says_so(db):
    office = Office("principal", "vice_principal", "head", "accountant", "teacher")

    found = plan(office)

    assert names(found) == ["部门负责人", "分管副校长"]
    assert found.steps[1].note == "该岗位无人任职，转由分管副校长审批"


def test_a_department_without_a_head_passes_to_whoever_is_appointed_head_of_it(office):
    office.department = DepartmentFactory(school=office.school)
    office.appoint("head", UserFactory(name="德育负责人"), department=office.department)

    assert names(plan(office))[0] == "德育负责人"


def test_without_any_superior_the_gap_is_named(db):
    office = Office("teacher", "head")

    assert plan(office).gaps == ["“总务主任”环节无人可签，也没有上级可以代签。请先任命相应人员。"]


def test_a_gap_keeps_the_request_from_being_submitted(db):
    office = Office("teacher", "head")

    with pytest.raises(RuleError, match="环节无人可签"):
        office.submit()

    assert Case.objects.count() == 0


def test_the_principals_own_request_is_refused_until_the_school_names_somebody(office):
    assert plan(office, by=office.principal).gaps == ["学校还没有指定校长本人的申请由谁审批，请先在“审批流程”页设置。"]


def test_the_principals_own_request_ends_with_whom_the_school_names(office):
    secretary = office.appoint("party_secretary")
    services.set_wishes(
        office.school, by=office.director, principal_request_to=secretary, small_amount=500, flag_after_days=2
    )

    small, large = plan(office, "800", by=office.principal), plan(office, "6000", by=office.principal)

    assert names(small) == ["部门负责人", "总务主任", "党组织书记"]
    assert names(large) == ["部门负责人", "总务主任", "会计", "分管副校长", "党组织书记"]


def test_a_step_for_two_roles_asks_whoever_holds_either(office):
    office.appoint("clerk")

    assert names(plan(office, "1000"))[2] == "会计 或 报账员"


def test_a_department_with_its_own_route_takes_it(office):
    services.set_route(
        office.school, kind="purchase", by=office.director, department=office.department,
        steps=[{"asks": "role", "roles": ["principal"]}],
    )  # fmt: skip

    assert names(plan(office)) == ["校长"]
    assert names(plan(office, department=DepartmentFactory(school=office.school, head=office.head))) == [
        "部门负责人",
        "总务主任",
    ]


def test_a_named_person_who_left_is_replaced_by_a_superior_or_named_as_a_gap(office):
    gone = UserFactory(name="老王")
    services.set_route(office.school, kind="purchase", by=office.director, steps=[{"asks": "person", "person": gone}])

    assert plan(office).gaps == ["“老王”环节无人可签，也没有上级可以代签。请先任命相应人员。"]


def test_a_school_never_sees_the_holders_of_another(office):
    Office()

    assert all(len(step.people) == 1 for step in plan(office, "6000").steps)


def test_the_route_of_a_later_day_is_not_taken_today(office):
    services.set_route(
        office.school, kind="purchase", by=office.director, valid_from=clock.today() + timedelta(days=3),
        steps=[{"asks": "role", "roles": ["principal"]}],
    )  # fmt: skip

    assert names(plan(office)) == ["部门负责人", "总务主任"]
    later = plan_route(
        office.school, "purchase", Decimal(800), by=office.teacher, department=office.department,
        on=clock.today() + timedelta(days=3),
    )  # fmt: skip
    assert names(later) == ["校长"]
