from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from assets.models import Asset
from finance import services
from finance.models import Acceptance, AcceptanceLine, AcceptanceSeat, HandOver
from finance.selectors import accepted_of, chain_of
from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.notices.models import Notice
from logistics.people.models import User
from logistics.rules.models import Rule
from logistics.rules.services import set_rule_value
from tests.at_once import at_once, kinds
from tests.factories import PlaceFactory, UserFactory
from tests.finance.factories import accept, approve, ask, deliver, line, order


@pytest.fixture
def placed(office):
    """An order of 20 lamp tubes at 18.50, bought by the director."""
    return order(office, approve(ask(office)))


# --- who signs --------------------------------------------------------------------------------------------------------


def test_a_delivery_counts_with_the_last_signature(office, placed):
    acceptance = deliver(office, placed)
    placed.refresh_from_db()
    assert (acceptance.number, acceptance.status, placed.status) == (
        f"YS-{clock.today().year}-0001",
        "waiting",
        "ordered",
    )
    assert accepted_of(placed.request).on is None

    services.sign_acceptance(acceptance, by=office.head)

    acceptance.refresh_from_db()
    placed.refresh_from_db()
    found = accepted_of(placed.request)
    assert (acceptance.status, acceptance.signed_on, placed.status) == ("signed", clock.today(), "arrived")
    assert (found.amount, found.on, found.whole) == (Decimal("370.00"), clock.today(), True)
    assert set(found.acceptors) == {office.teacher, office.head}


def test_whoever_is_named_is_asked_at_once(office, placed):
    deliver(office, placed)

    assert [notice.person for notice in Notice.objects.filter(text__contains="待您验收签字")] == [office.head]


def test_one_person_alone_does_not_accept(office, placed):
    with pytest.raises(RuleError, match="2 名不同的人签字") as refused:
        deliver(office, placed, office.teacher)
    assert refused.value.field == "signers"
    assert not Acceptance.objects.exists()


def test_buyers_do_not_accept_among_themselves(office):
    placed = order(office, approve(ask(office)), buyer=office.teacher)

    with pytest.raises(RuleError, match="采购人不能单独验收"):
        deliver(office, placed, office.director)
    assert accept(office, placed).status == "signed"


def test_a_school_may_ask_for_three_signatures_but_not_for_one(office, placed):
    signers = Rule.objects.get(key="accept.signers")
    facts = {"school": office.school, "valid_from": clock.today(), "by": office.director}
    set_rule_value(signers, value=Decimal(3), reason="三人验收", **facts)

    with pytest.raises(RuleError, match="3 名不同的人签字"):
        deliver(office, placed)
    with pytest.raises(RuleError):
        set_rule_value(signers, value=Decimal(1), reason="人手少", **facts)


def test_somebody_of_another_school_does_not_sign(office, placed):
    with pytest.raises(RuleError, match="本校同事"):
        deliver(office, placed, UserFactory())


def test_nobody_signs_twice_and_only_those_named_sign(office, placed):
    acceptance = deliver(office, placed, office.head, office.principal)
    services.sign_acceptance(acceptance, by=office.head)

    with pytest.raises(WrongState):
        services.sign_acceptance(acceptance, by=office.head)
    with pytest.raises(RuleError, match="列名的验收人"):
        services.sign_acceptance(acceptance, by=office.accountant)


def test_the_database_counts_no_delivery_that_lacks_a_signature(office, placed):
    acceptance = deliver(office, placed)

    with pytest.raises(DatabaseError, match="lacks signatures"), transaction.atomic():
        Acceptance.objects.update(status="signed", signed_on=clock.today())
    AcceptanceSeat.objects.filter(signed_at=None).update(signed_at=clock.now())
    Acceptance.objects.filter(pk=acceptance.pk).update(status="signed", signed_on=clock.today())


def test_the_database_counts_no_delivery_signed_by_buyers_alone(office):
    placed = order(office, approve(ask(office)), buyer=office.teacher)
    acceptance = Acceptance.objects.create(
        school=office.school, number="YS-1", order=placed, on=clock.today(), looked_at=["papers"], signers_needed=2,
        by=office.teacher, at=clock.now(),
    )  # fmt: skip
    for person in (office.teacher, office.director):
        AcceptanceSeat.objects.create(acceptance=acceptance, person=person, signed_at=clock.now())

    with pytest.raises(DatabaseError, match="lacks signatures"):
        Acceptance.objects.update(status="signed", signed_on=clock.today())


