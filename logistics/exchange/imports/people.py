"""People and the roles they hold from a workbook: one row a person."""

import re
from collections import Counter, defaultdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.errors import RuleError
from logistics.exchange.imports.names import Names, Seen, require_at_most
from logistics.exchange.plans import ImportPlan, Outcome, RowResult, judge_rows
from logistics.exchange.reading import ImportColumn
from logistics.people import services
from logistics.people.models import LOGIN_NAME, MOBILE, Appointment, Role, User
from logistics.school.models import Campus, Department

MOST = 1000


def check(school, rows):
    """Judge every row against the people there are; nobody of another school is ever matched or named."""
    require_at_most(rows, MOST)
    return judge_rows(rows, _Judge(school, rows).result)


class _Judge:
    """Everything the rows of one workbook are compared with, fetched once."""

    def __init__(self, school, rows):
        self.seen = Seen()
        self.roles = Names(_("roles"), Role.objects.of_school(school), lambda role: role.name)
        self.campuses = Names(_("campuses"), Campus.objects.of_school(school), lambda campus: campus.name)
        self.departments = Names(_("departments"), Department.objects.of_school(school), lambda office: office.name)
        self.ours = {person.pk: person for person in User.objects.of_school(school)}
        self.by_username = {person.username: person for person in self.ours.values()}
        self.by_phone = {person.phone: person for person in self.ours.values() if person.phone}
        self.by_name = defaultdict(list)
        for person in self.ours.values():
            self.by_name[person.name].append(person)
        self.taken_usernames = _taken("username", rows, self.ours)
        self.taken_phones = _taken("phone", rows, self.ours)
        held = Appointment.objects.on(clock.today()).of_school(school).filter(place=None)
        self.held = set(held.values_list("person", "role", "campus", "department"))
        self.elsewhere = set(
            Appointment.objects.on(clock.today())
            .exclude(school=school)
            .filter(person__in=self.ours)
            .values_list("person", flat=True)
        )
        self.names = Counter(row.values["name"] for row in rows)

    def result(self, row):
        cells = {key: value or "" for key, value in row.values.items()}
        _require_sound(cells)
        for key in ("username", "phone"):
            if cells[key]:
                self.seen.once((key, cells[key]), row.number)
        if not cells["username"] and not cells["phone"]:
            self.seen.once(("name", cells["name"]), row.number)
        values = {**cells, **self.places_of(cells)}
        person = self.find(cells)
        if person is None:
            if not values["roles"]:
                raise RuleError(_("Write at least one role."))
            return RowResult(row.number, Outcome.NEW, f"{cells['name']} · {cells['roles']}", values)
        return self.compared(row.number, person, values)

    def places_of(self, cells):
        """Return the roles, campus and department of the row as keys."""
        roles = [self.roles.get(name) for name in re.split(r"[、,，;；/]+", cells["roles"]) if name.strip()]
        campus, department = self.campuses.get(cells["campus"]), self.departments.get(cells["department"])
        return {
            "roles": [role.pk for role in dict.fromkeys(roles)],
            "campus": campus and campus.pk,
            "department": department and department.pk,
        }

    def find(self, cells):
        """Return the person of this school that the row means, or None for somebody new."""
        if cells["username"]:
            if cells["username"] in self.taken_usernames:
                raise RuleError(_("Another person has this login name."))
            person = self.by_username.get(cells["username"])
        else:
            person = self.by_phone.get(cells["phone"])
            if person and person.name != cells["name"]:
                raise RuleError(_("%(name)s has this mobile number already.") % {"name": person.name})
        if cells["phone"] in self.taken_phones or (
            cells["phone"] and self.by_phone.get(cells["phone"], person) != person
        ):
            raise RuleError(_("Another person has this mobile number."))
        if person or cells["username"] or cells["phone"]:
            return person or self.by_lone_name(cells)
        namesakes = self.by_name[cells["name"]]
        if len(namesakes) > 1:
            raise RuleError(_("Several people have this name: add the mobile number or the login name."))
        return namesakes[0] if namesakes else None

    def by_lone_name(self, cells):
        """A mobile number for somebody who had none so far: the only one of this name."""
        namesakes = self.by_name[cells["name"]]
        alone = len(namesakes) == 1 and not namesakes[0].phone and self.names[cells["name"]] == 1
        return namesakes[0] if alone and not cells["username"] else None

    def compared(self, number, person, values):
        changes = []
        if values["name"] != person.name:
            changes.append(_("name: %(before)s → %(after)s") % {"before": person.name, "after": values["name"]})
        if values["phone"] and values["phone"] != person.phone:
            facts = {"before": person.phone or "—", "after": values["phone"]}
            changes.append(_("mobile number: %(before)s → %(after)s") % facts)
        if changes and person.pk in self.elsewhere:
            raise RuleError(_("This person also works outside this school. Ask whoever keeps the installation."))
        values["person"] = person.pk
        values["add"] = [
            role
            for role in values["roles"]
            if (person.pk, role, values["campus"], values["department"]) not in self.held
        ]
        if values["add"]:
            changes.append(_("further roles: %(count)s") % {"count": len(values["add"])})
        if not changes:
            return RowResult(number, Outcome.SAME, values=values)
        return RowResult(number, Outcome.CHANGED, f"{person.name} · {' · '.join(changes)}", values)


