from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from logistics import clock
from logistics.reports.statements import Period, Scope
from safety import hooks
from safety.models import Hazard
from tests.factories import user_with
from tests.safety.factories import HazardFactory

pytestmark = pytest.mark.django_db

OCTOBER = Period.between(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def hazard(place, teacher):
    return HazardFactory(place=place, found_by=teacher, description="单车棚床架不稳固")


def labels(page):
    return [action.url.split("/")[-2] for action in page.context["actions"]]


def test_a_teacher_reports_with_place_category_and_a_few_words(place, teacher, client_of):
    client = client_of(teacher)
    form = client.get(reverse("safety:hazard_report")).context["form"]

    answer = client.post(
        reverse("safety:hazard_report"), {"place": place.pk, "category": "facility", "description": "床架不稳固"}
    )

    hazard = Hazard.objects.get()
    assert [name for name in form.fields if name != "submission_key"] == ["place", "category", "description", "photos"]
    assert answer.url == hazard.get_absolute_url()
    assert (hazard.source, hazard.found_by) == ("report", teacher)


def test_a_place_of_another_school_is_not_to_be_chosen(teacher, client_of):
    elsewhere = HazardFactory().place

    page = client_of(teacher).post(
        reverse("safety:hazard_report"), {"place": elsewhere.pk, "category": "facility", "description": "床架"}
    )

    assert page.context["form"].errors.keys() == {"place"}


def test_html_in_a_description_is_shown_as_text(place, officer, client_of):
    hazard = HazardFactory(place=place, description="<script>alert(1)</script>")

    page = client_of(officer).get(hazard.get_absolute_url())

    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_the_officer_is_offered_what_the_state_allows(hazard, officer, client_of):
    assert labels(client_of(officer).get(hazard.get_absolute_url())) == ["assign", "to-repair", "dismiss"]


def test_whoever_rectified_is_not_offered_to_accept(place, officer, director, client_of):
    hazard = HazardFactory(place=place, rectified=True, rectified_by=officer)

    assert labels(client_of(officer).get(hazard.get_absolute_url())) == []
    assert labels(client_of(director).get(hazard.get_absolute_url())) == ["accept", "send-back"]


def test_accepting_the_own_work_by_a_hand_made_request_is_refused_with_a_sentence(place, officer, client_of):
    hazard = HazardFactory(place=place, rectified=True, rectified_by=officer)

    page = client_of(officer).post(reverse("safety:hazard_accept", args=[hazard.pk]))

    hazard.refresh_from_db()
    assert hazard.status == "rectified"
    assert "请由他人验收" in page.text


def test_a_major_hazard_without_its_five_shows_what_is_missing_and_keeps_what_was_typed(
    hazard, officer, repairer, client_of
):
    facts = {"category": "facility", "level": "major", "responsible": repairer.pk, "measure": "加固床架"}

    page = client_of(officer).post(reverse("safety:hazard_assign", args=[hazard.pk]), facts)

    assert page.context["form"].errors.keys() == {"money"}
    assert 'value="加固床架"' in page.text


def test_the_responsible_person_reports_it_rectified(place, repairer, client_of):
    hazard = HazardFactory(place=place, assigned=True, responsible=repairer)

    client_of(repairer).post(reverse("safety:hazard_rectify", args=[hazard.pk]), {"rectification": "重新焊接"})

    hazard.refresh_from_db()
    assert (hazard.status, hazard.rectified_by) == ("rectified", repairer)


@pytest.mark.parametrize("name", ["hazard_detail", "hazard_assign", "hazard_accept", "hazard_to_repair"])
def test_an_officer_of_another_school_finds_nothing(hazard, client_of, name):
    stranger = user_with("safety.report_hazard", "safety.view_hazard", "safety.assign_hazard", "safety.accept_hazard")

    assert client_of(stranger).get(reverse(f"safety:{name}", args=[hazard.pk])).status_code == 404


def test_a_teacher_may_not_judge(hazard, teacher, client_of):
    assert client_of(teacher).get(reverse("safety:hazard_assign", args=[hazard.pk])).status_code == 403


def test_a_repeated_and_an_overdue_hazard_are_called_so(place, officer, client_of):
    first = HazardFactory(place=place)
    HazardFactory(place=place, repeats=first, assigned=True, due_on=clock.today() - timedelta(days=1))

    page = client_of(officer).get(reverse("safety:hazard_list"), {"look": "overdue"})

    assert len(page.context["rows"]) == 1
    assert "反复" in page.text
    assert "逾期" in page.text


def test_the_ledger_as_a_workbook_carries_the_title_of_the_school(hazard, officer, client_of):
    answer = client_of(officer).get(reverse("safety:hazard_ledger"))

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A1"].value == f"{hazard.school}隐患排查整改台账"
    assert hazard.number in [cell.value for row in sheet.iter_rows() for cell in row]


def test_the_ledger_is_offered_to_whoever_may_open_it(officer, teacher, client_of):
    offered = [
        reverse("safety:hazard_ledger") in client_of(person).get(reverse("safety:hazard_list")).text
        for person in (officer, teacher)
    ]

    assert offered == [True, False]


def test_home_shows_each_person_what_waits_for_them(place, teacher, officer, repairer, client_of):
    HazardFactory(place=place, description="等待核定")
    HazardFactory(place=place, description="等待整改", assigned=True, responsible=repairer)

    assert "等待核定" in client_of(officer).get(reverse("home")).text
    assert "等待整改" in client_of(repairer).get(reverse("home")).text
    assert "等待整改" not in client_of(teacher).get(reverse("home")).text


def test_due_and_overdue_hazards_are_announced_once_for_each_last_day(place, officer, repairer):
    due = HazardFactory(place=place, assigned=True, responsible=repairer, due_on=clock.today())
    overdue = HazardFactory(place=place, assigned=True, responsible=repairer, due_on=clock.today() - timedelta(days=3))

    today = clock.today()
    assert [(each.key, each.to) for each in hooks.hazards_due(today)] == [(f"hazard-due:{due.pk}:{today}", repairer)]
    keys = {(each.key, each.to) for each in hooks.hazards_overdue(today)}
    assert keys == {(f"hazard-overdue:{overdue.pk}:{overdue.due_on}", person) for person in (repairer, officer)}


def test_the_summary_counts_found_and_rectified_and_claims_all_only_at_a_hundred_percent(place):
    HazardFactory(place=place, accepted=True)
    waiting = HazardFactory(place=place)
    HazardFactory(place=place, status="dismissed", dismissal="误报")

    told = hooks.hazards_found(place.school, OCTOBER, Scope())

    assert told.sentences[0].text.startswith("共排查出隐患2处，整改1处，整改率50%")
    assert told.claims[0].is_broken
    assert list(told.claims[0].against.rows) == [waiting]
    Hazard.objects.filter(pk=waiting.pk).update(status="dismissed", dismissal="误报")
    assert hooks.hazards_found(place.school, OCTOBER, Scope()).claims[0].is_kept
