"""What a round looks at: a template, its versions, their sections and items."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import tracked

PUBLISHED_STAYS = """
    IF EXISTS (SELECT 1 FROM checks_version WHERE id IN ({versions}) AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'pgtrigger: a published version of a checklist stays as it is';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def published_stays(version):
    """Return the trigger that keeps the rows of a published version; ``version`` is SQL that takes {row}.

    Templates change forward only (DESIGN 10): an edit makes a new version.
    """
    versions = ", ".join(version.format(row=row) for row in ("NEW", "OLD"))
    return [
        pgtrigger.Trigger(
            name=f"published_stays_{name}",
            when=pgtrigger.Before,
            operation=operation,
            func=PUBLISHED_STAYS.format(versions=chosen),
        )
        for name, operation, chosen in (
            ("insert", pgtrigger.Insert, version.format(row="NEW")),
            ("update", pgtrigger.Update, versions),
            ("delete", pgtrigger.Delete, version.format(row="OLD")),
        )
    ]


class TemplateQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Everyone who works there may read what is looked at."""
        return self.within(user)

    def published(self):
        """Templates with a version that was published."""
        return self.filter(versions__published_at__isnull=False).distinct()

    def in_use(self):
        """Templates that a round may begin with: switched on, with a published version."""
        return self.published().filter(active=True)


@tracked()
class Template(models.Model):
    """A checklist (检查表) of a school. ``key`` names the shipped ones, so that a later delivery finds them again.

    ``shipped_revision`` is the newest delivery the school took or turned down; 0 for its own checklists.
    """

    class Area(models.TextChoices):
        CANTEEN = "canteen", _("food safety")
        FIRE = "fire", _("fire protection")
        SAFETY = "safety", _("campus safety")
        EQUIPMENT = "equipment", _("equipment")
        DORMITORY = "dormitory", _("dormitories")
        HYGIENE = "hygiene", _("hygiene")
        PROPERTY = "property", _("property")
        BUS = "bus", _("school bus")
        OTHER = "other", _("other matters")

    VERBS = {
        "made": _("made the checklist"),
        "copied": _("made the checklist from another one"),
        "installed": _("the checklist came with the product"),
        "offered": _("a newer form of the checklist came as a draft"),
        "renamed": _("renamed the checklist"),
        "drafted": _("began a draft"),
        "draft_dropped": _("threw the draft away"),
        "published": _("published a new version"),
        "switched_off": _("switched the checklist off"),
        "switched_on": _("switched the checklist on"),
        "route_set": _("laid out the route"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="check_templates")
    key = models.SlugField(_("key"), max_length=40, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    area = models.CharField(_("area"), max_length=12, choices=Area)
    active = models.BooleanField(_("in use"), default=True)
    shipped_revision = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["area", "name", "pk"]
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        default_permissions = ()
        permissions = [("manage_template", gettext_noop("Edit checklists"))]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_checklist_of_a_name_in_a_school",
                violation_error_message=_("This school has a checklist of this name already."),
            ),
            models.UniqueConstraint(
                fields=["school", "key"], condition=~Q(key=""), name="one_checklist_of_a_key_in_a_school"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("checks:template_detail", args=[self.pk])

    @property
    def tone(self):
        return "success" if self.active else "neutral"

    @property
    def use_text(self):
        return _("in use") if self.active else _("out of use")


class RoutePoint(models.Model):
    """A place of the route that rounds of a template walk, in its order."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="route")
    place = models.ForeignKey("school.Place", on_delete=models.PROTECT, related_name="route_points")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["template", "place"], name="a_place_stands_once_on_a_route"),
            models.UniqueConstraint(
                fields=["template", "order"],
                name="one_place_at_each_step_of_a_route",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return f"{self.order} {self.place}"


@tracked()
class Version(models.Model):
    """What a template asked from a moment on. A draft until ``published_at``; then it stays, and so do its items.

    ``walk`` says where a round goes; ``seconded`` when another person must sign; ``scored`` adds the points of items.
    """

    class Walk(models.TextChoices):
        NOWHERE = "nowhere", _("no place")
        PLACE = "place", _("one place")
        POINTS = "points", _("several places, in any order")
        ROUTE = "route", _("several places, in the order of the route")

    class Seconded(models.TextChoices):
        NEVER = "never", _("one signature")
        ON_FAIL = "on_fail", _("a second signature when something failed")
        ALWAYS = "always", _("always a second signature")

    WALKS_SEVERAL = [Walk.POINTS, Walk.ROUTE]

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    form_title = models.CharField(_("title on paper"), max_length=80, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    guidance = models.CharField(_("how to go about it"), max_length=400, blank=True)
    walk = models.CharField(_("where"), max_length=10, choices=Walk, default=Walk.PLACE)
    scan_required = models.BooleanField(_("each place is opened by scanning its code"), default=False)
    seconded = models.CharField(_("signatures"), max_length=10, choices=Seconded, default=Seconded.NEVER)
    second_label = models.CharField(_("second signature by"), max_length=40, blank=True)
    scored = models.BooleanField(_("gives a score"), default=False)
    asks_announced = models.BooleanField(_("asks whether it was announced"), default=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="checklists_published",
    )  # fmt: skip

    class Meta:
        ordering = ["template", "-number"]
        verbose_name = _("version of a checklist")
        verbose_name_plural = _("versions of checklists")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="one_version_of_a_number_of_a_checklist"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(published_at=None), name="one_draft_of_a_checklist_at_a_time"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self):
        return _("%(template)s, version %(number)d") % {"template": self.template, "number": self.number}

    @property
    def title(self):
        """The title of the printed form."""
        return self.form_title or self.template.name


class Section(models.Model):
    """A heading of items. ``each_place``: asked at every place of the round; else once for the round as a whole."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("heading"), max_length=60)
    each_place = models.BooleanField(_("asked at every place"), default=True)

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"],
                name="one_section_at_each_step",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        triggers = published_stays("{row}.version_id")

    def __str__(self):
        return self.title


class Item(models.Model):
    """One thing to look at. Limits are numbers of the version or keys of the rule table, read on the day of the round.

    ``single``: entered by itself, never by 逐项已查，无异常 (food risks; measured values always are). ``points`` are lost
    when it fails.
    """

    class Kind(models.TextChoices):
        JUDGED = "judged", _("in order or not")
        NUMBER = "number", _("measured value")
        TEXT = "text", _("words")
        PHOTO = "photo", _("photo")
        PERSON = "person", _("person")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.JUDGED)
    text = models.CharField(_("what is looked at"), max_length=160)
    standard = models.CharField(_("standard"), max_length=200, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    single = models.BooleanField(_("entered by itself"), default=False)
    not_applicable = models.BooleanField(_("may be not applicable"), default=True)
    photo_on_fail = models.BooleanField(_("photo when it fails"), default=False)
    note_on_fail = models.BooleanField(_("words when it fails"), default=True)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=1, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    low = models.DecimalField(_("not below"), max_digits=10, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("not above"), max_digits=10, decimal_places=2, null=True, blank=True)
    low_rule = models.CharField(_("not below the rule"), max_length=60, blank=True)
    high_rule = models.CharField(_("not above the rule"), max_length=60, blank=True)

    class Meta:
        ordering = ["section__order", "order", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["section", "order"], name="one_item_at_each_step", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="only_a_measured_item_has_limits",
                condition=Q(kind="number") | Q(low=None, high=None, low_rule="", high_rule="", unit=""),
                violation_error_message=_("Only a measured value has a unit and limits."),
            ),
            models.CheckConstraint(
                name="an_item_has_one_lower_and_one_upper_limit",
                condition=(Q(low=None) | Q(low_rule="")) & (Q(high=None) | Q(high_rule="")),
                violation_error_message=_("Give a number or a rule, not both."),
            ),
            models.CheckConstraint(
                name="the_limits_of_an_item_are_in_order",
                condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high")),
                violation_error_message=_("The lower limit lies above the upper one."),
            ),
            models.CheckConstraint(
                name="the_points_of_an_item_are_positive",
                condition=Q(points=None) | Q(points__gt=0),
                violation_error_message=_("Points are more than zero."),
            ),
        ]
        triggers = published_stays("(SELECT version_id FROM checks_section WHERE id = {row}.section_id)")

    def __str__(self):
        return self.text

    @property
    def entered_singly(self):
        """Say whether 逐项已查，无异常 leaves this item out (DESIGN 12)."""
        return self.single or self.kind != self.Kind.JUDGED
