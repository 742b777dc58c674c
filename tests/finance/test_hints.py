from datetime import timedelta
from decimal import Decimal

import pytest

from assets.models import Asset
from finance import services
from finance.facts.hints import hints_of, hints_of_request
from finance.facts.purchases import facts_of
from finance.models import PurchaseRequest
from finance.selectors import Asked, lines_to_choose, near_procurement_limits, percent_above, similar_requests, split_of
from logistics import clock
from logistics.pages.fetching import in_rounds
from logistics.rules.models import Rule
from logistics.rules.services import set_rule_value
from tests.approvals.factories import Office
from tests.assets.factories import AssetFactory
from tests.factories import CampusFactory, DepartmentFactory, PlaceFactory, user_with
from tests.finance.factories import approve, ask, budget_line, draft, line, order, sign, supplier


def days_ago(days):
    return clock.set_to(clock.now() - timedelta(days=days))


def asked_for(office, amount="100", *names, **facts):
    return Asked(office.school, frozenset(names or ["LED灯管"]), Decimal(amount), office.department, **facts)


def worth(office, amount, **facts):
    return ask(office, line(quantity="1", unit_price=amount), **facts)


# --- one purchase split into several ----------------------------------------------------------------------------------


def test_two_that_reach_the_limit_together_look_split_and_keep_what_they_were_judged_by(office):
    first, second = worth(office, "2500"), worth(office, "2500")

    assert (first.split_sum, second.split_sum, second.split_limit) == (None, 5000, 5000)
    assert list(PurchaseRequest.objects.looking_split()) == [second]


def test_a_fen_below_the_limit_is_no_split(office):
    worth(office, "2500")

    assert worth(office, "2499.99").split_sum is None


def test_what_reaches_the_limit_alone_hides_nothing(office):
    worth(office, "5000")

    assert worth(office, "100").split_sum is None
    assert split_of(asked_for(office, "5000"), clock.today()) is None


@pytest.mark.parametrize(("days", "is_split"), [(29, True), (30, False)])
def test_only_the_days_of_the_rule_count(office, days, is_split):
    with days_ago(days):
        worth(office, "4000")

    assert (split_of(asked_for(office, "4000"), clock.today()) is not None) == is_split


def test_other_things_or_another_department_are_not_alike_but_the_same_supplier_is(office):
    seller = supplier(office)
    other = DepartmentFactory(school=office.school, head=office.head)
    ask(office, line("打印纸", "1", "4000"), department=other, seller=seller)

    today = clock.today()
    assert split_of(asked_for(office, "4000"), today) is None
    assert split_of(asked_for(office, "4000", seller=seller), today).total == 8000


def test_refused_and_returned_ones_and_those_of_another_school_do_not_count(office):
    sign(worth(office, "4000"), "refuse")
    sign(worth(office, "4000"), "return")
    worth(Office(), "4000")

    assert split_of(asked_for(office, "4000"), clock.today()) is None


# --- similar ones, prices, what is there ------------------------------------------------------------------------------


def test_similar_are_requests_under_way_for_a_thing_of_the_same_name(office):
    same = worth(office, "10")
    ask(office, line("打印纸", "1", "10"))
    sign(worth(office, "10"), "refuse")

    assert similar_requests(asked_for(office, "1", "led灯管"), clock.today()) == [same]


def bought(office, price):
    request = approve(ask(office, line(quantity="1", unit_price=price)))
    return services.record_purchase(request, bought_on=clock.today(), seller=supplier(office), by=office.director)


@pytest.mark.parametrize(("price", "tone"), [("12.00", "info"), ("12.01", "warning")])
def test_a_price_beyond_the_rule_is_called_out(office, price, tone):
    bought(office, "10")

    notes = hints_of(asked_for(office), [("LED灯管", Decimal(price))]).notes

    assert [found for found, _sentence in notes] == [tone]


def test_the_note_names_price_day_and_supplier(office):
    bought(office, "10")

    ((_tone, sentence),) = hints_of(asked_for(office), [("LED灯管", None)]).notes

    assert sentence == f"LED灯管买过：{clock.today():%Y-%m-%d} 10.00 元，城南照明批发部。"


