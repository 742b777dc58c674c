"""Reporting, entering for a caller, booking after the work, and a day's results in a grid."""

from django.forms import formset_factory
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.models import Asset
from logistics import clock
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.pages.changes import CreatePage, FormPage
from logistics.pages.submissions import once
from repairs import services
from repairs.forms.grid import GridDayForm, GridRow, lists_of
from repairs.forms.report import BookForm, EnterForm, ReportForm
from repairs.models import Repair
from repairs.selectors import open_at

GRID_ROWS = 8


class ReportPage(CreatePage):
    """What the three report pages share."""

    model = Repair
    template_name = "repairs/report.html"

    def get_breadcrumbs(self):
        if self.request.user.has_perm("repairs.view_repair"):
            return [(_("Repair register"), reverse("repairs:repair_list"))]
        return [(_("My reports"), reverse("repairs:repair_mine"))]

    def get_context(self, form):
        return {**super().get_context(form), "duty_phone": self.school.duty_phone, "names": getattr(form, "names", [])}


class RepairCreate(ReportPage):
    """Report a fault from any place or asset in three taps."""

    form_class = ReportForm
    label = gettext_lazy("Send the report")
    title = gettext_lazy("Report a fault")
    url_name = "repairs:repair_create"
    done_text = gettext_lazy("Your report has arrived.")

    def get_initial(self):
        initial = super().get_initial()
        asset = record_id(self.request.GET.get("asset", ""))
        if asset is not None:
            card = Asset.objects.visible_to(self.request.user).filter(pk=asset).first()
            if card is not None:
                initial |= {"asset": card, "place": card.place_id, "description": f"{card.name}（{card.number}）："}
        return initial

    def get_context(self, form):
        place = record_id(str(form["place"].value()))
        here = open_at(place) if place and not form.is_bound else Repair.objects.none()
        return {**super().get_context(form), "open_here": here.filter(school=self.school)}

    def perform(self, form):
        facts = dict(form.cleaned_data)
        return services.report_repair(facts.pop("place"), **facts, by=self.request.user)


class RepairEnter(ReportPage):
    """Write a call or a message down in ten seconds (代报)."""

    form_class = EnterForm
    permission_required = "repairs.enter_repair"
    label = gettext_lazy("Enter the report")
    title = gettext_lazy("Report for a caller")
    url_name = "repairs:repair_enter"
    done_text = gettext_lazy("The report is entered.")

    def perform(self, form):
        facts = dict(form.cleaned_data)
        return services.report_repair(facts.pop("place"), **facts, by=self.request.user)


class RepairBook(ReportPage):
    """Enter a small job after it was done (先修后补单)."""

    form_class = BookForm
    permission_required = "repairs.work_repair"
    label = gettext_lazy("Enter the job")
    title = gettext_lazy("Enter a finished job")
    url_name = "repairs:repair_book"
    done_text = gettext_lazy("The job is entered.")

    def perform(self, form):
        facts = dict(form.cleaned_data)
        return services.book_job(facts.pop("place"), **facts, by=self.request.user)


class RepairGrid(FormPage):
    """A day's results typed by the office: a row a job, an error stands at its row, nothing typed is lost."""

    model = Repair
    template_name = "repairs/grid.html"
    permission_required = "repairs.enter_repair"
    title = gettext_lazy("Enter a day's results")
    label = gettext_lazy("Enter all rows")

    def get_breadcrumbs(self):
        return [(_("Repair register"), reverse("repairs:repair_list"))]

    def get(self, request, *args, **kwargs):
        typed = self.typed_before()
        return self.show_grid(self.day_form(typed), self.rows(typed))

    def post(self, request, *args, **kwargs):
        day, rows = self.day_form(request.POST), self.rows(request.POST)
        if day.is_valid() and rows.is_valid():
            jobs = [(row, row.job(day.cleaned_data["day"])) for row in rows if row.has_changed()]
            if not jobs:
                day.add_error(None, _("Fill in at least one row."))
            elif self.booked(day, jobs):
                return redirect(f"{reverse('repairs:repair_list')}?reported_min={day.cleaned_data['day']}")
        return self.show_grid(day, rows)

    def booked(self, day, jobs):
        book = lambda: services.book_jobs(self.school, [job for _row, job in jobs], by=self.request.user)  # noqa: E731
        try:
            once(day.key, self.request.user, lambda: book() and "/repairs/")
        except RuleError as error:
            if error.field == "day":
                day.add_error("day", error.message)
            else:
                row = jobs[error.row][0]
                row.add_error(error.field if error.field in row.fields else None, error.message)
            return False
        return True

    def day_form(self, data=None):
        return GridDayForm(data, school=self.school, user=self.request.user)

    def rows(self, data=None):
        rows = formset_factory(GridRow, extra=GRID_ROWS, max_num=100)
        return rows(data, prefix="row", form_kwargs={"lists": lists_of(self.school)})

    def show_grid(self, day, rows):
        context = {"page": self.page_facts(), "day_form": day, "rows": rows, "lists": lists_of(self.school)}
        context |= {"today": clock.today(), "cancel_url": reverse("repairs:repair_list"), "submit_label": self.label}
        return render(self.request, self.template_name, context)
