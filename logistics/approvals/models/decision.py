"""What was decided about a case, and by whom: signatures, collective decisions, replies, cuts, copies, urging."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.approvals.models.case import Case, Seat, Step
from logistics.approvals.models.route import Body
from logistics.history.models import append_only
from logistics.pages.columns import as_text


class Decision(models.Model):
    """What one person decided at one seat. Append-only.

    on_paper: signed with a pen (线下签批); ``signed_on`` is the day on the paper, ``entered_by`` whoever entered it with
    its scan, which is attached to the case. stands_for: the person asked, when a stand-in signed (代).
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
    stands_for = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
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
            models.CheckConstraint(
                name="a_signature_stands_for_another_person",
                condition=Q(stands_for=None) | (~Q(stands_for=F("person")) & Q(on_paper=False)),
            ),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="signed_at_the_own_seat",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=pgtrigger.Func(
                    """
                    IF NOT EXISTS (SELECT 1 FROM approvals_seat
                                   WHERE id = NEW.seat_id AND case_id = NEW.case_id AND requester_id = NEW.requester_id
                                   AND person_id = COALESCE(NEW.stands_for_id, NEW.person_id)) THEN
                        RAISE EXCEPTION 'nobody signs at the seat of somebody else';
                    END IF;
                    IF EXISTS (SELECT 1 FROM approvals_seat WHERE handed_from_id = NEW.seat_id) THEN
                        RAISE EXCEPTION 'this seat was handed over';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]

    def __str__(self):
        return f"{self.person} {self.get_verb_display()}"

    @property
    def tone(self):
        return self.TONES[self.verb]

    @property
    def made_by(self):
        """Who is told to have decided."""
        return self.signature

    @property
    def signature(self):
        """The name under the decision: 李四（代 张三）."""
        if self.stands_for_id is None:
            return str(self.person)
        return _("%(person)s (for %(absent)s)") % {"person": self.person, "absent": self.stands_for}


class RulingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case__in=Case.objects.visible_to(user))


class Ruling(models.Model):
    """What a meeting decided, or an office outside replied: entered with its minutes or its scan. Append-only.

    held_on: the day of the meeting, or of the reply. attended: who was there. number, sent_on: of the letter to and from
    the office. The files are attached to the ruling.
    """

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="ruling")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rulings")
    requester = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Step.Kind)
    body = models.CharField(_("decided by"), max_length=20, choices=Body)
    verb = models.CharField(_("decision"), max_length=6, choices=Decision.Verb)
    opinion = models.TextField(_("result"), blank=True)
    held_on = models.DateField(_("decided on"))
    attended = models.CharField(_("attended"), max_length=300, blank=True)
    number = models.CharField(_("number of the reply"), max_length=60, blank=True)
    sent_on = models.DateField(_("sent on"), null=True)
    entered_by = models.ForeignKey(
        "people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("entered at"))

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        verbose_name = _("collective decision")
        default_permissions = ()
        permissions = [("enter_ruling", gettext_noop("Enter decisions of meetings and replies from outside"))]
        constraints = [
            models.CheckConstraint(
                name="nobody_enters_the_decision_on_their_own_request", condition=~Q(entered_by=F("requester"))
            ),
            models.CheckConstraint(
                name="a_meeting_has_attendance_a_reply_number_and_days",
                condition=(Q(kind="meeting", number="", sent_on=None) & ~Q(attended=""))
                | (Q(kind="outside", attended="", sent_on__isnull=False, sent_on__lte=F("held_on")) & ~Q(number="")),
            ),
            models.CheckConstraint(
                name="a_decision_not_to_agree_has_its_result", condition=Q(verb="agree") | ~Q(opinion="")
            ),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="ruled_at_a_step_of_its_kind",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=pgtrigger.Func(
                    """
                    IF NOT EXISTS (SELECT 1 FROM approvals_step WHERE id = NEW.step_id AND case_id = NEW.case_id
                                   AND kind = NEW.kind AND body = NEW.body) THEN
                        RAISE EXCEPTION 'this step asks for another kind of decision';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_body_display()} {self.get_verb_display()}"

    @property
    def tone(self):
        return Decision.TONES[self.verb]

    @property
    def made_by(self):
        return self.get_body_display()


class LineCut(models.Model):
    """A signer agrees to less of one line than was asked for. Append-only; the next cut starts from this one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="cuts")
    revision = models.PositiveSmallIntegerField()
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="cuts")
    key = models.CharField(max_length=40)
    text = models.CharField(_("line"), max_length=200)
    measure_word = models.CharField(max_length=20, blank=True)
    quantity_before = models.DecimalField(max_digits=12, decimal_places=2)
    quantity = models.DecimalField(_("quantity agreed to"), max_digits=12, decimal_places=2)
    amount_before = models.DecimalField(max_digits=12, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    requester = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line cut")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "revision", "key", "quantity_before"], name="a_line_is_cut_from_what_is_left_of_it"
            ),
            models.CheckConstraint(
                name="a_cut_lowers_the_quantity_and_never_raises_the_amount",
                condition=Q(quantity__gte=0, quantity__lt=F("quantity_before"), amount__gte=0)
                & Q(amount__lte=F("amount_before")),
            ),
            models.CheckConstraint(name="a_cut_has_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="nobody_cuts_their_own_request", condition=~Q(by=F("requester"))),
        ]
        triggers = [append_only()]

    def __str__(self):
        return self.words

    @property
    def words(self):
        """灯管 20 → 12 支."""
        quantities = f"{as_text(self.quantity_before, 'number')} → {as_text(self.quantity, 'number')}"
        return f"{self.text} {quantities} {self.measure_word}".strip()


class Copy(models.Model):
    """Somebody was sent a copy (抄送): sees the case, signs nothing. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="copies")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="approval_copies")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("copy")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="a_person_gets_one_copy_of_a_case")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.person} · {self.case}"


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
