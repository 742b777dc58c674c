from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from assets.models import Asset
from finance import services
from finance.hooks.goods import late, late_orders, search, tasks, unsigned_deliveries
from finance.models import Acceptance, HandOver, PurchaseOrder
from finance.papers.acceptance import acceptance_pdf
from finance.papers.orders import order_pdf
from logistics import clock
from tests.approvals.factories import Office
from tests.factories import PlaceFactory
from tests.finance.factories import accept, approve, ask, deliver, line, order, supplier
from tests.paper.pdf_reading import text_of


@pytest.fixture(autouse=True)
def rights(office):
    for role in ("teacher", "head", "director", "accountant"):
        office.grant(role, "finance.ask_purchase")
    office.grant(
        "director", "finance.view_purchaserequest", "finance.record_purchase", "finance.accept_goods",
        "finance.hand_over_goods", "assets.keep_register", "assets.view_asset", "assets.view_register",
    )  # fmt: skip


def url(name, *args):
    return reverse(f"finance:{name}", args=args)


def text(answer):
    return answer.content.decode()


def order_data(office, request, **facts):
    data = {
        "channel": "retail",
        "ordered_on": clock.today().isoformat(),
        "buyer": office.director.pk,
        "new_supplier": "新店",
    }
    for each in request.lines.all():
        data |= {f"lines-{each.pk}-quantity": each.quantity, f"lines-{each.pk}-unit_price": each.unit_price}
    return {**data, **facts}


def came(office, placed, **facts):
    data = {"looked_at": ["appearance"], "signers": [office.head.pk], "on": clock.today().isoformat()}
    for each in placed.lines.all():
        data |= {f"lines-{each.pk}-delivered": each.quantity}
    return {**data, **facts}


# --- ordering ---------------------------------------------------------------------------------------------------------


