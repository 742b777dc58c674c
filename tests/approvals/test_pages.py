from datetime import timedelta

import pytest
from django.urls import reverse

from logistics import clock
from logistics.approvals import services
from logistics.approvals.models import Case, Route
from logistics.approvals.selectors import phrases_of, plan_route, seats_waiting, wishes_of
from logistics.approvals.services import set_route
from logistics.pages.submissions import new_key
from tests.approvals.factories import Office
from tests.approvals.test_cases import scan
from tests.factories import UserFactory, user_with


def open_page(client_of, person, name, *args, **query):
    return client_of(person).get(reverse(f"approvals:{name}", args=args), query)


def send(client_of, who, name, case, **data):
    return client_of(who).post(reverse(f"approvals:{name}", args=[case.pk]), data)


def text(response):
    return response.content.decode()


def test_the_inbox_shows_what_waits_for_me_with_amount_reason_and_requester(office, client_of):
    office.submit()

    page = text(open_page(client_of, office.head, "case_list"))

    assert all(word in page for word in ("灯管二十只", "800.00", "更换损坏灯管", "教师"))
    assert "灯管二十只" not in text(open_page(client_of, office.director, "case_list"))


def test_one_tap_on_the_card_agrees_and_leads_back_to_the_inbox(office, client_of):
    case = office.submit()
    step = seats_waiting(case).get().step_id

    response = send(client_of, office.head, "case_agree", case, step=step, submission_key=new_key())

    assert response.url == reverse("approvals:case_list")
    assert case.decisions.get().person == office.head


