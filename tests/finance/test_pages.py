import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from finance import services
from finance.facts.purchases import facts_of
from finance.models import PurchaseRequest
from finance.papers.purchases import slip_pdf
from logistics import clock
from logistics.approvals.selectors import case_of
from logistics.pages.fetching import in_rounds
from logistics.pages.timeline import timeline_of
from tests.approvals.factories import Office
from tests.factories import CampusFactory, PlaceFactory, UserFactory, user_with
from tests.finance.claim_factories import paid_out, staff
from tests.finance.factories import approve, ask, budget_line, draft, line, order, quote, sign, supplier
from tests.paper.pdf_reading import text_of
from tests.repairs.factories import KindFactory, RepairFactory, TradeFactory


@pytest.fixture(autouse=True)
def rights(office):
    office.grant("teacher", "finance.ask_purchase")
    office.grant("head", "finance.ask_purchase")
    office.grant("director", "finance.ask_purchase", "finance.view_purchaserequest", "finance.record_purchase")
    office.grant("accountant", "finance.ask_purchase", "finance.view_purchaserequest", "finance.record_payment")


def url(name, *args):
    return reverse(f"finance:purchase_{name}", args=args)


def text(response):
    return response.content.decode()


def form_data(office, *rows, **facts):
    rows = rows or ({"name": "LED灯管", "quantity": "20", "measure_word": "支", "unit_price": "18.50"},)
    data = {
        "title": "更换灯管", "kind": "goods", "reason": "灯管损坏", "department": office.department.pk,
        "budget_source": "public", "lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0, **facts,
    }  # fmt: skip
    for number, row in enumerate(rows):
        data |= {f"lines-{number}-{name}": value for name, value in row.items()}
    return data


def test_asking_writes_a_draft_then_shows_the_route_then_submits(office, client_of):
    client = client_of(office.teacher)

    answer = client.post(url("create"), form_data(office))
    request = PurchaseRequest.objects.get()
    preview = text(client.get(answer.url))
    client.post(answer.url, {})

    assert (answer.url, request.status, request.amount) == (url("submit", request.pk), "draft", Decimal("370.00"))
    assert "这张 370.00 元的申请将经过：部门负责人 → 总务主任" in preview
    assert PurchaseRequest.objects.get().status == "pending"


def test_the_route_follows_while_typing(office, client_of):
    row = {"name": "冷藏柜", "quantity": "1", "measure_word": "台", "unit_price": "1000"}

    page = text(client_of(office.teacher).post(url("preview"), form_data(office, row)))

    assert "这张 1,000.00 元的申请将经过：部门负责人 → 总务主任 → 会计/报账员 → 分管副校长" in page


def test_a_half_typed_form_shows_no_route_and_no_error(office, client_of):
    for row in ({"name": "冷", "quantity": "", "unit_price": ""}, {"name": "x", "quantity": "abc", "unit_price": "-1"}):
        response = client_of(office.teacher).post(url("preview"), form_data(office, row))

        assert (response.status_code, "填写金额后" in text(response)) == (200, True)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"name": "灯管", "quantity": "-1", "unit_price": "5"}, "数量应大于 0"),
        ({"name": "灯管", "quantity": "1", "unit_price": "5.555"}, "最多两位小数"),
        ({"name": "灯管", "quantity": "1", "unit_price": "99999999999"}, "过大，请核对"),
        ({"name": "", "quantity": "", "unit_price": ""}, "至少写一项"),
        ({"name": "灯" * 61, "quantity": "1", "unit_price": "1"}, "请改正标出的明细"),
    ],
)
def test_bad_lines_are_told_in_a_sentence_and_what_was_typed_stays(office, client_of, row, sentence):
    page = text(client_of(office.teacher).post(url("create"), form_data(office, row)))

    assert sentence in page
    assert 'value="更换灯管"' in page
    assert PurchaseRequest.objects.count() == 0


def test_the_same_form_sent_twice_asks_once(office, client_of):
    client, data = client_of(office.teacher), form_data(office, submission_key="0f0e")

    urls = [client.post(url("create"), data).url for _attempt in range(2)]

    assert urls[0] == urls[1]
    assert PurchaseRequest.objects.count() == 1


def test_another_schools_department_cannot_be_chosen(office, client_of):
    response = client_of(office.teacher).post(url("create"), form_data(office, department=Office().department.pk))

    assert response.status_code == 200
    assert PurchaseRequest.objects.count() == 0


def test_a_gap_in_the_route_is_named_on_the_page_before_submitting(client_of):
    office = Office("teacher", "head")
    office.grant("teacher", "finance.ask_purchase")
    request = draft(office)

    page = text(client_of(office.teacher).get(url("submit", request.pk)))

    assert "“总务主任”环节无人可签" in page


