from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from finance import services
from finance.jobs.money import cash_to_pay_in, months_to_be_closed
from finance.models import MoneyEntry, MonthClosing, Reconciliation
from finance.month_publication import published_months
from finance.papers.months import month_pdf
from finance.selectors.closing import asked_of, missing_reconciliations, months_to_close, ours_of
from finance.selectors.money import statement_of
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office
from tests.assets.factories import AssetFactory
from tests.finance.test_money import account, entry
from tests.paper.pdf_reading import text_of

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def bank(office):
    """An account opened in January with an income of 300 and, in February, an expense of 120."""
    bank = account(office, balances=[("public", Decimal("1000"))], on=date(2026, 1, 4))
    entry(bank, "300", on=date(2026, 1, 20))
    entry(bank, "120", "expense", on=date(2026, 2, 9))
    return bank


def begin(office, month=JANUARY):
    return services.begin_closing(office.school, month, by=office.accountant)


def reconcile_all(office, closing):
    for kind, its_account in asked_of(closing):
        services.reconcile(
            closing, kind=kind, account=its_account, theirs=ours_of(closing, kind, its_account), by=office.accountant
        )
    return closing


def close(office, month=JANUARY):
    return services.close_month(reconcile_all(office, begin(office, month)), by=office.accountant)


def test_a_month_is_closed_when_all_four_are_reconciled(office, bank):
    closing = begin(office)

    with pytest.raises(RuleError, match="账账、账表、账钱（基本户）、账物"):
        services.close_month(closing, by=office.accountant)
    reconcile_all(office, closing)
    closed = services.close_month(closing, by=office.accountant)

    assert (closed.status, closed.closed_by) == ("closed", office.accountant)
    assert months_to_close(office.school) == [FEBRUARY]


def test_ours_is_what_the_entries_and_the_registers_say(office, bank):
    closing = begin(office)
    AssetFactory(
        school=office.school, value=Decimal("4300"), acquired_on=date(2026, 1, 5), registered_on=date(2026, 1, 5)
    )
    AssetFactory(
        school=office.school, value=Decimal("999"), acquired_on=date(2026, 2, 5), registered_on=date(2026, 2, 5)
    )

    assert ours_of(closing, "cash", bank) == 1300
    assert ours_of(closing, "books") == ours_of(closing, "report") == 1300
    assert ours_of(closing, "goods") == 4300


def test_a_difference_is_explained(office, bank):
    closing = begin(office)

    with pytest.raises(RuleError, match="相差 -12.00 元") as refused:
        services.reconcile(closing, kind="cash", account=bank, theirs=Decimal("1288"), by=office.accountant)
    row = services.reconcile(
        closing, kind="cash", account=bank, theirs=Decimal("1288"), explanation="手续费未达", by=office.accountant
    )

    assert refused.value.field == "explanation"
    assert row.difference == -12
    with pytest.raises(IntegrityError), transaction.atomic():
        Reconciliation.objects.create(
            closing=closing, kind="books", ours=1, theirs=2, by=office.accountant, at=clock.now()
        )


def test_an_entry_after_a_reconciliation_asks_for_it_again(office, bank):
    closing = reconcile_all(office, begin(office))
    entry(bank, "5", on=date(2026, 1, 30))

    assert missing_reconciliations(closing) == ["账账", "账表", "账钱（基本户）"]


def test_a_closed_month_takes_no_entry_and_no_earlier_month_does(office, bank):
    close(office)

    for day in (date(2026, 1, 31), date(2025, 12, 31)):
        with pytest.raises(RuleError, match="已结账") as refused:
            entry(bank, on=day)
        assert refused.value.field == "on"
    with pytest.raises(DatabaseError), transaction.atomic():
        MoneyEntry.objects.create(
            school=office.school, number="SZ-X", account=bank, kind="income", source="public", amount=1, on=date(2026, 1, 5),
            text="补", by=office.accountant, at=clock.now(),
        )  # fmt: skip
    assert entry(bank, on=FEBRUARY).on == FEBRUARY


