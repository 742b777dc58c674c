from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from finance.models import (
    Acceptance,
    AcceptanceLine,
    Advance,
    AvoidedPurchase,
    BudgetLine,
    Claim,
    ClaimSignature,
    Contract,
    Invoice,
    PurchaseOrder,
    PurchaseRequest,
    SupplementWithdrawal,
    Supplier,
)
from finance.papers.claims import seat_cells
from finance.sample.gifts import FUND
from logistics import clock
from logistics.approvals.models import Case
from logistics.attachments.selectors import files_of
from logistics.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(sample_school):
    return sample_school


def test_the_sample_school_shows_every_fate_of_a_purchase(school):
    requests = PurchaseRequest.objects.of_school(school)
    fates = Counter(requests.values_list("status", flat=True))

    assert fates["paid"] > 20
    avoided = AvoidedPurchase.objects.of_school(school)
    assert Counter(avoided.values_list("request__status", flat=True)) == {"withdrawn": 2, "refused": 2}
    assert fates["refused"] == 4
    assert fates["pending"] == 3
    assert requests.paid_beyond_approval().count() == 0
    assert requests.approved_afterwards().count() == 2
    assert not requests.bought_unapproved().exists()
    assert Case.objects.filter(revision=2, status="approved").count() == 2


def test_a_large_item_has_waited_for_days_with_the_principal(school):
    principal = next(person for person in school_people(school) if person.at(school).holds("principal"))

    waiting = Case.objects.waiting_for(principal).filter(kind="purchase")
    assert [case.title for case in waiting] == ["食堂冷藏柜更换"]


def test_numbers_follow_the_days_of_the_requests(school):
    requests = PurchaseRequest.objects.of_school(school).filter(content_type=None).exclude(number="")
    requests = requests.exclude(budget_line__item=FUND[0])  # an earmarked fund buys in a later part of the sample

    late = [
        later.title
        for earlier, later in pairwise(requests.order_by("number"))
        if later.requested_on < earlier.requested_on
    ]

    assert late == []


def school_people(school):
    return User.objects.working_at(school)


def test_what_costs_much_carries_the_pictures_of_two_quotes(school):
    large = PurchaseRequest.objects.of_school(school).filter(title="多媒体一体机维修").first()

    assert [picture.purpose for picture in files_of(large)] == ["quote", "quote"]


def test_the_sample_shows_what_stands_out_and_what_is_in_order(school):
    requests = PurchaseRequest.objects.of_school(school)

    assert requests.over_budget().exists()
    assert {request.title[:9] for request in requests.looking_split()} == {"阶梯教室音响更换（"}
    assert requests.to_be_compared().compared().exists()
    assert requests.to_be_compared().not_compared().exists()
    standing = Supplier.objects.of_school(school).with_standing(clock.today())
    assert standing.filter(is_banned=True).count() == 1
    assert (standing.filter(has_expired=True).count(), standing.filter(has_expiring=True).count()) == (1, 1)
    assert BudgetLine.objects.of_school(school).with_use().filter(used__gt=0, left__gt=0).exists()


def test_every_paid_purchase_was_claimed_and_what_went_wrong_is_there(school):
    claims, advances = Claim.objects.of_school(school), Advance.objects.of_school(school)
    paid = PurchaseRequest.objects.of_school(school).filter(status="paid")

    assert not paid.exclude(claims__status="paid").exists()
    assert not claims.lacking_signatures().exists()
    assert ClaimSignature.objects.filter(claim__in=claims.filter(status="paid")).exclude(stands_for=None).count() == 2
    assert claims.filter(status="refused", refusal__contains="购物不符").count() == 2
    assert claims.out_of_date_order().count() == 2
    assert claims.filter(way="cash").exclude(cash_reason="").count() == 2
    assert claims.filter(revision=2, status="paid").count() == 2
    assert set(claims.values_list("status", flat=True)) >= {"signing", "approved", "returned", "paid", "refused"}
    assert advances.late_by(clock.today()).filter(status="settled").count() == 2
    assert advances.overdue(clock.today()).count() == 1
    assert Invoice.objects.of_school(school).filter(was_read=True).exists()


def test_some_have_drawn_their_signature_and_papers_show_it_beside_others_without(school):
    claim = Claim.objects.of_school(school).filter(title="教研员听课差旅费").first()

    assert [(cell.name, bool(cell.drawing)) for cell in seat_cells(claim)] == [
        ("蔡明", False), ("马俊（代胡玉梅）", True), ("王丽华", True),
    ]  # fmt: skip


def test_every_bought_purchase_has_its_order_and_delivery_and_every_fate_of_them_is_shown(school):
    orders, lines = PurchaseOrder.objects.of_school(school), AcceptanceLine.objects.of_school(school)

    assert set(orders.values_list("status", flat=True)) == {"ordered", "arrived", "closed", "cancelled"}
    assert len(set(orders.values_list("channel", flat=True))) == 5
    assert orders.late(clock.today()).count() == 1
    assert orders.waived().exists()
    assert not orders.unapproved().exists()
    assert {(line.refused, line.reason) for line in lines.refused_goods()} == {(3, "把柄断裂破损")}
    assert set(lines.deviating().values_list("deviation", flat=True)) == {"price", "quality"}

    bought = PurchaseRequest.objects.of_school(school).filter(bought_on__isnull=False)

    assert not bought.filter(orders=None).exists()
    assert {request.title for request in bought.exclude(orders__acceptances__status="signed")} == {
        "操场护栏油漆", "教务处复印机更新", "科学课实验材料",
    }  # fmt: skip
    fates = Counter(Acceptance.objects.of_school(school).values_list("status", flat=True))
    assert (fates["waiting"], fates["returned"]) == (1, 2)
    assert not Acceptance.objects.of_school(school).doubtful().exists()


def test_contracts_wait_to_be_published_and_bonds_come_back_or_are_still_out(school):
    contracts, today = Contract.objects.of_school(school), clock.today()

    assert [contract.title for contract in contracts.to_publish()] == ["数码复印机采购及三年保修"]
    assert not contracts.overdue(today).exists()
    assert [contract.title for contract in contracts.exclude(bond_back=None)] == ["多功能厅座椅采购及安装"]
    assert [contract.title for contract in contracts.bond_out(today)] == ["校园树木修剪养护"]
    (taken,) = SupplementWithdrawal.objects.of_school(school)
    assert (taken.supplement.amount, taken.supplement.contract.extra) == (Decimal("1630.00"), Decimal("1360.00"))
