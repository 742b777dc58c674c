"""Answers are corrected by further answers."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from logistics.checks import services
from logistics.checks.models import Answer, Finding
from logistics.errors import RuleError
from logistics.history.models import Event
from tests.checks.factories import checklist, round_of
from tests.checks.services.steps import FRIDGE, finish, sign

pytestmark = pytest.mark.django_db


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
