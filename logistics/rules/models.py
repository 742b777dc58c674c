"""Numbers that a rule sets (RULES.md): shipped, tightened by a place, changed by a school, each from a day on."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import append_only


class RuleQuerySet(models.QuerySet):
    def with_values_for(self, school):
        """Rules with ``values_here``: the shipped values and the school's own, the one in force on a day first."""
        values = RuleValue.objects.filter(Q(school=None) | Q(school=school)).select_related("set_by")
        values = values.order_by(F("school").asc(nulls_last=True), "-valid_from", "-pk")
        return self.prefetch_related(models.Prefetch("values", queryset=values, to_attr="values_here"))

    def search(self, text):
        """Rules whose words, key or source hold ``text``."""
        text = " ".join(text.split())
        return self.filter(Q(text__icontains=text) | Q(key__icontains=text) | Q(source__icontains=text))


class Rule(models.Model):
    """A rule as shipped: what it says, its unit, who set it, and which way a school may change it.

    ``limit`` is the legal bound where it differs from the value shipped (a quarter by law, a month by good practice).
    """

    class Section(models.TextChoices):
        CANTEEN_PEOPLE = "canteen_people", _("canteen: people and publication")
        MEALS = "meals", _("canteen: meals")
        RECEIVING = "receiving", _("canteen: purchase and incoming inspection")
        STORAGE = "storage", _("canteen: storage and cooking")
        HYGIENE = "hygiene", _("canteen: samples, disinfection, waste")
        CONTROL = "control", _("canteen: daily, weekly, monthly control")
        MEAL_MONEY = "meal_money", _("canteen: money")
        ASSETS = "assets", _("assets")
        ASSET_LIFE = "asset_life", _("lives of assets")
        SAFETY = "safety", _("safety")
        PURCHASING = "purchasing", _("purchasing and finance")
        RETENTION = "retention", _("how long records are kept")

    class Bound(models.TextChoices):
        FLOOR = "floor", _("legal minimum: may only be raised")
        CEIL = "ceil", _("legal maximum: may only be lowered")
        CONFIGURABLE = "cfg", _("the school may choose")
        FIXED = "fix", _("fixed by law")

    class Verified(models.TextChoices):
        SEEN = "seen", _("text of the rule seen")
        SECONDARY = "secondary", _("seen in secondary material")
        UNVERIFIED = "unverified", _("for orientation; follow the local rule")
        OWN = "own", _("our own default")

    section = models.CharField(_("section"), max_length=20, choices=Section)
    key = models.CharField(_("key"), max_length=60, unique=True)
    text = models.CharField(_("rule"), max_length=300)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    bound = models.CharField(_("bound"), max_length=5, choices=Bound)
    source = models.CharField(_("source"), max_length=120, blank=True)
    verified = models.CharField(_("verification"), max_length=10, choices=Verified)
    limit = models.JSONField(_("legal limit"), null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        default_permissions = ()

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("rules:rule_detail", args=[self.pk])

    @property
    def citation(self):
        """Return the source as it may be printed: what was not verified is only for orientation."""
        if self.verified == self.Verified.UNVERIFIED:
            return _("for orientation; follow the local rule")
        return self.source

    @property
    def tone(self):
        return "info" if self.bound == "cfg" else "neutral"

    def bound_like(self, value):
        """Return (a word, a sentence) for which way a value like this one may be changed.

        A list that law asks for may only grow, and what law asks to be done cannot be switched off.
        """
        if self.bound == self.Bound.FLOOR and isinstance(value, list):
            return _("only more"), _("required by law: items may only be added")
        if self.is_fixed(value):
            return _("fixed"), self.Bound.FIXED.label
        words = {"floor": _("only upward"), "ceil": _("only downward"), "cfg": _("free")}
        return words[self.bound], self.get_bound_display()

    @cached_property
    def values_here(self):
        """The shipped values, the one in force on a day first; ``with_values_for`` adds those of a school."""
        return list(self.values.filter(school=None))

    def is_fixed(self, value):
        return self.bound == self.Bound.FIXED or self.bound == self.Bound.FLOOR and value is True

    def written(self, value):
        """Return a value as people read it, with the unit of the rule."""
        if value is True or value is False:
            return _("yes") if value else _("no")
        if value in ("", []):
            return _("not yet set")
        text = "、".join(_figure(item) for item in value) if isinstance(value, list) else _figure(value)
        return f"{text}%" if self.unit == "%" else f"{text} {self.unit}".strip()


def _figure(value):
    """Write a number as amounts are written elsewhere (10,000; −12), a text as it is."""
    return f"{value:,}".replace("-", "−") if isinstance(value, (int, float)) else str(value)


class RuleValueQuerySet(RecordQuerySet):
    def on(self, day):
        return self.filter(valid_from__lte=day)


class RuleValue(models.Model):
    """A value of a rule from a day on: shipped (no school) or a school's own. Values are JSON: number, list or text.

    Append-only: of two values from the same day the one set later counts.
    """

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="values")
    school = models.ForeignKey("school.School", null=True, on_delete=models.PROTECT, related_name="rule_values")
    value = models.JSONField(_("value"))
    valid_from = models.DateField(_("valid from"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    set_by = models.ForeignKey(
        "people.User",
        verbose_name=_("set by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rule_values",
    )
    set_at = models.DateTimeField(_("set at"), null=True, editable=False)

    objects = RuleValueQuerySet.as_manager()

    class Meta:
        ordering = ["rule", "-valid_from", "-pk"]
        verbose_name = _("rule value")
        verbose_name_plural = _("rule values")
        default_permissions = ()
        indexes = [models.Index(fields=["rule", "school", "-valid_from", "-id"], name="values_of_a_rule")]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "valid_from"],
                condition=Q(school=None),
                name="one_shipped_value_of_a_rule_from_a_day",
            ),
            models.CheckConstraint(
                name="a_school_says_why_it_changes_a_rule", condition=Q(school=None) | ~Q(reason="")
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.rule}: {self.value}"
