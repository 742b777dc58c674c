"""People: creating them, appointing them, their passwords and PINs."""

import re
import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.db import refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.people.models import Appointment, Role, User
from logistics.people.shipped_roles import ROLES


@change
def create_shipped_roles(school, *, by):
    """Give a school the shipped roles with what each app grants them."""
    grants = shipped_grants()
    roles = {}
    for key, name, superior in ROLES:
        roles[key] = Role.objects.create(
            school=school, key=key, name=name, permissions=grants.get(key, []), superior=roles.get(superior)
        )
    return roles


def shipped_grants():
    """Return {role key: sorted permissions} as the apps declare them."""
    grants = {}
    for granting in hooks.role_grants:
        for key, permissions in granting().items():
            grants.setdefault(key, set()).update(permissions)
    return {key: sorted(permissions) for key, permissions in grants.items()}


@change
def create_person(*, name, by, username="", phone="", password=None, **facts):
    """Create someone who signs in. Without a password the first one is made up; it must be changed at first sign-in.

    Returns the person; ``person.first_password`` holds the made-up password, which is stored nowhere.
    """
    first_password = None if password else secrets.token_urlsafe(6)
    username = username or phone or _free_username(name)
    with (
        refusing("people_user_username_key", _("Another person has this login name."), field="username"),
        refusing("one_person_of_a_mobile_number", _("Another person has this mobile number."), field="phone"),
    ):
        person = User.objects.create_user(
            username,
            password or first_password,
            name=name,
            phone=phone,
            must_change_password=first_password is not None,
            **facts,
        )
    person.first_password = first_password
    note(person, "created", by=by)
    return person


def _free_username(name):
    base = re.sub(r"[^\w.@-]", "", name)[:30] or "user"
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(candidate for candidate in _numbered(base) if candidate not in taken)


def _numbered(base):
    yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1


@change
def appoint(person, *, role, by, starts_on=None, ends_on=None, campus=None, department=None, place=None):
    """Let a person hold a role of a school, from today unless said otherwise."""
    for limit in (campus, department, place):
        if limit is not None and limit.school_id != role.school_id:
            raise RuleError(_("This belongs to another school."))
    with refusing("an_appointment_is_made_once", _("This person holds this role already."), field="role"):
        appointment = Appointment.objects.create(
            person=person,
            role=role,
            school=role.school,
            campus=campus,
            department=department,
            place=place,
            starts_on=starts_on or clock.today(),
            ends_on=ends_on,
        )
    note(person, "appointed", by=by, text=str(role))
    return appointment


@change
def end_appointment(appointment, *, by, on=None):
    """Let an appointment end on a day, today unless said otherwise."""
    appointment.ends_on = on or clock.today()
    if appointment.ends_on < appointment.starts_on:
        raise RuleError(_("Choose a last day that is not before the first."), field="ends_on")
    appointment.save(update_fields=["ends_on"])
    note(appointment.person, "appointment_ended", by=by, text=str(appointment.role))
    return appointment


@change
def reset_password(person, *, by):
    """Give a person a new first password and return it; it must be changed at the next sign-in."""
    if person.is_superuser:
        raise RuleError(_("Whoever keeps the installation resets this password."))
    password = secrets.token_urlsafe(6)
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    note(person, "password_reset", by=by)
    return password


@change
def set_own_password(person, *, password, by):
    """Set the password a person chose."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise RuleError(" ".join(error.messages), field="new_password") from error
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    note(person, "password_set", by=by)
    return person


@change
def set_pin(person, *, pin, by):
    """Set the four digits by which a person signs on a shared tablet."""
    if not re.fullmatch(r"\d{4}", pin):
        raise RuleError(_("A PIN has four digits."), field="pin")
    if pin in {"0000", "1111", "1234", "4321"} or len(set(pin)) == 1:
        raise RuleError(_("This PIN is too easy to guess. Choose another."), field="pin")
    person.pin = make_password(pin)
    person.save(update_fields=["pin"])
    note(person, "pin_set", by=by)
    return person
