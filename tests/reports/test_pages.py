"""The pages of the summary: what a reader sees, opens and may not."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from logistics.reports import services, tasks
from logistics.reports.models import Export, SectionChoice, SummaryText
from logistics.reports.sections import Section
from logistics.reports.selectors import style_of
from logistics.school.models import Place
from tests.factories import PlaceFactory, SchoolFactory, user_with
from tests.reports.factories import ExportFactory

pytestmark = pytest.mark.django_db
READ, WRITE = "reports.view_summary", "reports.edit_summary"


@pytest.fixture
def reader(school, client_of):
    return client_of(user_with(READ, school=school))


@pytest.fixture
def director(school, client_of):
    return client_of(user_with(READ, WRITE, school=school))


def address(name, *args, **query):
    return f"{reverse(f'reports:{name}', args=args)}?{urlencode({'period': '2026-2027-1', **query})}"


def figure(key, **query):
    return address("figure", statement="school.rooms", figure=key, **query)


def html(response):
    return unescape(response.content.decode())


def rows_shown(response):
    return response.context["rows"]


class TestSummary:
    def test_without_a_choice_it_shows_the_current_term(self, reader, rooms_stated):
        assert "2026—2027学年度第一学期总务后勤工作总结" in html(reader.get(reverse("reports:summary")))

    def test_each_figure_is_a_link_to_as_many_rows_as_it_says(self, reader, rooms_stated):
        page = html(reader.get(reverse("reports:summary")))

        links = re.findall(r'<a class="figure" href="([^"]+)" data-figure="([^"]+)">(\d+)间</a>', page)
        assert [(key, number) for _url, key, number in links] == [
            ("school.rooms.total", "5"),
            ("school.rooms.used", "4"),
            ("school.rooms.kind.classroom", "3"),
            ("school.rooms.kind.office", "2"),
            ("school.rooms.all_used.against", "1"),
        ]
        for url, _key, number in links:
            assert len(rows_shown(reader.get(url))) == int(number)

    def test_the_contents_jump_to_the_sections_that_are_printed(self, reader, rooms_stated):
        page = html(reader.get(reverse("reports:summary")))

        jumps = re.findall(r'<a class="contents-jump" href="#([^"]+)">', page)
        places = re.findall(r'<h3 id="([^"]+)">', page)
        assert jumps == places
        assert (len(jumps) > 1, jumps[-1]) == (True, "annex")
        assert '<span class="contents-jump none">' in page

    def test_only_those_who_write_are_offered_to(self, reader, director, rooms_stated):
        offered = [
            reverse("reports:text_update", args=["thinking"]) in html(one.get(reverse("reports:summary")))
            for one in (reader, director)
        ]

        assert offered == [False, True]

    def test_every_bar_of_a_chart_is_a_link(self, reader, rooms_stated):
        page = html(reader.get(reverse("reports:summary")))

        assert re.findall(r'<a href="([^"]+figure=kind[^"]+)" aria-label="教室 3间"', page)

    @pytest.mark.parametrize(
        "query",
        [
            {"period": "2026-2027"},
            {"period": "2026"},
            {"period": "2026-H2"},
            {"period": "range", "start": "2026-09-01", "end": "2026-09-30"},
        ],
    )
    def test_any_kind_of_period_may_be_chosen(self, reader, rooms_stated, query):
        assert "总务后勤工作总结" in html(reader.get(address("summary", **query)))

    def test_a_range_without_days_or_backwards_asks_for_them(self, reader, rooms_stated):
        assert "请选择日期" in html(reader.get(address("summary", period="range")))
        backwards = address("summary", period="range", start="2026-09-30", end="2026-09-01")
        assert "结束日期不能早于开始日期" in html(reader.get(backwards))

    def test_a_school_without_terms_and_records_is_told_what_to_do(self, client_of, stated):
        page = html(client_of(user_with(READ, school=SchoolFactory())).get(reverse("reports:summary")))

        assert "尚未设置学期" in page

    def test_a_period_without_records_says_so(self, reader, stated):
        assert "本时段还没有记录" in html(reader.get(reverse("reports:summary")))


class TestProof:
    def test_the_count_and_the_list_are_equal_whoever_reads(self, client_of, school, rooms_stated):
        """A reader who may see no room by itself still sees all that were counted."""
        inspector = client_of(user_with(READ, school=school))

        response = inspector.get(figure("total"))

        assert "逐条计数，共5条" in html(response)
        assert len(rows_shown(response)) == 5

    def test_a_sum_shows_what_is_summed(self, reader, rooms_stated):
        response = reader.get(figure("grades"))

        assert "以下记录的合计：7" in html(response)
        assert sum(int(row.cells[-1].text) for row in rows_shown(response)) == 7

    def test_both_lists_of_a_rate_open(self, reader, rooms_stated):
        assert len(rows_shown(reader.get(figure("rate")))) == 4
        assert len(rows_shown(reader.get(figure("rate", list=1)))) == 5

    def test_a_claim_shows_what_was_examined_and_what_breaks_it(self, reader, rooms_stated):
        response = reader.get(figure("all_used", list=1))

        assert "不成立" in html(response)
        assert len(rows_shown(response)) == 1

    def test_a_campus_proves_its_own(self, reader, campuses, rooms_stated):
        assert len(rows_shown(reader.get(figure("total", campus=campuses["北校区"].pk)))) == 1

    def test_long_lists_are_paged_by_key(self, reader, campuses, rooms_stated):
        PlaceFactory.create_batch(30, campus=campuses["北校区"])

        first = reader.get(figure("total"))
        rest = reader.get(reverse("reports:figure") + first.context["paging"].next_url)

        seen = [row.pk for page in (first, rest) for row in rows_shown(page)]
        assert sorted(seen) == sorted(Place.objects.values_list("pk", flat=True))

    def test_the_list_stays_small_in_sql(self, reader, campuses, rooms_stated, django_assert_max_num_queries):
        PlaceFactory.create_batch(30, campus=campuses["北校区"])
        reader.get(figure("total"))

        with django_assert_max_num_queries(10):
            reader.get(figure("total"))

    @pytest.mark.parametrize(
        "query",
        [
            {"figure": "nothing"},
            {"statement": "nothing"},
            {"period": "2026-2028"},
            {"campus": "999999"},
            {"campus": "x"},
            {"list": "7"},
        ],
    )
    def test_what_does_not_exist_is_not_found(self, reader, rooms_stated, query):
        asked = {"statement": "school.rooms", "figure": "total", **query}

        assert reader.get(address("figure", **asked)).status_code == 404


class TestTexts:
    def test_the_director_writes_and_the_summary_shows_it(self, director, stated):
        url = address("text_update", "thinking")
        form = director.get(url)
        assert form.status_code == 200

        answer = director.post(url, {"text": "组织学习三次。\n<b>认真</b>", "submission_key": "a"}, follow=True)

        assert "一、加强学习，提高思想认识" in html(answer)
        assert "&lt;b&gt;认真" in answer.content.decode()

    def test_the_suggestion_is_there_to_be_edited(self, director, rooms_stated):
        assert "清理闲置房间。" in html(director.get(address("text_update", "directions")))

    def test_stated_problems_stand_above_the_own_text(self, director, rooms_stated):
        assert "有1间未投入使用。" in html(director.get(address("text_update", "problems")))

    def test_a_form_sent_twice_writes_once(self, director, stated):
        for _time in range(2):
            director.post(address("text_update", "cases"), {"text": "抢修水管。", "submission_key": "same"})

        own = SummaryText.objects.get()
        assert own.events.count() == 1

    def test_a_text_changed_meanwhile_is_not_overwritten(self, director, school, period, whole, stated):
        url = address("text_update", "cases")
        services.write_text(school, period, whole, section="cases", text="旧", by=user_with(school=school))
        seen = director.get(url).context["form"]["seen"].value()
        services.write_text(school, period, whole, section="cases", text="别人写的", by=user_with(school=school))

        answer = director.post(url, {"text": "我写的", "seen": seen, "submission_key": "b"})

        assert SummaryText.objects.get().text == "别人写的"
        assert "我写的" in html(answer)

    def test_a_section_that_does_not_exist_is_not_found(self, director, stated):
        assert director.get(address("text_update", "weather")).status_code == 404

    def test_too_long_a_text_is_refused_and_kept_in_the_form(self, director, stated):
        answer = director.post(address("text_update", "cases"), {"text": "长" * 20_001, "submission_key": "c"})

        assert answer.context["form"].errors["text"]
        assert not SummaryText.objects.exists()


class TestSections:
    def sent(self, client, **changes):
        fields = {"submission_key": "a"}
        for place, section in enumerate(Section.values, start=1):
            fields |= {f"position_{section}": place, f"heading_{section}": "", f"shown_{section}": "on"}
        return client.post(reverse("reports:section_update"), {**fields, **changes}, follow=True)

    def test_headings_and_order_are_the_schools_own(self, director, rooms_stated):
        answer = self.sent(director, heading_assets="公物管理", position_assets=99)

        assert "公物管理" in html(answer)
        assert SectionChoice.objects.last().section == "assets"

    def test_counts_are_said_roughly_when_the_school_asks_for_it(self, director, school, rooms_stated):
        self.sent(director, roughly="on")
        asked = style_of(school).roughly
        self.sent(director, submission_key="b")

        assert asked
        assert not style_of(school).roughly

    def test_the_problems_cannot_be_switched_off(self, director, rooms_stated):
        answer = self.sent(director, shown_problems="")

        assert "必须印出" in html(answer)
        assert not SectionChoice.objects.exists()


class TestFiles:
    def ask(self, client, file_format="json"):
        return client.post(address("export_create"), {"file_format": file_format, "submission_key": "a"})

    def test_asked_for_watched_and_fetched(self, reader, rooms_stated):
        page = self.ask(reader).url
        progress = reader.get(reverse("reports:export_progress", args=[Export.objects.get().pk]))
        assert 'hx-trigger="every 2s"' in html(reader.get(page))
        assert "HX-Refresh" not in progress

        tasks.build_export(Export.objects.get().pk)

        export = Export.objects.get()
        progress = reader.get(reverse("reports:export_progress", args=[export.pk]))
        file = reader.get(reverse("reports:export_file", args=[export.pk]))
        assert progress["HX-Refresh"] == "true"
        assert "data-wechat-hint" in html(reader.get(page))
        assert "attachment" in file["Content-Disposition"]
        assert "房间5间" in b"".join(file.streaming_content).decode()

    def test_two_clicks_make_one_file(self, reader, rooms_stated):
        assert self.ask(reader).url == self.ask(reader).url
        assert Export.objects.count() == 1

    def test_an_unknown_format_is_refused(self, reader, rooms_stated):
        assert self.ask(reader, "exe").status_code == 200
        assert not Export.objects.exists()

    def test_nothing_is_fetched_before_it_is_ready(self, reader, school):
        export = ExportFactory(school=school)

        assert reader.get(reverse("reports:export_file", args=[export.pk])).status_code == 404

    def test_earlier_files_are_listed_with_the_moment_of_their_figures(self, reader, school, rooms_stated):
        self.ask(reader)
        tasks.build_export(Export.objects.get().pk)

        assert "今天 12:00" in html(reader.get(reverse("reports:export_list")))


def pages(export):
    return [
        address("summary"),
        figure("total"),
        address("text_update", "thinking"),
        reverse("reports:section_update"),
        reverse("reports:export_list"),
        address("export_create"),
        *(reverse(f"reports:export_{name}", args=[export.pk]) for name in ("detail", "progress", "file", "retry")),
        reverse("reports:font_list"),
        reverse("reports:font_create"),
    ]


def test_whoever_may_not_read_the_summary_opens_none_of_its_pages(client_of, school, rooms_stated):
    teacher = client_of(user_with("repairs.view_repair", school=school))

    assert {teacher.get(url).status_code for url in pages(ExportFactory(school=school))} == {403}


def test_whoever_only_reads_writes_nothing(reader, rooms_stated):
    assert reader.get(address("text_update", "thinking")).status_code == 403
    assert reader.get(reverse("reports:section_update")).status_code == 403
    assert "text_update" not in html(reader.get(reverse("reports:summary")))


def test_a_stranger_finds_no_file_and_no_campus_of_the_school(client_of, school, campuses, rooms_stated):
    stranger = client_of(user_with(READ, WRITE, school=SchoolFactory()))
    export = ExportFactory(school=school)

    for name in ("detail", "progress", "file", "retry"):
        assert stranger.get(reverse(f"reports:export_{name}", args=[export.pk])).status_code == 404
    assert stranger.get(figure("total", campus=campuses["北校区"].pk)).status_code == 404
    assert stranger.get(figure("total")).status_code == 404  # no such term there


def test_whoever_is_limited_to_a_campus_reads_that_campus_only(client_of, campuses, rooms_stated):
    north = client_of(user_with(READ, campus=campuses["北校区"]))

    page = html(north.get(reverse("reports:summary")))

    assert "房间</a>" not in page and ">1间</a>" in page
    assert north.get(figure("total")).status_code == 404
    assert north.get(figure("total", campus=campuses["南校区"].pk)).status_code == 404
    assert north.get(figure("total", campus=campuses["北校区"].pk)).status_code == 200
