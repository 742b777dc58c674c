from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from finance import services
from finance.credit_codes import as_credit_code, check_sign, is_credit_code
from finance.jobs.purchases import papers_running_out
from finance.models import Supplier
from finance.selectors import ban_on, suppliers_to_choose
from logistics import clock
from logistics.errors import RuleError, WrongState
from tests.approvals.factories import Office
from tests.finance.factories import approve, ask, draft, supplier

DAY = timedelta(days=1)


def code(body="92370102MA3D00731"):
    return body + check_sign(body)


def test_a_real_credit_code_is_right_and_one_changed_sign_makes_it_wrong():
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("91350100M000100I43")
    assert not is_credit_code("91350100M000100Y4")


def test_a_code_typed_wide_small_or_with_spaces_is_the_same():
    assert as_credit_code(" ９１350100 m000100y43 ") == "91350100M000100Y43"


def test_a_wrong_code_is_refused_at_its_field(office):
    with pytest.raises(RuleError) as refused:
        supplier(office, credit_code="91350100M000100Y44")

    assert (refused.value.field, Supplier.objects.count()) == ("credit_code", 0)


def test_a_name_or_code_is_there_once_in_a_school_and_free_in_another(office):
    supplier(office, credit_code=code())

    with pytest.raises(RuleError) as same_name:
        supplier(office)
    with pytest.raises(RuleError) as same_code:
        supplier(office, "另一家", credit_code=code().lower())

    assert (same_name.value.field, same_code.value.field) == ("name", "credit_code")
    assert supplier(Office(), credit_code=code()).credit_code == code()


def test_the_database_takes_no_code_with_other_signs(office):
    entered = supplier(office)

    with pytest.raises(IntegrityError, match="a_credit_code_has_its_eighteen_signs"), transaction.atomic():
        Supplier.objects.filter(pk=entered.pk).update(credit_code="9135")


def test_a_new_one_is_made_by_its_name_and_found_by_it_again(office):
    made = services.supplier_named(office.school, " 顺发  五金店 ", by=office.director)

    assert made.name == "顺发 五金店"
    assert services.supplier_named(office.school, "顺发 五金店", by=office.director) == made


# --- the blacklist ----------------------------------------------------------------------------------------------------


def ban(entered, office, **facts):
    return services.ban_supplier(
        entered, **{"reason": "三次验收不合格", "from_on": clock.today(), "by": office.director, **facts}
    )


def test_nothing_is_asked_for_from_a_blacklisted_supplier_and_the_reason_is_told(office):
    banned = ban(supplier(office), office)

    with pytest.raises(RuleError, match="三次验收不合格") as refused:
        ask(office, seller=banned)

    assert refused.value.field == "seller"


def test_a_supplier_blacklisted_after_the_draft_is_refused_when_it_is_submitted(office):
    seller = supplier(office)
    written = draft(office, seller=seller)
    ban(seller, office)

    with pytest.raises(RuleError, match="黑名单"):
        services.submit_request(written, by=office.teacher)


def test_nothing_is_bought_at_a_blacklisted_supplier(office):
    banned, request = ban(supplier(office), office), approve(ask(office))

    with pytest.raises(RuleError, match="三次验收不合格"):
        services.record_purchase(request, bought_on=clock.today(), seller=banned, by=office.director)


def test_a_ban_ends_with_its_last_day(office):
    entered = ban(supplier(office), office, from_on=clock.today() - 9 * DAY, until_on=clock.today() - DAY)

    assert ban_on(entered, clock.today()) is None
    assert ban_on(entered, clock.today() - DAY) is not None
    assert list(suppliers_to_choose(office.school, clock.today())) == [entered]
    assert list(suppliers_to_choose(office.school, clock.today() - DAY)) == []


def test_a_lifted_ban_no_longer_counts_and_stays_readable(office):
    entered = ban(supplier(office), office)

    services.lift_ban(entered, reason="已整改并复查合格", by=office.director)

    assert ban_on(entered, clock.today()) is None
    assert entered.bans.get().lifted_reason == "已整改并复查合格"
    with pytest.raises(WrongState):
        services.lift_ban(entered, reason="再次", by=office.director)


