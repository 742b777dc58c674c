"""Who has to sign what, from which amount on, from which day on."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import tracked


class Mode(models.TextChoices):
    """Whether every one of several people has to sign a step, or one of them is enough."""

    ANY = "any", _("one of them signs")
    ALL = "all", _("all of them sign")


class Body(models.TextChoices):
    """Who decides as a body: a meeting of the school, or an office outside it."""

    PARTY = "party", _("party organisation meeting")
    BRANCH = "branch", _("party branch committee")
    PRINCIPALS = "principals", _("principals' meeting")
    ADMINISTRATION = "administration", _("administrative meeting")
    KINDERGARTEN = "kindergarten", _("kindergarten committee")
    EDUCATION = "education", _("education bureau")
    FINANCE = "finance", _("finance bureau")
    PROPOSED = "proposed", _("principals' meeting proposes, party organisation meeting decides")


MEETINGS = [Body.PARTY, Body.BRANCH, Body.PRINCIPALS, Body.ADMINISTRATION, Body.KINDERGARTEN, Body.PROPOSED]
OFFICES = [Body.EDUCATION, Body.FINANCE]


class RouteQuerySet(RecordQuerySet):
    def on(self, day):
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


@tracked()
class Route(models.Model):
    """The steps a request of one kind takes in a school, or in one department of it, from a day on.

    A change is a new route from a day on; cases under way keep the steps they were given.
    """

    VERBS = {
        "route_set": _("set the route"),
        "route_withdrawn": _("withdrew the coming route"),
        "route_ended": _("ended the route"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="approval_routes")
    kind = models.SlugField(_("kind"), max_length=40)
    department = models.ForeignKey(
        "school.Department",
        verbose_name=_("only for department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approval_routes",
    )
    name = models.CharField(_("name"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = RouteQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-valid_from", "-pk"]
        verbose_name = _("approval route")
        verbose_name_plural = _("approval routes")
        default_permissions = ()
        permissions = [("manage_route", gettext_noop("Set approval routes"))]
        constraints = [
            models.CheckConstraint(
                name="a_route_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            ExclusionConstraint(
                name="one_route_of_a_kind_on_a_day",
                expressions=[
                    ("school", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (Coalesce("department_id", 0), RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_to",
                            RangeBoundary(inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Another route of this kind is valid on these days."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("approvals:route_list")

    def may_end(self, today):
        """Say whether it is a department's own route, begun and not over, after which the common one may hold again."""
        over = self.valid_to is not None and self.valid_to < today
        return self.department_id is not None and self.valid_from <= today and not over


class RouteStep(models.Model):
    """One signature on a route. It applies to amounts of ``min_amount`` and more: at the limit the stricter side holds.

    above: only to amounts over the limit, the limit itself left out. category, fund: only to requests of this category
    or paid from this source, as the kind of approval names them; "" asks for every one.
    """

    class Asks(models.TextChoices):
        HEAD = "head", _("head of the department that asks")
        ROLE = "role", _("whoever holds the role")
        PERSON = "person", _("a named person")
        MEETING = "meeting", _("a meeting of the school")
        OUTSIDE = "outside", _("an office outside the school")

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    asks = models.CharField(_("who is asked"), max_length=7, choices=Asks, default=Asks.ROLE)
    roles = ArrayField(models.SlugField(max_length=40), verbose_name=_("roles"), default=list, blank=True)
    person = models.ForeignKey(
        "people.User", verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.CharField(_("meeting or office"), max_length=20, choices=Body, blank=True)
    duty = models.CharField(_("duty"), max_length=60, blank=True)
    mode = models.CharField(_("if several hold it"), max_length=3, choices=Mode, default=Mode.ANY)
    min_amount = models.DecimalField(_("from amount"), max_digits=12, decimal_places=2, default=0)
    above = models.BooleanField(_("only over this amount"), default=False)
    category = models.SlugField(_("only for category"), max_length=40, blank=True)
    fund = models.SlugField(_("only for source of funds"), max_length=40, blank=True)

    class Meta:
        ordering = ["route", "position"]
        verbose_name = _("step of a route")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["route", "position"], name="one_step_at_a_position"),
            models.CheckConstraint(name="a_step_applies_from_zero_or_more", condition=Q(min_amount__gte=0)),
            models.CheckConstraint(
                name="a_step_names_whom_it_asks",
                condition=Q(asks="head", person=None, roles=[], body="")
                | Q(asks="role", person=None, roles__len__gt=0, body="")
                | Q(asks="person", person__isnull=False, roles=[], body="")
                | Q(asks="meeting", person=None, roles=[], body__in=MEETINGS)
                | Q(asks="outside", person=None, roles=[], body__in=OFFICES),
            ),
        ]

    def __str__(self):
        return f"{self.route} {self.position}"

    def applies_to(self, amount, *, category="", fund=""):
        """Say whether a request over ``amount`` (Decimal in yuan) of this category and source takes the step."""
        reaches = amount > self.min_amount if self.above else amount >= self.min_amount
        return reaches and self.category in ("", category) and self.fund in ("", fund)

    @property
    def is_for_all(self):
        """Whether no request, however small, goes without this step."""
        return self.applies_to(0) and not self.category and not self.fund
