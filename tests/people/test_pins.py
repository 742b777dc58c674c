"""On a device of several people, signing asks for the four digits; at one's own it does not."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from finance.models import Acceptance, AvoidedPurchase
from finance.services import make_books
from logistics import clock
from logistics.errors import RuleError
from logistics.people.pins import MOST_TRIES, require_pin
from logistics.people.services import set_pin
from tests.approvals.factories import Office
from tests.factories import TermFactory, UserFactory
from tests.finance.factories import approve, ask, deliver, order

PIN = "2580"


@pytest.fixture
def office(db):
    cache.clear()
    office = Office()
    make_books(office.school)
    office.grant("head", "approvals.take_part")
    set_pin(office.head, pin=PIN, by=office.head)
    return office


@pytest.fixture
def shared(office, client_of):
    """The head of the department, signed in where others sign in too."""
    client = client_of(office.head)
    session = client.session
    session.set_expiry(0)
    session.save()
    return client


def agree_url(case):
    return reverse("approvals:case_agree", args=[case.pk])


def test_on_a_shared_device_a_decision_takes_the_pin(office, shared):
    case = office.submit()

    without = shared.post(agree_url(case), {"opinion": "同意"})
    wrong = shared.post(agree_url(case), {"opinion": "同意", "pin": "1111"})
    before = case.decisions.count()
    shared.post(agree_url(case), {"opinion": "同意", "pin": PIN})

    assert "pin" in without.context["form"].errors
    assert "pin" in wrong.context["form"].errors
    assert (before, case.decisions.count()) == (0, 1)


def test_at_ones_own_device_nobody_is_asked(office, client_of):
    case = office.submit()
    client = client_of(office.head)

    form = client.get(agree_url(case)).context["form"]
    client.post(agree_url(case), {"opinion": "同意"})

    assert "pin" not in form.fields
    assert case.decisions.count() == 1


def test_refusing_because_the_thing_is_there_takes_it_too(office, shared):
    url = reverse("finance:purchase_use_existing", args=[ask(office).pk])
    sent = {"instead": "库房旧灯管"}

    without = shared.post(url, sent)
    before = AvoidedPurchase.objects.count()
    shared.post(url, {**sent, "pin": PIN})

    assert "pin" in without.context["form"].errors
    assert (before, AvoidedPurchase.objects.count()) == (0, 1)


def test_several_small_items_at_once_take_it_too(office, shared):
    case = office.submit(amount="90")
    url = reverse("approvals:case_batch")

    page = shared.get(url).content.decode()
    shared.post(url, {"pk": case.pk, "pin": "1111"})
    before = case.decisions.count()
    shared.post(url, {"pk": case.pk, "pin": PIN})

    assert 'name="pin"' in page
    assert (before, case.decisions.count()) == (0, 1)


def test_after_five_wrong_tries_even_the_right_one_waits(office):
    for _try in range(MOST_TRIES):
        with pytest.raises(RuleError):
            require_pin(office.head, "0000")

    with pytest.raises(RuleError):
        require_pin(office.head, PIN)


def test_who_has_no_pin_is_told_to_set_one(db):
    with pytest.raises(RuleError) as refused:
        require_pin(UserFactory(), "")

    assert refused.value.field == "pin"


@pytest.fixture
def delivery(office):
    """A delivery that the head of the department is to sign, and an order of which more may come."""
    office.grant("head", "finance.ask_purchase", "finance.accept_goods", "finance.view_purchase")
    today = clock.today()
    TermFactory(
        school=office.school, school_year=today.year, starts_on=date(today.year, 1, 2), ends_on=date(today.year, 12, 30),
        covers_from=date(today.year, 1, 1), covers_to=date(today.year, 12, 31),
    )  # fmt: skip
    return deliver(office, order(office, approve(ask(office))), delivered={"LED灯管": "8"})


def test_on_a_shared_device_a_delivery_is_signed_with_the_pin(delivery, shared):
    url = reverse("finance:acceptance_sign", args=[delivery.pk])

    without = shared.post(url)
    shared.post(url, {"pin": "1111"})
    before = delivery.seats.filter(signed_at=None).count()
    shared.post(url, {"pin": PIN})

    assert "pin" in without.context["form"].errors
    assert (before, delivery.seats.filter(signed_at=None).count()) == (1, 0)


def test_on_a_shared_device_a_delivery_is_sent_back_with_the_pin(delivery, shared):
    url = reverse("finance:acceptance_return", args=[delivery.pk])

    shared.post(url, {"reason": "少两支", "pin": "1111"})
    before = Acceptance.objects.get(pk=delivery.pk).status
    shared.post(url, {"reason": "少两支", "pin": PIN})

    assert (before, Acceptance.objects.get(pk=delivery.pk).status) == ("waiting", "returned")


def test_on_a_shared_device_a_delivery_is_written_down_with_the_pin(office, delivery, shared):
    url = reverse("finance:acceptance_create", args=[delivery.order_id])
    line = delivery.order.lines.get()
    sent = {
        f"lines-{line.pk}-delivered": "2", "looked_at": "appearance", "signers": office.teacher.pk,
        "on": clock.today().isoformat(),
    }  # fmt: skip

    page = shared.get(url).content.decode()
    shared.post(url, {**sent, "pin": "1111"})
    before = Acceptance.objects.count()
    shared.post(url, {**sent, "pin": PIN})

    assert 'name="pin"' in page
    assert (before, Acceptance.objects.count()) == (1, 2)
