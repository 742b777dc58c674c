"""Standing in at the seats of a claim: shown as 代, three different people still, and nobody on two sides."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from finance.hooks.claims import tasks
from finance.models import Claim, ClaimSignature
from finance.panels.claims import seat_rows
from finance.selectors.claims import people_asked
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of, seats_waiting
from logistics.errors import RuleError
from logistics.history.models import Event
from logistics.people.models import User
from tests.factories import CampusFactory, UserFactory
from tests.finance.claim_factories import bought, decide, sign, signed_by_three, staff, submitted
from tests.finance.factories import accept, approve, ask, order


@pytest.fixture(autouse=True)
def at_work(office):
    staff(office)


@pytest.fixture
def guard(office):
    """Somebody of one campus who may neither make nor sign a claim of their own right."""
    return office.appoint("guard", UserFactory(name="门卫老于"), campus=CampusFactory(school=office.school))


def stand_in(office, stand_in, *, for_, days=0):
    return approvals.set_stand_in(
        for_, school=office.school, stand_in=stand_in, starts_on=clock.today() + timedelta(days=days),
        ends_on=clock.today() + timedelta(days=days), by=for_,
    )  # fmt: skip


def fresh(office, person):
    """The person as a new request sees them."""
    return User.objects.get(pk=person.pk).at(office.school)


def waiting(office, person):
    return [record for waits in tasks(fresh(office, person)) for record in waits.rows if isinstance(record, Claim)]


@pytest.mark.parametrize("seat", ["acceptor", "reviewer"])
def test_a_stand_in_signs_for_whoever_is_away_and_is_shown_as_such(office, guard, seat):
    claim, away = submitted(office), office.acceptor if seat == "acceptor" else office.accountant
    if seat == "reviewer":
        sign(claim, office.acceptor)
    stand_in(office, guard, for_=away)

    sign(claim, guard)

    signature = claim.signatures.get(seat=seat)
    assert (signature.signer, signature.stands_for) == (guard, away)
    assert f"门卫老于（代{away.name}）" in [row.name for row in seat_rows(claim)]
    assert f"代{away.name}" in Event.objects.about(claim).filter(verb="signed").first().details["text"]


def test_before_and_after_the_absence_the_stand_in_signs_nothing(office, guard):
    claim = submitted(office)
    stand_in(office, guard, for_=office.acceptor, days=1)

    with pytest.raises(RuleError):
        sign(claim, guard)
    with clock.set_to(clock.now() + timedelta(days=2)), pytest.raises(RuleError):
        sign(claim, guard)


def test_whoever_is_away_may_still_sign(office, guard):
    claim = submitted(office)
    stand_in(office, guard, for_=office.acceptor)

    sign(claim, office.acceptor)

    assert claim.signatures.get(seat="acceptor").stands_for is None


def test_a_stand_in_who_may_sign_anyway_signs_in_the_own_name(office):
    office.grant("accountant", "finance.sign_acceptance")
    claim = submitted(office)
    stand_in(office, office.accountant, for_=office.acceptor)

    sign(claim, office.accountant)

    assert claim.signatures.get(seat="acceptor").stands_for is None


def test_a_stand_in_who_handles_the_claim_is_refused_and_the_second_signs(office):
    stand_in(office, office.teacher, for_=office.acceptor)
    absence = approvals.set_stand_in(
        office.accountant, school=office.school, stand_in=office.teacher, starts_on=clock.today(),
        ends_on=clock.today(), by=office.accountant,
    )  # fmt: skip
    claim = submitted(office)

    with pytest.raises(RuleError, match="经手"):
        sign(claim, office.teacher)
    sign(claim, office.acceptor)
    sign(claim, absence.second.at(office.school))

    assert claim.signatures.get(seat="reviewer").stands_for == office.accountant


def test_a_second_signs_for_nobody_but_the_stand_in(office):
    """Who signs what the stand-in asked for has no say about the claims of others."""
    absence = stand_in(office, office.head, for_=office.accountant)
    claim = sign(submitted(office), office.acceptor)

    with pytest.raises(RuleError):
        sign(claim, absence.second.at(office.school))
    assert waiting(office, absence.second) == []


def test_nobody_signs_two_seats_not_even_as_a_stand_in(office):
    stand_in(office, office.acceptor, for_=office.accountant)
    claim = sign(submitted(office), office.acceptor)

    with pytest.raises(RuleError, match="三人|three"):
        sign(claim, office.acceptor)


def test_whose_stand_in_has_signed_signs_no_further_seat_and_is_stood_in_for_at_none(office, guard):
    office.grant("acceptor", "finance.review_claim")
    absence = stand_in(office, guard, for_=office.acceptor)
    claim = sign(submitted(office), guard)

    with pytest.raises(RuleError):
        sign(claim, office.acceptor)
    approvals.end_stand_in(absence, by=office.acceptor)
    stand_in(office, office.cashier, for_=office.acceptor)
    with pytest.raises(RuleError):
        sign(claim, office.cashier)


@pytest.mark.parametrize(
    "facts", [{"signer": "guard", "stands_for": "teacher"}, {"signer": "acceptor", "stands_for": None}, {"signer": "cashier", "stands_for": "acceptor"}]
)  # fmt: skip
def test_the_database_lets_nobody_have_two_seats(office, guard, facts):
    stand_in(office, guard, for_=office.acceptor)
    claim = sign(submitted(office), guard)
    facts = {name: getattr(office, who) if who else None for name, who in facts.items()}

    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        ClaimSignature.objects.create(claim=claim, revision=1, seat="reviewer", at=clock.now(), **facts)


def test_the_database_knows_no_stand_in_of_the_handler(office, guard):
    claim = submitted(office)
    facts = {"claim": claim, "revision": 1, "at": clock.now()}

    with pytest.raises(IntegrityError, match="another_person_than_its_handler"), transaction.atomic():
        ClaimSignature.objects.create(seat="acceptor", signer=guard, stands_for=guard, **facts)


def test_who_gives_the_last_approval_is_not_stood_in_for_before(office, guard):
    office.grant("principal", "finance.sign_acceptance")
    claim = submitted(office)
    stand_in(office, guard, for_=office.principal)

    with pytest.raises(RuleError, match="最后"):
        sign(claim, guard)


def test_whose_stand_in_has_signed_does_not_give_the_last_approval(office, guard):
    stand_in(office, guard, for_=office.accountant)
    claim = sign(submitted(office), office.acceptor)
    claim = sign(claim, guard)
    case = case_of(claim)
    approvals.hand_over(case, to=office.accountant, reason="出差", by=seats_waiting(case).first().person)

    with pytest.raises(RuleError, match="另一"):
        decide(claim, by=office.accountant)


def test_a_claim_signed_by_stand_ins_is_whole(office, guard):
    stand_in(office, guard, for_=office.accountant)
    claim = decide(sign(sign(submitted(office), office.acceptor), guard))

    assert claim.status == "approved"
    assert not Claim.objects.lacking_signatures().exists()


# --- who sees it and is told ------------------------------------------------------------------------------------------


def test_a_stand_in_sees_the_claim_and_finds_it_among_the_things_to_do(office, guard, client_of):
    claim = submitted(office)
    assert claim not in Claim.objects.visible_to(fresh(office, guard))
    stand_in(office, guard, for_=office.acceptor)

    assert claim in Claim.objects.visible_to(fresh(office, guard))
    assert waiting(office, guard) == [claim]
    record, page = (
        client_of(guard).get(reverse(f"finance:claim_{name}", args=[claim.pk])) for name in ("detail", "sign")
    )
    assert (record.status_code, page.status_code) == (200, 200)
    assert f"代{office.acceptor.name}" in page.content.decode()
    assert guard in people_asked(claim, "acceptor")


def test_after_signing_the_stand_in_still_sees_what_was_signed(office, guard):
    absence = stand_in(office, guard, for_=office.acceptor)
    claim = sign(submitted(office), guard)
    approvals.end_stand_in(absence, by=office.acceptor)

    for person in (guard, office.acceptor):
        assert claim in Claim.objects.visible_to(fresh(office, person))
    assert waiting(office, guard) == []


def test_a_stand_in_of_somebody_who_signs_no_claims_sees_none(office, guard):
    submitted(office)
    stand_in(office, guard, for_=office.head)

    assert not Claim.objects.visible_to(fresh(office, guard)).exists()
    assert waiting(office, guard) == []


def test_of_goods_those_who_accepted_them_are_asked_and_nobody_else(office):
    request = approve(ask(office))
    placed = order(office, request)
    accept(office, placed)
    request.refresh_from_db()
    claim = submitted(office, purchase=request, by=office.director)

    assert waiting(office, office.acceptor) == []
    assert [waiting(office, person) for person in (office.head, office.teacher)] == [[claim], [claim]]
    assert claim in Claim.objects.visible_to(fresh(office, office.head))
    sign(claim, office.head)
    assert waiting(office, office.accountant) == [claim]


def test_a_purchase_bought_without_an_order_is_asked_of_the_acceptor(office):
    claim = submitted(office, purchase=bought(office))

    assert waiting(office, office.acceptor) == [claim]
    assert signed_by_three(office, claim).status == "pending"
