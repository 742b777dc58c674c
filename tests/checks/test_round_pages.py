"""Pages of rounds and findings: what a person sees and sends, also what comes twice, late or crossed."""

import re
from decimal import Decimal
from urllib.parse import urlsplit

from django.urls import reverse

from logistics import clock
from logistics.checks import services
from logistics.checks.models import Round, Version
from logistics.school.models import Sticker
from tests.checks.factories import checklist, failing, item_of, publish, round_of, sign_url, walk_url
from tests.factories import user_with

# --- beginning --------------------------------------------------------------------------------------------------------


def test_a_check_begins_with_a_tap_on_its_name(school, officer, browser, rooms):
    template = checklist(school)

    begin = browser.get(reverse("checks:round_begin"))
    answer = browser.post(
        reverse("checks:round_start", args=[template.pk]), {"place": rooms[0].pk, "day": "2026-10-14"}
    )

    round = Round.objects.get()
    assert template.name in begin.content.decode()
    assert answer.url == walk_url(round)
    assert (round.place, round.started_by) == (rooms[0], officer)


def test_an_earlier_day_without_a_reason_comes_back_with_the_sentence(school, browser, rooms):
    template = checklist(school)

    answer = browser.post(
        reverse("checks:round_start", args=[template.pk]), {"place": rooms[0].pk, "day": "2026-10-13"}
    )

    assert answer.context["form"].errors.keys() == {"late_reason"}


def test_whoever_may_not_walk_begins_nothing(school, client_of):
    template = checklist(school)
    reader = client_of(user_with("checks.view_round", school=school))

    assert reader.get(reverse("checks:round_start", args=[template.pk])).status_code == 403


def test_rounds_of_another_school_are_not_there(patrol, client_of):
    stranger = client_of(user_with("checks.walk_round", "checks.view_round", "checks.countersign_round"))
    names = ["round_detail", "round_walk", "round_finish", "round_drop", "round_countersign", "round_findings"]

    answers = [stranger.get(reverse(f"checks:{name}", args=[patrol.pk])).status_code for name in names]
    point = stranger.post(sign_url(patrol.points.first()), {}).status_code

    assert [*answers, point] == [404] * 7


# --- the code at the door ---------------------------------------------------------------------------------------------


def test_a_code_at_a_door_offers_what_is_under_way_and_usual_there(school, patrol, rooms, browser):
    usual = checklist(school, name="教室周查")
    round_of(usual, patrol.started_by, place=rooms[1])
    sticker = Sticker.objects.create(place=rooms[1], created_at=clock.now())

    scanned = browser.get(reverse("repairs_public:report", args=[sticker.token]))
    page = browser.get(scanned.url)

    assert scanned.url == reverse("checks:here", args=[sticker.token])
    assert {point.round for point in page.context["points"]} == set(Round.objects.all())
    assert set(page.context["usual"]) == {usual, patrol.template}
    assert "report=1" in page.content.decode()


def test_the_same_code_still_leads_whoever_walks_no_checks_to_a_report(school, rooms, client_of):
    sticker = Sticker.objects.create(place=rooms[0], created_at=clock.now())
    teacher = client_of(user_with(school=school))

    answer = teacher.get(reverse("repairs_public:report", args=[sticker.token]))

    assert urlsplit(answer.url).path == reverse("repairs:repair_create")


def test_scanning_opens_the_place_in_the_round(school, officer, rooms, browser):
    round = round_of(checklist(school, route=rooms, walk=Version.Walk.POINTS, scan_required=True), officer)
    sticker = Sticker.objects.create(place=rooms[1], created_at=clock.now())
    point = round.points.get(place=rooms[1])

    answer = browser.post(reverse("checks:point_scan", args=[point.pk]), {"token": sticker.token})

    point.refresh_from_db()
    assert answer.url == f"{walk_url(round)}#{point.pk}"
    assert point.scanned_at is not None


# --- walking ----------------------------------------------------------------------------------------------------------


