"""The pages of the school calendar: who may open them, what they show, what they refuse."""

from datetime import date, time

import pytest
from django.urls import reverse

from logistics import clock, hooks
from logistics.school.models import BoardingRule, HolidayNotice, ServiceRule, SpecialDay, Term
from tests.factories import CampusFactory, SchoolFactory, TermFactory, user_with
from tests.school.factories import BoardingRuleFactory, CanteenFactory, ServiceRuleFactory, SpecialDayFactory

pytestmark = pytest.mark.django_db

MANAGE = "school.manage_calendar"
OPEN = ["calendar_month", "calendar_day", "specialday_list", "servicerule_list", "boardingrule_list"]
KEPT = ["specialday_create", "holidaynotice_enter", "term_set_up", "servicerule_create", "boardingrule_create"]
NOON = clock.at(date(2026, 11, 11), time(12))


@pytest.fixture
def keeper():
    return user_with(MANAGE, school=TermFactory(school=SchoolFactory(boards=True)).school)


@pytest.fixture
def school(keeper):
    return keeper.active_school


@pytest.fixture
def client(keeper, client_of):
    with clock.set_to(NOON):
        yield client_of(keeper)


def page_of(client, name, *args, **query):
    return client.get(reverse(f"school:{name}", args=args), query).content.decode()


@pytest.mark.parametrize("name", OPEN)
def test_everyone_of_the_school_may_look_at_the_calendar(client_of, name):
    assert client_of(user_with()).get(reverse(f"school:{name}")).status_code == 200


@pytest.mark.parametrize("name", KEPT)
def test_only_whoever_keeps_the_calendar_changes_it(client, client_of, name):
    url = reverse(f"school:{name}")

    assert client.get(url).status_code == 200
    assert client_of(user_with("school.manage_school")).get(url).status_code == 403


def test_special_days_and_rules_of_another_school_are_out_of_sight(client, school):
    special = SpecialDayFactory(reason="他校停电")
    SpecialDayFactory(school=school, reason="本校停水")
    urls = [
        special.get_absolute_url(),
        reverse("school:specialday_withdraw", args=[special.pk]),
        reverse("school:servicerule_end", args=[ServiceRuleFactory().pk]),
        reverse("school:boardingrule_end", args=[BoardingRuleFactory().pk]),
    ]

    assert {client.get(url).status_code for url in urls} == {404}
    for name in ("specialday_list", "calendar_month"):
        page = page_of(client, name)
        assert "本校停水" in page
        assert "他校停电" not in page


def test_the_month_shows_weeks_holidays_and_make_up_days(client):
    page = page_of(client, "calendar_month", month="2026-10")

    assert "第6周" in page
    assert "放假，国庆节" in page
    assert "调休，按星期三上课" in page
    assert "未公布" not in page


def test_without_a_term_no_day_is_called_a_holiday(client, school):
    assert "假期" in page_of(client, "calendar_month", month="2026-08")

    Term.objects.of_school(school).delete()

    page = page_of(client, "calendar_month", month="2026-08")
    assert "假期" not in page
    assert reverse("school:term_set_up") in page


def test_the_month_of_a_campus_shows_what_is_special_there(client, school):
    north, south = CampusFactory(school=school), CampusFactory(school=school)
    SpecialDayFactory(school=school, campus=north, reason="停电停课")

    assert "停课，停电停课" in page_of(client, "calendar_month", campus=north.pk)
    assert "停课，停电停课" not in page_of(client, "calendar_month", campus=south.pk)


def test_a_year_that_is_not_announced_says_so_on_every_month(client):
    assert "2099 年放假安排未公布" in page_of(client, "calendar_month", month="2099-03")
    assert "2099 年放假安排未公布" in page_of(client, "calendar_day", on="2099-03-02")


def test_what_is_no_month_or_day_shows_today(client):
    assert "2026 年 11 月" in page_of(client, "calendar_month", month="2026-13")
    assert "2026-11-11 星期三" in page_of(client, "calendar_day", on="x")


def test_a_day_says_what_it_is_and_why(client, school):
    CampusFactory(school=school)
    CanteenFactory(campus__school=school)
    SpecialDayFactory(school=school, reason="停水停课")

    page = page_of(client, "calendar_day", on="2026-11-12")

    assert page.count("停水停课") == 2 * 2 + 4 + 2  # two kinds on two campuses, four meals, its row at desk and phone
    assert "第11周" in page


def test_a_special_day_is_entered_and_withdrawn(client):
    client.post(
        reverse("school:specialday_create"), {"kind": "bad_weather", "starts_on": "2026-11-12", "reason": "暴雨预警"}
    )
    special = SpecialDay.objects.get()
    client.post(reverse("school:specialday_withdraw", args=[special.pk]), {"reason": "预警解除"})

    special.refresh_from_db()
    assert (special.kind, special.ends_on) == ("bad_weather", date(2026, 11, 12))
    assert special.withdrawn_reason == "预警解除"


