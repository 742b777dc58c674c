"""Pupils from a workbook: one row a pupil, found again by the student number."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.errors import RuleError
from logistics.exchange.imports.names import Names, Seen, require_at_most
from logistics.exchange.plans import ImportPlan, Outcome, RowResult, judge_rows
from logistics.exchange.reading import ImportColumn
from logistics.school import services
from logistics.school.models import Pupil, SchoolClass

MOST = 10_000


def check(school, rows):
    """Judge every row against the pupils there are."""
    require_at_most(rows, MOST)
    return judge_rows(rows, _Judge(school).result)


class _Judge:
    """The classes and pupils of a school, fetched once."""

    def __init__(self, school):
        self.seen = Seen()
        classes = SchoolClass.objects.of_school(school).select_related("campus")
        self.classes = Names(
            _("classes"), classes, lambda each: f"{each.campus.name} {each.name}", lambda each: each.name
        )
        self.there = {pupil.number: pupil for pupil in Pupil.objects.of_school(school)}
        self.reliefs = {str(label): value for value, label in Pupil.Relief.choices}

    def result(self, row):
        cells = row.values
        school_class = self.classes.get(cells["school_class"])
        self.seen.once(cells["number"], row.number)
        relief = self.reliefs.get(cells["relief"] or "", cells["relief"] or "")
        if relief not in Pupil.Relief.values:
            raise RuleError(_("Choose the relief from the list of the template, or leave it empty."))
        values = {"name": cells["name"], "relief": relief, "school_class": school_class.pk}
        found = self.there.get(cells["number"])
        if found is None:
            joined_on = cells["joined_on"] or clock.today()
            values |= {"number": cells["number"], "joined_on": joined_on}
            return RowResult(row.number, Outcome.NEW, f"{school_class} {cells['name']}", values)
        return self.compared(row, found, values)

    def compared(self, row, found, values):
        if found.left_on:
            raise RuleError(_("%(name)s has left the school.") % {"name": found})
        values["pk"] = found.pk
        before = (found.name, found.relief, found.school_class_id)
        if before == (values["name"], values["relief"], values["school_class"]):
            return RowResult(row.number, Outcome.SAME, values=values)
        return RowResult(row.number, Outcome.CHANGED, values["name"], values)


def apply(school, results, *, by):
    """Enter the new pupils in one go, change and move the others."""
    classes = SchoolClass.objects.of_school(school).in_bulk()
    fresh = [row.values for row in results if row.outcome == Outcome.NEW]
    services.enter_pupils(school, [{**facts, "school_class": classes[facts["school_class"]]} for facts in fresh], by=by)
    changed = [row.values for row in results if row.outcome == Outcome.CHANGED]
    there = Pupil.objects.of_school(school).filter(pk__in=[facts["pk"] for facts in changed]).in_bulk()
    for facts in changed:
        pupil = there[facts["pk"]]
        if (pupil.name, pupil.relief) != (facts["name"], facts["relief"]):
            services.change_pupil(pupil, name=facts["name"], number=pupil.number, relief=facts["relief"], by=by)
        if pupil.school_class_id != facts["school_class"]:
            services.move_pupil(pupil, school_class=classes[facts["school_class"]], by=by)


def choices(school):
    return {
        "school_class": [str(each) for each in SchoolClass.objects.of_school(school)],
        "relief": [str(label) for label in Pupil.Relief.labels],
    }


PLAN = ImportPlan(
    kind="pupils",
    title=gettext_lazy("Pupils"),
    columns=[
        ImportColumn("school_class", gettext_lazy("Class"), required=True, aliases=("班级", "班级名称")),
        ImportColumn("name", gettext_lazy("Name of the pupil"), required=True, max_length=40, aliases=("姓名", "名称")),
        ImportColumn(
            "number", gettext_lazy("Student number"), required=True, max_length=30, aliases=("学号", "学籍号")
        ),
        ImportColumn("joined_on", gettext_lazy("Joined on"), kind="date", aliases=("入学日期", "入学时间")),
        ImportColumn("relief", gettext_lazy("Relief"), aliases=("减免", "减免类别")),
    ],
    check=check,
    apply=apply,
    permission="school.keep_pupil",
    note=gettext_lazy(
        "One row a pupil. A pupil who is here already is found by the student number and moved or changed as the row says; "
        "without a day of joining, today is taken. Write a class that two campuses share with its campus in front."
    ),
    choices=choices,
    samples=[("三（2）班", "张小雨", "G2023030215", "2023-09-01", "")],
)
