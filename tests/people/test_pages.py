"""The pages about people and roles: who may open them, what they do, what they refuse."""

import pytest
from django.urls import reverse

from logistics.people.models import Appointment, Role, User
from logistics.people.permissions import grantable
from tests.factories import AppointmentFactory, CampusFactory, RoleFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db

MANAGE = "people.manage_people"


@pytest.fixture
def administrator():
    return user_with(MANAGE, name="吴小敏")


@pytest.fixture
def client(administrator, client_of):
    return client_of(administrator)


@pytest.fixture
def colleague(administrator):
    return user_with(school=administrator.active_school, name="李大山")


def person_urls(person):
    names = ["person_detail", "person_change", "person_appoint", "person_reset_password", "person_deactivate"]
    return [reverse(f"people:{name}", args=[person.pk]) for name in names]


def test_what_a_role_may_do_names_the_records_not_their_measure_word():
    labels = grantable()

    assert [labels[right] for right in ("finance.view_claim", "finance.view_feeitem", "repairs.view_repair")] == [
        "查看报销单", "查看收费项目", "查看报修单"
    ]  # fmt: skip


def test_colleagues_without_the_permission_are_turned_away(client_of, colleague):
    client = client_of(colleague)

    for url in [reverse("people:person_list"), reverse("people:role_list"), *person_urls(colleague)]:
        assert client.get(url).status_code == 403


def test_people_and_roles_of_another_school_are_out_of_sight(client):
    stranger = user_with()
    role = stranger.appointments.get().role

    urls = person_urls(stranger) + [
        reverse("people:role_detail", args=[role.pk]),
        reverse("people:role_grant", args=[role.pk]),
        reverse("people:appointment_end", args=[stranger.appointments.get().pk]),
    ]

    assert {client.get(url).status_code for url in urls} == {404}


def test_the_list_shows_the_people_of_the_school_with_their_roles(client, colleague):
    stranger = user_with()

    page = client.get(reverse("people:person_list")).content.decode()

    assert colleague.name in page
    assert colleague.appointments.get().role.name in page
    assert stranger.name not in page


def test_the_list_finds_people_by_name_role_and_sign_in(client, administrator, colleague):
    role = colleague.appointments.get().role

    for query in ({"q": "大山"}, {"role": role.pk}):
        page = client.get(reverse("people:person_list"), query, headers={"HX-Request": "true", "HX-Target": "results"})
        assert colleague.name in page.content.decode()
        assert administrator.name not in page.content.decode()
    stopped = client.get(
        reverse("people:person_list"), {"is_active": "0"}, headers={"HX-Request": "true", "HX-Target": "results"}
    )
    assert colleague.name not in stopped.content.decode()


def test_the_list_takes_the_same_number_of_queries_for_many_people(client, colleague, django_assert_max_num_queries):
    client.get(reverse("people:person_list"))
    for _number in range(20):
        user_with(school=colleague.active_school)

    with django_assert_max_num_queries(12):
        client.get(reverse("people:person_list"))


def test_somebody_new_gets_a_role_and_a_password_that_is_shown_once(client, administrator):
    role = RoleFactory(school=administrator.active_school, name="维修工")

    response = client.post(
        reverse("people:person_create"), {"name": "钱福生", "phone": "13800000002", "role": role.pk}, follow=True
    )

    person = User.objects.get(phone="13800000002")
    assert person.appointments.get().role == role
    assert "只显示这一次" in response.content.decode()
    again = client.get(reverse("people:first_password", args=[person.pk]))
    assert again.url == reverse("people:person_detail", args=[person.pk])


def test_a_role_of_another_school_cannot_be_chosen(client):
    client.post(reverse("people:person_create"), {"name": "钱福生", "role": RoleFactory().pk})

    assert not User.objects.filter(name="钱福生").exists()


def test_a_taken_mobile_number_is_shown_at_its_field_and_nothing_typed_is_lost(client, administrator):
    UserFactory(phone="13800000002")
    role = RoleFactory(school=administrator.active_school)

    page = client.post(
        reverse("people:person_create"), {"name": "钱福生", "phone": "13800000002", "role": role.pk}
    ).content.decode()

    assert "手机号" in page
    assert 'value="钱福生"' in page


