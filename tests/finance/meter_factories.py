"""Meters with their prices and readings, made through the services."""

from datetime import date
from decimal import Decimal

from finance import services
from logistics import clock
from tests.finance.income_factories import account, room


def tariff(office, price="0.6", kind="electricity", **facts):
    facts = {"from_on": date(clock.today().year, 1, 1), "by": office.director, **facts}
    return services.set_tariff(office.school, kind=kind, price=Decimal(price), **facts)


def meter(office, number="D-301", first="100", **facts):
    """An electricity meter of a flat, in use since 25 June, 100 on its dial."""
    usual = {
        "kind": "electricity", "place": facts.pop("place", None) or room(office), "payer": "王建国",
        "from_on": date(clock.today().year, 6, 25), "by": office.director,
    }  # fmt: skip
    return services.enter_meter(office.school, number=number, first_value=Decimal(first), **{**usual, **facts})


def read(meter, office, value="150", month=7, **facts):
    """What stood on it on the 25th of a month."""
    facts = {"read_on": date(clock.today().year, month, 25), "by": office.director, **facts}
    for name in ("old_last", "new_first"):
        if name in facts:
            facts[name] = Decimal(facts[name])
    return services.read_meter(meter, value=Decimal(value), **facts)


def pay_reading(reading, office, amount="30", **facts):
    facts = {"account": account(office), "on": clock.today(), "by": office.accountant, **facts}
    return services.receive_reading(reading, amount=Decimal(amount), **facts)
