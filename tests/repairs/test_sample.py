"""The repairs of the sample school."""

import pytest

from logistics import clock
from repairs.models import Repair

pytestmark = pytest.mark.django_db


def test_numbers_follow_the_days_of_the_reports(sample_school):
    """But for what a later part of the sample reports (a hazard handed over)."""
    repairs = Repair.objects.of_school(sample_school).exclude(source=Repair.Source.CHECK).order_by("number")

    days = [clock.day_of(repair.entered_at) for repair in repairs]

    assert days == sorted(days)


def test_what_checks_reported_long_ago_is_mended(sample_school):
    from_checks = Repair.objects.of_school(sample_school).filter(source=Repair.Source.CHECK)
    days = [(clock.now() - repair.reported_at).days for repair in from_checks.unfinished()]

    assert from_checks.exists()
    assert max(days, default=0) <= 10
