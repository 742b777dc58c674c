"""Last term's workbook: a dry run, then all rows or none."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from repairs.imports import parts_of
from repairs.models import Repair
from tests.factories import user_with

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


def test_a_file_of_the_wrong_kind_gets_a_sentence(client):
    response = client.post(reverse("repairs:import_check"), {"file": SimpleUploadedFile("a.xlsx", b"\x89PNG\0\0")})

    assert response.status_code == 200
    assert "另存为 .xlsx" in response.content.decode() or response.context["form"].errors


def test_parts_are_read_from_text():
    kinds = {"灯管": "tube", "开关": "switch"}

    parts, rest = parts_of("灯管2根、开关×1只，胶带", kinds)

    assert [(part["kind"], int(part["quantity"])) for part in parts] == [("tube", 2), ("switch", 1)]
    assert rest == "胶带"
