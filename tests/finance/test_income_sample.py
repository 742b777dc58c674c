import pytest

from finance import sample
from finance.models import Agreement, Compensation, Contribution, EarmarkedFund, Instalment, Receipt, Saving, ScrapSale
from finance.sample.accounts import close_months
from finance.sample.income import make_income
from logistics import clock, hooks
from logistics.sample import building


@pytest.fixture
def school(db, monkeypatch):
    """The sample school with its money alone."""
    parts = [(60, 0, sample.make), (64, 1, make_income), (95, 2, close_months)]
    monkeypatch.setattr(hooks.sample_parts, "_entries", parts)
    return building.build()


def test_the_sample_school_shows_every_fate_of_income(school):
    today = clock.today()
    agreements = Agreement.objects.of_school(school)
    contributions = Contribution.objects.of_school(school)

    assert set(agreements.values_list("status", flat=True)) == {"in_force", "ended", "pending"}
    assert Receipt.objects.of_school(school).in_kind().filter(people=37).exists()
    assert Instalment.objects.of_school(school).overdue(today).exists()
    assert ScrapSale.objects.of_school(school).filter(corrects=None).count() >= 3
    assert Compensation.objects.of_school(school).outstanding_on(today).filter(due_on__lt=today).count() == 1
    assert Compensation.objects.of_school(school).filter(waived__gt=0).count() == 1
    assert sum(each.value for each in contributions.filter(kind__in=["works", "paid_works"])) == 52600
    assert contributions.unpublished().count() == 1
    assert Saving.objects.of_school(school).exists()
    fund = EarmarkedFund.objects.of_school(school).with_use().get()
    assert 40 < fund.progress < 60
    assert fund.findings.standing().count() == 1