def _taken(key, rows, ours):
    """Return which of the names or numbers in the workbook belong to people outside the school."""
    wanted = [row.values[key] for row in rows if row.values[key]]
    return set(User.objects.filter(**{f"{key}__in": wanted}).exclude(pk__in=ours).values_list(key, flat=True))


def _require_sound(cells):
    try:
        if cells["phone"]:
            MOBILE(cells["phone"])
        if cells["username"]:
            LOGIN_NAME(cells["username"])
    except ValidationError as error:
        raise RuleError(" ".join(error.messages)) from error


def apply(school, results, *, by):
    """Create and change the people, appoint them; return [(name, login name, first password)] of the new ones."""
    roles = {role.pk: role for role in Role.objects.of_school(school)}
    campuses = {campus.pk: campus for campus in Campus.objects.of_school(school)}
    departments = {department.pk: department for department in Department.objects.of_school(school)}
    people = User.objects.of_school(school).in_bulk([row.values["person"] for row in results if "person" in row.values])
    handout = []
    for row in results:
        cells = row.values
        if row.outcome == Outcome.NEW:
            person = services.create_person(name=cells["name"], phone=cells["phone"], username=cells["username"], by=by)
            handout.append((person.name, person.username, person.first_password))
            wanted = cells["roles"]
        else:
            person, wanted = _changed(people[cells["person"]], cells, school, by), cells["add"]
        for role in wanted:
            services.appoint(
                person,
                role=roles[role],
                campus=campuses.get(cells["campus"]),
                department=departments.get(cells["department"]),
                by=by,
            )
    return handout


def _changed(person, cells, school, by):
    phone = cells["phone"] or person.phone
    if (cells["name"], phone) == (person.name, person.phone):
        return person
    facts = {"name": cells["name"], "phone": phone, "username": person.username, "email": person.email}
    return services.change_person(person, **facts, by=by, school=school)


def choices(school):
    return {
        "department": [department.name for department in Department.objects.of_school(school)],
        "campus": [campus.name for campus in Campus.objects.of_school(school)],
    }


PLAN = ImportPlan(
    kind="people",
    title=gettext_lazy("People"),
    columns=[
        ImportColumn(
            "name", gettext_lazy("Full name"), required=True, max_length=40, aliases=("姓名", "教师姓名", "名称")
        ),
        ImportColumn("phone", gettext_lazy("Mobile number"), aliases=("手机号", "手机号码", "手机", "联系电话")),
        ImportColumn("username", gettext_lazy("Login name"), aliases=("登录名", "账号", "用户名")),
        ImportColumn("roles", gettext_lazy("Roles"), aliases=("角色", "岗位", "职务")),
        ImportColumn("department", gettext_lazy("Department"), aliases=("部门", "处室")),
        ImportColumn("campus", gettext_lazy("Only on campus"), aliases=("校区", "仅限校区")),
    ],
    check=check,
    apply=apply,
    permission="people.manage_people",
    note=gettext_lazy(
        "One row a person. Several roles are separated by 、. Department and campus limit what the roles count for; left "
        "empty they count for the whole school. Nobody is removed and no role ends by bringing in a workbook."
    ),
    choices=choices,
    samples=[("李梅", "13800000000", "", "班主任、教师", "", "")],
)