def test_html_in_a_name_is_shown_as_text(office, client_of):
    request = ask(office, line("<script>alert(1)</script>"))

    page = text(client_of(office.teacher).get(url("detail", request.pk)))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_request_sent_back_is_changed_on_the_page(office, client_of):
    request = ask(office)
    sign(request, "return")
    client = client_of(office.teacher)

    shown = text(client.get(url("change", request.pk)))
    row = {"name": "LED灯管", "quantity": "10", "measure_word": "支", "unit_price": "18.50"}
    client.post(url("change", request.pk), form_data(office, row))
    client.post(url("submit", request.pk), {})

    request.refresh_from_db()
    assert 'value="LED灯管"' in shown
    assert (request.status, request.amount, case_of(request).revision) == ("pending", Decimal("185.00"), 2)


def test_a_difference_in_what_was_paid_is_shown(office, client_of):
    request = approve(ask(office))
    order(office, request)
    request.refresh_from_db()
    services.record_payment(request, paid_on=clock.today(), paid_amount=Decimal("380.00"), by=office.accountant)

    request.refresh_from_db()
    assert (request.status, request.paid_amount) == ("paid", Decimal("380.00"))
    assert "实付比批准金额多 10.00 元" in text(client_of(office.teacher).get(url("detail", request.pk)))


def test_recording_takes_the_permission(office, client_of):
    request = approve(ask(office))

    page = reverse("finance:order_create", args=[request.pk])
    assert client_of(office.teacher).get(page).status_code == 403


@pytest.mark.parametrize("name", ["detail", "submit", "change", "withdraw", "slip"])
def test_a_request_is_out_of_sight_for_a_stranger(office, client_of, name):
    request = ask(office)
    stranger = user_with(
        "finance.ask_purchase", "finance.view_purchaserequest", "finance.record_purchase", "finance.record_payment"
    )

    assert client_of(stranger).get(url(name, request.pk)).status_code == 404


def test_a_colleague_sees_only_the_own_requests_in_the_list(office, client_of):
    ask(office, title="教师的申请")
    ask(office, title="会计的申请", by=office.accountant, department=None)

    page = text(client_of(office.teacher).get(url("list")))

    assert ("教师的申请" in page, "会计的申请" in page) == (True, False)


def test_the_list_finds_by_number_thing_and_two_characters(office, client_of):
    ask(office, line("拖把", "2", "9.90", "把"), title="卫生工具")
    ask(office, title="教室照明")
    number = PurchaseRequest.objects.get(title="卫生工具").number

    for q in ("拖把", number, "卫生工具"):
        page = text(client_of(office.director).get(url("list"), {"q": q}))
        assert ("卫生工具" in page, "教室照明" in page) == (True, False)


def test_the_list_asks_few_queries(office, client_of, django_assert_max_num_queries):
    for _number in range(6):
        ask(office)
    client = client_of(office.director)
    client.get(url("list"))

    with django_assert_max_num_queries(12):
        client.get(url("list"))


def test_the_ledger_carries_the_schools_title_and_every_submitted_request(office, client_of):
    draft(office)
    request = approve(ask(office))

    response = client_of(office.director).get(url("ledger"))

    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.values)
    assert rows[0][0] == f"{office.school.name}采购台账"
    assert [row[0] for row in rows[3:]] == [request.number, "合计"]
    assert rows[3][5] == "LED灯管 20支"


def test_the_csv_holds_what_the_list_shows(office, client_of):
    request = ask(office)

    lines = b"".join(client_of(office.director).get(url("list"), {"format": "csv"}).streaming_content).decode(
        "utf-8-sig"
    )

    assert f"更换教室灯管,{request.number},{office.department.name},教师" in lines


# --- the slip ---------------------------------------------------------------------------------------------------------


def test_before_the_last_signature_the_slip_is_watermarked(office):
    words = text_of(slip_pdf(ask(office)))

    assert "未审批" in words


def test_the_slip_of_a_case_under_way_names_the_step_it_has_come_to(office):
    under_way, approved = ask(office), approve(ask(office))

    assert "审批中：部门负责人" in text_of(slip_pdf(under_way))
    assert "审批中" not in text_of(slip_pdf(approved))


def test_the_slip_carries_names_opinions_and_the_amount_in_words(office):
    words = text_of(slip_pdf(approve(ask(office))))

    assert "未审批" not in words
    assert all(
        word in words for word in ("采购审批单", "叁佰柒拾元整", "部门负责人", "总务主任", "核库存、核价", "同意")
    )


def test_a_draft_has_no_slip(office, client_of):
    request = draft(office)

    assert client_of(office.teacher).get(url("slip", request.pk)).url == request.get_absolute_url()


def test_the_exact_number_is_found_by_the_search_of_the_school(office, client_of):
    request = ask(office)

    assert client_of(office.director).get(reverse("search"), {"q": request.number}).url == request.get_absolute_url()


