"""Rules of rounds: what may be signed, by whom, when, and what never gets lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from logistics import clock, hooks
from logistics.checks import services
from logistics.checks.models import Answer, Finding, Round, Version
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.notices.models import Notice
from logistics.school.models import Sticker
from tests.checks.factories import checklist, item_of, publish, round_of
from tests.factories import PlaceFactory, SchoolFactory, UserFactory, user_with

FRIDGE = {"text": "冷藏柜温度", "kind": "number", "unit": "℃", "low": Decimal("0"), "high": Decimal("8")}
FOOD = {"text": "食品无过期", "single": True}


def sign(round, answers=None, by=None, **facts):
    """Sign every place of a round with the same answers, {text of the item: facts}."""
    template = round.template
    given = {item_of(template, text).pk: each for text, each in (answers or {}).items()}
    for point in round.points.order_by("order"):
        services.sign_point(point, answers=given, by=by or round.started_by, **facts)
    return round


def finish(round, **facts):
    return services.finish_round(round, by=facts.pop("by", round.started_by), **facts)


def words(error):
    return str(error.value)


# --- beginning --------------------------------------------------------------------------------------------------------


def test_a_round_keeps_the_version_it_began_with(school, officer):
    template = checklist(school, "灭火器")
    round = round_of(template, officer)

    publish(template, "灭火器", "疏散通道", number=2)
    finish(sign(round))

    assert round.version.number == 1
    assert [answer.item.text for answer in round.answers.all()] == ["灭火器"]


def test_a_round_walks_the_route_in_its_order(school, officer, rooms):
    template = checklist(school, "门窗", route=reversed(rooms), walk=Version.Walk.ROUTE)

    round = round_of(template, officer)

    assert [point.place.name for point in round.points.order_by("order")] == ["103", "102", "101"]
    assert round.place is None
    assert round.campus == rooms[0].campus


def test_a_round_of_one_campus_leaves_the_other_out(school, officer, rooms):
    elsewhere = PlaceFactory(campus__school=school)
    template = checklist(school, "门窗", route=[*rooms, elsewhere], walk=Version.Walk.ROUTE)

    round = round_of(template, officer, campus=elsewhere.campus)

    assert [point.place for point in round.points.all()] == [elsewhere]


def test_a_checklist_for_one_place_asks_where(school, officer):
    template = checklist(school)

    with pytest.raises(RuleError) as error:
        services.start_round(template, by=officer)

    assert error.value.field == "place"


def test_a_place_of_another_school_is_refused(school, officer):
    template = checklist(school)
    theirs = PlaceFactory(campus__school=SchoolFactory())

    with pytest.raises(RuleError):
        services.start_round(template, place=theirs, by=officer)


def test_a_checklist_switched_off_begins_no_round(school, officer):
    template = checklist(school)
    template.active = False
    template.save()

    with pytest.raises(RuleError):
        round_of(template, officer)


def test_a_day_before_today_wants_a_reason(school, officer):
    template = checklist(school)

    with pytest.raises(RuleError) as error:
        round_of(template, officer, day=date(2026, 10, 12))
    round = round_of(template, officer, day=date(2026, 10, 12), late_reason="停电")

    assert error.value.field == "late_reason"
    assert round.late_reason == "停电"


def test_no_round_counts_for_a_day_to_come(school, officer):
    with pytest.raises(RuleError) as error:
        round_of(checklist(school), officer, day=date(2026, 10, 15))

    assert error.value.field == "day"


def test_whether_it_was_announced_is_asked_where_the_checklist_asks(school, officer):
    template = checklist(school, asks_announced=True)

    with pytest.raises(RuleError) as error:
        round_of(template, officer)

    assert error.value.field == "announced"


# --- judging ----------------------------------------------------------------------------------------------------------


def test_one_tap_signs_what_nothing_was_found_at(school, officer):
    round = sign(round_of(checklist(school, "灭火器", "疏散通道"), officer))

    point = round.points.get()
    assert [(answer.result, answer.swept) for answer in round.answers.all()] == [("pass", True)] * 2
    assert (point.all_clear, point.signed_by) == (True, officer)


@pytest.mark.parametrize("item", [FRIDGE, FOOD])
def test_measured_values_and_food_risks_are_entered_singly(school, officer, item):
    round = round_of(checklist(school, "灭火器", item), officer)

    with pytest.raises(RuleError) as error:
        sign(round)

    assert error.value.field.endswith(f"-{item_of(round.template, item['text']).pk}")
    assert not round.answers.exists()


@pytest.mark.parametrize(("celsius", "result"), [("0", "pass"), ("8", "pass"), ("8.1", "fail"), ("-0.5", "fail")])
def test_a_value_is_judged_by_its_limits_which_stay_with_it(school, officer, celsius, result):
    round = round_of(checklist(school, FRIDGE), officer)

    sign(round, {"冷藏柜温度": {"number": Decimal(celsius), "text": "已调低"}})

    answer = round.answers.get()
    assert (answer.result, answer.low, answer.high) == (result, Decimal(0), Decimal(8))


def test_a_limit_comes_from_the_rule_table_on_the_day_of_the_round(school, officer):
    item = {"text": "冷冻柜温度", "kind": "number", "unit": "℃", "high_rule": "temp.freeze.max"}
    round = round_of(checklist(school, item), officer)

    sign(round, {"冷冻柜温度": {"number": Decimal("-11"), "text": "除霜中"}})

    answer = round.answers.get()
    assert (answer.result, answer.high) == ("fail", Decimal(-12))


def test_a_failure_wants_its_words(school, officer):
    round = round_of(checklist(school, "灭火器"), officer)

    with pytest.raises(RuleError) as error:
        sign(round, {"灭火器": {"result": "fail"}})

    assert error.value.field == f"text-{item_of(round.template, '灭火器').pk}"


def test_a_failure_wants_its_photo_where_the_checklist_says_so(school, officer):
    round = round_of(checklist(school, {"text": "灭火器", "photo_on_fail": True}), officer)

    with pytest.raises(RuleError) as error:
        sign(round, {"灭火器": {"result": "fail", "text": "压力不足"}})

    assert error.value.field == f"photos-{item_of(round.template, '灭火器').pk}"


def test_not_applicable_wants_a_reason(school, officer):
    round = round_of(checklist(school, "灭火器"), officer)

    with pytest.raises(RuleError) as error:
        sign(round, {"灭火器": {"result": "na"}})
    sign(round, {"灭火器": {"result": "na", "text": "本室无灭火器"}})

    assert error.value.field == f"text-{item_of(round.template, '灭火器').pk}"
    assert round.answers.get().result == "na"


def test_what_always_applies_cannot_be_waved_away(school, officer):
    round = round_of(checklist(school, {"text": "灭火器", "not_applicable": False}), officer)

    with pytest.raises(RuleError):
        sign(round, {"灭火器": {"result": "na", "text": "不想查"}})


def test_a_person_named_must_work_here(school, officer):
    round = round_of(checklist(school, {"text": "值班人", "kind": "person"}), officer)

    with pytest.raises(RuleError):
        sign(round, {"值班人": {"person": UserFactory()}})


def test_the_database_refuses_a_value_outside_its_limits_that_passes(school, officer):
    round = sign(round_of(checklist(school, FRIDGE), officer), {"冷藏柜温度": {"number": Decimal(5)}})
    answer = round.answers.get()

    with pytest.raises(IntegrityError, match="a_value_outside_its_limits"), transaction.atomic():
        Answer.objects.create(
            round=round, point=answer.point, item=answer.item, result="pass", number=Decimal(20), high=Decimal(8),
            by=officer, at=clock.now(), corrects=answer, reason="x",
        )  # fmt: skip


# --- from place to place ----------------------------------------------------------------------------------------------


@pytest.fixture
def patrol(school, officer, rooms):
    return round_of(checklist(school, "门窗", route=rooms, walk=Version.Walk.ROUTE), officer)


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


# --- the end ----------------------------------------------------------------------------------------------------------


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


# --- the second signature ---------------------------------------------------------------------------------------------


def test_another_person_countersigns(school, officer):
    signer = user_with("checks.countersign_round", school=school)
    round = finish(sign(round_of(checklist(school, seconded="always"), officer)))

    assert round.status == Round.Status.TO_SIGN
    with pytest.raises(RuleError):
        services.countersign_round(round, by=officer)
    done = services.countersign_round(round, by=signer)

    assert (done.status, done.second) == (Round.Status.FINISHED, signer)
    assert [notice.person for notice in Notice.objects.all()] == [signer]


def test_a_second_signature_on_failure_is_asked_only_then(school, officer):
    template = checklist(school, seconded="on_fail")

    clear = finish(sign(round_of(template, officer)))
    failed = finish(sign(round_of(template, officer), {"灭火器": {"result": "fail", "text": "缺"}}))

    assert (clear.status, failed.status) == (Round.Status.FINISHED, Round.Status.TO_SIGN)


def test_countersigning_twice_is_refused_even_from_a_stale_copy(school, officer):
    signer = user_with("checks.countersign_round", school=school)
    round = finish(sign(round_of(checklist(school, seconded="always"), officer)))
    services.countersign_round(round, by=signer)

    with pytest.raises(WrongState):
        services.countersign_round(round, by=signer)


# --- corrections ------------------------------------------------------------------------------------------------------


def test_a_correction_stands_beside_what_it_corrects(school, officer):
    round = finish(sign(round_of(checklist(school), officer)))
    wrong = round.answers.get()

    services.correct_answer(wrong, result="fail", text="压力不足", reason="看错了表", by=officer)

    round.refresh_from_db()
    standing = round.answers.standing().get()
    assert (standing.result, standing.corrects, standing.reason) == ("fail", wrong, "看错了表")
    assert Answer.objects.get(pk=wrong.pk).result == "pass"
    assert round.failed == 1
    assert round.findings.get().status == Finding.Status.OPEN


def test_a_correction_takes_its_finding_back(school, officer):
    round = finish(sign(round_of(checklist(school), officer), {"灭火器": {"result": "fail", "text": "缺"}}))

    services.correct_answer(round.answers.get(), result="pass", reason="找到了", by=officer)

    round.refresh_from_db()
    assert (round.failed, round.findings.get().status) == (0, Finding.Status.TAKEN_BACK)


def test_correcting_a_failure_by_another_failure_keeps_the_finding(school, officer):
    round = finish(sign(round_of(checklist(school), officer), {"灭火器": {"result": "fail", "text": "缺"}}))
    first = round.answers.get()

    second = services.correct_answer(first, result="fail", text="缺两具", reason="数错", by=officer)
    services.correct_answer(second, result="pass", reason="在隔壁", by=officer)

    assert [finding.status for finding in round.findings.all()] == [Finding.Status.TAKEN_BACK]


def test_an_answer_is_corrected_once_then_its_correction_is(school, officer):
    round = finish(sign(round_of(checklist(school), officer)))
    answer = round.answers.get()
    services.correct_answer(answer, result="na", text="无灭火器", reason="看错", by=officer)

    with pytest.raises(RuleError):
        services.correct_answer(answer, result="pass", reason="再看", by=officer)


def test_a_correction_is_judged_by_the_limits_of_its_time(school, officer):
    round = finish(sign(round_of(checklist(school, FRIDGE), officer), {"冷藏柜温度": {"number": Decimal(5)}}))

    corrected = services.correct_answer(
        round.answers.get(), number=Decimal(15), text="已报修", reason="读错", by=officer
    )

    assert (corrected.result, corrected.high) == ("fail", Decimal(8))


def test_answers_cannot_be_rewritten(school, officer):
    round = sign(round_of(checklist(school), officer))

    with pytest.raises(DatabaseError, match="checks_answer"), transaction.atomic():
        round.answers.update(result="fail")


def test_every_move_is_in_the_history(school, officer):
    round = finish(sign(round_of(checklist(school), officer)))

    verbs = [event.verb for event in Event.objects.about(round).order_by("pk")]
    assert verbs == ["started", "point_signed", "finished"]
