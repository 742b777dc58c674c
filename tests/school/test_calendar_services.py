"""What the school says about its days: what is kept, refused, told."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from logistics import hooks
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from logistics.school import services
from logistics.school.calendar import calendar_of
from logistics.school.hooks import holidays_not_entered
from logistics.school.models import BoardingRule, DayKind, HolidayNotice, Meal, ServiceRule, SpecialDay, Term
from logistics.school.selectors import proposed_term
from tests.factories import CampusFactory, PlaceFactory, SchoolFactory, TermFactory, user_with
from tests.school.factories import (
    BoardingRuleFactory,
    CanteenFactory,
    ServiceRuleFactory,
    SpecialDayFactory,
)

pytestmark = pytest.mark.django_db

KINDS = SpecialDay.Kind
THURSDAY, FRIDAY, SATURDAY = date(2026, 11, 12), date(2026, 11, 13), date(2026, 11, 14)


@pytest.fixture
def school():
    return TermFactory(school=SchoolFactory(boards=True)).school


@pytest.fixture
def told(monkeypatch):
    """The days whoever counts days was told of."""
    told = []
    hook = hooks.Hook("")
    hook.register()(lambda school, start, end: told.append((start, end)))
    monkeypatch.setattr(hooks, "calendar_changed", hook)
    return told


def add(school, **facts):
    plain = {"kind": KINDS.CLOSED, "starts_on": THURSDAY, "ends_on": THURSDAY, "reason": "停电停课", "by": None}
    return services.add_special_day(school, **(plain | facts))


# --- special days -----------------------------------------------------------------------------------------------------


def test_a_special_day_is_kept_with_its_history_and_told(school, told):
    special = add(school, ends_on=FRIDAY)

    assert Event.objects.about(special).get().verb == "created"
    assert told == [(THURSDAY, FRIDAY)]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"ends_on": date(2026, 11, 11)}, "ends_on"),
        ({"ends_on": date(2028, 11, 11)}, "ends_on"),
        ({"kind": KINDS.MAKE_UP}, "follows_weekday"),
        ({"kind": KINDS.MAKE_UP, "follows_weekday": 0, "ends_on": FRIDAY}, "ends_on"),
        ({"follows_weekday": 0}, "follows_weekday"),
        ({"meal": Meal.LUNCH}, "place"),
    ],
)
def test_facts_that_do_not_fit_the_kind_are_refused_at_their_field(school, facts, field):
    with pytest.raises(RuleError) as refused:
        add(school, **facts)

    assert refused.value.field == field
    assert not SpecialDay.objects.exists()


def test_only_a_canteen_has_days_without_meals(school):
    classroom = PlaceFactory(campus__school=school)

    with pytest.raises(RuleError, match="不是食堂"):
        add(school, kind=KINDS.NO_SERVICE, place=classroom)


def test_days_that_contradict_others_are_refused_and_the_other_is_named(school):
    add(school, reason="停水停课")

    with pytest.raises(RuleError, match="停水停课"):
        add(school, kind=KINDS.MAKE_UP, follows_weekday=0)

    assert SpecialDay.objects.count() == 1


def test_another_campus_another_matter_and_withdrawn_days_do_not_contradict(school):
    services.withdraw_special_day(add(school), reason="填错", by=None)

    add(school)
    add(school, campus=CampusFactory(school=school))
    add(school, kind=KINDS.BAD_WEATHER)

    assert SpecialDay.objects.in_force().count() == 3


def test_a_withdrawn_special_day_stays_readable_and_is_told(school, told):
    special = services.withdraw_special_day(add(school), reason="已提前恢复供电", by=None)

    assert special.withdrawn_reason == "已提前恢复供电"
    assert Event.objects.about(special).first().verb == "withdrawn"
    assert told == [(THURSDAY, THURSDAY)] * 2


def test_a_special_day_is_withdrawn_once_even_from_a_stale_copy(school):
    special = add(school)
    stale = SpecialDay.objects.get(pk=special.pk)
    services.withdraw_special_day(special, reason="填错", by=None)

    with pytest.raises(WrongState):
        services.withdraw_special_day(stale, reason="填错", by=None)


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": date(2026, 11, 11)},
        {"reason": ""},
        {"kind": KINDS.MAKE_UP},
        {"follows_weekday": 1},
        {"meal": Meal.LUNCH},
        {"withdrawn_reason": "填错"},
        {"campus": None, "kind": KINDS.NO_SERVICE, "place": "own canteen"},
    ],
)
def test_the_database_refuses_special_days_that_make_no_sense(school, facts):
    if "place" in facts:
        facts = facts | {"place": CanteenFactory(campus__school=school)}

    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDayFactory(school=school, **facts)


def test_the_database_refuses_the_campus_and_the_canteen_of_another_school(school):
    theirs = CanteenFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDayFactory(school=school, campus=theirs.campus)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDayFactory(school=school, campus=CampusFactory(school=school), place=theirs, kind=KINDS.NO_SERVICE)


def test_the_database_refuses_contradicting_days(school):
    SpecialDayFactory(school=school)
    SpecialDayFactory(school=school, campus=CampusFactory(school=school))

    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDayFactory(school=school, kind=KINDS.MAKE_UP, follows_weekday=1)


def test_the_database_refuses_changing_and_deleting_a_special_day(school):
    special = SpecialDayFactory(school=school)

    with pytest.raises(DatabaseError), transaction.atomic():
        SpecialDay.objects.filter(pk=special.pk).update(reason="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        special.delete()


# --- the holidays of a year -------------------------------------------------------------------------------------------


def enter(school, **facts):
    holidays = [
        {"reason": "元旦", "starts_on": date(2027, 1, 1), "ends_on": date(2027, 1, 3)},
        {"reason": "国庆节", "starts_on": date(2027, 10, 1), "ends_on": date(2027, 10, 7)},
    ]
    plain = {"year": 2027, "holidays": holidays, "make_up_days": [{"on": date(2027, 10, 9), "follows_weekday": 3}]}
    return services.enter_holidays(school, **(plain | {"by": None} | facts))


def test_the_holidays_of_a_year_are_entered_with_their_make_up_days_and_holiday_duty(school, told):
    notice = enter(school)

    days = calendar_of(school, date(2027, 1, 1), date(2027, 12, 31))
    assert days.is_settled(2027)
    assert days.reason(date(2027, 10, 3), DayKind.SCHOOL) == "国庆节"
    assert days.weekday(date(2027, 10, 9)) == 3
    assert days.counts(date(2027, 1, 2), DayKind.HOLIDAY_DUTY)
    assert Event.objects.about(notice).get().verb == "entered"
    assert told[-1] == (date(2027, 1, 1), date(2027, 12, 31))


def test_holidays_entered_again_replace_what_was_entered(school):
    enter(school)

    notice = enter(school, make_up_days=[], holiday_duty=False)

    assert HolidayNotice.objects.get() == notice
    assert sorted(notice.days.in_force().values_list("kind", "reason")) == [("closed", "元旦"), ("closed", "国庆节")]
    assert notice.days.exclude(withdrawn_at=None).count() == 5


@pytest.mark.parametrize(
    "facts",
    [
        {"holidays": []},
        {"year": 2025},
        {"holidays": [{"reason": "春节", "starts_on": date(2027, 2, 1), "ends_on": date(2027, 4, 1)}]},
        {"make_up_days": [{"on": date(2030, 10, 9), "follows_weekday": 3}]},
        {"make_up_days": [{"on": date(2027, 10, 3), "follows_weekday": 3}]},
    ],
)
def test_holidays_that_cannot_be_right_are_refused_as_a_whole(school, facts):
    with pytest.raises(RuleError), transaction.atomic():
        enter(school, **facts)

    assert not HolidayNotice.objects.exists()


# --- meals and boarders -----------------------------------------------------------------------------------------------


def test_new_meal_times_end_the_old_ones_the_day_before(school, told):
    old = ServiceRuleFactory(place__campus__school=school)

    [new] = services.set_meal_times(
        old.place, meals=[Meal.LUNCH], kind=DayKind.SCHOOL, weekdays=[0, 1], starts_on=THURSDAY, by=None
    )

    old.refresh_from_db()
    assert old.ends_on == date(2026, 11, 11)
    assert (new.starts_on, new.ends_on) == (THURSDAY, None)
    assert told[-1] == (THURSDAY, date(2027, 1, 20))


def test_meal_times_are_for_canteens_and_name_weekdays(school):
    canteen = CanteenFactory(campus__school=school)
    facts = {"meals": [Meal.LUNCH], "kind": DayKind.SCHOOL, "starts_on": THURSDAY, "by": None}

    with pytest.raises(RuleError, match="不是食堂"):
        services.set_meal_times(PlaceFactory(campus=canteen.campus), weekdays=[1], **facts)
    with pytest.raises(RuleError, match="至少选择一天"):
        services.set_meal_times(canteen, weekdays=[], **facts)


def test_a_rule_of_the_same_day_is_not_written_twice(school):
    rule = BoardingRuleFactory(campus__school=school, starts_on=THURSDAY)

    with pytest.raises(RuleError, match="已有住宿安排"):
        services.set_boarding(rule.campus, weekends=True, starts_on=THURSDAY, by=None)


def test_a_rule_ends_once_and_not_before_it_begins(school):
    rule = BoardingRuleFactory(campus__school=school, starts_on=THURSDAY)

    with pytest.raises(RuleError):
        services.end_rule(rule, ends_on=date(2026, 11, 11), by=None)
    services.end_rule(rule, ends_on=FRIDAY, by=None)
    with pytest.raises(WrongState):
        services.end_rule(rule, ends_on=SATURDAY, by=None)


# --- terms ------------------------------------------------------------------------------------------------------------


def test_a_term_that_overlaps_another_is_refused_and_the_other_is_named(school):
    with pytest.raises(RuleError, match="第一学期已包含 2026-07-05 至 2027-01-20") as refused:
        services.add_term(
            school, school_year=2026, number=2, starts_on=date(2027, 1, 10), ends_on=date(2027, 7, 1), by=None
        )

    assert refused.value.field == "starts_on"


def test_a_changed_term_tells_the_days_of_both_its_shapes(school, told):
    term = Term.objects.get()

    services.change_term(
        term, starts_on=term.starts_on, ends_on=term.ends_on, covers_from=date(2026, 8, 1),
        covers_to=date(2027, 1, 31), by=None,
    )  # fmt: skip

    assert told == [(date(2026, 7, 5), date(2027, 1, 31))]


@pytest.mark.parametrize(("stage", "last"), [("primary", date(2027, 7, 2)), ("senior", date(2027, 7, 12))])
def test_the_first_second_term_is_proposed_by_the_stage_of_the_school(stage, last):
    school = TermFactory(school__stage=stage).school

    assert proposed_term(school) == {
        "school_year": 2026,
        "number": 2,
        "starts_on": date(2027, 2, 22),  # the first Monday after the Lantern Festival of 20 February
        "ends_on": last,
        "covers_from": date(2027, 1, 21),
    }


def test_a_term_is_proposed_by_weekday_from_the_same_term_of_the_year_before():
    school = TermFactory(school_year=2025, ends_on=date(2026, 1, 23)).school
    TermFactory(school=school, school_year=2025, number=2, starts_on=date(2026, 2, 24), ends_on=date(2026, 7, 3),
                covers_from=date(2026, 1, 24))  # fmt: skip

    proposed = proposed_term(school)

    assert (proposed["school_year"], proposed["number"]) == (2026, 1)
    assert (proposed["starts_on"], proposed["ends_on"]) == (date(2026, 8, 31), date(2027, 1, 22))


def test_a_new_term_brings_boarders_meals_and_holiday_duty():
    canteen = CanteenFactory(campus__school__boards=True)

    term = services.set_up_term(
        canteen.school, school_year=2026, number=1, starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 20),
        covers_from=date(2026, 8, 20), boarding={canteen.campus: False}, meals={canteen: [Meal.LUNCH]}, by=None,
    )  # fmt: skip

    duties = SpecialDay.objects.filter(kind=KINDS.HOLIDAY_DUTY).order_by("starts_on")
    assert list(duties.values_list("reason", "starts_on", "ends_on")) == [
        ("暑假", date(2026, 8, 20), date(2026, 8, 31)),
        ("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
        ("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
    ]  # the holidays of 2027 are not announced yet
    assert not BoardingRule.objects.get().weekends
    assert ServiceRule.objects.get().kind == DayKind.BOARDING
    assert ServiceRule.objects.get().starts_on == term.starts_on


def test_the_next_term_ends_the_meals_and_boarders_it_does_not_name():
    rule = ServiceRuleFactory(place__campus__school__boards=True)
    boarding = BoardingRuleFactory(campus=rule.place.campus)

    services.set_up_term(
        rule.school, school_year=2026, number=2, starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 2),
        boarding={rule.place.campus: None}, meals={rule.place: []}, holiday_duty=False, by=None,
    )  # fmt: skip

    rule.refresh_from_db()
    boarding.refresh_from_db()
    assert rule.ends_on == boarding.ends_on == date(2027, 2, 21)


# --- asking for what is missing ---------------------------------------------------------------------------------------


def asked_on(day):
    return list(holidays_not_entered(day))


def test_whoever_keeps_the_calendar_is_asked_for_the_next_year_from_november_on_once_a_week(school):
    keeper = user_with("school.manage_calendar", school=school)
    user_with(school=school)

    [first] = [one for one in asked_on(date(2098, 11, 3)) if ":2099:" in one.key]
    [second] = [one for one in asked_on(date(2098, 11, 10)) if ":2099:" in one.key]

    assert first.to == keeper
    assert first.key != second.key
    assert [one for one in asked_on(date(2098, 10, 30)) if ":2099:" in one.key] == []


def test_a_school_that_entered_the_holidays_is_not_asked(school):
    user_with("school.manage_calendar", school=school)
    enter(school)

    assert asked_on(date(2027, 3, 1)) == []
