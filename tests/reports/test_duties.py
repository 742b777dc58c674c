"""What the summary says of duties and checks: every number is its list, and nothing is claimed that is not so."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from logistics import clock
from logistics.checks.models import Finding, Point, Round
from logistics.duties.models import Expected
from logistics.reports import checks, duties
from logistics.reports.periods import Period, Scope
from logistics.reports.statements import Section
from logistics.reports.summaries import Summary
from tests.checks.factories import checklist, item_of, round_of
from tests.duties.factories import expect, saved_duty, school_with_term, two_campuses
from tests.factories import PlaceFactory, user_with

pytestmark = pytest.mark.django_db

FIRST_MONDAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def the_end_of_the_term():
    with clock.set_to(clock.at(date(2027, 1, 20), time(9))):
        yield


@pytest.fixture
def school(db):
    return school_with_term()


@pytest.fixture
def term(school):
    return Period.of_term(school.terms.get())


@pytest.fixture
def only_these(stated):
    """Let only duties and checks speak."""
    stated(duties.duties_by_section, duties.duties_total, checks.checks_total)


def of_section(section, school, period, scope):
    """Return what is said of duties in one section, None when nothing is."""
    said = duties.duties_by_section(school, period, scope)
    return next((statement for statement in said if statement.section == section), None)


def weekly(school, statuses, **facts):
    """Return a duty due on Mondays from the second week of the term on, with these outcomes."""
    given = {
        "name": "每周常规安全检查",
        "key": "PT-29",
        "area": "safety",
        "subject": "checks.round",
        "rhythm": "weekly",
        "times": 1,
    }
    duty = saved_duty(school, **{**given, **facts})  # fmt: skip
    for week, status in enumerate(statuses):
        expect(duty, FIRST_MONDAY + timedelta(weeks=week), status)
    return duty


def said(school, period, section=Section.SAFETY, scope=None):
    """Return what the section says of its duties: its sentences, and the claims that hold."""
    found = of_section(section, school, period, scope or Scope())
    sentences = [each.text for each in found.sentences if each.stands]
    return sentences + [claim.sentence.text for claim in found.claims if claim.is_kept]


def faults(school, period, scope=None):
    return [fault.sentence.text for fault in Summary(school, period, scope or Scope()).faults]


# --- each duty --------------------------------------------------------------------------------------------------------


def test_a_weekly_check_names_the_weeks_it_was_not_made(school, term):
    weekly(school, ["done"] * 7 + ["missing"] + ["done"] * 4 + ["missing"] + ["done"] * 6)

    assert "每周常规安全检查应查19次，实查17次，缺第9、14周。" in said(school, term)


def test_what_was_made_in_time_throughout_is_said_to_leave_nothing_out(school, term):
    weekly(school, ["done"] * 4)

    assert said(school, term)[1:] == [
        "每周常规安全检查应查4次，实查4次，无一遗漏。",
        "各项日常工作均按时完成，无一遗漏。",
    ]


def test_late_entries_are_told_and_break_the_claim(school, term):
    weekly(school, ["done", "late", "done"])

    assert said(school, term) == [
        "各项日常工作应完成3次，按时完成2次，按时完成率66.7%，补录1次。",
        "每周常规安全检查应查3次，实查3次（补录1次）。",
    ]


def test_a_monthly_duty_names_months_and_a_daily_one_days(school, term):
    monthly = weekly(school, [], key="PT-41", name="每月防火检查", area="fire", rhythm="monthly")
    expect(monthly, date(2026, 10, 31), "missing")
    daily = saved_duty(school, name="每日巡查", area="safety")
    for day in range(9, 16):
        expect(daily, date(2026, 11, day), "missing")

    assert said(school, term)[1:] == [
        "每月防火检查应查1次，实查0次，缺10月。",
        "每日巡查应做7次，实做0次，缺11月9日、11月10日、11月11日、11月12日、11月13日等。",
    ]


def test_weeks_are_named_by_days_where_the_period_is_no_term(school):
    weekly(school, ["done", "missing"])

    year = Period.of_calendar_year(2026)

    assert "每周常规安全检查应查2次，实查1次，缺9月14日。" in said(school, year)


def test_what_is_not_judged_or_not_due_counts_for_nothing(school, term):
    weekly(school, ["done", "waiting", "lifted", "extra"])

    assert said(school, term)[0] == "各项日常工作应完成1次，按时完成1次，按时完成率100%。"


def test_duties_without_a_sentence_of_their_own_stand_in_the_annex(school, term):
    weekly(school, ["done", "missing"], key="PT-62", name="门卫登记抽查")

    statement = of_section(Section.SAFETY, school, term, Scope())

    (line,) = statement.tables[0].lines
    assert [getattr(cell, "text", cell) for cell in line] == ["门卫登记抽查", "2次", "1次", "0", "1次"]
    assert len(statement.sentences) == 1


def test_a_section_without_anything_due_says_nothing(school, term):
    weekly(school, ["done"])

    assert of_section(Section.DORMITORY, school, term, Scope()) is None


def test_a_campus_tells_of_its_own_only(school, term):
    first, second = two_campuses(school)
    weekly(school, ["done"], campus=first)
    weekly(school, ["missing"], campus=second, name="另一校区检查", key="PT-62")

    assert said(school, term, scope=Scope(first))[-1] == "各项日常工作均按时完成，无一遗漏。"


# --- problems ---------------------------------------------------------------------------------------------------------


def test_a_broken_claim_stands_among_the_problems_with_its_own_advice(school, term, only_these):
    weekly(school, ["done", "late", "missing"])
    weekly(school, ["missing"], key="PT-20", name="宿舍卫生检查", area="dormitory")

    found = Summary(school, term, Scope()).faults

    texts = [fault.sentence.text for fault in found]
    assert "安全管理：日常工作有2次未按时完成，漏做1次，补录1次。" in texts
    assert "宿舍与生活管理：日常工作有1次未按时完成，漏做1次。" in texts
    assert len({str(fault.direction) for fault in found}) == len(found)


def test_late_entries_without_a_reason_are_a_problem_and_those_with_one_are_told(school, term, only_these):
    duty = weekly(school, ["done"])
    expect(duty, date(2026, 9, 14), "late")
    expect(duty, date(2026, 9, 21), "late", reason="当天停电")

    total = duties.duties_total(school, term, Scope())

    assert total.sentences[1].text == "事后补录并注明原因1次。"
    assert "有1次补录未注明原因。" in faults(school, term)


def test_a_fade_is_called_out_in_the_summary_of_a_term(school, term, only_these):
    weekly(school, ["done"] * 10 + ["missing"] * 8, key="PT-44", name="办公室卫生检查", area="hygiene")
    weekly(school, ["done"] * 18)

    text = next(text for text in faults(school, term) if "松懈" in text)

    assert text == "后半学期工作有所松懈：办公室卫生检查（按时率由100%降至0%）。"
    assert not any("松懈" in text for text in faults(school, Period.of_calendar_year(2026)))


def test_the_rows_behind_a_fade_are_those_of_the_faded_duties(school, term):
    faded = weekly(school, ["done"] * 9 + ["missing"] * 9)
    weekly(school, ["done"] * 18, key="PT-41", name="别的")

    (proof,) = duties.duties_total(school, term, Scope()).problems[1].sentence.parts["fades"].proofs

    assert set(proof.rows) == set(Expected.objects.filter(duty=faded))
    assert proof.value == 18


# --- checks -----------------------------------------------------------------------------------------------------------


def finished(template, walker, day, **facts):
    made = round_of(template, walker, place=facts.pop("place", None), announced=facts.pop("announced", ""))
    signed = {"status": "finished", "finished_at": clock.now(), "finished_by": walker, "day": day}
    Round.objects.filter(pk=made.pk).update(**signed, **facts)
    Point.objects.filter(round=made).update(signed_at=clock.now(), signed_by=walker)
    return made


def found_on(made, walker, status="open"):
    template = made.template
    answer = made.answers.create(
        item=item_of(template, "灭火器"), point=made.points.first(), result="fail", by=walker, at=clock.now()
    )
    handled = {} if status == "open" else {"handled_at": clock.now(), "handled_by": walker, "measure": "已换"}
    return Finding.objects.create(
        school=made.school, round=made, answer=answer, text="压力不足", status=status, found_at=clock.now(), **handled
    )


def test_checks_tell_how_many_were_made_and_what_came_of_what_they_found(school, term):
    walker = user_with("checks.walk_round", school=school)
    template = checklist(school, name="每周安全检查")
    for number, status in enumerate(["fixed", "fixed"]):
        found_on(finished(template, walker, date(2026, 10, 8 + number)), walker, status)
    round_of(template, walker)

    statement = checks.checks_of_section(Section.SAFETY, school, term, Scope())

    assert [each.text for each in statement.sentences] == [
        "共检查2次，其中每周安全检查2次。",
        "发现问题2处，当场整改2处，转交处理0处。",
    ]
    assert statement.claims[0].is_kept


def test_a_finding_nobody_decided_on_breaks_the_claim(school, term):
    walker = user_with("checks.walk_round", school=school)
    found_on(finished(checklist(school), walker, date(2026, 10, 8)), walker)

    (claim,) = checks.checks_of_section(Section.SAFETY, school, term, Scope()).claims

    assert claim.is_broken
    assert claim.breach.text == "安全管理：检查发现的问题尚有1处未处理。"


def test_announced_and_unannounced_scores_stand_side_by_side(school, term):
    walker = user_with("checks.walk_round", school=school)
    template = checklist(school, scored=True, asks_announced=True)
    for announced, score in [("announced", 96), ("announced", 94), ("unannounced", 81)]:
        finished(template, walker, date(2026, 10, 8), announced=announced, score=score, full_score=100)

    texts = [each.text for each in checks.checks_total(school, term, Scope()).sentences[:2]]

    assert texts == ["事先通知的评分检查2次，平均得分95。", "不通知的评分检查1次，平均得分81。"]


def test_coverage_is_the_share_of_places_that_checks_came_to(school, term):
    walker = user_with("checks.walk_round", school=school)
    campus = two_campuses(school)[0]
    places = [PlaceFactory(campus=campus) for _number in range(4)]
    template = checklist(school)
    finished(template, walker, date(2026, 10, 8), place=places[0])
    left_out = finished(template, walker, date(2026, 10, 8), place=places[1])
    left_out.points.update(signed_at=None, signed_by=None, skip_reason="锁着")

    sentence = checks.checks_total(school, term, Scope()).sentences[2]

    assert sentence.text == "检查覆盖1处地点，占全部4处的25%。"


# --- proof and cost ---------------------------------------------------------------------------------------------------


def test_every_figure_counts_exactly_its_rows_and_opens_them(school, term, only_these, client_of):
    weekly(school, ["done"] * 6 + ["late", "missing"] * 6)
    weekly(school, ["missing"], key="", name="自定检查", area="hygiene")
    summary = Summary(school, term, Scope())
    reader = client_of(user_with("reports.view_summary", school=school))

    wrong = []
    for statement in summary.filled:
        for key, figure in statement.all_figures().items():
            wrong += [key for proof in figure.proofs if proof.measure is None and proof.rows.count() != proof.value]
            facts = {"period": term.key, "statement": statement.key, "figure": key}
            wrong += [key] if reader.get(reverse("reports:figure"), facts).status_code != 200 else []
    assert wrong == []


def test_many_duties_take_no_more_statements_than_one(school, term, only_these):
    weekly(school, ["done"] * 6 + ["missing"] * 6)

    def statements():
        with CaptureQueriesContext(connection) as captured:
            Summary(school, term, Scope()).as_json()
        return len(captured)

    statements()
    few = statements()
    for number in range(6):
        weekly(school, ["done", "missing"] * 6, key="", name=f"检查{number}")

    assert statements() <= few
