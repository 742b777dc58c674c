"""The pages of duties, as a director and as a teacher see them."""

from datetime import date, time

import pytest
from django.urls import reverse

from logistics import clock
from logistics.duties import services
from logistics.duties.models import Duty, DutyNote, Expected
from tests.duties.factories import expect, make_duty, saved_duty, school_with_term
from tests.factories import AppointmentFactory, RoleFactory, UserFactory, user_with

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 7)
MANAGE, SEE, LOG = "duties.manage_duty", "duties.view_expected", "people.log_work"


@pytest.fixture(autouse=True)
def monday():
    with clock.set_to(clock.at(MONDAY, time(8))):
        yield


@pytest.fixture
def school():
    return school_with_term()


@pytest.fixture
def role(school):
    role = RoleFactory(school=school, key="safety_officer", name="安全员")
    AppointmentFactory(person=UserFactory(), role=role)
    return role


@pytest.fixture
def director(school):
    return user_with(MANAGE, SEE, LOG, school=school)


def typed(role, **facts):
    return {
        "name": "每周安全检查", "area": "safety", "subject": "duties.note|", "rhythm": "weekdays", "weekdays": ["1", "3"],
        "day_kind": "school", "due_times": "16:30", "who": f"role|{role.pk}", "early_days": "0", "grace_minutes": "0",
        "starts_on": "2026-09-07", "on": "2026-09-07", **facts,
    }  # fmt: skip


def test_a_duty_typed_is_set_and_makes_what_is_due(client_of, director, role):
    client_of(director).post(reverse("duties:duty_create"), typed(role))

    duty = Duty.objects.get()
    assert (duty.weekdays, duty.due_times, duty.role) == ([1, 3], [time(16, 30)], role)
    assert duty.expected_entries.order_by("due_on").first().due_on == date(2026, 9, 8)


def test_the_preview_reads_back_what_was_chosen_and_the_next_days(client_of, director, role):
    page = client_of(director).post(reverse("duties:duty_preview"), typed(role))

    assert page.context["sentence"] == "每星期二、星期四（教学日） 16:30 前，由安全员完成"
    assert page.context["days"][0].startswith("9 月 8 日")
    assert len(page.context["days"]) == 5
    assert not Duty.objects.exists()


def test_the_preview_says_what_is_still_to_fill_in(client_of, director, role):
    page = client_of(director).post(reverse("duties:duty_preview"), typed(role, weekdays=[]))

    assert page.context["missing"] == ["星期几"]


def test_the_preview_says_that_nobody_is_there(client_of, director, school):
    empty = RoleFactory(school=school, key="guard", name="门卫")

    page = client_of(director).post(reverse("duties:duty_preview"), typed(empty))

    assert "门卫" in page.context["problem"]


def test_parameters_of_another_rhythm_are_not_kept(client_of, director, role):
    client_of(director).post(reverse("duties:duty_create"), typed(role, rhythm="weekly", times="2", month_day="5"))

    duty = Duty.objects.get()
    assert (duty.times, duty.weekdays, duty.month_day) == (2, [], None)


def test_a_duty_that_nobody_does_is_refused_at_its_field(client_of, director):
    role = RoleFactory(school=director.active_school, key="guard", name="门卫")

    page = client_of(director).post(reverse("duties:duty_create"), typed(role))

    assert "who" in page.context["form"].errors
    assert not Duty.objects.exists()


def test_it_is_set_all_the_same_when_the_director_says_so(client_of, director):
    role = RoleFactory(school=director.active_school, key="guard", name="门卫")

    client_of(director).post(reverse("duties:duty_create"), typed(role, anyway="on"))

    assert Duty.objects.get().role == role


def test_a_time_that_is_none_is_refused(client_of, director, role):
    page = client_of(director).post(reverse("duties:duty_create"), typed(role, due_times="25:00"))

    assert "due_times" in page.context["form"].errors


def test_changing_shows_what_is_set_and_keeps_it(client_of, director, role):
    client = client_of(director)
    client.post(reverse("duties:duty_create"), typed(role))
    duty = Duty.objects.get()
    page = client.get(reverse("duties:duty_update", args=[duty.pk]))
    shown = {field.name: field.value() for field in page.context["form"] if field.value() not in (None, "")}

    client.post(reverse("duties:duty_update", args=[duty.pk]), {**typed(role), "seen": shown["seen"], "name": "新名"})

    duty.refresh_from_db()
    assert (duty.name, duty.weekdays, duty.role) == ("新名", [1, 3], role)


def test_only_who_manages_duties_may_set_one(client_of, school, role):
    teacher = client_of(user_with(school=school))

    assert teacher.get(reverse("duties:duty_create")).status_code == 403
    assert teacher.post(reverse("duties:duty_preview"), typed(role)).status_code == 403
    assert teacher.get(reverse("duties:duty_take_over")).status_code == 403


def test_a_duty_of_another_school_is_out_of_sight(client_of, director):
    strange = saved_duty(school_with_term())

    assert client_of(director).get(strange.get_absolute_url()).status_code == 404


def test_the_list_says_where_nobody_is_there(client_of, director, school, role):
    saved_duty(school, name="有人", role=role)
    saved_duty(school, name="没人", role=RoleFactory(school=school, key="guard", name="门卫"))

    page = client_of(director).get(reverse("duties:duty_list"))

    states = {row.headline: (row.chip.text, row.chip.tone) for row in page.context["rows"]}
    assert states == {"有人": ("在用", "success"), "没人": ("无人负责", "danger")}


def test_looking_for_what_nobody_does_finds_just_that(client_of, director, school, role):
    saved_duty(school, name="有人", role=role)
    saved_duty(school, name="没人")

    page = client_of(director).get(reverse("duties:duty_list"), {"use": "nobody"})

    assert [row.headline for row in page.context["rows"]] == ["没人"]


