"""A school with its line of command, and cases under way in it."""

from datetime import date
from decimal import Decimal

from logistics.approvals import services
from logistics.people.models import Role
from logistics.people.shipped_roles import ROLES
from tests.factories import AppointmentFactory, DepartmentFactory, SchoolFactory, UserFactory

SIGNERS = ["principal", "vice_principal", "director", "head", "accountant", "teacher"]


class Office:
    """A school in which each role of ``held`` has one holder, found as an attribute; ``department`` is led by head."""

    def __init__(self, *held, school=None):
        self.school = school or SchoolFactory()
        self.roles = {}
        for key, name, superior in ROLES:
            self.roles[key] = Role.objects.create(
                school=self.school, key=key, name=name, superior=self.roles.get(superior)
            )
        self.people = {}
        for key in held or SIGNERS:
            self.appoint(key)
        self.department = DepartmentFactory(school=self.school, head=self.people.get("head"))

    def appoint(self, key, person=None, **limits):
        person = person or UserFactory(name=self.roles[key].name)
        AppointmentFactory(person=person, role=self.roles[key], starts_on=date(2000, 1, 1), **limits)
        self.people.setdefault(key, person)
        return person.at(self.school)

    def grant(self, key, *permissions):
        self.roles[key].permissions = [*self.roles[key].permissions, *permissions]
        self.roles[key].save()

    def __getattr__(self, key):
        if key in self.__dict__.get("people", {}):
            return self.people[key].at(self.school)
        raise AttributeError(key)

    def submit(self, subject=None, *, amount="800", by=None, department=None, title="灯管二十只"):
        """Put something up for approval: any record with a school will do, the engine knows no app."""
        return services.submit(
            subject or DepartmentFactory(school=self.school),
            kind="purchase",
            amount=Decimal(amount),
            by=by or self.teacher,
            department=department or self.department,
            title=title,
            summary="更换损坏灯管",
        )


def names(plan):
    return [step.names for step in plan.steps]
