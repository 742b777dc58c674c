"""How a school handles repairs: its trades, who is sent, and its settings."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import tracked


class TradeQuerySet(RecordQuerySet):
    def in_use(self):
        return self.filter(active=True)


class Trade(models.Model):
    """A trade (工种) in the school's own words. ``role_key`` names the role that serves it."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="trades")
    name = models.CharField(_("name"), max_length=20)
    icon = models.CharField(_("icon"), max_length=30, default="wrench")
    role_key = models.SlugField(_("served by"), max_length=40, default="repairer")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("in use"), default=True)
    kinds = models.ManyToManyField("catalogue.Kind", verbose_name=_("usual objects"), blank=True, related_name="trades")

    objects = TradeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("trade")
        verbose_name_plural = _("trades")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_trade_of_a_name_in_a_school",
                violation_error_message=_("This trade is in the list already."),
            )
        ]

    def __str__(self):
        return self.name


class DispatchRuleQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def for_the_list(self):
        return self.select_related("campus", "building", "trade", "person", "stand_in")


@tracked()
class DispatchRule(models.Model):
    """Who is sent where (campus first, then building and trade), with a stand-in from day to day."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="dispatch_rules")
    campus = models.ForeignKey(
        "school.Campus",
        verbose_name=_("campus"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dispatch_rules",
    )
    building = models.ForeignKey(
        "school.Place",
        verbose_name=_("building"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dispatch_rules",
    )
    trade = models.ForeignKey(
        Trade, verbose_name=_("trade"), null=True, blank=True, on_delete=models.PROTECT, related_name="dispatch_rules"
    )
    person = models.ForeignKey(
        "people.User", verbose_name=_("repairer"), on_delete=models.PROTECT, related_name="dispatch_rules"
    )
    stand_in = models.ForeignKey(
        "people.User",
        verbose_name=_("stand-in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dispatch_rules_as_stand_in",
    )
    stand_in_from = models.DateField(_("stand-in from"), null=True, blank=True)
    stand_in_to = models.DateField(_("stand-in until"), null=True, blank=True)
    nights_and_weekends = models.BooleanField(_("nights and days off"), default=False)

    objects = DispatchRuleQuerySet.as_manager()

    class Meta:
        ordering = ["campus", "building", "trade", "pk"]
        verbose_name = _("dispatch rule")
        verbose_name_plural = _("dispatch rules")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "campus", "building", "trade", "nights_and_weekends"],
                name="one_dispatch_rule_of_a_kind",
                nulls_distinct=False,
                violation_error_message=_("There is a rule for this already. Change that one."),
            ),
            models.CheckConstraint(
                name="a_stand_in_has_both_days",
                condition=Q(stand_in=None, stand_in_from=None, stand_in_to=None)
                | Q(
                    stand_in__isnull=False,
                    stand_in_from__isnull=False,
                    stand_in_to__isnull=False,
                    stand_in_to__gte=F("stand_in_from"),
                ),
                violation_error_message=_("A stand-in needs a first and a last day, in this order."),
            ),
        ]

    def __str__(self):
        where = self.building or self.campus or _("whole school")
        return f"{where} · {self.trade or _('every trade')} → {self.person}"

    def person_on(self, day):
        """Return who is sent on ``day``: the stand-in while there is one."""
        if self.stand_in_id and self.stand_in_from <= day <= self.stand_in_to:
            return self.stand_in
        return self.person

    @property
    def narrowness(self):
        """Return how closely the rule fits: the most specific wins, a building over a trade over a campus."""
        named = [self.building_id, self.trade_id, self.campus_id]
        return (sum(1 for limit in named if limit), bool(self.building_id), bool(self.trade_id), -self.pk)


@tracked()
class RepairSettings(models.Model):
    """What a school asks of its repairs."""

    school = models.OneToOneField("school.School", on_delete=models.PROTECT, related_name="repair_settings")
    anonymous_needs_acceptance = models.BooleanField(_("reports without an account wait for acceptance"), default=True)
    assigns_by_rule = models.BooleanField(_("send by rule at once"), default=True)
    asks_for_cost = models.BooleanField(_("the cost must be entered"), default=False)
    asks_for_photo = models.BooleanField(_("a photo after the work must be taken"), default=False)
    confirm_days = models.PositiveSmallIntegerField(_("school days until accepted by default"), default=3)
    reopen_days = models.PositiveSmallIntegerField(_("days in which a repair may be reopened"), default=7)
    late_days = models.PositiveSmallIntegerField(_("school days until a repair is late"), default=3)
    repeat_count = models.PositiveSmallIntegerField(_("a repeated fault is this many repairs"), default=3)
    repeat_weeks = models.PositiveSmallIntegerField(_("within this many weeks"), default=8)
    day_begins = models.TimeField(_("working day begins"), default=time(7, 0))
    day_ends = models.TimeField(_("working day ends"), default=time(18, 0))

    class Meta:
        verbose_name = _("repair settings")
        default_permissions = ()
        permissions = [("set_up_repairs", gettext_noop("Set up trades, dispatch and rules of repairs"))]
        constraints = [
            models.CheckConstraint(
                name="repair_days_are_sensible",
                condition=Q(confirm_days__range=(1, 30), reopen_days__range=(1, 60), late_days__range=(1, 60)),
                violation_error_message=_("Choose days between 1 and 30 (reopening and lateness up to 60)."),
            ),
            models.CheckConstraint(
                name="a_repeat_is_at_least_two",
                condition=Q(repeat_count__range=(2, 20), repeat_weeks__range=(1, 52)),
                violation_error_message=_("A repeated fault is at least 2 repairs within at most 52 weeks."),
            ),
            models.CheckConstraint(
                name="the_working_day_has_an_end",
                condition=Q(day_begins__lt=F("day_ends")),
                violation_error_message=_("The working day must end after it begins."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} · {self.school}"
