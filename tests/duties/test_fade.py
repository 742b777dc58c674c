"""A fade: kept up in the first half of the term so far, let go in the second."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from logistics import clock
from logistics.checks.models import Round
from logistics.duties.hooks import stats
from logistics.duties.models import Expected
from logistics.duties.selectors import fade
from logistics.duties.selectors.completeness import by_span, spans_of, tallied
from tests.checks.factories import checklist, round_of
from tests.duties.factories import expect, saved_duty, school_with_term
from tests.factories import user_with

pytestmark = pytest.mark.django_db

FIRST_MONDAY = date(2026, 9, 7)
DECEMBER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def a_day_in_december():
    with clock.set_to(clock.at(DECEMBER, time(9))):
        yield


@pytest.fixture
def school(db):
    return school_with_term()


def weekly(school, statuses, **facts):
    """Return a duty due on Mondays, with these outcomes from the second week of the term on."""
    duty = saved_duty(school, **{"name": "办公室卫生检查", **facts})
    for week, status in enumerate(statuses):
        expect(duty, FIRST_MONDAY + timedelta(weeks=week), status)
    return duty


def fades(school, **facts):
    return fade.fades_of(Expected.objects.all(), school.terms.get(), school=school, **facts)


def test_a_duty_let_go_in_the_second_half_is_a_fade(school):
    duty = weekly(school, ["done"] * 6 + ["done"] + ["missing"] * 5)

    (found,) = fades(school)

    assert (found.duty_id, found.first.on_time_share, found.second.on_time_share) == (duty.pk, 100, 100 / 6)


def test_late_entries_count_as_not_kept_up(school):
    weekly(school, ["done"] * 6 + ["late"] * 6)

    assert [each.drop for each in fades(school)] == [100]


def test_a_duty_kept_up_evenly_or_mended_is_none(school):
    weekly(school, ["done", "missing"] * 6, name="时好时坏")
    weekly(school, ["missing"] * 6 + ["done"] * 6, name="后来居上")

    assert fades(school) == []


def test_too_few_entries_in_a_half_say_nothing(school):
    weekly(school, ["done"] * 3, name="只做三次")
    duty = saved_duty(school, name="后半仅三次")
    for week in (0, 1, 2, 3, 8, 9, 10):
        expect(duty, FIRST_MONDAY + timedelta(weeks=week), "done" if week < 5 else "missing")

    assert fades(school) == []


def test_what_is_still_to_do_or_not_due_after_all_is_left_out(school):
    weekly(school, ["done"] * 10 + ["waiting", "lifted"])

    assert fades(school) == []


def test_the_deepest_fade_comes_first(school):
    weekly(school, ["done"] * 6 + ["done", "done", "done", "missing", "missing", "missing"], name="浅")
    weekly(school, ["done"] * 6 + ["missing"] * 6, name="深")

    assert [round(each.drop) for each in fades(school)] == [100, 50]


def test_before_the_lessons_begin_nothing_fades(school):
    weekly(school, ["done"] * 6 + ["missing"] * 6)

    assert fades(school, day=date(2026, 9, 1)) == []


def test_the_curve_averages_two_weeks(school):
    duty = weekly(school, ["done", "missing", "done", "done"])
    weeks = [each for each in spans_of(school.terms.get(), date(2026, 10, 11)) if each.week]
    lines = by_span(tallied(Expected.objects.all(), "duty", "due_on"), weeks)

    assert fade.curve_of(lines[duty.pk], weeks) == [None, 100, 50, 50, 100, 100]


def test_a_term_falls_into_the_time_before_lessons_and_weeks_from_monday_on(school):
    spans = spans_of(school.terms.get(), date(2026, 9, 14))

    assert [(each.week, each.start, each.end) for each in spans] == [
        (None, date(2026, 7, 5), date(2026, 8, 31)),
        (1, date(2026, 9, 1), date(2026, 9, 6)),
        (2, date(2026, 9, 7), date(2026, 9, 13)),
        (3, date(2026, 9, 14), date(2026, 9, 20)),
    ]


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_each_fade_with_its_curve(school, client_of):
    weekly(school, ["done"] * 6 + ["missing"] * 6)
    leader = user_with("duties.view_expected", school=school)

    page = client_of(leader).get(reverse("duties:fade"))

    assert [each["duty"].name for each in page.context["fades"]] == ["办公室卫生检查"]
    assert "下降100个百分点" in page.text
    assert "<svg" in page.text


def test_announced_and_unannounced_checks_are_averaged_apart(school, client_of):
    walker = user_with("checks.walk_round", "checks.view_round", "duties.view_expected", school=school)
    template = checklist(school, name="宿舍卫生", scored=True, asks_announced=True)
    for announced, score in [("announced", 95), ("announced", 85), ("unannounced", 60)]:
        made = round_of(template, walker, announced=announced)
        signed = {"status": "finished", "finished_at": clock.now(), "finished_by": walker}
        Round.objects.filter(pk=made.pk).update(**signed, score=score, full_score=100)
    round_of(template, walker, announced="announced")

    page = client_of(walker).get(reverse("duties:fade"))

    assert page.context["scores"] == [("宿舍卫生", (2, Decimal(90)), (1, Decimal(60)))]


# --- the home page ----------------------------------------------------------------------------------------------------


def stats_of(user):
    return {str(stat.label): stat for stat in stats(user)}


def test_the_home_page_of_leaders_tells_this_week_what_is_missing_and_what_faded(school):
    weekly(school, ["done"] * 6 + ["missing"] * 6)
    expect(saved_duty(school, name="每日检查"), DECEMBER, "done")

    found = stats_of(user_with("duties.view_expected", school=school))

    assert {label: stat.value for label, stat in found.items()} == {
        "本周按时完成率": "100", "本周漏做": 0, "本学期松懈事项": 1
    }  # fmt: skip


def test_who_does_not_see_what_is_due_of_everybody_has_no_such_figures(school):
    expect(saved_duty(school), DECEMBER)

    assert stats_of(user_with("duties.manage_duty", school=school)) == {}


def test_the_figures_of_the_home_page_take_two_statements(school, django_assert_max_num_queries):
    weekly(school, ["done"] * 6 + ["missing"] * 6)
    expect(saved_duty(school, name="每日检查"), DECEMBER, "done")
    leader = user_with("duties.view_expected", school=school)
    stats_of(leader)

    with django_assert_max_num_queries(2):
        assert len(stats_of(leader)) == 3
