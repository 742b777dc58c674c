from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from finance import services
from finance.models import Contribution, MoneyEntry, Saving
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office
from tests.factories import CampusFactory
from tests.finance.income_factories import DAY, account, gift, saving

pytestmark = pytest.mark.usefixtures("september")


def test_donated_money_is_booked_as_income_out_of_donations(office):
    given = gift(office, "money", "10000", account=account(office), what="助学款")

    entry = given.entry
    assert (entry.kind, entry.source, entry.amount, entry.party) == ("income", "donation", Decimal(10000), "朱先生")


@pytest.mark.parametrize("kind", ["goods", "works", "paid_works"])
def test_things_and_works_never_stand_in_the_books(office, kind):
    given = gift(office, kind)

    assert (given.entry, MoneyEntry.objects.count(), given.number[:3]) == (None, 0, "JZ-")
    with pytest.raises(RuleError) as refused:
        gift(office, kind, account=account(office))
    assert refused.value.field == "account"


def test_money_needs_its_account_and_the_database_its_entry(office):
    with pytest.raises(RuleError) as refused:
        gift(office, "money")
    with pytest.raises(IntegrityError, match="only_donated_money_is_in_the_books"), transaction.atomic():
        Contribution.objects.create(
            school=office.school, number="X", kind="money", donor="甲", what="款", value=1, on=clock.today(),
            accepted_by=office.director, created_at=clock.now(),
        )  # fmt: skip

    assert refused.value.field == "account"


@pytest.mark.parametrize("value", ["0", "-1", "1.001", "1000000000000"])
def test_values_without_sense_are_refused(office, value):
    with pytest.raises(RuleError) as refused:
        gift(office, value=value)

    assert refused.value.field == "value"


def test_it_is_published_once(office):
    given = services.publish_contribution(gift(office), by=office.director)

    assert (given.published_on, given.standing[1]) == (clock.today(), "success")
    with pytest.raises(WrongState):
        services.publish_contribution(given, by=office.director)


def test_a_wrong_one_is_taken_back_and_its_money_reversed(office):
    given = gift(office, "money", "10000", account=account(office))

    services.take_back_contribution(given, reason="重复登记", by=office.director)

    assert (MoneyEntry.objects.balance(), Contribution.objects.unpublished().count()) == (0, 0)
    with pytest.raises(WrongState):
        services.take_back_contribution(given, reason="再次", by=office.director)
    with pytest.raises(WrongState):
        services.publish_contribution(given, by=office.director)


def test_what_was_given_stays_as_entered(office):
    gift(office)

    with pytest.raises(DatabaseError), transaction.atomic():
        Contribution.objects.update(value=1)


def test_nothing_of_another_school_is_taken_and_nothing_is_given_tomorrow(office):
    campus = CampusFactory(school=Office().school)
    for facts, field in (
        ({"campus": campus}, "campus"), ({"on": clock.today() + DAY}, "on"),
        ({"kind": "money", "account": account(Office())}, "account"),
    ):  # fmt: skip
        with pytest.raises(RuleError) as refused:
            gift(office, **facts)
        assert refused.value.field == field


# --- savings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"amount": "0"}, "amount"), ({"amount": "1.001"}, "amount"), ({"to_on": 1}, "to_on"), ({"from_on": 1}, "to_on")],
)
def test_a_saving_is_more_than_nothing_on_days_that_were(office, facts, field):
    days = {name: clock.today() + value * DAY for name, value in facts.items() if isinstance(value, int)}

    with pytest.raises(RuleError) as refused:
        saving(office, **{**facts, **days})

    assert refused.value.field == field


def test_a_saving_stays_and_a_wrong_one_is_taken_back_once(office):
    entered = saving(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Saving.objects.update(amount=1)

    taken = services.take_back_saving(entered, reason="算错", by=office.director)

    assert taken.standing[1] == "neutral"
    with pytest.raises(WrongState):
        services.take_back_saving(entered, reason="再次", by=office.director)


def test_a_saving_says_how_it_was_computed(office):
    with pytest.raises(IntegrityError, match="how_computed"), transaction.atomic():
        saving(office, computation=" ")
