"""What is entered at an item and how it is judged."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from logistics import clock
from logistics.checks.models import Answer
from logistics.errors import RuleError
from tests.checks.factories import checklist, item_of, round_of
from tests.checks.services.steps import FOOD, FRIDGE, sign
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


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
