"""The checks of the sample school: what its people see, and what went wrong."""

from collections import Counter

import pytest
from django.db.models import Avg, F

from logistics.checks.models import Answer, Finding, Round, Template
from logistics.checks.selectors.templates import current_version, draft_of
from logistics.school.models import Term
from logistics.school.selectors import week_of_term

pytestmark = [pytest.mark.usefixtures("sample_school"), pytest.mark.django_db]


def rounds(key):
    return Round.objects.filter(template__key=key).finished()


def terms(school):
    return list(Term.objects.filter(school=school).order_by("starts_on"))


def test_a_dozen_checklists_are_in_use():
    used = Counter(Round.objects.values_list("template__key", flat=True))

    assert len(used) >= 12
    assert sum(used.values()) <= 900


def test_the_weekly_safety_check_of_the_last_term_misses_weeks_nine_and_fourteen(sample_school):
    last, _current = terms(sample_school)
    days = rounds("safety-weekly").filter(day__range=(last.starts_on, last.ends_on)).values_list("day", flat=True)
    lessons = {week_of_term(last, day) for day in rounds("canteen-daily").values_list("day", flat=True)} - {None}

    assert lessons - {week_of_term(last, day) for day in days} == {9, 14}


def test_office_checks_fade_in_the_second_half(sample_school):
    last, _current = terms(sample_school)
    middle = last.starts_on + (last.ends_on - last.starts_on) / 2

    first = rounds("office-hygiene").filter(day__range=(last.starts_on, middle)).count()
    second = rounds("office-hygiene").filter(day__gt=middle, day__lte=last.ends_on).count()

    assert first >= 2 * second > 0


def test_unannounced_checks_of_the_canteen_score_lower():
    scores = rounds("canteen-hygiene").values("announced").annotate(mean=Avg(F("score") * 100 / F("full_score")))

    assert {row["announced"]: round(row["mean"]) for row in scores} == {"announced": 92, "unannounced": 84}


def test_everything_that_can_go_wrong_went_wrong_once():
    assert Answer.objects.filter(item__text="冷藏冰箱温度", result="fail").exists()
    assert Finding.objects.filter(way="repair", text__contains="渗水").count() == 3
    assert Finding.objects.filter(way="hazard", round__template__key="extinguishers").exists()
    assert Answer.objects.filter(result="na").exclude(text="").exists()
    assert Answer.objects.exclude(corrects=None).exists()
    assert Round.objects.exclude(late_reason="").filter(status="finished").exists()
    assert Round.objects.filter(status="dropped").exists()
    assert Round.objects.filter(status="to_sign").exists()
    assert Round.objects.filter(status="open").exists()


def test_one_checklist_has_two_versions_and_one_a_draft(sample_school):
    safety = Template.objects.get(school=sample_school, key="safety-weekly")
    office = Template.objects.get(school=sample_school, key="office-hygiene")

    assert current_version(safety).number == 2
    assert draft_of(office).number == 2
