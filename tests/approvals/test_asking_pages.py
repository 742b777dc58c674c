"""The pages of handing over, adding, copying, cutting, standing in, and of what bodies decide."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from logistics import clock, hooks
from logistics.approvals import services
from logistics.approvals.models import Absence, Case, Ruling
from logistics.approvals.selectors import approved_lines, seats_waiting
from tests.approvals.test_cases import scan
from tests.approvals.test_pages import open_page, send, text
from tests.factories import UserFactory


@pytest.fixture
def keeper(office):
    return office.appoint("asset_keeper", UserFactory(name="保管员老赵"))


def page_of(client_of, person, case):
    return text(open_page(client_of, person, "case_detail", case.pk))


def test_whoever_signs_finds_the_further_moves_under_more(office, client_of):
    case = office.submit()

    page = page_of(client_of, office.head, case)

    assert all(f"/{case.pk}/{move}/" in page for move in ("hand-over", "add-signer", "copy"))
    assert f"/{case.pk}/hand-over/" not in page_of(client_of, office.teacher, case)


def test_handing_over_is_shown_on_the_card_with_its_reason(office, client_of, keeper):
    case = office.submit()

    send(client_of, office.head, "case_hand_over", case, to=keeper.pk, reason="出差")

    assert "部门负责人转办给保管员老赵：出差" in page_of(client_of, office.teacher, case)


def test_the_requester_cannot_even_be_chosen(office, client_of):
    case = office.submit()

    response = send(client_of, office.head, "case_hand_over", case, to=office.teacher.pk, reason="出差")

    assert response.status_code == 200
    assert seats_waiting(case).get().person == office.head


def test_a_signer_is_added_on_the_page(office, client_of, keeper):
    case = office.submit()

    send(client_of, office.head, "case_add_signer", case, person=keeper.pk, where="before", reason="核库存")

    assert "部门负责人加签：核库存" in page_of(client_of, office.teacher, case)
    assert "灯管二十只" in text(open_page(client_of, keeper, "case_list"))


def test_a_copy_stands_under_its_tab_without_buttons(office, client_of, keeper):
    case = office.submit()

    send(client_of, office.head, "case_copy", case, people=[keeper.pk])

    assert "灯管二十只" in text(open_page(client_of, keeper, "case_copied"))
    assert f"/{case.pk}/agree/" not in page_of(client_of, keeper, case)


def test_lines_are_cut_on_the_page_and_later_signers_see_it(office, client_of, monkeypatch):
    lines = [hooks.ApprovalLine("1", "灯管", Decimal(20), "支", Decimal(600))]
    monkeypatch.setitem(hooks.approval_lines._functions, "school.department", lambda subject: lines)
    case = office.submit(amount="600")
    assert "现为 20 支，600.00 元" in text(open_page(client_of, office.head, "case_cut", case.pk))

    send(client_of, office.head, "case_cut", case, **{"quantity-1": "12", "reason": "库存还有"})
    services.agree(case, by=office.head)

    page = page_of(client_of, office.director, case)
    assert approved_lines(case) == {"1": Decimal(12)}
    assert "灯管 20 → 12 支" in page and "360.00" in page


@pytest.mark.parametrize("quantity", ["21", "-1", "abc", "", "1e400", "NaN"])
def test_a_quantity_that_does_not_fit_is_refused_on_the_page(office, client_of, monkeypatch, quantity):
    lines = [hooks.ApprovalLine("1", "灯管", Decimal(20), "支", Decimal(600))]
    monkeypatch.setitem(hooks.approval_lines._functions, "school.department", lambda subject: lines)
    case = office.submit(amount="600")

    response = send(client_of, office.head, "case_cut", case, **{"quantity-1": quantity, "reason": "库存还有"})

    assert (response.status_code, approved_lines(case)) == (200, {})


def test_a_person_names_a_stand_in_who_then_signs_with_the_card_saying_for_whom(office, client_of, keeper):
    for role in ("head", "asset_keeper"):
        office.grant(role, "approvals.take_part")
    today = clock.today().isoformat()
    client_of(office.head).post(
        reverse("approvals:absence_create"),
        {"person": office.head.pk, "stand_in": keeper.pk, "starts_on": today, "ends_on": today, "reason": "培训"},
    )
    case = office.submit()

    assert "您正在代部门负责人签批" in page_of(client_of, keeper, case)
    assert "保管员老赵 代 部门负责人" in text(open_page(client_of, office.head, "absence_list"))
    send(client_of, keeper, "case_agree", case)
    assert "保管员老赵（代部门负责人）" in page_of(client_of, office.teacher, case)


def test_only_the_office_names_a_stand_in_for_others(office, client_of, keeper):
    office.grant("head", "approvals.take_part")
    office.grant("director", "approvals.take_part", "approvals.set_stand_in")
    today = clock.today().isoformat()
    facts = {"person": office.accountant.pk, "stand_in": keeper.pk, "starts_on": today, "ends_on": today}

    refused = client_of(office.head).post(reverse("approvals:absence_create"), facts)
    client_of(office.director).post(reverse("approvals:absence_create"), facts)

    assert refused.status_code == 200
    assert Absence.objects.get().set_by == office.director


def test_standing_in_is_ended_by_the_person_and_not_by_the_stand_in(office, client_of, keeper):
    for role in ("head", "asset_keeper"):
        office.grant(role, "approvals.take_part")
    today = clock.today()
    absence = services.set_stand_in(
        office.head, school=office.school, stand_in=keeper, starts_on=today, ends_on=today + timedelta(days=2),
        by=office.head,
    )  # fmt: skip

    send(client_of, keeper, "absence_end", absence)
    absence.refresh_from_db()
    assert absence.called_off_on is None

    send(client_of, office.head, "absence_end", absence)
    absence.refresh_from_db()
    assert absence.called_off_on == today


def test_the_office_enters_a_meetings_decision_and_the_card_shows_it(office, client_of):
    office.grant("accountant", "approvals.enter_ruling", "approvals.view_case", "approvals.take_part")
    services.set_route(
        office.school, kind="purchase", by=office.director, steps=[{"asks": "meeting", "body": "administration"}]
    )
    case = office.submit()
    assert "灯管二十只" in text(open_page(client_of, office.accountant, "case_rulings"))

    send(
        client_of, office.accountant, "case_rule", case, verb="agree", held_on=clock.today().isoformat(),
        attended="行政会成员 7 人", opinion="同意", files=[scan(office, office.accountant)],
    )  # fmt: skip

    page = page_of(client_of, office.teacher, case)
    assert "行政会成员 7 人" in page and "scan.pdf" in page
    assert Case.objects.get(pk=case.pk).status == "approved"


def test_entering_decisions_takes_the_permission_and_another_person_than_the_requester(office, client_of):
    office.grant("teacher", "approvals.enter_ruling")
    office.grant("accountant", "approvals.enter_ruling")
    services.set_route(
        office.school, kind="purchase", by=office.director, steps=[{"asks": "meeting", "body": "administration"}]
    )
    case = office.submit()
    facts = {
        "verb": "agree", "held_on": clock.today().isoformat(), "attended": "7 人", "opinion": "同意",
        "files": [scan(office, office.teacher)],
    }  # fmt: skip

    assert send(client_of, office.director, "case_rule", case, **facts).status_code in (403, 404)
    assert send(client_of, office.teacher, "case_rule", case, **facts).status_code == 200
    assert Ruling.objects.count() == 0