def test_the_buyer_orders_on_one_page_that_knows_what_is_left(office, client_of):
    request = approve(ask(office))
    client = client_of(office.director)

    page = text(client.get(url("order_create", request.pk)))
    answer = client.post(url("order_create", request.pk), order_data(office, request))

    placed = PurchaseOrder.objects.get()
    assert "可订 20 支" in page
    assert (answer.url, placed.supplier.name, placed.amount) == (
        url("order_detail", placed.pk),
        "新店",
        Decimal("370.00"),
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"channel": "friends"}, "channel"),
        ({"new_supplier": ""}, "supplier"),
        ({"ordered_on": "2199-01-01"}, "ordered_on"),
        ({"expected_on": "2001-01-01"}, "expected_on"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field_and_what_was_typed_stays(office, client_of, facts, field):
    request = approve(ask(office))
    data = order_data(office, request, **{"contract": "HT-2026-09", **facts})

    answer = client_of(office.director).post(url("order_create", request.pk), data)

    assert field in answer.context["form"].errors
    assert 'value="HT-2026-09"' in text(answer)
    assert not PurchaseOrder.objects.exists()


def test_more_than_was_approved_is_told_on_the_page(office, client_of):
    request = approve(ask(office))
    more = {f"lines-{request.lines.get().pk}-quantity": "21"}

    page = text(client_of(office.director).post(url("order_create", request.pk), order_data(office, request, **more)))

    assert "已批准的还可订 20 支" in page


def test_the_order_page_starts_from_the_quote_that_was_chosen(office, client_of):
    request = ask(office, line("冷藏柜", "2", "4000", "台"))
    seller = supplier(office, "盛世厨房")
    services.choose_quote(
        services.record_quote(
            request, supplier=seller, by=office.teacher, prices={request.lines.get().pk: Decimal("3800")}
        ),
        by=office.teacher,
    )
    approve(request)

    form = client_of(office.director).get(url("order_create", request.pk)).context["form"]

    assert form["supplier"].value() == seller.pk
    assert form.rows[0].fields["unit_price"].value() == Decimal("3800.00")
    assert "waiver" in form.fields


def test_an_order_form_sent_twice_orders_once(office, client_of):
    request = approve(ask(office))
    client, data = client_of(office.director), order_data(office, request, submission_key="0b0b")

    urls = [client.post(url("order_create", request.pk), data).url for _attempt in range(2)]

    assert urls[0] == urls[1]
    assert PurchaseOrder.objects.count() == 1


def test_cancelling_and_ending_are_offered_where_they_make_sense(office, client_of):
    request = approve(ask(office))
    placed = order(office, request)
    client = client_of(office.director)

    before = text(client.get(url("order_detail", placed.pk)))
    accept(office, placed, delivered={"LED灯管": "5"})
    after = text(client.get(url("order_detail", placed.pk)))
    client.post(url("order_close", placed.pk), {"reason": "停产"})

    placed.refresh_from_db()
    assert (url("order_cancel", placed.pk) in before, url("order_close", placed.pk) in before) == (True, False)
    assert (url("order_cancel", placed.pk) in after, url("order_close", placed.pk) in after) == (False, True)
    assert placed.status == "closed"


# --- accepting --------------------------------------------------------------------------------------------------------


def test_a_delivery_is_written_by_one_and_signed_by_the_other(office, client_of):
    placed = order(office, approve(ask(office)))

    written = client_of(office.director).post(url("acceptance_create", placed.pk), came(office, placed))
    acceptance = Acceptance.objects.get()
    head = client_of(office.head)
    shown = text(head.get(url("acceptance_sign", acceptance.pk)))
    head.post(url("acceptance_sign", acceptance.pk), {})

    acceptance.refresh_from_db()
    assert written.url == url("acceptance_detail", acceptance.pk)
    assert "LED灯管" in shown
    assert acceptance.status == "signed"


def test_what_is_wrong_is_told_line_by_line_and_stays_open(office, client_of):
    placed = order(office, approve(ask(office)))
    wrong = {f"lines-{placed.lines.get().pk}-refused": "3"}

    page = text(client_of(office.director).post(url("acceptance_create", placed.pk), came(office, placed, **wrong)))

    assert "LED灯管：请写明拒收原因" in page
    assert '<details class="line-trouble" open>' in page


def test_only_those_named_are_offered_to_sign(office, client_of):
    acceptance = deliver(office, order(office, approve(ask(office))))

    seen = {
        name: url("acceptance_sign", acceptance.pk)
        in text(client_of(getattr(office, name)).get(url("acceptance_detail", acceptance.pk)))
        for name in ("head", "teacher", "director")
    }

    assert seen == {"head": True, "teacher": False, "director": False}


def test_sending_back_needs_a_word(office, client_of):
    acceptance = deliver(office, order(office, approve(ask(office))))
    head = client_of(office.head)

    head.post(url("acceptance_return", acceptance.pk), {"reason": ""})
    acceptance.refresh_from_db()
    assert acceptance.status == "waiting"
    head.post(url("acceptance_return", acceptance.pk), {"reason": "数量不对"})

    acceptance.refresh_from_db()
    assert acceptance.status == "returned"


# --- handing over -----------------------------------------------------------------------------------------------------


def test_goods_are_handed_over_to_a_person_or_into_the_register(office, client_of):
    acceptance = accept(office, order(office, approve(ask(office))))
    only, client = acceptance.lines.get(), client_of(office.director)
    place = PlaceFactory(campus__school=office.school)

    client.post(
        url("goods_hand_over", acceptance.pk, "direct"),
        {f"lines-{only.pk}-quantity": "18", "person": office.teacher.pk},
    )
    client.post(
        url("goods_hand_over", acceptance.pk, "asset"),
        {f"lines-{only.pk}-quantity": "2", "place": place.pk, "asset_class": "A02", "cards": "each"},
    )
    card = text(client.get(Asset.objects.first().get_absolute_url()))

    assert [(each.destination, each.quantity) for each in HandOver.objects.all()] == [
        ("direct", 18), ("asset", 1), ("asset", 1),
    ]  # fmt: skip
    assert all(
        number in card for number in (acceptance.number, acceptance.order.number, acceptance.order.request.number)
    )


def test_too_much_is_told_on_the_page_and_an_unknown_destination_is_not_found(office, client_of):
    acceptance = accept(office, order(office, approve(ask(office))))
    data = {f"lines-{acceptance.lines.get().pk}-quantity": "21", "person": office.teacher.pk}
    client = client_of(office.director)

    assert "待移交的只有 20 支" in text(client.post(url("goods_hand_over", acceptance.pk, "direct"), data))
    assert client.get(url("goods_hand_over", acceptance.pk, "moon")).status_code == 404


# --- who sees what ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["order_detail", "order_slip", "acceptance_create", "order_cancel"])
def test_a_stranger_of_another_school_finds_no_order(office, client_of, name):
    placed = order(office, approve(ask(office)))
    other = Office()
    other.grant("director", "finance.ask_purchase", "finance.accept_goods", "finance.record_purchase")

    assert client_of(other.director).get(url(name, placed.pk)).status_code == 404


@pytest.mark.parametrize("name", ["acceptance_detail", "acceptance_slip", "acceptance_sign"])
def test_a_stranger_of_another_school_finds_no_acceptance(office, client_of, name):
    acceptance = deliver(office, order(office, approve(ask(office))))
    other = Office()
    other.grant("director", "finance.ask_purchase", "finance.accept_goods")

    assert client_of(other.director).get(url(name, acceptance.pk)).status_code == 404


def test_colleagues_see_the_orders_they_have_to_do_with(office):
    placed = order(office, approve(ask(office)))
    deliver(office, placed, office.vice_principal)

    sees = [
        name
        for name in ("teacher", "head", "director", "vice_principal", "accountant")
        if PurchaseOrder.objects.visible_to(getattr(office, name)).exists()
    ]

    assert sees == ["teacher", "head", "director", "vice_principal"]


# --- lists, tasks, search, reminders ----------------------------------------------------------------------------------


def test_the_lists_filter_what_stands_out(office, client_of):
    placed = order(office, approve(ask(office)), expected_on=clock.today())
    accept(office, placed, delivered={"LED灯管": {"delivered": Decimal(20), "refused": Decimal(1), "reason": "破损"}})
    client = client_of(office.director)

    found = {
        query: placed.number in text(client.get(f"{url('order_list')}?{query}"))
        for query in ("mark=late", "mark=waived", "channel=retail", "status=partial")
    }

    assert found == {"mark=late": False, "mark=waived": False, "channel=retail": True, "status=partial": True}
    for query, there in (("finding=refused", True), ("finding=deviation", False), ("waiting=true", True)):
        assert ("YS-" in text(client.get(f"{url('acceptance_list')}?{query}"))) is there
    with clock.set_to(clock.now() + timedelta(days=1)):
        assert placed.number in text(client.get(f"{url('order_list')}?mark=late"))


@pytest.mark.parametrize("name", ["order_list", "acceptance_list"])
def test_the_lists_come_as_csv(office, client_of, name):
    accept(office, order(office, approve(ask(office))))

    answer = client_of(office.director).get(f"{url(name)}?format=csv")

    assert "更换教室灯管" in b"".join(answer.streaming_content).decode()


def waiting(user, source=tasks):
    return [task.task(record).action_label for task in source(user) for record in task.rows]


def test_each_person_is_told_what_waits(office):
    placed = order(office, approve(ask(office)))
    assert waiting(office.director) == ["验收"]

    acceptance = deliver(office, placed)
    assert (waiting(office.head), waiting(office.director), waiting(office.teacher)) == (["签字"], [], [])

    services.sign_acceptance(acceptance, by=office.head)
    assert (waiting(office.head), waiting(office.director)) == ([], ["移交"])


def test_an_order_to_come_later_does_not_wait_at_the_gate_yet(office):
    order(office, approve(ask(office)), expected_on=clock.today() + timedelta(days=2))

    assert waiting(office.director) == []


def test_a_late_order_is_on_its_buyers_list_and_reminded_once_a_week(office):
    placed = order(office, approve(ask(office)), expected_on=clock.today())
    assert (waiting(office.director, late), list(late_orders(clock.today()))) == ([], [])

    keys = set()
    for days in (1, 2, 8):
        with clock.set_to(clock.now() + timedelta(days=days)):
            assert waiting(office.director, late) == ["查看"]
            keys |= {(told.key, told.to) for told in late_orders(clock.today())}

    assert keys == {(f"order-late:{placed.pk}:{week}", office.director) for week in (0, 1)}


def test_whoever_has_not_signed_is_reminded_from_the_next_day_on(office):
    deliver(office, order(office, approve(ask(office))))
    assert list(unsigned_deliveries(clock.today())) == []

    with clock.set_to(clock.now() + timedelta(days=1)):
        assert [told.to for told in unsigned_deliveries(clock.today())] == [office.head]


def test_every_number_is_found_and_an_exact_one_opens(office):
    acceptance = accept(office, order(office, approve(ask(office))))

    found = {hit.url: hit.exact for hit in search(office.director, acceptance.number.lower())}

    assert found == {acceptance.get_absolute_url(): True}
    assert len(list(search(office.director, acceptance.order.request.number))) == 2
    assert list(search(Office().director, acceptance.number)) == []


# --- paper ------------------------------------------------------------------------------------------------------------


def test_the_purchase_list_carries_the_price_of_each_thing(office):
    pdf = text_of(order_pdf(order(office, approve(ask(office)), contract="HT-7")))

    for words in ("采购清单", "LED灯管", "18.50", "叁佰柒拾元整", "HT-7", "零星采购"):
        assert words in pdf


def test_the_acceptance_slip_is_marked_until_the_last_signature(office):
    placed = order(office, approve(ask(office)))
    wrong = {"delivered": Decimal(20), "refused": Decimal(3), "reason": "破损"}
    acceptance = deliver(office, placed, delivered={"LED灯管": wrong})

    before = text_of(acceptance_pdf(acceptance))
    services.sign_acceptance(acceptance, by=office.head)
    acceptance.refresh_from_db()
    after = text_of(acceptance_pdf(acceptance))

    assert ("未验收" in before, "未验收" in after) == (True, False)
    for words in (office.head.name, office.teacher.name, "破损3支", "314.50"):
        assert words in after
