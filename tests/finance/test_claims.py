"""Claims: what they are made of, who signs in which order, and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from finance import services
from finance.models import Claim, ClaimItem, ClaimSignature
from finance.selectors.claims import seat_due
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting
from logistics.errors import RuleError, WrongState
from logistics.people.models import User
from tests.approvals.factories import Office
from tests.finance.claim_factories import (
    bought,
    decide,
    draft,
    granted,
    invoice,
    pay,
    sign,
    signed_by_three,
    staff,
    submitted,
)
from tests.finance.factories import accept, approve, ask, budget_line, order, supplier


@pytest.fixture(autouse=True)
def at_work(office):
    staff(office)


# --- what a claim is made of ------------------------------------------------------------------------------------------


def test_a_claim_is_the_sum_of_its_invoices_and_gets_a_number_when_it_is_submitted(office):
    claim = draft(office, "120.50", "79.50")

    services.submit_claim(claim, by=office.teacher)

    claim.refresh_from_db()
    assert claim.amount == Decimal("200.00")
    assert claim.number == f"BZ-{clock.today().year}-0001"
    assert (claim.status, claim.revision, claim.payee) == ("signing", 1, office.teacher.name)


def test_a_claim_needs_an_invoice(office):
    with pytest.raises(RuleError, match="at least one|至少"):
        draft(office, invoices=[])


def test_an_invoice_is_on_one_claim_that_is_not_refused(office):
    paper = invoice(office)
    first = submitted(office, invoices=[paper])

    with pytest.raises(RuleError, match=first.number):
        draft(office, invoices=[paper])
    sign(first, office.acceptor, verb="refuse", word="实物与发票不符")

    assert draft(office, invoices=[paper]).amount == paper.amount


def test_two_claims_racing_for_an_invoice_are_refused_by_the_database(office):
    paper, other = invoice(office), draft(office)
    draft(office, invoices=[paper])

    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimItem.objects.create(claim=other, invoice=paper)


def test_the_amount_must_be_the_sum_when_it_is_submitted(office):
    claim = draft(office)

    with pytest.raises(DatabaseError, match="sum of its invoices"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(
            status="signing", amount=1, number="BZ-1", submitted_on=clock.today(), revision=1
        )


def test_a_submitted_claim_keeps_its_facts_and_its_invoices(office):
    claim = submitted(office)

    with pytest.raises(DatabaseError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(payee="别人")
    with pytest.raises(DatabaseError), transaction.atomic():
        ClaimItem.objects.filter(claim=claim).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ClaimItem.objects.create(claim=claim, invoice=invoice(office))
    with pytest.raises(DatabaseError), transaction.atomic():
        claim.items.get().invoice.delete()


def test_a_claim_is_paid_to_a_supplier_or_to_a_person_not_to_both(office):
    with pytest.raises(RuleError):
        draft(office, person=None)
    with pytest.raises(RuleError):
        draft(office, person=office.teacher, supplier=supplier(office))


def test_what_belongs_to_another_school_is_refused(office):
    foreign = staff(Office())

    for facts in (
        {"supplier": supplier(foreign)}, {"department": foreign.department}, {"invoices": [invoice(foreign)]},
    ):  # fmt: skip
        with pytest.raises(RuleError):
            draft(office, **facts)


# --- purchases, dates, cash, budget -----------------------------------------------------------------------------------


def test_a_purchase_says_whose_money_it_is_and_is_claimed_once(office):
    line = budget_line(office)
    request = bought(office, budget_line=line)

    claim = submitted(office, purchase=request)

    assert (claim.department, claim.budget_line, claim.over_budget) == (office.department, line, False)
    with pytest.raises(RuleError, match="already|已有"):
        draft(office, purchase=request)


def test_more_than_was_received_is_refused(office):
    request = bought(office)

    with pytest.raises(RuleError) as refused:
        submitted(office, "370.01", purchase=request)

    assert refused.value.field == "invoices"


def test_what_has_not_all_come_is_not_claimed_yet(office):
    request = approve(ask(office))
    placed = order(office, request)
    accept(office, placed, delivered={"LED灯管": 12})
    request.refresh_from_db()
    claim = draft(office, "222", purchase=request)

    with pytest.raises(RuleError, match="还有货未到") as refused:
        services.submit_claim(claim, by=office.teacher)
    accept(office, placed)

    assert refused.value.field == "purchase"
    assert services.submit_claim(claim, by=office.teacher).status == "signing"


def test_whoever_accepted_the_goods_signs_as_acceptor(office):
    request = approve(ask(office))
    accept(office, order(office, request))
    request.refresh_from_db()
    claim = submitted(office, "370", purchase=request)

    with pytest.raises(RuleError, match="验收人"):
        sign(claim, office.acceptor)
    sign(claim, office.head)

    assert seat_due(claim) == "reviewer"


def test_an_invoice_of_before_the_approval_is_explained_or_refused(office):
    request = bought(office)
    early = invoice(office, issued_on=clock.today() - timedelta(days=2))
    claim = draft(office, invoices=[early], purchase=request)

    with pytest.raises(RuleError) as refused:
        services.submit_claim(claim, by=office.teacher)
    facts = {"title": claim.title, "invoices": [early], "purchase": request, "person": office.teacher}
    services.change_claim(claim, **facts, order_reason="卖家当日先开票后送货", by=office.teacher)
    claim = services.submit_claim(claim, by=office.teacher)

    assert refused.value.field == "order_reason"
    assert claim.out_of_order
    assert list(Claim.objects.out_of_date_order()) == [claim]


def test_dates_in_order_need_no_word(office):
    claim = submitted(office, purchase=bought(office), order_reason="")

    assert not claim.out_of_order


@pytest.mark.parametrize(("amount", "fine"), [("999.99", True), ("1000.00", True), ("1000.01", False)])
def test_cash_above_the_limit_needs_a_reason(office, amount, fine):
    claim = draft(office, amount, way="cash")

    if fine:
        assert services.submit_claim(claim, by=office.teacher).cash_limit == 1000
    else:
        with pytest.raises(RuleError) as refused:
            services.submit_claim(claim, by=office.teacher)
        assert refused.value.field == "cash_reason"
        assert submitted(office, amount, way="cash", cash_reason="农户无法转账").status == "signing"


def test_a_claim_without_a_purchase_draws_on_its_budget_line(office):
    line = budget_line(office, "500")
    over = draft(office, "501", budget_line=line)

    with pytest.raises(RuleError) as refused:
        services.submit_claim(over, by=office.teacher)
    submitted(office, "300", budget_line=line)
    used = type(line).objects.with_use().get(pk=line.pk)

    assert refused.value.field == "over_reason"
    assert (used.reserved, used.left) == (300, 200)
    with pytest.raises(RuleError):
        submitted(office, "201", budget_line=line)
    assert submitted(office, "201", budget_line=line, over_reason="上级临时通知培训").over_budget


def test_what_was_paid_without_a_purchase_is_used_of_its_line(office):
    line = budget_line(office, "500")
    pay(office, granted(office, "300", budget_line=line), "120")

    used = type(line).objects.with_use().get(pk=line.pk)

    assert (used.used, used.reserved, used.left) == (120, 180, 200)


def test_a_budget_line_is_not_charged_twice_for_a_purchase_and_its_claim(office):
    line = budget_line(office)
    claim = granted(office, purchase=bought(office, budget_line=line))
    before = type(line).objects.with_use().get(pk=line.pk)

    pay(office, claim)
    after = type(line).objects.with_use().get(pk=line.pk)

    assert (before.reserved, before.used) == (370, 0)
    assert (after.reserved, after.used, after.left) == (0, 370, 630)


# --- three signatures by three people ---------------------------------------------------------------------------------


def test_handler_acceptor_and_reviewer_sign_in_order_then_the_one_pen(office):
    claim = submitted(office)

    sign(claim, office.acceptor)
    claim = sign(claim, office.accountant)
    asked = [seat.person.name for seat in seats_waiting(case_of(claim))]
    decide(claim)

    signed = claim.signatures.values_list("seat", "signer__name")
    assert list(signed) == [
        ("handler", office.teacher.name), ("acceptor", office.acceptor.name), ("reviewer", office.accountant.name),
    ]  # fmt: skip
    assert asked == [office.principal.name]
    assert (claim.status, claim.approved_on) == ("approved", clock.today())
    assert not Claim.objects.lacking_signatures().exists()


def test_the_reviewer_does_not_sign_before_the_acceptor(office):
    claim = submitted(office)

    with pytest.raises(RuleError):
        sign(claim, office.accountant)
    with pytest.raises(DatabaseError, match="after the one before"), transaction.atomic():
        ClaimSignature.objects.create(
            claim=claim, revision=1, seat="reviewer", signer=office.accountant, at=clock.now()
        )


def test_nobody_signs_twice(office):
    office.grant("acceptor", "finance.review_claim")
    claim = sign(submitted(office), office.acceptor)

    with pytest.raises(RuleError, match="three people|三个人|三人"):
        sign(claim, office.acceptor)
    with pytest.raises(IntegrityError, match="nobody_signs_a_claim_twice"), transaction.atomic():
        ClaimSignature.objects.create(claim=claim, revision=1, seat="reviewer", signer=office.acceptor, at=clock.now())


def test_the_handler_signs_no_further_seat(office):
    office.grant("teacher", "finance.sign_acceptance", "finance.review_claim")

    with pytest.raises(RuleError):
        sign(submitted(office), office.teacher)


def test_whoever_decides_in_the_end_does_not_sign_before(office):
    office.grant("principal", "finance.sign_acceptance")

    with pytest.raises(RuleError, match="last approval|最后"):
        sign(submitted(office), office.principal)


def test_a_stand_in_who_signed_before_does_not_give_the_last_approval(office):
    claim = signed_by_three(office, submitted(office))
    stand_in(office, office.accountant)

    with pytest.raises(RuleError, match="another person|另一"):
        approvals.agree(case_of(claim), by=office.accountant)

    claim.refresh_from_db()
    assert claim.status == "pending"


def test_a_stand_in_who_handles_the_claim_is_refused(office):
    claim = signed_by_three(office, submitted(office))
    stand_in(office, office.teacher)

    with pytest.raises(RuleError):
        approvals.agree(case_of(claim), by=office.teacher)


def stand_in(office, person):
    approvals.set_stand_in(
        office.principal, school=office.school, stand_in=person, starts_on=clock.today(), ends_on=clock.today(),
        reason="外出", by=office.principal,
    )  # fmt: skip


def test_the_principals_own_claim_is_decided_by_somebody_else(office):
    office.grant("principal", "finance.make_claim")
    approvals.set_wishes(
        office.school, by=None, principal_request_to=office.vice_principal, small_amount=Decimal(500), flag_after_days=2
    )

    claim = signed_by_three(office, submitted(office, by=office.principal))

    assert [seat.person.name for seat in seats_waiting(case_of(claim))] == [office.vice_principal.name]


def test_a_refusal_says_why_ends_the_claim_and_tells_the_handler(office):
    claim = submitted(office)

    with pytest.raises(RuleError) as silent:
        sign(claim, office.acceptor, verb="refuse")
    claim = sign(claim, office.acceptor, verb="refuse", word="购物不符：实收 18 支")

    assert silent.value.field == "word"
    assert (claim.status, claim.refusal) == ("refused", "购物不符：实收 18 支")
    assert office.teacher.notices.filter(text__contains="购物不符").count() == 1
    with pytest.raises(WrongState):
        sign(claim, office.accountant)


def test_no_signature_follows_the_end(office):
    claim = sign(submitted(office), office.acceptor, verb="refuse", word="不符")

    with pytest.raises(DatabaseError, match="not being signed"), transaction.atomic():
        ClaimSignature.objects.create(
            claim=claim, revision=1, seat="reviewer", signer=office.accountant, at=clock.now()
        )


def test_a_signature_is_never_changed(office):
    submitted(office)

    with pytest.raises(DatabaseError), transaction.atomic():
        ClaimSignature.objects.update(word="同意")


def test_a_claim_is_not_approved_without_the_three(office):
    claim = submitted(office)

    with pytest.raises(DatabaseError, match="lacks a signature"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(status="approved", approved_on=clock.today())


def test_sent_back_it_keeps_number_and_invoices_and_collects_signatures_anew(office):
    claim = sign(submitted(office), office.acceptor, verb="return", word="补明细清单")
    number, papers = claim.number, [item.invoice for item in claim.items.all()]

    services.change_claim(claim, title="差旅费（附明细）", invoices=papers, person=office.teacher, by=office.teacher)
    claim = services.submit_claim(claim, by=office.teacher)

    assert (claim.number, claim.revision, seat_due(claim)) == (number, 2, "acceptor")
    assert claim.signatures.count() == 3
    claim = decide(signed_by_three(office, claim), verb="return", opinion="请附通知")
    assert claim.status == "returned"
    claim = decide(signed_by_three(office, services.submit_claim(claim, by=office.teacher)))
    assert (claim.status, claim.revision) == ("approved", 3)


def test_the_one_pen_refuses_with_a_word_and_frees_the_invoices(office):
    claim = decide(signed_by_three(office, submitted(office)), verb="refuse", opinion="不属公用经费开支范围")

    assert (claim.status, claim.refusal) == ("refused", "不属公用经费开支范围")
    assert not claim.items.filter(counts=True).exists()


def test_only_before_another_signature_it_is_taken_back(office):
    claim = submitted(office)
    services.take_back_claim(claim, by=office.teacher)
    other = sign(submitted(office), office.acceptor)

    with pytest.raises(WrongState):
        services.take_back_claim(other, by=office.teacher)
    claim.refresh_from_db()
    assert claim.status == "withdrawn"


def test_only_the_handler_changes_submits_and_drops(office):
    claim = draft(office)

    for act in (services.submit_claim, services.drop_claim):
        with pytest.raises(RuleError):
            act(claim, by=office.accountant)


# --- who sees a claim -------------------------------------------------------------------------------------------------


def test_a_claim_is_seen_by_whoever_takes_part_and_by_the_money_people(office):
    claim = submitted(office)
    office.appoint("guard")
    office.appoint("buyer")

    def sees(person):
        person = User.objects.get(pk=person.pk).at(office.school)
        return Claim.objects.visible_to(person).filter(pk=claim.pk).exists()

    assert sees(office.teacher) and sees(office.accountant) and sees(office.acceptor)
    assert not sees(office.guard) and not sees(office.buyer)
    assert not Claim.objects.visible_to(staff(Office()).accountant).exists()
