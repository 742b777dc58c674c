"""Setting up a new term in a minute: its days, then what goes with them; nothing is saved before the last tap."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.errors import RuleError
from logistics.pages.changes import FormPage
from logistics.school import services
from logistics.school.calendar import calendar_of, days_between, week_of
from logistics.school.forms.calendar import NewTermForm, TermDaysForm
from logistics.school.models import BoardingRule, Campus, DayKind, Meal, ServiceRule, Term
from logistics.school.selectors import canteens_of, proposed_term

USUAL_MEALS = [Meal.LUNCH]


class TermSetUp(FormPage):
    """First page (by address, nothing sent): which term, which days. Second page: a look ahead, and the tap that saves."""

    model = Term
    form_class = NewTermForm
    template_name = "school/term_set_up.html"
    permission_required = "school.manage_calendar"
    label, url_name = gettext_lazy("Set up a new term"), "school:term_set_up"

    def get(self, request, *args, **kwargs):
        if "starts_on" not in request.GET:
            return self.show_days(TermDaysForm(initial=proposed_term(self.school), school=self.school))
        days = TermDaysForm(request.GET, school=self.school)
        if "back" in request.GET or self.planned(days) is None:
            return self.show_days(days)
        return self.show(self.get_form())

    def post(self, request, *args, **kwargs):
        days = TermDaysForm(request.POST, school=self.school)
        if self.planned(days) is None:
            return self.show_days(days)
        return super().post(request, *args, **kwargs)

    def planned(self, days):
        """Return the unsaved term of these days, or None after saying at its field what speaks against it."""
        if not days.is_valid():
            return None
        try:
            return services.new_term(self.school, **days.cleaned_data)
        except RuleError as error:
            days.add_error(error.field if error.field in days.fields else None, error.message)
            return None

    def show_days(self, form):
        context = {"form": form, "page": self.page_facts(), "cancel_url": reverse("school:calendar_month")}
        return render(self.request, "school/term_days.html", context)

    def get_context(self, form):
        days = TermDaysForm(form.data if form.is_bound else form.initial, school=self.school)
        term = self.planned(days)
        query = self.request.GET.copy() if not form.is_bound else QueryDict(mutable=True)
        query.update(
            {name: form.data[name] for name in TermDaysForm.base_fields if form.is_bound and name in form.data}
        )
        query["back"] = "1"
        query.pop("submission_key", None)
        return {
            **super().get_context(form),
            "term": term,
            "back_url": f"?{query.urlencode()}",
            "submit_label": _("Set up this term"),
            **(self._outlook(term) if term else {}),
        }

    def _outlook(self, term):
        """Return what the term will look like: its weeks, days of lessons, holidays, years not announced."""
        calendar = calendar_of(self.school, term.covers_from, term.ends_on).with_term(term)
        lessons = set(calendar.days(DayKind.SCHOOL, term.starts_on, term.ends_on))
        weeks = {}
        for day in days_between(term.starts_on, term.ends_on):
            weeks.setdefault(week_of(term, day), []).append(day)
        years = range(term.starts_on.year, term.ends_on.year + 1)
        return {
            "weeks": [(number, days[0], days[-1], len(lessons & set(days))) for number, days in weeks.items()],
            "lessons": len(lessons),
            "holidays": [
                (name, first, last, (last - first).days + 1)
                for name, first, last in calendar.holidays(term.starts_on, term.ends_on)
            ],
            "make_up_days": [
                (day, WEEKDAYS[calendar.weekday(day)]) for day in sorted(lessons) if calendar.state(day) == "make_up"
            ],
            "unsettled_years": [year for year in years if not calendar.is_settled(year)],
        }

    def get_form_facts(self):
        facts = super().get_form_facts()
        return {**facts, "boarding": self._boarding(), "meals": self._meals()}

    def get_initial(self):
        return {name: self.request.GET.get(name, "") for name in TermDaysForm.base_fields if name != "submission_key"}

    def _boarding(self):
        """Return [(campus, whether over weekends, None where nobody boards)] as it is now."""
        if not self.school.boards:
            return []
        rules = {
            rule.campus_id: rule.weekends for rule in BoardingRule.objects.of_school(self.school).filter(ends_on=None)
        }
        campuses = Campus.objects.of_school(self.school).order_by("pk")
        if rules:
            return [(campus, rules.get(campus.pk)) for campus in campuses]
        return [(campus, True if campus.kind == Campus.Kind.CAMPUS else None) for campus in campuses]

    def _meals(self):
        """Return [(canteen place, its name, meals served now)]."""
        served = {}
        for rule in ServiceRule.objects.of_school(self.school).filter(ends_on=None):
            served.setdefault(rule.place_id, []).append(rule.meal)
        return [
            (place, name, served.get(place.pk, [] if served else USUAL_MEALS))
            for place, name in canteens_of(self.school)
        ]

    def perform(self, form):
        return services.set_up_term(self.school, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return f"{reverse('school:calendar_month')}?month={result.starts_on:%Y-%m}"

    def get_done_text(self):
        return _("The term is set up.")

    def get_breadcrumbs(self):
        return [(_("School calendar"), reverse("school:calendar_month"))]