def test_ending_and_resuming_a_duty(client_of, director, school):
    duty = make_duty(school)
    client = client_of(director)

    client.post(reverse("duties:duty_end", args=[duty.pk]), {"on": "2026-09-07"})
    duty.refresh_from_db()
    ended = duty.ends_on
    client.post(reverse("duties:duty_resume", args=[duty.pk]), {"on": "2026-09-09"})
    duty.refresh_from_db()

    assert (ended, duty.ends_on, duty.starts_on) == (MONDAY, None, date(2026, 9, 9))


# --- what is due of me ------------------------------------------------------------------------------------------------


def test_my_duties_lead_to_the_page_that_begins_the_record(client_of, school):
    person = user_with(school=school)
    duty = make_duty(school, person=person)

    page = client_of(person).get(reverse("duties:expected_mine"))

    assert [task.title for task in page.context["due"]] == ["日常检查"]
    assert page.context["due"][0].url == f"{reverse('duties:dutynote_create')}?duty={duty.pk}"


def test_a_note_fulfils_what_is_due(client_of, school):
    person = user_with(school=school)
    duty = make_duty(school, person=person)

    client_of(person).post(reverse("duties:dutynote_create"), {"duty": duty.pk, "text": "已巡查", "day": "2026-09-07"})

    assert DutyNote.objects.get().text == "已巡查"
    assert Expected.objects.get(due_on=MONDAY).status == "done"


def test_a_note_is_offered_for_ones_own_duties_only_and_for_all_to_who_logs_the_work(client_of, school):
    person, logging = user_with(school=school), user_with(LOG, school=school)
    own, other = make_duty(school, person=person), make_duty(school, name="别人的")

    offered = [
        set(client_of(reader).get(reverse("duties:dutynote_create")).context["form"].fields["duty"].queryset)
        for reader in (person, logging)
    ]

    assert offered == [{own}, {own, other}]


def shown(client_of, reader, query=""):
    page = client_of(reader).get(f"{reverse('duties:expected_list')}{query}")
    return [row.pk for row in page.context["rows"]]


def test_the_list_of_what_is_due_begins_with_today(client_of, director, school):
    duty = saved_duty(school)
    past, today, coming = [expect(duty, date(2026, 9, day), "waiting") for day in (1, 7, 30)]

    assert shown(client_of, director) == [today.pk, past.pk]
    assert shown(client_of, director, f"?duty={duty.pk}") == [coming.pk, today.pk, past.pk]


def test_of_what_is_still_to_do_the_next_stands_first(client_of, director, school):
    duty = saved_duty(school)
    past, today, coming = [expect(duty, date(2026, 9, day), "waiting") for day in (1, 7, 30)]

    assert shown(client_of, director, "?state=waiting") == [past.pk, today.pk, coming.pk]


def test_who_only_reads_of_duties_is_not_asked_to_do_anything_about_them(client_of, director, school):
    inspector, principal = user_with(SEE, school=school), user_with(SEE, school=school)
    expect(saved_duty(school, person=principal), date(2026, 9, 1), "missing")
    page, reasons = reverse("duties:dutynote_create"), reverse("duties:expected_explain")

    def offered(person):
        client = client_of(person)
        notes, due = (
            client.get(reverse(name)).content.decode() for name in ("duties:dutynote_list", "duties:expected_list")
        )
        return [page in notes, reasons in due]

    assert {person: offered(person) for person in (inspector, principal, director)} == {
        inspector: [False, False],
        principal: [True, True],
        director: [True, True],
    }


def test_one_reason_explains_several_at_once(client_of, school):
    person = user_with(school=school)
    duty = saved_duty(school, person=person)
    rows = [expect(duty, date(2026, 9, day), "missing") for day in (1, 2)]
    client = client_of(person)

    form = client.post(reverse("duties:expected_explain"), {"pk": [row.pk for row in rows]}).context["form"]
    client.post(reverse("duties:expected_explain"), {"pks": form["pks"].value(), "reason": "外出培训"})

    assert set(Expected.objects.values_list("reason", flat=True)) == {"外出培训"}


@pytest.mark.parametrize("name", ["expected_explain", "expected_lift"])
def test_a_reason_for_nothing_chosen_opens_no_form(client_of, director, name):
    address = reverse(f"duties:{name}")

    for page in (client_of(director).get(address), client_of(director).post(address)):
        assert "form" not in page.context
        assert page.context["action"].url == reverse("duties:expected_list")


def test_nobody_explains_what_is_another_persons(client_of, school):
    person, other = user_with(school=school), user_with(school=school)
    row = expect(saved_duty(school, person=person), date(2026, 9, 1), "missing")

    client_of(other).post(reverse("duties:expected_explain"), {"pks": str(row.pk), "reason": "不是我的"})

    row.refresh_from_db()
    assert row.reason == ""


def test_the_director_lifts_what_is_not_due_after_all(client_of, director, school):
    row = expect(saved_duty(school), date(2026, 9, 1), "missing")

    client_of(director).post(reverse("duties:expected_lift"), {"pks": str(row.pk), "reason": "当天停课"})

    row.refresh_from_db()
    assert (row.status, row.reason, row.lifted_by) == ("lifted", "当天停课", director)


def test_a_note_is_corrected_by_a_further_one(client_of, school):
    person = user_with(school=school)
    note = services.write_note(make_duty(school, person=person), text="浇水", by=person)

    client_of(person).post(reverse("duties:dutynote_correct", args=[note.pk]), {"text": "浇水、除草", "reason": "漏写"})

    note.refresh_from_db()
    assert (note.text, note.corrected_by.text) == ("浇水", "浇水、除草")
