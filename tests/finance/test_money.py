from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from finance import services
from finance.models import Account, Books, DepositBack, Deposited, MoneyEntry
from finance.selectors.money import balance_of, statement_of
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


def account(office, name="基本户", kind="bank", **facts):
    return services.open_account(office.school, kind=kind, name=name, by=office.accountant, **facts)


def entry(account, amount="100", kind="income", on=TODAY, source="public", text="财政拨款", by=None, **facts):
    by = by or account.school.appointments.first().person
    return services.post_entry(
        account, kind=kind, source=source, amount=Decimal(amount), on=on, text=text, by=by, **facts
    )


def test_the_kind_says_what_an_entry_does_to_its_account(office):
    bank = account(office, balances=[("public", Decimal("1000"))])

    for kind, amount in (("income", "300"), ("expense", "120"), ("collected", "15"), ("refund", "2.50")):
        entry(bank, amount, kind)

    assert balance_of(bank, TODAY) == Decimal("1192.50")


def test_numbers_follow_the_year_of_the_day(office):
    bank = account(office)

    assert entry(bank, on=date(2025, 12, 31)).number == "SZ-2025-0001"
    assert entry(bank).number == "SZ-2026-0001"


@pytest.mark.parametrize("amount", ["0", "-1", "1.005", "1000000000000"])
def test_an_amount_that_makes_no_sense_is_refused(office, amount):
    bank = account(office)

    with pytest.raises(RuleError) as refused:
        entry(bank, amount)

    assert refused.value.field == "amount"


def test_tomorrow_and_an_account_out_of_use_are_refused(office):
    bank = account(office)

    with pytest.raises(RuleError, match="还没到"):
        entry(bank, on=TODAY + timedelta(days=1))
    services.change_account(bank, name=bank.name, is_active=False, by=office.accountant)
    bank.refresh_from_db()
    with pytest.raises(RuleError, match="停用"):
        entry(bank)


