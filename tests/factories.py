"""The plainest valid records of the ground; each app's factories stand in tests/<app>/factories.py."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from logistics import clock
from logistics.people.models import Appointment, Role, User
from logistics.school.models import Campus, Department, Place, School, SchoolClass, Term


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    code = factory.Sequence(lambda number: f"school-{number}")
    name = factory.Sequence(lambda number: f"第{number}小学")
    created_at = factory.LazyFunction(clock.now)


class CampusFactory(DjangoModelFactory):
    class Meta:
        model = Campus

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda number: f"校区{number}")


class PlaceFactory(DjangoModelFactory):
    """A classroom in the open; ``parent`` puts it into a building."""

    class Meta:
        model = Place

    campus = factory.SubFactory(CampusFactory)
    school = factory.SelfAttribute("campus.school")
    name = factory.Sequence(lambda number: f"{number + 101}")
    label = factory.LazyAttribute(lambda place: f"{place.parent.name} {place.name}" if place.parent else place.name)
    parent = None

    class Params:
        building = factory.Trait(kind=Place.Kind.BUILDING, name=factory.Sequence(lambda number: f"{number}号楼"))


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda number: f"部门{number}")


class TermFactory(DjangoModelFactory):
    """A term of lessons from September to January that covers July on."""

    class Meta:
        model = Term

    school = factory.SubFactory(SchoolFactory)
    school_year = 2026
    number = 1
    starts_on = factory.LazyAttribute(lambda term: date(term.school_year, 9, 1))
    ends_on = factory.LazyAttribute(lambda term: date(term.school_year + 1, 1, 20))
    covers_from = factory.LazyAttribute(lambda term: date(term.school_year, 7, 5))
    covers_to = factory.LazyAttribute(lambda term: term.ends_on)


class SchoolClassFactory(DjangoModelFactory):
    class Meta:
        model = SchoolClass

    campus = factory.SubFactory(CampusFactory)
    school = factory.SelfAttribute("campus.school")
    grade = 1
    name = factory.Sequence(lambda number: f"一（{number}）班")


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    school = factory.SubFactory(SchoolFactory)
    key = factory.Sequence(lambda number: f"role-{number}")
    name = factory.Sequence(lambda number: f"角色{number}")


class UserFactory(DjangoModelFactory):
    """A person who holds no role; the password is ``password``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person{number}")
    name = factory.Sequence(lambda number: f"张三{number}")
    joined_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or "password")
        if create:
            self.save(update_fields=["password"])


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(UserFactory)
    role = factory.SubFactory(RoleFactory)
    school = factory.SelfAttribute("role.school")
    starts_on = date(2000, 1, 1)


def user_with(*permissions, school=None, key=None, campus=None, department=None, place=None, **facts):
    """Return a person who holds one role with exactly these permissions, in ``school`` or one made for it.

    key: the role's key, where it matters (a route of approval asks for it).
    """
    if school is None:
        school = next((limit.school for limit in (campus, department, place) if limit is not None), None)
    role_facts = {"key": key} if key else {}
    if school is not None:
        role_facts["school"] = school
    role = (Role.objects.filter(school=school, key=key).first() if key else None) or RoleFactory(**role_facts)
    if permissions:
        role.permissions = sorted({*role.permissions, *permissions})
        role.save(update_fields=["permissions"])
    person = UserFactory(**facts)
    AppointmentFactory(person=person, role=role, campus=campus, department=department, place=place)
    return person.at(role.school)
