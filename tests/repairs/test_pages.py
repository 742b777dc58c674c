"""The pages of repairs: who may open them, what they do, what they say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from logistics import clock
from logistics.history.models import Event
from repairs import services
from repairs.models import DispatchRule, Joined, Repair, Trade
from repairs.views import moves
from tests.factories import CampusFactory, SchoolFactory, user_with
from tests.repairs.factories import KindFactory, RepairFactory, RepairSettingsFactory

pytestmark = pytest.mark.django_db

OFFICE = ["repairs.view_repair", "repairs.assign_repair", "repairs.enter_repair", "repairs.set_up_repairs"]


@pytest.fixture
def office(school):
    return user_with(*OFFICE, school=school)


@pytest.fixture
def repairer(school):
    return user_with("repairs.view_repair", "repairs.work_repair", school=school)


@pytest.fixture
def teacher(school):
    return user_with(school=school)


def page(name, *args):
    return reverse(f"repairs:{name}", args=args)


def messages_of(response):
    return response.content.decode()


def test_a_teacher_reports_in_three_fields_and_a_button(client_of, teacher, room, trade, lamp):
    response = client_of(teacher).post(page("repair_create"), {"place": room.pk, "trade": trade.pk, "kind": lamp.pk})

    repair = Repair.objects.get()
    assert response.url == repair.get_absolute_url()
    assert (repair.reporter, repair.place, repair.kind, repair.status) == (teacher, room, lamp, "accepted")


def test_the_same_form_sent_twice_is_one_report(client_of, teacher, room, trade, lamp):
    facts = {"place": room.pk, "trade": trade.pk, "kind": lamp.pk, "submission_key": "one-key"}
    client = client_of(teacher)

    urls = [client.post(page("repair_create"), facts).url for _time in range(2)]

    assert urls == [Repair.objects.get().get_absolute_url()] * 2


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"description": "长" * 4000}, "最多 1000 字，请把描述写短一些。"),
        ({"kind": "", "description": " "}, "请选择维修对象，或写几个字说明故障。"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client_of, teacher, room, trade, lamp, facts, sentence):
    data = {"place": room.pk, "trade": trade.pk, "kind": lamp.pk, "description": "灯不亮", **facts}

    response = client_of(teacher).post(page("repair_create"), data)

    assert sentence in messages_of(response)
    assert data["description"].strip() in messages_of(response)
    assert not Repair.objects.exists()


def test_html_in_a_name_is_shown_as_text(client_of, office, room):
    repair = RepairFactory(place=room, anonymous=True, reporter_name="<script>alert(1)</script>")

    response = client_of(office).get(repair.get_absolute_url())

    assert "<script>alert(1)" not in messages_of(response)
    assert "&lt;script&gt;alert(1)" in messages_of(response)


def test_a_place_of_another_school_is_no_choice(client_of, teacher, room, trade, lamp):
    elsewhere = RepairFactory().place

    client_of(teacher).post(page("repair_create"), {"place": elsewhere.pk, "trade": trade.pk, "kind": lamp.pk})

    assert Repair.objects.filter(school=room.school).count() == 0


def test_a_caller_is_written_down_by_name(client_of, office, teacher, room, trade):
    facts = {
        "place": room.pk,
        "trade": trade.pk,
        "description": "漏水",
        "reporter_name": teacher.name,
        "source": "phone",
    }

    client_of(office).post(page("repair_enter"), facts)

    repair = Repair.objects.get()
    assert (repair.reporter, repair.entered_by, repair.source) == (teacher, office, "phone")


def test_a_finished_job_is_booked_on_one_screen(client_of, repairer, room, trade, lamp, tube):
    facts = {
        "place": room.pk,
        "trade": trade.pk,
        "kind": lamp.pk,
        "quantity": "3",
        "day": "2026-10-13",
        "worker": repairer.pk,
        "source": "in_person",
        "parts-kind": [tube.pk, ""],
        "parts-quantity": ["3", ""],
        "parts-price": ["", ""],
    }

    client_of(repairer).post(page("repair_book"), facts)

    repair = Repair.objects.get()
    assert (repair.status, repair.after_the_fact, repair.quantity) == ("done", True, 3)
    assert [str(part) for part in repair.parts.all()] == ["灯管 3 根"]


@pytest.mark.parametrize("quantity", ["-1", "0", "abc", "99999999"])
def test_absurd_quantities_of_parts_are_refused_at_the_field(client_of, repairer, room, tube, quantity):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    facts = {"executor": "own", "parts-kind": [tube.pk], "parts-quantity": [quantity], "parts-price": [""]}

    response = client_of(repairer).post(page("repair_complete", repair.pk), facts)

    assert response.status_code == 200
    assert Repair.objects.get().status == "in_progress"


def grid(rows, day="2026-10-14"):
    data = {"day": day, "row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0}
    return data | {f"row-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


def test_a_days_results_are_typed_in_a_grid(client_of, office, repairer, room, trade, lamp, tube):
    row = {
        "place": "301",
        "kind": "灯具",
        "quantity": "2",
        "worker": repairer.name,
        "part": "灯管",
        "part_quantity": "2",
    }

    response = client_of(office).post(page("repair_grid"), grid([row, row, {}]))

    assert response.status_code == 302
    assert Repair.objects.filter(after_the_fact=True, assigned_to=repairer).count() == 2


def test_an_error_in_the_grid_stands_at_its_row_and_nothing_is_lost(client_of, office, repairer, room, trade, lamp):
    right = {"place": "301", "kind": "灯具", "worker": repairer.name}
    wrong = {"place": "月球", "kind": "灯具", "worker": repairer.name}

    response = client_of(office).post(page("repair_grid"), grid([right, wrong]))

    assert "没有“月球”，请从列表中选。" in messages_of(response)
    assert 'value="月球"' in messages_of(response)
    assert not Repair.objects.exists()


@pytest.mark.parametrize("day", ["2026-10-15", "2020-01-01"])
def test_a_grid_of_a_day_to_come_or_outside_every_year_is_refused(client_of, office, repairer, room, trade, lamp, day):
    row = {"place": "301", "kind": "灯具", "worker": repairer.name}

    response = client_of(office).post(page("repair_grid"), grid([row], day=day))

    assert response.status_code == 200
    assert not Repair.objects.exists()


def test_the_whole_way_of_a_repair_on_its_pages(client_of, office, repairer, teacher, room, trade, lamp, tube):
    client_of(teacher).post(page("repair_create"), {"place": room.pk, "trade": trade.pk, "kind": lamp.pk})
    repair = Repair.objects.get()
    client_of(office).post(page("repair_assign", repair.pk), {"person": repairer.pk})
    client_of(repairer).post(page("repair_start", repair.pk), {"next": "round"})
    client_of(repairer).post(
        page("repair_complete", repair.pk),
        {"executor": "own", "parts-kind": [tube.pk], "parts-quantity": ["2"], "parts-price": [""]},
    )
    client_of(teacher).post(page("repair_confirm", repair.pk), {"rating": "5", "text": "很快"})

    repair.refresh_from_db()
    assert (repair.status, repair.rating, repair.confirmed_by) == ("done", 5, teacher)
    assert [event.verb for event in reversed(Event.objects.about(repair))] == [
        "reported", "assigned", "started", "completed", "confirmed",
    ]  # fmt: skip


MOVES = ["accept", "assign", "complete", "hold", "merge", "reject", "sort", "advise_scrap", "confirm", "reopen", "buy"]


@pytest.mark.parametrize("move", MOVES)
def test_a_stranger_does_not_find_a_move(client_of, room, move):
    repair = RepairFactory(place=room, in_progress=True)
    stranger = user_with(*OFFICE, "repairs.work_repair", school=SchoolFactory())

    assert client_of(stranger).get(page(f"repair_{move}", repair.pk)).status_code == 404


@pytest.mark.parametrize("move", ["accept", "assign", "complete", "merge", "reject", "sort"])
def test_a_reporter_may_not_do_what_the_office_does(client_of, teacher, room, move):
    repair = RepairFactory(place=room, in_progress=True, reporter=teacher)

    assert client_of(teacher).post(page(f"repair_{move}", repair.pk)).status_code == 403


def test_a_repairer_may_not_finish_the_job_of_another(client_of, repairer, room):
    repair = RepairFactory(place=room, in_progress=True)

    assert client_of(repairer).post(page("repair_complete", repair.pk), {"executor": "own"}).status_code == 403


def test_a_repair_that_moved_on_is_said_so_on_the_form(client_of, office, repairer, room):
    repair = RepairFactory(place=room, done=True)

    response = client_of(office).post(page("repair_assign", repair.pk), {"person": repairer.pk})

    assert "请看它现在的状态" in messages_of(response) or "已经" in messages_of(response)


def test_a_stale_sorting_is_refused_and_kept(client_of, office, room, trade, lamp):
    repair = RepairFactory(place=room, trade=trade)
    client = client_of(office)
    seen = client.get(page("repair_sort", repair.pk)).context["form"]["seen"].value()
    Repair.objects.filter(pk=repair.pk).update(urgent=True)

    response = client.post(page("repair_sort", repair.pk), {"trade": trade.pk, "quantity": "2", "seen": seen})

    assert response.status_code == 200
    assert Repair.objects.get().quantity == 1


def test_several_repairs_are_assigned_together(client_of, office, repairer, room):
    repairs = [RepairFactory(place=room) for _number in range(3)]
    client = client_of(office)

    asked = client.post(page("repair_bulk_assign"), {"pk": [repair.pk for repair in repairs]})
    client.post(page("repair_bulk_assign"), {"pks": asked.context["form"]["pks"].value(), "person": repairer.pk})

    assert Repair.objects.filter(assigned_to=repairer).count() == 3


def test_joining_an_open_repair_from_the_report_page(client_of, teacher, room):
    repair = RepairFactory(place=room)

    client_of(teacher).post(page("repair_join", repair.pk))

    assert Joined.objects.get().person == teacher


def test_a_repeated_fault_is_called_out(client_of, office, room, lamp):
    for weeks in (5, 3, 1):
        RepairFactory(place=room, kind=lamp, done=True, reported_at=clock.now() - timedelta(weeks=weeks))
    repair = RepairFactory(place=room, kind=lamp)

    response = client_of(office).get(repair.get_absolute_url())

    assert response.context["repeated"] == 4
    assert [
        len(repairs) for _place, _kind, repairs in client_of(office).get(page("repair_repeats")).context["groups"]
    ] == [4]


@pytest.mark.parametrize(("permission", "offered"), [("work_repair", True), ("assign_repair", True), (None, False)])
def test_the_round_is_offered_beside_the_board_to_whoever_has_one(client_of, school, permission, offered):
    rights = ["repairs.view_repair"] + ([f"repairs.{permission}"] if permission else [])
    person = user_with(*rights, school=school)

    assert (page("repair_round") in client_of(person).get(page("repair_board")).text) == offered


@pytest.mark.parametrize("name", ["repair_list", "repair_board", "repair_round", "repair_mine", "repair_repeats"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client_of, school, room, lamp, django_assert_num_queries, name
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    person = user_with(*OFFICE, "repairs.work_repair", school=school)
    client = client_of(person)

    def queries():
        client.get(page(name))
        with CaptureQueriesContext(connection) as caught:
            client.get(page(name))
        return len(caught)

    RepairFactory(place=room, kind=lamp, in_progress=True, assigned_to=person, reporter=person)
    few = queries()
    for _number in range(6):
        RepairFactory(place=room, kind=lamp, in_progress=True, assigned_to=person, reporter=person)

    assert queries() == few


def test_the_ledger_carries_the_title_of_the_school(client_of, office, room):
    from io import BytesIO

    from openpyxl import load_workbook

    repair = RepairFactory(place=room)

    response = client_of(office).get(page("repair_list"), {"format": "xlsx"})

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet["A1"].value == f"{room.school.name}维修台账"
    assert sheet["A4"].value == repair.number


@pytest.mark.parametrize("name", ["repair_slip"])
def test_the_slip_is_a_pdf_with_the_number(client_of, office, room, name):
    from tests.paper.pdf_reading import text_of

    repair = RepairFactory(place=room, done=True)

    response = client_of(office).get(page(name, repair.pk))

    assert repair.number in text_of(response.content)


def test_the_round_is_printed_with_empty_cells(client_of, repairer, room):
    RepairFactory(place=room, assigned=True, assigned_to=repairer)

    response = client_of(repairer).get(page("repair_round"), {"format": "pdf"})

    assert response.content.startswith(b"%PDF")


def test_the_round_counts_what_waits_and_opens_with_the_busiest(client_of, office, school, room):
    idle, busy = [user_with("repairs.work_repair", school=school, name=name) for name in ("钱福生", "李大山")]
    for status in Repair.IN_HAND:
        RepairFactory(place=room, in_progress=status != "assigned", assigned=True, assigned_to=busy, status=status)

    shown = client_of(office).get(page("repair_round")).context

    assert (shown["person"], shown["count"], shown["own"]) == (busy, 3, False)
    assert [(one, one.open_jobs) for one in shown["people"]] == [(busy, 3), (idle, 0)]


def test_the_round_of_those_who_have_jobs_is_their_own(client_of, school, room):
    me = user_with(*OFFICE, "repairs.work_repair", school=school)
    other = user_with("repairs.work_repair", school=school)
    RepairFactory(place=room, assigned=True, assigned_to=me)
    for _number in range(2):
        RepairFactory(place=room, assigned=True, assigned_to=other)

    assert client_of(me).get(page("repair_round")).context["person"] == me


def test_stickers_are_printed_for_a_building(client_of, office, room):
    response = client_of(office).get(page("stickers"), {"place": room.parent_id})

    assert response.content.startswith(b"%PDF")
    assert room.stickers.filter(revoked_at=None).count() == 1


def test_the_usual_trades_are_there_with_one_tap(client_of, school):
    office = user_with(*OFFICE, school=school)
    KindFactory(school=school, name="网络")

    client_of(office).post(page("usual_trades"))

    it = Trade.objects.get(school=school, name="电教网络")
    assert (it.role_key, [kind.name for kind in it.kinds.all()]) == ("it", ["网络"])


def test_a_rule_is_added_and_removed(client_of, office, repairer, trade):
    client = client_of(office)
    client.post(page("rule_create"), {"trade": trade.pk, "person": repairer.pk})
    rule = DispatchRule.objects.get()

    client.post(page("rule_remove", rule.pk))

    assert not DispatchRule.objects.exists()


def test_settings_are_kept(client_of, office, school):
    facts = {
        "confirm_days": 5, "reopen_days": 7, "late_days": 2, "repeat_count": 3, "repeat_weeks": 8,
        "day_begins": "07:00", "day_ends": "18:00",
    }  # fmt: skip

    client_of(office).post(page("settings_update"), facts)

    assert school.repair_settings.confirm_days == 5


def test_cost_is_asked_for_when_the_school_wants_it(client_of, repairer, room):
    RepairSettingsFactory(school=room.school, asks_for_cost=True)
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)
    client = client_of(repairer)

    client.post(page("repair_complete", repair.pk), {"executor": "own"})
    assert Repair.objects.get().status == "in_progress"
    client.post(page("repair_complete", repair.pk), {"executor": "own", "cost": "12.50"})

    assert Repair.objects.get().cost == Decimal("12.50")


def test_a_waiting_repair_stands_where_the_work_is(client_of, office, room):
    repair = RepairFactory(place=room, in_progress=True, status="waiting")

    steps = client_of(office).get(repair.get_absolute_url()).context["stepper"]

    assert [(step.label, step.state) for step in steps][3] == ("待料/外修", "current")


def test_a_report_without_account_bears_its_name_in_the_history(client_of, office, room, trade):
    repair = services.report_repair(room, trade=trade, description="灯不亮", reporter_name="王老师", by=None)

    entries = client_of(office).get(repair.get_absolute_url()).context["timeline"]

    assert [(entry.who, entry.text) for entry in entries] == [("王老师", "报修")]


def test_a_job_is_finished_with_one_tap_in_the_round(client_of, repairer, room):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)

    response = client_of(repairer).post(page("repair_complete", repair.pk), {"executor": "own", "next": "round"})

    assert (response.url, Repair.objects.get().status) == (page("repair_round"), "to_confirm")


def test_a_dispatcher_of_one_campus_decides_nothing_on_another_even_about_own_reports(client_of, room, repairer):
    elsewhere = CampusFactory(school=room.school)
    person = user_with("repairs.view_repair", "repairs.assign_repair", campus=elsewhere)
    own = RepairFactory(place=room, reporter=person)
    client = client_of(person)
    facts = {"pks": own.pk, "person": repairer.pk}

    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.post(page("repair_assign", own.pk), {"person": repairer.pk}).status_code == 403
    assert client.post(page("repair_reject", own.pk), {"reason": "不修"}).status_code == 403
    client.post(page("repair_bulk_assign"), facts)
    own.refresh_from_db()
    assert own.status == Repair.Status.ACCEPTED


def test_a_dispatcher_of_one_campus_decides_there(client_of, campus, room, repairer):
    person = user_with("repairs.view_repair", "repairs.assign_repair", campus=campus)
    repair = RepairFactory(place=room)

    client_of(person).post(page("repair_assign", repair.pk), {"person": repairer.pk})

    repair.refresh_from_db()
    assert repair.assigned_to == repairer


@pytest.mark.parametrize("name", ["repair_buy", "repair_outside"])
def test_what_a_page_no_longer_offers_cannot_be_sent_either(client_of, office, school, name, monkeypatch):
    repair = RepairFactory(done=True, place__campus__school=school)
    same = Repair.objects.filter(pk=repair.pk)
    monkeypatch.setattr(moves, "request_spending", lambda **facts: same.update(cause="other"))
    facts = {"what": "水嘴", "quantity": "1", "measure_word": "个", "unit_price": "12"}

    response = client_of(office).post(page(name, repair.pk), facts)

    assert "请查看最新状态" in messages_of(response)
    assert same.get().cause == "", "what the service did is undone"


def test_a_move_shows_the_facts_and_what_will_happen(client_of, office, school):
    repair = RepairFactory(waiting_for_acceptance=True, place__campus__school=school, description="灯管闪烁")

    shown = messages_of(client_of(office).get(page("repair_accept", repair.pk)))

    assert [words in shown for words in (repair.number, "灯管闪烁", "受理后等待派工")] == [True, True, True]


@pytest.mark.parametrize("name", ["trade_update", "rule_update"])
def test_settings_changed_meanwhile_are_not_overwritten(client_of, office, school, trade, name):
    rule = DispatchRule.objects.create(
        school=school, trade=trade, person=user_with("repairs.work_repair", school=school)
    )
    record = trade if name == "trade_update" else rule
    client, url = client_of(office), page(name, record.pk)
    seen = client.get(url).context["form"].fields["seen"].initial
    Trade.objects.filter(pk=trade.pk).update(name="改过的工种")
    DispatchRule.objects.filter(pk=rule.pk).update(nights_and_weekends=True)

    response = client.post(url, {"seen": seen, "name": "水电", "role_key": "", "position": 0, "person": rule.person_id})

    assert "刚被别人改过" in messages_of(response)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("热水器插座再次受潮跳闸 YH-2026-0060", "热水器插座再次受潮跳闸…"),
        ("教室后排两支灯管闪烁，影响看书，请尽快处理谢谢", "教室后排两支灯管闪烁，影响看书，请尽快处…"),
        ("灯不亮", "灯不亮"),
    ],
)
def test_a_long_description_is_cut_without_cutting_a_number_in_two(words, shown):
    assert Repair(description=words).subject == shown
