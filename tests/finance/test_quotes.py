from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from finance import services
from finance.models import PurchaseRequest, Quote
from finance.papers.quotes import comparison_pdf, table_of
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.finance.factories import approve, ask, draft, line, quote, supplier


@pytest.fixture
def request_(office):
    return draft(office, line(quantity="2", unit_price="2500"))


@pytest.fixture
def three(office, request_):
    """Quotes of 5,200, 4,800 and 5,000 yuan."""
    names = {"甲店": "5200", "乙店": "4800", "丙店": "5000"}
    return [quote(request_, supplier(office, name), total) for name, total in names.items()]


@pytest.mark.parametrize(("price", "needed"), [("4999.99", 0), ("5000", 3), ("5000.01", 3)])
def test_three_quotes_are_needed_from_the_second_band_on(office, price, needed):
    assert ask(office, line(quantity="1", unit_price=price)).quotes_needed == needed


def test_the_cheapest_needs_no_reason_and_its_supplier_becomes_the_seller(office, request_, three):
    services.choose_quote(three[1], by=office.teacher)

    chosen = request_.quotes.get(chosen_at__isnull=False)
    request_.refresh_from_db()
    assert (chosen, chosen.cheapest, request_.seller.name) == (three[1], Decimal("4800"), "乙店")


def test_any_other_needs_a_reason(office, three):
    with pytest.raises(RuleError, match="更低的报价（4,800.00 元）") as refused:
        services.choose_quote(three[2], reason="  ", by=office.teacher)

    services.choose_quote(three[2], reason="质保多两年", by=office.teacher)

    three[2].refresh_from_db()
    assert (refused.value.field, three[2].reason) == ("reason", "质保多两年")


def test_the_same_price_as_the_cheapest_is_the_cheapest(office, request_, three):
    same = quote(request_, supplier(office, "丁店"), "4800")

    assert services.choose_quote(same, by=office.teacher).cheapest == Decimal("4800")


def test_choosing_another_one_leaves_one_chosen(office, request_, three):
    services.choose_quote(three[1], by=office.teacher)
    services.choose_quote(three[0], reason="能当天送货", by=office.teacher)

    assert list(request_.quotes.filter(chosen_at__isnull=False)) == [three[0]]


def test_a_new_quote_opens_the_choice_again(office, request_, three):
    services.choose_quote(three[1], by=office.teacher)

    quote(request_, supplier(office, "丁店"), "4000")

    assert not request_.quotes.filter(chosen_at__isnull=False).exists()


def test_a_supplier_has_one_quote_until_it_is_withdrawn(office, request_, three):
    with pytest.raises(RuleError, match="请先撤回") as refused:
        quote(request_, three[0].supplier, "1")
    services.withdraw_quote(three[0], reason="多写了一位", by=office.teacher)

    assert quote(request_, three[0].supplier, "520").total == 520
    assert refused.value.field == "supplier"
    with pytest.raises(WrongState):
        services.choose_quote(three[0], by=office.teacher)


def test_a_withdrawn_quote_is_no_longer_the_cheapest(office, three):
    services.withdraw_quote(three[1], reason="已涨价", by=office.teacher)

    assert services.choose_quote(three[2], by=office.teacher).cheapest == Decimal("5000")


def test_withdrawing_the_chosen_one_leaves_none_chosen(office, request_, three):
    services.choose_quote(three[1], by=office.teacher)

    services.withdraw_quote(three[1], reason="已涨价", by=office.teacher)

    assert not request_.quotes.filter(chosen_at__isnull=False).exists()


def test_prices_of_every_line_make_the_whole(office):
    request = draft(office, line(quantity="3", unit_price="1"), line("胶带", "0.5", "1", "卷"))
    prices = dict(zip(request.lines.values_list("pk", flat=True), [Decimal("10"), Decimal("0.35")], strict=True))

    made = services.record_quote(request, supplier=supplier(office), prices=prices, by=office.teacher)

    assert made.total == Decimal("30.18")
    assert [price.unit_price for price in made.prices.all()] == [Decimal("10"), Decimal("0.35")]


@pytest.mark.parametrize("total", [None, "0", "-1", "1.001", "1E12"])
def test_a_quote_asks_for_an_amount_that_makes_sense(office, request_, total):
    with pytest.raises(RuleError) as refused:
        services.record_quote(request_, supplier=supplier(office), total=total and Decimal(total), by=office.teacher)

    assert (refused.value.field, Quote.objects.count()) == ("total", 0)


def test_a_blacklisted_supplier_is_neither_asked_nor_chosen(office, request_, three):
    services.ban_supplier(three[1].supplier, reason="以次充好", from_on=clock.today(), by=office.director)

    with pytest.raises(RuleError, match="以次充好"):
        services.choose_quote(three[1], by=office.teacher)


def test_what_is_bought_keeps_its_quotes(office):
    request = approve(ask(office))
    made = quote(request, supplier(office))
    services.record_purchase(request, bought_on=clock.today(), seller=made.supplier, by=office.director)

    with pytest.raises(WrongState):
        services.withdraw_quote(made, reason="迟了", by=office.teacher)


def test_offers_stay_as_entered_and_are_kept(office, three):
    with pytest.raises(DatabaseError, match="an_offer_stays"), transaction.atomic():
        Quote.objects.filter(pk=three[0].pk).update(total=1)
    with pytest.raises(DatabaseError, match="quotes_are_kept"), transaction.atomic():
        three[0].delete()


def test_the_database_takes_no_dearer_choice_without_a_reason(office, three):
    services.choose_quote(three[2], reason="质保多两年", by=office.teacher)

    with pytest.raises(IntegrityError, match="a_chosen_quote_is_the_cheapest_or_says_why"), transaction.atomic():
        Quote.objects.filter(pk=three[2].pk).update(reason="")


def test_compared_is_what_has_enough_quotes_and_a_choice(office):
    def big():
        return draft(office, line(quantity="2", unit_price="2500"))

    stores = [supplier(office, name) for name in ("甲店", "乙店", "丙店")]
    whole, unchosen, few = big(), big(), big()
    for request in (whole, unchosen):
        quotes = [quote(request, store) for store in stores]
    for request, quotes in ((whole, whole.quotes.all()), (unchosen, []), (few, [])):
        for made in quotes[:1]:
            services.choose_quote(made, by=office.teacher)
        approve(services.submit_request(request, by=office.teacher))
    approve(ask(office))

    needed = PurchaseRequest.objects.to_be_compared()

    assert list(needed.compared()) == [whole]
    assert set(needed.not_compared()) == {unchosen, few}


def test_the_sheet_shows_prices_by_supplier_and_is_a_pdf_before_and_after_approval(office, request_, three):
    quotes = list(request_.quotes.standing().select_related("supplier").prefetch_related("prices"))

    table = table_of(request_, quotes)

    assert [column.label for column in table.headings][2:] == ["乙店", "丙店", "甲店"]
    assert table.total[2:] == ["4,800.00", "5,000.00", "5,200.00"]
    assert comparison_pdf(request_).startswith(b"%PDF")
