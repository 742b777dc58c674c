"""Setting up a school: places, departments, classes, terms."""

from datetime import date, timedelta

import pytest

from logistics import clock
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.school import services
from logistics.school.models import Place, Term
from tests.factories import (
    CampusFactory,
    DepartmentFactory,
    PlaceFactory,
    SchoolClassFactory,
    SchoolFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def verbs(record):
    return [event.verb for event in Event.objects.about(record)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("101-103", ["101", "102", "103"]),
        ("101～102、音乐教室，201", ["101", "102", "音乐教室", "201"]),
        ("08-10", ["08", "09", "10"]),
        ("A1-3", ["A1", "A2", "A3"]),
        ("101 101\n102", ["101", "102"]),
    ],
)
def test_ranges_and_lists_of_rooms_are_read(text, names):
    assert services.room_names(text) == names


@pytest.mark.parametrize("text", ["", " 、", "112-101", "1-5000", "长" * 41])
def test_rooms_that_cannot_be_read_are_refused(text):
    with pytest.raises(RuleError) as refusal:
        services.room_names(text)

    assert refusal.value.field == "names"


def test_several_rooms_are_added_to_a_building():
    building = PlaceFactory(building=True, name="教学楼")

    rooms = services.add_rooms(building.campus, names="101-103", parent=building, by=None)

    assert [room.label for room in rooms] == ["教学楼 101", "教学楼 102", "教学楼 103"]


def test_when_one_room_is_there_already_none_is_added():
    building = PlaceFactory(building=True)
    PlaceFactory(campus=building.campus, parent=building, name="102")

    with pytest.raises(RuleError) as refusal:
        services.add_rooms(building.campus, names="101-103", parent=building, by=None)

    assert "102" in str(refusal.value)
    assert building.rooms.count() == 1


def test_two_places_of_a_building_have_different_names():
    room = PlaceFactory()

    with pytest.raises(RuleError) as refusal:
        services.add_place(room.campus, name=room.name, by=None)

    assert refusal.value.field == "name"


def test_a_room_stands_in_a_building_of_its_campus():
    building = PlaceFactory(building=True)

    with pytest.raises(RuleError):
        services.add_place(CampusFactory(school=building.school), name="101", parent=building, by=None)
    with pytest.raises(RuleError):
        services.add_place(building.campus, name="101", parent=PlaceFactory(campus=building.campus), by=None)
    with pytest.raises(RuleError):
        services.add_place(building.campus, name="副楼", kind=Place.Kind.BUILDING, parent=building, by=None)


def test_the_rooms_of_a_building_follow_its_new_name():
    building = PlaceFactory(building=True)
    room = PlaceFactory(campus=building.campus, parent=building, name="101")

    services.change_place(building, name="实验楼", kind=Place.Kind.BUILDING, by=None)

    room.refresh_from_db()
    assert room.label == "实验楼 101"


def test_a_building_with_rooms_stays_a_building():
    building = PlaceFactory(building=True)
    PlaceFactory(campus=building.campus, parent=building)

    with pytest.raises(RuleError) as refusal:
        services.change_place(building, name=building.name, kind=Place.Kind.OFFICE, by=None)

    assert refusal.value.field == "kind"


def test_a_building_goes_out_of_use_with_its_rooms_and_back():
    building = PlaceFactory(building=True)
    room = PlaceFactory(campus=building.campus, parent=building)

    services.take_place_out_of_use(building, by=None)
    room.refresh_from_db()
    assert not room.active
    with pytest.raises(WrongState):
        services.take_place_out_of_use(building, by=None)

    services.take_place_into_use(building, by=None)
    room.refresh_from_db()
    assert room.active
    assert verbs(building) == ["taken_into_use", "taken_out_of_use"]


def test_the_facts_of_a_school_are_changed_with_a_note():
    school, by = SchoolFactory(), UserFactory()

    services.change_school(school, name="育才小学", stage="primary", boards=True, duty_phone="110", by=by)

    school.refresh_from_db()
    assert (school.name, school.boards, school.duty_phone) == ("育才小学", True, "110")
    assert Event.objects.about(school).get().by == by


