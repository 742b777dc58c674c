"""Building the sample school: its ground here, the rest by what each app registers at ``hooks.sample_parts``."""

import random
from contextlib import contextmanager
from datetime import date, time, timedelta

from django.contrib.auth.hashers import make_password

from logistics import clock, hooks
from logistics.history.services import whole
from logistics.people.models import User
from logistics.people.services import appoint, create_person, draw_signature
from logistics.sample.people import DEPARTMENTS, HAVE_DRAWN, ONLY_ON, PASSWORD, PEOPLE
from logistics.sample.places import CAMPUSES, CLASSES, PLACES
from logistics.sample.strokes import signature
from logistics.school import services as school_services
from logistics.school.models import School
from logistics.school.selectors import school_days

CODE = "yucai"
NAME = "育才小学"
SEED = 20260901


class Sample:
    """The sample school while it is being made; the same every time for the same day.

    campuses: {"south", "north", "kindergarten"}; people: {role key: [User]}; terms: (last, current); departments: {name}.
    """

    def __init__(self, school):
        self.school = school
        self.random = random.Random(SEED)
        self.campuses = {}
        self.people = {}
        self.departments = {}
        self.classes = []
        self.terms = ()
        self._places = {}

    @property
    def places(self):
        return list(self._places.values())

    def place(self, label, campus="south"):
        """Return a place by campus and label, e.g. ``place("一号教学楼 101")``."""
        return self._places[campus, label]

    def places_on(self, campus, *kinds):
        return [place for (key, _label), place in self._places.items() if key == campus and place.kind in kinds]

    def person(self, role, number=0):
        return self.people[role][number]

    def days(self, term):
        """Return the school days of a term up to today."""
        return school_days(self.school, term.starts_on, min(term.ends_on, clock.today()))

    @contextmanager
    def at(self, day, clock_time):
        """Let the clock stand at ``"HH:MM"`` of ``day``."""
        hour, minute = map(int, clock_time.split(":"))
        with clock.set_to(clock.at(day, time(hour, minute))):
            yield


@whole()
def build():
    """Make the sample school as of today and return it."""
    last, current = terms_around(clock.today())
    with clock.set_to(clock.at(last["covers_from"], time(8))):
        school = school_services.create_school(
            code=CODE, name=NAME, by=None, boards=True, phone="0735-3320001", duty_phone="13800000110", is_sample=True
        )
        sample = Sample(school)
        for furnish in hooks.new_school:
            furnish(school)
        _make_places(sample)
        _make_people(sample)
        _make_departments_and_classes(sample)
        sample.terms = tuple(school_services.add_term(school, by=None, **facts) for facts in (last, current))
    for part in hooks.sample_parts:
        part(sample)
    return school


def terms_around(today):
    """Return the facts of the last and the current term; the holiday before a term counts to it (DESIGN 9)."""
    terms = []
    for year in range(today.year - 2, today.year + 1):
        terms.append(_term(year, 1, date(year, 9, 1), date(year + 1, 1, 20)))
        terms.append(_term(year, 2, date(year + 1, 2, 24), date(year + 1, 7, 5)))
    for before, after in zip(terms, terms[1:]):
        after["covers_from"] = before["covers_to"] + timedelta(days=1)
    here = next(place for place, term in enumerate(terms) if term["covers_from"] <= today <= term["covers_to"])
    return terms[here - 1], terms[here]


def _term(year, number, starts_on, ends_on):
    return {
        "school_year": year,
        "number": number,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "covers_from": starts_on,
        "covers_to": ends_on,
    }


def _make_places(sample):
    for key, name, kind in CAMPUSES:
        campus = school_services.add_campus(sample.school, name=name, kind=kind, by=None)
        sample.campuses[key] = campus
        buildings = {None: None}
        for building, room_kind, rooms in PLACES[key]:
            if building not in buildings:
                buildings[building] = school_services.add_place(campus, name=building, kind="building", by=None)
                sample._places[key, building] = buildings[building]
            for room in rooms:
                place = school_services.add_place(
                    campus, name=room, kind=room_kind, parent=buildings[building], by=None
                )
                sample._places[key, place.label] = place
                school_services.sticker_of(place, by=None)


def _make_people(sample):
    roles = {role.key: role for role in sample.school.roles.all()}
    encoded = make_password(PASSWORD)
    for key, names in PEOPLE:
        sample.people[key] = []
        for number, name in enumerate(names):
            person = create_person(
                name=name,
                username=key if number == 0 else f"{key}{number + 1}",
                phone=f"1390735{len(sample.people):02d}{number:02d}",
                encoded_password=encoded,
                by=None,
            )
            campus = sample.campuses.get(ONLY_ON.get((key, number)))
            appoint(person, role=roles[key], campus=campus, by=None)
            sample.people[key].append(person)
    for key in HAVE_DRAWN:
        person = sample.person(key)
        draw_signature(person, picture=signature(person.name), by=person)


def _make_departments_and_classes(sample):
    for name, kind, (role, number) in DEPARTMENTS:
        sample.departments[name] = school_services.add_department(
            sample.school, name=name, kind=kind, head=sample.person(role, number), by=None
        )
    teachers = [*sample.people["class_teacher"], *sample.people["teacher"]]
    for place, (campus, grade, name, room) in enumerate(CLASSES):
        sample.classes.append(
            school_services.add_class(
                sample.campuses[campus],
                grade=grade,
                name=name,
                room=sample.place(room, campus),
                class_teacher=teachers[place % len(teachers)],
                by=None,
            )
        )


def logins():
    """Return [(role name, login name)] of the sample school, one a role."""
    school = School.objects.get(code=CODE, is_sample=True)
    people = {person.username: person for person in User.objects.of_school(school)}
    names = dict(school.roles.values_list("key", "name"))
    return [(names[key], key) for key, _people in PEOPLE if key in people]
