"""Lists of subsidies from a workbook: one row a pupil, found by student number, on a subsidy named by its number."""

from decimal import Decimal

from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.models import Subsidy, SubsidyShare
from finance.services.lines import check_amount
from finance.services.subsidies import add_to_list
from logistics import clock
from logistics.errors import RuleError
from logistics.exchange.imports.names import Seen, require_at_most
from logistics.exchange.plans import ImportPlan, Outcome, RowResult, judge_rows, register
from logistics.exchange.reading import ImportColumn
from logistics.school.models import Pupil

MOST = 5000


def check(school, rows):
    """Judge every row against the drafts, the pupils and who is on a list already."""
    require_at_most(rows, MOST)
    return judge_rows(rows, _Judge(school).result)


class _Judge:
    """The drafts of a school, its pupils and their shares of terms that are not over, fetched once."""

    def __init__(self, school):
        drafts = Subsidy.objects.of_school(school).filter(status=Subsidy.Status.DRAFT)
        self.drafts = {subsidy.number: subsidy for subsidy in drafts}
        self.pupils = {pupil.number: pupil for pupil in Pupil.objects.of_school(school)}
        shares = SubsidyShare.objects.of_school(school).current().filter(term__covers_to__gte=clock.today())
        self.shares = list(shares.select_related("subsidy"))
        self.there = {(share.subsidy_id, share.pupil_id): share for share in self.shares}
        self.kinds = {(share.pupil_id, share.term_id, share.kind): share.subsidy for share in self.shares}
        self.seen = Seen()

    def result(self, row):
        subsidy, pupil = self.subsidy_of(row), self.pupil_of(row)
        self.seen.once((subsidy.pk, pupil.pk), row.number)
        amount = row.values["amount"] if row.values["amount"] is not None else subsidy.standard
        check_amount(amount, _("the amount"), field=None)
        if not amount:
            raise RuleError(_("Write an amount of more than 0."))
        self.require_once(subsidy, pupil)
        share = self.there.get((subsidy.pk, pupil.pk))
        outcome = Outcome.NEW if share is None else Outcome.SAME if share.amount == amount else Outcome.CHANGED
        values = {"subsidy": subsidy.pk, "pupil": pupil.pk, "amount": str(amount)}
        return RowResult(row.number, outcome, f"{pupil.name} {amount}", values)

    def subsidy_of(self, row):
        number = (row.values["subsidy"] or "").upper()
        if number not in self.drafts:
            raise RuleError(_("There is no list being made of number %(number)s.") % {"number": number})
        return self.drafts[number]

    def pupil_of(self, row):
        number = row.values["number"]
        pupil = self.pupils.get(number)
        if pupil is None or not pupil.was_here_on(clock.today()):
            raise RuleError(_("There is no pupil here with student number %(number)s.") % {"number": number})
        if row.values["name"] and row.values["name"] != pupil.name:
            facts = {"number": number, "name": pupil.name}
            raise RuleError(_("%(number)s is %(name)s here. Compare name and student number.") % facts)
        return pupil

    def require_once(self, subsidy, pupil):
        other = self.kinds.get((pupil.pk, subsidy.term_id, subsidy.kind))
        if other is not None and other != subsidy and subsidy.kind != Subsidy.Kind.OTHER:
            facts = {"name": pupil.name, "subsidy": other.name}
            raise RuleError(
                _("%(name)s gets “%(subsidy)s” this term already; the same kind is not given twice.") % facts
            )


def apply(school, results, *, by):
    """Put the pupils on their lists."""
    lists = {}
    for row in results:
        lists.setdefault(row.values["subsidy"], {})[row.values["pupil"]] = Decimal(row.values["amount"])
    subsidies = Subsidy.objects.of_school(school).in_bulk(lists)
    for key, amounts in lists.items():
        pupils = Pupil.objects.of_school(school).in_bulk(amounts)
        add_to_list(subsidies[key], amounts={pupils[pk]: amount for pk, amount in amounts.items()}, by=by)


PLAN = register(
    ImportPlan(
        kind="subsidies",
        title=gettext_lazy("Lists of subsidies"),
        columns=[
            ImportColumn(
                "subsidy",
                gettext_lazy("Number of the subsidy"),
                required=True,
                max_length=24,
                aliases=("补助编号", "资助编号", "编号"),
            ),
            ImportColumn(
                "number", gettext_lazy("Student number"), required=True, max_length=30, aliases=("学号", "学籍号")
            ),
            ImportColumn("name", gettext_lazy("Name of the pupil"), max_length=40, aliases=("姓名", "学生姓名")),
            ImportColumn("amount", gettext_lazy("Amount"), "money", aliases=("金额", "补助金额", "发放金额")),
        ],
        check=check,
        apply=apply,
        permission="finance.keep_subsidy",
        note=gettext_lazy(
            "One row a pupil, on a subsidy whose list is still being made. Without an amount the pupil gets the standard; "
            "a name is compared with the student number."
        ),
        samples=[("ZZ-2026-0001", "G2023001", "李子涵", "625")],
        list_url=reverse_lazy("finance:subsidy_list"),
    )
)
