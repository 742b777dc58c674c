"""Pages that take back: who may, what they say, where they lead."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assets.models import Asset
from finance import services
from finance.forms.claims import PayClaimForm
from finance.models import Advance, AdvanceBack, Claim, FundFinding, HandOver, Payment
from logistics import clock
from tests.approvals.factories import Office
from tests.factories import PlaceFactory, user_with
from tests.finance.claim_factories import account, granted, paid_out, pay, staff, submitted
from tests.finance.factories import accept, approve, ask, budget_line, line, order
from tests.finance.income_factories import fund

pytestmark = pytest.mark.usefixtures("september")


@pytest.fixture(autouse=True)
def at_work(september, office):
    staff(office)
    office.grant("accountant", "finance.keep_books", "finance.draw_advance")
    for role in ("director", "teacher"):
        office.grant(role, "finance.ask_purchase", "finance.view_purchaserequest")
    office.grant("director", "finance.hand_over_goods", "assets.keep_register")


def url(name, *args):
    return reverse(f"finance:{name}", args=args)


def text(answer):
    return answer.content.decode()


def data(**facts):
    return {"on": clock.today().isoformat(), "reason": "付错账户", **facts}


def test_a_payment_is_taken_back_from_the_page_of_its_claim(office, client_of):
    payment = pay(office, granted(office))
    client, address = client_of(office.accountant), url("claim_unpay", payment.pk)

    before = text(client.get(payment.claim.get_absolute_url()))
    client.post(address, data(wrong="again"))
    after = text(client.get(payment.claim.get_absolute_url()))

    assert address in before and address not in after
    assert "待重新支付：付错账户" in after
    assert Claim.objects.get().status == "approved"


def test_a_claim_that_was_wrong_goes_back_to_its_handler(office, client_of):
    payment = pay(office, granted(office))

    client_of(office.accountant).post(url("claim_unpay", payment.pk), data(wrong="reopen"))

    assert Claim.objects.get().status == "returned"
    page = text(client_of(office.teacher).get(payment.claim.get_absolute_url()))
    assert "请更正后重新提交：付错账户" in page


def test_what_was_wrong_must_be_said_and_the_day_fit(office, client_of):
    payment = pay(office, granted(office))
    client, address = client_of(office.accountant), url("claim_unpay", payment.pk)

    client.post(address, data())
    answer = text(client.post(address, data(wrong="again", on="2026-09-01")))

    assert "请选择当日或以后的日期" in answer
    assert Payment.objects.count() == 1


def test_an_advance_paid_out_wrongly_is_taken_back_from_its_page(office, client_of):
    drawn = paid_out(office, "500")
    client, address = client_of(office.accountant), url("advance_unpay", drawn.pk)

    before = text(client.get(drawn.get_absolute_url()))
    client.post(address, data())
    after = text(client.get(drawn.get_absolute_url()))

    assert address in before and address not in after
    assert "撤销了支付" in after and "付错账户" in after
    assert Advance.objects.get().status == "approved"


def test_a_move_that_is_over_opens_no_form_but_says_so(office, client_of):
    drawn = paid_out(office, "500")
    client, address = client_of(office.accountant), url("advance_unpay", drawn.pk)
    open_form = text(client.get(address))
    client.post(address, data())

    answer = text(client.get(address))

    assert 'name="reason"' in open_form and 'name="reason"' not in answer
    assert "应由他人办理" in answer and drawn.get_absolute_url() in answer


def test_cash_that_was_paid_in_is_taken_back_from_its_entry_with_a_word_on_the_bank(office, client_of):
    cash = account(office, name="库存现金", kind="cash")
    income = services.post_entry(
        cash, kind="income", source="public", amount=Decimal(42), on=clock.today(), text="废品", by=office.accountant
    )
    services.deposit([income], to=account(office), on=clock.today(), voucher="1", by=office.accountant)
    office.grant("accountant", "finance.view_moneyentry")
    client, address = client_of(office.accountant), url("moneyentry_reverse", income.pk)

    page = text(client.get(address))
    client.post(address, data(reason="多收"))
    after = text(client.get(income.get_absolute_url()))

    assert "将从银行账户退回" in page
    assert "缴存退回原因" in after and "多收" in after


def test_who_may_not_keep_the_books_takes_no_payment_back(office, client_of):
    payment = pay(office, granted(office))
    address = url("claim_unpay", payment.pk)
    stranger = user_with("finance.view_claim", "finance.keep_books", school=Office().school)

    assert client_of(stranger).get(address).status_code == 404
    client_of(office.cashier).post(address, data(wrong="again"))

    assert address not in text(client_of(office.cashier).get(payment.claim.get_absolute_url()))
    assert not Payment.objects.exclude(corrects=None).exists()


def test_money_of_an_advance_is_taken_back_from_its_page(office, client_of):
    drawn = paid_out(office, "500")
    services.return_cash(drawn, amount=500, account=account(office), on=clock.today(), by=office.cashier)
    back, client = AdvanceBack.objects.get(), client_of(office.accountant)
    address = url("advance_back_undo", back.pk)

    offered = address in text(client.get(drawn.get_absolute_url()))
    client.post(address, data())
    drawn.refresh_from_db()

    assert (offered, drawn.status) == (True, "out")
    assert address not in text(client.get(drawn.get_absolute_url()))


def test_goods_are_taken_back_from_the_page_of_their_delivery(office, client_of):
    acceptance = accept(office, order(office, approve(ask(office))))
    place, quantities = PlaceFactory(campus__school=office.school), {acceptance.lines.get().pk: Decimal(1)}
    facts = {"place": place, "asset_class": "A05", "by": office.director}
    [handing] = services.hand_over(acceptance, to="asset", quantities=quantities, **facts)
    client, address = client_of(office.director), url("goods_take_back", handing.pk)

    offered = address in text(client.get(acceptance.get_absolute_url()))
    refused = client_of(office.teacher).post(address, {"reason": "x"})
    client.post(address, {"reason": "应为易耗品"})

    assert offered and address not in text(client.get(acceptance.get_absolute_url()))
    assert (refused.status_code, HandOver.objects.count(), Asset.objects.get().status) == (200, 2, "cancelled")


def test_whoever_pays_for_goods_without_a_card_is_asked_why(office):
    def claimed(price):
        accepted = accept(office, order(office, approve(ask(office, line("音箱", "1", price)))))
        return submitted(office, price, purchase=accepted.order.request)

    dear, cheap = claimed("1000.00"), claimed("999.00")

    asked = [PayClaimForm(school=office.school, user=office.cashier, record=claim).fields for claim in (dear, cheap)]

    assert ["card_reason" in fields for fields in asked] == [True, False]
    assert "音箱 1" in asked[0]["card_reason"].help_text


def test_a_fund_shows_its_claims_and_one_is_found_off_purpose(office, client_of):
    office.grant("accountant", "finance.view_earmarkedfund", "finance.flag_spending")
    earmarked, planned = fund(office), budget_line(office, "40000", source="earmarked", item="监控系统")
    services.draw_on_fund(earmarked, line=planned, by=office.accountant)
    claim, client = granted(office, budget_line=planned), client_of(office.accountant)

    page = text(client.get(earmarked.get_absolute_url()))
    client.post(url("fund_flag", earmarked.pk), {"use": f"claim-{claim.pk}", "reason": "住宿超标"})
    client.post(url("fund_flag", earmarked.pk), {"use": "claim-999", "reason": "住宿超标"})

    assert "不经采购的报销" in page and claim.number in page
    assert FundFinding.objects.get().use == claim
    assert claim.title in text(client.get(url("finding_clear", FundFinding.objects.get().pk)))
