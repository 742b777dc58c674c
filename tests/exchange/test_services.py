import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from openpyxl import Workbook

from logistics.errors import RuleError, WrongState
from logistics.exchange import plans, services
from logistics.exchange.models import ImportBatch
from logistics.exchange.plans import ImportPlan, Outcome, RowResult
from logistics.exchange.reading import ImportColumn
from logistics.history.models import Event
from logistics.school.models import Department
from tests.factories import DepartmentFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


def check(school, rows):
    """Departments that are here already stay the same; 保密 in a name is refused."""
    present = set(Department.objects.of_school(school).values_list("name", flat=True))
    for row in rows:
        name = row.values["name"]
        outcome = Outcome.SAME if name in present else Outcome.NEW
        if "保密" in name:
            yield RowResult(row.number, Outcome.ERROR, "不能导入")
        else:
            yield RowResult(row.number, outcome, name, {"name": name})


def apply(school, results, *, by):
    Department.objects.bulk_create(Department(school=school, **result.values) for result in results)


COLUMN = ImportColumn("name", "部门", required=True, max_length=10)
PLAN = ImportPlan("departments", "部门", [COLUMN], check, apply, "school.manage_school")


@pytest.fixture(autouse=True)
def plan(monkeypatch, settings, tmp_path):
    monkeypatch.setitem(plans._plans, PLAN.kind, PLAN)
    settings.MEDIA_ROOT = tmp_path


def sheet(*names):
    book = Workbook()
    for row in [["部门"], *([name] for name in names)]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("部门.xlsx", content.getvalue())


def checked(*names, school=None):
    return services.check_import(school or SchoolFactory(), kind="departments", file=sheet(*names), by=UserFactory())


def names_of(school):
    return sorted(Department.objects.of_school(school).values_list("name", flat=True))


def test_a_dry_run_judges_every_row_and_writes_none():
    school = SchoolFactory()
    DepartmentFactory(school=school, name="教务处")

    batch = checked("教务处", "总务处", "保密处", school=school)

    assert batch.result["counts"] == {"new": 1, "changed": 0, "same": 1, "error": 1}
    assert batch.result["lines"] == [[4, "", "error", "不能导入"], [3, "", "new", "总务处"]]
    assert names_of(school) == ["教务处"]


def test_rows_that_cannot_be_read_count_as_errors_with_their_heading():
    batch = checked("一二三四五六七八九十一", "总务处")

    assert batch.result["counts"] == {"new": 1, "changed": 0, "same": 0, "error": 1}
    assert batch.result["lines"][0] == [2, "部门", "error", "最多 10 个字。"]


def test_applying_writes_the_new_rows_only():
    school = SchoolFactory()
    DepartmentFactory(school=school, name="教务处")
    batch = checked("教务处", "总务处", school=school)

    batch = services.apply_import(batch, by=batch.uploaded_by)

    assert names_of(school) == ["总务处", "教务处"]
    assert batch.state == ImportBatch.State.APPLIED
    assert [event.verb for event in Event.objects.about(batch)] == ["applied", "checked"]


def test_a_batch_with_errors_is_not_applied():
    batch = checked("总务处", "保密处")

    with pytest.raises(RuleError, match="改正有错误的行"):
        services.apply_import(batch, by=batch.uploaded_by)

    assert names_of(batch.school) == []


def test_applying_twice_is_refused_even_from_a_stale_copy():
    batch = checked("总务处")
    services.apply_import(batch, by=batch.uploaded_by)

    with pytest.raises(WrongState):
        services.apply_import(batch, by=batch.uploaded_by)

    assert names_of(batch.school) == ["总务处"]


def test_a_batch_that_became_wrong_meanwhile_writes_nothing_and_says_so(monkeypatch):
    batch = checked("总务处")
    refusing = ImportPlan(
        **(PLAN.__dict__ | {"check": lambda school, rows: [RowResult(2, Outcome.ERROR, "已停用")]}),
    )
    monkeypatch.setitem(plans._plans, PLAN.kind, refusing)

    batch = services.apply_import(batch, by=batch.uploaded_by)

    assert (batch.state, batch.result["lines"]) == ("failed", [[2, "", "error", "已停用"]])
    assert names_of(batch.school) == []


def test_an_empty_sheet_is_refused_and_leaves_no_batch():
    with pytest.raises(RuleError, match="没有数据"):
        checked()

    assert ImportBatch.objects.count() == 0


def test_a_batch_is_applied_exactly_when_it_has_the_time():
    batch = checked("总务处")

    with pytest.raises(IntegrityError, match="import_applied_has_time"):
        ImportBatch.objects.filter(pk=batch.pk).update(state="applied")


def test_a_kind_is_registered_once():
    with pytest.raises(LookupError):
        plans.register(PLAN)
