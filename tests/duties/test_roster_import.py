"""The school's own list of duty from Excel."""

import io
from datetime import date, time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from logistics import clock
from logistics.duties.models import Shift
from logistics.exchange.models import ImportBatch
from tests.duties.factories import entered, make_roster, september, turn

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def monday():
    with clock.set_to(clock.at(MONDAY, time(8))):
        yield


def book(*rows):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return SimpleUploadedFile("值班表.xlsx", file.getvalue())


def bring_in(client, roster, *rows):
    """Send a workbook in for its dry run and return the batch."""
    client.post(reverse("exchange:import_create", args=[f"roster-{roster.pk}"]), {"file": book(*rows)})
    return ImportBatch.objects.order_by("-pk").first()


def write(client, batch):
    client.post(reverse("exchange:batch_apply", args=[batch.pk]))


def test_a_dry_run_writes_nothing_and_says_what_would_be(keeper, roster, people):
    batch = bring_in(keeper, roster, ["日期", "值班人员"], [september(8), "张三、李四"], [september(9), "王五"])

    assert batch.result["counts"]["new"] == 2
    assert batch.result["lines"][0][3] == "09-08 张三、李四"
    assert not Shift.objects.exists()


def test_a_row_is_a_day_some_days_or_a_week_of_the_term(keeper, roster, people):
    batch = bring_in(
        keeper,
        roster,
        ["周次", "日期", "至", "值班人员"],
        ["第3周", None, None, "张三"],
        [None, september(21), september(23), "李四"],
        [None, september(24), None, "王五"],
    )

    write(keeper, batch)

    assert entered(roster) == [("张三", 14, 20), ("李四", 21, 23), ("王五", 24, 24)]


def test_each_shift_has_a_column(keeper, school, people):
    roster = make_roster(school, name="值周表", slots=["早班", "晚班"])

    write(keeper, bring_in(keeper, roster, ["日期", "早班", "晚班"], [september(8), "张三", "李四"]))

    assert {(shift.slot, shift.person.name) for shift in roster.shifts.all()} == {("早班", "张三"), ("晚班", "李四")}


def test_the_days_of_a_row_are_then_exactly_what_it_says(keeper, roster, people):
    turn(roster, people[0], 7, 11)
    batch = bring_in(keeper, roster, ["日期", "值班人员"], [september(9), "李四"])

    write(keeper, batch)

    assert batch.result["counts"]["changed"] == 1
    assert entered(roster) == [("张三", 7, 8), ("李四", 9, 9), ("张三", 10, 11)]


def test_the_same_list_again_changes_nothing(keeper, roster, people):
    rows = [["日期", "值班人员"], [september(8), "张三"]]
    write(keeper, bring_in(keeper, roster, *rows))

    assert bring_in(keeper, roster, *rows).result["counts"]["same"] == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ([None, september(8), None, "赵六"], "赵六"),
        (["第40周", None, None, "张三"], "没有第 40 周"),
        ([None, None, None, "张三"], "请填写日期或周次"),
        ([None, september(9), september(8), "张三"], "结束日期"),
        ([None, date(2099, 9, 9), None, "张三"], "请检查年份"),
    ],
)
def test_a_row_that_cannot_be_says_why_and_nothing_is_written(keeper, roster, people, row, sentence):
    batch = bring_in(keeper, roster, ["周次", "日期", "至", "值班人员"], [None, september(7), None, "张三"], row)

    write(keeper, batch)

    assert batch.has_errors
    assert any(sentence in line[3] for line in batch.result["lines"]), batch.result["lines"]
    assert not Shift.objects.exists()


def test_a_day_twice_in_the_list_is_refused(keeper, roster, people):
    batch = bring_in(keeper, roster, ["日期", "值班人员"], [september(8), "张三"], [september(8), "李四"])

    assert batch.result["counts"]["error"] == 1


def test_what_goes_out_may_come_in_again(keeper, roster, people):
    turn(roster, people[0], 1, 30)
    answer = keeper.get(reverse("duties:roster_export", args=[roster.pk]), {"month": "2026-09"})
    file = SimpleUploadedFile("值班表.xlsx", b"".join(answer.streaming_content))

    keeper.post(reverse("exchange:import_create", args=[f"roster-{roster.pk}"]), {"file": file})

    counts = ImportBatch.objects.get().result["counts"]
    assert (counts["same"], counts["new"], counts["changed"], counts["error"]) == (22, 0, 0, 0)


def test_the_template_has_the_shifts_of_the_roster(keeper, school):
    roster = make_roster(school, name="值周表", slots=["早班", "晚班"])

    answer = keeper.get(reverse("exchange:import_template", args=[f"roster-{roster.pk}"]))

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[2]] == ["教学周", "日期", "至", "早班", "晚班"]


def test_only_the_keeper_of_rosters_brings_one_in(client_of, roster, people):
    teacher = client_of(people[0])

    assert teacher.get(reverse("exchange:import_create", args=[f"roster-{roster.pk}"])).status_code == 403
    assert teacher.get(reverse("exchange:import_create", args=["roster-999999"])).status_code == 404