def test_what_was_signed_stays(office, placed):
    acceptance = deliver(office, placed)

    for rows, change in (
        (Acceptance.objects.all(), {"note": "改"}),
        (Acceptance.objects.all(), {"on": clock.today() - timedelta(days=1)}),
        (acceptance.lines.all(), {"delivered": 1}),
        (acceptance.seats.all(), {"person": office.principal}),
        (acceptance.seats.filter(signed_at__isnull=False), {"signed_at": None}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


# --- sent back, taken back --------------------------------------------------------------------------------------------


def test_a_delivery_sent_back_counts_for_nothing_and_is_written_anew(office, placed):
    acceptance = deliver(office, placed)

    services.return_acceptance(acceptance, reason="少两支", by=office.head)

    acceptance.refresh_from_db()
    assert (acceptance.status, acceptance.end_reason) == ("returned", "少两支")
    assert Notice.objects.get(text__contains="未在").person == office.teacher
    assert accept(office, placed, delivered={"LED灯管": "18"}).status == "signed"


def test_an_order_is_whole_once_the_last_doubtful_delivery_is_sent_back(office, placed):
    spoilt = {"LED灯管": {"delivered": Decimal(20), "refused": Decimal(20), "reason": "破损"}}
    doubtful = deliver(office, placed, delivered=spoilt)
    accept(office, placed)
    placed.refresh_from_db()
    assert placed.status == "partial"

    services.return_acceptance(doubtful, reason="重复填写", by=office.head)

    placed.refresh_from_db()
    assert placed.status == "arrived"


def test_only_the_writer_takes_a_delivery_back_and_only_before_the_last_signature(office, placed):
    acceptance = deliver(office, placed)

    with pytest.raises(RuleError, match="填写人"):
        services.withdraw_acceptance(acceptance, reason="填错", by=office.head)
    services.withdraw_acceptance(acceptance, reason="填错", by=office.teacher)
    with pytest.raises(WrongState):
        services.sign_acceptance(acceptance, by=office.head)


def test_what_is_accepted_is_not_sent_back_any_more(office, placed):
    acceptance = accept(office, placed)

    for act in (services.return_acceptance, services.withdraw_acceptance):
        with pytest.raises(WrongState):
            act(acceptance, reason="晚了", by=office.teacher)


# --- how much ---------------------------------------------------------------------------------------------------------


def test_partial_deliveries_add_up(office, placed):
    accept(office, placed, delivered={"LED灯管": "12"})
    placed.refresh_from_db()
    assert (placed.status, accepted_of(placed.request).whole) == ("partial", False)

    accept(office, placed, delivered={"LED灯管": "8"})

    placed.refresh_from_db()
    assert placed.status == "arrived"


def test_more_than_is_still_to_come_is_refused(office, placed):
    accept(office, placed, delivered={"LED灯管": "12"})

    with pytest.raises(RuleError, match="LED灯管：该订单未到的只有 8 支") as refused:
        deliver(office, placed, delivered={"LED灯管": "9"})
    assert refused.value.field == "lines"


def test_what_waits_for_signatures_is_taken_off_what_is_to_come(office, placed):
    deliver(office, placed, delivered={"LED灯管": "12"})

    with pytest.raises(RuleError, match="未到的只有 8 支"):
        deliver(office, placed, delivered={"LED灯管": "9"})


def test_the_database_takes_no_more_than_was_ordered(office, placed):
    acceptance = deliver(office, placed, delivered={"LED灯管": "12"})
    other = Acceptance.objects.get(pk=acceptance.pk)
    other.pk, other.number = None, "YS-X"
    other.save()

    with pytest.raises(DatabaseError, match="more came"):
        AcceptanceLine.objects.create(acceptance=other, order_line=placed.lines.get(), delivered=9)


def test_refused_goods_are_not_accepted_and_come_again(office, placed):
    came = {"LED灯管": {"delivered": Decimal(20), "refused": Decimal(3), "reason": "破损"}}

    accept(office, placed, delivered=came)

    placed.refresh_from_db()
    assert (placed.status, accepted_of(placed.request).amount) == ("partial", Decimal("314.50"))
    accept(office, placed, delivered={"LED灯管": "3"})
    placed.refresh_from_db()
    assert placed.status == "arrived"


def test_a_wholly_refused_delivery_leaves_the_order_open_and_it_may_be_ended(office, placed):
    accept(
        office, placed, delivered={"LED灯管": {"delivered": Decimal(20), "refused": Decimal(20), "reason": "型号不符"}}
    )
    placed.refresh_from_db()
    assert placed.status == "ordered"

    with pytest.raises(RuleError, match="已有到货"):
        services.cancel_order(placed, reason="不要了", by=office.director)
    closed = services.close_order(placed, reason="型号不符，退货", by=office.director)

    assert (closed.status, closed.amount) == ("closed", Decimal("0.00"))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"delivered": "20", "refused": "21", "reason": "多"}, "拒收数量不能多于到货数量"),
        ({"delivered": "20", "refused": "3"}, "请写明拒收原因"),
        ({"delivered": "20", "deviation": "price"}, "请写明偏差情况"),
        ({"delivered": "0"}, "至少填写一项到货数量"),
        ({"delivered": "-1"}, "不能为负数"),
        ({"delivered": "1.125"}, "最多两位小数"),
        ({"delivered": "20", "refused": "-1", "reason": "x"}, "不能为负数"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_with_a_sentence(office, placed, facts, sentence):
    facts = {name: Decimal(value) if name in ("delivered", "refused") else value for name, value in facts.items()}

    with pytest.raises(RuleError, match=sentence):
        deliver(office, placed, delivered={"LED灯管": facts})


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"looked_at": []}, "looked_at"), ({"on": timedelta(days=1)}, "on"), ({"on": timedelta(days=-1)}, "on")],
)
def test_days_and_an_empty_look_are_refused_at_their_field(office, placed, facts, field):
    facts = {name: clock.today() + value if name == "on" else value for name, value in facts.items()}

    with pytest.raises(RuleError) as refused:
        deliver(office, placed, **facts)
    assert refused.value.field == field


