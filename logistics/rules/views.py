"""The rule table: what is in force for the school, where it comes from, and changing it from a day on."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Panel
from logistics.rules import services
from logistics.rules.filters import RuleFilter
from logistics.rules.forms import RuleValueForm
from logistics.rules.models import Rule
from logistics.rules.selectors import value_on

MANAGE = "school.manage_school"


def value_text(rule):
    """Return the value in force today, as people read it."""
    found = value_on(rule, clock.today())
    return rule.written(found.value) if found else ""


def origin_text(rule):
    """Say whether the value in force was shipped or set by the school."""
    found = value_on(rule, clock.today())
    return _("set by the school") if found and found.school_id else _("as shipped")


def bound_word(rule):
    return rule.bound_like(_present(rule))[0]


def bound_sentence(rule):
    return rule.bound_like(_present(rule))[1]


def source_text(rule):
    """Return where the rule stands; of what was not verified the verification says enough."""
    return "" if rule.verified == Rule.Verified.UNVERIFIED else rule.source


def _present(rule):
    found = value_on(rule, clock.today())
    return found.value if found else None


class SeenByTheSchool:
    """Rules with the values of this school; they belong to no school themselves."""

    model = Rule
    permission_required = MANAGE

    def get_queryset(self):
        return Rule.objects.with_values_for(self.school)


class RuleSetValue(SeenByTheSchool, ActionPage):
    form_class = RuleValueForm
    template_name = "generic/form.html"
    label, url_name, icon, tone = gettext_lazy("Set another value"), "rules:rule_set_value", "pencil", "primary"
    done_text = gettext_lazy("The value is set.")

    @classmethod
    def applies(cls, record, user):
        return not record.is_fixed(_present(record))

    def get_title(self):
        return self.object.text

    def get_subtitle(self):
        limit = self.object.limit
        if self.object.bound == Rule.Bound.CONFIGURABLE:
            return bound_sentence(self.object)
        legal = services.shipped_value(self.object) if limit is None else limit
        return _("%(bound)s (now %(value)s)") % {
            "bound": bound_sentence(self.object),
            "value": self.object.written(legal),
        }

    def get_breadcrumbs(self):
        return [(_("Rules"), reverse("rules:rule_list")), (_("Rule"), self.object.get_absolute_url())]

    def get_initial(self):
        return {"value": value_on(self.object, clock.today()).value}

    def perform(self, form):
        services.set_rule_value(self.object, school=self.school, **form.cleaned_data, by=self.request.user)
        return self.object


class RuleDetail(SeenByTheSchool, DetailPage):
    actions = [RuleSetValue]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Value in force"), value_text, wide=True),
                Column(gettext_lazy("Origin"), origin_text),
                Column(gettext_lazy("Bound"), bound_sentence),
                Column(gettext_lazy("Source"), source_text, wide=True),
                Column(gettext_lazy("Verification"), "get_verified_display"),
                Column(gettext_lazy("Section"), "get_section_display"),
            ],
        )
    ]

    def get_breadcrumbs(self):
        return [(_("Rules"), reverse("rules:rule_list"))]

    def get_panels(self):
        columns = [
            Column(gettext_lazy("Value"), lambda value: self.object.written(value.value), primary=True),
            Column(
                gettext_lazy("Valid from"), lambda value: value.valid_from if value.school_id else None, kind="date"
            ),
            Column(gettext_lazy("Reason"), lambda value: value.reason or _("as shipped")),
            Column(gettext_lazy("Set by"), "set_by"),
            Column(gettext_lazy("Set at"), "set_at", kind="moment"),
        ]
        rows = [make_row(value, columns, url="") for value in self.object.values_here]
        return [Panel(title=_("Values one after another"), columns=columns, rows=rows)]

    def get_timeline(self):
        return []


class RuleList(SeenByTheSchool, ListPage):
    filterset_class = RuleFilter
    title = gettext_lazy("Rules")
    subtitle = gettext_lazy("Limits, intervals and quantities the work is judged by.")
    ordering = ["pk"]
    columns = [
        Column(gettext_lazy("Rule"), "text", link=True),
        Column(gettext_lazy("Value in force"), value_text),
        Column(gettext_lazy("Bound"), bound_word, kind="badge"),
        Column(gettext_lazy("Origin"), origin_text, phone=False),
        Column(gettext_lazy("Source"), "citation", phone=False),
    ]
