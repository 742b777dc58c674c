"""Rosters (值班表): whose turn it is on which days, and how that was changed."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from logistics.db import RecordQuerySet
from logistics.history.models import append_only, frozen, tracked
from logistics.school.models import DayKind
from logistics.school.models.term import days_from_to
from logistics.states import Flow


class RosterQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def visible_to(self, user):
        """Everyone who works there may read the rosters, those of the whole school included."""
        return self.filter(self.q_within(user, own=Q(campus=None)))


@tracked()
class Roster(models.Model):
    """A list of turns. ``slots`` names the shifts of a day, empty when there is one; ``day_kind`` the days it covers."""

    VERBS = {
        "entered": _("entered turns"),
        "swapped": _("swapped turns"),
        "stood_in": _("arranged a stand-in"),
        "changed_turn": _("changed a turn"),
        "removed_turn": _("took a turn away"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="rosters")
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="rosters",
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=40)
    slots = ArrayField(models.CharField(max_length=20), verbose_name=_("shifts of a day"), default=list, blank=True)
    day_kind = models.CharField(_("kind of day"), max_length=20, choices=DayKind, default=DayKind.SCHOOL)
    active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("created at"), editable=False)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_roster_of_a_name_in_a_school",
                violation_error_message=_("This school has a roster of this name already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("duties:roster_detail", args=[self.pk])

    @property
    def tone(self):
        return "success" if self.active else "neutral"

    @property
    def use_text(self):
        return _("in use") if self.active else _("out of use")

    @property
    def slots_or_one(self):
        """The names of its shifts, [""] for the one shift of a roster without names."""
        return list(self.slots) or [""]


class ShiftQuerySet(RecordQuerySet):
    school_path = "roster__school"

    def on(self, day):
        return self.filter(first_on__lte=day, last_on__gte=day)

    def touching(self, start, end):
        return self.filter(first_on__lte=end, last_on__gte=start)


@tracked()
class Shift(models.Model):
    """A person's turn from day to day. Several people may share a slot; the first entered is asked.

    ``stands_in_for`` is whose turn it was before a stand-in or a swap.
    """

    roster = models.ForeignKey(Roster, verbose_name=_("roster"), on_delete=models.CASCADE, related_name="shifts")
    slot = models.CharField(_("shift"), max_length=20, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="shifts"
    )
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stands in for"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="shifts_handed_over",
    )  # fmt: skip

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "slot", "pk"]
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        default_permissions = ()
        indexes = [models.Index(fields=["roster", "slot", "first_on", "last_on"], name="shifts_of_a_roster")]
        constraints = [
            models.CheckConstraint(
                name="a_shift_begins_before_it_ends",
                condition=Q(first_on__lte=F("last_on")),
                violation_error_message=_("Choose a last day that is not before the first."),
            ),
            ExclusionConstraint(
                name="nobody_stands_twice_in_a_shift",
                expressions=[
                    ("roster", RangeOperators.EQUAL),
                    ("slot", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (days_from_to("first_on", "last_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person has this shift on one of these days already."),
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.first_on:%Y-%m-%d}"

    def get_absolute_url(self):
        return self.roster.get_absolute_url()


class ShiftChange(models.Model):
    """How a turn passed from one person to another; ``from_person`` or ``to_person`` None: it was filled or given up."""

    class Kind(models.TextChoices):
        SWAP = "swap", _("swap")
        STAND_IN = "stand_in", _("stand-in")
        KEEPER = "keeper", _("changed by the keeper")

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    slot = models.CharField(_("shift"), max_length=20, blank=True)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    from_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("instead of"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("new person"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("changed at"))

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_shift_change_names_somebody",
                condition=Q(from_person__isnull=False) | Q(to_person__isnull=False),
            )
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.roster} {self.first_on:%Y-%m-%d}"


class ShiftSwapQuerySet(RecordQuerySet):
    school_path = "roster__school"

    def visible_to(self, user):
        """The keepers of the rosters see all, everyone else their own proposals."""
        if not user.is_authenticated:
            return self.none()
        own = Q(asked_by=user) | Q(other=user)
        return self.filter(self.q_within(user, "duties.keep_roster", own=own))


@tracked()
class ShiftSwap(models.Model):
    """A proposal to swap two turns; it takes effect when the other person accepts."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    FLOW = Flow(
        {
            "accept": ([Status.PROPOSED], Status.ACCEPTED),
            "decline": ([Status.PROPOSED], Status.DECLINED),
            "withdraw": ([Status.PROPOSED], Status.WITHDRAWN),
        }
    )
    TONES = {
        Status.PROPOSED: "info",
        Status.ACCEPTED: "success",
        Status.DECLINED: "neutral",
        Status.WITHDRAWN: "neutral",
    }
    VERBS = {
        "proposed": _("proposed a swap"),
        "accepted": _("accepted the swap"),
        "declined": _("declined the swap"),
        "withdrawn": _("withdrew the proposal"),
    }

    roster = models.ForeignKey(Roster, verbose_name=_("roster"), on_delete=models.CASCADE, related_name="swaps")
    slot = models.CharField(max_length=20, blank=True)
    first_on = models.DateField(_("own turn from"))
    last_on = models.DateField(_("own turn to"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="swaps_proposed"
    )
    other_slot = models.CharField(max_length=20, blank=True)
    other_first_on = models.DateField(_("other turn from"))
    other_last_on = models.DateField(_("other turn to"))
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("the other person"),
        on_delete=models.PROTECT,
        related_name="swaps_offered",
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.PROPOSED)
    asked_at = models.DateTimeField(_("proposed at"))
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = ShiftSwapQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("swap of turns")
        verbose_name_plural = _("swaps of turns")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="an_answered_swap_says_when",
                condition=Q(status="proposed", answered_at=None)
                | (~Q(status="proposed") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_swap_is_between_two_people",
                condition=~Q(asked_by=F("other")),
                violation_error_message=_("Choose a turn of somebody else."),
            ),
        ]
        triggers = [
            frozen("roster", "slot", "first_on", "last_on", "asked_by", "other_slot", "other_first_on", "other_last_on",
                   "other", "reason", "asked_at")
        ]  # fmt: skip

    def __str__(self):
        return f"{self.asked_by} ⇄ {self.other}"

    def get_absolute_url(self):
        return reverse("duties:shiftswap_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]
