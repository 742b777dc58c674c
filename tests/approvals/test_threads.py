"""Two people at the same moment, against real PostgreSQL."""

import pytest

from logistics import clock
from logistics.approvals import services
from logistics.approvals.models import Case, Decision, Ruling, Seat
from logistics.errors import WrongState
from tests.approvals.factories import Office
from tests.approvals.test_cases import scan
from tests.at_once import at_once, kinds
from tests.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_may_both_sign_give_one_outcome():
    office = Office()
    second = office.appoint("director", UserFactory())
    case = office.submit()
    services.agree(case, by=office.head)

    results = at_once(
        lambda: services.agree(case, by=office.director),
        lambda: services.refuse(case, by=second, opinion="库存足够"),
    )

    assert kinds(results) == ["Case", "WrongState"]
    assert Decision.objects.filter(seat__step__position=2).count() == 1
    assert Case.objects.get().status in ("approved", "refused")


def test_one_person_on_two_phones_signs_once():
    office = Office()
    case = office.submit()

    results = at_once(*[lambda: services.agree(case, by=office.head)] * 2)

    assert kinds(results) == ["Case", "WrongState"]
    assert Decision.objects.count() == 1


def test_withdrawing_and_signing_at_once_give_one_outcome():
    office = Office()
    case = office.submit()

    results = at_once(lambda: services.withdraw(case, by=office.teacher), lambda: services.agree(case, by=office.head))

    assert sum(isinstance(result, WrongState) for result in results) == 1
    assert (Case.objects.get().status == "withdrawn") == (Decision.objects.count() == 0)


def test_a_subject_submitted_twice_at_once_waits_once():
    office = Office()
    subject = DepartmentFactory(school=office.school)

    results = at_once(*[lambda: office.submit(subject)] * 2)

    assert kinds(results) == ["Case", "RuleError"]
    assert Case.objects.filter(status="pending").count() == 1


def test_joint_signers_at_once_approve_exactly_once():
    office = Office()
    second = office.appoint("director", UserFactory())
    services.set_route(
        office.school, kind="purchase", by=office.director,
        steps=[{"asks": "role", "roles": ["director"], "mode": "all"}],
    )  # fmt: skip
    case = office.submit()

    results = at_once(lambda: services.agree(case, by=office.director), lambda: services.agree(case, by=second))

    assert kinds(results) == ["Case", "Case"]
    assert Case.objects.get().status == "approved"


def test_handing_over_and_signing_at_once_give_one_of_the_two():
    office = Office()
    keeper = office.appoint("asset_keeper", UserFactory())
    case = office.submit()

    results = at_once(
        lambda: services.agree(case, by=office.head),
        lambda: services.hand_over(case, to=keeper, reason="出差", by=office.head),
    )

    assert kinds(results) == ["Case", "WrongState"]
    assert Decision.objects.count() + Seat.objects.exclude(handed_from=None).count() == 1


def test_the_person_and_the_stand_in_at_once_sign_once():
    office = Office()
    keeper = office.appoint("asset_keeper", UserFactory())
    today = clock.today()
    services.set_stand_in(
        office.head, school=office.school, stand_in=keeper, starts_on=today, ends_on=today, by=office.head
    )
    case = office.submit()

    results = at_once(*[lambda by=by: services.agree(case, by=by) for by in (office.head, keeper)])

    assert kinds(results) == ["Case", "WrongState"]
    assert Decision.objects.count() == 1


def test_a_meetings_decision_entered_twice_at_once_counts_once():
    office = Office()
    services.set_route(
        office.school,
        kind="purchase",
        by=office.director,
        steps=[{"asks": "meeting", "body": "party"}, {"asks": "head"}],
    )
    office.grant("accountant", "approvals.enter_ruling")
    case = office.submit()
    clerks = [office.accountant, office.director]
    files = [scan(office, clerk) for clerk in clerks]

    results = at_once(
        *[
            lambda by=by, file=file: services.enter_ruling(
                case, verb="agree", held_on=clock.today(), files=[file], attended="五人", by=by
            )
            for by, file in zip(clerks, files, strict=True)
        ]
    )

    assert kinds(results) == ["Case", "WrongState"]
    assert Ruling.objects.count() == 1
