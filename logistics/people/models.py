"""People, the roles a school knows, and who holds which role where and from when to when."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.db import RecordQuerySet
from logistics.history.models import append_only, tracked

MOBILE = RegexValidator(r"^1\d{10}$", _("A mobile number has eleven digits and begins with 1."))
LOGIN_NAME = RegexValidator(r"^[\w.@-]{2,40}$", _("Use 2 to 40 letters, digits or characters, without spaces."))


class UserQuerySet(models.QuerySet):
    def of_school(self, school):
        """People who hold, held or will hold a role there."""
        return self.filter(pk__in=Appointment.objects.filter(school=school).values("person"))

    def visible_to(self, user):
        """Colleagues: people of the schools this person works at."""
        if not user.is_authenticated:
            return self.none()
        schools = {appointment.school_id for appointment in user.appointments_now()}
        return self.filter(pk__in=Appointment.objects.filter(school__in=schools).values("person"))

    def search(self, text):
        """People whose name, login name or mobile number holds ``text``."""
        text = "".join(text.split())
        return self.filter(Q(name__icontains=text) | Q(username__icontains=text) | Q(phone__contains=text))

    def working_at(self, school, day=None):
        """Active people who hold a role there on ``day`` (today when None)."""
        return self.filter(
            is_active=True, pk__in=Appointment.objects.on(day or clock.today()).filter(school=school).values("person")
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, username, password=None, encoded_password="", **facts):
        user = self.model(username=username, joined_at=clock.now(), password=encoded_password, **facts)
        if not encoded_password:
            user.set_password(password)
        user.save()
        return user

    def create_superuser(self, username, password=None, **facts):
        return self.create_user(
            username, password, name=facts.pop("name", username), is_staff=True, is_superuser=True, **facts
        )


@tracked(exclude=["password", "last_login", "pin"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by login name, mobile number or own name; no mail address needed.

    What a person may do comes from appointments; ``is_superuser`` is for whoever keeps the installation.
    """

    VERBS = {
        "appointed": _("gave the role"),
        "appointment_ended": _("ended the role"),
        "password_reset": _("reset the password"),
        "password_set": _("set an own password"),
        "pin_set": _("set a PIN"),
        "signature_drawn": _("drew a signature"),
        "signature_removed": _("removed the drawn signature"),
        "deactivated": _("stopped the sign-in"),
        "reactivated": _("allowed the sign-in again"),
    }

    username = models.CharField(_("login name"), max_length=40, unique=True, validators=[LOGIN_NAME])
    name = models.CharField(_("name"), max_length=40)
    phone = models.CharField(_("mobile number"), max_length=11, blank=True, validators=[MOBILE])
    email = models.EmailField(_("mail address"), blank=True)
    must_change_password = models.BooleanField(_("must set an own password"), default=False)
    pin = models.CharField(_("PIN"), max_length=128, blank=True, editable=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("keeps the installation"), default=False)
    joined_at = models.DateTimeField(_("joined at"), editable=False)
    groups = None
    user_permissions = None

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects = UserManager()

    # The school whose records the person works on at the moment; set for each request, None sees all of theirs.
    active_school = None

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        default_permissions = ()
        permissions = [
            ("manage_people", gettext_noop("Manage people and their roles")),
            ("log_work", gettext_noop("Log the work of the office")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="one_person_of_a_mobile_number",
                violation_error_message=_("Another person has this mobile number."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def tone(self):
        return "success" if self.is_active else "neutral"

    @property
    def sign_in_text(self):
        """Say in two words whether the person may sign in."""
        return _("in use") if self.is_active else _("sign-in stopped")

    def appointments_now(self, permission=None):
        """Appointments in force today in the active school (all schools when none is), granting ``permission``."""
        if not hasattr(self, "_appointments"):
            self._appointments = list(self.appointments.of_today())
        return [
            appointment
            for appointment in self._appointments
            if (self.active_school is None or appointment.school_id == self.active_school.pk)
            and (permission is None or permission in appointment.role.permissions)
        ]

    def at(self, school):
        """Return this person as working on the records of ``school``."""
        self.active_school = school
        return self

    def holds(self, *role_keys):
        """Say whether the person holds one of these roles now."""
        return any(appointment.role.key in role_keys for appointment in self.appointments_now())

    def check_pin(self, pin):
        """Say whether ``pin`` is the person's four digits for shared tablets."""
        return bool(self.pin) and check_password(pin, self.pin)


@tracked()
class Role(models.Model):
    """What a kind of post may do in one school. ``key`` names the shipped ones; the school may change them all."""

    VERBS = {"permissions_changed": _("changed what this role may do")}

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="roles")
    key = models.SlugField(_("key"), max_length=40)
    name = models.CharField(_("name"), max_length=40)
    permissions = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    superior = models.ForeignKey(
        "self",
        verbose_name=_("next superior"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subordinates",
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["school", "pk"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="one_role_of_a_key_in_a_school"),
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_role_of_a_name_in_a_school",
                violation_error_message=_("This school has a role of this name already."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:role_detail", args=[self.pk])


class AppointmentQuerySet(RecordQuerySet):
    def of_today(self):
        """Those in force today with what every request reads of them."""
        return self.on(clock.today()).select_related("role", "school")

    def on(self, day):
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def limited(self):
        """Appointments for a campus, a department or a place only."""
        return self.exclude(campus=None, department=None, place=None)


@tracked()
class Appointment(models.Model):
    """A person holds a role in a school, from day to day, perhaps only for a campus, a department or a place."""

    person = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appointments")
    role = models.ForeignKey(Role, verbose_name=_("role"), on_delete=models.PROTECT, related_name="appointments")
    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="appointments")
    campus = models.ForeignKey(
        "school.Campus",
        verbose_name=_("only on campus"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    department = models.ForeignKey(
        "school.Department",
        verbose_name=_("only for department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    place = models.ForeignKey(
        "school.Place",
        verbose_name=_("only at place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="an_appointment_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Choose a last day that is not before the first."),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "school", "campus", "department", "place", "starts_on"],
                name="an_appointment_is_made_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.role}"

    @property
    def limits(self):
        """Return what the appointment is limited to, in words; empty for the whole school."""
        return " · ".join(str(limit) for limit in (self.campus, self.department, self.place) if limit)


class DrawnSignature(models.Model):
    """How a person signs by hand, kept privately and printed only on what they signed. Append-only.

    A paper shows the newest one before its signature. ``picture`` is a small transparent PNG of our own making, empty
    from when the person took the drawing away.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drawn_signatures")
    picture = models.BinaryField()
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["person", "drawn_at", "pk"]
        verbose_name = _("drawn signature")
        default_permissions = ()
        indexes = [models.Index(fields=["person", "drawn_at"], name="signatures_a_person_drew")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.person} {self.drawn_at:%Y-%m-%d %H:%M}"
