"""每月向学校、上级主管部门汇报: a closed month is reported once to each reader, with figures that are sums of entries."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from finance import services
from finance.models import MonthClosing, MonthReport
from finance.papers.month_reports import month_report_pdf
from finance.selectors.closing import asked_of, ours_of
from finance.selectors.month_reports import charges_of, fees_of_month, office_expenses_of
from finance.statements.money import months_reported
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.reports.periods import Period, Scope
from tests.finance.claim_factories import staff
from tests.finance.factories import budget_line
from tests.finance.fee_factories import FeeWorld
from tests.paper.pdf_reading import text_of

SEPTEMBER = date(2026, 9, 1)
OCTOBER = datetime(2026, 10, 8, 22, tzinfo=UTC)  # early in the morning of the ninth
pytestmark = pytest.mark.usefixtures("september")


@pytest.fixture
def world(office):
    """September: a class paid 45 for books of which 30 was spent, paper cost 120, the rest of the office 80."""
    staff(office)
    world = FeeWorld(office)
    world.collect()
    world.spend("30")
    line = budget_line(office, "5000", item="办公用品")
    facts = {"source": "public", "on": clock.today(), "by": office.accountant}
    services.post_entry(world.bank, kind="income", amount=Decimal(5000), text="公用经费", **facts)
    services.post_entry(world.bank, kind="expense", amount=Decimal(120), text="复印纸", budget_line=line, **facts)
    services.post_entry(world.bank, kind="expense", amount=Decimal(80), text="邮费", **facts)
    return world


def begun(world):
    return services.begin_closing(world.school, SEPTEMBER, by=world.by)


def closed(world):
    closing = begun(world)
    for kind, account in asked_of(closing):
        services.reconcile(closing, kind=kind, account=account, theirs=ours_of(closing, kind, account), by=world.by)
    return services.close_month(closing, by=world.by)


@pytest.fixture
def closing(world):
    with clock.set_to(OCTOBER):
        yield closed(world)


def report(closing, reader="school", **facts):
    facts = {"on": clock.today(), "how": "10 月校务会", "by": closing.closed_by, **facts}
    return services.report_month(closing, reader=reader, **facts)


def test_the_three_kinds_are_the_sums_of_their_entries(closing):
    lines = charges_of(closing)

    assert [(line.received, line.spent) for line in lines] == [(5000, 200), (45, 30), (0, 0)]
    assert [(item.name, received, spent) for item, received, spent in fees_of_month(closing)] == [("作业本费", 45, 30)]
    assert office_expenses_of(closing) == [("办公用品", 120), ("", 80)]


def test_what_came_before_counts_for_the_year_and_not_for_the_month(world):
    facts = {"source": "public", "on": date(2026, 8, 20), "by": world.by}
    services.post_entry(world.bank, kind="expense", amount=Decimal(7), text="邮费", **facts)
    services.post_entry(
        world.bank, kind="expense", amount=Decimal(9), text="邮费", **{**facts, "on": date(2025, 12, 31)}
    )
    with clock.set_to(OCTOBER):
        office = charges_of(begun(world))[0]

    assert (office.spent, office.spent_so_far) == (200, 207)


def test_a_month_is_reported_once_to_each_reader(closing):
    report(closing)

    with pytest.raises(RuleError) as refused:
        report(closing)
    assert refused.value.field == "reader"
    report(closing, "superior", how="区教育局计财股签收")
    assert list(MonthClosing.objects.reported_to("school", "superior")) == [closing]


def test_an_open_month_is_not_reported(world):
    with clock.set_to(OCTOBER), pytest.raises(WrongState):
        report(begun(world), by=world.by)


@pytest.mark.parametrize(
    ("facts", "field"), [({"days": -1}, "on"), ({"days": 1}, "on"), ({"how": " "}, "how")]
)  # fmt: skip
def test_a_report_is_of_a_day_that_can_be_and_says_where(closing, facts, field):
    days = timedelta(days=facts.pop("days", 0))

    with pytest.raises(RuleError) as refused:
        report(closing, on=clock.today() + days, **facts)

    assert refused.value.field == field


def test_the_database_keeps_one_report_to_a_reader_and_keeps_it(closing):
    first = report(closing)
    facts = {"closing": closing, "reader": "school", "on": clock.today(), "by": closing.closed_by, "at": clock.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        MonthReport.objects.create(**facts, how="再报")
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthReport.objects.filter(pk=first.pk).update(how="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        first.delete()


def test_the_paper_is_marked_until_the_month_is_closed(world):
    with clock.set_to(OCTOBER):
        draft = text_of(month_report_pdf(begun(world)))
        final = closed(world)
        fresh = text_of(month_report_pdf(final))
        report(final)
        whole = text_of(month_report_pdf(final))

    assert ("未结账" in draft, "未结账" in whole) == (True, False)
    assert ("2026年10月9日" in fresh, "2026年10月8日" in fresh) == (True, False)
    assert "10月校务会" in whole


def claim_of(school):
    period = Period(date(2026, 9, 1), date(2026, 10, 31), "近期")
    statement = months_reported(school, period, Scope())
    return statement.claims[0]


def test_the_summary_claims_it_only_when_both_were_told_of_every_month(closing):
    report(closing)
    assert (claim_of(closing.school).is_kept, claim_of(closing.school).is_broken) == (False, True)

    report(closing, "superior")

    assert claim_of(closing.school).is_kept
