"""Bands, categories, sources of funds, and days of routes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from logistics import clock
from logistics.approvals import services
from logistics.approvals.models import Route, RouteStep
from logistics.approvals.selectors import plan_route, route_in_force
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import names

DIRECTOR = {"asks": "role", "roles": ["director"]}
PRINCIPAL = {"asks": "role", "roles": ["principal"]}


def set_route(office, *steps, **facts):
    return services.set_route(office.school, kind="purchase", by=office.director, steps=list(steps), **facts)


def plan(office, amount, **facts):
    found = plan_route(
        office.school, "purchase", Decimal(amount), by=office.teacher, department=office.department, **facts
    )
    return names(found)


@pytest.mark.parametrize(
    ("above", "amount", "signers"),
    [
        (False, "999.99", ["总务主任"]),
        (False, "1000", ["总务主任", "校长"]),
        (False, "1000.01", ["总务主任", "校长"]),
        (True, "1000", ["总务主任"]),
        (True, "1000.01", ["总务主任", "校长"]),
    ],
)
def test_each_limit_says_on_which_side_it_stands(office, above, amount, signers):
    set_route(office, DIRECTOR, {**PRINCIPAL, "min_amount": Decimal(1000), "above": above})

    assert plan(office, amount) == signers


def test_a_step_may_be_for_one_category_and_one_source_of_funds(office):
    set_route(office, DIRECTOR, {**PRINCIPAL, "category": "it"}, {"asks": "head", "fund": "canteen"})

    assert plan(office, 10) == ["总务主任"]
    assert plan(office, 10, category="it") == ["总务主任", "校长"]
    assert plan(office, 10, category="goods", fund="canteen") == ["总务主任", "部门负责人"]


@pytest.mark.parametrize("limits", [{"above": True}, {"category": "it"}, {"fund": "canteen"}, {"min_amount": 1}])
def test_one_step_is_for_every_request(office, limits):
    with pytest.raises(RuleError, match="从 0 元起"):
        set_route(office, {**DIRECTOR, **limits})


def test_what_is_tried_in_the_editor_changes_nothing(office):
    steps = [RouteStep(asks="role", roles=["principal"])]

    assert plan(office, 10, steps=steps) == ["校长"]
    assert plan(office, 10) == ["部门负责人", "总务主任"]


def test_a_coming_route_is_withdrawn_and_the_one_before_it_goes_on(office):
    first = set_route(office, DIRECTOR)
    coming = set_route(office, PRINCIPAL, valid_from=clock.today() + timedelta(days=5))

    services.withdraw_route(coming, by=office.director)

    first.refresh_from_db()
    assert (first.valid_to, Route.objects.count()) == (None, 1)


def test_a_route_that_has_begun_is_not_withdrawn(office):
    with pytest.raises(WrongState):
        services.withdraw_route(set_route(office, DIRECTOR), by=office.director)


def test_past_routes_stay_to_be_read(office):
    set_route(office, DIRECTOR)
    with clock.set_to(clock.now() + timedelta(days=10)):
        set_route(office, PRINCIPAL)
        today = clock.today()

        assert Route.objects.count() == 2
        assert route_in_force(office.school, "purchase", on=today).steps[0].roles == ["principal"]
        assert route_in_force(office.school, "purchase", on=today - timedelta(days=1)).steps[0].roles == ["director"]


def test_the_database_knows_whom_a_step_asks(office):
    route = set_route(office, DIRECTOR)

    for wrong in ({"asks": "meeting"}, {"asks": "outside", "body": "party"}, {"asks": "head", "body": "party"}):
        with pytest.raises(IntegrityError, match="a_step_names_whom_it_asks"), transaction.atomic():
            RouteStep.objects.create(route=route, position=9, **wrong)


# --- ending a department's own route ----------------------------------------------------------------------------------


@pytest.fixture
def own(office):
    """The department's requests go to the principal since ten days, all others to the director."""
    with clock.set_to(clock.now() - timedelta(days=10)):
        set_route(office, DIRECTOR)
        return set_route(office, PRINCIPAL, department=office.department)


def test_from_the_day_it_ends_the_common_route_holds_again_for_the_department(office, own):
    services.end_route(own, on=clock.today() + timedelta(days=3), by=office.director)

    signers = [plan(office, 10, on=clock.today() + timedelta(days=days)) for days in (0, 2, 3)]
    assert signers == [["校长"], ["校长"], ["总务主任"]]


def test_a_case_under_way_keeps_the_steps_of_the_route_that_ended(office, own):
    case = office.submit()

    services.end_route(own, on=clock.today(), by=office.director)

    assert [step.label for step in case.steps.all()] == ["校长"]
    assert [step.label for step in office.submit().steps.all()] == ["总务主任"]


def test_one_that_began_today_and_ends_today_is_taken_back(office):
    set_route(office, DIRECTOR)
    begun = set_route(office, PRINCIPAL, department=office.department)

    services.end_route(begun, on=clock.today(), by=office.director)

    assert plan(office, 10) == ["总务主任"]


def test_what_was_decided_stays_so_it_ends_today_or_later(office, own):
    with pytest.raises(RuleError, match="今天或以后|今天或之后|今天"):
        services.end_route(own, on=clock.today() - timedelta(days=1), by=office.director)


def test_one_that_ends_already_may_end_earlier_and_not_later(office, own):
    services.end_route(own, on=clock.today() + timedelta(days=5), by=office.director)

    with pytest.raises(RuleError, match="更早"):
        services.end_route(own, on=clock.today() + timedelta(days=6), by=office.director)
    services.end_route(own, on=clock.today() + timedelta(days=2), by=office.director)

    assert plan(office, 10, on=clock.today() + timedelta(days=2)) == ["总务主任"]


def test_the_common_route_and_one_to_come_or_over_are_not_ended(office, own):
    common = Route.objects.get(department=None)
    coming = set_route(office, DIRECTOR, department=office.department, valid_from=clock.today() + timedelta(days=5))
    services.end_route(Route.objects.get(pk=own.pk), on=clock.today(), by=office.director)

    for route in (common, coming, own):
        with pytest.raises(WrongState):
            services.end_route(route, on=clock.today() + timedelta(days=1), by=office.director)


def test_a_route_that_was_ended_does_not_come_back_with_a_withdrawn_one(office, own):
    day = clock.today() + timedelta(days=3)
    services.end_route(own, on=day, by=office.director)
    coming = set_route(office, DIRECTOR, department=office.department, valid_from=day)

    services.withdraw_route(coming, by=office.director)

    assert plan(office, 10, on=day) == ["总务主任"]
