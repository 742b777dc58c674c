"""People: creating them, appointing them, their passwords and PINs."""

import re
import secrets
from contextlib import contextmanager
from datetime import timedelta

import axes.utils
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from logistics import clock, hooks
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.people.drawings import as_signature
from logistics.people.models import Appointment, DrawnSignature, Role, User
from logistics.people.permissions import grantable
from logistics.people.selectors import command_line, drawing_of, holders
from logistics.people.shipped_roles import ROLES

CLEAR_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"
FIRST_PASSWORD_ROUNDS = 20_000
KEEPING = "people.manage_people"


@change
def create_shipped_roles(school, *, by):
    """Give a school the shipped roles with what each app grants them; roles it has stay as they are."""
    grants = shipped_grants()
    roles = {}
    for key, name, superior in ROLES:
        roles[key], _made = Role.objects.get_or_create(
            school=school,
            key=key,
            defaults={"name": name, "permissions": grants.get(key, []), "superior": roles.get(superior)},
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
def add_role(school, *, name, by, superior=None):
    """Give a school a role of its own, which may do nothing yet."""
    _require_role_of(school, superior)
    with refusing("one_role_of_a_name_in_a_school", _("This school has a role of this name already."), field="name"):
        role = Role.objects.create(school=school, key=f"own-{secrets.token_hex(4)}", name=name, superior=superior)
    note(role, "created", by=by)
    return role


@change
def change_role(role, *, name, superior, by):
    """Change what a role is called and which one stands above it; a line of command never runs in a circle."""
    role = lock(role)
    _require_role_of(role.school, superior)
    if role in command_line(superior):
        raise RuleError(_("This role stands below the one it would report to. Choose another."), field="superior")
    role.name, role.superior = name, superior
    with refusing("one_role_of_a_name_in_a_school", _("This school has a role of this name already."), field="name"):
        role.save(update_fields=["name", "superior"])
    note(role, "changed", by=by)
    return role


def _require_role_of(school, role):
    if role is not None and role.school_id != school.pk:
        raise RuleError(_("This belongs to another school."), field="superior")


@change
def grant_to_role(role, *, permissions, by):
    """Say what a role may do: exactly these permissions ("app.codename"), of those that may be granted.

    Managing people reaches the whole school, so a role that somebody holds within limits cannot get it.
    """
    role = lock(role)
    if unknown := set(permissions) - set(grantable()):
        raise RuleError(_("This cannot be granted: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    if KEEPING in permissions and _lasting(Appointment.objects.filter(role=role)).limited().exists():
        raise RuleError(
            _(
                "Somebody holds this role for one campus, department or place only, and whoever manages people does so "
                "for the whole school. Appoint them without limits first."
            )
        )
    with _keeping_a_keeper([role.school]):
        role.permissions = sorted(permissions)
        role.save(update_fields=["permissions"])
    note(role, "permissions_changed", by=by)
    return role


@change
def create_person(*, name, by, username="", phone="", password=None, encoded_password="", **facts):
    """Create someone who signs in. Without a password the first one is made up; it must be changed at first sign-in.

    encoded_password: what ``make_password`` returned, for many people who begin with the same one.

    Returns the person; ``person.first_password`` holds the made-up password, which is stored nowhere.
    """
    first_password = None if password or encoded_password else new_first_password()
    if first_password:
        encoded_password = encode_first_password(first_password)
    username = username or phone or _free_username(name)
    _require_sound(User(username=username, name=name, phone=phone))
    with _one_of_a_kind():
        person = User.objects.create_user(
            username,
            password,
            encoded_password=encoded_password,
            name=name,
            phone=phone,
            must_change_password=first_password is not None,
            **facts,
        )
    person.first_password = first_password
    note(person, "created", by=by)
    return person


def new_first_password():
    """Return eight characters that nobody mistakes for others when they are read out or copied by hand."""
    return "".join(secrets.choice(CLEAR_CHARACTERS) for _place in range(8))


def encode_first_password(password):
    """Return the hash of a made-up password. Being random it needs few rounds, so that a whole staff takes seconds.

    Django gives the next hash its full rounds, and a wrong guess costs as much as ever.
    """
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), FIRST_PASSWORD_ROUNDS)
    return make_password(password)


@change
def change_person(person, *, name, username, by, phone="", email="", school=None):
    """Change what a person is called and reached by.

    school: the school whose administrator does it; a person who also works elsewhere is changed by the installation's
    keeper only.
    """
    person = lock(person)
    _require_own_person(person, school)
    person.name, person.username, person.phone, person.email = name, username, phone, email
    _require_sound(person)
    with _one_of_a_kind():
        person.save(update_fields=["name", "username", "phone", "email"])
    note(person, "changed", by=by)
    return person


@change
def change_own_contact(person, *, by, phone, email=""):
    """Change one's own mobile number and mail address."""
    person = lock(person)
    person.phone, person.email = phone, email
    _require_sound(person)
    with _one_of_a_kind():
        person.save(update_fields=["phone", "email"])
    note(person, "changed", by=by)
    return person


def _require_sound(person):
    try:
        person.clean_fields(exclude=["password", "joined_at"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise RuleError(" ".join(messages), field=field) from error
    others = User.objects.exclude(pk=person.pk)
    if person.phone and others.filter(Q(phone=person.phone) | Q(username=person.phone)).exists():
        raise RuleError(_("Another person has this mobile number."), field="phone")
    if others.filter(phone=person.username).exists():
        raise RuleError(_("This login name is another person's mobile number. Choose another."), field="username")


@contextmanager
def _one_of_a_kind():
    with (
        refusing("people_user_username_key", _("Another person has this login name."), field="username"),
        refusing("one_person_of_a_mobile_number", _("Another person has this mobile number."), field="phone"),
    ):
        yield


def _require_own_person(person, school):
    """Refuse to let one school change somebody whom another school or the installation also trusts."""
    if school is None:
        return
    elsewhere = _lasting(Appointment.objects.filter(person=person)).exclude(school=school)
    if person.is_superuser or person.is_staff or elsewhere.exists():
        raise RuleError(_("This person also works outside this school. Ask whoever keeps the installation."))


def _lasting(appointments):
    """Return those that have not ended; those to come count as well."""
    return appointments.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))


@change
def deactivate_person(person, *, by, school=None):
    """Stop a person from signing in; what they did stays. Sessions end at once."""
    if person == by:
        raise RuleError(_("You cannot stop your own sign-in. Ask another administrator."))
    with _keeping_a_keeper(_schools_of(person)):
        return _set_active(person, False, "deactivated", by, school)


@change
def reactivate_person(person, *, by, school=None):
    """Let a person sign in again."""
    return _set_active(person, True, "reactivated", by, school)


def _set_active(person, active, verb, by, school):
    person = lock(person)
    _require_own_person(person, school)
    if person.is_active == active:
        raise WrongState(_("This has been done already."))
    person.is_active = active
    person.save(update_fields=["is_active"])
    note(person, verb, by=by)
    return person


def _schools_of(person):
    return [
        held.school for held in Appointment.objects.on(clock.today()).filter(person=person).select_related("school")
    ]


@contextmanager
def _keeping_a_keeper(schools, on=None):
    """Refuse a change after which nobody could manage the people of a school any more."""
    kept = [school for school in schools if holders(school, KEEPING, on=on).exists()]
    yield
    for school in kept:
        if not holders(school, KEEPING, on=on).exists():
            raise RuleError(_("Somebody must be able to manage the people of the school. Name another person first."))


def _free_username(name):
    base = re.sub(r"[^\w.@-]", "", name)[:30]
    base = base if len(base) > 1 else f"user{base}"
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
    limits = [limit for limit in (campus, department, place) if limit is not None]
    if any(limit.school_id != role.school_id for limit in limits):
        raise RuleError(_("This belongs to another school."))
    if limits and KEEPING in role.permissions:
        raise RuleError(_("Whoever manages people does so for the whole school: leave the limits empty."), field="role")
    if ends_on is not None and ends_on < (starts_on or clock.today()):
        raise RuleError(_("Choose a last day that is not before the first."), field="ends_on")
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
    appointment = lock(appointment)
    last_day = on or clock.today()
    if last_day < appointment.starts_on:
        raise RuleError(_("Choose a last day that is not before the first."), field="on")
    with _keeping_a_keeper([appointment.school], on=last_day + timedelta(days=1)):
        appointment.ends_on = last_day
        appointment.save(update_fields=["ends_on"])
    note(appointment.person, "appointment_ended", by=by, text=str(appointment.role))
    return appointment


@change
def reset_password(person, *, by, school=None):
    """Give a person a new first password and return it; it must be changed at the next sign-in.

    Sign-ins of theirs end, and a lock after wrong passwords is lifted.
    """
    person = lock(person)
    _require_own_person(person, school)
    password = new_first_password()
    person.password = encode_first_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    note(person, "password_reset", by=by)
    axes.utils.reset(username=person.username)
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
    if not re.fullmatch(r"[0-9]{4}", pin):
        raise RuleError(_("A PIN has four digits."), field="pin")
    if pin in {"1234", "4321"} or len(set(pin)) == 1:
        raise RuleError(_("This PIN is too easy to guess. Choose another."), field="pin")
    person.pin = make_password(pin)
    person.save(update_fields=["pin"])
    note(person, "pin_set", by=by)
    return person


@change
def draw_signature(person, *, picture, by):
    """Keep how a person signs by hand; what is signed from now on is printed with it.

    picture: bytes of what was drawn, or of a photo of it on paper. Raises RuleError when no signature can be seen in it.
    """
    drawn = DrawnSignature.objects.create(person=person, picture=as_signature(picture), drawn_at=clock.now())
    note(person, "signature_drawn", by=by)
    return drawn


@change
def remove_signature(person, *, by):
    """Print what is signed from now on without a drawing; earlier papers keep theirs."""
    person = lock(person)
    if not drawing_of(person, at=clock.now()):
        raise WrongState(_("No signature is drawn."))
    removed = DrawnSignature.objects.create(person=person, picture=b"", drawn_at=clock.now())
    note(person, "signature_removed", by=by)
    return removed
