"""A whole summary: what is printed where, and what is not."""

import io
import json

import pytest
from docx import Document

from logistics.errors import RuleError
from logistics.reports import services
from logistics.reports.models import SectionChoice
from logistics.reports.periods import Period, Scope
from logistics.reports.rendering import render
from logistics.reports.sections import Section
from logistics.reports.statements import Figure, Problem, Sentence, Statement
from logistics.reports.summaries import Summary, sections_of, texts_of
from logistics.school.models import Place
from tests.factories import PlaceFactory, SchoolFactory, TermFactory, UserFactory
from tests.paper.pdf_reading import fonts_not_embedded, missing_glyphs, text_of

pytestmark = pytest.mark.django_db


def printed(summary):
    return {section["heading"]: section["paragraphs"] for section in summary.plain_text()}


def shown_choices(school, **changes):
    choices = {
        choice.section: {"position": choice.position, "heading": choice.heading, "shown": choice.shown}
        for choice in sections_of(school)
    }
    for section, change in changes.items():
        choices[section] |= change
    return choices


def test_the_title_names_the_term_as_offices_do(school, period, whole, stated):
    assert Summary(school, period, whole).title == "2026—2027学年度第一学期总务后勤工作总结"


def test_the_summary_reads_as_schools_write_it(school, period, whole, rooms_stated):
    sections = printed(Summary(school, period, whole))

    assert sections["一、校产管理"] == [
        "本学期共有房间5间，在用4间，使用率80%，其中教室3间、办公室2间；上学期没有可比数据。"
    ]
    assert sections["二、存在的问题"] == ["1.有1间未投入使用。"]
    assert sections["三、今后努力方向"] == ["1.清理闲置房间。"]


def test_an_unbroken_claim_is_printed_and_leaves_no_problem(school, period, whole, rooms_stated):
    Place.objects.update(active=True)

    sections = printed(Summary(school, period, whole))

    assert sections["一、校产管理"][0].endswith("所有房间全部投入使用。")
    assert "二、存在的问题" not in sections


def test_sections_without_anything_to_say_are_left_out_and_the_rest_is_numbered_on(school, period, whole, stated):
    sections = printed(Summary(school, period, whole))

    assert list(sections) == [""]
    assert sections[""][-1] == "本学期尚无总务后勤工作记录。"


def test_a_campus_counts_its_own_rows_only(school, period, campuses, rooms_stated):
    summary = Summary(school, period, Scope(campuses["北校区"]))

    assert summary.find("school.rooms", "total").value == 1
    assert "全部投入使用" in printed(summary)["一、校产管理"][0]
    assert summary.document().subtitle == "育才小学北校区"


def test_rows_of_another_school_are_never_counted(school, period, whole, rooms_stated):
    PlaceFactory()

    assert Summary(school, period, whole).find("school.rooms", "total").value == 5


def test_two_statements_of_one_key_are_refused(school, period, whole, stated):
    stated(lambda *_: Statement("same", Section.SAFETY), lambda *_: Statement("same", Section.SAFETY))

    with pytest.raises(LookupError, match="same"):
        Summary(school, period, whole).document()


def test_an_app_may_have_nothing_to_say(school, period, whole, stated):
    stated(lambda *_: None)

    assert Summary(school, period, whole).statements == []


def test_the_figures_of_a_summary_take_few_statements_of_sql(
    school, period, whole, rooms_stated, django_assert_num_queries
):
    summary = Summary(school, period, whole)

    with django_assert_num_queries(4):  # the figures, one breakdown, the own texts, the order of sections
        summary.document()
        summary.figures()