def test_a_reset_password_is_shown_once(client, colleague):
    response = client.post(reverse("people:person_reset_password", args=[colleague.pk]), follow=True)

    colleague.refresh_from_db()
    assert colleague.must_change_password
    assert response.headers["Cache-Control"] == "no-store"


def test_appointing_and_ending(client, administrator, colleague):
    role = RoleFactory(school=administrator.active_school)
    campus = CampusFactory(school=administrator.active_school)

    client.post(
        reverse("people:person_appoint", args=[colleague.pk]),
        {"role": role.pk, "campus": campus.pk, "starts_on": "2026-09-01"},
    )
    appointment = Appointment.objects.get(person=colleague, role=role)
    client.post(reverse("people:appointment_end", args=[appointment.pk]), {"on": "2026-10-01"})

    appointment.refresh_from_db()
    assert (appointment.campus, str(appointment.ends_on)) == (campus, "2026-10-01")


def test_stopping_a_sign_in_signs_the_person_out(client, client_of, colleague):
    theirs = client_of(colleague)
    assert theirs.get(reverse("people:profile")).status_code == 200

    client.post(reverse("people:person_deactivate", args=[colleague.pk]))

    assert theirs.get(reverse("people:profile")).status_code == 302


def test_a_stale_change_is_refused_and_keeps_what_was_typed(client, colleague):
    url = reverse("people:person_change", args=[colleague.pk])
    shown = client.get(url).context["form"]
    seen = shown["seen"].value()
    User.objects.filter(pk=colleague.pk).update(name="李小山")

    page = client.post(url, {"name": "李中山", "username": colleague.username, "seen": seen}).content.decode()

    assert User.objects.get(pk=colleague.pk).name == "李小山"
    assert 'value="李中山"' in page


def test_html_in_a_name_stays_text(client, colleague):
    User.objects.filter(pk=colleague.pk).update(name="<script>alert(1)</script>")

    page = client.get(reverse("people:person_list")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_what_a_role_may_do_is_ticked(client, administrator):
    role = RoleFactory(school=administrator.active_school, permissions=["people.log_work"])
    url = reverse("people:role_grant", args=[role.pk])
    form = client.get(url).context["form"]
    group = next(name for name in form.groups if "people.log_work" in dict(form.fields[name].choices))

    client.post(url, {group: [MANAGE]})

    role.refresh_from_db()
    assert role.permissions == [MANAGE]
    assert client.get(reverse("people:role_detail", args=[role.pk])).status_code == 200


def test_a_new_role_is_added_and_led_to_its_permissions(client, administrator):
    response = client.post(reverse("people:role_create"), {"name": "花木工"})

    role = Role.objects.get(school=administrator.active_school, name="花木工")
    assert response.url == reverse("people:role_grant", args=[role.pk])


def test_the_search_finds_people_for_administrators_only(client, client_of, colleague):
    hit = reverse("people:person_detail", args=[colleague.pk])

    assert hit in client.get(reverse("search"), {"q": "大山"}).content.decode()
    assert hit not in client_of(colleague).get(reverse("search"), {"q": "大山"}).content.decode()


def test_the_same_form_sent_twice_makes_one_person(client, administrator):
    role = RoleFactory(school=administrator.active_school)
    facts = {"name": "钱福生", "role": role.pk, "submission_key": "the-same"}

    client.post(reverse("people:person_create"), facts)
    client.post(reverse("people:person_create"), facts)

    assert User.objects.filter(name="钱福生").count() == 1


def test_an_appointment_that_is_over_is_listed_apart(client, administrator, colleague):
    AppointmentFactory(person=colleague, role=RoleFactory(school=administrator.active_school), ends_on="2020-01-01")

    page = client.get(reverse("people:person_detail", args=[colleague.pk]))

    assert (len(page.context["present"]), len(page.context["former"])) == (1, 1)
