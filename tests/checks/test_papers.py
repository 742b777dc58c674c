"""Checks on paper: the official form, the empty form, the month's sheet."""

import io
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from logistics import clock
from logistics.attachments.services import keep_upload
from logistics.checks import papers
from logistics.checks.models import Round
from logistics.checks.papers.rounds import RoundSheet
from logistics.checks.selectors.templates import current_version
from logistics.checks.services import (
    correct_answer,
    countersign_round,
    finish_round,
    fix_on_the_spot,
    sign_point,
    skip_point,
    start_round,
)
from logistics.checks.services.shipped import install_shipped
from logistics.people.services import draw_signature
from tests.checks.factories import checklist, item_of, publish
from tests.factories import CampusFactory, PlaceFactory, SchoolFactory, TermFactory, UserFactory, user_with
from tests.people.test_drawings import drawn

pytestmark = pytest.mark.django_db
FRIDGE = {"text": "冷藏温度", "kind": "number", "unit": "°C", "low": Decimal(0), "high": Decimal(8)}
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def afternoon():
    """The clock stands in the term: Friday 20 November 2026, 14:00."""
    with clock.set_to(clock.at(date(2026, 11, 20), time(14))):
        yield


@pytest.fixture
def person():
    person = user_with("checks.walk_round", "checks.view_round", name="冯卫东")
    TermFactory(school=person.active_school)
    return person