def test_problems_without_a_suggestion_share_one_sentence_and_none_is_said_twice(school, period, whole, stated):
    idle = Figure("idle", "闲置", Place.objects.of_school(school).filter(active=False), unit="间")
    stated(
        lambda *_: Statement(
            "problems",
            Section.ASSETS,
            problems=[
                Problem(str(number), Sentence("闲置%(idle)s。", idle=idle), when=idle, direction=direction)
                for number, direction in enumerate(["清理。", None, "清理。", None])
            ],
        )
    )

    assert printed(Summary(school, period, whole))["二、今后努力方向"] == [
        "1.清理。",
        "2.对第2、4项问题逐项查明原因，明确责任人和完成时限。",
    ]


class TestRoughly:
    """正文约数: only on paper, only in the sections, and told exactly in the annex."""

    @pytest.fixture
    def summary(self, school, period, whole, rooms_stated):
        for _number in range(25):
            PlaceFactory(campus=school.campuses.first(), kind="classroom")
            PlaceFactory(campus=school.campuses.first(), kind="office", active=False)
        return Summary(school, period, whole)

    def test_the_text_rounds_down_and_the_annex_tells_the_exact_figures(self, summary):
        document = summary.document(roughly=True)

        assert "共有房间50余间，在用29间" not in body_of(document)
        assert "共有房间50余间，在用20余间，使用率52.7%，其中教室20余间、办公室20余间" in body_of(document)
        exact = next(block for block in document.blocks if getattr(block, "caption", "") == "正文约数对照")
        assert [[cell.text if hasattr(cell, "text") else cell for cell in row] for row in exact.rows] == [
            ["房间", "55间"],
            ["在用房间", "29间"],
            ["按类别：教室", "28间"],
            ["按类别：办公室", "27间"],
        ]

    def test_what_went_wrong_stays_exact(self, summary):
        assert "1.有26间未投入使用。" in body_of(summary.document(roughly=True))

    def test_screen_and_data_stay_exact(self, summary):
        assert "共有房间55间" in body_of(summary.document())
        assert json.loads(render(summary, "json"))["figures"]["school.rooms.total"]["text"] == "55间"

    def test_the_school_chooses_it_for_its_files(self, summary, school):
        exact = text_of(render(summary, "pdf"))
        services.arrange_sections(school, choices=shown_choices(school), roughly=True, by=UserFactory())

        assert "50余间" not in exact
        assert "50余间" in text_of(render(summary, "pdf"))
        word = Document(io.BytesIO(render(summary, "docx")))
        assert any("50余间" in paragraph.text for paragraph in word.paragraphs)


def body_of(document):
    return "".join(block.text for block in document.blocks if block.kind == "paragraph")


class TestOwnTexts:
    @pytest.fixture
    def director(self):
        return UserFactory()

    def test_they_survive_new_figures(self, school, period, whole, director, rooms_stated):
        services.write_text(school, period, whole, section="thinking", text="组织学习三次。", by=director)
        PlaceFactory(campus=school.campuses.first())

        sections = printed(Summary(school, period, whole))

        assert sections["一、加强学习，提高思想认识"] == ["组织学习三次。"]
        assert "房间6间" in sections["二、校产管理"][0]

    def test_they_stand_below_what_the_records_state(self, school, period, whole, director, rooms_stated):
        services.write_text(school, period, whole, section="assets", text="第一段\n\n  第二段", by=director)

        assert printed(Summary(school, period, whole))["一、校产管理"][1:] == ["第一段", "第二段"]

    def test_they_take_the_place_of_a_suggestion_until_emptied(self, school, period, whole, director, rooms_stated):
        services.write_text(school, period, whole, section="directions", text="争取经费。", by=director)
        own = printed(Summary(school, period, whole))["三、今后努力方向"]
        services.write_text(school, period, whole, section="directions", text=" ", by=director)

        assert own == ["争取经费。"]
        assert printed(Summary(school, period, whole))["三、今后努力方向"] == ["1.清理闲置房间。"]

    def test_they_cannot_talk_a_stated_problem_away(self, school, period, whole, director, rooms_stated):
        services.write_text(school, period, whole, section="problems", text="另有不足。", by=director)

        assert printed(Summary(school, period, whole))["二、存在的问题"] == ["1.有1间未投入使用。", "另有不足。"]

    def test_each_summary_has_its_own(self, school, period, whole, campuses, director, stated):
        services.write_text(school, period, whole, section="thinking", text="全校。", by=director)

        assert not texts_of(school, period, Scope(campuses["北校区"])).exists()
        assert not texts_of(school, Period.of_calendar_year(2026), whole).exists()
        assert not texts_of(SchoolFactory(), period, whole).exists()

    def test_earlier_wordings_are_kept(self, school, period, whole, director):
        services.write_text(school, period, whole, section="thinking", text="初稿", by=director)
        own = services.write_text(school, period, whole, section="thinking", text="定稿", by=director)

        assert list(own.events.order_by("pgh_id").values_list("text", flat=True)) == ["初稿", "定稿"]


