"""When canteens serve and who boards."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.lists import ListPage
from logistics.school import services
from logistics.school.forms.calendar import BoardingForm, EndRuleForm, MealTimesForm
from logistics.school.models import BoardingRule, ServiceRule, Term
from logistics.school.views.calendar_parts import MANAGE, InCalendar, tabs


class Rules(InCalendar, ListPage):
    """Rules with their days, everyone of the school may look; whoever keeps the calendar ends them."""

    list_url_name = end_url_name = ""

    def get_row(self, record):
        ends = self.request.user.has_perm(MANAGE) and not record.ends_on
        return make_row(record, self.columns, url=reverse(self.end_url_name, args=[record.pk]) if ends else "")

    def get_views(self):
        return tabs(self.school, self.list_url_name)

    def get_subtitle(self):
        return _("Tap a rule to let it end.") if self.request.user.has_perm(MANAGE) else ""


class RuleCreate(CreatePage):
    """A new rule; it leads back to its list."""

    permission_required = MANAGE
    list_url_name = ""

    def get_initial(self):
        term = Term.objects.of_school(self.school).covering(clock.today()).first()
        return {"starts_on": term.starts_on if term else clock.today(), **super().get_initial()}

    def get_breadcrumbs(self):
        return [(self.list_title, reverse(self.list_url_name))]

    def get_success_url(self, result):
        return reverse(self.list_url_name)


class RuleEnd(ActionPage):
    """Let a rule hold no longer than a day."""

    form_class = EndRuleForm
    permission_required = MANAGE
    label, icon = gettext_lazy("Let it end"), "calendar-off"
    list_url_name = ""

    @classmethod
    def applies(cls, record, user):
        return record.ends_on is None

    def get_initial(self):
        return {"ends_on": clock.today()}

    def get_breadcrumbs(self):
        return [(self.list_title, reverse(self.list_url_name))]

    def get_title(self):
        return str(self.object)

    def get_cancel_url(self):
        return reverse(self.list_url_name)

    def perform(self, form):
        return services.end_rule(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse(self.list_url_name)


class ServiceRuleCreate(RuleCreate):
    model = ServiceRule
    form_class = MealTimesForm
    label, url_name = gettext_lazy("Set meal times"), "school:servicerule_create"
    list_url_name, list_title = "school:servicerule_list", gettext_lazy("Meal times")

    def perform(self, form):
        return services.set_meal_times(**form.cleaned_data, by=self.request.user)


class ServiceRuleEnd(RuleEnd):
    model = ServiceRule
    queryset = ServiceRule.objects.select_related("place__campus")
    url_name = "school:servicerule_end"
    list_url_name, list_title = "school:servicerule_list", gettext_lazy("Meal times")


def days_of_rule(rule):
    """Write from when to when a rule holds."""
    if rule.ends_on is None:
        return _("from %(first)s on") % {"first": f"{rule.starts_on:%Y-%m-%d}"}
    return _("%(first)s to %(last)s") % {"first": f"{rule.starts_on:%Y-%m-%d}", "last": f"{rule.ends_on:%Y-%m-%d}"}


class ServiceRuleList(Rules):
    model = ServiceRule
    queryset = ServiceRule.objects.select_related("place__campus", "place__parent")
    create_page = ServiceRuleCreate
    title = gettext_lazy("Meal times")
    empty_title = gettext_lazy("No meal times yet")
    empty_text = gettext_lazy("Until you set them, every canteen counts as serving on days of lessons.")
    list_url_name, end_url_name = "school:servicerule_list", "school:servicerule_end"
    ordering = ["place_id", "meal", "starts_on", "pk"]
    columns = [
        Column(gettext_lazy("Canteen"), lambda rule: rule.canteen_name, link=True),
        Column(gettext_lazy("Meal"), "get_meal_display"),
        Column(gettext_lazy("Served on"), "get_kind_display"),
        Column(gettext_lazy("Weekdays"), "weekdays_text"),
        Column(gettext_lazy("In force"), days_of_rule),
    ]


class BoardingRuleCreate(RuleCreate):
    model = BoardingRule
    form_class = BoardingForm
    label, url_name = gettext_lazy("Set who boards"), "school:boardingrule_create"
    list_url_name, list_title = "school:boardingrule_list", gettext_lazy("Boarders")

    def perform(self, form):
        return services.set_boarding(**form.cleaned_data, by=self.request.user)


class BoardingRuleEnd(RuleEnd):
    model = BoardingRule
    queryset = BoardingRule.objects.select_related("campus")
    url_name = "school:boardingrule_end"
    list_url_name, list_title = "school:boardingrule_list", gettext_lazy("Boarders")


class BoardingRuleList(Rules):
    model = BoardingRule
    queryset = BoardingRule.objects.select_related("campus")
    create_page = BoardingRuleCreate
    title = gettext_lazy("Boarders")
    empty_title = gettext_lazy("No boarding rules yet")
    empty_text = gettext_lazy(
        "Until you set them, every campus of a boarding school boards, weekends included; attached units do not."
    )
    list_url_name, end_url_name = "school:boardingrule_list", "school:boardingrule_end"
    ordering = ["campus_id", "starts_on", "pk"]
    columns = [
        Column(gettext_lazy("Campus"), "campus", link=True),
        Column(
            gettext_lazy("Weekends"),
            lambda rule: _("Boarders stay at school") if rule.weekends else _("Boarders go home"),
        ),
        Column(gettext_lazy("In force"), days_of_rule),
    ]
