"""What people are told: inside the app, and by the school's group robots and mail."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.db import RecordQuerySet
from logistics.history.models import frozen, tracked
from logistics.states import Flow


class NoticeQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Everyone sees what they were told themselves, in the school they work on."""
        if not user.is_authenticated:
            return self.none()
        notices = self.filter(person=user)
        return notices.filter(school=user.active_school) if user.active_school else notices

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """Something a person is told in the app, exactly once a key."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="notices", db_index=False)
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=120)
    text = models.TextField(_("text"))
    url = models.CharField(max_length=300)
    urgent = models.BooleanField(_("urgent"), default=False)
    created_at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    digested_on = models.DateField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        indexes = [
            models.Index(fields=["school", "person", "-created_at", "-id"], name="notices_of_a_person"),
            models.Index(fields=["school", "person"], condition=Q(read_at=None), name="notices_unread"),
            models.Index(
                fields=["school"],
                condition=Q(read_at=None, digested_on=None, urgent=False),
                name="notices_for_the_digest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "person"], name="a_person_is_told_once_of_a_key"),
            models.CheckConstraint(
                name="a_notice_leads_to_a_page_of_ours", condition=Q(url__startswith="/") & ~Q(url__startswith="//")
            ),
        ]
        triggers = [frozen("school_id", "person_id", "key", "text", "url", "urgent", "created_at")]

    def __str__(self):
        return self.text.partition("\n")[0]

    def get_absolute_url(self):
        return reverse("notices:notice_open", args=[self.pk])


@tracked(exclude=["address", "secret"])
class Robot(models.Model):
    """A group robot of WeCom, DingTalk or Feishu. Its address is as good as a password and shown only in part."""

    class Kind(models.TextChoices):
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="robots")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=40)
    address = models.CharField(_("address"), max_length=500)
    secret = models.CharField(_("signing secret"), max_length=100, blank=True)
    urgent = models.BooleanField(_("gets what is urgent, at once"), default=True)
    digest = models.BooleanField(_("gets the digest, each morning"), default=True)
    active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("added at"))

    objects = RecordQuerySet.as_manager()

    VERBS = {
        "tested": _("sent a test message"),
        "stopped": _("switched the robot off"),
        "started": _("switched the robot on"),
    }

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        default_permissions = ()
        permissions = [("manage_robot", gettext_noop("Manage group robots"))]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_robot_of_a_name_in_a_school",
                violation_error_message=_("This school has a robot of this name already."),
            ),
            models.UniqueConstraint(
                fields=["school", "address"],
                name="one_robot_of_an_address_in_a_school",
                violation_error_message=_("This school has a robot with this address already."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("notices:robot_detail", args=[self.pk])

    @property
    def tone(self):
        return "success" if self.active else "neutral"

    @property
    def state_label(self):
        return _("in use") if self.active else _("switched off")

    @property
    def address_in_part(self):
        """Enough of the address to tell robots apart, too little to use it."""
        return f"…{self.address[-6:]}"


class DeliveryQuerySet(RecordQuerySet):
    def due(self):
        """What waits for its time, and what a worker took and did not finish within its lease."""
        now = clock.now()
        waiting = Q(status__in=[Delivery.Status.QUEUED, Delivery.Status.FAILED], next_at__lte=now)
        return self.filter(waiting | Q(status=Delivery.Status.RUNNING, lease_until__lt=now))


class Delivery(models.Model):
    """A message that leaves the house: the row is the job (DESIGN 15).

    Whoever turns the row to running by conditional update does the work until ``lease_until``. A row taken over from
    a lapsed lease may have arrived already: it carries the same Message-ID and is marked ``possibly_repeated``.
    mentions: [{"name", "phone"}] of the people a robot calls by @. ``opened_at``: when its link was first followed, by its
    person or, of a robot, by anybody of the school.
    """

    class Channel(models.TextChoices):
        ROBOT = "robot", _("group robot")
        MAIL = "mail", _("mail")

    class Status(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("being sent")
        DONE = "done", _("sent")
        FAILED = "failed", _("will be tried again")
        GAVE_UP = "gave_up", _("not sent")

    FLOW = Flow({"retry": ([Status.FAILED, Status.GAVE_UP], Status.QUEUED)})
    TONES = {
        Status.QUEUED: "neutral",
        Status.RUNNING: "info",
        Status.DONE: "success",
        Status.FAILED: "warning",
        Status.GAVE_UP: "danger",
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    key = models.CharField(max_length=120)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    robot = models.ForeignKey(
        Robot, verbose_name=_("group robot"), null=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    person = models.ForeignKey(
        "people.User", verbose_name=_("person"), null=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    recipient = models.CharField(_("recipient"), max_length=254)
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("message"))
    url = models.CharField(max_length=300)
    mentions = models.JSONField(default=list)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    lease_until = models.DateTimeField(null=True)
    answered = models.CharField(_("answer"), max_length=300, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    possibly_repeated = models.BooleanField(_("possibly sent twice"), default=False)
    created_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    opened_at = models.DateTimeField(_("opened at"), null=True)

    objects = DeliveryQuerySet.as_manager()

    VERBS = {"retried": _("had it sent again")}

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        default_permissions = ()
        permissions = [("view_delivery", gettext_noop("See what was sent to whom"))]
        indexes = [
            models.Index(fields=["school", "-created_at", "-id"], name="deliveries_of_a_school"),
            models.Index(
                fields=["next_at"],
                condition=Q(status__in=["queued", "failed", "running"]),
                name="deliveries_unfinished",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient", "channel"], name="a_recipient_gets_a_message_once"),
            models.CheckConstraint(
                name="a_running_delivery_has_a_lease",
                condition=Q(status="running", lease_until__isnull=False) | (~Q(status="running") & Q(lease_until=None)),
            ),
            models.CheckConstraint(
                name="a_sent_delivery_says_when",
                condition=Q(status="done", sent_at__isnull=False) | (~Q(status="done") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="a_delivery_goes_to_a_robot_or_a_person",
                condition=Q(channel="robot", robot__isnull=False) | Q(channel="mail", person__isnull=False),
            ),
        ]
        triggers = [frozen("school_id", "key", "channel", "robot_id", "person_id", "recipient", "body", "url")]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("notices:delivery_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def recipient_label(self):
        return self.robot.name if self.robot_id else f"{self.person} <{self.recipient}>"

    @property
    def waits_until(self):
        """When it is tried next, or None when it is not."""
        return self.next_at if self.status in (self.Status.QUEUED, self.Status.FAILED) else None

    @property
    def outcome(self):
        return self.error or self.answered


class DailyRun(models.Model):
    """A daily job that ran for a day, since ``at``; the row makes a second run find nothing to do."""

    job = models.CharField(max_length=200)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["job", "day"], name="a_daily_job_runs_once")]

    def __str__(self):
        return f"{self.job} {self.day}"