def test_what_is_remembered_is_the_price_it_was_ordered_at(office):
    request = approve(ask(office, line(quantity="1", unit_price="10")))
    order(office, request, lines={request.lines.get().pk: (Decimal(1), Decimal("8.00"))})

    ((tone, sentence),) = hints_of(asked_for(office), [("LED灯管", Decimal("10"))]).notes

    assert (tone, "8.00 元" in sentence) == ("warning", True)


def test_nothing_is_above_a_price_nobody_paid():
    assert percent_above(Decimal("5"), []) is None


def test_assets_standing_idle_are_named_with_their_place_and_others_are_not(office):
    room = PlaceFactory(campus=CampusFactory(school=office.school))
    idle = AssetFactory(place=room, name="投影仪", status=Asset.Status.IDLE)
    AssetFactory(place=room, name="投影仪")
    AssetFactory(name="投影仪", status=Asset.Status.IDLE)

    notes = hints_of(asked_for(office, "100", "投影仪", "幕布"), []).notes

    assert [tone for tone, _sentence in notes] == ["info"]
    assert idle.number in notes[0][1] and idle.place.label in notes[0][1]


# --- what the signer sees ---------------------------------------------------------------------------------------------


def facts_for(request, person):
    [told] = in_rounds(facts_of([request.pk], person))
    return told[request.pk]


def seen(request, office):
    return facts_for(request, office.director)


def test_a_signer_sees_what_is_over_budget_split_and_not_compared(office):
    budget = budget_line(office, "3000")
    worth(office, "4999")
    over = worth(office, "4999", budget_line=budget, over_reason="考试用纸增加")
    large = worth(office, "6000")

    texts = [sentence for _tone, sentence in seen(over, office).notes]

    assert "超出“办公费”预算 1,999.00 元：考试用纸增加" in texts
    assert any(text.startswith("疑似化整为零：与相近的同类采购合计 9,998.00 元") for text in texts)
    assert "此金额需 3 家比价，现有 0 家。" in [sentence for _tone, sentence in seen(large, office).notes]


def test_a_signer_sees_the_budget_line_before_and_after(office):
    budget = budget_line(office, "3000")
    worth(office, "500", budget_line=budget)
    request = worth(office, "300", budget_line=budget)

    gauge = seen(request, office).gauge

    assert [gauge.title, *(str(amount) for _kind, _label, amount in gauge.figures), str(gauge.outcome[1])] == [
        "办公费",
        "3000.00",
        "0",
        "500.00",
        "2500.00",
        "300.00",
        "2200.00",
    ]


def test_who_asks_learns_of_a_budget_line_what_is_left_and_who_signs_all_of_it(office):
    budget = budget_line(office, "3000")
    worth(office, "500", budget_line=budget)
    request = worth(office, "300", budget_line=budget)
    asker = request.requested_by

    own = facts_for(request, asker).gauge
    while_asking = hints_of_request(request, asker).budget.gauge
    signer = seen(request, office).gauge

    assert not asker.has_perm("finance.view_budgetline")
    assert [label for _kind, label, _amount in own.figures] == ["剩余", "本次申请"]
    assert [label for _kind, label, _amount in while_asking.figures] == ["剩余", "本次申请"]
    assert own.parts == [("asked", 0, 12.0)]
    assert [label for _kind, label, _amount in signer.figures] == ["预算数", "已用", "占用", "剩余", "本次申请"]


def test_the_line_of_another_department_is_offered_to_those_only_who_see_the_budget(office):
    shared = budget_line(office, "3000")
    foreign = budget_line(office, "5000", item="专用材料费", department=DepartmentFactory(school=office.school))
    asker = worth(office, "300").requested_by
    keeper = user_with("finance.view_budgetline", school=office.school)

    offered = {person: set(lines_to_choose(office.school, shared.year, person)) for person in (asker, keeper)}

    assert offered == {asker: {shared}, keeper: {shared, foreign}}