def test_a_contradiction_is_shown_at_its_field_and_nothing_typed_is_lost(client, school):
    SpecialDayFactory(school=school, reason="停水停课")

    page = client.post(
        reverse("school:specialday_create"), {"kind": "closed", "starts_on": "2026-11-12", "reason": "停电停课"}
    ).content.decode()

    assert "已有：放假停课 · 停水停课（2026-11-12）" in page
    assert 'value="停电停课"' in page


def test_before_days_change_the_page_says_once_what_was_entered_for_them(client, monkeypatch):
    hook = hooks.Hook("")
    hook.register()(lambda school, start, end: [("食堂日检查", 3)] if start == date(2026, 11, 12) else [])
    monkeypatch.setattr(hooks, "day_entries", hook)
    sent = {"kind": "closed", "starts_on": "2026-11-12", "reason": "停电停课"}

    first = client.post(reverse("school:specialday_create"), sent).content.decode()
    assert not SpecialDay.objects.exists()
    client.post(reverse("school:specialday_create"), {**sent, "seen_entries": "2026-11-12:2026-11-12"})

    assert "食堂日检查" in first
    assert "2026-11-12:2026-11-12" in first
    assert SpecialDay.objects.count() == 1


def test_the_holidays_of_a_year_are_entered_on_one_page(client):
    sent = {
        "year": "2027", "holiday0_from": "2027-01-01", "holiday0_to": "2027-01-03",
        "make_up0_on": "2027-01-09", "make_up0_weekday": "4",
    }  # fmt: skip

    client.post(reverse("school:holidaynotice_enter"), sent)

    days = HolidayNotice.objects.get().days
    assert sorted(days.values_list("kind", "reason")) == [("closed", "元旦"), ("make_up", "调休上课")]
    assert 'value="2027-01-09"' in page_of(client, "holidaynotice_enter", year=2027)


def test_a_make_up_day_without_its_weekday_is_shown_at_its_field(client):
    page = client.post(
        reverse("school:holidaynotice_enter"),
        {"year": "2027", "holiday0_from": "2027-01-01", "make_up0_on": "2027-01-09"},
    ).content.decode()

    assert "请选择按周几上课" in page
    assert not HolidayNotice.objects.exists()


def test_the_director_is_asked_for_a_year_that_is_not_known(client, school):
    with clock.set_to(clock.at(date(2098, 11, 5), NOON.time())):
        page = client.get("/").content.decode()

    assert "录入 2099 年放假安排" in page


def test_meal_times_and_boarders_are_set_and_end(client, school):
    canteen = CanteenFactory(campus__school=school)
    client.post(
        reverse("school:servicerule_create"),
        {"place": canteen.pk, "meals": ["2lunch"], "kind": "school", "weekdays": [0, 1], "starts_on": "2026-11-01"},
    )
    client.post(
        reverse("school:boardingrule_create"), {"campus": canteen.campus_id, "weekends": "", "starts_on": "2026-11-01"}
    )
    rule, boarding = ServiceRule.objects.get(), BoardingRule.objects.get()
    for name, record in (("servicerule_end", rule), ("boardingrule_end", boarding)):
        client.post(reverse(f"school:{name}", args=[record.pk]), {"ends_on": "2026-11-30"})

    rule.refresh_from_db()
    boarding.refresh_from_db()
    assert rule.weekdays == [0, 1]
    assert rule.ends_on == boarding.ends_on == date(2026, 11, 30)


DAYS = {"school_year": "2026", "number": "2", "starts_on": "2027-02-22", "ends_on": "2027-07-02", "covers_from": ""}


def test_a_new_term_is_looked_at_before_it_is_saved(client, school):
    canteen = CanteenFactory(campus__school=school)

    proposed = page_of(client, "term_set_up")
    outlook = page_of(client, "term_set_up", **DAYS)
    assert Term.objects.count() == 1
    client.post(
        reverse("school:term_set_up"),
        {**DAYS, f"boarding{canteen.campus_id}": "week", f"meals{canteen.pk}": ["2lunch"], "holiday_duty": "on"},
    )

    assert 'value="2027-02-22"' in proposed
    assert "2027 年放假安排未公布" in outlook
    assert "第19周" in outlook
    assert Term.objects.get(number=2).covers_from == date(2027, 1, 21)
    assert ServiceRule.objects.get().meal == "2lunch"


def test_a_new_term_that_overlaps_stays_on_its_first_page(client):
    page = page_of(client, "term_set_up", **(DAYS | {"starts_on": "2027-01-10"}))

    assert "2026—2027学年度第一学期已包含 2026-07-05 至 2027-01-20" in page
    assert "确认设置本学期" not in page


def test_special_days_are_found_by_kind_campus_and_state_and_exported(client, school):
    SpecialDayFactory(school=school, reason="停水停课")
    SpecialDayFactory(school=school, reason="已撤的", withdrawn=True)

    listed = page_of(client, "specialday_list", withdrawn="0", kind="closed", start="2026-11-01", end="2026-11-30")
    exported = b"".join(client.get(reverse("school:specialday_list"), {"format": "csv"}).streaming_content).decode()

    assert "停水停课" in listed
    assert "已撤的" not in listed
    assert "放假停课,停水停课,2026-11-12,全校,生效中" in exported
