"""Contracts of the sample school's larger orders: filed late, with a supplement, one taken back, bonds, ends, to publish."""

from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal

from finance.models import Contract
from finance.sample.sheets import minutes
from finance.services import contracts
from logistics import clock


@dataclass(frozen=True)
class Plan:
    """What is in a contract and when it is published and filed: school days after its signing, by term."""

    about: str
    days: int | None  # None: it ends three weeks after the last day told of
    bond: int = 0  # per cent
    bond_back: int | None = None  # school days after the signing, in the first term
    published: int | None = None
    filed: tuple = ()
    added: tuple | None = None  # (amount, what), in the first term


MISTYPED = Decimal("1630.00")  # for 1,360.00
PLANS = {
    "多功能厅座椅更换": Plan(
        "多功能厅座椅采购及安装", 365, 5, bond_back=25, published=1, filed=(3, 4),
        added=(Decimal("1360.00"), "增订同型号座椅 2 把"),
    ),
    "校园监控系统更新": Plan("校园监控系统采购、安装及三年质保", 1095, 10, published=1, filed=(13, 5)),
    "教学楼窗帘更换": Plan("教学楼遮光窗帘制作安装", 730),
    "校园树木修剪": Plan("校园树木修剪养护", None, 5),
    "教务处复印机更新": Plan("数码复印机采购及三年保修", 1095, 5),
}  # fmt: skip


def sign(story, order):
    """Enter the contract of an order on its day, where one is signed, and what was done about it in the days after."""
    plan, buyer = PLANS.get(story.request.title), story.sample.person("buyer")
    if plan is None:
        return
    earlier = Contract.objects.of_school(order.school).filter(title=plan.about).exists()
    today = clock.today()
    ends_on = story.days[-1] + timedelta(days=21) if plan.days is None else today + timedelta(days=plan.days)
    contract = contracts.register_contract(
        order, number=f"HT-{today:%Y%m%d}-{order.number[-4:]}", title=plan.about, amount=order.amount, signed_on=today,
        ends_on=ends_on, bond=(order.amount * plan.bond / 100).quantize(Decimal("0.01")), by=buyer,
        photos=[minutes(order.school, buyer)],
    )  # fmt: skip
    for after, act in _acts(contract, plan, earlier, buyer):
        if story.index + after < len(story.days):
            with clock.set_to(clock.at(story.days[story.index + after], time(16, 40))):
                act(clock.today())


def _acts(contract, plan, earlier, buyer):
    """Yield (school days after the signing, what is done on that day)."""
    if plan.published is not None:
        yield plan.published, lambda day: contracts.publish_contract(contract, on=day, by=buyer)
    if plan.filed:
        yield plan.filed[earlier], lambda day: contracts.file_contract(contract, on=day, by=buyer)
    if plan.added and not earlier:
        amount, what = plan.added
        yield 9, lambda day: _supplement(contract, MISTYPED, what, day, buyer)
        yield 10, lambda day: _put_right(contract, amount, what, day, buyer)
    if plan.bond_back is not None and not earlier:
        yield plan.bond_back, lambda day: contracts.return_bond(contract, amount=contract.bond, on=day, by=buyer)


def _supplement(contract, amount, what, day, buyer):
    contracts.supplement_contract(contract, amount=amount, reason=what, signed_on=day, by=buyer)


def _put_right(contract, amount, what, day, buyer):
    """Take the supplement with the mistyped sum back and enter the right one."""
    contracts.withdraw_supplement(contract.supplements.get(), reason="金额录反，应为 1,360.00 元", by=buyer)
    _supplement(contract, amount, what, day, buyer)