def test_the_whole_round_is_one_page(patrol, browser, django_assert_max_num_queries):
    browser.get(walk_url(patrol))
    with django_assert_max_num_queries(30):
        page = browser.get(walk_url(patrol)).content.decode()

    assert page.count("data-point-form") == 3
    assert page.count("data-finish-form") == 1
    assert len(set(re.findall(r'name="submission_key" value="([^"]+)"', page))) == 7
    assert "本点位逐项已查，无异常" in page


def test_signing_a_place_leads_back_to_the_walk(patrol, browser):
    point = patrol.points.first()

    answer = browser.post(sign_url(point), {"submission_key": "one"})

    point.refresh_from_db()
    assert answer.url == f"{walk_url(patrol)}#{point.pk}"
    assert point.all_clear


def test_the_same_place_sent_twice_is_signed_once_and_answered_alike(patrol, browser):
    point = patrol.points.first()
    sent = {"submission_key": "one", **failing(patrol, "门窗")}

    first, second = browser.post(sign_url(point), sent), browser.post(sign_url(point), sent)

    assert first.url == second.url
    assert patrol.findings.count() == 1


def test_a_place_the_partner_signed_comes_back_with_everything_typed(patrol, browser, school):
    partner = user_with("checks.walk_round", school=school, name="李巡")
    point = patrol.points.first()
    services.sign_point(point, answers={}, by=partner)

    answer = browser.post(sign_url(point), {"submission_key": "mine", **failing(patrol, "门窗", "窗扇松动")})

    page = answer.content.decode()
    assert "李巡" in page
    assert "窗扇松动" in page
    assert 'value="mine"' in page


def test_a_round_finished_by_another_meanwhile_shows_who_and_when_and_keeps_what_was_typed(patrol, browser, school):
    partner = user_with("checks.walk_round", school=school, name="李巡")
    for point in patrol.points.order_by("order"):
        services.sign_point(point, answers={}, by=partner)
    services.finish_round(patrol, by=partner)

    late = browser.post(
        sign_url(patrol.points.last()), {"submission_key": "mine", **failing(patrol, "门窗", "窗扇松动")}
    )
    finish = browser.post(
        reverse("checks:round_finish", args=[patrol.pk]), {"submission_key": "end", "remark": "我的备注"}
    )

    assert "李巡" in late.content.decode()
    assert "窗扇松动" in late.content.decode()
    assert "李巡" in finish.content.decode()
    assert "我的备注" in finish.content.decode()


def test_everything_wrong_at_a_place_is_told_at_once(school, officer, browser):
    items = [
        {"text": "冷藏柜温度", "kind": "number", "high": Decimal(8)},
        {"text": "食品无过期", "single": True},
        "地面",
    ]
    round = round_of(checklist(school, *items), officer)
    pks = [item_of(round.template, text).pk for text in ("冷藏柜温度", "食品无过期", "地面")]

    answer = browser.post(sign_url(round.points.get()), {f"result-{pks[2]}": "fail"})

    assert set(answer.context["form"].errors) == {f"number-{pks[0]}", f"result-{pks[1]}", f"text-{pks[2]}"}


def test_a_checklist_changed_meanwhile_is_told_on_the_page(patrol, browser):
    publish(patrol.template, "门窗", number=2)

    page = browser.get(walk_url(patrol)).content.decode()

    assert "第 2 版" in page
    assert "第 1 版" in page


def test_whoever_walks_checks_may_join_a_round_of_another(patrol, client_of, school):
    partner = client_of(user_with("checks.walk_round", school=school))

    answer = partner.post(sign_url(patrol.points.first()), {})

    assert answer.status_code == 302


def test_a_place_is_left_out_with_a_reason(patrol, browser):
    point = patrol.points.first()
    url = reverse("checks:point_skip", args=[point.pk])

    empty = browser.post(url, {"reason": ""})
    browser.post(url, {"reason": "上锁"})

    point.refresh_from_db()
    assert empty.status_code == 200
    assert point.skip_reason == "上锁"


