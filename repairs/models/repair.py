"""The repair itself."""

import re
import secrets
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import Searchable, search_indexes
from logistics.history.models import frozen, tracked
from repairs.models.course import Course
from repairs.models.rows import RepairQuerySet

LONGEST_DESCRIPTION = 1000
LARGEST_QUANTITY = Decimal("9999")


def new_follow_code():
    """Return the unguessable code by which a report without an account is followed."""
    return secrets.token_urlsafe(9)


def _whole_words(text):
    """Return ``text`` without the number or Latin word that its end may have cut in two."""
    return re.sub(r"[\s(（]*[\w./-]*$", "", text, flags=re.ASCII) or text[:-1]


@tracked(by_thousands=True, exclude=["search_text", "grams"])
class Repair(Course, Searchable):
    """A fault someone reported and what was done about it.

    ``status`` changes only in ``repairs.services``. What was submitted stays as it was (trigger ``frozen``); the office
    sorts it by trade, kind, urgency and cause. ``after_the_fact`` counts as a job but not in response times.
    """

    class Source(models.TextChoices):
        SCAN = "scan", _("QR code")
        PHONE = "phone", _("telephone")
        WECHAT = "wechat", _("WeChat")
        IN_PERSON = "in_person", _("in person")
        PATROL = "patrol", _("patrol")
        CHECK = "check", _("inspection")
        WEB = "web", _("web page")

    class Cause(models.TextChoices):
        PEOPLE = "people", _("caused by people")
        NATURE = "nature", _("wear and tear")
        AGE = "age", _("ageing")
        WEATHER = "weather", _("weather")
        OVERLOAD = "overload", _("overload")
        OTHER = "other", _("other cause")

    class Executor(models.TextChoices):
        OWN = "own", _("own staff")
        CONTRACTOR = "contractor", _("contractor")
        MAKER = "maker", _("maker")

    class Slot(models.TextChoices):
        BREAK = "break", _("between lessons")
        NOON = "noon", _("at noon")
        AFTER_SCHOOL = "after_school", _("after school")

    # Keys without an index of their own (db_index=False) begin one of Meta.indexes, or nobody looks repairs up by them:
    # each index costs a long import as much as a fiftieth of all the rest.
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="repairs", db_index=False)
    number = models.CharField(_("number"), max_length=20)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), on_delete=models.PROTECT, related_name="repairs", db_index=False
    )
    place = models.ForeignKey(
        "school.Place", verbose_name=_("place"), on_delete=models.PROTECT, related_name="repairs", db_index=False
    )
    trade = models.ForeignKey(
        "repairs.Trade", verbose_name=_("trade"), on_delete=models.PROTECT, related_name="repairs"
    )
    kind = models.ForeignKey(
        "catalogue.Kind",
        verbose_name=_("object"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repairs",
    )
    asset = models.ForeignKey(
        "assets.Asset",
        verbose_name=_("property card"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repairs",
        db_index=False,
    )
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause, blank=True)
    description = models.TextField(_("what is wrong"), max_length=LONGEST_DESCRIPTION, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    affects_teaching = models.BooleanField(_("affects teaching"), default=False)
    status = models.CharField(_("state"), max_length=15, choices=Course.Status, default=Course.Status.REPORTED)

    source = models.CharField(_("how it came"), max_length=10, choices=Source)
    reporter = models.ForeignKey(
        "people.User",
        verbose_name=_("reported by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repairs_reported",
        db_index=False,
    )
    reporter_name = models.CharField(_("name"), max_length=40, blank=True)
    reporter_phone = models.CharField(_("phone"), max_length=20, blank=True)
    preferred_time = models.CharField(_("convenient time"), max_length=15, choices=Slot, blank=True)
    entered_by = models.ForeignKey(
        "people.User",
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repairs_entered",
    )
    entered_at = models.DateTimeField(_("entered at"))
    after_the_fact = models.BooleanField(_("entered after the work"), default=False)
    imported = models.BooleanField(_("from the school's workbook"), default=False)
    follow_code = models.CharField(max_length=16, default=new_follow_code)

    reported_at = models.DateTimeField(_("reported at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        "people.User",
        verbose_name=_("repairer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repairs_assigned",
        db_index=False,
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.User",
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repairs_confirmed",
        db_index=False,
    )
    default_accepted = models.BooleanField(_("accepted by default"), default=False)
    rating = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_repairs",
        db_index=False,
    )

    executor = models.CharField(_("done by"), max_length=10, choices=Executor, blank=True)
    executor_name = models.CharField(_("company or maker"), max_length=60, blank=True)
    result = models.CharField(_("what was done"), max_length=500, blank=True)
    labour_minutes = models.PositiveIntegerField(_("labour in minutes"), null=True, blank=True)
    cost = models.DecimalField(_("cost in yuan"), max_digits=10, decimal_places=2, null=True, blank=True)

    objects = RepairQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        default_permissions = ("view",)
        permissions = [
            ("assign_repair", gettext_noop("Accept, assign and end repairs")),
            ("work_repair", gettext_noop("Take and complete repairs")),
            ("enter_repair", gettext_noop("Enter reports for callers")),
        ]
        indexes = [
            *search_indexes("repairs"),
            models.Index(fields=["school", "-reported_at", "-id"], name="repairs_newest_first"),
            models.Index(fields=["school", "status", "-reported_at", "-id"], name="repairs_by_state"),
            models.Index(fields=["school", "campus", "-reported_at"], name="repairs_of_a_campus"),
            models.Index(fields=["place", "kind", "reported_at"], name="repairs_at_a_place"),
            models.Index(fields=["assigned_to", "status"], name="repairs_of_a_repairer"),
            models.Index(fields=["reporter", "-reported_at"], name="repairs_of_a_reporter"),
            models.Index(fields=["asset"], name="repairs_of_an_asset", condition=Q(asset__isnull=False)),
            models.Index(fields=["merged_into"], name="repairs_merged", condition=Q(merged_into__isnull=False)),
        ]
        triggers = [
            frozen(
                "school",
                "number",
                "campus",
                "place",
                "asset",
                "description",
                "source",
                "reporter",
                "reporter_name",
                "reporter_phone",
                "preferred_time",
                "entered_by",
                "entered_at",
                "after_the_fact",
                "imported",
                "follow_code",
                "reported_at",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_repair_of_a_number_in_a_school"),
            models.UniqueConstraint(fields=["follow_code"], name="one_repair_of_a_follow_code"),
            models.CheckConstraint(
                name="a_report_says_what_is_wrong",
                condition=Q(kind__isnull=False) | ~Q(description=""),
                violation_error_message=_("Choose the object or write a few words on what is wrong."),
            ),
            models.CheckConstraint(
                name="a_repair_has_a_reporter",
                condition=Q(reporter__isnull=False) | ~Q(reporter_name=""),
                violation_error_message=_("Say who reports this."),
            ),
            models.CheckConstraint(
                name="repair_quantity_is_sensible",
                condition=Q(quantity__gt=0, quantity__lte=LARGEST_QUANTITY),
                violation_error_message=_("Enter a quantity between 0 and 9999."),
            ),
            models.CheckConstraint(
                name="repair_accepted_has_time",
                condition=Q(status="reported", accepted_at=None)
                | Q(status__in=["withdrawn", "merged", "rejected"])
                | (~Q(status="reported") & Q(accepted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="repair_assigned_has_person_and_time",
                condition=Q(status__in=["reported", "accepted"], assigned_at=None, assigned_to=None)
                | Q(status__in=["withdrawn", "merged", "rejected", "scrap_advised"])
                | Q(imported=True)
                | Q(assigned_at__isnull=False, assigned_to__isnull=False),
            ),
            models.CheckConstraint(
                name="repair_started_has_time",
                condition=Q(status__in=["reported", "accepted", "assigned"], started_at=None)
                | Q(status__in=["withdrawn", "merged", "rejected", "scrap_advised"])
                | Q(status__in=["in_progress", "waiting", "to_confirm", "done"], started_at__isnull=False),
            ),
            models.CheckConstraint(
                name="repair_finished_has_time_and_executor",
                condition=(Q(status__in=["to_confirm", "done"], finished_at__isnull=False) & ~Q(executor=""))
                | (~Q(status__in=["to_confirm", "done"]) & Q(finished_at=None)),
            ),
            models.CheckConstraint(
                name="repair_done_has_confirmation",
                condition=Q(status="done", confirmed_at__isnull=False)
                | (~Q(status="done") & Q(confirmed_at=None, confirmed_by=None, default_accepted=False, rating=None)),
            ),
            models.CheckConstraint(
                name="repair_accepted_by_default_has_no_stars",
                condition=Q(default_accepted=False) | Q(rating=None, confirmed_by=None),
            ),
            models.CheckConstraint(
                name="repair_stars_are_one_to_five", condition=Q(rating=None) | Q(rating__range=(1, 5))
            ),
            models.CheckConstraint(
                name="repair_ended_has_time_and_reason",
                condition=(
                    Q(status__in=["withdrawn", "merged", "rejected", "scrap_advised"], ended_at__isnull=False)
                    & ~Q(end_reason="")
                )
                | (
                    ~Q(status__in=["withdrawn", "merged", "rejected", "scrap_advised"])
                    & Q(ended_at=None, end_reason="")
                ),
            ),
            models.CheckConstraint(
                name="repair_merged_names_the_other",
                condition=(Q(status="merged", merged_into__isnull=False) & ~Q(merged_into=F("id")))
                | (~Q(status="merged") & Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="repair_moments_in_order",
                condition=(Q(accepted_at=None) | Q(accepted_at__gte=F("reported_at")))
                & (Q(assigned_at=None) | Q(assigned_at__gte=F("reported_at")))
                & (Q(finished_at=None) | Q(finished_at__gte=F("started_at")))
                & (Q(confirmed_at=None) | Q(confirmed_at__gte=F("finished_at"))),
            ),
            models.CheckConstraint(
                name="repair_cost_is_not_negative",
                condition=Q(cost=None) | Q(cost__gte=0),
                violation_error_message=_("Enter a cost of zero or more."),
            ),
            models.CheckConstraint(
                name="a_company_is_named_only_for_outside_work",
                condition=Q(executor_name="") | Q(executor__in=["contractor", "maker"]),
                violation_error_message=_("Name a company only when a contractor or the maker did the work."),
            ),
        ]

    def __str__(self):
        return f"{self.place.label} · {self.subject}"

    def get_absolute_url(self):
        return reverse("repairs:repair_detail", args=[self.pk])

    def get_public_url(self):
        return reverse("repairs_public:follow", args=[self.follow_code])

    def search_words(self):
        return [self.number, self.campus.name, self.place.label, self.kind, self.description, self.reported_by_text]

    @property
    def subject(self):
        """Return in a few characters what is broken."""
        if self.kind_id:
            return str(self.kind)
        return self.description if len(self.description) <= 20 else f"{_whole_words(self.description[:20])}…"

    @property
    def quantity_text(self):
        """Return the quantity with the measure word of its kind: 3 盏."""
        return f"{self.quantity.normalize():f} {self.kind.measure_word}" if self.kind_id else ""

    @property
    def reported_by_text(self):
        return str(self.reporter) if self.reporter_id else self.reporter_name

    @property
    def phone(self):
        """Return the number to call about this repair, "" when none is known."""
        return self.reporter_phone or (self.reporter.phone if self.reporter_id else "")

    @property
    def tone(self):
        return self.TONES.get(self.status, "neutral")

    @property
    def is_open(self):
        return self.status in self.OPEN
