"""Who may, who is asked, who is next above."""

from datetime import date, timedelta

import pytest

from logistics import clock
from logistics.people import selectors
from tests.factories import (
    AppointmentFactory,
    CampusFactory,
    DepartmentFactory,
    PlaceFactory,
    RoleFactory,
    SchoolFactory,
    UserFactory,
    user_with,
)

pytestmark = pytest.mark.django_db

MAY = "repairs.assign_repair"


def test_holders_are_those_whose_role_grants_the_permission():
    school = SchoolFactory()
    dispatcher = user_with(MAY, school=school)
    user_with("repairs.view_repair", school=school)

    assert list(selectors.holders(school, MAY)) == [dispatcher]


def test_holders_of_another_school_do_not_count():
    user_with(MAY)

    assert list(selectors.holders(SchoolFactory(), MAY)) == []


def test_whoever_may_not_sign_in_any_more_holds_nothing():
    school = SchoolFactory()
    user_with(MAY, school=school, is_active=False)

    assert list(selectors.holders(school, MAY)) == []


@pytest.mark.parametrize(
    ("starts", "ends", "counts"), [(-5, None, True), (-5, 0, True), (-5, -1, False), (1, None, False), (0, 0, True)]
)
def test_an_appointment_counts_from_its_first_to_its_last_day(starts, ends, counts):
    role = RoleFactory(permissions=[MAY])
    today = clock.today()
    AppointmentFactory(
        role=role,
        starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )

    assert selectors.holders(role.school, MAY).exists() is counts


def test_holders_on_a_day_are_those_of_that_day():
    role = RoleFactory(permissions=[MAY])
    former = AppointmentFactory(role=role, starts_on=date(2020, 9, 1), ends_on=date(2021, 1, 31)).person

    assert list(selectors.holders(role.school, MAY, on=date(2020, 12, 1))) == [former]


def test_the_nearest_appointment_comes_first():
    room = PlaceFactory()
    everywhere = user_with(MAY, school=room.school)
    campus = user_with(MAY, campus=room.campus)
    here = user_with(MAY, place=room)

    assert list(selectors.holders(room.school, MAY, place=room)) == [here, campus, everywhere]


def test_an_appointment_for_another_campus_department_or_place_does_not_count():
    room = PlaceFactory()
    user_with(MAY, campus=CampusFactory(school=room.school))
    user_with(MAY, department=DepartmentFactory(school=room.school))
    user_with(MAY, place=PlaceFactory(campus=room.campus))

    found = selectors.holders(room.school, MAY, place=room, department=DepartmentFactory(school=room.school))

    assert list(found) == []


def test_an_appointment_for_a_place_of_another_campus_does_not_count_on_this_one():
    room = PlaceFactory()
    other = CampusFactory(school=room.school)
    user_with(MAY, place=room)

    assert list(selectors.holders(room.school, MAY, campus=other)) == []


def test_an_appointment_for_a_building_holds_for_its_rooms():
    building = PlaceFactory(building=True)
    room = PlaceFactory(campus=building.campus, parent=building)
    caretaker = user_with(MAY, place=building)

    assert list(selectors.holders(room.school, MAY, place=room)) == [caretaker]


def test_a_person_appointed_twice_is_named_once_and_by_the_nearer_appointment():
    campus = CampusFactory()
    everywhere = user_with(MAY, school=campus.school)
    both = user_with(MAY, school=campus.school)
    AppointmentFactory(person=both, role=RoleFactory(school=campus.school, permissions=[MAY]), campus=campus)

    assert list(selectors.holders(campus.school, MAY, campus=campus)) == [both, everywhere]


def test_holders_take_one_query(django_assert_num_queries):
    room = PlaceFactory()
    user_with(MAY, place=room)

    with django_assert_num_queries(1):
        list(selectors.holders(room.school, MAY, place=room))


def test_role_holders_are_found_by_the_key_of_their_role():
    school = SchoolFactory()
    director = user_with(school=school, key="director")
    user_with(school=school, key="guard")

    assert list(selectors.role_holders(school, "director")) == [director]


@pytest.fixture
def line():
    """A line of command: teacher under head under principal."""
    school = SchoolFactory()
    principal = RoleFactory(school=school, key="principal")
    head = RoleFactory(school=school, key="head", superior=principal)
    return {
        "school": school,
        "principal": principal,
        "head": head,
        "teacher": RoleFactory(school=school, key="teacher", superior=head),
    }


def test_the_superior_is_the_holder_of_the_next_role_in_the_same_department(line):
    ours, theirs = DepartmentFactory(school=line["school"]), DepartmentFactory(school=line["school"])
    AppointmentFactory(role=line["head"], department=theirs)
    our_head = AppointmentFactory(role=line["head"], department=ours).person
    teacher = AppointmentFactory(role=line["teacher"], department=ours).person

    assert selectors.superior_of(teacher, line["school"]) == our_head


def test_the_named_head_of_the_department_comes_before_the_line_of_roles(line):
    named = UserFactory()
    department = DepartmentFactory(school=line["school"], head=named)
    AppointmentFactory(role=line["head"], department=department)
    teacher = AppointmentFactory(role=line["teacher"], department=department).person

    assert selectors.superior_of(teacher, line["school"]) == named


def test_a_vacant_role_passes_upward(line):
    principal = AppointmentFactory(role=line["principal"]).person
    teacher = AppointmentFactory(role=line["teacher"]).person

    assert selectors.superior_of(teacher, line["school"]) == principal


def test_nobody_is_their_own_superior(line):
    principal = AppointmentFactory(role=line["principal"]).person
    teacher = AppointmentFactory(role=line["teacher"]).person
    AppointmentFactory(role=line["head"], person=teacher)

    assert selectors.superior_of(teacher, line["school"]) == principal


def test_there_is_nobody_above_the_principal(line):
    principal = AppointmentFactory(role=line["principal"]).person

    assert selectors.superior_of(principal, line["school"]) is None


def test_a_line_of_command_that_runs_in_a_circle_ends(line):
    line["principal"].superior = line["teacher"]
    line["principal"].save()

    assert list(selectors.command_line(line["head"])) == [line["head"], line["principal"], line["teacher"]]


def test_a_right_that_a_role_gains_or_loses_counts_at_once():
    person = user_with("repairs.view_repair")
    role = person.appointments_now()[0].role
    assert not person.has_perm(MAY)

    role.permissions.append(MAY)
    gained = person.has_perm(MAY)
    role.permissions = []

    assert (gained, person.has_perm(MAY)) == (True, False)


def test_rights_are_those_of_the_school_one_works_on():
    person = user_with(MAY)
    other = SchoolFactory()
    AppointmentFactory(person=person, role=RoleFactory(school=other))

    assert [person.at(school).has_perm(MAY) for school in (person.active_school, other)] == [True, False]
