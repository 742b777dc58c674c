"""Health certificates (健康证) of the people who touch food."""

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, tracked


class HealthCertificateQuerySet(RecordQuerySet):
    """A certificate is kept for the school as a whole: people are not limited to one canteen."""

    def visible_to(self, user):
        """The keepers see all; everyone sees their own."""
        if not user.is_authenticated:
            return self.none()
        own = Q(person=user, school__in={held.school_id for held in user.appointments_now()})
        return self.filter(self.q_within(user, "canteen.view_healthcertificate") | own)

    def valid_on(self, day):
        return self.filter(examined_on__lte=day, expires_on__gte=day)

    def current(self):
        """Those that no later certificate of the same person replaced."""
        return self.filter(~Exists(_later()))

    def judged(self, today, warn_on):
        """Annotate ``status`` as of ``today``; those that run out by ``warn_on`` are expiring."""
        states = HealthCertificate.Status
        return self.annotate(
            status=Case(
                When(Exists(_later()), then=Value(states.RENEWED)),
                When(expires_on__lt=today, then=Value(states.EXPIRED)),
                When(expires_on__lte=warn_on, then=Value(states.EXPIRING)),
                default=Value(states.VALID),
                output_field=CharField(),
            )
        )


def _later():
    return HealthCertificate.objects.filter(
        Q(expires_on__gt=OuterRef("expires_on")) | Q(expires_on=OuterRef("expires_on"), pk__gt=OuterRef("pk")),
        school=OuterRef("school"),
        person=OuterRef("person"),
    )


@tracked(exclude=["search_text", "grams"])
class HealthCertificate(Searchable):
    """A person was found healthy for work with food, until ``expires_on``. Renewed by a further certificate.

    ``latest_on`` is the last day the rule allowed when it was entered (rule canteen.health_cert.valid, from the
    examination on). ``status`` is annotated by ``judged`` for the day of the question. Append-only.
    """

    class Status(models.TextChoices):
        VALID = "valid", _("valid")
        EXPIRING = "expiring", _("expiring")
        EXPIRED = "expired", _("expired")
        RENEWED = "renewed", _("renewed")

    TONES = {
        Status.VALID: "success",
        Status.EXPIRING: "warning",
        Status.EXPIRED: "danger",
        Status.RENEWED: "neutral",
    }
    VERBS = {"created": _("entered the certificate")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="health_certificates")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="health_certificates"
    )
    post = models.CharField(_("post"), max_length=40)
    number = models.CharField(_("certificate number"), max_length=40)
    issuer = models.CharField(_("issued by"), max_length=80)
    examined_on = models.DateField(_("examined on"))
    expires_on = models.DateField(_("valid until"))
    latest_on = models.DateField(_("valid until at most"))
    entered_at = models.DateTimeField(_("entered at"))

    objects = HealthCertificateQuerySet.as_manager()

    class Meta:
        ordering = ["expires_on", "pk"]
        verbose_name = _("health certificate")
        verbose_name_plural = _("health certificates")
        default_permissions = ("view",)
        permissions = [("keep_certificate", gettext_noop("Enter and renew health certificates"))]
        indexes = [
            models.Index(fields=["school", "expires_on", "id"], name="certificates_by_expiry"),
            models.Index(fields=["person", "expires_on"], name="certificates_of_a_person"),
            *search_indexes("certificates"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"],
                name="one_certificate_of_a_number",
                violation_error_message=_("This certificate is entered already."),
            ),
            models.CheckConstraint(
                name="a_certificate_runs_no_longer_than_the_rule",
                condition=Q(expires_on__gt=F("examined_on"), expires_on__lte=F("latest_on")),
                violation_error_message=_("A certificate ends after the examination and within the time of the rule."),
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.person} · {self.number}"

    def get_absolute_url(self):
        return reverse("canteen:healthcertificate_detail", args=[self.pk])

    def search_words(self):
        return [self.person.name, self.number, self.post, self.issuer]

    @property
    def days_left(self):
        """Days until it runs out, counted from today; negative when it has."""
        return (self.expires_on - clock.today()).days

    @property
    def tone(self):
        return self.TONES[self.status]

    def get_status_display(self):
        return self.Status(self.status).label
