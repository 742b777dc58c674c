"""Signing in, first passwords, and the pages about oneself."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from logistics.people import services
from logistics.people.backends import AppointmentBackend
from logistics.people.models import User
from tests.factories import AppointmentFactory, RoleFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"


def sign_in(client, name, password="password", **facts):
    return client.post(SIGN_IN, {"username": name, "password": password, **facts})


def is_signed_in(client):
    return SESSION_KEY in client.session


@pytest.mark.parametrize("name", ["limei", "13800000001", "李梅"])
def test_people_sign_in_by_login_name_mobile_number_or_name(client, name):
    user_with(username="limei", phone="13800000001", name="李梅")

    assert sign_in(client, name).status_code == 302
    assert is_signed_in(client)


def test_a_name_that_two_people_bear_does_not_sign_in(client):
    user_with(name="李梅")
    user_with(name="李梅")

    response = sign_in(client, "李梅")

    assert "手机号" in response.content.decode()
    assert not is_signed_in(client)


def test_whoever_was_stopped_does_not_sign_in(client):
    person = user_with(is_active=False)

    sign_in(client, person.username)

    assert not is_signed_in(client)


def test_a_phone_of_one_s_own_stays_signed_in_for_30_days(client):
    person = user_with()

    sign_in(client, person.username, remember="on")

    assert client.session.get_expiry_age() == 30 * 24 * 3600


def test_a_shared_computer_forgets_when_the_browser_closes(client):
    person = user_with()

    sign_in(client, person.username)

    assert client.session.get_expire_at_browser_close()


def test_a_wrong_password_costs_the_same_for_unknown_stopped_and_known_people(monkeypatch):
    user_with(username="known")
    user_with(username="stopped", is_active=False)
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, password: hashed.append("unknown"))
    monkeypatch.setattr(User, "check_password", lambda self, password: hashed.append(self.username))

    for name in ("known", "stopped", "nobody"):
        AppointmentBackend().authenticate(None, username=name, password="wrong")

    assert hashed == ["known", "stopped", "unknown"]


def test_too_many_wrong_passwords_lock_the_name_at_this_address_only(client, settings):
    person, colleague = user_with(), user_with()
    for _time in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, person.username, "wrong")

    assert response.status_code == 429
    assert sign_in(client, person.username).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), person.username).status_code == 302
    assert sign_in(Client(), colleague.username).status_code == 302


def test_wrong_passwords_for_the_three_names_of_a_person_count_together(client, settings):
    user_with(username="limei", phone="13800000001", name="李梅")
    names = ["limei", "13800000001", "李梅"]
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, names[attempt % 3], "wrong")

    assert [sign_in(client, name).status_code for name in names] == [429, 429, 429]


def test_a_right_password_by_another_name_takes_the_count_back(client, settings):
    user_with(username="limei", phone="13800000001", name="李梅")
    for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in(client, "李梅", "wrong")
    sign_in(client, "13800000001")

    assert sign_in(Client(), "limei", "wrong").status_code == 200
    assert sign_in(Client(), "limei").status_code == 302


def test_a_reset_password_lifts_the_lock(client, settings):
    person = user_with()
    for _time in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, person.username, "wrong")

    password = services.reset_password(person, by=UserFactory())

    assert sign_in(client, person.username, password).url == reverse("people:set_password")


def test_a_first_password_leads_every_page_to_the_own_one(client_of):
    client = client_of(user_with(must_change_password=True))

    for name in ("home", "people:profile", "search"):
        assert client.get(reverse(name)).url == reverse("people:set_password")
    assert client.get(reverse("people:set_password")).status_code == 200


def test_after_the_own_password_the_pages_open(client_of):
    person = user_with(must_change_password=True)
    client = client_of(person)

    response = client.post(
        reverse("people:set_password"), {"new_password": "zongwu-2026-chu", "again": "zongwu-2026-chu"}
    )

    assert response.url == reverse("home")
    assert client.get(reverse("people:profile")).status_code == 200


def test_whoever_has_a_password_types_it_before_a_new_one(client_of):
    person = user_with()
    new = {"new_password": "zongwu-2026-chu", "again": "zongwu-2026-chu"}
    client = client_of(person)

    assert (
        "不是您现在的密码"
        in client.post(reverse("people:set_password"), {**new, "old_password": "guess"}).content.decode()
    )
    assert client.post(reverse("people:set_password"), {**new, "old_password": "password"}).status_code == 302


def test_two_different_new_passwords_are_refused(client_of):
    client = client_of(user_with(must_change_password=True))

    response = client.post(reverse("people:set_password"), {"new_password": "zongwu-2026-chu", "again": "other"})

    assert "两次输入的密码不一致" in response.content.decode()


def test_a_stale_token_gets_a_page_that_says_what_to_do(client_of):
    client = client_of(user_with(), enforce_csrf_checks=True)

    response = client.post(reverse("people:set_pin"), {"pin": "2580", "again": "2580"})

    assert response.status_code == 403
    assert "没有保存" in response.content.decode()


def test_the_profile_shows_roles_with_their_limits(client_of):
    person = user_with()
    role = person.appointments.get().role

    response = client_of(person).get(reverse("people:profile"))

    assert role.name in response.content.decode()


def test_one_changes_the_own_phone_and_pin(client_of):
    person = user_with()
    client = client_of(person)

    client.post(reverse("people:change_contact"), {"phone": "13800000007", "email": ""})
    client.post(reverse("people:set_pin"), {"pin": "2580", "again": "2580"})

    person = User.objects.get(pk=person.pk)
    assert person.phone == "13800000007"
    assert person.check_pin("2580")


def test_an_easy_pin_is_refused_at_its_field(client_of):
    response = client_of(user_with()).post(reverse("people:set_pin"), {"pin": "1111", "again": "1111"})

    assert "过于简单" in response.content.decode()


def test_a_bureau_person_switches_between_the_schools_held(client_of):
    person = user_with()
    other = RoleFactory()
    AppointmentFactory(person=person, role=other)
    client = client_of(person)

    client.post(reverse("people:switch_school"), {"school": other.school_id, "next": reverse("people:profile")})

    assert other.school.name in client.get(reverse("people:profile")).content.decode()


@pytest.mark.parametrize("school", ["999999", "nonsense", ""])
def test_nobody_switches_to_a_school_not_held(client_of, school):
    client = client_of(user_with())

    response = client.post(reverse("people:switch_school"), {"school": school, "next": "https://elsewhere.example/"})

    assert response.url == "/"
    assert "school" not in client.session
