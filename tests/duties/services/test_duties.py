"""Setting, changing and ending duties."""

from datetime import date, time

import pytest

from logistics.duties import services
from logistics.duties.models import Duty
from logistics.errors import RuleError
from tests.duties.factories import EVENING, make_duty, school_with_term
from tests.duties.services.steps import S, at, rows, write
from tests.factories import AppointmentFactory, CampusFactory, PlaceFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_new_duty_makes_what_is_due_for_two_weeks(monday):
    duty = make_duty(school_with_term())

    assert [row.due_on.day for row in rows(duty)] == [7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 20, 21]
    assert {row.status for row in rows(duty)} == {S.WAITING}


def test_each_place_makes_an_entry_of_its_own(monday):
    campus = CampusFactory(school=school_with_term())
    places = [PlaceFactory(campus=campus), PlaceFactory(campus=campus)]

    duty = make_duty(campus.school, places=places, due_times=[time(8), EVENING])

    today = [row for row in rows(duty) if row.first_on == monday]
    assert sorted((row.place_id, row.slot) for row in today) == [
        (place.pk, slot) for place in places for slot in (1, 2)
    ]
    assert {row.campus_id for row in today} == {campus.pk}


def test_a_duty_of_a_vacant_role_is_refused_unless_wanted(monday):
    school = school_with_term()
    role = RoleFactory(school=school, name="安全员")

    with pytest.raises(RuleError, match="安全员") as refused:
        make_duty(school, role=role, anyway=False)

    assert refused.value.field == "who"
    assert rows(make_duty(school, role=role, anyway=True))[0].person is None


def test_the_nearest_holder_of_the_role_is_asked(monday):
    school = school_with_term()
    north, south = CampusFactory(school=school), CampusFactory(school=school)
    role = RoleFactory(school=school)
    everywhere = AppointmentFactory(role=role).person
    in_the_north = AppointmentFactory(role=role, campus=north).person

    people = [
        rows(make_duty(school, name=name, role=role, campus=campus))[0].person
        for name, campus in [("一", north), ("二", south), ("三", None)]
    ]

    assert people == [in_the_north, everywhere, everywhere]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"rhythm": "weekdays"}, "rhythm"),
        ({"rhythm": "weekly"}, "rhythm"),
        ({"times": 2}, "rhythm"),
        ({"rhythm": "fortnightly", "weeks": [1, 2]}, "rhythm"),
        ({"rhythm": "weekly", "times": 1, "due_times": [time(8), time(9)]}, "due_times"),
        ({"due_times": [time(9), time(8)]}, "due_times"),
        ({"due_times": []}, "due_times"),
        ({"random": True}, "random"),
        ({"rhythm": "before_term", "days_before": 7}, "day_kind"),
        ({"escalate_after": 2}, "escalate_after"),
        ({"meal": "2lunch"}, "meal"),
        ({"subject": "nobody.knows"}, "subject"),
        ({"ends_on": date(2026, 9, 1)}, "ends_on"),
        ({"early_days": 500}, "early_days"),
    ],
)
def test_senseless_duties_are_refused_with_a_sentence(monday, facts, field):
    with pytest.raises(RuleError) as refused:
        make_duty(school_with_term(), **facts)

    assert refused.value.field == field


def test_what_belongs_to_another_school_is_refused(monday):
    school = school_with_term()

    for facts in [
        {"campus": CampusFactory()}, {"role": RoleFactory()}, {"person": UserFactory()}, {"places": [PlaceFactory()]}
    ]:  # fmt: skip
        with pytest.raises(RuleError):
            make_duty(school, **facts)


def test_a_changed_duty_leaves_what_was_judged_and_makes_the_rest_anew(monday):
    duty = make_duty(school_with_term())
    write(duty)

    with at(date(2026, 9, 9), 10):
        services.tick()
        services.change_duty(duty, by=None, rhythm="weekdays", weekdays=[4], due_times=[time(12)], anyway=True)

    assert [(row.due_on.day, row.status) for row in rows(duty)] == [
        (7, S.DONE), (8, S.MISSING), (11, S.WAITING), (18, S.WAITING)
    ]  # fmt: skip


def test_an_ended_duty_is_due_no_more_and_resumed_leaves_the_time_between(monday):
    duty = make_duty(school_with_term())

    services.end_duty(duty, on=date(2026, 9, 8), by=None)
    ended = [row.due_on.day for row in rows(duty)]
    with at(date(2026, 9, 16), 10):
        services.resume_duty(Duty.objects.get(pk=duty.pk), on=date(2026, 9, 16), by=None)

    assert ended == [7, 8]
    assert [row.due_on.day for row in rows(duty)][:4] == [7, 8, 16, 17]
