"""What was done of what was due, as a grid: each cell counts exactly the list it opens."""

from datetime import date, time
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from logistics import clock
from logistics.school.models import SpecialDay
from logistics.school.services import add_special_day
from tests.duties.factories import expect, saved_duty, school_with_term, two_campuses
from tests.factories import PlaceFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 8


@pytest.fixture(autouse=True)
def a_tuesday_in_october():
    with clock.set_to(clock.at(date(2026, 10, 20), time(9))):
        yield


@pytest.fixture
def school(db):
    return school_with_term()


@pytest.fixture
def leader(school):
    return user_with("duties.view_expected", school=school)


def october(number):
    return date(2026, 10, number)


def show(client, name="completeness_month", **query):
    return client.get(reverse(f"duties:{name}"), query)


def lines_of(page):
    return {line["name"]: line for _heading, lines in page.context["groups"] for line in lines}


def cell(page, name, column):
    return lines_of(page)[name]["cells"][column - 1]


def listed(client, url):
    """Return how many rows the list behind ``url`` holds."""
    text = b"".join(client.get(f"{url}&format=csv").streaming_content).decode()
    return len(text.strip().splitlines()) - 1


def statements(client, url):
    client.get(url)  # warms the caches of rules and badges
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return [query["sql"] for query in captured]


# --- the month --------------------------------------------------------------------------------------------------------


def test_each_day_shows_what_became_of_what_was_due_by_a_sign_and_in_words(school, leader, client_of):
    duty = saved_duty(school)
    for day, status in [(12, "done"), (13, "late"), (14, "missing"), (15, "lifted"), (16, "extra"), (20, "waiting")]:
        expect(duty, october(day), status)

    page = show(client_of(leader))

    signs = {day: str(cell(page, duty.name, day).get("sign", "")) for day in range(12, 21)}
    assert signs == {12: "✓", 13: "补", 14: "✗", 15: "—", 16: "+", 17: "", 18: "", 19: "", 20: "·"}
    assert cell(page, duty.name, 13)["words"] == "补录 1"


def test_the_worst_of_several_entries_of_a_day_is_what_shows(school, leader, client_of):
    duty = saved_duty(school)
    expect(duty, october(12), slot=1)
    expect(duty, october(12), "missing", slot=2)

    page = show(client_of(leader))

    assert cell(page, duty.name, 12)["state"] == "missing"
    assert cell(page, duty.name, 12)["words"] == "按时完成 1、漏做 1"


def test_a_day_that_does_not_count_says_why(school, leader, client_of):
    duty = saved_duty(school)
    expect(duty, october(12))
    add_special_day(
        school, kind=SpecialDay.Kind.CLOSED, starts_on=october(14), ends_on=october(14), reason="停电停课", by=None
    )

    page = show(client_of(leader))

    whys = [cell(page, duty.name, day)["words"] for day in (1, 14, 18)]
    assert whys == ["国庆节", "停电停课", "周末"]
    assert 'data-reason="停电停课"' in page.text


def test_a_closed_day_of_lessons_is_none_for_a_duty_of_every_day(school, leader, client_of):
    duty = saved_duty(school, day_kind="every")
    expect(duty, october(18))

    page = show(client_of(leader))

    assert cell(page, duty.name, 17)["state"] == "none"


def test_the_week_of_the_term_stands_above_its_days(school, leader, client_of):
    expect(saved_duty(school), october(12))

    page = show(client_of(leader))

    assert page.context["weeks"][:3] == [(5, 4), (6, 7), (7, 7)]
    assert "第7周" in page.text


def test_every_cell_counts_exactly_the_list_it_opens(school, leader, client_of):
    first, second = two_campuses(school)
    for number, campus in enumerate([first, second, None]):
        duty = saved_duty(school, name=f"检查{number}", campus=campus)
        for day in range(12, 17):
            expect(duty, october(day), ["done", "late", "missing"][(day + number) % 3])
            expect(duty, october(day), "waiting", slot=2)
    client = client_of(leader)

    wrong = []
    for query in ({}, {"campus": first.pk}, {"area": "other"}):
        page = show(client, **query)
        found = [each for line in lines_of(page).values() for each in line["cells"] if each.get("url")]
        assert len(found) == (5 if "campus" in query else 15)
        wrong += [each for each in found if listed(client, each["url"]) != 2]
    assert wrong == []


def test_the_sum_of_the_month_counts_the_lists_it_opens(school, leader, client_of):
    duty = saved_duty(school)
    for day, status in [(12, "done"), (13, "late"), (14, "late"), (15, "missing"), (16, "lifted")]:
        expect(duty, october(day), status)
    expect(duty, date(2026, 9, 30), "missing")
    client = client_of(leader)

    total = show(client).context["total"]

    assert (total["tally"].counted, total["tally"].on_time_share) == (4, 25)
    assert [listed(client, total[name]) for name in ("done_url", "late_url", "missing_url")] == [1, 2, 1]


def test_one_duty_shows_its_places_in_the_lines(school, leader, client_of):
    campus = two_campuses(school)[0]
    duty = saved_duty(school)
    places = [PlaceFactory(campus=campus, name=name) for name in ("锅炉房", "配电间")]
    for place, status in zip(places, ["done", "missing"], strict=True):
        expect(duty, october(12), status, place=place, campus=campus)
    client = client_of(leader)

    page = show(client, duty=duty.pk)

    assert [line["cells"][11]["state"] for line in lines_of(page).values()] == ["missing", "done"]
    assert [listed(client, line["cells"][11]["url"]) for line in lines_of(page).values()] == [1, 1]