def test_an_entry_stays_and_a_red_one_takes_it_back(office):
    bank = account(office)
    wrong = entry(bank, "500")

    red = services.reverse_entry(wrong, reason="金额录错", by=office.accountant)

    assert (red.amount, red.kind, red.corrects) == (-500, "income", wrong)
    assert balance_of(bank, TODAY) == 0
    assert list(MoneyEntry.objects.standing()) == []
    with pytest.raises(WrongState):
        services.reverse_entry(wrong, reason="再来一次", by=office.accountant)
    with pytest.raises(RuleError):
        services.reverse_entry(red, reason="红字的红字", by=office.accountant)
    for change in (lambda: wrong.delete(), lambda: MoneyEntry.objects.update(text="改")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_refuses_a_red_entry_that_does_not_mirror(office):
    bank = account(office)
    wrong = entry(bank, "500")
    facts = {
        "school": office.school, "account": bank, "source": "public", "on": TODAY, "text": "红字", "corrects": wrong,
        "by": office.accountant, "at": clock.now(),
    }  # fmt: skip

    for number, (kind, amount) in enumerate((("income", "-499"), ("expense", "-500"), ("income", "500"))):
        with pytest.raises(DatabaseError), transaction.atomic():
            MoneyEntry.objects.create(number=f"SZ-{number}", kind=kind, amount=Decimal(amount), **facts)


def test_an_opening_balance_comes_before_every_other_entry(office):
    bank = account(office)
    entry(bank)

    with pytest.raises(DatabaseError), transaction.atomic():
        entry(bank, kind="opening")


def test_income_in_cash_waits_until_it_is_paid_in(office):
    cash, bank = account(office, "库存现金", "cash"), account(office)
    fees, scrap = entry(cash, "630", "collected", text="作业本费"), entry(cash, "42", text="废品")
    entry(cash, "10", "expense", text="邮费")

    assert set(MoneyEntry.objects.to_deposit()) == {fees, scrap}
    (transfer,) = services.deposit([fees, scrap], to=bank, on=TODAY, voucher="0032117", by=office.accountant)

    assert not MoneyEntry.objects.to_deposit().exists()
    assert (balance_of(cash, TODAY), balance_of(bank, TODAY)) == (-10, 672)
    assert Deposited.objects.filter(transfer=transfer).count() == 2


def test_what_was_paid_in_cannot_be_paid_in_again(office):
    cash, bank = account(office, "库存现金", "cash"), account(office)
    fees = entry(cash, "630", "collected")
    services.deposit([fees], to=bank, on=TODAY, voucher="1", by=office.accountant)

    with pytest.raises(RuleError, match="不再等待缴存"):
        services.deposit([fees], to=bank, on=TODAY, voucher="2", by=office.accountant)


def test_an_income_that_was_paid_in_comes_out_of_the_bank_before_it_is_taken_back(office):
    cash, bank = account(office, "库存现金", "cash"), account(office)
    fees, scrap = entry(cash, "630", "collected"), entry(cash, "42")
    (deposit,) = services.deposit([fees, scrap], to=bank, on=TODAY, voucher="1", by=office.accountant)

    red = services.reverse_entry(fees, reason="收错", by=office.accountant)

    back = DepositBack.objects.get()
    assert (back.deposited.entry, back.reason, back.deposited.transfer) == (fees, "收错", deposit)
    assert (back.transfer.leaving.account, back.transfer.arriving.account) == (bank, cash)
    assert (red.account, red.amount) == (cash, -630)
    assert (balance_of(cash, TODAY), balance_of(bank, TODAY)) == (0, 42)
    assert not MoneyEntry.objects.to_deposit().exists()
    with pytest.raises(WrongState):
        services.reverse_entry(fees, reason="再退", by=office.accountant)


def test_a_deposit_does_not_come_back_before_it_was_made(office):
    cash, bank = account(office, "库存现金", "cash"), account(office)
    fees = entry(cash, "630", "collected", on=TODAY - timedelta(days=2))
    services.deposit([fees], to=bank, on=TODAY, voucher="1", by=office.accountant)

    with pytest.raises(RuleError) as refused:
        services.reverse_entry(fees, reason="收错", on=TODAY - timedelta(days=1), by=office.accountant)

    assert refused.value.field == "on"


def test_the_database_takes_back_no_income_that_lies_in_the_bank(office):
    cash, bank = account(office, "库存现金", "cash"), account(office)
    fees = entry(cash, "630", "collected")
    services.deposit([fees], to=bank, on=TODAY, voucher="1", by=office.accountant)

    with pytest.raises(DatabaseError), transaction.atomic():
        entry(cash, "-630", "collected", corrects=fees)


def test_the_database_brings_a_deposit_back_the_way_it_went_and_whole(office):
    cash, bank, other = account(office, "库存现金", "cash"), account(office), account(office, "专户")
    fees = entry(cash, "630", "collected")
    services.deposit([fees], to=bank, on=TODAY, voucher="1", by=office.accountant)

    for leaving, arriving, amount in ((cash, bank, 630), (bank, cash, 600), (other, cash, 630), (bank, other, 630)):
        moved = services.move_money(
            leaving, arriving, amount=Decimal(amount), source=fees.source, on=TODAY, by=office.accountant
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            DepositBack.objects.create(deposited=fees.deposited, transfer=moved, reason="收错")


def test_a_deposit_has_a_voucher_and_no_day_before_the_income(office):
    cash, bank = account(office, "库存现金", "cash"), account(office)
    fees = entry(cash, "630", "collected")

    with pytest.raises(RuleError, match="缴款凭证"):
        services.deposit([fees], to=bank, on=TODAY, voucher=" ", by=office.accountant)
    with pytest.raises(RuleError, match="之后"):
        services.deposit([fees], to=bank, on=TODAY - timedelta(days=1), voucher="1", by=office.accountant)


def test_another_schools_money_stays_apart(office):
    cash, bank = account(office, "库存现金", "cash"), account(Office())
    fees = entry(cash, "630", "collected")

    with pytest.raises(RuleError):
        services.move_money(cash, bank, amount=Decimal(1), source="public", on=TODAY, by=office.accountant)
    with pytest.raises(RuleError):
        services.deposit([fees], to=bank, on=TODAY, voucher="1", by=office.accountant)


def test_books_at_a_centre_name_it_and_three_signers_have_three_titles(office):
    books = Books.objects.get(school=office.school)
    facts = {"handler_label": "经手人", "acceptor_label": "验收人", "one_pen": books.one_pen, "by": office.accountant}

    with pytest.raises(RuleError) as unnamed:
        services.set_books(books, mode="central", reviewer_label="审核人", **facts)
    with pytest.raises(RuleError) as alike:
        services.set_books(books, mode="independent", reviewer_label="验收人", **facts)

    assert (unnamed.value.field, alike.value.field) == ("center", "reviewer_label")
    with pytest.raises(IntegrityError), transaction.atomic():
        Books.objects.update(mode="central")


def test_a_school_has_one_account_of_a_name(office):
    account(office)

    with pytest.raises(RuleError, match="同名"):
        account(office)
    assert Account.objects.count() == 1


def test_a_month_adds_up(office):
    bank = account(office, balances=[("public", Decimal("1000"))], on=date(2026, 1, 4))
    entry(bank, "300", on=date(2026, 1, 20))
    wrong = entry(bank, "70", "expense", on=date(2026, 2, 3))
    entry(bank, "45", "expense", source="canteen", on=date(2026, 2, 9))
    services.reverse_entry(wrong, reason="录错", by=office.accountant, on=date(2026, 2, 10))

    february = statement_of(office.school, date(2026, 2, 1))

    assert (february.total.opening, february.total.came, february.total.went) == (1300, 0, 45)
    assert february.total.closing == 1255
    assert february.kinds == {("public", "expense"): 0, ("canteen", "expense"): 45}
    assert {line.key: line.closing for line in february.sources} == {"public": 1300, "canteen": -45}
