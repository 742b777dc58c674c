"""Hazards (隐患): found, assigned, rectified, accepted by somebody else, closed (CH-14)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow

LONGEST_DESCRIPTION = 1000


class HazardQuerySet(RecordQuerySet):
    reach = {"campus": "campus", "place": "place"}

    def visible_to(self, user):
        """The keepers see all in their reach; everyone else what they found or have to put right."""
        if not user.is_authenticated:
            return self.none()
        own = Q(found_by=user) | Q(responsible=user)
        own &= Q(school__in={held.school_id for held in user.appointments_now()})
        return self.filter(self.q_within(user, "safety.view_hazard") | own)

    def real(self):
        """Hazards that count: what proved to be none does not."""
        return self.exclude(status=Hazard.Status.DISMISSED)

    def open(self):
        return self.filter(status__in=Hazard.OPEN)

    def put_right(self):
        """Rectified, and accepted by somebody else."""
        return self.filter(status__in=Hazard.PUT_RIGHT)

    def overdue(self, day):
        """Not rectified although the last day for it lies before ``day``."""
        return self.filter(status__in=[Hazard.Status.FOUND, Hazard.Status.ASSIGNED], due_on__lt=day)

    def rectified_late(self):
        return self.filter(rectified_at__isnull=False, due_on__lt=TruncDate("rectified_at"))

    def found_in(self, period, scope):
        return self.real().filter(period.moments("found_at"), scope.rows("campus"))

    def for_lists(self):
        return self.select_related("place__campus", "campus", "found_by", "responsible")


@tracked(exclude=["search_text", "grams"])
class Hazard(Searchable):
    """Something that may hurt people, and what was done about it.

    ``status`` changes only in ``safety.services``. What was reported is frozen. A major hazard (重大) names the five:
    who is responsible, measure, money, last day and plan (rule hazard.major.five). ``repeats`` is an earlier hazard of
    the same category at the same place in the same term (反复).
    """

    class Source(models.TextChoices):
        PATROL = "patrol", _("patrol")
        CHECK = "check", _("inspection")
        REPORT = "report", _("reported by somebody")
        SUPERVISION = "supervision", _("supervision")

    class Category(models.TextChoices):
        FIRE = "fire", _("fire safety")
        ELECTRICITY = "electricity", _("electricity")
        BUILDING = "building", _("buildings")
        FACILITY = "facility", _("facilities")
        FOOD = "food", _("food")
        TRAFFIC = "traffic", _("traffic")
        SURROUNDINGS = "surroundings", _("surroundings")
        OTHER = "other", _("other")

    class Level(models.TextChoices):
        GENERAL = "general", _("general hazard")
        MAJOR = "major", _("major hazard")

    class Status(models.TextChoices):
        FOUND = "found", _("hazard reported")
        ASSIGNED = "assigned", _("being rectified")
        RECTIFIED = "rectified", _("to be accepted")
        ACCEPTED = "accepted", _("rectification accepted")
        CLOSED = "closed", _("hazard closed")
        DISMISSED = "dismissed", _("no hazard")

    FLOW = Flow(
        {
            "assign": ([Status.FOUND, Status.ASSIGNED], Status.ASSIGNED),
            "rectify": ([Status.ASSIGNED], Status.RECTIFIED),
            "accept": ([Status.RECTIFIED], Status.ACCEPTED),
            "send_back": ([Status.RECTIFIED], Status.ASSIGNED),
            "close": ([Status.ACCEPTED], Status.CLOSED),
            "dismiss": ([Status.FOUND], Status.DISMISSED),
            "hand_to_repair": ([Status.FOUND, Status.ASSIGNED], None),
        }
    )
    OPEN = [Status.FOUND, Status.ASSIGNED, Status.RECTIFIED, Status.ACCEPTED]
    PUT_RIGHT = [Status.ACCEPTED, Status.CLOSED]
    PATH = [Status.FOUND, Status.ASSIGNED, Status.RECTIFIED, Status.ACCEPTED, Status.CLOSED]
    TONES = {
        Status.FOUND: "warning",
        Status.ASSIGNED: "info",
        Status.RECTIFIED: "info",
        Status.ACCEPTED: "success",
        Status.CLOSED: "success",
        Status.DISMISSED: "neutral",
    }
    VERBS = {
        "found": _("reported the hazard"),
        "assigned": _("assigned the hazard"),
        "rectified": _("rectified the hazard"),
        "accepted": _("accepted the rectification"),
        "sent_back": _("sent the rectification back"),
        "closed": _("closed the hazard"),
        "dismissed": _("found it to be no hazard"),
        "handed_to_repair": _("reported it for repair"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="hazards")
    number = models.CharField(_("number"), max_length=20)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), on_delete=models.PROTECT, related_name="hazards"
    )
    place = models.ForeignKey("school.Place", verbose_name=_("place"), on_delete=models.PROTECT, related_name="hazards")
    source = models.CharField(_("found through"), max_length=12, choices=Source)
    category = models.CharField(_("category"), max_length=12, choices=Category)
    description = models.TextField(_("what is dangerous"), max_length=LONGEST_DESCRIPTION)
    interim = models.CharField(_("interim measure"), max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.GENERAL)
    found_at = models.DateTimeField(_("found at"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("found by"), on_delete=models.PROTECT, related_name="hazards_found"
    )
    entered_at = models.DateTimeField(_("entered at"))
    repeats = models.ForeignKey(
        "self", verbose_name=_("repeats"), null=True, blank=True, on_delete=models.PROTECT, related_name="repeated_by"
    )
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.FOUND)

    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hazards_to_rectify",
    )
    measure = models.CharField(_("rectification measure"), max_length=300, blank=True)
    money = models.DecimalField(_("money (yuan)"), max_digits=12, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("last day"), null=True, blank=True)
    plan = models.CharField(_("emergency plan"), max_length=300, blank=True)
    assigned_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    repair = models.ForeignKey(
        "repairs.Repair",
        verbose_name=_("repair"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hazards",
    )

    rectification = models.CharField(_("rectification"), max_length=500, blank=True)
    rectified_at = models.DateTimeField(_("rectified at"), null=True, blank=True)
    rectified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("rectified by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hazards_rectified",
    )
    sent_back = models.PositiveSmallIntegerField(_("times sent back"), default=0)
    accepted_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hazards_accepted",
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hazards_closed",
    )
    dismissal = models.CharField(_("why it is none"), max_length=200, blank=True)

    objects = HazardQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = _("hazard")
        verbose_name_plural = _("hazards")
        default_permissions = ("view",)
        permissions = [
            ("report_hazard", gettext_noop("Report hazards")),
            ("assign_hazard", gettext_noop("Judge and assign hazards")),
            ("accept_hazard", gettext_noop("Accept rectified hazards and close them")),
        ]
        indexes = [
            models.Index(fields=["school", "-found_at", "-id"], name="hazards_newest_first"),
            models.Index(fields=["school", "status", "due_on"], name="hazards_by_state"),
            models.Index(fields=["place", "category", "found_at"], name="hazards_at_a_place"),
            models.Index(fields=["responsible", "status"], name="hazards_of_a_person"),
            *search_indexes("hazards"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_hazard_of_a_number_in_a_school"),
            models.CheckConstraint(name="a_hazard_says_what_is_dangerous", condition=~Q(description="")),
            models.CheckConstraint(
                name="a_hazard_is_found_before_it_is_entered", condition=Q(found_at__lte=F("entered_at"))
            ),
            models.CheckConstraint(
                name="a_major_hazard_names_the_five",
                condition=~Q(level="major")
                | (
                    Q(responsible__isnull=False, money__isnull=False, due_on__isnull=False)
                    & ~Q(measure="")
                    & ~Q(plan="")
                ),
                violation_error_message=_(
                    "A major hazard names who is responsible, measure, money, last day and plan."
                ),
            ),
            models.CheckConstraint(
                name="an_assigned_hazard_has_person_and_last_day",
                condition=Q(status__in=["found", "dismissed"], assigned_at=None, responsible=None, due_on=None)
                | Q(
                    status__in=["assigned", "rectified", "accepted", "closed"],
                    assigned_at__isnull=False,
                    responsible__isnull=False,
                    due_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="a_rectified_hazard_has_time_person_and_word",
                condition=(
                    Q(
                        status__in=["rectified", "accepted", "closed"],
                        rectified_at__isnull=False,
                        rectified_by__isnull=False,
                    )
                    & ~Q(rectification="")
                )
                | Q(
                    status__in=["found", "assigned", "dismissed"],
                    rectified_at=None,
                    rectified_by=None,
                    rectification="",
                ),
            ),
            models.CheckConstraint(
                name="an_accepted_hazard_has_time_and_person",
                condition=Q(status__in=["accepted", "closed"], accepted_at__isnull=False, accepted_by__isnull=False)
                | (~Q(status__in=["accepted", "closed"]) & Q(accepted_at=None, accepted_by=None)),
            ),
            models.CheckConstraint(
                name="a_closed_hazard_has_time_and_person",
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(status="closed") & Q(closed_at=None, closed_by=None)),
            ),
            models.CheckConstraint(
                name="nobody_accepts_their_own_rectification",
                condition=(Q(accepted_by=None) | ~Q(accepted_by=F("rectified_by")))
                & (Q(closed_by=None) | ~Q(closed_by=F("rectified_by"))),
                violation_error_message=_("Somebody else must accept what you rectified."),
            ),
            models.CheckConstraint(
                name="what_is_no_hazard_has_a_reason",
                condition=(Q(status="dismissed") & ~Q(dismissal="")) | (~Q(status="dismissed") & Q(dismissal="")),
            ),
            models.CheckConstraint(
                name="the_money_for_a_hazard_is_not_negative",
                condition=Q(money=None) | Q(money__gte=0),
                violation_error_message=_("Enter an amount of zero or more."),
            ),
        ]
        triggers = [
            frozen("school", "number", "campus", "place", "source", "description", "found_at", "found_by", "entered_at")
        ]

    def __str__(self):
        return f"{self.place.label} · {Truncator(self.description).chars(30)}"

    def get_absolute_url(self):
        return reverse("safety:hazard_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.campus.name, self.place.label, self.description, self.measure, self.responsible]

    @property
    def is_overdue(self):
        waiting = self.status in (self.Status.FOUND, self.Status.ASSIGNED)
        return bool(waiting and self.due_on and self.due_on < clock.today())

    @property
    def was_rectified_late(self):
        return bool(self.rectified_at and clock.day_of(self.rectified_at) > self.due_on)

    @property
    def was_entered_late(self):
        """Say whether it was entered on a later day than it was found."""
        return clock.day_of(self.entered_at) > clock.day_of(self.found_at)

    @property
    def tone(self):
        return "danger" if self.is_overdue else self.TONES[self.status]

    @property
    def state_text(self):
        return _("overdue") if self.is_overdue else self.get_status_display()

    @property
    def marks(self):
        """What stands beside it in every list: 重大, 反复, 补录."""
        marks = [
            (self.level == self.Level.MAJOR, self.get_level_display()),
            (self.repeats_id, _("repeated")),
            (self.sent_back, _("sent back")),
            (self.was_entered_late, _("late entry")),
        ]
        return " ".join(str(mark) for applies, mark in marks if applies)
