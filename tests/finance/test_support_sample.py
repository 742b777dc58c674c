import pytest

from finance.models import (
    Audit,
    AuditFinding,
    FeeDay,
    GrantApplication,
    Subsidy,
    SubsidyPayment,
    SubsidyShare,
    WageMonth,
)
from logistics import clock

pytestmark = pytest.mark.django_db


def test_the_sample_school_shows_every_fate_of_support(sample_school):
    today = clock.today()
    shares = SubsidyShare.objects.of_school(sample_school)

    assert set(Subsidy.objects.of_school(sample_school).values_list("status", flat=True)) == {
        "draft", "published", "paying", "done",
    }  # fmt: skip
    assert Subsidy.objects.of_school(sample_school).ready().filter(status="published").exists()
    assert SubsidyPayment.objects.of_school(sample_school).filter(corrects__isnull=False).count() == 2
    assert SubsidyPayment.objects.of_school(sample_school).unsigned().count() == 1
    assert shares.filter(is_current=False).count() == 1
    assert set(Audit.objects.of_school(sample_school).values_list("status", flat=True)) == {"under_way", "reported"}
    assert AuditFinding.objects.of_school(sample_school).open().filter(due_on__lt=today).count() == 1
    states = GrantApplication.objects.of_school(sample_school).values_list("status", flat=True)
    assert set(states) == {"applied", "granted", "refused"}
    assert GrantApplication.objects.of_school(sample_school).filter(status="granted", fund=None).count() == 1
    assert WageMonth.objects.of_school(sample_school).late().count() == 1
    assert WageMonth.objects.of_school(sample_school).exclude(taken_back_on=None).count() == 1
    assert FeeDay.objects.of_school(sample_school).get(status="announced").slots.count() > 6
    assert FeeDay.objects.of_school(sample_school).filter(status="draft").exists()
