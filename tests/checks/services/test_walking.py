"""A round from place to place."""

import pytest

from logistics import clock
from logistics.checks import services
from logistics.checks.models import Version
from logistics.errors import RuleError, WrongState
from logistics.school.models import Sticker
from tests.checks.factories import checklist, round_of
from tests.checks.services.steps import words
from tests.factories import user_with

pytestmark = pytest.mark.django_db


def test_a_route_is_walked_in_its_order(patrol, officer):
    first, second, _third = patrol.points.order_by("order")

    with pytest.raises(RuleError) as error:
        services.sign_point(second, answers={}, by=officer)
    services.sign_point(first, answers={}, by=officer)
    services.sign_point(second, answers={}, by=officer)

    assert str(first.place) in words(error)


def test_several_places_without_a_route_go_in_any_order(school, officer, rooms):
    round = round_of(checklist(school, "门窗", walk=Version.Walk.POINTS), officer, places=rooms)

    services.sign_point(round.points.last(), answers={}, by=officer)

    assert round.points.exclude(signed_at=None).count() == 1


def test_leaving_a_place_out_wants_a_reason_and_stays_visible(patrol, officer):
    first = patrol.points.first()

    with pytest.raises(RuleError):
        services.skip_point(first, reason=" ", by=officer)
    services.skip_point(first, reason="正在上课", by=officer)

    first.refresh_from_db()
    assert (first.skip_reason, first.signed_at) == ("正在上课", None)


def test_a_place_that_must_be_scanned_opens_by_its_own_code_only(school, officer, rooms):
    round = round_of(checklist(school, "门窗", route=rooms[:2], walk=Version.Walk.POINTS, scan_required=True), officer)
    here, there = [Sticker.objects.create(place=room, created_at=clock.now()) for room in rooms[:2]]
    point = round.points.order_by("order").first()

    for token in ("", there.token, "forged"):
        with pytest.raises(RuleError):
            services.sign_point(point, answers={}, token=token, by=officer)
    services.sign_point(point, answers={}, token=here.token, by=officer)

    point.refresh_from_db()
    assert point.scanned_at == clock.now()


def test_a_code_taken_back_opens_nothing(school, officer, rooms):
    round = round_of(checklist(school, route=rooms, walk=Version.Walk.ROUTE, scan_required=True), officer)
    sticker = Sticker.objects.create(place=rooms[0], created_at=clock.now(), revoked_at=clock.now())

    with pytest.raises(RuleError):
        services.scan_point(round.points.first(), token=sticker.token, by=officer)


def test_two_people_share_a_round_and_each_signs_where_they_were(patrol, officer, school):
    partner = user_with("checks.walk_round", school=school, name="李巡")
    first, second, third = patrol.points.order_by("order")

    services.sign_point(first, answers={}, by=officer)
    services.sign_point(second, answers={}, by=partner)
    with pytest.raises(WrongState) as error:
        services.sign_point(second, answers={}, by=officer)

    assert "李巡" in words(error)
    assert [point.signed_by for point in patrol.points.order_by("order")] == [officer, partner, None]
