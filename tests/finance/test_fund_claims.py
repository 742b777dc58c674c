"""Claims without a purchase draw on earmarked funds as purchases do, and no money counts twice."""

import pytest

from finance import services
from finance.models import Claim, EarmarkedFund
from finance.models.funds import off_purpose
from logistics import clock
from logistics.errors import RuleError
from tests.finance.claim_factories import bought, granted, pay, staff
from tests.finance.factories import budget_line
from tests.finance.income_factories import fund

pytestmark = pytest.mark.usefixtures("september")


@pytest.fixture(autouse=True)
def at_work(september, office):
    staff(office)


@pytest.fixture
def earmarked(office):
    """A fund of 50,000 with one line of 40,000."""
    earmarked = fund(office)
    made = budget_line(office, "40000", source="earmarked", item="监控系统")
    services.draw_on_fund(earmarked, line=made, by=office.accountant)
    return made


def in_use():
    found = EarmarkedFund.objects.with_use().get()
    return found.used, found.reserved, found.left


def test_a_claim_without_a_purchase_uses_the_fund_as_it_is_paid(office, earmarked):
    claim = granted(office, "370", budget_line=earmarked)
    reserved = in_use()
    payment = pay(office, claim, "200")
    partly = in_use()
    services.undo_payment(payment, reason="付错", on=clock.today(), by=office.accountant)

    assert (reserved, partly) == ((0, 370, 49630), (200, 170, 49630))
    assert in_use() == (0, 370, 49630)


def test_the_claim_of_a_purchase_uses_the_fund_once(office, earmarked):
    request = bought(office, budget_line=earmarked)
    pay(office, granted(office, purchase=request))

    assert in_use() == (370, 0, 49630)


def test_a_claim_off_the_purpose_of_the_fund_is_found_by_somebody_else(office, earmarked):
    claim, other = granted(office, "370", budget_line=earmarked), granted(office, "10")
    facts = {"reason": "住宿超标", "by": office.accountant}
    found = EarmarkedFund.objects.get()

    for wrong in ({**facts, "use": other}, {**facts, "use": claim, "by": office.teacher}):
        with pytest.raises(RuleError) as refused:
            services.flag_spending(found, **wrong)
        assert refused.value.field == "use"
    services.flag_spending(found, use=claim, **facts)
    assert list(off_purpose(Claim.objects.all())) == [claim]
    services.clear_finding(found.findings.get(), reason="在批复内", by=office.principal)
    assert not off_purpose(Claim.objects.all()).exists()
