"""来龙去脉 says what a purchase waits for, from the approval to the payment."""

import pytest

from finance import services
from finance.panels.chain import next_step
from tests.finance.claim_factories import decide, pay, sign, staff, submitted
from tests.finance.factories import approve, ask, deliver, order

pytestmark = pytest.mark.django_db


def test_a_purchase_says_what_comes_next_until_it_is_paid(office):
    said = []

    def listen():
        request.refresh_from_db()
        said.append(next_step(request))

    request = ask(staff(office))
    listen()
    approve(request)
    listen()
    placed = order(office, request)
    listen()
    acceptance = deliver(office, placed)
    listen()
    for seat in acceptance.seats.filter(signed_at=None).select_related("person"):
        services.sign_acceptance(acceptance, by=seat.person)
    listen()
    claim = submitted(office, purchase=request)
    listen()
    sign(claim, office.head)
    decide(sign(claim, office.accountant))
    listen()
    pay(office, claim)
    listen()

    assert said == [
        "", "下一步：采购员下单采购。", "下一步：到货后验收。", "下一步：验收人签字。", "下一步：凭发票填报销单。",
        "下一步：报销单签批。", "下一步：出纳付款。", "",
    ]  # fmt: skip
