"""Figures and what may be said about them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import translation

from logistics.reports.figures import fill_breakdowns, number_text, roughly
from logistics.reports.periods import Period
from logistics.reports.statements import (
    BarsOf,
    Breakdown,
    Claim,
    Comparison,
    Figure,
    Problem,
    Rate,
    Section,
    Sentence,
    Statement,
    TableOf,
    fill,
)
from logistics.school.models import Campus, Place, SchoolClass
from tests.factories import PlaceFactory, SchoolClassFactory

YEAR = Period.of_calendar_year(2026)


def figure(value, kind="number", unit=""):
    return Figure("one", "一", None, value=value, kind=kind, unit=unit)


def test_a_figure_counts_or_sums_or_averages_exactly_its_rows(school):
    classes = SchoolClass.objects.of_school(school)

    assert Figure("count", "", classes).value == 2
    assert Figure("sum", "", classes, measure="grade").value == 7
    assert Figure("average", "", classes, measure="grade", how="average").value == Decimal("3.5")


def test_many_figures_are_fetched_in_one_statement_of_sql(school, django_assert_num_queries):
    rows = Place.objects.of_school(school)
    figures = [Figure(kind, kind, rows.filter(kind=kind)) for kind in ("classroom", "office", "toilet")]

    with django_assert_num_queries(1):
        fill(figures)

    assert [figure.value for figure in figures] == [3, 2, 0]


def test_a_median_is_that_of_exactly_its_rows(school):
    SchoolClassFactory(campus=school.campuses.first(), grade=6)
    classes = SchoolClass.objects.of_school(school)

    assert Figure("odd", "", classes, measure="grade", how="median").value == 4
    assert Figure("even", "", classes.exclude(grade=6), measure="grade", how="median").value == Decimal("3.5")
    assert Figure("none", "", classes.filter(grade=1), measure="grade", how="median").value is None


class TestSharedReadings:
    """Figures whose rows lie within another's come from one reading of the table, and are the same numbers."""

    def narrower(self, school):
        rows = Place.objects.of_school(school)
        offices = rows.filter(kind="office")
        return [
            Figure("all", "", rows),
            Figure("offices", "", offices),
            Figure("idle", "", offices.filter(active=False)),
            Figure("either", "", rows.filter(Q(kind="office") | Q(active=False))),
            Figure("others", "", rows.exclude(kind="office").exclude(active=False)),
            Figure("sum", "", offices, measure="campus_id"),
            Figure("average", "", rows.filter(active=True), measure="campus_id", how="average"),
            Figure("within", "", rows.filter(pk__in=offices.values("pk"))),
            Figure("joined", "", rows.filter(campus__name="南校区")),
            Figure("within joined", "", rows.filter(campus__name="南校区").filter(kind="office")),
            Figure("sum joined", "", rows.filter(campus__name="南校区"), measure="campus__school_id"),
            Figure("many of one", "", Campus.objects.of_school(school).filter(places__active=True)),
            Figure(
                "many, narrower", "", Campus.objects.of_school(school).filter(places__active=True).filter(name="南校区")
            ),
            Figure("twice joined", "", Campus.objects.filter(places__active=True).filter(places__kind="office")),
            Figure("ranked", "", rows.annotate(place=Window(RowNumber(), order_by="pk")).filter(place__lte=2)),
            Figure("distinct", "", rows.order_by("kind").distinct("kind")),
        ]

    def test_they_are_what_each_would_be_alone(self, school):
        PlaceFactory()
        together, alone = self.narrower(school), self.narrower(school)

        fill(together)

        assert [figure.value for figure in together] == [figure.value for figure in alone]
        assert [figure.value for figure in together if figure.measure is None] == [
            figure.rows.count() for figure in together if figure.measure is None
        ]

    def test_the_table_is_read_once_for_all_that_lie_within(self, school, django_assert_num_queries):
        rows = Place.objects.of_school(school)
        kinds = [Figure(kind, "", rows.filter(kind=kind)) for kind in ("classroom", "office")]

        with django_assert_num_queries(1) as asked:
            fill([Figure("all", "", rows), *kinds])

        assert asked.captured_queries[0]["sql"].count('FROM "school_place"') == 1

    def test_joined_tables_are_read_once_for_all_that_lie_within(self, school, django_assert_num_queries):
        rows = Place.objects.filter(campus__school=school)
        kinds = [Figure(kind, "", rows.filter(kind=kind)) for kind in ("classroom", "office")]

        with django_assert_num_queries(1) as asked:
            fill([Figure("all", "", rows), *kinds])

        assert asked.captured_queries[0]["sql"].count('FROM "school_place"') == 1
        assert [figure.value for figure in kinds] == [3, 2]

    def test_a_figure_quoted_often_is_asked_once(self, school, django_assert_num_queries):
        total = Figure("all", "", Place.objects.of_school(school))

        with django_assert_num_queries(1) as asked:
            fill([total, total, total])

        assert asked.captured_queries[0]["sql"].count("COUNT") == 1


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (83, "number", "80余只"),
        (1283, "number", "1,280余只"),
        (Decimal("86.5"), "number", "80余只"),
        (80, "number", "80只"),
        (19, "number", "19只"),
        (Decimal("83.50"), "money", "83.50只"),
    ],
)
def test_a_count_may_be_said_roughly_and_never_too_high(value, kind, text):
    assert roughly(figure(value, kind, unit="只")) == text


