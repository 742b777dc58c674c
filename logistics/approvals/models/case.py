"""One request on its way: its steps, the people asked, and what they decided."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.approvals.models.route import Mode
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked
from logistics.states import Flow


class CaseQuerySet(RecordQuerySet):
    reach = {"department": "department"}

    def visible_to(self, user):
        """What I asked for, what I am or was asked to sign, and with the permission all of the school."""
        if not user.is_authenticated:
            return self.none()
        mine = self.q_within(user) & (
            Q(asked_by=user.pk) | Q(pk__in=Seat.objects.filter(person=user.pk).values("case"))
        )
        return self.filter(mine | self.q_within(user, "approvals.view_case"))

    def about(self, record):
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def waiting_for(self, user):
        """Cases whose next signature is this person's to give."""
        seats = Seat.objects.waiting().filter(person=user.pk)
        return self.filter(q_of_active_school(user), status=Case.Status.PENDING, pk__in=seats.values("case"))

    def decided_by(self, user):
        return self.filter(
            q_of_active_school(user), Exists(Decision.objects.filter(case=OuterRef("pk"), person=user.pk))
        )


def q_of_active_school(user):
    """The condition that a case belongs to the school the person works on now."""
    return Q(school=user.active_school) if user.active_school else Q()


@tracked(exclude=["search_text", "grams"])
class Case(Searchable):
    """A request for approval of one subject, through all its revisions.

    ``status`` changes only in ``approvals.services``. ``number`` is the subject's own.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent back")
        REFUSED = "refused", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    FLOW = Flow(
        {
            "agree": ([Status.PENDING], Status.APPROVED),
            "return": ([Status.PENDING], Status.RETURNED),
            "refuse": ([Status.PENDING], Status.REFUSED),
            "withdraw": ([Status.PENDING], Status.WITHDRAWN),
            "urge": ([Status.PENDING], Status.PENDING),
            "submit": ([Status.RETURNED], Status.PENDING),
        }
    )
    TONES = {
        Status.PENDING: "warning",
        Status.APPROVED: "success",
        Status.RETURNED: "info",
        Status.REFUSED: "danger",
        Status.WITHDRAWN: "neutral",
    }
    VERBS = {
        "submitted": _("submitted it for approval"),
        "submitted_again": _("changed it and submitted it again"),
        "agreed": _("agreed"),
        "returned": _("sent it back for changes"),
        "refused": _("did not agree"),
        "withdrew": _("withdrew it"),
        "urged": _("asked to hurry"),
        "entered_paper": _("entered a signature on paper"),
        "approved": _("the last signature was given"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="approval_cases")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    kind = models.SlugField(_("kind"), max_length=40)
    number = models.CharField(_("number"), max_length=24, blank=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("reason"), blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    asked_by = models.ForeignKey(
        "people.User", verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="approvals_asked"
    )
    department = models.ForeignKey(
        "school.Department",
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approval_cases",
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    submitted_at = models.DateTimeField(_("submitted at"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        default_permissions = ("view",)
        permissions = [
            ("take_part", gettext_noop("Ask for approval and sign")),
            ("enter_paper", gettext_noop("Enter signatures given on paper")),
        ]
        indexes = [
            *search_indexes("approval_cases"),
            models.Index(fields=["school", "asked_by", "-submitted_at"], name="cases_a_person_asked_for"),
            models.Index(fields=["content_type", "object_id"], name="cases_of_a_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(status="pending"),
                name="one_pending_case_per_subject",
                violation_error_message=_("This is already waiting for approval."),
            ),
            models.CheckConstraint(
                name="a_case_is_decided_when_it_no_longer_waits",
                condition=Q(status="pending", decided_at=None) | (~Q(status="pending") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="a_case_asks_for_no_negative_amount", condition=Q(amount__gte=0)),
        ]
        triggers = [frozen("school", "content_type", "object_id", "kind", "asked_by", name="subject_stays")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("approvals:case_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    def search_words(self):
        return [self.number, self.title, self.asked_by.name]


@tracked()
class Step(models.Model):
    """One signature of a case, copied from the route when it was submitted, so that a new route leaves it alone."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("not yet")
        CURRENT = "current", _("being asked")
        DONE = "done", _("signed")
        SKIPPED = "skipped", _("no longer needed")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    revision = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("step"), max_length=120)
    duty = models.CharField(_("duty"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    mode = models.CharField(max_length=3, choices=Mode, default=Mode.ANY)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField(_("asked at"), null=True)

    class Meta:
        ordering = ["case", "revision", "position"]
        verbose_name = _("step")
        default_permissions = ()
        indexes = [models.Index(fields=["case"], condition=Q(status="current"), name="current_steps")]
        constraints = [
            models.UniqueConstraint(fields=["case", "revision", "position"], name="one_step_of_a_case_at_a_position"),
            models.UniqueConstraint(fields=["case"], condition=Q(status="current"), name="one_current_step_of_a_case"),
            models.CheckConstraint(
                name="a_step_asked_has_its_time",
                condition=Q(status="skipped") | Q(status="waiting", asked_at=None) | Q(asked_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.label


class SeatQuerySet(models.QuerySet):
    def waiting(self):
        """Seats asked now and not yet answered."""
        return self.filter(step__status=Step.Status.CURRENT, decision=None)


class Seat(models.Model):
    """A person asked at a step. ``requester`` is whoever asked, so that the database keeps the two apart."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="seats")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(
        "people.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="approval_seats"
    )
    requester = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["step", "pk"]
        verbose_name = _("person asked")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["step", "person"], name="a_person_is_asked_once_at_a_step"),
            models.CheckConstraint(name="nobody_is_asked_about_their_own_request", condition=~Q(person=F("requester"))),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.person} · {self.step}"


class Decision(models.Model):
    """What one person decided at one seat. Append-only.

    on_paper: signed with a pen (线下签批); ``signed_on`` is the day on the paper, ``entered_by`` whoever entered it with
    its scan, which is attached to the case.
    """

    class Verb(models.TextChoices):
        AGREE = "agree", _("agree")
        RETURN = "return", _("send back")
        REFUSE = "refuse", _("do not agree")

    TONES = {Verb.AGREE: "success", Verb.RETURN: "info", Verb.REFUSE: "danger"}

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="decision")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    person = models.ForeignKey(
        "people.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="approval_decisions"
    )
    requester = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(_("decision"), max_length=6, choices=Verb)
    opinion = models.TextField(_("opinion"), blank=True)
    decided_at = models.DateTimeField(_("decided at"))
    on_paper = models.BooleanField(_("signed on paper"), default=False)
    signed_on = models.DateField(_("signed on"), null=True)
    entered_by = models.ForeignKey(
        "people.User", verbose_name=_("entered by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["decided_at", "pk"]
        verbose_name = _("decision")
        default_permissions = ()
        indexes = [models.Index(fields=["person", "-decided_at"], name="decisions_of_a_person")]
        constraints = [
            models.CheckConstraint(name="nobody_decides_their_own_request", condition=~Q(person=F("requester"))),
            models.CheckConstraint(
                name="another_person_enters_a_paper_signature",
                condition=Q(on_paper=False, entered_by=None, signed_on=None)
                | (
                    Q(on_paper=True, entered_by__isnull=False, signed_on__isnull=False)
                    & ~Q(entered_by=F("requester"))
                    & ~Q(entered_by=F("person"))
                ),
            ),
            models.CheckConstraint(name="whoever_does_not_agree_says_why", condition=Q(verb="agree") | ~Q(opinion="")),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.person} {self.get_verb_display()}"

    @property
    def tone(self):
        return self.TONES[self.verb]


class Urge(models.Model):
    """A request to hurry, once a day a case. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="urges")
    on = models.DateField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "on"], name="a_case_is_urged_once_a_day")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.case} {self.on}"