def test_what_only_its_inspector_may_know_is_in_no_cell_before(school, leader, client_of):
    duty = saved_duty(school, name="突击检查", rhythm="weekly", times=1, random=True)
    expect(duty, october(22), "waiting", announce_at=clock.at(october(22), time(8)))
    expect(saved_duty(school, name="普通检查"), october(22), "waiting")

    page = show(client_of(leader))

    assert list(lines_of(page)) == ["普通检查"]


def test_a_month_outside_the_term_is_moved_into_it(school, leader, client_of):
    pages = [show(client_of(leader), month=month) for month in ("2020-01", "2030-01", "bad", "2026-11")]

    assert [page.context["kept"][0][1] for page in pages] == ["2026-07", "2027-01", "2026-10", "2026-11"]


def test_the_grid_leaves_as_excel_with_the_same_signs(school, leader, client_of):
    duty = saved_duty(school, name="每周检查")
    expect(duty, october(12), "late")

    answer = show(client_of(leader), month="2026-10", format="xlsx")

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    row = next(row for row in sheet.iter_rows(values_only=True) if "每周检查" in row)
    assert (row[13], row[-4:]) == ("补", (1, 0, 1, 0))


# --- weeks, people, campuses ------------------------------------------------------------------------------------------


def test_a_week_tells_what_was_done_of_what_was_due_and_opens_it(school, leader, client_of):
    duty = saved_duty(school)
    for day, status in [(12, "done"), (13, "late"), (14, "missing"), (20, "waiting")]:
        expect(duty, october(day), status)
    client = client_of(leader)

    page = show(client, "completeness_weeks")

    week7, week8 = cell(page, duty.name, 8), cell(page, duty.name, 9)  # the time before the lessons comes first
    assert [(each["sign"], each["state"]) for each in (week7, week8)] == [("2/3", "missing"), ("0/1", "waiting")]
    assert [listed(client, each["url"]) for each in (week7, week8)] == [3, 1]
    assert cell(page, duty.name, 2)["state"] == "none"


def test_what_was_due_before_the_lessons_stands_in_a_column_of_its_own(school, leader, client_of):
    duty = saved_duty(school, name="开学前检查")
    expect(duty, date(2026, 8, 30), "late")
    client = client_of(leader)

    page = show(client, "completeness_weeks")

    before = cell(page, duty.name, 1)
    assert (before["sign"], before["state"], listed(client, before["url"])) == ("1/1", "late", 1)


def test_each_number_of_a_person_and_a_campus_counts_its_list(school, leader, client_of):
    campuses = two_campuses(school)
    people = [user_with(school=school, name="李一"), None]
    for number, (campus, person) in enumerate(zip(campuses, people, strict=True)):
        duty = saved_duty(school, name=f"检查{number}", campus=campus, person=person)
        for day in range(12, 16):
            expect(duty, october(day), ["done", "late", "missing", "missing"][day - 12 if person else -1])
    expect(saved_duty(school, name="全校检查"), october(12), "missing")
    client = client_of(leader)

    page = show(client, "completeness_people")

    rows = [*page.context["people"], *page.context["by_campus"]]
    told = [(row["name"], row["tally"].done, row["tally"].late, row["tally"].missing) for row in rows]
    assert told == [
        ("无人", 0, 0, 5), ("李一", 1, 1, 2), ("全校", 0, 0, 1), ("南校区", 1, 1, 2), ("北校区", 0, 0, 4)
    ]  # fmt: skip
    assert [[listed(client, row[f"{name}_url"]) for name in ("done", "late", "missing")] for row in rows] == [
        list(counts) for _name, *counts in told
    ]


# --- who sees it, and what it costs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["completeness_month", "completeness_weeks", "completeness_people", "coverage", "fade"]
)
def test_completeness_is_for_those_who_may_see_what_is_due_of_everybody(school, leader, client_of, client, name):
    stranger = user_with("duties.manage_duty", school=school)

    statuses = [show(each, name).status_code for each in (client_of(leader), client_of(stranger), client)]

    assert statuses == [200, 403, 302]


def test_a_leader_of_one_campus_sees_that_campus_only(school, client_of):
    first, second = two_campuses(school)
    for campus in (first, second):
        expect(saved_duty(school, name=f"{campus}检查", campus=campus), october(12), campus=campus)

    page = show(client_of(user_with("duties.view_expected", campus=first)))

    assert list(lines_of(page)) == ["南校区检查"]


@pytest.mark.parametrize("name", ["completeness_month", "completeness_weeks", "completeness_people", "fade"])
def test_many_duties_take_no_more_statements_than_one(school, leader, client_of, name):
    client, url = client_of(leader), reverse(f"duties:{name}")
    expect(saved_duty(school, name="第一", person=leader), october(12))
    few = statements(client, url)
    for number in range(9):
        duty = saved_duty(school, name=f"检查{number}", person=UserFactory())
        for day in range(12, 17):
            expect(duty, october(day), "missing")

    many = statements(client, url)

    about_duties = [sql for sql in many if "duties_" in sql or "school_" in sql or "checks_" in sql]
    assert len(many) <= len(few)
    assert len(about_duties) <= MOST_STATEMENTS


@pytest.mark.parametrize(
    "name", ["completeness_month", "completeness_weeks", "completeness_people", "coverage", "fade"]
)
def test_a_school_without_terms_is_told_to_set_one_up(client_of, name):
    page = show(client_of(user_with("duties.view_expected")), name)

    assert (page.status_code, "尚未设置学期" in page.text) == (200, True)
