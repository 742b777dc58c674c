"""Numbers that a rule sets (RULES.md): shipped, tightened by a place, changed by a school, each from a day on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import append_only


class Rule(models.Model):
    """A rule as shipped: what it says, its unit, who set it, and which way a school may change it."""

    class Bound(models.TextChoices):
        FLOOR = "floor", _("legal minimum: may only be raised")
        CEIL = "ceil", _("legal maximum: may only be lowered")
        CONFIGURABLE = "cfg", _("the school may choose")
        FIXED = "fix", _("fixed by law")

    class Verified(models.TextChoices):
        SEEN = "seen", _("text of the rule seen")
        SECONDARY = "secondary", _("seen in secondary material")
        UNVERIFIED = "unverified", _("for orientation; follow the local rule")

    key = models.CharField(_("key"), max_length=60, unique=True)
    text = models.CharField(_("rule"), max_length=300)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    bound = models.CharField(_("bound"), max_length=5, choices=Bound)
    source = models.CharField(_("source"), max_length=120, blank=True)
    verified = models.CharField(_("verification"), max_length=10, choices=Verified)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("rule")
        default_permissions = ()

    def __str__(self):
        return self.key


class RuleValueQuerySet(RecordQuerySet):
    def on(self, day):
        return self.filter(valid_from__lte=day)


class RuleValue(models.Model):
    """A value of a rule from a day on: shipped (no school) or a school's own. Values are JSON: number, list or text."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="values")
    school = models.ForeignKey("school.School", null=True, on_delete=models.PROTECT, related_name="rule_values")
    value = models.JSONField(_("value"))
    valid_from = models.DateField(_("valid from"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = RuleValueQuerySet.as_manager()

    class Meta:
        ordering = ["rule", "-valid_from", "-pk"]
        verbose_name = _("rule value")
        default_permissions = ("view", "add")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "school", "valid_from"], name="one_value_of_a_rule_from_a_day", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="a_school_says_why_it_changes_a_rule", condition=Q(school=None) | ~Q(reason="")
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.rule}: {self.value}"
