"""The server's side of drafts: what a script is told, and what is filled in again after signing in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from logistics import clock
from logistics.pages import kept
from logistics.pages.forms import SchoolForm
from logistics.school.models import Campus
from tests.factories import UserFactory, user_with

pytestmark = pytest.mark.django_db

MINE = {"Origin": "http://testserver"}
OTHER_SITE = {"Origin": "http://elsewhere.example"}
CAMPUS = {"name": "西校区", "kind": "campus", "submission_key": "the-key"}


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def person():
    return user_with("school.manage_school")


@pytest.fixture
def page():
    return reverse("school:campus_create")


def owner_of(person):
    return f"{person.pk}-{person.active_school.pk}"


def sign_in(client, person, page):
    signed = client.post(reverse("people:sign_in"), {"username": person.username, "password": "password", "next": page})
    assert signed["Location"] == page


# --- what the script is told ------------------------------------------------------------------------------------------


def test_a_draft_that_was_done_is_told_where_its_result_stands(client_of, person, page):
    response = client_of(person).post(page, CAMPUS, headers={"X-Draft": owner_of(person)})

    assert response.json()["why"] == "sent"
    assert Campus.objects.filter(name="西校区").count() == 1
    assert response["X-Draft"] == "1"


def test_a_draft_with_a_mistake_gets_its_form_back(client_of, person, page):
    response = client_of(person).post(page, {**CAMPUS, "name": ""}, headers={"X-Draft": owner_of(person)})

    assert response["Content-Type"].startswith("text/html")
    assert 'value="the-key"' in response.content.decode()
    assert response["X-Draft"] == "1"


def test_a_draft_after_the_session_ended_reaches_no_view(person, page):
    response = Client().post(page, CAMPUS, headers={"X-Draft": owner_of(person)})

    assert response.json() == {"why": "sign-in", "url": reverse("people:sign_in")}


def test_a_draft_of_one_person_is_not_sent_as_another(client_of, person, page):
    colleague = user_with("school.manage_school", school=person.active_school)

    response = client_of(colleague).post(page, CAMPUS, headers={"X-Draft": owner_of(person)})

    assert response.json() == {"why": "other-person"}
    assert not Campus.objects.filter(name="西校区").exists()


def test_a_draft_for_one_school_is_not_sent_to_another(client_of, person, page):
    response = client_of(person).post(page, CAMPUS, headers={"X-Draft": f"{person.pk}-0"})

    assert response.json() == {"why": "other-person"}


def test_a_stale_token_is_answered_with_a_new_one_that_works(client_of, person, page):
    client = client_of(person, enforce_csrf_checks=True)
    draft = {"X-Draft": owner_of(person)}

    stale = client.post(page, CAMPUS, headers=draft).json()
    again = client.post(page, CAMPUS, headers={**draft, "X-CSRFToken": stale["csrf"]}).json()

    assert (stale["why"], again["why"]) == ("stale", "sent")


def test_the_page_says_whose_drafts_it_keeps_and_on_what_device(client_of, person, page):
    own, shared = client_of(person), client_of(person)
    session = shared.session
    session.set_expiry(0)
    session.save()

    assert f'data-draft-owner="{owner_of(person)}"' in own.get(page).content.decode()
    assert "data-shared-device" not in own.get(page).content.decode()
    assert "data-shared-device" in shared.get(page).content.decode()


def test_no_draft_is_kept_of_a_pin(client_of, person):
    assert 'data-draft="off"' in client_of(person).get(reverse("people:set_pin")).content.decode()
    assert 'data-draft="off"' not in client_of(person).get(reverse("people:change_contact")).content.decode()


# --- sent twice -------------------------------------------------------------------------------------------------------


def test_the_same_draft_again_gives_the_first_result_whatever_it_says_now(client_of, person, page):
    client = client_of(person)

    first = client.post(page, CAMPUS)
    second = client.post(page, {**CAMPUS, "name": ""})

    assert second["Location"] == first["Location"]
    assert Campus.objects.filter(school=person.active_school, name="西校区").count() == 1


def test_the_key_of_another_person_gives_no_result(client_of, person, page):
    client_of(person).post(page, CAMPUS)
    colleague = user_with("school.manage_school", school=person.active_school)

    assert client_of(colleague).post(page, {**CAMPUS, "name": ""}).status_code == 200


# --- the device's own moment ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "believed"),
    [
        (timedelta(hours=3), True),
        (timedelta(days=14), True),
        (timedelta(days=14, seconds=1), False),
        (-timedelta(seconds=1), False),
    ],
)
def test_a_device_is_believed_neither_the_future_nor_more_than_a_fortnight(ago, believed):
    with clock.set_to(clock.now()):
        claimed = clock.now() - ago

        assert SchoolForm({"written_at": claimed.isoformat()}).written_at == (claimed if believed else None)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-20T08:00", "2026-13-40T08:00Z", "\0"])
def test_what_is_no_moment_is_none(text):
    assert SchoolForm({"written_at": text}).written_at is None


# --- without a script: filled in again after signing in ---------------------------------------------------------------


def test_what_was_sent_without_a_session_is_filled_in_after_signing_in_and_not_sent(person, page):
    client = Client()

    client.post(page, CAMPUS, headers=MINE)
    assert "登录后自动填回" in client.get(reverse("people:sign_in")).content.decode()
    sign_in(client, person, page)
    shown = client.get(page).content.decode()

    assert 'value="西校区"' in shown
    assert "已填回" in shown
    assert not Campus.objects.filter(name="西校区").exists()


def test_what_was_filled_in_again_and_sent_is_forgotten(person, page):
    client = Client()
    client.post(page, CAMPUS, headers=MINE)
    sign_in(client, person, page)

    client.post(page, CAMPUS)

    assert "西校区" not in client.get(page).content.decode()


def test_it_can_be_left_blank_instead(person, page):
    client = Client()
    client.post(page, CAMPUS, headers=MINE)
    sign_in(client, person, page)

    client.get(f"{page}?blank")

    assert "西校区" not in client.get(page).content.decode()


def test_another_person_who_signs_in_on_that_browser_is_not_shown_it(person, page):
    client = Client()
    sign_in(client, person, page)
    client.cookies.pop("sessionid")
    client.post(page, CAMPUS, headers=MINE)
    colleague = user_with("school.manage_school", school=person.active_school)

    sign_in(client, colleague, page)

    assert "西校区" not in client.get(page).content.decode()


def test_who_saw_it_first_is_the_only_one_who_sees_it(person, page):
    client = Client()
    client.post(page, CAMPUS, headers=MINE)
    sign_in(client, person, page)
    assert "西校区" in client.get(page).content.decode()
    client.post(reverse("people:sign_out"))

    sign_in(client, user_with("school.manage_school", school=person.active_school), page)

    assert "西校区" not in client.get(page).content.decode()


def test_it_is_filled_into_no_other_form(person, page):
    client = Client()
    client.post(page, CAMPUS, headers=MINE)
    other = reverse("school:department_create")

    sign_in(client, person, other)

    assert "西校区" not in client.get(other).content.decode()


def test_what_another_site_sent_is_not_kept(page):
    client = Client()

    client.post(page, CAMPUS, headers=OTHER_SITE)

    assert kept.COOKIE not in client.cookies


def test_a_form_with_a_stale_token_is_kept_but_never_done(client_of, person, page):
    client = client_of(person, enforce_csrf_checks=True)

    refused = client.post(page, CAMPUS, headers=MINE)
    shown = client.get(page)

    assert refused.status_code == 403
    assert f'href="{page}"' in refused.content.decode()
    assert 'value="西校区"' in shown.content.decode()
    assert not Campus.objects.filter(name="西校区").exists()


def test_no_password_and_no_giant_is_kept(page):
    client = Client()

    client.post(reverse("people:set_password"), {"new_password": "zongwu-2026", "again": "zongwu-2026"}, headers=MINE)
    client.post(page, {**CAMPUS, "name": "字" * 30_000}, headers=MINE)

    assert kept.COOKIE not in client.cookies


def test_a_flood_of_forms_is_not_kept(page, monkeypatch):
    monkeypatch.setattr(kept, "MOST_AT_ONCE", 2)
    visitors = [Client() for _number in range(3)]

    for visitor in visitors:
        visitor.post(page, CAMPUS, headers=MINE)

    assert [kept.COOKIE in visitor.cookies for visitor in visitors] == [True, True, False]


@pytest.mark.parametrize("token", ["", "unknown", "\x7f", "a b", "kept:../x", "字" * 3000])
def test_a_forged_token_finds_nothing(client_of, person, page, token):
    client = client_of(person)
    signed_in = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    forged = token.encode().decode("latin-1")  # as it comes over the wire; newer Pythons write no such cookie themselves

    assert client.get(page, headers={"Cookie": f"{signed_in}; {kept.COOKIE}={forged}"}).status_code == 200


def test_the_list_of_drafts_is_for_everybody_who_is_signed_in(client_of):
    assert client_of(user_with()).get(reverse("people:drafts")).status_code == 200
    assert client_of(UserFactory()).get(reverse("people:drafts")).status_code == 403
