"""Which thing due a record fulfils."""

from datetime import date, time

import pytest

from logistics import clock, hooks
from logistics.duties import hooks as hooks_of_duties
from logistics.duties import services
from logistics.duties.models import DutyNote, Expected
from logistics.duties.services import notes
from logistics.errors import RuleError, WrongState
from tests.duties.factories import EVENING, make_duty, school_with_term
from tests.duties.services.steps import MONDAY, S, at, rows, write
from tests.factories import CampusFactory, PlaceFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_record_in_time_fulfils_what_is_due(monday):
    duty = make_duty(school_with_term())
    person = UserFactory()

    note = write(duty, by=person)

    row = rows(duty)[0]
    assert (row.status, row.record, row.done_at, row.done_by) == (S.DONE, note, clock.now(), person)
    assert {other.status for other in rows(duty)[1:]} == {S.WAITING}


def test_a_record_within_the_grace_is_in_time_and_later_it_is_late(monday):
    duty = make_duty(school_with_term(), due_times=[time(9, 30), time(9, 59)], grace_minutes=1)

    write(duty)
    write(duty)

    assert [row.status for row in rows(duty)][:2] == [S.LATE, S.DONE]


def test_an_offline_record_counts_by_the_clock_of_the_phone(monday):
    duty = make_duty(school_with_term(), due_times=[time(9, 30)])

    write(duty, written_at=clock.at(monday, time(9, 15)))

    assert rows(duty)[0].status == S.DONE


def test_a_late_entry_keeps_its_reason_and_one_without_asks_for_it(monday):
    duty = make_duty(school_with_term())
    with at(date(2026, 9, 9), 8):
        services.tick()
        write(duty, day=MONDAY, late_reason="外出培训")
        write(duty, day=date(2026, 9, 8), late_reason="外出培训")

    first, second, *rest = rows(duty)
    assert [(row.status, row.reason) for row in (first, second)] == [(S.LATE, "外出培训")] * 2
    assert {row.status for row in rest} == {S.WAITING}


def test_one_reason_covers_an_absence(monday):
    duty = make_duty(school_with_term())
    with at(date(2026, 9, 9), 8):
        services.tick()
        services.explain(rows(duty)[:2], reason="病假", by=UserFactory())

    assert [(row.status, row.reason) for row in rows(duty)[:3]] == [
        (S.MISSING, "病假"), (S.MISSING, "病假"), (S.WAITING, "")
    ]  # fmt: skip


def test_what_was_done_in_time_needs_no_reason(monday):
    duty = make_duty(school_with_term())
    write(duty)

    with pytest.raises(RuleError):
        services.explain(rows(duty)[:1], reason="病假", by=UserFactory())


def test_a_record_at_another_place_fulfils_nothing(monday):
    campus = CampusFactory(school=school_with_term())
    here, there = PlaceFactory(campus=campus), PlaceFactory(campus=campus)
    duty = make_duty(campus.school, places=[here])

    write(duty, place=there)
    elsewhere = rows(duty)[0].status
    write(duty, place=here)

    assert (elsewhere, rows(duty)[0].status) == (S.WAITING, S.DONE)


def three_places(school):
    campus = CampusFactory(school=school)
    return [PlaceFactory(campus=campus) for _number in range(3)]


def made_at(duty, *places):
    """Return the entry of a record of ``duty`` made at these places."""
    return hooks.LedgerEntry(
        duty.subject, UserFactory(), duty.school, clock.today(), clock.now(), detail=duty.record_detail, places=places
    )


def today_at(duty):
    return dict(Expected.objects.filter(duty=duty, first_on=clock.today()).values_list("place", "status"))


def test_a_record_made_at_several_places_fulfils_what_is_due_at_each_of_them(monday):
    school = school_with_term()
    first, second, third = three_places(school)
    duty = make_duty(school, places=[first, second, third])

    done = services.fulfil(made_at(duty, first, third))

    assert {row.place for row in done} == {first, third}
    assert today_at(duty) == {first.pk: S.DONE, second.pk: S.WAITING, third.pk: S.DONE}


def test_rooms_of_one_building_fulfil_what_is_due_at_it_once(monday):
    school = school_with_term()
    building = PlaceFactory(campus=CampusFactory(school=school), kind="building")
    rooms = [PlaceFactory(campus=building.campus, parent=building) for _number in range(2)]
    duty = make_duty(school, places=[building], due_times=[time(12), EVENING])

    services.fulfil(made_at(duty, *rooms))

    assert [row.status for row in rows(duty)[:2]] == [S.DONE, S.WAITING]