def test_campuses_departments_and_classes_keep_different_names():
    campus, department, school_class = CampusFactory(), DepartmentFactory(), SchoolClassFactory()

    for attempt in (
        lambda: services.add_campus(campus.school, name=campus.name, by=None),
        lambda: services.add_department(department.school, name=department.name, by=None),
        lambda: services.add_class(school_class.campus, grade=1, name=school_class.name, by=None),
    ):
        with pytest.raises(RuleError) as refusal:
            attempt()
        assert refusal.value.field == "name"


def test_changes_of_campus_department_and_class_are_noted():
    campus, department, school_class = CampusFactory(), DepartmentFactory(), SchoolClassFactory()

    services.change_campus(campus, name="北校区", kind="campus", by=None)
    services.change_department(department, name="总务处", kind="office", head=UserFactory(), by=None)
    services.change_class(school_class, grade=2, name="二（1）班", by=None)

    assert [verbs(record) for record in (campus, department, school_class)] == [["changed"]] * 3


def test_a_class_sits_on_its_own_campus():
    with pytest.raises(RuleError) as refusal:
        services.add_class(CampusFactory(), grade=1, name="一（1）班", room=PlaceFactory(), by=None)

    assert refusal.value.field == "room"


def add_term(school, **facts):
    facts = {
        "school_year": 2026,
        "number": 1,
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 1, 20),
        **facts,
    }
    return services.add_term(school, **facts, by=None)


def test_a_term_covers_the_holiday_before_it():
    first = TermFactory()

    second = add_term(first.school, number=2, starts_on=date(2027, 2, 20), ends_on=date(2027, 6, 30))

    assert second.covers_from == first.covers_to + timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"starts_on": date(2027, 1, 10), "number": 2}, "ends_on"),
        ({"ends_on": date(2026, 8, 1)}, "ends_on"),
        ({"ends_on": date(2028, 1, 20)}, "ends_on"),
        ({"starts_on": date(2020, 9, 1), "ends_on": date(2021, 1, 20)}, "starts_on"),
        ({"covers_from": date(2026, 9, 2)}, "covers_from"),
        ({"covers_to": date(2027, 1, 1)}, "covers_to"),
    ],
)
def test_days_out_of_order_are_refused_with_a_sentence(facts, field):
    if facts.get("number") == 2:
        facts = {**facts, "ends_on": date(2027, 1, 5)}

    with pytest.raises(RuleError) as refusal:
        add_term(SchoolFactory(), **facts)

    assert refusal.value.field == field


def test_overlapping_terms_are_refused():
    first = TermFactory()

    with pytest.raises(RuleError) as refusal:
        add_term(first.school, number=2, starts_on=date(2027, 1, 10), ends_on=date(2027, 6, 30), covers_from=None)

    assert refusal.value.field == "starts_on"


def test_a_term_is_there_once():
    first = TermFactory()

    with pytest.raises(RuleError) as refusal:
        add_term(first.school, starts_on=date(2027, 2, 20), ends_on=date(2027, 6, 30))

    assert refusal.value.field == "number"


def test_a_changed_term_may_not_reach_into_the_next():
    first = TermFactory()
    add_term(first.school, number=2, starts_on=date(2027, 2, 20), ends_on=date(2027, 6, 30))

    with pytest.raises(RuleError):
        services.change_term(
            first,
            starts_on=first.starts_on,
            ends_on=first.ends_on,
            covers_from=first.covers_from,
            covers_to=date(2027, 3, 1),
            by=None,
        )

    assert Term.objects.get(pk=first.pk).covers_to == first.covers_to


def test_nothing_is_logged_on_a_later_day_or_outside_every_term():
    term = TermFactory(school_year=clock.today().year - 5)

    services.require_school_day(term.school, term.starts_on, field="day")
    for day in (clock.today() + timedelta(days=1), term.covers_from - timedelta(days=1)):
        with pytest.raises(RuleError) as refusal:
            services.require_school_day(term.school, day, field="day")
        assert refusal.value.field == "day"


def test_a_place_has_one_valid_sticker_until_it_is_revoked():
    place = PlaceFactory()

    first = services.sticker_of(place, by=None)
    assert services.sticker_of(place, by=None) == first
    services.revoke_sticker(place, by=None)

    assert services.sticker_of(place, by=None).token != first.token
