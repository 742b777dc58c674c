"""What the sample school shows of duties and rosters."""

import pytest

from logistics import clock
from logistics.duties.models import Duty, Expected, Roster, ShiftChange, ShiftSwap
from logistics.duties.selectors import gaps_of
from logistics.school.models import Term
from logistics.school.selectors import week_of_term

pytestmark = pytest.mark.django_db


def entries(school, key):
    return Expected.objects.of_school(school).filter(duty__key=key)


def test_the_weekly_safety_check_was_missed_in_weeks_9_and_14_of_last_term(sample_school):
    last = Term.objects.of_school(sample_school).order_by("starts_on").first()

    missed = entries(sample_school, "PT-29").missing().filter(due_on__lte=last.ends_on)

    assert sorted(week_of_term(last, row.due_on) for row in missed) == [9, 14]


def test_the_hygiene_of_offices_faded_in_the_second_half_of_last_term(sample_school):
    last = Term.objects.of_school(sample_school).order_by("starts_on").first()
    middle = last.starts_on + (last.ends_on - last.starts_on) / 2
    rows = entries(sample_school, "PT-44").counted()

    first, second = (rows.filter(due_on__range=span) for span in ((last.starts_on, middle), (middle, last.ends_on)))

    assert first.missing().count() == 0
    assert second.missing().count() > second.fulfilled().count()


def test_some_entries_are_late_with_a_reason_and_some_without(sample_school):
    late = Expected.objects.of_school(sample_school).filter(status="late")

    assert late.exclude(reason="").exists()
    assert late.filter(reason="").exists()


def test_turns_were_swapped_stood_in_for_and_left_open(sample_school):
    roster = Roster.objects.of_school(sample_school).get(name="值周值班表")
    term = Term.objects.of_school(sample_school).order_by("starts_on").last()

    kinds = set(ShiftChange.objects.filter(roster__school=sample_school).values_list("kind", flat=True))

    assert kinds == {"swap", "stand_in"}
    assert ShiftSwap.objects.filter(roster=roster, status="proposed").exists()
    assert {slot for _day, slot in gaps_of(roster, term.starts_on, term.ends_on)} == {"带班领导"}


def test_every_duty_of_the_sample_was_due_and_nothing_old_still_waits(sample_school):
    for duty in Duty.objects.of_school(sample_school):
        assert duty.expected_entries.exists(), duty

    assert not Expected.objects.of_school(sample_school).waiting().filter(grace_until__lt=clock.now())