def test_finishing_shows_the_record(school, officer, browser):
    round = round_of(checklist(school), officer)
    browser.post(sign_url(round.points.get()), {})

    answer = browser.post(reverse("checks:round_finish", args=[round.pk]), {"remark": "已告知班主任"})

    round.refresh_from_db()
    assert answer.url == round.get_absolute_url()
    assert (round.status, round.remark) == (Round.Status.FINISHED, "已告知班主任")


def test_the_walk_of_a_finished_round_is_its_record(school, officer, browser):
    round = round_of(checklist(school), officer)
    services.sign_point(round.points.get(), answers={}, by=officer)
    services.finish_round(round, by=officer)

    assert browser.get(walk_url(round)).url == round.get_absolute_url()


# --- afterwards -------------------------------------------------------------------------------------------------------


def test_a_correction_shows_the_old_answer_struck_through_with_who_and_why(finding, client_of, school):
    keeper = client_of(
        user_with("checks.walk_round", "checks.view_round", "checks.correct_round", school=school, name="陈更")
    )

    answer = keeper.post(
        reverse("checks:answer_correct", args=[finding.answer_id]), {"result": "pass", "reason": "当场复核无误"}
    )
    page = keeper.get(urlsplit(answer.url).path).content.decode()

    assert "<del>" in page
    assert "陈更" in page
    assert "当场复核无误" in page


def test_whoever_may_not_correct_corrects_nothing_of_a_finished_round(finding, browser):
    answer = browser.post(reverse("checks:answer_correct", args=[finding.answer_id]), {"result": "pass", "reason": "x"})

    assert answer.status_code == 200
    assert not hasattr(type(finding.answer).objects.get(pk=finding.answer_id), "corrected_by")


def test_what_waits_for_my_signature_is_signed_together(school, officer, client_of):
    signer = user_with("checks.countersign_round", school=school)
    template = checklist(school, seconded="always")
    rounds = [round_of(template, officer) for _each in range(3)]
    for round in rounds:
        services.sign_point(round.points.get(), answers={}, by=officer)
        services.finish_round(round, by=officer)
    client = client_of(signer)

    listed = client.get(reverse("checks:rounds_to_sign"))
    client.post(reverse("checks:round_countersign_many"), {"pk": [rounds[0].pk, rounds[1].pk]})

    assert len(listed.context["rows"]) == 3
    assert [Round.objects.get(pk=round.pk).status for round in rounds] == ["finished", "finished", "to_sign"]


def test_nobody_is_offered_their_own_check_to_countersign(school, client_of):
    officer = user_with("checks.walk_round", "checks.countersign_round", school=school)
    round = round_of(checklist(school, seconded="always"), officer)
    services.sign_point(round.points.get(), answers={}, by=officer)
    services.finish_round(round, by=officer)
    client = client_of(officer)

    assert client.get(reverse("checks:rounds_to_sign")).context["rows"] == []
    assert client.post(reverse("checks:round_countersign", args=[round.pk]), {}).status_code == 200
    assert Round.objects.get().status == Round.Status.TO_SIGN


def test_the_register_finds_by_area_place_person_and_failure(finding, patrol, client_of, school, rooms):
    keeper = client_of(user_with("checks.view_round", school=school))
    url = reverse("checks:round_list")

    def found(**query):
        return {row.pk for row in keeper.get(url, query).context["rows"]}

    assert found() == {finding.round_id, patrol.pk}
    assert found(failed="true") == {finding.round_id}
    assert found(place=rooms[2].pk) == {patrol.pk}
    assert found(person=patrol.started_by_id, status="open") == {patrol.pk}
    assert found(area="canteen") == set()


def test_whoever_only_walks_sees_the_rounds_they_walked(finding, school, client_of):
    guard = user_with("checks.walk_round", school=school)
    own = round_of(checklist(school, name="夜间巡查"), guard)

    assert {row.pk for row in client_of(guard).get(reverse("checks:round_list")).context["rows"]} == {own.pk}
