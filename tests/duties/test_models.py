"""What must not be false of duties and what they make due is refused by the database."""

from datetime import date, time, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from logistics import clock
from logistics.duties import services
from logistics.duties.models import Duty, Expected, Shift, ShiftChange
from tests.duties.factories import make_duty, make_roster, plain_duty, school_with_term
from tests.factories import RoleFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
NOON = clock.at(MONDAY, time(12))


@pytest.fixture(autouse=True)
def noon():
    with clock.set_to(NOON):
        yield


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("the_rhythm_of_a_duty_has_its_parameters", {"rhythm": "weekdays"}),
        ("the_rhythm_of_a_duty_has_its_parameters", {"rhythm": "weekdays", "weekdays": [7]}),
        ("the_rhythm_of_a_duty_has_its_parameters", {"rhythm": "weekly"}),
        ("the_rhythm_of_a_duty_has_its_parameters", {"rhythm": "weekly", "times": 8}),
        ("the_rhythm_of_a_duty_has_its_parameters", {"rhythm": "monthly", "times": 2, "month_day": 5}),
        ("the_rhythm_of_a_duty_has_its_parameters", {"rhythm": "yearly", "month": 3}),
        ("the_rhythm_of_a_duty_has_its_parameters", {"rhythm": "before_end"}),
        ("the_rhythm_of_a_duty_has_its_parameters", {"rhythm": "daily", "weeks": [1]}),
        ("a_duty_is_due_at_some_time", {"due_times": []}),
        ("a_duty_is_told_on_to_somebody", {"escalate_after": 1}),
        ("only_some_times_a_week_or_month_are_random", {"random": True}),
        ("days_before_term_are_calendar_days", {"rhythm": "before_term", "days_before": 1}),
        ("only_days_of_service_name_a_meal", {"meal": "2lunch"}),
        ("a_note_of_a_duty_has_no_detail", {"detail": "1"}),
        ("a_duty_ends_after_it_begins", {"ends_on": date(2020, 1, 1)}),
        ("a_duty_leaves_a_sensible_time", {"early_days": 500}),
        ("a_shift_belongs_to_a_roster", {"roster_slot": "早班"}),
    ],
)
def test_a_senseless_duty(constraint, facts):
    duty = plain_duty(school_with_term(), **facts)

    with refused(constraint):
        duty.save()


def test_a_duty_of_a_person_and_a_role_at_once():
    school = school_with_term()

    with refused("a_duty_is_one_persons_roles_or_rosters"):
        plain_duty(school, person=UserFactory(), role=RoleFactory(school=school)).save()


def test_who_is_told_on_needs_days():
    with refused("a_duty_is_told_on_to_somebody"):
        plain_duty(school_with_term(), escalate_person=UserFactory()).save()


RECORD = {"object_id": 1, "done_at": NOON}


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("the_state_of_a_thing_due_has_its_facts", {"status": "done"}),
        ("the_state_of_a_thing_due_has_its_facts", {"status": "late"}),
        ("the_state_of_a_thing_due_has_its_facts", {"status": "late", **RECORD}),  # in time
        ("the_state_of_a_thing_due_has_its_facts", {"status": "late", "object_id": 1}),
        ("the_state_of_a_thing_due_has_its_facts", {"status": "done", "reason": "病假", **RECORD}),
        ("the_state_of_a_thing_due_has_its_facts",
         {"status": "done", "object_id": 1, "done_at": NOON + timedelta(days=1)}),
        ("the_state_of_a_thing_due_has_its_facts", {"status": "waiting", **RECORD}),
        ("the_state_of_a_thing_due_has_its_facts", {"status": "missing", **RECORD}),
        ("the_state_of_a_thing_due_has_its_facts", {"status": "lifted"}),
        ("the_state_of_a_thing_due_has_its_facts", {"status": "extra"}),
        ("the_days_of_a_thing_due_are_in_order", {"last_on": MONDAY - timedelta(days=1)}),
    ],
)  # fmt: skip
def test_a_thing_due_whose_state_and_facts_disagree(constraint, facts):
    duty = make_duty(school_with_term())
    if "object_id" in facts:
        facts = {**facts, "content_type": ContentType.objects.get_for_model(Duty)}

    with refused(constraint):
        Expected.objects.filter(duty=duty, first_on=MONDAY).update(**facts)


def test_a_thing_is_due_once_even_without_a_place():
    row = make_duty(school_with_term()).expected_entries.first()

    row.pk = None
    with refused("a_thing_is_due_once"):
        row.save(force_insert=True)


def test_a_record_fulfils_one_thing():
    duty = make_duty(school_with_term())
    note = services.write_note(duty, text="已查", by=UserFactory())
    facts = {"status": "done", "content_type": ContentType.objects.get_for_model(note), "object_id": note.pk}

    with refused("a_record_fulfils_one_thing_due"):
        duty.expected_entries.filter(status="waiting").update(done_at=NOON, **facts)


def test_nobody_stands_twice_in_a_shift():
    roster = make_roster(school_with_term())
    person = UserFactory()
    Shift.objects.create(roster=roster, person=person, first_on=MONDAY, last_on=MONDAY + timedelta(days=4))

    with refused("nobody_stands_twice_in_a_shift"):
        Shift.objects.create(
            roster=roster, person=person, first_on=MONDAY + timedelta(days=4), last_on=date(2026, 9, 20)
        )


def test_notes_and_changes_of_turns_are_append_only():
    school = school_with_term()
    note = services.write_note(make_duty(school), text="已查", by=UserFactory())
    roster, person = make_roster(school), user_with(school=school)
    services.enter_turns(roster, [{"person": person, "first_on": MONDAY, "last_on": MONDAY}], by=None)
    services.remove_turn(roster.shifts.get(), by=None)

    for row, field in [(note, "text"), (ShiftChange.objects.get(), "reason")]:
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{field: "改"})


def test_the_earlier_state_of_a_thing_due_is_kept():
    duty = make_duty(school_with_term())
    with clock.set_to(NOON + timedelta(hours=8)):
        services.tick()
        services.write_note(duty, text="已查", by=UserFactory())

    row = duty.expected_entries.get(first_on=MONDAY)
    assert list(row.events.order_by("pgh_id").values_list("status", flat=True)) == ["waiting", "missing"]
    assert row.status == "late"


def test_each_sees_the_own_and_leaders_see_all():
    school = school_with_term()
    mine, other = user_with(school=school), user_with(school=school)
    leader, stranger = user_with("duties.view_expected", school=school), user_with("duties.view_expected")
    make_duty(school, name="一", person=mine)
    make_duty(school, name="二", person=other)

    seen = [Expected.objects.visible_to(person).filter(due_on=MONDAY).count() for person in (mine, leader, stranger)]

    assert seen == [1, 2, 0]
