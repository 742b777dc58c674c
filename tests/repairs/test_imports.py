"""Last term's workbook: a dry run, then all rows or none."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from logistics import clock
from logistics.history.models import Event
from repairs.imports import parts_of
from repairs.models import Repair
from tests.factories import CampusFactory, PlaceFactory, user_with

pytestmark = pytest.mark.django_db

HEAD = ["日期", "地点", "工种", "对象", "数量", "故障描述", "处理结果", "完成日期", "维修人", "配件"]
ROW = [date(2026, 9, 3), "一号楼 301", "水电", "灯具", 2, "灯不亮", "换灯管", date(2026, 9, 4), "老王", "灯管2根、胶带"]


def book(*rows):
    workbook = Workbook()
    for row in [HEAD, *rows]:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return SimpleUploadedFile("台账.xlsx", file.getvalue())


@pytest.fixture
def client(client_of, school):
    return client_of(user_with("repairs.set_up_repairs", "repairs.view_repair", school=school))


def upload(client, *rows):
    return client.post(reverse("repairs:import_check"), {"file": book(*rows)}).url


def test_a_dry_run_writes_nothing(client, room, trade, lamp, tube):
    page = client.get(upload(client, ROW))

    assert page.context["counts"]["new"] == 1
    assert not Repair.objects.exists()


def test_applying_writes_jobs_marked_as_imported(client, room, trade, lamp, tube):
    client.post(upload(client, ROW))

    repair = Repair.objects.get()
    assert (repair.status, repair.imported, repair.after_the_fact, repair.quantity) == ("done", True, True, 2)
    assert repair.result == "换灯管；胶带；维修人：老王"
    assert [str(part) for part in repair.parts.all()] == ["灯管 2 根"]


def test_the_same_workbook_again_brings_nothing_twice(client, room, trade, lamp, tube):
    client.post(upload(client, ROW))

    assert client.get(upload(client, ROW)).context["counts"]["same"] == 1


@pytest.mark.parametrize(
    ("place", "value"),
    [(1, "月球 1"), (0, date(2027, 1, 1)), (0, date(2020, 1, 1)), (4, -3), (7, date(2026, 9, 1)), (2, "魔法")],
)
def test_a_wrong_row_is_named_and_nothing_is_applied(client, room, trade, lamp, tube, place, value):
    wrong = [*ROW]
    wrong[place] = value

    url = upload(client, ROW, wrong)
    client.post(url)

    assert [line[0] for line in client.get(url).context["lines"] if line[2] == "error"] == [3]
    assert not Repair.objects.exists()


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        (1, "月球 1", "没有“月球 1”这个地点，请按地点表写楼名和房间。"),
        (2, "魔法", "没有“魔法”这个工种。"),
        (9, "灯管10000根", "请填写大于 0、不超过 9999 的数量。"),
        (4, 0.001, "请填写大于 0、不超过 9999 的数量。"),
        (5, "长" * 999, "最多 1000 字，请把描述写短一些。"),
    ],
)
def test_a_wrong_row_gets_a_sentence(client, room, trade, lamp, tube, place, value, sentence):
    wrong = [*ROW]
    wrong[3] = "天线"
    wrong[place] = value

    lines = client.get(upload(client, wrong)).context["lines"]

    assert lines == [[2, "", "error", sentence]]


def test_a_place_out_of_use_is_an_error_of_its_row(client, room, trade, lamp, tube):
    room.active = False
    room.save()

    assert client.get(upload(client, ROW)).context["counts"]["error"] == 1


def test_a_place_on_two_campuses_must_say_which(client, room, trade, lamp, tube):
    twin = PlaceFactory(campus=CampusFactory(school=room.school), name=room.name, parent=None)
    twin.label = room.label
    twin.save()
    exact = [*ROW]
    exact[1] = f" {room.campus.name}{room.label}"

    lines = client.get(upload(client, ROW, exact)).context["lines"]

    assert [(row, outcome) for row, _column, outcome, _message in lines] == [(2, "error"), (3, "new")]


def test_an_imported_repair_is_a_record_like_any_other(client, room, trade, lamp, tube):
    later = [*ROW]
    later[0] = later[7] = date(2026, 9, 7)
    client.post(upload(client, later, ROW))

    first, second = Repair.objects.order_by("reported_at")
    assert (first.number, second.number) == ("BX-2026-0001", "BX-2026-0002")
    assert first.search_text == " ".join(map(str, first.search_words()))
    assert Repair.objects.search("灯具").count() == 2
    assert [first.events.count(), first.parts.get().events.count()] == [1, 1]
    assert [event.verb for event in Event.objects.about(first)] == ["imported"]
    assert first.follow_code != second.follow_code
    assert [clock.day_of(moment) for moment in (first.reported_at, first.finished_at)] == [ROW[0], ROW[7]]


def test_what_the_workbook_leaves_out_is_as_usual(client, room, trade, lamp):
    trade.kinds.add(lamp)
    client.post(upload(client, [ROW[0], ROW[1], "", "灯具", *[""] * 6], [ROW[0], ROW[1], "", "天线", *[""] * 6]))

    known, unknown = Repair.objects.order_by("pk")
    assert (known.kind, known.description, known.trade, known.quantity, known.result) == (lamp, "", trade, 1, "")
    assert (unknown.kind, unknown.description) == (None, "天线")
    assert known.finished_at == known.reported_at


def test_a_file_of_the_wrong_kind_gets_a_sentence(client):
    response = client.post(reverse("repairs:import_check"), {"file": SimpleUploadedFile("a.xlsx", b"\x89PNG\0\0")})

    assert response.status_code == 200
    assert "另存为 .xlsx" in response.content.decode() or response.context["form"].errors


def test_parts_are_read_from_text():
    kinds = {"灯管": "tube", "开关": "switch"}

    parts, rest = parts_of("灯管2根、开关×1只，胶带", kinds)

    assert [(part["kind"], int(part["quantity"])) for part in parts] == [("tube", 2), ("switch", 1)]
    assert rest == "胶带"
