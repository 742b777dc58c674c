"""Suppliers from a workbook: one row a supplier, found again by its credit code, else by its name."""

from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.credit_codes import as_credit_code, is_credit_code
from finance.models import Supplier
from logistics.errors import RuleError
from logistics.exchange.imports.names import Seen, require_at_most
from logistics.exchange.plans import ImportPlan, Outcome, RowResult, judge_rows, register
from logistics.exchange.reading import ImportColumn

MOST = 2000
FACTS = ["supplies", "contact", "phone", "address", "note"]


def check(school, rows):
    """Judge every row against the suppliers there are."""
    require_at_most(rows, MOST)
    return judge_rows(rows, _Judge(school).result)


class _Judge:
    """The suppliers of a school by code and by name, fetched once."""

    def __init__(self, school):
        there = list(Supplier.objects.of_school(school))
        self.by_code = {supplier.credit_code: supplier for supplier in there if supplier.credit_code}
        self.by_name = {supplier.name: supplier for supplier in there}
        self.seen = Seen()

    def result(self, row):
        cells = {name: text or "" for name, text in row.values.items()}
        name, code = " ".join(cells["name"].split()), as_credit_code(cells["credit_code"])
        if code and not is_credit_code(code):
            raise RuleError(
                _("The credit code of %(name)s cannot be right. Compare it with the licence.") % {"name": name}
            )
        self.seen.once(("name", name), row.number)
        if code:
            self.seen.once(("code", code), row.number)
        named, coded = self.by_name.get(name), self.by_code.get(code)
        if named is not None and coded is not None and named != coded:
            raise RuleError(_("This credit code belongs to %(name)s.") % {"name": coded})
        return self.compared(row.number, coded or named, {"name": name, "credit_code": code, **self.facts(cells)})

    def facts(self, cells):
        return {fact: cells[fact] for fact in FACTS}

    def compared(self, number, found, values):
        """An empty cell leaves what is there."""
        if found is None:
            return RowResult(number, Outcome.NEW, values["name"], values)
        values = {fact: value or getattr(found, fact) for fact, value in values.items()}
        changed = any(getattr(found, fact) != value for fact, value in values.items())
        outcome = Outcome.CHANGED if changed else Outcome.SAME
        return RowResult(number, outcome, values["name"], {**values, "pk": found.pk})


def apply(school, results, *, by):
    """Enter the new suppliers and change the others."""
    there = Supplier.objects.of_school(school).in_bulk()
    for row in results:
        facts = dict(row.values)
        if row.outcome == Outcome.NEW:
            services.enter_supplier(school, **facts, by=by)
        else:
            services.change_supplier(there[facts.pop("pk")], **facts, by=by)


PLAN = register(
    ImportPlan(
        kind="suppliers",
        title=gettext_lazy("Suppliers"),
        columns=[
            ImportColumn(
                "name",
                gettext_lazy("Name"),
                required=True,
                max_length=80,
                aliases=("供应商", "供应商名称", "单位名称", "名称"),
            ),
            ImportColumn(
                "credit_code", gettext_lazy("Unified social credit code"), max_length=40, aliases=("信用代码", "税号")
            ),
            ImportColumn(
                "supplies", gettext_lazy("What they supply"), max_length=200, aliases=("经营范围", "供应品种", "主营")
            ),
            ImportColumn("contact", gettext_lazy("Contact"), max_length=40, aliases=("联系人",)),
            ImportColumn("phone", gettext_lazy("Phone"), max_length=30, aliases=("联系电话", "电话", "手机")),
            ImportColumn("address", gettext_lazy("Address"), max_length=120, aliases=("地址",)),
            ImportColumn("note", gettext_lazy("Note"), max_length=200, aliases=("备注",)),
        ],
        check=check,
        apply=apply,
        permission="finance.keep_supplier",
        note=gettext_lazy(
            "One row a supplier. The credit code has 18 signs; leave it empty for whoever has none. A supplier that is here "
            "already is found by its code or name, and an empty cell leaves what is known."
        ),
        samples=[("城南照明批发部", "", "灯具、线材", "王建国", "13800001234", "城南路 12 号", "")],
        list_url=reverse_lazy("finance:supplier_list"),
    )
)
