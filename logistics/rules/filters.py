"""What one may look for among rules."""

import django_filters
from django.utils.translation import gettext_lazy as _

from logistics.pages.filters import SchoolFilterSet, SearchFilter
from logistics.rules.models import Rule


class RuleFilter(SchoolFilterSet):
    """By words, section, how far a school may change it, and whether this school did."""

    q = SearchFilter()
    section = django_filters.ChoiceFilter(
        label=_("Section"), choices=Rule.Section.choices, empty_label=_("every section")
    )
    bound = django_filters.ChoiceFilter(label=_("Bound"), choices=Rule.Bound.choices, empty_label=_("all"))
    own = django_filters.ChoiceFilter(
        label=_("Changed here"), choices=[("1", _("yes")), ("0", _("no"))], method="changed_here", empty_label=_("all")
    )

    class Meta:
        model = Rule
        fields = []

    def changed_here(self, rules, name, wanted):
        changed = self.school.rule_values.values("rule")
        return rules.filter(pk__in=changed) if wanted == "1" else rules.exclude(pk__in=changed)