def test_two_bans_do_not_overlap(office):
    entered = ban(supplier(office), office)

    with pytest.raises(RuleError, match="已在黑名单上") as refused:
        ban(entered, office, from_on=clock.today() + DAY)

    assert refused.value.field == "from_on"


def test_a_ban_ends_after_it_begins_and_its_facts_stay(office):
    entered = supplier(office)
    with pytest.raises(RuleError):
        ban(entered, office, until_on=clock.today() - DAY)
    ban(entered, office)

    with pytest.raises(DatabaseError), transaction.atomic():
        entered.bans.update(reason="改写")


# --- papers -----------------------------------------------------------------------------------------------------------


def paper(entered, office, days=None, kind="licence"):
    until = None if days is None else clock.today() + days * DAY
    return services.add_paper(entered, kind=kind, valid_until=until, by=office.director)


def test_a_newer_paper_takes_the_place_of_the_one_of_its_kind(office):
    entered = supplier(office)
    old, food = paper(entered, office, days=-5), paper(entered, office, kind="food")

    new = paper(entered, office, days=700)

    assert {each.pk for each in entered.papers.filter(is_current=True)} == {food.pk, new.pk}
    assert entered.papers.get(is_current=False) == old


@pytest.mark.parametrize(
    ("days", "is_banned", "has_expired", "has_expiring"),
    [(None, False, False, False), (61, False, False, False), (60, False, False, True), (0, False, False, True),
     (-1, False, True, False)],
)  # fmt: skip
def test_how_a_supplier_stands_follows_from_its_papers(office, days, is_banned, has_expired, has_expiring):
    entered = supplier(office)
    paper(entered, office, days=days)

    found = Supplier.objects.with_standing(clock.today()).get()

    assert (found.is_banned, found.has_expired, found.has_expiring) == (is_banned, has_expired, has_expiring)


def test_a_replaced_paper_that_ran_out_is_no_matter(office):
    entered = supplier(office)
    paper(entered, office, days=-1)
    paper(entered, office, days=100)

    assert not Supplier.objects.with_standing(clock.today()).get().has_expired


def test_keepers_are_told_at_each_step_and_when_it_ran_out(office):
    office.grant("director", "finance.keep_supplier")
    entered = supplier(office)
    paper(entered, office, days=60)
    start = clock.today()

    keys = []
    for ahead in (-1, 0, 1, 30, 53, 60, 61, 90):
        told = list(papers_running_out(start + ahead * DAY))
        keys.append([(reminder.to.pk, reminder.key.rsplit(":", 1)[1]) for reminder in told])

    director = office.director.pk
    steps = ["60", "60", "30", "7", "7", "expired", "expired"]
    assert keys == [[], *([(director, step)] for step in steps)]


def test_nobody_is_told_of_a_supplier_no_longer_used(office):
    office.grant("director", "finance.keep_supplier")
    entered = supplier(office)
    paper(entered, office, days=3)
    services.change_supplier(entered, name=entered.name, is_active=False, by=office.director)

    assert list(papers_running_out(clock.today())) == []


def test_only_suppliers_of_the_own_school_are_seen_and_only_with_the_permission(office):
    entered = supplier(office)
    supplier(Office(), "外校供应商")
    office.grant("director", "finance.view_supplier")

    assert list(Supplier.objects.visible_to(office.director)) == [entered]
    assert list(Supplier.objects.visible_to(office.teacher)) == []


def test_a_purchase_keeps_its_supplier_and_the_name_it_had(office):
    request = approve(ask(office))

    bought = services.record_purchase(request, bought_on=clock.today(), seller=supplier(office), by=office.director)

    services.change_supplier(bought.seller, name="城南照明有限公司", by=office.director)
    bought.refresh_from_db()
    assert (bought.supplier, bought.seller.name) == ("城南照明批发部", "城南照明有限公司")