def test_a_mistake_of_a_closed_month_is_put_right_in_an_open_one(office, bank):
    wrong = MoneyEntry.objects.get(kind="income")
    close(office)
    before = statement_of(office.school, JANUARY)

    services.reverse_entry(wrong, reason="录错", by=office.accountant)

    assert statement_of(office.school, JANUARY) == before
    assert statement_of(office.school, MARCH).of_kinds("income") == -300


def test_a_closed_month_stays_closed(office, bank):
    closing = close(office)

    with pytest.raises(WrongState):
        services.close_month(closing, by=office.accountant)
    with pytest.raises(WrongState):
        services.reconcile(closing, kind="books", theirs=Decimal(1), explanation="x", by=office.accountant)
    for change in (
        lambda: MonthClosing.objects.update(status="checking", closed_at=None, closed_by=None),
        lambda: MonthClosing.objects.update(month=FEBRUARY),
        lambda: closing.delete(),
        lambda: Reconciliation.objects.update(theirs=0),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_months_are_closed_one_after_the_other(office, bank):
    reconcile_all(office, begin(office, FEBRUARY))

    with pytest.raises(RuleError, match="2026 年 1 月"):
        services.close_month(MonthClosing.objects.get(), by=office.accountant)


def test_the_present_month_and_one_before_the_first_entry_cannot_be_closed(office, bank):
    for month in (MARCH, date(2025, 11, 1)):
        with pytest.raises(RuleError) as refused:
            begin(office, month)
        assert refused.value.field == "month"


def test_beginning_twice_is_one_closing(office, bank):
    assert begin(office) == begin(office, date(2026, 1, 17))


def test_submitted_audited_by_another_person_and_published(office, bank):
    closing = close(office)

    with pytest.raises(WrongState):
        services.audit_month(closing, audited_by="区教育局", by=office.director)
    closing = services.submit_month(closing, by=office.accountant)
    with pytest.raises(RuleError, match="结账人"):
        services.audit_month(closing, audited_by="区教育局", by=office.accountant)
    closing = services.audit_month(closing, audited_by="区教育局", findings="手续完备", by=office.director)
    closing = services.publish_month(closing, by=office.principal)

    assert (closing.status, closing.audited_on, closing.published_on) == ("audited", NOON.date(), NOON.date())
    with pytest.raises(WrongState):
        services.publish_month(closing, by=office.principal)


def test_an_open_month_is_not_published(office, bank):
    closing = begin(office)

    with pytest.raises(WrongState):
        services.publish_month(closing, by=office.principal)


def test_the_account_of_another_school_is_not_reconciled(office, bank):
    elsewhere = account(Office())

    with pytest.raises(RuleError):
        services.reconcile(begin(office), kind="cash", account=elsewhere, theirs=Decimal(0), by=office.accountant)


def test_the_statement_prints_before_and_after_closing(office, bank):
    closing = begin(office)

    assert month_pdf(closing).startswith(b"%PDF")
    words = text_of(month_pdf(close(office)))
    assert ("编号" in words, "元（大写：" in words) == (False, True)


def test_the_clock_reminds_of_cash_that_waits_and_of_months_left_open(office, bank):
    office.grant("accountant", "finance.deposit_money", "finance.close_month")
    cash = account(office, "库存现金", "cash")
    entry(cash, "15", "collected", on=date(2026, 3, 16))

    assert [reminder.to for reminder in cash_to_pay_in(date(2026, 3, 20))] == [office.accountant]
    assert list(cash_to_pay_in(date(2026, 3, 19))) == []
    assert ["2026 年 1 月" in reminder.text for reminder in months_to_be_closed(date(2026, 3, 20))] == [True]
    assert list(months_to_be_closed(date(2026, 3, 9))) == []


def test_the_public_page_tells_each_month_apart_with_all_sources_together(office, bank):
    closing = services.publish_month(close(office), by=office.principal)

    (section,) = published_months(office.school)

    sums = ["1,000.00", "300.00", "0.00", "1,300.00"]
    assert section.groups == [(str(closing), [["公用经费", *sums], ["合计", *sums]])]