def test_a_record_made_at_several_places_does_once_what_is_due_without_a_place(monday):
    duty = make_duty(school_with_term(), rhythm="weekly", times=3)

    services.fulfil(made_at(duty, *three_places(duty.school)))

    assert [row.status for row in rows(duty)[:3]] == [S.DONE, S.WAITING, S.WAITING]


def test_a_withdrawn_record_leaves_every_place_undone(monday, monkeypatch):
    school = school_with_term()
    places = three_places(school)
    duty = make_duty(school, places=places)
    entry = made_at(duty, *places)
    services.fulfil(entry)

    services.withdraw(entry.record)

    assert set(today_at(duty).values()) == {S.WAITING}


def test_a_place_named_later_is_fulfilled_by_the_record_that_came_to_it_already(monday, monkeypatch):
    school = school_with_term()
    first, second, third = three_places(school)
    duty = make_duty(school, places=[first])
    entry = made_at(duty, first, second)
    monkeypatch.setattr(hooks_of_duties, "_notes", lambda *args: [entry])
    services.fulfil(entry)

    services.change_duty(duty, by=None, places=[first, second, third], anyway=True)

    assert today_at(duty) == {first.pk: S.DONE, second.pk: S.DONE, third.pk: S.WAITING}


def test_slots_are_filled_in_order_and_a_second_record_takes_the_next(monday):
    duty = make_duty(school_with_term(), due_times=[time(11), time(13), time(15)])

    write(duty)
    write(duty)

    assert [row.status for row in rows(duty)][:3] == [S.DONE, S.DONE, S.WAITING]


def test_it_may_be_done_as_early_as_the_duty_says(monday):
    school = school_with_term()
    strict = make_duty(school, name="一", rhythm="term_weeks", weeks=[3])
    early = make_duty(school, name="二", rhythm="term_weeks", weeks=[3], early_days=7)

    write(strict)
    write(early)

    assert (rows(strict)[0].status, rows(early)[0].status) == (S.WAITING, S.DONE)


def test_a_missed_week_is_not_made_good_by_the_next_but_a_dated_duty_may_be_done_late(monday):
    school = school_with_term()
    weekly = make_duty(school, name="一", rhythm="weekly", times=1)
    dated = make_duty(school, name="二", rhythm="term_weeks", weeks=[2])

    with at(date(2026, 9, 16), 10):
        services.tick()
        write(weekly)
        write(dated)

    assert [row.status for row in rows(weekly)][:2] == [S.MISSING, S.DONE]
    assert [row.status for row in rows(dated)] == [S.LATE]


def test_a_corrected_record_keeps_the_moment_it_was_first_written(monday):
    duty = make_duty(school_with_term())
    note = write(duty)

    with at(monday, 20):
        services.tick()
        further = services.correct_note(note, text="已检查并修好", reason="写漏", by=note.by)

    row = rows(duty)[0]
    assert (row.status, row.record, row.done_at) == (S.DONE, further, note.at)


def test_a_withdrawn_record_leaves_the_thing_undone(monday, monkeypatch):
    duty = make_duty(school_with_term())
    note = write(duty)
    monkeypatch.setattr(type(DutyNote.objects.all()), "standing", lambda notes: notes.exclude(pk=note.pk))

    [in_time] = [row.status for row in services.withdraw(note)]
    services.fulfil(notes.entry_of(note))
    with at(monday, 20):
        [too_late] = [row.status for row in services.withdraw(note)]

    assert (in_time, too_late) == (S.WAITING, S.MISSING)
    assert rows(duty)[0].record is None


def test_another_record_takes_the_place_of_a_withdrawn_one(monday, monkeypatch):
    duty = make_duty(school_with_term())
    note, other = write(duty), write(duty)
    monkeypatch.setattr(type(DutyNote.objects.all()), "standing", lambda notes: notes.exclude(pk=note.pk))

    services.withdraw(note)

    assert (rows(duty)[0].status, rows(duty)[0].record) == (S.DONE, other)


def test_lifting_says_why_and_cannot_be_done_twice(monday):
    duty = make_duty(school_with_term())
    stale = rows(duty)[0]

    services.lift([rows(duty)[0]], reason="教育局检查", by=UserFactory())

    assert (rows(duty)[0].status, rows(duty)[0].reason) == (S.LIFTED, "教育局检查")
    with pytest.raises(WrongState):
        services.lift([stale], reason="再来", by=UserFactory())


def test_a_record_of_no_duty_is_left_alone(monday):
    school = school_with_term()
    duty = make_duty(school)
    note = write(duty)
    other = hooks.LedgerEntry("canteen.sample", note, school, monday, clock.now())

    Expected.objects.all().delete()

    assert services.fulfil(other) == []