# --- the approval card ------------------------------------------------------------------------------------------------


def test_the_card_shows_lines_with_what_they_cost_before(office, client_of):
    with clock.set_to(clock.now() - timedelta(days=20)):
        services.record_purchase(
            approve(ask(office, line(unit_price="15.00"))), bought_on=clock.today(), supplier="店", by=office.director
        )
    request = ask(office)

    page = text(client_of(office.head).get(case_of(request).get_absolute_url()))

    assert "LED灯管：单价 18.50 元，上次 15.00 元。" in page
    assert "近期价格" in page


def test_cards_of_many_purchases_cost_no_more_queries(office, client_of, django_assert_max_num_queries):
    for number in range(8):
        ask(office, line(f"物品{number}"), title=f"第{number}项")
    client = client_of(office.head)
    client.get(reverse("approvals:case_list"))

    with django_assert_max_num_queries(38):
        client.get(reverse("approvals:case_list"))


def test_an_emergency_says_so_on_its_card(office, client_of):
    request = ask(office, emergency=True)

    assert "应急采购" in text(client_of(office.head).get(case_of(request).get_absolute_url()))


def test_a_person_without_the_permission_cannot_ask(office, client_of):
    assert client_of(office.appoint("guard", UserFactory())).get(url("create")).status_code == 403


def test_the_inbox_takes_no_more_statements_for_many_requests_of_many_lines(office, client_of):
    client, url = client_of(office.head), reverse("approvals:case_list")

    def statements():
        client.get(url)  # warms the badges
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    ask(office, line())
    few = statements()
    for number in range(4):
        ask(office, line("桌子"), line("椅子"), line("柜子"), title=f"课桌椅 {number}")

    assert statements() == few == 4


def test_the_inbox_takes_no_more_statements_for_purchases_with_records_budget_lines_and_quotes(office, client_of):
    client, url = client_of(office.head), reverse("approvals:case_list")
    planned, seller = budget_line(office, "9000"), supplier(office)

    def put_up():
        place = PlaceFactory(campus=CampusFactory(school=office.school))
        trade, kind = TradeFactory(school=office.school), KindFactory(school=office.school)
        repair = RepairFactory(place=place, trade=trade, kind=kind)
        asked = draft(office, line(f"物品{repair.pk}"), source=repair, budget_line=planned)
        quote(asked, seller)
        return services.submit_request(asked, by=asked.requested_by), repair

    def statements():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            answer = text(client.get(url))
        return len(captured), answer

    one, repair = put_up()
    [told] = in_rounds(facts_of([one.pk], office.head))
    facts = told[one.pk]
    few, _answer = statements()
    for _more in range(3):
        put_up()
    many, answer = statements()

    assert (few, many) == (4, 4)
    assert [str(repair) in [fact.text for fact in facts.facts], planned.item in answer, seller.name in answer] == [
        True
    ] * 3


def test_counting_a_long_inbox_is_no_further_statement(office, client_of):
    for number in range(11):
        ask(office, line(f"物品{number}"), title=f"第{number}项")
    client, url = client_of(office.head), reverse("approvals:case_list")
    client.get(url)

    with CaptureQueriesContext(connection) as captured:
        answer = text(client.get(url))

    assert len(captured) == 4
    assert "共 11 条" in answer


def test_the_history_tells_of_no_field_that_has_no_name_for_people(office):
    paid = paid_out(staff(office))

    fields = {field for entry in timeline_of(paid) for field, _before, _after in entry.changes}

    assert fields == {"状态", "借出日期", "账户"}


def test_the_history_writes_amounts_with_their_thousands(office):
    request = approve(ask(office, line(quantity="1", unit_price="4720")))
    request = services.record_purchase(request, bought_on=clock.today(), supplier="甲店", by=office.teacher)
    services.record_payment(request, paid_on=clock.today(), paid_amount=Decimal("4720"), by=office.accountant)

    changes = [change for entry in timeline_of(request) for change in entry.changes]

    assert ("实付金额", "", "4,720") in changes


def test_a_small_item_over_its_budget_is_signed_by_itself(office, client_of):
    empty, full = budget_line(office, "10"), budget_line(office, "9000", item="维修费")
    tube = line(quantity="1", unit_price="50")
    over = ask(office, tube, title="超支的灯管", budget_line=empty, over_reason="急用")
    within = ask(office, tube, title="预算内的灯管", budget_line=full)
    cases, url = [case_of(over), case_of(within)], reverse("approvals:case_batch")
    browser = client_of(office.head)
    page = text(browser.get(url))

    browser.post(url, {"pk": [case.pk for case in cases]})

    assert [f'value="{case.pk}"' in page for case in cases] == [False, True]
    assert "请打开后单独审批" in page
    assert [case.decisions.count() for case in cases] == [0, 1]