def test_a_draft_counts_neither_as_similar_nor_towards_a_split(office):
    draft(office, line(quantity="1", unit_price="4000"))

    assert similar_requests(asked_for(office), clock.today()) == []
    assert split_of(asked_for(office, "4000"), clock.today()) is None


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("复印纸", "A4复印纸", True),
        ("A4复印纸", "复印纸", True),
        ("复印纸", "打印纸", False),
        ("A4复印纸", "纸", False),
        ("纸", "A4复印纸", False),
        ("纸", "纸", True),
        ("笔", "纸", False),
    ],
)
def test_things_of_one_sort_are_those_whose_name_holds_the_other_s(office, first, second, alike):
    ask(office, line(first, "1", "4000"))

    assert (split_of(asked_for(office, "4000", second), clock.today()) is not None) == alike


def test_of_several_things_one_of_the_same_sort_is_enough(office):
    ask(office, line("拖把", "1", "100"), line("彩色复印纸", "1", "3900"))

    assert split_of(asked_for(office, "4000", "扫把", "复印纸"), clock.today()).total == 8000


def set_limit(office, yuan, key="gp.limit.goods"):
    """What the province says; each school asks and enters it."""
    set_rule_value(
        Rule.objects.get(key=key), school=office.school, value=Decimal(yuan),
        valid_from=clock.today(), reason="省财政厅规定", by=office.director,
    )  # fmt: skip


@pytest.mark.parametrize(("amount", "near"), [("3999.99", False), ("4000", True)])
def test_things_of_a_sort_near_the_limit_of_government_procurement_are_told_of(office, amount, near):
    set_limit(office, 10000)
    other = DepartmentFactory(school=office.school, head=office.head)
    with days_ago(60):
        ask(office, line("A4复印纸", "1", "4000"), department=other)

    years = near_procurement_limits(asked_for(office, amount, "复印纸"), clock.today())

    assert [year.rule for year in years] == ["gp.limit.goods"] * near
    notes = [text for _tone, text in hints_of(asked_for(office, amount, "复印纸"), []).notes]
    assert any("80.0%" in text and "8,000.00" in text for text in notes) == near


@pytest.mark.parametrize("kind", ["goods", "works"])
def test_without_a_limit_of_the_province_nothing_is_near_it(office, kind):
    assert near_procurement_limits(asked_for(office, "4000000", kind=kind), clock.today()) == []


def rules_near(office, amount, name="复印纸", **facts):
    return [year.rule for year in near_procurement_limits(asked_for(office, amount, name, **facts), clock.today())]


def test_works_are_reckoned_beside_works_and_have_a_limit_of_their_own(office):
    set_limit(office, 10000)
    set_limit(office, 20000, "gp.limit.works")
    ask(office, line("围墙修缮", "1", "9000"), kind="works")
    ask(office, line("围墙修缮", "1", "4000"))

    assert rules_near(office, "6999.99", "围墙修缮", kind="works") == []
    assert rules_near(office, "7000", "围墙修缮", kind="works") == ["gp.limit.works"]
    assert rules_near(office, "3999.99", "围墙修缮") == []
    assert rules_near(office, "4000", "围墙修缮") == ["gp.limit.goods"]
    notes = [text for _tone, text in hints_of(asked_for(office, "7000", "围墙修缮", kind="works"), []).notes]
    assert any("工程政府采购限额标准（20,000.00 元）的 80.0%" in text for text in notes)


def test_what_nears_a_public_tender_is_told_of_beside_the_lower_limit_and_never_of_works(office):
    set_limit(office, 10000)
    set_limit(office, 20000, "gp.limit.tender")

    assert rules_near(office, "15999.99") == ["gp.limit.goods"]
    assert rules_near(office, "16000") == ["gp.limit.goods", "gp.limit.tender"]
    assert rules_near(office, "16000", kind="works") == []
    notes = [text for _tone, text in hints_of(asked_for(office, "16000", "复印纸"), []).notes]
    assert any("公开招标数额标准（20,000.00 元）的 80.0%" in text for text in notes)


def test_a_tender_limit_alone_is_enough(office):
    set_limit(office, 20000, "gp.limit.tender")

    assert rules_near(office, "16000") == ["gp.limit.tender"]
