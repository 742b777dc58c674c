from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from finance import services
from finance.models import AvoidedPurchase
from finance.statements.avoided import duplicates_avoided
from logistics import clock, hooks
from logistics.approvals.selectors import case_of, seats_waiting
from logistics.errors import RuleError, WrongState
from logistics.reports.periods import Period, Scope
from tests.factories import user_with
from tests.finance.factories import approve, ask, draft, line, sign

pytestmark = pytest.mark.usefixtures("september")

INSTEAD = "库房闲置灯管 30 支"


def use(request, by):
    return services.use_what_is_there(request, instead=INSTEAD, by=by)


def signer_of(request):
    return seats_waiting(case_of(request)).first().person


def test_a_draft_is_given_up_and_counts(office):
    request = draft(office)

    avoided = use(request, office.teacher)

    request.refresh_from_db()
    assert (request.status, avoided.amount, avoided.instead) == ("withdrawn", Decimal("370.00"), INSTEAD)


def test_a_request_nobody_signed_is_taken_back(office):
    request = ask(office)

    use(request, office.teacher)

    request.refresh_from_db()
    assert (request.status, case_of(request).status) == ("withdrawn", "withdrawn")


def test_a_signer_refuses_with_the_same_words(office):
    request = ask(office)
    signer = signer_of(request)

    avoided = use(request, signer)

    request.refresh_from_db()
    assert (request.status, avoided.by) == ("refused", signer)
    assert INSTEAD in case_of(request).decisions.get().opinion


def test_once_it_is_signed_whoever_asked_may_not(office):
    request = ask(office, line(quantity="400"))
    sign(request)

    with pytest.raises((RuleError, WrongState)):
        use(request, office.teacher)
    assert AvoidedPurchase.objects.count() == 0


def test_an_approved_or_ended_request_is_not_avoided(office):
    approved, ended = approve(ask(office)), draft(office)
    use(ended, office.teacher)

    for request in (approved, ended):
        with pytest.raises(WrongState):
            use(request, office.teacher)


def test_nobody_else_ends_a_request(office):
    request = ask(office)

    with pytest.raises((RuleError, WrongState)):
        use(request, office.accountant)
    assert AvoidedPurchase.objects.count() == 0


def test_what_is_used_instead_is_said(office):
    with pytest.raises(RuleError) as refused:
        services.use_what_is_there(draft(office), instead=" ", by=office.teacher)

    assert refused.value.field == "instead"


def test_the_database_keeps_what_was_avoided(office):
    avoided = use(draft(office), office.teacher)
    copy = {name: getattr(avoided, name) for name in ("on", "by", "at")}

    with pytest.raises(IntegrityError, match="says_what_is_used"), transaction.atomic():
        AvoidedPurchase.objects.create(request=draft(office), instead="", amount=1, **copy)
    with pytest.raises(IntegrityError, match="saves_something"), transaction.atomic():
        AvoidedPurchase.objects.create(request=draft(office), instead="x", amount=-1, **copy)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        AvoidedPurchase.objects.update(amount=1)


# --- the page ---------------------------------------------------------------------------------------------------------


def page_of(request):
    return reverse("finance:purchase_use_existing", args=[request.pk])


@pytest.fixture
def idle(monkeypatch):
    """Twelve tubes lie in the store."""
    there = lambda school, names: [hooks.OnHand(name, "库房 12 支") for name in names]  # noqa: E731
    monkeypatch.setattr(hooks.on_hand, "_entries", [(1, 0, there)])


def test_whoever_asked_ends_it_with_one_tap_filled_in_from_what_is_there(office, idle, client_of):
    office.grant("teacher", "finance.ask_purchase")
    request, browser = draft(office), client_of(office.teacher)
    shown = browser.get(page_of(request)).context["form"]["instead"].value()

    page = browser.post(page_of(request), {"instead": shown}, follow=True)

    assert shown == "LED灯管（库房 12 支）"
    assert AvoidedPurchase.objects.get().instead == shown
    assert "节约 370.00 元" in page.content.decode()


def test_it_is_offered_to_whoever_may_and_nobody_else(office, client_of):
    office.grant("teacher", "finance.ask_purchase")
    request = ask(office)
    url = page_of(request)
    seeing = user_with("finance.view_purchaserequest", "finance.ask_purchase", school=office.school)

    def offered(person):
        return url in client_of(person).get(request.get_absolute_url()).content.decode()

    assert offered(office.teacher) and offered(signer_of(request))
    assert not offered(seeing)
    assert client_of(user_with("finance.ask_purchase")).get(url).status_code == 404
    sent = client_of(seeing).post(url, {"instead": INSTEAD})
    assert sent.status_code == 200
    assert AvoidedPurchase.objects.count() == 0


# --- the summary ------------------------------------------------------------------------------------------------------


def test_the_summary_counts_what_was_avoided_and_lists_it(office):
    today = clock.today()
    period = Period(today - timedelta(days=30), today, "近期")
    empty = duplicates_avoided(office.school, period, Scope())
    assert not empty.sentences[0].stands
    first, second = use(draft(office), office.teacher), use(ask(office), office.teacher)
    draft(office)

    statement = duplicates_avoided(office.school, period, Scope())

    figures = statement.all_figures()
    assert (figures["avoided"].value, figures["saved"].value) == (2, Decimal("740.00"))
    assert set(figures["avoided"].rows) == {first, second}
    earlier = Period(today - timedelta(days=60), today - timedelta(days=31), "此前")
    assert duplicates_avoided(office.school, earlier, Scope()).all_figures()["avoided"].value == 0
