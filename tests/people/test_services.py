"""Creating people, changing them, roles, passwords and PINs."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.people import services
from logistics.people.models import Appointment, User
from tests.factories import (
    AppointmentFactory,
    CampusFactory,
    RoleFactory,
    SchoolFactory,
    UserFactory,
    user_with,
)

pytestmark = pytest.mark.django_db

KEEPING = "people.manage_people"


def verbs(record):
    return [event.verb for event in Event.objects.about(record)]


def test_a_new_person_gets_a_first_password_that_must_be_changed():
    person = services.create_person(name="李梅", by=None)

    assert person.check_password(person.first_password)
    assert person.must_change_password
    assert verbs(person) == ["created"]


def test_a_first_password_has_no_characters_that_look_alike():
    letters = set("".join(services.new_first_password() for _time in range(200)))

    assert letters & set("0O1lI") == set()


def test_the_login_name_is_the_mobile_number_or_else_the_name():
    assert services.create_person(name="李梅", phone="13800000001", by=None).username == "13800000001"
    assert services.create_person(name="李梅", by=None).username == "李梅"
    assert services.create_person(name="李梅", by=None).username == "李梅2"


def test_a_name_of_one_letter_still_makes_a_login_name():
    assert services.create_person(name="李", by=None).username == "user李"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"username": "taken"}, "username"),
        ({"phone": "13800000001"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"username": "with space"}, "username"),
        ({"name": "长" * 41}, "name"),
    ],
)
def test_a_person_like_another_or_with_unsound_facts_is_refused(facts, field):
    UserFactory(username="taken", phone="13800000001")

    with pytest.raises(RuleError) as refusal:
        services.create_person(**{"name": "李梅", **facts}, by=None)

    assert refusal.value.field == field


def test_changing_a_person_keeps_who_did_it():
    administrator, person = UserFactory(), UserFactory()

    services.change_person(person, name="王芳", username="wangfang", phone="13800000009", by=administrator)

    person.refresh_from_db()
    assert (person.name, person.username, person.phone) == ("王芳", "wangfang", "13800000009")
    assert Event.objects.about(person).get().by == administrator


def test_somebody_who_also_works_at_another_school_is_left_alone_by_this_one():
    ours = user_with().active_school
    person = user_with()
    AppointmentFactory(person=person, role=RoleFactory(school=ours))

    for attempt in (
        lambda: services.change_person(person, name="x", username="xx", by=None, school=ours),
        lambda: services.reset_password(person, by=None, school=ours),
        lambda: services.deactivate_person(person, by=None, school=ours),
    ):
        with pytest.raises(RuleError):
            attempt()


def test_a_keeper_of_the_installation_is_left_alone_by_a_school():
    keeper = user_with(is_superuser=True)

    with pytest.raises(RuleError):
        services.reset_password(keeper, by=None, school=keeper.active_school)


def test_a_reset_password_is_new_and_must_be_changed():
    person = UserFactory(password="old password")

    password = services.reset_password(person, by=UserFactory())

    person.refresh_from_db()
    assert person.check_password(password)
    assert person.must_change_password
    assert verbs(person) == ["password_reset"]


def test_an_own_password_ends_the_first_one():
    person = services.create_person(name="李梅", by=None)

    services.set_own_password(person, password="zongwu-2026-chu", by=person)

    person.refresh_from_db()
    assert person.check_password("zongwu-2026-chu")
    assert not person.must_change_password


@pytest.mark.parametrize("password", ["short", "password", "12345678"])
def test_a_weak_password_is_refused(password):
    person = UserFactory()

    with pytest.raises(RuleError):
        services.set_own_password(person, password=password, by=person)


def test_stopping_and_allowing_a_sign_in():
    administrator, person = UserFactory(), UserFactory()

    services.deactivate_person(person, by=administrator)
    assert not User.objects.get(pk=person.pk).is_active
    with pytest.raises(WrongState):
        services.deactivate_person(person, by=administrator)

    services.reactivate_person(person, by=administrator)
    assert User.objects.get(pk=person.pk).is_active
    assert verbs(person) == ["reactivated", "deactivated"]


def test_nobody_stops_their_own_sign_in():
    administrator = user_with(KEEPING)

    with pytest.raises(RuleError):
        services.deactivate_person(administrator, by=administrator)


def test_the_last_one_who_manages_people_stays():
    administrator = user_with(KEEPING)
    appointment = administrator.appointments.get()

    for attempt in (
        lambda: services.deactivate_person(administrator, by=None),
        lambda: services.end_appointment(appointment, by=None),
        lambda: services.grant_to_role(appointment.role, permissions=[], by=None),
    ):
        with pytest.raises(RuleError):
            attempt()

    assert User.objects.get(pk=administrator.pk).has_perm(KEEPING)


def test_with_a_second_one_the_first_may_go():
    administrator = user_with(KEEPING)
    user_with(KEEPING, school=administrator.active_school)

    services.deactivate_person(administrator, by=None)

    assert not User.objects.get(pk=administrator.pk).is_active


def test_an_appointment_begins_today_unless_said_otherwise():
    role = RoleFactory()
    person = UserFactory()

    appointment = services.appoint(person, role=role, by=None)

    assert (appointment.starts_on, appointment.ends_on) == (clock.today(), None)
    assert verbs(person) == ["appointed"]


def test_an_appointment_is_made_once():
    role, person = RoleFactory(), UserFactory()
    services.appoint(person, role=role, by=None)

    with pytest.raises(RuleError) as refusal:
        services.appoint(person, role=role, by=None)

    assert refusal.value.field == "role"


def test_an_appointment_cannot_be_limited_to_another_school():
    with pytest.raises(RuleError):
        services.appoint(UserFactory(), role=RoleFactory(), campus=CampusFactory(), by=None)


def test_an_appointment_does_not_end_before_it_begins():
    today = clock.today()

    with pytest.raises(RuleError) as refusal:
        services.appoint(UserFactory(), role=RoleFactory(), ends_on=today - timedelta(days=1), by=None)

    assert refusal.value.field == "ends_on"


def test_an_ended_appointment_still_counts_on_its_last_day():
    appointment = AppointmentFactory()

    services.end_appointment(appointment, by=None)

    assert Appointment.objects.on(clock.today()).filter(pk=appointment.pk).exists()
    assert not Appointment.objects.on(clock.today() + timedelta(days=1)).filter(pk=appointment.pk).exists()


def test_an_appointment_cannot_end_before_its_first_day():
    appointment = AppointmentFactory(starts_on=clock.today())

    with pytest.raises(RuleError) as refusal:
        services.end_appointment(appointment, on=clock.today() - timedelta(days=1), by=None)

    assert refusal.value.field == "on"


def test_a_role_may_do_exactly_what_was_ticked():
    role = RoleFactory(permissions=["people.log_work"])

    services.grant_to_role(role, permissions=["school.manage_school"], by=None)

    role.refresh_from_db()
    assert role.permissions == ["school.manage_school"]


@pytest.mark.parametrize("permission", ["admin.view_logentry", "people.add_user", "nonsense"])
def test_only_what_the_apps_declare_can_be_granted(permission):
    with pytest.raises(RuleError):
        services.grant_to_role(RoleFactory(), permissions=[permission], by=None)


def test_a_role_held_for_one_campus_cannot_manage_people():
    campus = CampusFactory()
    held = AppointmentFactory(role=RoleFactory(school=campus.school), campus=campus)

    with pytest.raises(RuleError):
        services.grant_to_role(held.role, permissions=["people.manage_people"], by=None)


def test_a_role_that_was_held_for_one_campus_may_manage_people():
    campus = CampusFactory()
    yesterday = clock.today() - timedelta(days=1)
    held = AppointmentFactory(
        role=RoleFactory(school=campus.school), campus=campus, starts_on=yesterday, ends_on=yesterday
    )

    role = services.grant_to_role(held.role, permissions=["people.manage_people"], by=None)

    assert role.permissions == ["people.manage_people"]


def test_a_line_of_command_never_runs_in_a_circle():
    top = RoleFactory()
    below = RoleFactory(school=top.school, superior=top)

    with pytest.raises(RuleError) as refusal:
        services.change_role(top, name=top.name, superior=below, by=None)

    assert refusal.value.field == "superior"


def test_a_superior_belongs_to_the_same_school():
    with pytest.raises(RuleError):
        services.add_role(SchoolFactory(), name="夜班", superior=RoleFactory(), by=None)


def test_two_roles_of_a_school_have_different_names():
    role = RoleFactory()

    with pytest.raises(RuleError) as refusal:
        services.add_role(role.school, name=role.name, by=None)

    assert refusal.value.field == "name"


@pytest.mark.parametrize("pin", ["12345", "12a4", "1111", "0000", "1234", "１２３５"])
def test_a_pin_is_four_digits_that_are_not_too_easy(pin):
    person = UserFactory()

    with pytest.raises(RuleError) as refusal:
        services.set_pin(person, pin=pin, by=person)

    assert refusal.value.field == "pin"


def test_a_pin_is_kept_as_a_hash():
    person = UserFactory()

    services.set_pin(person, pin="2580", by=person)

    assert person.check_pin("2580")
    assert not person.check_pin("2581")
    assert identify_hasher(person.pin).verify("2580", person.pin)


def test_a_school_begins_with_the_shipped_roles_in_their_line():
    roles = services.create_shipped_roles(SchoolFactory(), by=None)

    assert roles["director"].superior == roles["vice_principal"]
    assert KEEPING in roles["admin"].permissions


def test_somebody_who_is_to_begin_at_another_school_is_left_alone_by_this_one():
    admin = user_with(KEEPING)
    person = user_with(school=admin.active_school)
    AppointmentFactory(person=person, starts_on=clock.today() + timedelta(days=7))

    with pytest.raises(RuleError, match="其他单位"):
        services.reset_password(person, by=admin, school=admin.active_school)


def test_nobody_takes_the_mobile_number_of_another_as_login_name_or_the_other_way_round():
    teacher = UserFactory(phone="13800000001")
    named_by_number = UserFactory(username="13800000002")

    with pytest.raises(RuleError, match="别人的手机号"):
        services.create_person(name="李梅", username=teacher.phone, by=None)
    with pytest.raises(RuleError, match="手机号"):
        services.create_person(name="李梅", username="limei", phone=named_by_number.username, by=None)


def test_whoever_manages_people_does_so_for_the_whole_school():
    role = RoleFactory(permissions=[KEEPING])
    campus = CampusFactory(school=role.school)

    with pytest.raises(RuleError, match="全校"):
        services.appoint(UserFactory(), role=role, campus=campus, by=None)