@pytest.mark.parametrize("end", ["cancel", "close"])
def test_an_order_that_ended_takes_no_delivery(office, placed, end):
    if end == "close":
        accept(office, placed, delivered={"LED灯管": "12"})
        services.close_order(placed, reason="少到", by=office.director)
    else:
        services.cancel_order(placed, reason="无货", by=office.director)

    with pytest.raises(WrongState):
        deliver(office, placed, delivered={"LED灯管": "1"})


def test_an_order_is_not_ended_while_a_delivery_waits(office, placed):
    deliver(office, placed, delivered={"LED灯管": "12"})

    with pytest.raises(RuleError, match="正待验收签字"):
        services.close_order(placed, reason="少到", by=office.director)


def test_ending_an_order_leaves_what_came_and_frees_the_rest(office, placed):
    accept(office, placed, delivered={"LED灯管": "12"})

    closed = services.close_order(placed, reason="厂家停产", by=office.director)

    assert (closed.status, closed.amount, accepted_of(placed.request).whole) == ("closed", Decimal("222.00"), True)
    assert order(office, placed.request).amount == Decimal("148.00")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_two_gates_only_one_accepts_the_same_goods(office):
    placed = order(office, approve(ask(office)))
    lines = {placed.lines.get().pk: {"delivered": Decimal(20)}}

    def write(by, signer):
        return services.write_acceptance(
            placed, on=clock.today(), lines=lines, signers=[signer], looked_at=["appearance"], by=by
        )

    results = at_once(lambda: write(office.teacher, office.head), lambda: write(office.principal, office.accountant))

    assert kinds(results) == ["Acceptance", "RuleError"]
    assert Acceptance.objects.get().status == "waiting"


# --- handing over -----------------------------------------------------------------------------------------------------


