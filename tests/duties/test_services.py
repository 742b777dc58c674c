"""Setting duties, what they make due, matching records, and what happens when the calendar moves."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics import clock, hooks
from logistics.duties import services
from logistics.duties.models import Duty, DutyNote, Expected
from logistics.duties.services import drawing, notes
from logistics.errors import RuleError, WrongState
from logistics.notices.models import Notice
from logistics.school import services as school_services
from logistics.school.models import SpecialDay
from tests.duties.factories import EVENING, make_duty, make_roster, school_with_term
from tests.factories import AppointmentFactory, CampusFactory, PlaceFactory, RoleFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db
S = Expected.Status
MONDAY = date(2026, 9, 7)


def at(day, hour, minute=0):
    return clock.set_to(clock.at(day, time(hour, minute)))


@pytest.fixture
def monday():
    with at(MONDAY, 10):
        yield MONDAY


def rows(duty):
    return list(Expected.objects.filter(duty=duty).order_by("first_on", "slot", "pk"))


def write(duty, **facts):
    by = facts.pop("by", None) or UserFactory()
    return services.write_note(duty, **{"text": "已检查", "by": by, **facts})


def close(school, day, reason="停电停课", **facts):
    return school_services.add_special_day(
        school, kind=SpecialDay.Kind.CLOSED, starts_on=day, ends_on=day, reason=reason, by=None, **facts
    )


# --- setting a duty ---------------------------------------------------------------------------------------------------


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


# --- matching ---------------------------------------------------------------------------------------------------------


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

    in_time = services.withdraw(note).status
    services.fulfil(notes.entry_of(note))
    with at(monday, 20):
        too_late = services.withdraw(note).status

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

    assert services.fulfil(other) is None


# --- the calendar moves -----------------------------------------------------------------------------------------------


def test_a_day_closed_beforehand_is_due_no_more(monday):
    duty = make_duty(school_with_term())

    close(duty.school, date(2026, 9, 9))
    services.tick()

    assert [row.due_on.day for row in rows(duty)][:3] == [7, 8, 10]


def test_a_day_closed_afterwards_is_lifted_and_what_was_done_counts_beyond_what_was_due(monday):
    school = school_with_term()
    done, missed = make_duty(school, name="一"), make_duty(school, name="二")
    write(done)

    with at(date(2026, 9, 8), 9):
        services.tick()
        close(school, monday)
        services.tick()

    assert [(rows(duty)[0].status, rows(duty)[0].reason) for duty in (done, missed)] == [
        (S.EXTRA, "停电停课"), (S.LIFTED, "停电停课")
    ]  # fmt: skip


def test_a_closed_day_opened_again_is_due_again_and_its_record_counts_again(monday):
    school = school_with_term()
    done, missed = make_duty(school, name="一"), make_duty(school, name="二")
    write(done)
    with at(date(2026, 9, 8), 9):
        special = close(school, monday)
        services.tick()
        school_services.withdraw_special_day(special, reason="误报", by=None)
        services.tick()

    assert [rows(duty)[0].status for duty in (done, missed)] == [S.DONE, S.MISSING]


def test_a_day_closed_this_morning_shows_why_nothing_is_due(monday):
    duty = make_duty(school_with_term())

    close(duty.school, monday, reason="台风")
    services.tick()

    assert (rows(duty)[0].status, rows(duty)[0].reason) == (S.LIFTED, "台风")


def test_what_is_done_on_a_closed_day_is_written_down_as_extra(monday):
    duty = make_duty(school_with_term())

    with at(date(2026, 9, 12), 10):  # a Saturday
        note = write(duty)

    extra = Expected.objects.get(status=S.EXTRA)
    assert (extra.record, extra.due_on, extra.reason) == (note, date(2026, 9, 12), "周末")


def test_a_day_that_counts_after_all_takes_the_record_that_was_extra(monday):
    school = school_with_term()
    duty = make_duty(school)
    with at(date(2026, 9, 12), 10):
        services.tick()
        write(duty)
        school_services.add_special_day(
            school, kind=SpecialDay.Kind.MAKE_UP, starts_on=date(2026, 9, 12), ends_on=date(2026, 9, 12),
            follows_weekday=4, reason="补课", by=None,
        )  # fmt: skip
        services.tick()

    assert [row.status for row in rows(duty) if row.due_on == date(2026, 9, 12)] == [S.DONE]


def test_a_duty_set_later_is_fulfilled_by_the_records_that_are_there(monday):
    school = school_with_term()
    duty = make_duty(school)
    write(duty)
    Expected.objects.all().delete()
    Duty.objects.update(made_on=None)

    services.sweep()

    assert rows(duty)[0].status == S.DONE


def test_matching_again_needs_no_more_queries_for_more_rows(monday):
    def queries(days):
        school = school_with_term()
        duty = make_duty(school)
        with at(MONDAY + timedelta(days=days), 10):
            services.tick()
            for offset in range(days):
                day = MONDAY + timedelta(days=offset)
                if day.weekday() < 5:
                    write(duty, day=day, late_reason="补")
            Expected.objects.filter(duty=duty).delete()
            Duty.objects.filter(pk=duty.pk).update(made_on=None)
            with CaptureQueriesContext(connection) as captured:
                services.sweep()
        assert Expected.objects.filter(duty=duty).fulfilled().count() > days // 2
        return len(captured)

    few = queries(3)

    assert queries(11) <= few


# --- the sweep --------------------------------------------------------------------------------------------------------


def test_sweeping_again_changes_nothing(monday):
    duty = make_duty(school_with_term())
    with at(date(2026, 9, 8), 9):
        services.sweep()
        before = rows(duty)
        services.sweep()

    assert [row.pk for row in rows(duty)] == [row.pk for row in before]


def test_the_number_of_queries_does_not_grow_with_schools_and_duties(monday):
    def queries(day):
        with at(day, 0, 5), CaptureQueriesContext(connection) as captured:
            services.sweep()
        return len(captured)

    make_duty(school_with_term())
    queries(date(2026, 9, 8))
    one = queries(date(2026, 9, 9))
    for _number in range(3):
        school = school_with_term()
        make_duty(school, name="一")
        make_duty(school, name="二", rhythm="weekly", times=1)
    queries(date(2026, 9, 10))

    assert queries(date(2026, 9, 11)) <= one
    assert Expected.objects.filter(due_on=date(2026, 9, 25)).count() == 0  # Mid-Autumn
    assert Expected.objects.filter(due_on=date(2026, 9, 24), duty__rhythm="daily").count() == 4


def test_a_quiet_minute_is_cheap(monday):
    make_duty(school_with_term())
    services.tick()

    with at(MONDAY, 10, 1), CaptureQueriesContext(connection) as captured:
        services.tick()

    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 4


def test_after_a_pause_the_missed_days_are_made_up(monday):
    duty = make_duty(school_with_term())

    with at(date(2026, 10, 12), 9):
        services.tick()

    due = [row.due_on for row in rows(duty) if row.due_on < date(2026, 10, 12)]
    assert len(due) == 5 + 6 + 4 + 3 + 3  # the weeks from 7 September to 10 October
    assert {row.status for row in rows(duty) if row.due_on < date(2026, 10, 12)} == {S.MISSING}


# --- what is urgent, random, without anyone ---------------------------------------------------------------------------


def test_what_is_urgent_is_told_at_once_to_the_person_and_the_second(monday):
    school = school_with_term()
    cook = user_with(school=school, key="cook")
    manager = user_with(school=school, key="canteen_manager")
    make_duty(
        school, name="留样", person=cook, urgent=True, due_times=[time(12)], escalate_after=1, escalate_person=manager
    )
    with at(monday, 12, 1):
        services.tick()
        services.tick()

    notices = Notice.objects.filter(urgent=True)
    assert sorted(notice.person_id for notice in notices) == sorted([cook.pk, manager.pk])
    assert "留样" in notices[0].text


def test_a_random_round_is_drawn_within_its_week_and_hidden_until_its_time(monday):
    school = school_with_term()
    campus = CampusFactory(school=school)
    places = [PlaceFactory(campus=campus) for _number in range(3)]
    inspector = user_with(school=school)
    leader = user_with("duties.view_expected", "duties.manage_duty", school=school)

    duty = make_duty(school, random=True, rhythm="weekly", times=2, places=places, person=inspector)

    drawn = rows(duty)
    assert len(drawn) == 2
    assert len({row.due_on for row in drawn}) == 2
    assert all(monday <= row.due_on <= date(2026, 9, 11) and row.place in places for row in drawn)
    assert all(clock.now() < row.announce_at <= row.due_at - timedelta(hours=1) for row in drawn)
    seen_by = [Expected.objects.visible_to(person).count() for person in (inspector, leader)]
    assert seen_by == [0, 0]
    first = min(drawn, key=lambda row: row.announce_at)
    with clock.set_to(first.announce_at):
        services.tick()
        services.tick()
        told = list(Notice.objects.filter(key__startswith="duties-announced"))
        assert [notice.person for notice in told] == [inspector]
        assert list(Expected.objects.visible_to(inspector)) == [first]
        assert not Expected.objects.visible_to(leader).exists()
    with clock.set_to(first.due_at + timedelta(minutes=1)):
        services.tick()
        assert Expected.objects.visible_to(leader).get(pk=first.pk).status == S.MISSING


def test_a_random_round_is_not_fulfilled_by_what_was_done_before_it_was_announced(monday):
    duty = make_duty(school_with_term(), random=True, rhythm="weekly", times=1)
    [row] = rows(duty)

    with clock.set_to(row.announce_at - timedelta(minutes=1)):
        write(duty)
        before = rows(duty)[0].status
    with clock.set_to(row.announce_at + timedelta(minutes=1)):
        services.tick()
        write(duty)

    assert (before, rows(duty)[0].status) == (S.WAITING, S.DONE)


def test_random_rounds_lean_to_places_not_seen_lately(monday):
    school = school_with_term()
    campus = CampusFactory(school=school)
    places = [PlaceFactory(campus=campus) for _number in range(2)]
    duty = make_duty(school, random=True, rhythm="weekly", times=1, places=places)
    seen = {(duty.pk, places[0].pk): monday - timedelta(days=1), (duty.pk, places[1].pk): monday - timedelta(days=60)}

    drawn = [drawing.draw_place(duty, places, dict(seen), monday) for _number in range(200)]

    assert drawn.count(places[1]) > 150


def test_a_gap_of_a_roster_is_told_once_and_shows_nobody(monday):
    school = school_with_term()
    director = user_with("duties.manage_duty", school=school)
    guard = user_with(school=school)
    roster = make_roster(school)
    turns = [(date(2026, 9, 7), date(2026, 9, 9)), (date(2026, 9, 11), date(2026, 9, 30))]
    services.enter_turns(roster, [{"person": guard, "first_on": a, "last_on": b} for a, b in turns], by=None)
    duty = make_duty(school, roster=roster)

    for day in (7, 8, 9, 10):
        with at(date(2026, 9, day), 8):
            services.tick()
            services.tick()

    [notice] = Notice.objects.filter(key__startswith="duties-nobody")
    assert notice.person == director
    assert "9月10日" in notice.text and "9月11日" not in notice.text
    assert [row.due_on.day for row in rows(duty) if row.person is None and row.due_on.day < 20] == [10]
    assert rows(duty)[3].who_text == "无人"


def test_filling_a_gap_gives_the_day_to_somebody_at_once(monday):
    school = school_with_term()
    guard = user_with(school=school)
    roster = make_roster(school)
    duty = make_duty(school, roster=roster)

    services.enter_turns(roster, [{"person": guard, "first_on": monday, "last_on": monday}], by=None)

    assert rows(duty)[0].person == guard
    assert rows(duty)[1].person is None


def test_a_vacant_role_is_told_once_for_all_its_duties(monday):
    school = school_with_term()
    user_with("duties.manage_duty", school=school)
    role = RoleFactory(school=school, name="安全员")
    for name in ("一", "二"):
        make_duty(school, name=name, role=role)

    for day in (7, 8, 9):
        with at(date(2026, 9, day), 8):
            services.tick()

    assert Notice.objects.filter(key__startswith="duties-nobody").count() == 1


def test_whoever_leaves_is_replaced_by_the_next_holder(monday):
    school = school_with_term()
    role = RoleFactory(school=school)
    leaving, staying = AppointmentFactory(role=role).person, AppointmentFactory(role=role).person
    duty = make_duty(school, role=role)
    leaving.is_active = False
    leaving.save()

    with at(monday, 11):
        services.tick()

    assert rows(duty)[0].person == staying
