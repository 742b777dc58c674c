"""What a school adds to its summaries and keeps of them: own texts, order of sections, exports, fonts."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import tracked
from logistics.reports.sections import Section
from logistics.states import Flow


@tracked()
class SummaryText(models.Model):
    """What the director wrote into a section; computing the figures anew leaves it alone."""

    VERBS = {"written": _("wrote the text"), "cleared": _("took the text back")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="summary_texts")
    period = models.CharField(_("period"), max_length=40)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    section = models.CharField(_("section"), max_length=20, choices=Section)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    written_by = models.ForeignKey(
        "people.User", verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written at"))

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["school", "period", "pk"]
        verbose_name = _("text of a summary")
        default_permissions = ()
        permissions = [
            ("view_summary", gettext_noop("Read and export the summaries of the school")),
            ("edit_summary", gettext_noop("Write texts into the summaries and arrange their sections")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "period", "campus", "section"],
                name="one_text_of_a_section_in_a_summary",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return self.get_section_display()

    @property
    def paragraphs(self):
        return [line.strip() for line in self.text.splitlines() if line.strip()]


@tracked()
class SectionChoice(models.Model):
    """How a school wants a section: its place, its own heading, printed or not."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="summary_sections")
    section = models.CharField(_("section"), max_length=20, choices=Section)
    position = models.PositiveSmallIntegerField(_("position"), validators=[MinValueValidator(1), MaxValueValidator(99)])
    heading = models.CharField(_("own heading"), max_length=40, blank=True)
    shown = models.BooleanField(_("printed"), default=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("section of the summary")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "section"], name="a_section_is_arranged_once"),
            models.CheckConstraint(
                name="problems_are_always_printed",
                condition=~Q(section="problems") | Q(shown=True),
                violation_error_message=_("Remaining problems are always printed."),
            ),
        ]

    def __str__(self):
        return self.heading or self.get_section_display()


@tracked()
class SummaryStyle(models.Model):
    """How a school likes its summaries on paper. ``roughly``: counts in prose are said as 80余, exactly in the annex."""

    school = models.OneToOneField("school.School", on_delete=models.PROTECT, related_name="summary_style")
    roughly = models.BooleanField(_("round counts in the text"), default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("style of the summary")
        default_permissions = ()

    def __str__(self):
        return str(self._meta.verbose_name)


class ExportQuerySet(RecordQuerySet):
    reach = {"campus": "campus"}

    def visible_to(self, user):
        """Files of summaries this person may read."""
        return self.within(user, "reports.view_summary")


@tracked(exclude=["figures"])
class Export(models.Model):
    """A summary as a file, with the figures and the moment they were taken; the row is the job (DESIGN 15).

    ``status`` changes only in ``reports.services``. ``lease`` names the worker's turn, ``attempts`` counts the turns.
    """

    class Format(models.TextChoices):
        PDF = "pdf", _("PDF")
        DOCX = "docx", _("Word (DOCX)")
        JSON = "json", _("data (JSON)")

    class Status(models.TextChoices):
        QUEUED = "queued", _("in the queue")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("not made")

    class Step(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn")
        READING = "reading", _("Taking the figures from the records")
        WRITING = "writing", _("Laying out the document")
        STORING = "storing", _("Storing the file")
        READY = "ready", _("The file is ready")
        GIVEN_UP = "given_up", _("The file could not be made")

    PROGRESS = {"waiting": 5, "reading": 20, "writing": 50, "storing": 90, "ready": 100, "given_up": 100}
    UNFINISHED = [Status.QUEUED, Status.RUNNING]
    VERBS = {
        "created": _("asked for the file"),
        "finished": _("made the file"),
        "given_up": _("gave up making the file"),
        "tried_again": _("asked to try again"),
    }
    FLOW = Flow(
        {
            "lease": ([Status.QUEUED, Status.RUNNING], Status.RUNNING),
            "release": ([Status.RUNNING], Status.QUEUED),
            "finish": ([Status.RUNNING], Status.DONE),
            "give_up": ([Status.QUEUED, Status.RUNNING], Status.FAILED),
            "retry": ([Status.FAILED], Status.QUEUED),
        }
    )
    TONES = {"queued": "neutral", "running": "info", "done": "success", "failed": "danger"}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="summary_exports")
    period = models.CharField(_("period"), max_length=40)
    campus = models.ForeignKey(
        "school.Campus", verbose_name=_("campus"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=120)
    format = models.CharField(_("format"), max_length=10, choices=Format)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    step = models.CharField(_("step"), max_length=10, choices=Step, default=Step.WAITING)
    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    requested_by = models.ForeignKey(
        "people.User", verbose_name=_("asked for by"), on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(_("asked for at"))
    as_of = models.DateTimeField(_("figures of"), null=True, blank=True)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    file = models.FileField(_("file"), upload_to="exports/%Y", max_length=200, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("file of a summary")
        verbose_name_plural = _("files of summaries")
        default_permissions = ()
        indexes = [models.Index(fields=["school", "-requested_at", "-id"], name="exports_of_a_school")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "period", "campus", "format"],
                condition=Q(status__in=["queued", "running"]),
                nulls_distinct=False,
                name="one_export_of_a_kind_at_work",
            ),
            models.CheckConstraint(
                name="a_running_export_holds_a_lease",
                condition=Q(status="running", lease__isnull=False, lease_until__isnull=False)
                | (~Q(status="running") & Q(lease=None, lease_until=None)),
            ),
            models.CheckConstraint(
                name="a_ready_export_has_its_file_and_figures",
                condition=~Q(status="done") | (~Q(file="") & Q(as_of__isnull=False, finished_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.get_format_display()}"

    def get_absolute_url(self):
        return reverse("reports:export_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def progress(self):
        return self.PROGRESS[self.step]

    @property
    def is_unfinished(self):
        return self.status in self.UNFINISHED

    @property
    def file_name(self):
        return f"{self.title}.{self.format}"


class SchoolFont(models.Model):
    """A font file the school owns, used in its papers wherever they ask for ``family``."""

    class Family(models.TextChoices):
        TITLE = "方正小标宋简体", _("titles (Founder Xiaobiaosong)")
        HEADING = "黑体", _("headings (Heiti)")
        SECOND = "楷体", _("second headings (Kaiti)")
        BODY = "仿宋", _("running text (Fangsong)")
        PLAIN = "宋体", _("page numbers and tables (Songti)")

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="fonts")
    family = models.CharField(_("used for"), max_length=40, choices=Family)
    name = models.CharField(_("name inside the file"), max_length=120)
    file = models.FileField(_("font file"), upload_to="fonts", max_length=200)
    added_by = models.ForeignKey("people.User", verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"))

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["family"]
        verbose_name = _("font of the school")
        verbose_name_plural = _("fonts of the school")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["school", "family"], name="one_font_of_a_family_in_a_school")]

    def __str__(self):
        return self.name