def text_of(pdf):
    """Return the words of a PDF without the breaks of its lines."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def walked(template, by, *, answers=None, place=None, **facts):
    place = place or PlaceFactory(campus__school=template.school, name="厨房")
    round = start_round(template, place=place, by=by, **facts)
    given = {item_of(template, text).pk: given for text, given in (answers or {}).items()}
    sign_point(round.points.get(), answers=given, by=by)
    return finish_round(round, by=by)


def test_the_form_names_school_title_number_place_person_and_pages(person):
    template = checklist(person.active_school, "地面干燥", form_title="安全检查记录表")
    round = walked(template, person)

    text = text_of(papers.round_pdf(round))

    for words in (person.active_school.name, "安全检查记录表", round.number, "厨房", "冯卫东", "第1页共1页", "第1版"):
        assert words in text
    assert "逐项已查，未发现问题。" in text


def test_a_value_stands_with_the_limits_it_was_judged_by(person):
    template = checklist(person.active_school, FRIDGE)
    round = walked(template, person, answers={"冷藏温度": {"number": Decimal("4.5")}})

    text = text_of(papers.round_pdf(round))

    assert "4.5" in text
    assert "限值0～8°C" in text


def test_what_was_found_stands_with_what_was_done(person):
    template = checklist(person.active_school, "地面干燥")
    round = walked(template, person, answers={"地面干燥": {"result": "fail", "text": "洗手池旁积水"}})
    fix_on_the_spot(round.findings.get(), measure="当场拖干", by=person)

    text = text_of(papers.round_pdf(round))

    assert "×" in text
    assert "洗手池旁积水" in text
    assert "当场整改：当场拖干" in text


def test_a_correction_is_told_in_a_note_with_what_stood_before(person):
    template = checklist(person.active_school, FRIDGE)
    round = walked(template, person, answers={"冷藏温度": {"number": Decimal(43), "text": "读数"}})
    correct_answer(round.answers.get(), number=Decimal("4.3"), reason="漏写小数点", by=person)

    text = text_of(papers.round_pdf(Round.objects.get(pk=round.pk)))

    assert "原填“×”43°C读数" in text
    assert "更正为“√”4.3°C" in text
    assert "漏写小数点" in text


def test_a_late_entry_is_marked_with_its_reason(person):
    template = checklist(person.active_school, "地面干燥")
    round = walked(template, person, day=date(2026, 11, 19), late_reason="外出培训")

    text = text_of(papers.round_pdf(round))

    assert "补录" in text
    assert "外出培训" in text


def test_a_form_that_waits_for_its_second_signature_says_so_until_it_is_given(person):
    template = checklist(person.active_school, "地面干燥", seconded="always", second_label="主管人")
    round = walked(template, person)
    waiting = text_of(papers.round_pdf(round))
    signed = text_of(papers.round_pdf(countersign_round(round, by=UserFactory(name="马俊"))))

    assert "主管人" in waiting
    assert str(round.get_status_display()) in waiting
    assert "马俊" in signed
    assert str(round.get_status_display()) not in signed


def test_several_places_stand_side_by_side_and_one_left_out_has_a_note(person):
    campus = CampusFactory(school=person.active_school)
    route = [PlaceFactory(campus=campus, name=f"{number}号点") for number in range(1, 11)]
    template = checklist(person.active_school, "门已锁", route=route, walk="points")
    round = start_round(template, by=person)
    points = list(round.points.order_by("order"))
    for point in points[:-1]:
        sign_point(point, answers={}, by=person)
    skip_point(points[-1], reason="施工封闭", by=person)

    text = text_of(papers.round_pdf(finish_round(round, by=person)))

    assert all(place.label in text for place in route)
    assert "10号点未检查：施工封闭" in text
    assert text.count("检查内容") == 2  # ten places need two tables of five


def test_photos_follow_as_an_appendix(person):
    item = {"text": "地面干燥", "photo_on_fail": True}
    template = checklist(person.active_school, item)
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "#88aacc").save(file, "JPEG")
    upload = keep_upload(ContentFile(file.getvalue(), name="a.jpg"), school=person.active_school, by=person)
    given = {"result": "fail", "text": "积水", "photos": [upload.token]}
    round = walked(template, person, answers={"地面干燥": given})

    pages = PdfReader(io.BytesIO(papers.round_pdf(round))).pages

    assert sum(len(page.images) for page in pages) == 1


def test_the_empty_form_leaves_room_and_names_no_result(person):
    template = checklist(person.active_school, "地面干燥", FRIDGE)

    text = text_of(papers.empty_pdf(current_version(template)))

    assert "地面干燥" in text
    assert "逐项已查" not in text
    assert "签字" in text


def test_every_shipped_checklist_prints():
    school = SchoolFactory(boards=True)
    CampusFactory(school=school, kind="kindergarten")

    for template in install_shipped(school):
        version = current_version(template)
        text = text_of(papers.empty_pdf(version))
        for section in version.sections.prefetch_related("items"):
            for item in section.items.all():
                assert "".join(item.text.split()) in text, (template, item)


def test_the_months_sheet_has_a_column_a_day_with_the_worst_of_the_day(person):
    template = checklist(person.active_school, "地面干燥", FRIDGE)
    place = PlaceFactory(campus__school=template.school, name="厨房")
    other = PlaceFactory(campus__school=template.school, name="仓库")
    walked(template, person, place=place, answers={"冷藏温度": {"number": Decimal("4.5")}})
    bad = {"冷藏温度": {"number": Decimal("9.5"), "text": "门没关好"}}
    walked(template, person, place=place, answers=bad)
    walked(template, person, place=other, answers={"冷藏温度": {"number": Decimal("2.2")}})

    text = text_of(papers.month_pdf(template, month=NOVEMBER, place=place, rounds=Round.objects.all()))

    assert "本月检查2次" in text
    assert "9.5" in text
    assert "2.2" not in text
    assert "门没关好" in text
    assert "30" in text


def test_a_month_with_two_versions_shows_the_items_of_both(person):
    template = checklist(person.active_school, "旧项目")
    walked(template, person)
    publish(template, "新项目", number=2)
    walked(template, person)

    text = text_of(papers.month_pdf(template, month=NOVEMBER, place=None, rounds=Round.objects.all()))

    assert "新项目" in text
    assert "旧项目" in text


def test_a_month_without_checks_is_a_sheet_to_fill_in_with_a_pen(person):
    template = checklist(person.active_school, "地面干燥")

    text = text_of(papers.month_pdf(template, month=NOVEMBER, place=None, rounds=Round.objects.all()))

    assert "地面干燥" in text
    assert "√√" not in text


def test_whoever_may_see_a_round_gets_its_form_and_nobody_else(person, client_of):
    round = walked(checklist(person.active_school, "地面干燥"), person)
    url = reverse("checks:round_print", args=[round.pk])

    assert client_of(person).get(url)["Content-Type"] == "application/pdf"
    assert client_of(user_with("checks.view_round", school=SchoolFactory())).get(url).status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "nonsense", "0001-01", "9999-12"])
def test_a_month_that_cannot_be_is_not_found(person, client_of, month):
    template = checklist(person.active_school, "地面干燥")

    answer = client_of(person).get(reverse("checks:template_month", args=[template.pk]), {"month": month})

    assert answer.status_code == 404


def test_the_month_page_offers_the_places_that_were_seen(person, client_of):
    template = checklist(person.active_school, "地面干燥")
    round = walked(template, person)
    client = client_of(person)
    url = reverse("checks:template_month", args=[template.pk])

    page = client.get(url).content.decode()
    sheet = client.get(url, {"month": "2026-11", "place": round.place_id})

    assert round.place.full_label() in page
    assert sheet["Content-Type"] == "application/pdf"


def test_whoever_walked_and_countersigned_is_printed_as_they_drew_their_name_by_then(person):
    template = checklist(person.active_school, "地面干燥", seconded="always")
    before = walked(template, person)
    with clock.set_to(clock.now() + timedelta(minutes=5)):
        draw_signature(person, picture=drawn(), by=person)
        second = countersign_round(walked(template, person), by=UserFactory(name="周敏"))

    cells = [RoundSheet(each).signatures() for each in (before, second)]

    assert [[(cell.name, bool(cell.drawing)) for cell in row if cell.name] for row in cells] == [
        [("冯卫东", False)], [("冯卫东", True), ("周敏", False)],
    ]  # fmt: skip
