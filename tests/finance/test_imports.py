import io

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook

from finance.models import BudgetLine, Supplier
from logistics import clock
from logistics.errors import RuleError
from logistics.exchange.services import apply_import, check_import
from tests.finance.factories import ask, budget_line, line, supplier

CODE = "91350100M000100Y43"
SUPPLIER_HEADS = ["供应商名称", "统一社会信用代码", "供应内容", "联系人", "联系电话", "地址", "备注"]
BUDGET_HEADS = ["预算年度", "资金来源", "科目编码", "经济科目", "部门", "预算金额", "备注"]


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return ContentFile(file.getvalue(), name="导入.xlsx")


def brought_in(office, kind, *rows):
    return check_import(office.school, kind=kind, file=workbook(*rows), by=office.director)


def counts(batch):
    return {name: count for name, count in batch.result["counts"].items() if count}


def test_suppliers_come_in_after_a_dry_run_that_writes_nothing(office):
    batch = brought_in(office, "suppliers", SUPPLIER_HEADS, ["甲店", CODE, "灯具", "王", "138", "", ""], ["乙店"])

    assert (counts(batch), Supplier.objects.count()) == ({"new": 2}, 0)
    apply_import(batch, by=office.director)
    assert set(Supplier.objects.values_list("name", "credit_code")) == {("甲店", CODE), ("乙店", "")}


def test_a_supplier_is_found_by_its_code_or_name_and_an_empty_cell_leaves_what_is_known(office):
    entered = supplier(office, "甲店", credit_code=CODE, phone="139")

    again = brought_in(office, "suppliers", SUPPLIER_HEADS, ["甲店", "", "", "", "", "", ""])
    changed = brought_in(office, "suppliers", SUPPLIER_HEADS, ["甲店有限公司", CODE, "", "李", "", "", ""])
    apply_import(changed, by=office.director)

    entered.refresh_from_db()
    assert (counts(again), counts(changed)) == ({"same": 1}, {"changed": 1})
    assert (entered.name, entered.contact, entered.phone) == ("甲店有限公司", "李", "139")


def test_a_wrong_code_and_a_name_twice_are_errors_of_their_rows(office):
    batch = brought_in(office, "suppliers", SUPPLIER_HEADS, ["甲店", CODE[:-1] + "4"], ["乙店"], ["乙店"])

    assert counts(batch) == {"new": 1, "error": 2}
    with pytest.raises(RuleError):
        apply_import(batch, by=office.director)


def test_the_budget_of_a_year_comes_in_and_again_adjusts_by_the_difference(office):
    budget = budget_line(office, "1000", item="办公费")
    rows = ["", "公用经费", "30201", "办公费", "", 1500, ""], ["", "食堂", "", "炊具", "", 800, ""]

    batch = brought_in(office, "budget", BUDGET_HEADS, *rows)
    apply_import(batch, by=office.director)

    assert counts(batch) == {"new": 1, "changed": 1}
    assert [entry.amount for entry in budget.entries.all()] == [1000, 500]
    assert BudgetLine.objects.with_use().get(item="炊具").planned == 800
    assert counts(brought_in(office, "budget", BUDGET_HEADS, *rows)) == {"same": 2}


@pytest.mark.parametrize(
    "row",
    [
        ["", "彩票", "", "办公费", "", 1, ""],
        ["", "公用经费", "", "办公费", "没有的部门", 1, ""],
        ["", "公用经费", "", "办公费", "", -1, ""],
        ["", "公用经费", "", "办公费", "", "很多", ""],
        [1999, "公用经费", "", "办公费", "", 1, ""],
    ],
)
def test_a_row_of_the_budget_that_makes_no_sense_is_an_error(office, row):
    assert counts(brought_in(office, "budget", BUDGET_HEADS, row)) == {"error": 1}


def test_the_budget_is_not_brought_below_what_is_used_or_reserved(office):
    budget = budget_line(office, "1000")
    ask(office, line(quantity="1", unit_price="600"), budget_line=budget)

    rows = [[clock.today().year, "公用经费", "", "办公费", "", amount, ""] for amount in (599, 600)]

    assert counts(brought_in(office, "budget", BUDGET_HEADS, rows[0])) == {"error": 1}
    assert counts(brought_in(office, "budget", BUDGET_HEADS, rows[1])) == {"changed": 1}
