"""Suppliers and budget of the sample school."""

from datetime import time, timedelta
from decimal import Decimal

from finance import services
from finance.credit_codes import check_sign
from finance.models import BudgetLine
from finance.sample.sheets import licence
from finance.sample.supplies import BANNED, BUDGET, SUPPLIERS
from logistics import clock

DAY = timedelta(days=1)


def enter_suppliers(sample, days):
    """Whom the school buys from, their papers (one has run out, one soon will), and one on the blacklist."""
    buyer, director, today = sample.person("buyer"), sample.person("director"), clock.today()
    with clock.set_to(clock.at(days[0], time(8, 0))):
        found = {}
        for number, (name, supplies, contact, phone) in enumerate(SUPPLIERS, start=1):
            body = f"92370103MA3D{number * 731:05d}"
            found[name] = services.enter_supplier(
                sample.school, name=name, credit_code=body + check_sign(body), supplies=supplies, contact=contact,
                phone=phone, by=buyer,
            )  # fmt: skip
            services.add_paper(
                found[name], kind="licence", number=body + check_sign(body), by=buyer,
                photos=[licence(sample.school, buyer)],
            )  # fmt: skip
        services.add_paper(found["宏达厨具店"], kind="account", number="J4510008", by=buyer)
        services.add_paper(
            found["康民医药公司"], kind="other", number="鲁械经营 2024-118", valid_until=today + 25 * DAY, by=buyer
        )
        services.add_paper(
            found["鲜达食品配送中心"], kind="food", number="JY13701030026", valid_until=today - 20 * DAY, by=buyer
        )
    with clock.set_to(clock.at(days[len(days) // 2], time(16, 0))):
        name, reason = BANNED
        services.ban_supplier(
            found[name], reason=reason, from_on=clock.today(), until_on=clock.today() + 365 * DAY, by=director
        )


def open_budget(sample, last, current):
    """The lines of every budget year the terms touch, opened on its first school day."""
    days = sorted([*last, *current])
    for year in sorted({day.year for day in days} | {clock.today().year}):
        first = next((day for day in days if day.year == year), clock.today())
        with clock.set_to(clock.at(first, time(8, 30))):
            for source, code, item, amount, _kinds in BUDGET:
                services.open_line(
                    sample.school, year=year, source=source, code=code, item=item, amount=Decimal(amount),
                    by=sample.person("accountant"),
                )  # fmt: skip


def adjust_budget(sample, day):
    """More for the after-school service, once it was seen that the line does not do."""
    with clock.set_to(clock.at(day, time(9, 0))):
        line = BudgetLine.objects.of_school(sample.school).get(year=day.year, source="after_school")
        services.adjust_line(
            line,
            amount=Decimal(3000),
            reason="校务会（9 月第 1 次）同意从课后服务结余调剂",
            by=sample.person("accountant"),
        )


def line_for(school, source, kind):
    """Return the line of this year that pays such purchases, None when the budget has none."""
    item = next(
        (item for its_source, _code, item, _amount, kinds in BUDGET if its_source == source and kind in kinds), None
    )
    return BudgetLine.objects.of_school(school).filter(year=clock.today().year, source=source, item=item).first()
