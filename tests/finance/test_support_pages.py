"""Pages of subsidies, audits, applications for money, wages and enrolment days."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from finance.facts.published import published_donations, published_subsidies
from finance.hooks.support import GRANTS
from finance.imports.subsidies import PLAN
from finance.models import (
    Audit,
    AuditFinding,
    EarmarkedFund,
    FeeDay,
    GrantApplication,
    Subsidy,
    SubsidyPayment,
    WageMonth,
)
from finance.selectors.support import slots_with_progress
from finance.services import contributions, fee_days
from finance.views.ledgers import cell_of
from logistics import clock
from logistics.exchange.plans import Outcome
from logistics.exchange.reading import read_rows
from logistics.pages.columns import Column
from tests.approvals.factories import Office
from tests.factories import CampusFactory, SchoolClassFactory, UserFactory, user_with
from tests.finance.fee_factories import FeeWorld
from tests.finance.income_factories import gift
from tests.finance.support_factories import (
    DAY,
    SubsidyWorld,
    application,
    audit,
    confirm,
    fee_day,
    finding,
    slot,
    won,
)
from tests.finance.test_pages import text

pytestmark = pytest.mark.usefixtures("september")

AFTER_POSTING = datetime(2026, 9, 24, 2, tzinfo=UTC)
RIGHTS = {**GRANTS, "finance.collect_fee": ["director", "teacher"], "finance.view_feeitem": ["director"]}
RIGHTS["finance.keep_fund"] = ["director", "accountant"]


@pytest.fixture(autouse=True)
def rights(office):
    give_rights(office)


def give_rights(office):
    for permission, roles in RIGHTS.items():
        for role in set(roles) & set(office.people):
            office.grant(role, permission)


@pytest.fixture
def world(office):
    return SubsidyWorld(office)


@pytest.fixture
def payable(world):
    world.put()
    world.post()
    with clock.set_to(AFTER_POSTING):
        yield world


def url(name, *args):
    return reverse(f"finance:{name}", args=args)


# --- access -----------------------------------------------------------------------------------------------------------

MADE = {
    "subsidy": lambda office: SubsidyWorld(office).subsidy,
    "audit": audit,
    "grant": application,
    "wagemonth": confirm,
}


@pytest.mark.parametrize("name", MADE)
def test_a_stranger_of_another_school_finds_nothing_and_a_teacher_may_not_look(office, client_of, name):
    record = MADE[name](office)
    elsewhere = Office()
    give_rights(elsewhere)

    assert client_of(office.director).get(record.get_absolute_url()).status_code == 200
    assert client_of(elsewhere.director).get(record.get_absolute_url()).status_code == 404
    assert client_of(office.teacher).get(url(f"{name}_list")).status_code == 403
    assert client_of(UserFactory()).get(url(f"{name}_list")).status_code == 403


@pytest.mark.parametrize("name", MADE)
def test_lists_show_their_rows_on_screen_as_csv_and_as_a_workbook(office, client_of, name):
    record = MADE[name](office)
    client = client_of(office.director)

    csv = b"".join(client.get(url(f"{name}_list"), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(client.get(url(f"{name}_list"), {"format": "xlsx"}).getvalue())).active

    assert record.get_absolute_url() in text(client.get(url(f"{name}_list")))
    assert len(csv.strip().splitlines()) == 2
    assert sheet["A1"].value.startswith(office.school.name)


def test_numbers_of_a_ledger_are_numbers_to_excel(office, client_of):
    confirm(office)

    answer = client_of(office.director).get(url("wagemonth_list"), {"format": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    people = dict(zip([cell.value for cell in sheet[3]], sheet[4], strict=True))["发放人数"]
    assert (people.data_type, people.number_format) == ("n", "General")


def test_a_share_of_a_ledger_is_a_share_to_excel():
    column = Column("进度", "progress", kind="percent")

    assert cell_of(column, SimpleNamespace(progress=Decimal("49.9"))) == Decimal("0.499")


@pytest.mark.parametrize("name", [*MADE, "feeday"])
def test_a_school_that_has_nothing_yet_opens_every_list_and_form(client_of, name):
    client = client_of(user_with(*RIGHTS))

    assert client.get(url(f"{name}_list")).status_code == 200
    assert client.get(url(f"{name}_create")).status_code == 200


@pytest.mark.parametrize(
    ("name", "query", "found"),
    [
        ("subsidy", {"kind": "living"}, True), ("subsidy", {"kind": "meals"}, False), ("subsidy", {"q": "生活补助"}, True),
        ("audit", {"mark": "left"}, False), ("audit", {"mark": "irregular"}, False), ("audit", {"q": "审计局"}, True),
        ("grant", {"status": "applied"}, True), ("grant", {"source": "society"}, False),
        ("wagemonth", {"standing": "late"}, True), ("wagemonth", {"standing": "back"}, False),
        ("wagemonth", {"standing": "unfounded"}, False),
    ],
)  # fmt: skip
def test_filters_leave_what_they_say(office, client_of, name, query, found):
    record = MADE[name](office)

    assert (record.get_absolute_url() in text(client_of(office.director).get(url(f"{name}_list"), query))) is found


# --- subsidies --------------------------------------------------------------------------------------------------------


def test_a_subsidy_goes_from_the_draft_to_the_payment_on_its_pages(office, client_of, world):
    client, subsidy, (first, second, _third) = client_of(office.accountant), world.subsidy, world.pupils
    page = f"{url('subsidy_pupils', subsidy.pk)}?class={world.school_class.pk}"
    ticked = {f"paid_{first.pk}": "on", f"amount_{first.pk}": "625", f"paid_{second.pk}": "on"}

    assert "请填写" in text(client.post(page, ticked))
    client.post(page, ticked | {f"amount_{second.pk}": "500"})
    client.post(url("subsidy_publish", subsidy.pk))
    with clock.set_to(AFTER_POSTING):
        shares = {f"tick_{share.pk}": "on" for share in subsidy.shares.all()}
        facts = {"way": "card", "voucher": "银1", "on": f"{clock.today()}", "account": world.bank.pk}
        client.post(f"{url('subsidy_pay', subsidy.pk)}?class={world.school_class.pk}", shares | facts)

    assert SubsidyPayment.objects.get().amount == Decimal("1125")
    assert Subsidy.objects.get().status == "done"


def test_without_a_class_the_pages_offer_the_classes(client_of, office, payable):
    shown = text(client_of(office.accountant).get(url("subsidy_pay", payable.subsidy.pk)))

    assert f"?class={payable.school_class.pk}" in shown


def test_a_class_of_another_school_is_not_found(client_of, office, world):
    stranger = SchoolClassFactory(campus__school=Office("principal").school)

    answer = client_of(office.accountant).get(url("subsidy_pupils", world.subsidy.pk), {"class": stranger.pk})

    assert answer.status_code == 404


def test_the_papers_are_there_once_the_list_is_posted(client_of, office, payable):
    client, draft = client_of(office.director), payable.draft(name="另一项", kind="meals")
    page = url("subsidy_paper", payable.subsidy.pk)

    assert client.get(url("subsidy_paper", draft.pk)).status_code == 404
    for wanted in ("", "posting"):
        assert client.get(page, {"as": wanted}).content[:4] == b"%PDF"
    book = load_workbook(io.BytesIO(client.get(page, {"as": "xlsx"}).getvalue())).active
    assert [cell.value for cell in book[book.max_row]][:4] == ["合计", None, None, 1875]


def test_a_name_is_struck_off_and_a_payment_taken_back_on_their_pages(client_of, office, payable):
    client, share = client_of(office.accountant), payable.shares()[0]
    client.post(url("subsidyshare_strike", share.pk), {"reason": "家长放弃"})
    payment = payable.pay()

    ticks = {f"tick_{row.share.pupil_id}": "on" for row in payment.rows.select_related("share")}
    client.post(url("subsidypayment_reverse", payment.pk), {"reason": "退票", **ticks})

    share.refresh_from_db()
    assert (share.is_current, payment.correction.reason) == (False, "退票")
    assert "家长放弃" in text(client.get(payable.subsidy.get_absolute_url()))


def test_only_the_pupils_that_are_ticked_are_taken_out_of_a_payment(client_of, office, payable):
    client, payment = client_of(office.accountant), payable.pay()
    first, second = list(payment.rows.select_related("share__pupil").order_by("pk"))[:2]
    address = url("subsidypayment_reverse", payment.pk)

    page = text(client.get(address))
    nobody = text(client.post(address, {"reason": "退票"}))
    client.post(address, {"reason": "退票", f"tick_{first.share.pupil_id}": "on"})

    assert first.share.pupil.name in page
    assert "请勾选要撤回补助的学生" in nobody
    rest = SubsidyPayment.objects.get(replaces=payment)
    assert second.share_id in rest.rows.values_list("share", flat=True)
    assert payment.get_absolute_url() in text(client.get(rest.get_absolute_url()))


def test_who_only_looks_neither_lists_nor_pays(client_of, office, payable):
    client = client_of(user_with("finance.view_subsidy", school=office.school))

    assert client.get(payable.subsidy.get_absolute_url()).status_code == 200
    for name in ("subsidy_pupils", "subsidy_publish", "subsidy_pay", "subsidy_stop"):
        assert client.get(url(name, payable.subsidy.pk)).status_code == 403


# --- from a workbook --------------------------------------------------------------------------------------------------


def judged(world, *rows):
    book = Workbook()
    for row in [("补助编号", "学号", "姓名", "金额"), *rows]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return PLAN.judge(world.school, read_rows(file, PLAN.columns))


def test_pupils_come_onto_a_list_from_a_workbook_with_the_standard_where_no_amount_stands(world):
    number, (first, second, _third) = world.subsidy.number, world.pupils

    found = judged(world, (number, first.number, first.name, 700), (number, second.number, "", None))
    PLAN.apply(world.school, found.rows, by=world.by)

    assert [row.outcome for row in found.rows] == [Outcome.NEW] * 2
    assert list(world.subsidy.shares.values_list("amount", flat=True)) == [Decimal(700), Decimal(625)]


def test_rows_that_cannot_be_are_named(world):
    world.put(world.pupils[0])
    second = world.draft(name="补发")
    pupil = world.pupils[0]

    found = judged(
        world, ("ZZ-1999-0001", pupil.number, "", 1), (second.number, "X", "", 1), (second.number, pupil.number, "别人", 1),
        (second.number, pupil.number, pupil.name, 1), (world.subsidy.number, pupil.number, "", 0),
    )  # fmt: skip

    assert [outcome for _row, outcome, _message in found.lines] == [Outcome.ERROR] * 5


# --- audits -----------------------------------------------------------------------------------------------------------


def test_the_newest_audit_stands_first_although_its_findings_are_counted(client_of, office):
    old, new = audit(office, body="区审计局"), audit(office, body="区财政局", on=clock.today())

    page = text(client_of(office.director).get(url("audit_list")))

    assert page.index(new.get_absolute_url()) < page.index(old.get_absolute_url())


def test_an_audit_its_result_and_a_finding_are_entered_on_their_pages(client_of, office):
    client, today = client_of(office.accountant), clock.today()
    client.post(url("audit_create"), {"body": "区审计局", "kind": "audit", "subject": "收支", "on": f"{today - DAY}"})
    entered = Audit.objects.get()
    client.post(url("audit_report", entered.pk), {"result": "规范", "reported_on": f"{today}"})
    client.post(
        url("audit_find", entered.pk),
        {"text": "附件不全", "weight": "minor", "responsible": office.teacher.pk, "due_on": f"{today + DAY}"},
    )

    assert AuditFinding.objects.get().responsible == office.teacher


def test_whoever_is_responsible_sees_and_puts_right_that_finding_only(client_of, office):
    mine, other = finding(office, responsible=office.teacher), finding(office)
    client = client_of(office.teacher)

    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(mine.audit.get_absolute_url()).status_code == 403
    client.post(url("auditfinding_correct", mine.pk), {"correction": "已补"})

    mine.refresh_from_db()
    assert (mine.status, mine.corrected_by) == ("corrected", office.teacher)


def test_who_sees_a_finding_without_being_responsible_does_not_put_it_right(client_of, office):
    found = finding(office, responsible=office.teacher)

    answer = client_of(user_with("finance.view_audit", school=office.school)).post(
        url("auditfinding_correct", found.pk), {"correction": "已补"}
    )

    found.refresh_from_db()
    assert (answer.status_code, found.status) == (200, "open")


# --- applications -----------------------------------------------------------------------------------------------------


def test_a_grant_becomes_a_fund_by_one_tap(client_of, office):
    client = client_of(office.director)
    granted = won(office)
    assert "还没有" in text(client.get(granted.get_absolute_url()))

    client.post(url("grant_fund", granted.pk), {"deadline": f"{clock.today() + 90 * DAY}"})

    assert EarmarkedFund.objects.get().application == granted


def test_replies_are_entered_on_their_pages(client_of, office):
    client, today = client_of(office.director), clock.today()
    first, second, third = (application(office, name=f"项目{number}") for number in range(3))

    client.post(url("grant_grant", first.pk), {"granted": "5", "reply": "1号", "decided_on": f"{today}"})
    client.post(url("grant_refuse", second.pk), {"reason": "无资金", "decided_on": f"{today}"})
    client.post(url("grant_withdraw", third.pk), {"reason": "重报"})

    states = GrantApplication.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["granted", "refused", "withdrawn"]


# --- wages ------------------------------------------------------------------------------------------------------------


def test_only_open_months_are_offered_and_confirmed(client_of, office):
    confirm(office)
    client = client_of(office.accountant)
    facts = {"paid_on": "2026-08-13", "people": "96", "wages": "600000"}

    shown = text(client.get(url("wagemonth_create")))
    client.post(url("wagemonth_create"), {"month": "2026-08-01", **facts})

    assert ('value="2026-09-01"' in shown, 'value="2026-08-01"' in shown) == (False, True)
    assert WageMonth.objects.count() == 2


# --- enrolment days ---------------------------------------------------------------------------------------------------


def test_class_teachers_see_the_plan_once_it_is_made_known(client_of, office):
    school_class = SchoolClassFactory(campus=CampusFactory(school=office.school), class_teacher=office.teacher)
    day, client = fee_day(office), client_of(office.director)

    assert client_of(office.teacher).get(day.get_absolute_url()).status_code == 404
    client.post(
        url("feeday_slots", day.pk),
        {"classes": [school_class.pk], "desk": "一号窗口", "starts_at": "08:00", "ends_at": "09:00"},
    )
    client.post(url("feeday_announce", day.pk))

    assert FeeDay.objects.get().status == "announced"
    assert school_class.name in text(client_of(office.teacher).get(day.get_absolute_url()))
    assert client.get(url("feeday_paper", day.pk)).content[:4] == b"%PDF"
    assert client_of(office.teacher).get(url("feeday_slots", day.pk)).status_code == 403


# --- the public page --------------------------------------------------------------------------------------------------


def test_public_donations_name_nobody_who_wants_no_name(office):
    shown, hidden, waiting = (
        gift(office),
        gift(office, is_anonymous=True, donor="不留名者"),
        gift(office, donor="未公开者"),
    )
    for each in (shown, hidden):
        contributions.publish_contribution(each, by=office.director)

    (section,) = published_donations(office.school)

    assert {row[1] for row in section.rows} == {"朱先生", "一位不留名的捐赠人"}
    assert waiting.donor not in str(section.rows)


def test_public_subsidies_name_no_pupil(world):
    world.put()
    (before,) = published_subsidies(world.school)
    world.post()
    (section,) = published_subsidies(world.school)

    assert before.rows == []
    assert section.rows[0][3:5] == ["3", "1,875.00"]
    assert not any(pupil.name in str(section.rows) for pupil in world.pupils)


def test_the_public_page_puts_figures_under_one_another(world, office):
    contributions.publish_contribution(gift(office), by=office.director)
    world.put()
    world.post()

    sections = [*published_donations(office.school), *published_subsidies(world.school)]

    figures = [[label for label, is_figure in section.heads if is_figure] for section in sections]
    assert figures == [["金额或价值"], ["每生标准（元）", "学生", "金额（元）"]]
    assert [is_figure for _label, is_figure, _text in sections[0].labelled_rows[0]].index(True) == 3


def test_the_progress_of_an_enrolment_day_counts_who_paid(office, client_of):
    fees = FeeWorld(office)
    fees.collect(fees.pupils[0])
    day = slot(fee_day(office), office, fees.school_class)

    fee_days.announce_fee_day(day, by=office.director)

    (row,) = slots_with_progress(day, clock.today())
    assert (row.due, row.paid) == (3, 1)
