from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from finance import services
from finance.models import MoneyEntry, ScrapSale
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office
from tests.factories import CampusFactory
from tests.finance.income_factories import DAY, account, agree, draft, scraps, sell, submit

pytestmark = pytest.mark.usefixtures("september")


def test_a_sale_is_weighed_priced_and_booked_as_income(office):
    agreement = scraps(office)

    sale = sell(agreement, office, "33.35", "1.10")

    entry = sale.entry
    assert (sale.amount, sale.number[:3]) == (Decimal("36.69"), "FP-")  # 36.685 rounds half up
    assert (entry.kind, entry.amount, entry.party, entry.about) == ("income", sale.amount, "绿源回收站", agreement)


@pytest.mark.parametrize("make", [draft, submit])
def test_nothing_is_sold_before_the_agreement_is_in_force(office, make):
    facts = {"kind": "waste", "yearly_price": None, "paid_by": "sale"}

    with pytest.raises(WrongState):
        sell(make(office, **facts), office)


def test_nothing_is_sold_under_a_lease_or_on_a_day_outside_the_agreement(office):
    today = clock.today()
    with pytest.raises(RuleError) as lease:
        sell(agree(office), office)
    with pytest.raises(RuleError) as outside:
        sell(scraps(office, starts_on=today - DAY, ends_on=today + 9 * DAY), office, on=today - 2 * DAY)

    assert (lease.value.field, outside.value.field) == ("agreement", "on")


@pytest.mark.parametrize(
    ("kilograms", "price", "field"),
    [
        ("0", "1", "kilograms"), ("-3", "1", "kilograms"), ("1.234", "1", "kilograms"), ("1000000", "1", "kilograms"),
        ("1", "0", "price"), ("1", "-1", "price"), ("1", "1000000000000", "price"), ("0.01", "0.01", "price"),
    ],
)  # fmt: skip
def test_weights_and_prices_without_sense_are_refused_at_their_field(office, kilograms, price, field):
    with pytest.raises(RuleError) as refused:
        sell(scraps(office), office, kilograms, price)

    assert (refused.value.field, MoneyEntry.objects.count()) == (field, 0)


def test_neither_account_nor_campus_of_another_school_is_taken(office):
    agreement, elsewhere = scraps(office), Office()

    for field, facts in (
        ("account", {"account": account(elsewhere)}), ("campus", {"campus": CampusFactory(school=elsewhere.school)}),
    ):  # fmt: skip
        with pytest.raises(RuleError) as refused:
            sell(agreement, office, **facts)
        assert refused.value.field == field


def test_a_sale_is_reversed_once_and_both_stay_readable(office):
    sale = sell(scraps(office), office)

    services.reverse_sale(sale, on=clock.today(), reason="称错", by=office.director)

    assert sum(each.amount for each in ScrapSale.objects.all()) == 0
    assert MoneyEntry.objects.balance() == 0
    with pytest.raises(WrongState):
        services.reverse_sale(ScrapSale.objects.get(pk=sale.pk), on=clock.today(), reason="再次", by=office.director)


def test_a_sale_is_never_changed(office):
    sale = sell(scraps(office), office)

    with pytest.raises(DatabaseError), transaction.atomic():
        ScrapSale.objects.filter(pk=sale.pk).update(kilograms=1)


def test_nothing_is_sold_tomorrow(office):
    with pytest.raises(RuleError) as refused:
        sell(scraps(office), office, on=clock.today() + timedelta(days=1))

    assert refused.value.field == "on"