def test_the_same_form_sent_twice_signs_once_and_shows_the_same_result(office, client_of):
    case, key = office.submit(), new_key()

    answers = [send(client_of, office.head, "case_agree", case, submission_key=key) for _attempt in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert case.decisions.count() == 1


def test_a_stale_page_is_answered_with_a_sentence_and_keeps_the_word(office, client_of):
    second = office.appoint("director", UserFactory(name="第二主任"))
    case = office.submit()
    services.agree(case, by=office.head)
    services.send_back(case, by=second, opinion="补规格")

    page = text(send(client_of, office.director, "case_agree", case, opinion="同意采购"))

    assert "这条记录的状态已经变化，请查看最新状态后再操作。" in page
    assert "同意采购" in page


def test_sending_back_without_a_word_is_refused_on_the_form(office, client_of):
    case = office.submit()

    response = send(client_of, office.head, "case_return", case, opinion="")

    assert response.status_code == 200
    assert Case.objects.get(pk=case.pk).status == "pending"


@pytest.mark.parametrize(("name", "status"), [("case_return", "returned"), ("case_refuse", "refused")])
def test_sending_back_and_refusing_take_their_word(office, client_of, name, status):
    case = office.submit()

    send(client_of, office.head, name, case, opinion="库存足够")

    case.refresh_from_db()
    assert (case.status, case.decisions.get().opinion) == (status, "库存足够")


def test_the_requester_withdraws_and_urges_on_the_case_page(office, client_of):
    case = office.submit()
    page = text(open_page(client_of, office.teacher, "case_detail", case.pk))

    send(client_of, office.teacher, "case_urge", case)
    send(client_of, office.teacher, "case_withdraw", case)

    assert reverse("approvals:case_urge", args=[case.pk]) in page
    assert (case.urges.count(), Case.objects.get(pk=case.pk).status) == (1, "withdrawn")


def test_the_office_enters_a_paper_signature_and_the_card_says_so(office, client_of):
    office.grant("accountant", "approvals.enter_paper", "approvals.view_case")
    case = office.submit()

    send(
        client_of, office.accountant, "case_on_paper", case, person=office.head.pk, verb="agree", opinion="同意",
        signed_on=clock.today().isoformat(), scans=[scan(office, office.accountant)],
    )  # fmt: skip

    assert "线下签批" in text(open_page(client_of, office.teacher, "case_detail", case.pk))
    assert case.decisions.get().on_paper


def test_entering_paper_takes_the_permission(office, client_of):
    case = office.submit()

    assert send(client_of, office.head, "case_on_paper", case).status_code == 403


@pytest.mark.parametrize("name", ["case_detail", "case_agree", "case_return", "case_withdraw", "case_on_paper"])
def test_a_case_is_out_of_sight_for_a_stranger(office, client_of, name):
    case = office.submit()
    stranger = user_with("approvals.view_case", "approvals.enter_paper", "approvals.take_part")

    assert open_page(client_of, stranger, name, case.pk).status_code == 404


def test_small_items_are_signed_several_at_a_time_each_as_its_own_decision(office, client_of):
    small = [office.submit(amount="80", title=f"小额{number}") for number in range(3)]
    large = office.submit(amount="500")
    url = reverse("approvals:case_batch")
    page = text(client_of(office.head).get(url))

    client_of(office.head).post(url, {"pk": [small[0].pk, small[1].pk, large.pk], "opinion": "同意"})

    assert "小额2" in page and "灯管二十只" not in page
    assert [case.decisions.count() for case in (*small, large)] == [1, 1, 0, 0]


def test_ticking_nothing_says_what_to_do(office, client_of):
    office.submit(amount="80")

    assert "请至少勾选一项" in text(client_of(office.head).post(reverse("approvals:case_batch"), {}))


def test_what_has_waited_two_days_is_flagged(office, client_of):
    with clock.set_to(clock.now() - timedelta(days=2)):
        office.submit()

    assert "已等 2 天" in text(open_page(client_of, office.head, "case_list"))


def test_what_waits_is_the_first_thing_at_home_and_counted_in_the_menu(office, client_of):
    office.grant("head", "approvals.take_part")
    office.submit()

    page = text(client_of(office.head).get("/"))

    assert page.count("灯管二十只") == 1
    assert "count-badge" in page


def test_the_inbox_asks_as_many_queries_for_ten_cards_as_for_one(office, client_of, django_assert_max_num_queries):
    for number in range(10):
        office.submit(title=f"第{number}项")
    client = client_of(office.head)
    client.get(reverse("approvals:case_list"))

    with django_assert_max_num_queries(32):
        client.get(reverse("approvals:case_list"))


def test_what_i_asked_and_what_i_signed_stand_under_their_tabs(office, client_of):
    case = office.submit()
    services.agree(case, by=office.head)

    assert "灯管二十只" in text(open_page(client_of, office.teacher, "case_asked"))
    assert "灯管二十只" in text(open_page(client_of, office.head, "case_decided"))
    assert "灯管二十只" not in text(open_page(client_of, office.accountant, "case_decided"))


# --- phrases, routes, wishes ------------------------------------------------------------------------------------------


def test_a_person_keeps_own_phrases_and_gets_the_shipped_ones_back(office, client_of):
    url = reverse("approvals:phrases")
    client_of(office.head).post(url, {"phrases": "准。\n\n 请核价 \n准。"})

    assert phrases_of(office.head) == ["准。", "请核价"]
    client_of(office.head).post(url, {"phrases": ""})
    assert phrases_of(office.head)[1] == "同意，请按规定采购。"


def route_rows(*rows):
    data = {"steps-TOTAL_FORMS": len(rows), "steps-INITIAL_FORMS": 0, "valid_from": clock.today().isoformat()}
    for number, row in enumerate(rows):
        data |= {f"steps-{number}-{name}": value for name, value in row.items()}
    return data


def test_the_director_sets_a_route_and_the_preview_draws_it(office, client_of):
    office.grant("director", "approvals.manage_route")
    client = client_of(office.director)

    client.post(
        reverse("approvals:route_change", args=["purchase"]),
        route_rows(
            {"who": "head:", "mode": "any", "min_amount": "0"},
            {"who": "", "duty": "空行"},
            {"who": "role:director", "or_who": "role:accountant", "duty": "核价", "mode": "all", "min_amount": "0"},
            {"who": "role:principal", "mode": "any", "min_amount": "1000"},
        ),
    )

    page = text(
        client.get(
            reverse("approvals:route_list"),
            {"amount": "1200", "by": office.teacher.pk, "department": office.department.pk},
        )
    )
    assert "这张 1,200.00 元的申请将经过：部门负责人 → 总务主任/会计 → 校长" in page


def test_a_route_whose_every_step_has_a_limit_is_refused(office, client_of):
    office.grant("director", "approvals.manage_route")

    response = client_of(office.director).post(
        reverse("approvals:route_change", args=["purchase"]),
        route_rows({"who": "role:principal", "mode": "any", "min_amount": "1000"}),
    )

    assert "从 0 元起适用" in text(response)
    assert Route.objects.count() == 0


def test_a_route_of_the_past_is_refused(office, client_of):
    office.grant("director", "approvals.manage_route")
    rows = route_rows({"who": "role:principal", "mode": "any", "min_amount": "0"})
    rows["valid_from"] = (clock.today() - timedelta(days=1)).isoformat()

    response = client_of(office.director).post(reverse("approvals:route_change", args=["purchase"]), rows)

    assert "今天或以后" in text(response)


def test_a_new_route_ends_the_one_before_it_the_day_before(office):
    steps = [{"asks": "role", "roles": ["principal"]}]
    first = set_route(office.school, kind="purchase", by=office.director, steps=steps)
    set_route(
        office.school, kind="purchase", by=office.director, steps=steps, valid_from=clock.today() + timedelta(days=10)
    )

    first.refresh_from_db()
    assert first.valid_to == clock.today() + timedelta(days=9)


@pytest.mark.parametrize("name", ["route_list", "wishes"])
def test_routes_are_set_by_those_with_the_permission(office, client_of, name):
    assert open_page(client_of, office.teacher, name).status_code == 403


def test_an_unknown_kind_of_route_is_not_found(office, client_of):
    office.grant("director", "approvals.manage_route")

    assert open_page(client_of, office.director, "route_change", "nothing").status_code == 404


def test_the_school_names_who_approves_the_principals_requests(office, client_of):
    office.grant("director", "approvals.manage_route")
    secretary = office.appoint("party_secretary")
    client = client_of(office.director)
    stranger = Office().director

    refused = client.post(
        reverse("approvals:wishes"),
        {"principal_request_to": stranger.pk, "small_amount": "300", "flag_after_days": "3"},
    )
    client.post(
        reverse("approvals:wishes"),
        {"principal_request_to": secretary.pk, "small_amount": "300", "flag_after_days": "3"},
    )

    assert refused.status_code == 200
    assert wishes_of(office.school).principal_request_to == secretary
    assert plan_route(office.school, "purchase", 800, by=office.principal, department=office.department).is_whole