class TestSections:
    def test_the_school_decides_order_heading_and_what_is_printed(self, school, period, whole, rooms_stated):
        by = UserFactory()
        choices = shown_choices(school, assets={"position": 99, "heading": "公物管理"}, directions={"shown": False})

        services.arrange_sections(school, choices=choices, by=by)

        assert list(printed(Summary(school, period, whole))) == ["", "一、存在的问题", "二、公物管理"]

    def test_problems_are_always_printed(self, school):
        with pytest.raises(RuleError):
            services.arrange_sections(
                school, choices=shown_choices(school, problems={"shown": False}), by=UserFactory()
            )

    def test_arranging_twice_keeps_one_choice_a_section(self, school):
        for _time in range(2):
            services.arrange_sections(school, choices=shown_choices(school), by=UserFactory())

        assert SectionChoice.objects.of_school(school).count() == len(Section)


class TestFiles:
    def test_json_has_a_stable_key_for_every_figure(self, school, period, whole, rooms_stated):
        found = json.loads(render(Summary(school, period, whole), "json"))

        assert found["period"]["key"] == "2026-2027-1"
        assert {key: facts["value"] for key, facts in found["figures"].items()} == {
            "school.rooms.total": 5,
            "school.rooms.used": 4,
            "school.rooms.rate": "80.0",
            "school.rooms.kind.classroom": 3,
            "school.rooms.kind.office": 2,
            "school.rooms.change": None,
            "school.rooms.grades": 7,
            "school.rooms.all_used.basis": 5,
            "school.rooms.all_used.against": 1,
            "school.rooms.all_used": False,
        }

    def test_the_pdf_says_the_same_with_all_fonts_inside(self, school, period, whole, rooms_stated):
        content = render(Summary(school, period, whole), "pdf")

        text = text_of(content)
        assert "本学期共有房间5间，在用4间，使用率80%，其中教室3间、办公室2间" in text
        assert "2026—2027学年度第一学期总务后勤工作总结" in text
        assert "育才小学总务处2026年11月21日" in text
        assert "数据截至2026年11月21日12:00" in text
        assert not fonts_not_embedded(content)
        assert not missing_glyphs(content)

    def test_the_word_file_says_the_same(self, school, period, whole, rooms_stated):
        word = Document(io.BytesIO(render(Summary(school, period, whole), "docx")))

        text = [paragraph.text for paragraph in word.paragraphs]
        assert "一、校产管理" in text
        assert any("共有房间5间，在用4间" in line for line in text)
        assert [cell.text for cell in word.tables[0].rows[1].cells] == ["教室", "3间"]


def test_every_comparison_without_a_past_says_so(school, period, whole, rooms_stated):
    assert Summary(school, period, whole).find("school.rooms", "change").text == "上学期没有可比数据"


def test_every_registered_statement_speaks_for_a_school_without_records(school, period, whole):
    terms = [TermFactory(school=school, school_year=2020), period.term]

    for term in terms:
        summary = Summary(school, Period.of_term(term), whole)
        assert summary.document().title
        assert len(summary.statements) == len({statement.key for statement in summary.statements})
        assert all(statement.section in Section.values for statement in summary.statements)
