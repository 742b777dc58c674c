import pytest

from finance.models import Agreement, Compensation, Contribution, EarmarkedFund, Instalment, Receipt, Saving, ScrapSale
from logistics import clock

pytestmark = pytest.mark.django_db


def test_the_sample_school_shows_every_fate_of_income(sample_school):
    today = clock.today()
    agreements = Agreement.objects.of_school(sample_school)
    contributions = Contribution.objects.of_school(sample_school)

    assert set(agreements.values_list("status", flat=True)) == {"in_force", "ended", "pending", "returned"}
    assert Receipt.objects.of_school(sample_school).in_kind().filter(people=37).exists()
    assert Instalment.objects.of_school(sample_school).overdue(today).exists()
    assert ScrapSale.objects.of_school(sample_school).filter(corrects=None).count() >= 3
    assert Compensation.objects.of_school(sample_school).outstanding_on(today).filter(due_on__lt=today).count() == 1
    assert Compensation.objects.of_school(sample_school).filter(waived__gt=0).count() == 1
    assert sum(each.value for each in contributions.filter(kind__in=["works", "paid_works"])) == 52600
    assert contributions.unpublished().count() == 1
    assert Saving.objects.of_school(sample_school).exists()
    fund = EarmarkedFund.objects.of_school(sample_school).with_use().get(name="班级图书角建设专项")
    assert 40 < fund.progress < 60
    assert fund.findings.standing().count() == 1