def test_averages_and_rates_are_never_rough():
    average = Figure("average", "", None, value=Decimal("83.5"), how="average")

    assert roughly(average) == "83.5"
    assert roughly(Rate("rate", "", figure(83), figure(97))) == "85.6%"


def test_a_sentence_says_its_figures_and_parts_as_asked(school):
    for _number in range(20):
        PlaceFactory(campus=school.campuses.first(), kind="classroom")
    rows = Place.objects.of_school(school)
    kinds = Breakdown("kind", "", rows, by="kind", unit="间")
    sentence = Sentence("共%(total)s，其中%(kinds)s。", total=Figure("total", "", rows, unit="间"), kinds=kinds)

    said = "".join(text for text, _figure in sentence.pieces(roughly))

    assert said == "共20余间，其中教室20余间、办公室2间。"
    assert sentence.text == "共25间，其中教室23间、办公室2间。"


def test_breakdowns_of_each_are_fetched_together_and_equal_their_lists(school, django_assert_num_queries):
    rows = Place.objects.of_school(school)
    campuses = {campus.pk: campus for campus in school.campuses.all()}

    with django_assert_num_queries(1):
        parts = Breakdown.of_each(
            campuses, rows, per="campus", key=lambda pk: f"campus{pk}", label=lambda pk: campuses[pk].name, by="kind"
        )
        found = {campuses[pk].name: {item.label: item.value for item in part.items} for pk, part in parts.items()}

    assert found == {"南校区": {"教室": 2, "办公室": 2}, "北校区": {"教室": 1}}
    assert all(item.value == item.rows.count() for part in parts.values() for item in part.items)


def test_the_breakdowns_of_a_statement_come_by_one_round_trip_wherever_they_stand(school, django_assert_num_queries):
    rooms = Place.objects.of_school(school)
    quoted, drawn, listed = (
        Breakdown(key, "", rooms, by=by, names=names)
        for key, by, names in (("kinds", "kind", None), ("campuses", "campus_id", "campus__name"), ("rooms", "label", None))
    )
    statement = Statement(
        "rooms", Section.REPAIRS,
        sentences=[Sentence("%(kinds)s。", kinds=quoted, when=quoted)],
        charts=[BarsOf(drawn)], tables=[TableOf("房间", ["名称", "数量"], listed)],
    )  # fmt: skip

    with django_assert_num_queries(1):
        fill_breakdowns(statement.breakdowns())
        found = [{item.label: item.value for item in each.items} for each in (quoted, drawn)]
        labels = len(listed.items)

    assert found == [{"教室": 3, "办公室": 2}, {"南校区": 4, "北校区": 1}]
    assert labels == 5
    assert all(item.value == item.rows.count() for each in (quoted, drawn, listed) for item in each.items)


def test_rows_that_cannot_exist_count_as_none(school):
    assert Figure("none", "", Place.objects.none()).value == 0
    assert Figure("none", "", Place.objects.filter(pk__in=[]), measure="campus_id").value == 0


def test_a_percent_sign_in_the_search_of_the_rows_does_no_harm(school):
    rows = Place.objects.of_school(school).filter(name__contains="50%")

    assert Figure("percent", "", rows).value == 0


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1280, "number", "1,280"),
        (Decimal("12345678.90"), "money", "12,345,678.90"),
        (Decimal("3.50"), "number", "3.5"),
        (0, "money", "0.00"),
        (timedelta(hours=26, minutes=20), "number", "26.3"),
        (2.25, "number", "2.25"),
        (None, "number", "—"),
    ],
)
def test_a_value_is_printed_exactly(value, kind, text):
    assert number_text(value, kind) == text


