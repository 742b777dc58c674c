"""Which days count, and why the others do not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics.school import chinese_days
from logistics.school.calendar import calendar_of, calendars_of
from logistics.school.models import Campus, DayKind, Meal, SpecialDay
from logistics.school.selectors import is_working_day, school_days, week_of_term
from tests.factories import CampusFactory, PlaceFactory, SchoolFactory, TermFactory
from tests.school.factories import (
    BoardingRuleFactory,
    CanteenFactory,
    HolidayNoticeFactory,
    ServiceRuleFactory,
    SpecialDayFactory,
)

pytestmark = pytest.mark.django_db

KINDS = SpecialDay.Kind
WEDNESDAY, THURSDAY, FRIDAY = date(2026, 11, 11), date(2026, 11, 12), date(2026, 11, 13)
SATURDAY, SUNDAY = date(2026, 11, 14), date(2026, 11, 15)
NATIONAL_DAY, MAKE_UP_SATURDAY = date(2026, 10, 1), date(2026, 10, 10)


@pytest.fixture
def school():
    return TermFactory(school=SchoolFactory(boards=True)).school


def calendar(school, start=date(2026, 7, 5), end=date(2027, 1, 20)):
    return calendar_of(school, start, end)


# --- terms and the Chinese calendar -----------------------------------------------------------------------------------


def test_weeks_of_a_term_begin_on_monday():
    term = TermFactory(starts_on=date(2026, 9, 1))  # a Tuesday

    weeks = [week_of_term(term, day) for day in (date(2026, 9, 1), date(2026, 9, 6), date(2026, 9, 7))]

    assert weeks == [1, 1, 2]


def test_holidays_have_no_week_of_term(school):
    assert calendar(school).week_of_term(date(2026, 8, 1)) is None


def test_national_day_is_free_and_its_make_up_days_are_days_of_lessons(school):
    days = school_days(school, date(2026, 9, 18), date(2026, 10, 12))

    assert days == [
        date(2026, 9, day) for day in (18, 20, 21, 22, 23, 24, 28, 29, 30)
    ] + [date(2026, 10, day) for day in (8, 9, 10, 12)]  # fmt: skip


def test_the_holidays_of_2026_are_those_of_the_notice(school):
    TermFactory(school=school, school_year=2025, number=2, starts_on=date(2025, 12, 1), ends_on=date(2026, 7, 3),
                covers_from=date(2025, 12, 1), covers_to=date(2026, 7, 4))  # fmt: skip

    found = calendar(school, date(2026, 1, 1)).holidays(date(2026, 1, 1), date(2026, 12, 31))

    assert found == [
        ("元旦", date(2026, 1, 1), date(2026, 1, 3)),
        ("春节", date(2026, 2, 15), date(2026, 2, 23)),
        ("清明节", date(2026, 4, 4), date(2026, 4, 6)),
        ("劳动节", date(2026, 5, 1), date(2026, 5, 5)),
        ("端午节", date(2026, 6, 19), date(2026, 6, 21)),
        ("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
        ("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
    ]


def test_a_make_up_day_follows_the_weekday_it_pays_for(school):
    assert calendar(school).weekday(MAKE_UP_SATURDAY) == 2  # for Wednesday, 7 October
    assert calendar(school).weekday(SATURDAY) == 5


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (THURSDAY, ""),
        (SATURDAY, "周末"),
        (NATIONAL_DAY, "国庆节"),
        (MAKE_UP_SATURDAY, ""),
        (date(2026, 8, 3), "暑假"),
        (date(2027, 1, 25), "寒假"),
    ],
)
def test_a_day_says_why_there_are_no_lessons(school, day, reason):
    assert calendar(school).reason(day, DayKind.SCHOOL) == reason


def test_there_are_no_days_of_lessons_outside_the_terms(school):
    assert school_days(school, date(2026, 7, 6), date(2026, 8, 31)) == []
    assert is_working_day(date(2026, 7, 6))


def test_a_school_without_a_term_says_so():
    assert calendar(SchoolFactory()).reason(THURSDAY, DayKind.SCHOOL) == "未设置学期"


def test_a_day_before_the_calendar_begins_is_not_answered(school):
    with pytest.raises(ValueError, match="begins"):
        calendar(school, start=FRIDAY).counts(THURSDAY, DayKind.SCHOOL)


def test_working_days_pass_over_weekends_holidays_and_go_on_between_terms(school):
    days = calendar(school)

    assert days.working_days_after(date(2026, 9, 30), 2) == date(2026, 10, 9)
    assert days.working_days_after(FRIDAY, 1) == date(2026, 11, 16)
    assert days.working_days_after(date(2026, 7, 10), 1) == date(2026, 7, 13)


def test_every_published_year_has_its_make_up_days():
    assert [year for year in range(2001, 2027) if not chinese_days.is_published(year)] == []
    assert [year for year in range(2001, 2027) if not chinese_days.make_up_days_of(year)] == []
    assert not chinese_days.is_published(2099)


# --- special days -----------------------------------------------------------------------------------------------------


def test_a_closed_day_of_one_campus_leaves_the_others_their_lessons(school):
    north, south = CampusFactory(school=school), CampusFactory(school=school)
    SpecialDayFactory(school=school, campus=north, reason="停电停课")

    days = calendar(school)

    assert days.reason(THURSDAY, DayKind.SCHOOL, campus=north.pk) == "停电停课"
    assert days.counts(THURSDAY, DayKind.SCHOOL, campus=south.pk)
    assert days.counts(THURSDAY, DayKind.SCHOOL)


def test_the_word_of_a_campus_comes_before_that_of_the_school(school):
    north = CampusFactory(school=school)
    SpecialDayFactory(school=school, starts_on=SATURDAY, kind=KINDS.MAKE_UP, follows_weekday=1, campus=north)
    SpecialDayFactory(school=school, starts_on=SATURDAY, reason="运动会休整")

    days = calendar(school)

    assert days.reason(SATURDAY, DayKind.SCHOOL) == "运动会休整"
    assert days.counts(SATURDAY, DayKind.SCHOOL, campus=north.pk)
    assert days.weekday(SATURDAY, campus=north.pk) == 1


def test_withdrawn_special_days_and_those_of_other_schools_do_not_count(school):
    SpecialDayFactory(school=school, withdrawn=True)
    SpecialDayFactory()

    assert calendar(school).counts(THURSDAY, DayKind.SCHOOL)


def test_bad_weather_and_holiday_duty_count_on_marked_days_only(school):
    SpecialDayFactory(school=school, kind=KINDS.BAD_WEATHER, reason="暴雨红色预警")
    SpecialDayFactory(school=school, kind=KINDS.HOLIDAY_DUTY, starts_on=NATIONAL_DAY, reason="国庆节")

    days = calendar(school)

    assert days.days(DayKind.BAD_WEATHER, WEDNESDAY, FRIDAY) == [THURSDAY]
    assert days.counts(NATIONAL_DAY, DayKind.HOLIDAY_DUTY)
    assert days.reason(WEDNESDAY, DayKind.BAD_WEATHER) == "无恶劣天气"
    assert days.reason(date(2026, 10, 2), DayKind.HOLIDAY_DUTY) == "未安排护校"


def test_every_day_counts_as_every_day(school):
    assert calendar(school).days(DayKind.EVERY, FRIDAY, SUNDAY) == [FRIDAY, SATURDAY, SUNDAY]


def test_what_is_no_kind_of_day_is_an_error(school):
    with pytest.raises(ValueError, match="no kind of day"):
        calendar(school).counts(THURSDAY, "holiday")


# --- years entered by the school --------------------------------------------------------------------------------------


def test_a_year_the_school_entered_takes_nothing_from_the_shipped_calendar(school):
    notice = HolidayNoticeFactory(school=school, year=2026)
    SpecialDayFactory(school=school, notice=notice, starts_on=NATIONAL_DAY, ends_on=date(2026, 10, 3), reason="国庆节")

    days = calendar(school)

    assert days.reason(date(2026, 10, 3), DayKind.SCHOOL) == "国庆节"
    assert days.counts(date(2026, 10, 5), DayKind.SCHOOL)
    assert days.reason(MAKE_UP_SATURDAY, DayKind.SCHOOL) == "周末"
    assert days.weekday(MAKE_UP_SATURDAY) == 5


def test_a_year_is_settled_once_it_is_published_or_entered(school):
    HolidayNoticeFactory(school=school, year=2099)
    HolidayNoticeFactory(year=2098)

    days = calendar(school)

    assert [year for year in (2026, 2098, 2099) if days.is_settled(year)] == [2026, 2099]


# --- boarders ---------------------------------------------------------------------------------------------------------


def test_boarders_are_there_on_weekends_but_not_on_holidays_until_the_school_says_otherwise(school):
    campus = CampusFactory(school=school)

    days = calendar(school)

    assert days.days(DayKind.BOARDING, FRIDAY, SUNDAY, campus=campus.pk) == [FRIDAY, SATURDAY, SUNDAY]
    assert days.reason(date(2026, 9, 26), DayKind.BOARDING, campus=campus.pk) == "中秋节"
    assert days.reason(date(2026, 8, 3), DayKind.BOARDING, campus=campus.pk) == "暑假"


def test_no_boarders_where_the_school_or_the_campus_has_none(school):
    CampusFactory(school=school)
    kindergarten = CampusFactory(school=school, kind=Campus.Kind.KINDERGARTEN)
    day_school = TermFactory().school
    CampusFactory(school=day_school)

    assert calendar(school).reason(THURSDAY, DayKind.BOARDING, campus=kindergarten.pk) == "无住宿生"
    assert calendar(day_school).reason(THURSDAY, DayKind.BOARDING) == "无住宿生"
    assert calendar(school).counts(THURSDAY, DayKind.BOARDING)


def test_boarders_who_go_home_at_weekends_stay_when_the_school_says_so(school):
    campus = BoardingRuleFactory(campus__school=school).campus
    SpecialDayFactory(school=school, campus=campus, kind=KINDS.BOARDERS_STAY, starts_on=SATURDAY, reason="留校周")
    SpecialDayFactory(school=school, campus=campus, kind=KINDS.BOARDERS_LEAVE, starts_on=FRIDAY, reason="提前离校")

    days = calendar(school)

    assert days.reason(FRIDAY, DayKind.BOARDING, campus=campus.pk) == "提前离校"
    assert days.counts(SATURDAY, DayKind.BOARDING, campus=campus.pk)
    assert days.reason(SUNDAY, DayKind.BOARDING, campus=campus.pk) == "周末住宿生离校"


def test_a_boarding_rule_holds_from_its_first_to_its_last_day(school):
    rule = BoardingRuleFactory(campus__school=school, starts_on=THURSDAY, ends_on=THURSDAY)

    days = calendar(school)

    assert days.days(DayKind.BOARDING, WEDNESDAY, FRIDAY, campus=rule.campus_id) == [WEDNESDAY, THURSDAY]


# --- meals ------------------------------------------------------------------------------------------------------------


def test_a_canteen_without_rules_serves_on_days_of_lessons(school):
    canteen = CanteenFactory(campus__school=school)

    days = calendar(school)

    assert days.days(DayKind.SERVICE, FRIDAY, SUNDAY, place=canteen.pk) == [FRIDAY]
    assert days.days(DayKind.SERVICE, FRIDAY, SUNDAY) == [FRIDAY]


def test_a_canteen_serves_the_meals_of_its_rules(school):
    canteen = ServiceRuleFactory(place__campus__school=school, weekdays=[0, 1, 2, 3]).place

    days = calendar(school)

    assert days.counts(THURSDAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.LUNCH)
    assert days.reason(THURSDAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.SUPPER) == "不供此餐"
    assert days.reason(FRIDAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.LUNCH) == "当日不供此餐"
    assert days.reason(NATIONAL_DAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.LUNCH) == "国庆节"


def test_on_a_make_up_day_the_canteen_serves_as_on_the_weekday_followed(school):
    canteen = ServiceRuleFactory(place__campus__school=school, weekdays=[2]).place

    assert calendar(school).counts(MAKE_UP_SATURDAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.LUNCH)


def test_meals_for_boarders_follow_the_boarders(school):
    rule = ServiceRuleFactory(place__campus__school=school, kind=DayKind.BOARDING, weekdays=list(range(7)))
    BoardingRuleFactory(campus=rule.place.campus, weekends=True)

    days = calendar(school)

    assert days.days(DayKind.SERVICE, FRIDAY, SUNDAY, place=rule.place_id, meal=Meal.LUNCH) == [
        FRIDAY,
        SATURDAY,
        SUNDAY,
    ]
    assert not days.counts(NATIONAL_DAY, DayKind.SERVICE, place=rule.place_id, meal=Meal.LUNCH)


def test_the_places_of_one_canteen_building_are_one_canteen(school):
    building = PlaceFactory(campus__school=school, building=True)
    kitchen = CanteenFactory(campus=building.campus, parent=building)
    hall = CanteenFactory(campus=building.campus, parent=building)
    ServiceRuleFactory(place=hall)

    assert calendar(school).reason(THURSDAY, DayKind.SERVICE, place=kitchen.pk, meal=Meal.SUPPER) == "不供此餐"


def test_a_canteen_rests_or_serves_when_the_school_says_so(school):
    canteen = ServiceRuleFactory(place__campus__school=school).place
    other = ServiceRuleFactory(place__campus=canteen.campus).place
    stopped = {"school": school, "campus": canteen.campus, "place": canteen, "meal": Meal.LUNCH}
    SpecialDayFactory(**stopped, kind=KINDS.NO_SERVICE, reason="灶具检修")
    SpecialDayFactory(**stopped, kind=KINDS.EXTRA_SERVICE, starts_on=SATURDAY, reason="运动会")

    days = calendar(school)

    assert days.reason(THURSDAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.LUNCH) == "灶具检修"
    assert days.counts(THURSDAY, DayKind.SERVICE, place=other.pk, meal=Meal.LUNCH)
    assert days.counts(SATURDAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.LUNCH)
    assert days.counts(SATURDAY, DayKind.SERVICE)


def test_a_rule_of_one_meal_comes_before_one_of_the_whole_canteen(school):
    canteen = ServiceRuleFactory(place__campus__school=school).place
    SpecialDayFactory(school=school, kind=KINDS.NO_SERVICE, reason="全校停餐")
    SpecialDayFactory(
        school=school, campus=canteen.campus, place=canteen, meal=Meal.LUNCH, kind=KINDS.EXTRA_SERVICE, reason="照常"
    )

    days = calendar(school)

    assert days.counts(THURSDAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.LUNCH)
    assert days.reason(THURSDAY, DayKind.SERVICE, place=canteen.pk, meal=Meal.SUPPER) == "全校停餐"


# --- many schools -----------------------------------------------------------------------------------------------------


def test_the_calendars_of_many_schools_take_as_many_queries_as_that_of_one():
    schools = [TermFactory(school=SchoolFactory(boards=True)).school for _number in range(5)]
    for school in schools:
        ServiceRuleFactory(place__campus__school=school)
        SpecialDayFactory(school=school)

    def ask(some):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            for days in calendars_of(some, WEDNESDAY, SUNDAY).values():
                for kind in DayKind:
                    days.days(kind, WEDNESDAY, SUNDAY)
        return len(captured)

    assert ask(schools[:1]) == ask(schools) == 7


def test_a_term_may_be_tried_before_it_is_saved(school):
    coming = TermFactory.build(school=school, number=2, starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 2),
                               covers_from=date(2027, 1, 21), covers_to=date(2027, 7, 2))  # fmt: skip
    monday = date(2027, 3, 1)

    days = calendar(school)

    assert not days.counts(monday, DayKind.SCHOOL)
    assert days.with_term(coming).counts(monday, DayKind.SCHOOL)
    assert days.with_term(coming).week_of_term(monday) == 2
    assert not days.counts(monday + timedelta(days=1), DayKind.SCHOOL)