def hand(office, acceptance, quantity, **facts):
    return services.hand_over(
        acceptance, quantities={acceptance.lines.get().pk: Decimal(quantity)}, by=office.director,
        **{"to": "direct", "person": office.teacher, **facts},
    )  # fmt: skip


def test_accepted_goods_are_issued_directly_and_only_once(office, placed):
    acceptance = accept(office, placed)

    hand(office, acceptance, "15", department=office.department)
    with pytest.raises(RuleError, match="待移交的只有 5 支"):
        hand(office, acceptance, "6")
    hand(office, acceptance, "5")
    with pytest.raises(RuleError):
        hand(office, acceptance, "1")

    assert [(each.quantity, each.person) for each in HandOver.objects.all()] == [
        (15, office.teacher), (5, office.teacher),
    ]  # fmt: skip
    assert not Acceptance.objects.to_hand_over().exists()


def test_nothing_is_handed_over_before_the_last_signature(office, placed):
    acceptance = deliver(office, placed)

    with pytest.raises(WrongState):
        hand(office, acceptance, "1")
    with pytest.raises(DatabaseError, match="handed over"):
        HandOver.objects.create(
            school=office.school, line=acceptance.lines.get(), destination="direct", quantity=1, to="甲", by=office.head,
            at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("quantity", ["0", "-1", "0.001"])
def test_a_quantity_that_makes_no_sense_is_not_handed_over(office, placed, quantity):
    with pytest.raises(RuleError):
        hand(office, accept(office, placed), quantity)


def test_the_database_hands_nothing_over_twice(office, placed):
    acceptance = accept(office, placed)
    hand(office, acceptance, "20")

    with pytest.raises(DatabaseError, match="more of line"):
        HandOver.objects.create(
            school=office.school, line=acceptance.lines.get(), destination="direct", quantity=1, to="甲", by=office.head,
            at=clock.now(),
        )  # fmt: skip


def test_services_wait_for_no_hand_over(office):
    accept(office, order(office, approve(ask(office, kind="service"))))

    assert not Acceptance.objects.to_hand_over().exists()


@pytest.mark.parametrize(("cards", "count", "each"), [("each", 2, "9.00"), ("together", 1, "18.00")])
def test_goods_become_cards_with_price_and_supplier_and_the_chain_leads_there(office, cards, count, each):
    request = approve(ask(office, line("礼堂椅", "2", "9.00", "把")))
    acceptance = accept(office, order(office, request))
    place = PlaceFactory(campus__school=office.school)

    services.hand_over(
        acceptance, to="asset", quantities={acceptance.lines.get().pk: Decimal(2)}, by=office.director, place=place,
        asset_class="A05", keeper=office.head, cards=cards,
    )  # fmt: skip

    assets = list(Asset.objects.order_by("number"))
    assert [(asset.value, asset.supplier, asset.keeper) for asset in assets] == [
        (Decimal(each), "顺发五金水暖店", office.head)
    ] * count
    numbers = [part.number for part in chain_of(request)]
    assert numbers == [request.number, acceptance.order.number, acceptance.number, *(asset.number for asset in assets)]


def test_half_a_thing_gets_no_card(office):
    request = approve(ask(office, line("地毯", "1.5", "9.00", "米")))
    acceptance = accept(office, order(office, request))
    place = PlaceFactory(campus__school=office.school)

    with pytest.raises(RuleError, match="请填写整数"):
        services.hand_over(
            acceptance, to="asset", quantities={acceptance.lines.get().pk: Decimal("1.5")}, by=office.director,
            place=place, asset_class="A05",
        )  # fmt: skip
    assert not HandOver.objects.exists()


# --- one number leads to all others -----------------------------------------------------------------------------------


def test_the_chain_opens_only_what_its_reader_may_see(office, placed):
    accept(office, placed)
    stranger = UserFactory()

    assert [part.url for part in chain_of(placed.request, User.objects.get(pk=stranger.pk))] == ["", "", ""]
    assert all(part.url for part in chain_of(placed.request, office.teacher))


def test_the_history_tells_every_signature(office, placed):
    acceptance = accept(office, placed)

    verbs = [event.verb for event in Event.objects.about(acceptance)]
    assert verbs == ["accepted", "signed", "written"]
