"""One request on its way: its steps, the people asked, and what they decided."""

from functools import reduce
from operator import or_

import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics import clock
from logistics.approvals.models.absence import Absence
from logistics.approvals.models.route import Body, Mode
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked
from logistics.states import Flow


class CaseQuerySet(RecordQuerySet):
    reach = {"department": "department"}

    def visible_to(self, user):
        """What I asked for, am or was asked to sign, got a copy of, and with the permission all of the school."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(asked_by=user.pk) | Case.q_touching(user)
        return self.filter(self.q_within(user, "approvals.view_case", own=mine))

    def about(self, record):
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def waiting_for(self, user):
        """Cases whose next signature is this person's to give."""
        seats = Seat.objects.asked_of(user)
        return self.filter(q_of_active_school(user), status=Case.Status.PENDING, pk__in=seats.values("case"))

    def waiting_for_a_ruling(self):
        """Cases that wait for a meeting or an office outside the school."""
        steps = Step.objects.filter(status=Step.Status.CURRENT).exclude(kind=Step.Kind.SIGN)
        return self.filter(status=Case.Status.PENDING, pk__in=steps.values("case"))

    def decided_by(self, user):
        signed = Case.objects.filter(decisions__person=user.pk)
        return self.filter(q_of_active_school(user), pk__in=signed.values("pk"))

    def copied_to(self, user):
        return self.filter(q_of_active_school(user), copies__person=user.pk)


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
        "handed_over": _("handed it over"),
        "added_signer": _("added a signer"),
        "copied": _("sent a copy"),
        "cut": _("cut a line"),
        "entered_ruling": _("entered a decision"),
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
    category = models.SlugField(_("category"), max_length=40, blank=True)
    fund = models.SlugField(_("source of funds"), max_length=40, blank=True)
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
        triggers = [
            frozen("school", "content_type", "object_id", "kind", "asked_by", name="subject_stays"),
            pgtrigger.Trigger(
                name="an_amount_never_rises_under_way",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.amount > OLD.amount AND NEW.revision = OLD.revision"),
                func="RAISE EXCEPTION 'the amount of an approval may only be lowered under way';",
            ),
            pgtrigger.Trigger(
                name="approved_after_the_last_signature",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.status = 'approved' AND OLD.status <> 'approved'"),
                func=pgtrigger.Func(
                    """
                    IF EXISTS (SELECT 1 FROM approvals_step WHERE case_id = NEW.id AND revision = NEW.revision
                               AND status IN ('waiting', 'current')) THEN
                        RAISE EXCEPTION 'a step of this approval is not signed yet';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("approvals:case_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def move(self):
        """The move that its decision means in the FLOW of what was put up: approve, return, refuse or withdraw."""
        return {
            self.Status.APPROVED: "approve",
            self.Status.RETURNED: "return",
            self.Status.REFUSED: "refuse",
            self.Status.WITHDRAWN: "withdraw",
        }[self.status]

    def search_words(self):
        return [self.number, self.title, self.asked_by.name]

    @staticmethod
    def q_touching(user):
        """The condition that a person is or was asked, signed for somebody else, or got a copy."""
        touched = [
            Seat.objects.filter(person=user.pk).values("case"),
            Seat.objects.asked_of(user).values("case"),
            Case.objects.filter(decisions__person=user.pk).values("pk"),
            Case.objects.filter(copies__person=user.pk).values("pk"),
        ]
        return reduce(or_, (Q(pk__in=cases) for cases in touched))


@tracked()
class Step(models.Model):
    """One signature of a case, copied from the route when it was submitted, so that a new route leaves it alone.

    A meeting, or an office outside the school (``body``), has no seats: its Ruling is entered. ``added_by`` is whoever
    asked for a further signature (加签).
    """

    class Kind(models.TextChoices):
        SIGN = "sign", _("signature")
        MEETING = "meeting", _("collective decision")
        OUTSIDE = "outside", _("reply from outside")

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
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.SIGN)
    body = models.CharField(max_length=20, choices=Body, blank=True)
    added_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
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
            models.CheckConstraint(
                name="a_step_of_a_meeting_or_an_office_names_it",
                condition=Q(kind="sign", body="") | (~Q(kind="sign") & ~Q(body="")),
            ),
        ]

    def __str__(self):
        return self.label


class SeatQuerySet(models.QuerySet):
    def waiting(self):
        """Seats asked now, not yet answered and not handed to somebody else."""
        return self.filter(step__status=Step.Status.CURRENT, decision=None, handed_to=None)

    def asked_of(self, user):
        """Seats that wait for this person: the own ones, and those of whom the person stands in for today."""
        absences = Absence.objects.on(clock.today()).filter(person=OuterRef("person"), school=OuterRef("case__school"))
        stands_in = Exists(absences.answered_by(user, requester=OuterRef("requester")))
        return self.waiting().exclude(requester=user.pk).filter(Q(person=user.pk) | stands_in)


class Seat(models.Model):
    """A person asked at a step. ``requester`` is whoever asked, so that the database keeps the two apart.

    A seat that somebody handed over (转办) stays; ``handed_from`` leads to it from the seat that took its place, which may
    be of somebody who had handed it over before. ``placed_by`` and ``reason`` tell who asked this person besides the
    route, and why.
    """

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="seats")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(
        "people.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="approval_seats"
    )
    requester = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    handed_from = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="handed_to")
    placed_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["step", "pk"]
        verbose_name = _("person asked")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["step", "person"],
                condition=Q(handed_from=None),
                name="a_person_is_asked_once_at_a_step",
            ),
            models.CheckConstraint(name="nobody_is_asked_about_their_own_request", condition=~Q(person=F("requester"))),
            models.CheckConstraint(
                name="a_seat_besides_the_route_has_its_reason",
                condition=Q(placed_by=None, reason="", handed_from=None) | (Q(placed_by__isnull=False) & ~Q(reason="")),
            ),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="one_seat_of_a_person_at_a_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM approvals_step WHERE id = NEW.step_id FOR UPDATE;
                    IF EXISTS (
                        SELECT 1 FROM approvals_seat seat WHERE seat.step_id = NEW.step_id
                        AND seat.person_id = NEW.person_id AND NOT EXISTS (
                            SELECT 1 FROM approvals_seat taken WHERE taken.handed_from_id = seat.id)
                    ) THEN
                        RAISE EXCEPTION 'this person is asked at this step already';
                    END IF;
                    IF NEW.handed_from_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM approvals_seat seat WHERE seat.id = NEW.handed_from_id
                        AND seat.step_id = NEW.step_id AND NOT EXISTS (
                            SELECT 1 FROM approvals_decision decision WHERE decision.seat_id = seat.id)
                    ) THEN
                        RAISE EXCEPTION 'only an open seat of the same step is handed over';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.step}"
