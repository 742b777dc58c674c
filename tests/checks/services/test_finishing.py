"""A round is signed as a whole, broken off, or entered late."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from logistics import clock, hooks
from logistics.checks import services
from logistics.checks.models import Finding, Version
from logistics.errors import RuleError, WrongState
from tests.checks.factories import checklist, item_of, round_of
from tests.checks.services.steps import finish, sign, words
from tests.factories import user_with

pytestmark = pytest.mark.django_db


def test_a_round_ends_only_when_each_place_is_done(patrol, officer):
    services.sign_point(patrol.points.first(), answers={}, by=officer)

    with pytest.raises(RuleError) as error:
        finish(patrol)

    assert "102" in words(error)
    assert "103" in words(error)


def test_a_round_that_looked_at_nothing_is_no_round(patrol, officer):
    for point in patrol.points.order_by("order"):
        services.skip_point(point, reason="大雨", by=officer)

    with pytest.raises(RuleError):
        finish(patrol)


def test_what_is_asked_once_is_answered_at_the_end(school, officer, rooms):
    sections = [(True, ["门窗"]), (False, [{"text": "带班领导", "kind": "text"}])]
    round = sign(round_of(checklist(school, route=rooms, walk=Version.Walk.ROUTE, sections=sections), officer))
    item = item_of(round.template, "带班领导")

    with pytest.raises(RuleError):
        finish(round)
    finish(round, answers={item.pk: {"text": "赵校长"}})

    answer = round.answers.get(item=item)
    assert (answer.point, answer.text) == (None, "赵校长")


def test_the_second_of_two_who_finish_hears_who_was_first(patrol, officer, school):
    partner = user_with("checks.walk_round", school=school)
    finish(sign(patrol))

    with pytest.raises(WrongState) as error:
        finish(patrol, by=partner)

    assert "王安" in words(error)
    assert "10:30" in words(error)


def test_a_round_broken_off_meanwhile_takes_no_signature_and_says_why(patrol, officer):
    stale = patrol.points.first()
    services.drop_round(patrol, reason="雷暴预警", by=officer)

    with pytest.raises(WrongState) as error:
        services.sign_point(stale, answers={}, by=officer)

    assert "雷暴预警" in words(error)


def test_a_round_broken_off_leaves_nothing_to_decide(school, officer):
    round = sign(round_of(checklist(school), officer), {"灭火器": {"result": "fail", "text": "缺"}})

    services.drop_round(round, reason="查错楼", by=officer)

    assert [finding.status for finding in round.findings.all()] == [Finding.Status.TAKEN_BACK]


def test_a_finished_round_is_told_to_duties(school, officer, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks.logged, "_entries", [(1, 1, heard.append)])
    round = finish(sign(round_of(checklist(school), officer)))

    (entry,) = heard
    assert (entry.subject, entry.detail, entry.record, entry.day) == (
        "checks.round", str(round.template_id), round, date(2026, 10, 14),
    )  # fmt: skip
    assert (entry.where, entry.by, entry.at) == (round.place, officer, clock.now())


def test_a_round_left_open_over_its_day_wants_a_reason(school, officer, moment):
    round = sign(round_of(checklist(school), officer))

    with clock.set_to(moment + timedelta(days=1)):
        with pytest.raises(RuleError) as error:
            finish(round)
        done = finish(round, late_reason="忘记提交")

    assert error.value.field == "late_reason"
    assert done.late_reason == "忘记提交"


def test_a_round_of_the_night_may_end_after_midnight(school, officer, moment):
    with clock.set_to(moment + timedelta(hours=12)):  # 22:30
        round = sign(round_of(checklist(school), officer))
    with clock.set_to(moment + timedelta(hours=15)):
        done = finish(round)

    assert (done.day, done.late_reason) == (date(2026, 10, 14), "")


@pytest.mark.parametrize(
    ("minutes", "kept"), [(30, True), (-30, False), (24 * 60, False)], ids=["possible", "before it began", "to come"]
)
def test_the_moment_of_a_phone_is_kept_only_when_it_can_be_true(school, officer, moment, minutes, kept):
    round = round_of(checklist(school), officer)
    claimed = moment + timedelta(minutes=minutes)

    with clock.set_to(moment + timedelta(hours=2)):
        sign(round, written_at=claimed)
        done = finish(round, written_at=claimed)

    assert done.written_at == (claimed if kept else None)
    assert done.finished_at == moment + timedelta(hours=2)


def test_what_was_walked_without_network_is_not_late_when_it_arrives_the_next_day(school, officer, moment):
    round = sign(round_of(checklist(school), officer))

    with clock.set_to(moment + timedelta(days=1)):
        done = finish(round, written_at=moment + timedelta(minutes=20))

    assert (done.late_reason, done.day) == ("", date(2026, 10, 14))


def test_points_of_what_failed_are_lost_and_what_does_not_apply_counts_for_nothing(school, officer):
    items = [{"text": name, "points": Decimal(points)} for name, points in (("地面", 5), ("桌面", 3), ("窗台", 2))]
    round = round_of(checklist(school, *items, scored=True), officer)

    sign(round, {"桌面": {"result": "fail", "text": "有灰"}, "窗台": {"result": "na", "text": "无窗"}})
    done = finish(round)

    assert (done.score, done.full_score, done.failed) == (Decimal(5), Decimal(8), 1)
