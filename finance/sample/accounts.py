"""The accounts of the sample school, what comes in every month, and the months that are closed."""

from datetime import timedelta
from decimal import Decimal

from finance import services
from finance.models import Account, MoneyEntry
from finance.selectors.closing import asked_of, months_to_close, ours_of
from finance.selectors.money import balance_of, next_month
from logistics import clock

BANK, TREASURY, CASH = "基本户", "财政零余额账户", "库存现金"
MONTHLY = Decimal(46800)  # yuan of public funds appropriated each month
BANK_FEE, INTEREST = Decimal("12.00"), Decimal("38.46")
TIMING = "银行手续费 12 元次月入账，属未达账项"


def open_accounts(sample, day):
    """Three accounts, each with what lay in it on the first day."""
    accountant = sample.person("accountant")
    with sample.at(day, "08:05"):
        opening = {
            BANK: ("bank", "6217 0029 3000 1184", [("public", Decimal(68000)), ("canteen", Decimal(52000)), ("donation", Decimal(6200))]),
            TREASURY: ("treasury", "1040 7735 0101 2266", [("public", Decimal(120000)), ("earmarked", Decimal(96000)), ("after_school", Decimal(8400))]),
            CASH: ("cash", "", [("public", Decimal(3000))]),
        }  # fmt: skip
        for name, (kind, number, balances) in opening.items():
            services.open_account(
                sample.school, kind=kind, name=name, number=number, balances=balances, on=day, by=accountant
            )


def account(school, name):
    return Account.objects.of_school(school).get(name=name)


def enter_months(sample, day):
    """What comes and goes every month: the appropriation, interest, bank charges; one typed wrongly and taken back."""
    treasury, bank, clerk = account(sample.school, TREASURY), account(sample.school, BANK), sample.person("clerk")
    month = next_month(day)
    while month + timedelta(days=4) <= clock.today():
        with sample.at(month + timedelta(days=4), "10:20"):
            facts = {"by": clerk, "on": clock.today(), "source": "public"}
            services.post_entry(
                treasury, kind="income", amount=MONTHLY, text=f"{month.month} 月公用经费拨款", party="区财政局",
                voucher=f"拨{month:%y%m}03", **facts,
            )  # fmt: skip
            services.post_entry(bank, kind="income", amount=INTEREST, text="存款利息", party="开户银行", **facts)
            services.post_entry(bank, kind="expense", amount=BANK_FEE, text="账户手续费", party="开户银行", **facts)
        month = next_month(month)
    with sample.at(day + timedelta(days=9), "15:30"):
        wrong = services.post_entry(
            bank, kind="income", source="public", amount=Decimal(2600), on=clock.today(), text="旧报刊出售款", by=clerk
        )
    with sample.at(day + timedelta(days=10), "09:10"):
        services.reverse_entry(wrong, reason="金额多录一位，应为 260 元", by=clerk)
        services.post_entry(
            bank, kind="income", source="public", amount=Decimal(260), on=clock.today(), text="旧报刊出售款",
            party="废品回收点", by=clerk,
        )  # fmt: skip


def close_months(sample):
    """Every month that is over but the last is closed, sent, published and reported; the last is being reconciled.

    One of them was forgotten when the superior office was told.
    """
    if not MoneyEntry.objects.of_school(sample.school).exists():
        return
    *past, last = months_to_close(sample.school) or [None]
    for number, month in enumerate(past):
        close(sample, month, differing=number == 1)
    if last is not None:
        with sample.at(min(next_month(last) + timedelta(days=5), clock.today()), "09:00"):
            closing = services.begin_closing(sample.school, last, by=sample.person("accountant"))
            bank = account(sample.school, BANK)
            services.reconcile(
                closing, kind="cash", account=bank, theirs=balance_of(bank, next_month(last) - timedelta(days=1)),
                by=sample.person("accountant"),
            )  # fmt: skip


def close(sample, month, *, differing):
    accountant, director = sample.person("accountant"), sample.person("director")
    with sample.at(min(next_month(month) + timedelta(days=6), clock.today()), "16:00"):
        closing = services.begin_closing(sample.school, month, by=accountant)
        for kind, its_account in asked_of(closing):
            ours = ours_of(closing, kind, its_account)
            off = BANK_FEE if differing and its_account is not None and its_account.name == BANK else 0
            services.reconcile(
                closing,
                kind=kind,
                account=its_account,
                theirs=ours - off,
                explanation=TIMING if off else "",
                by=accountant,
            )
        services.close_month(closing, by=accountant)
        closing = services.submit_month(closing, by=accountant)
    with sample.at(min(next_month(month) + timedelta(days=9), clock.today()), "10:00"):
        services.audit_month(closing, audited_by="区教育局财务结算中心", findings="账证相符，手续完备。", by=director)
        services.publish_month(closing, by=sample.person("principal"))
        report(closing, "school", f"{clock.today().month} 月行政会", accountant)
        if not differing:
            report(closing, "superior", "报送区教育局计财股，王科员签收", accountant)


def report(closing, reader, how, by):
    services.report_month(closing, reader=reader, on=clock.today(), how=how, by=by)
