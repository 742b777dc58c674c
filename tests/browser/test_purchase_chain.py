"""先请示后购买，先批准再报支: one purchase from the request to the payment, in the hands of whoever does each part."""

import re

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from logistics import clock
from tests.browser.looking import fits, settle
from tests.browser.test_main_job import LOGINS, choose, next_to_sign, press, sign
from tests.browser.visiting import DESK, PHONE
from tests.database import SAMPLE_MOMENT

MOST_SIGNATURES = 6
SHOP = "向阳文体商店"


@pytest.fixture(params=[PHONE, DESK], ids=["390", "1280"])
def size(request):
    return request.param


def test_a_purchase_goes_from_the_request_to_the_payment_through_many_hands(visit, size, turn):
    title = f"更换音乐教室谱架 {turn}"
    with visit("head", size=size) as asker:
        request = ask(asker, title)
        signed = []
        while len(signed) < MOST_SIGNATURES and (name := next_to_sign(asker, request)):
            with visit(LOGINS[name], size=size) as signer:
                sign(signer, title)
            signed.append(name)
    assert signed

    with visit("buyer", size=size) as buyer:
        order = place_order(buyer, request)
    with visit("acceptor", size=size) as acceptor:
        acceptance = accept(acceptor, order)
        other = acceptor.locator("main").inner_text()
    with visit(LOGINS[asked_to_sign(other)], size=size) as second:
        second.goto(acceptance)
        press(second, _("Sign the delivery"))
        press(second, _("Sign the delivery"))
        expect(second.locator(".chip").first).to_contain_text("已验收")

    with visit("buyer", size=size) as buyer:
        claim = claim_it(buyer, request, number=f"2431200000009{turn:07d}")
    with visit("acceptor", size=size) as acceptor:
        sign_claim(acceptor, claim, "验收人")
    with visit("accountant", size=size) as accountant:
        sign_claim(accountant, claim, "审核人")
    with visit("principal", size=size) as principal:
        sign(principal, title)
    with visit("cashier", size=size) as cashier:
        cashier.goto(claim)
        press(cashier, _("Pay"))
        choose(cashier, "account", "财政零余额账户")
        press(cashier, _("Pay"))

    with visit("director", size=size) as director:
        director.goto(request)
        fits(director)
        chain = director.locator(".panel").filter(has_text="来龙去脉")
        for paper in ("采购申请", "采购订单", "验收单", "发票", "报销单", "付款"):
            expect(chain).to_contain_text(paper)
        expect(director.locator(".chip").first).to_have_text("已付款")


# --- what people do ---------------------------------------------------------------------------------------------------


def ask(page, title):
    page.goto("/finance/purchases/new/")
    settle(page)
    page.get_by_label(_("What for")).fill(title)
    page.locator("[name=reason]").fill("旧谱架断裂，影响上课")
    for name, text in {"name": "谱架", "quantity": "6", "measure_word": "个", "unit_price": "58"}.items():
        page.locator(f"[name=lines-0-{name}]").fill(text)
    press(page, _("Next: who will sign"))
    press(page, _("Submit for approval"))
    return re.search(r"/finance/purchases/\d+/", page.url).group()


def place_order(page, request):
    page.goto(request)
    press(page, _("Place an order"))
    fits(page)
    page.locator("[name=new_supplier]").fill(SHOP)
    choose(page, "channel", "零星采购")
    press(page, _("Place an order"))
    return re.search(r"/finance/orders/\d+/", page.url).group()


def accept(page, order):
    page.goto(order)
    press(page, _("Accept a delivery"))
    fits(page)
    page.locator("[name=looked_at]").first.check()
    press(page, _("Sign it"))
    return re.search(r"/finance/acceptances/\d+/", page.url).group()


def asked_to_sign(text):
    """Return the first colleague named on the acceptance who is not the acceptor and may sign in here."""
    return next(name for name in LOGINS if name in text and LOGINS[name] not in ("acceptor", "buyer"))


def claim_it(page, request, *, number):
    page.goto("/finance/invoices/new/")
    settle(page)
    choose(page, "kind", "纸质发票")
    for name, text in {
        "number": number, "seller": SHOP, "amount": "348", "issued_on": clock.day_of(SAMPLE_MOMENT).isoformat(),
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(text)
    press(page, _("Enter an invoice"))
    page.goto(request)
    press(page, _("Claim reimbursement"))
    page.get_by_label(re.compile(number)).check()
    fits(page)
    press(page, _("Next: check and sign"))
    press(page, _("Sign and submit"))
    return re.search(r"/finance/claims/\d+/", page.url).group()


def sign_claim(page, claim, seat):
    page.goto(claim)
    press(page, _("Sign the claim"))
    fits(page)
    press(page, _("Sign as %(seat)s") % {"seat": seat})
