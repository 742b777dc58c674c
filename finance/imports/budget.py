"""The budget of a year from a workbook: one row a line, opened with its amount, or adjusted to it."""

from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.models import BudgetLine, BudgetSource
from logistics import clock
from logistics.errors import RuleError
from logistics.exchange.imports.names import Names, Seen, require_at_most
from logistics.exchange.plans import ImportPlan, Outcome, RowResult, judge_rows, register
from logistics.exchange.reading import ImportColumn
from logistics.pages.columns import as_text
from logistics.school.models import Department

MOST = 1000
NEAR = 10  # years


def check(school, rows):
    """Judge every row against the lines there are."""
    require_at_most(rows, MOST)
    return judge_rows(rows, _Judge(school).result)


class _Judge:
    """Lines with their use and departments, fetched once."""

    def __init__(self, school):
        self.departments = Names(_("departments"), Department.objects.of_school(school), lambda each: each.name)
        lines = BudgetLine.objects.of_school(school).with_use()
        self.there = {(line.year, line.source, line.item, line.department_id): line for line in lines}
        self.seen = Seen()

    def result(self, row):
        cells = row.values
        department = self.departments.get(cells["department"])
        year, item = cells["year"] or clock.today().year, cells["item"].strip()
        if abs(year - clock.today().year) > NEAR:
            raise RuleError(_("This year cannot be right. Check it."))
        if cells["amount"] < 0:
            raise RuleError(_("Write an amount of 0 or more."))
        key = (year, cells["source"], item, department and department.pk)
        self.seen.once(key, row.number)
        values = {
            "year": year, "source": cells["source"], "item": item, "code": cells["code"] or "",
            "department": department and department.pk, "amount": cells["amount"], "note_text": cells["note"] or "",
        }  # fmt: skip
        return self.compared(row.number, self.there.get(key), values)

    def compared(self, number, line, values):
        amount = as_text(values["amount"], "money")
        if line is None:
            return RowResult(number, Outcome.NEW, f"{values['item']} {amount}", values)
        difference = values["amount"] - line.planned
        if not difference:
            return RowResult(number, Outcome.SAME)
        if difference < 0 and values["amount"] < line.used + line.reserved:
            raise RuleError(_("More than this amount is used or reserved already."))
        facts = {"item": values["item"], "before": as_text(line.planned, "money"), "after": amount}
        message = _("%(item)s: from %(before)s to %(after)s yuan") % facts
        return RowResult(number, Outcome.CHANGED, message, {"pk": line.pk, "difference": difference})


def apply(school, results, *, by):
    """Open the new lines; the others are adjusted by the difference."""
    departments = Department.objects.of_school(school).in_bulk()
    lines = BudgetLine.objects.of_school(school).in_bulk()
    for row in results:
        facts = dict(row.values)
        if row.outcome == Outcome.NEW:
            facts["department"] = departments.get(facts["department"])
            services.open_line(school, **facts, by=by)
        else:
            reason = _("Brought in from Excel")
            services.adjust_line(lines[facts["pk"]], amount=facts["difference"], reason=reason, by=by)


def choices(school):
    return {"department": [department.name for department in Department.objects.of_school(school)]}


PLAN = register(
    ImportPlan(
        kind="budget",
        title=gettext_lazy("Budget"),
        columns=[
            ImportColumn("year", gettext_lazy("Budget year"), "number", aliases=("年度", "预算年度", "年份")),
            ImportColumn(
                "source",
                gettext_lazy("Source of funds"),
                required=True,
                choices=BudgetSource.choices,
                aliases=("资金来源", "经费来源"),
            ),
            ImportColumn("code", gettext_lazy("Code of the item"), max_length=12, aliases=("科目编码", "科目代码")),
            ImportColumn(
                "item",
                gettext_lazy("Economic item"),
                required=True,
                max_length=40,
                aliases=("经济科目", "科目", "科目名称"),
            ),
            ImportColumn("department", gettext_lazy("Department"), aliases=("部门", "使用部门")),
            ImportColumn("amount", gettext_lazy("Amount (yuan)"), "money", required=True, aliases=("金额", "预算金额")),
            ImportColumn("note", gettext_lazy("Note"), max_length=200, aliases=("备注",)),
        ],
        check=check,
        apply=apply,
        permission="finance.keep_budget",
        note=gettext_lazy(
            "One row a line of the budget; without a year, the present one. A line that is here already is adjusted to the "
            "amount written here, as an entry of its own."
        ),
        choices=choices,
        samples=[("", BudgetSource.PUBLIC.label, "30201", "办公费", "", "60000", "")],
        list_url=reverse_lazy("finance:budgetline_list"),
    )
)