@pytest.mark.parametrize(("unit", "text"), [("支", "80支"), ("jobs", "80 jobs"), ("%", "80%"), ("", "80")])
def test_the_measure_word_follows_the_number(unit, text):
    assert figure(80, unit=unit).text == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(1, 3, "33.3%"), (9999, 10000, "99.9%"), (1, 100000, "0.1%"), (5, 5, "100%"), (0, 5, "0%"), (0, 0, "—")],
)
def test_a_rate_never_rounds_to_all_or_nothing(part, whole, text):
    assert Rate("rate", "", figure(part), figure(whole)).text == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (80, 100, "比上年减少20%"),
        (110, 100, "比上年增加10%"),
        (100, 100, "与上年持平"),
        (100_001, 100_000, "与上年基本持平"),
        (5, 0, "上年没有可比数据"),
    ],
)
def test_a_comparison_says_how_much_and_against_what(now, before, text):
    with translation.override("zh-hans"):
        assert Comparison("change", figure(now), figure(before), Period.of_calendar_year(2026)).text == text


def test_without_a_period_before_there_is_nothing_to_compare():
    with translation.override("zh-hans"):
        comparison = Comparison("change", figure(5), None, YEAR)

        assert comparison.text == "上年没有可比数据"
        assert comparison.value is None


def test_rates_are_compared_in_points():
    now, before = Rate("a", "", figure(19), figure(20)), Rate("b", "", figure(9), figure(10))

    with translation.override("zh-hans"):
        assert Comparison("change", now, before, YEAR).text == "比上年提高5个百分点"


def test_the_parts_of_a_breakdown_are_the_rows_of_the_total_split(school):
    rows = Place.objects.of_school(school)
    kinds = Breakdown("kind", "", rows, by="kind", unit="间")

    assert [(item.key, item.value) for item in kinds.items] == [("kind.classroom", 3), ("kind.office", 2)]
    assert all(item.value == item.rows.count() for item in kinds.items)


def test_a_breakdown_takes_names_and_measure_words_from_the_data(school):
    classes = SchoolClass.objects.of_school(school).annotate(word=F("campus__name"))
    sums = Breakdown("campus", "", classes, by="campus_id", names="campus__name", units="word", measure="grade")

    assert [(item.label, item.text) for item in sums.items] == [("北校区", "4北校区"), ("南校区", "3南校区")]


def test_rows_without_the_fact_are_named_as_such_and_proved(school):
    Place.objects.filter(kind="office").update(parent=Place.objects.filter(kind="classroom").first())
    parents = Breakdown("parent", "", Place.objects.of_school(school), by="parent_id", names="parent__label")

    nowhere = next(item for item in parents.items if item.key == "parent.none")

    with translation.override("zh-hans"):
        assert nowhere.value == nowhere.rows.count() == 3


def test_a_sentence_links_each_figure_and_leaves_the_rest_alone(school):
    total = Figure("total", "", Place.objects.of_school(school), unit="间")
    sentence = Sentence("共%(total)s，占 100%%。", total=total)

    assert sentence.pieces() == [("共", None), ("5间", total), ("，占 100%。", None)]


def test_a_breakdown_in_prose_names_only_as_many_as_asked(school):
    kinds = Breakdown(
        "kind", "", Place.objects.of_school(school), by="kind", names={"classroom": "教室"}, unit="间", limit=1
    )

    with translation.override("zh-hans"):
        assert Sentence("其中%(kinds)s。", kinds=kinds).text == "其中教室3间等。"


def test_a_sentence_about_nothing_is_not_printed(school):
    none = Figure("none", "", Place.objects.of_school(school).filter(kind="toilet"))

    assert not Sentence("共%(none)s。", none=none, when=none).stands


class TestClaim:
    def claim(self, school, broken_by, judged):
        rows = Place.objects.of_school(school)
        return Claim("kept", "全部。", rows.filter(**broken_by), when=rows.filter(**judged), breach="有%(count)s没有。")

    def test_it_is_printed_while_nothing_contradicts_it(self, school):
        claim = self.claim(school, {"kind": "toilet"}, {})

        assert claim.is_kept and not claim.is_broken and claim.value is True

    def test_one_counter_example_breaks_it_and_is_counted(self, school):
        claim = self.claim(school, {"active": False}, {})

        assert claim.is_broken and not claim.is_kept
        assert claim.breach.text == "有1没有。"
        assert list(claim.proofs[1].rows) == list(Place.objects.filter(active=False))

    def test_about_nothing_it_says_nothing(self, school):
        claim = self.claim(school, {"kind": "toilet"}, {"kind": "toilet"})

        assert not claim.is_kept and not claim.is_broken and claim.value is None


def test_a_problem_stands_while_its_figure_is_not_zero(school):
    broken = Figure("broken", "", Place.objects.of_school(school).filter(active=False))

    assert Problem("broken", Sentence("有%(broken)s。", broken=broken), when=broken).stands
    assert not Problem("broken", "有问题。", when=Figure("none", "", Place.objects.none())).stands


def test_a_range_calls_itself_by_its_days():
    with translation.override("zh-hans"):
        assert Period.between(date(2026, 3, 1), date(2026, 5, 31)).label == "2026年3月1日至2026年5月31日"
