import pytest

from finance import sample
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
from finance.sample import fees
from finance.sample.accounts import close_months
from finance.sample.support import make_support
from logistics import clock, hooks
from logistics.sample import building


@pytest.fixture
def school(db, monkeypatch):
    """The sample school with its money, its pupils and what supports them alone."""
    parts = [(60, 0, sample.make), (62, 1, fees.make), (66, 2, make_support), (95, 3, close_months)]
    monkeypatch.setattr(hooks.sample_parts, "_entries", parts)
    return building.build()


def test_the_sample_school_shows_every_fate_of_support(school):
    today = clock.today()
    shares = SubsidyShare.objects.of_school(school)

    assert set(Subsidy.objects.of_school(school).values_list("status", flat=True)) == {
        "draft", "published", "paying", "done",
    }  # fmt: skip
    assert Subsidy.objects.of_school(school).ready().filter(status="published").exists()
    assert SubsidyPayment.objects.of_school(school).filter(corrects__isnull=False).count() == 1
    assert SubsidyPayment.objects.of_school(school).unsigned().count() == 1
    assert shares.filter(is_current=False).count() == 1
    assert set(Audit.objects.of_school(school).values_list("status", flat=True)) == {"under_way", "reported"}
    assert AuditFinding.objects.of_school(school).open().filter(due_on__lt=today).count() == 1
    states = GrantApplication.objects.of_school(school).values_list("status", flat=True)
    assert set(states) == {"applied", "granted", "refused"}
    assert GrantApplication.objects.of_school(school).filter(status="granted", fund=None).count() == 1
    assert WageMonth.objects.of_school(school).late().count() == 1
    assert WageMonth.objects.of_school(school).exclude(taken_back_on=None).count() == 1
    assert FeeDay.objects.of_school(school).get(status="announced").slots.count() > 6
    assert FeeDay.objects.of_school(school).filter(status="draft").exists()
