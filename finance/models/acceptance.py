"""Deliveries looked at item by item and signed for."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from finance.models.orders import F_QUANTITY, PurchaseOrder
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked
from logistics.states import Flow

STORED_KINDS = ["goods", "parts"]  # what is handed over to somebody; services and repairs are not


class AcceptanceQuerySet(RecordQuerySet):
    reach = {"campus": "order__request__campus", "department": "order__request__department"}

    def visible_to(self, user):
        """Whoever sees the order sees its acceptances."""
        return self.filter(order__in=PurchaseOrder.objects.visible_to(user))

    def counting(self):
        """Signed ones, and those that wait for signatures: what they accept is taken off the order."""
        return self.filter(status__in=[Acceptance.Status.WAITING, Acceptance.Status.SIGNED])

    def signed(self):
        return self.filter(status=Acceptance.Status.SIGNED)

    def done_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("order__request__campus"))

    def waiting_for(self, person):
        return self.filter(status=Acceptance.Status.WAITING, seats__person=person, seats__signed_at=None)

    def to_hand_over(self):
        """Signed ones with accepted goods that nobody has yet."""
        lines = AcceptanceLine.objects.waiting().filter(acceptance=OuterRef("pk"))
        return self.signed().filter(Exists(lines), order__request__kind__in=STORED_KINDS)

    def doubtful(self):
        """Signed ones with fewer signatures than they needed, or by the buyers alone."""
        seats = AcceptanceSeat.objects.filter(acceptance=OuterRef("pk"), signed_at__isnull=False)
        count = seats.order_by().values("acceptance").annotate(count=models.Count("pk")).values("count")
        others = seats.exclude(person=OuterRef("order__buyer")).exclude(person=OuterRef("order__placed_by"))
        rows = self.signed().annotate(signatures=Coalesce(Subquery(count), 0))
        return rows.filter(Q(signatures__lt=F("signers_needed")) | ~Exists(others))


@tracked(exclude=["search_text", "grams"])
class Acceptance(Searchable):
    """A delivery of an order, looked at item by item (验收单). It counts with the last signature.

    What is written down stays: whoever does not agree sends it back with a word, and a new one is written.
    ``signers_needed`` keeps the rule accept.signers of its day. ``status`` changes only in ``finance.services``.
    """

    class Look(models.TextChoices):
        APPEARANCE = "appearance", _("appearance")
        FUNCTION = "function", _("works when tried")
        PAPERS = "papers", _("papers that belong to it")

    class Status(models.TextChoices):
        WAITING = "waiting", _("to be signed")
        SIGNED = "signed", pgettext_lazy("acceptance", "accepted")
        RETURNED = "returned", _("sent back")
        WITHDRAWN = "withdrawn", _("taken back")

    FLOW = Flow(
        {
            "sign": ([Status.WAITING], None),
            "return": ([Status.WAITING], Status.RETURNED),
            "withdraw": ([Status.WAITING], Status.WITHDRAWN),
            "hand_over": ([Status.SIGNED], None),
        }
    )
    TONES = {
        Status.WAITING: "warning",
        Status.SIGNED: "success",
        Status.RETURNED: "danger",
        Status.WITHDRAWN: "neutral",
    }
    VERBS = {
        "written": _("looked at the delivery and signed"),
        "signed": pgettext_lazy("acceptance", "signed"),
        "accepted": _("is accepted with the last signature"),
        "returned": _("sent it back"),
        "withdrawn": _("took it back"),
        "handed_over": _("handed goods over"),
        "taken_back": _("took goods back"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="acceptances")
    number = models.CharField(_("number"), max_length=24, editable=False)
    order = models.ForeignKey(
        PurchaseOrder, verbose_name=_("purchase order"), on_delete=models.PROTECT, related_name="acceptances"
    )
    on = models.DateField(_("accepted on"))
    looked_at = ArrayField(models.CharField(max_length=12, choices=Look), verbose_name=_("looked at"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    signers_needed = models.PositiveSmallIntegerField(_("signatures needed"))
    by = models.ForeignKey(
        "people.User", verbose_name=_("written down by"), on_delete=models.PROTECT, related_name="acceptances_written"
    )
    at = models.DateTimeField(_("written down at"), editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    signed_on = models.DateField(pgettext_lazy("acceptance", "signed on"), null=True, editable=False)
    end_reason = models.CharField(_("why it does not count"), max_length=200, blank=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        default_permissions = ("view",)
        permissions = [
            ("accept_goods", gettext_noop("Accept deliveries")),
            ("hand_over_goods", gettext_noop("Hand accepted goods over")),
        ]
        indexes = [
            *search_indexes("acceptances"),
            models.Index(fields=["school", "-at", "-id"], name="acceptances_of_a_school"),
            models.Index(fields=["school", "on"], name="acceptances_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_acceptance_of_a_number_in_a_school"),
            models.CheckConstraint(name="an_acceptance_needs_two_signatures", condition=Q(signers_needed__gte=2)),
            models.CheckConstraint(name="somebody_looked_at_something", condition=Q(looked_at__len__gte=1)),
            models.CheckConstraint(
                name="a_signed_acceptance_has_its_day",
                condition=Q(status="signed", signed_on__isnull=False) | ~Q(status="signed") & Q(signed_on=None),
            ),
            models.CheckConstraint(
                name="an_acceptance_that_does_not_count_says_why",
                condition=Q(status__in=["returned", "withdrawn"]) & ~Q(end_reason="")
                | ~Q(status__in=["returned", "withdrawn"]) & Q(end_reason=""),
            ),
        ]
        triggers = [
            frozen(
                "school", "number", "order", "on", "looked_at", "note", "signers_needed", "by", "at",
                name="an_acceptance_stays_as_signed",
            ),
            pgtrigger.Protect(name="acceptances_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="an_acceptance_ends_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status="waiting") & pgtrigger.Q(old__status__df=pgtrigger.F("new__status")),
            ),
            pgtrigger.Trigger(
                name="an_acceptance_counts_with_the_last_signature",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="waiting", new__status="signed"),
                func="""
                    IF EXISTS (
                           SELECT 1 FROM finance_acceptanceseat WHERE acceptance_id = NEW.id AND signed_at IS NULL
                       ) OR NEW.signers_needed > (
                           SELECT COUNT(*) FROM finance_acceptanceseat WHERE acceptance_id = NEW.id
                       ) OR NOT EXISTS (
                           SELECT 1 FROM finance_acceptanceseat seat JOIN finance_purchaseorder placed
                               ON placed.id = NEW.order_id
                            WHERE seat.acceptance_id = NEW.id AND seat.person_id NOT IN (placed.buyer_id, placed.placed_by_id)
                       ) THEN
                        RAISE EXCEPTION 'acceptance % lacks signatures', NEW.id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("finance:acceptance_detail", args=[self.pk])

    @property
    def tone(self):
        return self.TONES[self.status]

    @property
    def looked_at_text(self):
        labels = dict(self.Look.choices)
        return " · ".join(str(labels[look]) for look in self.looked_at)

    def search_words(self):
        order = self.order
        return [self.number, order.number, order.request.number, order.request.title, order.supplier.name]


class AcceptanceSeat(models.Model):
    """Somebody who signs an acceptance himself; whoever writes it down signs first."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(
        "people.User", verbose_name=_("acceptor"), on_delete=models.PROTECT, related_name="acceptance_seats"
    )
    signed_at = models.DateTimeField(_("signed at"), null=True)

    class Meta:
        ordering = ["acceptance", "pk"]
        verbose_name = _("signature on an acceptance")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "person"], name="nobody_signs_an_acceptance_twice"),
        ]
        triggers = [
            frozen("acceptance", "person", name="an_acceptor_stays"),
            pgtrigger.Protect(name="acceptors_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="a_signature_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.acceptance} {self.person}"


class AcceptanceLineQuerySet(RecordQuerySet):
    school_path = "acceptance__school"

    def visible_to(self, user):
        return self.filter(acceptance__in=Acceptance.objects.visible_to(user))

    def done_in(self, period, scope):
        """Lines of signed acceptances of the period."""
        done = self.filter(acceptance__status=Acceptance.Status.SIGNED)
        return done.filter(period.days("acceptance__on"), scope.rows("acceptance__order__request__campus"))

    def deviating(self):
        return self.exclude(deviation="")

    def refused_goods(self):
        return self.filter(refused__gt=0)

    def with_handed(self):
        """Add ``handed`` and ``waits``: how much of what was accepted somebody has, and how much nobody has yet."""
        hand_overs = self.model.hand_overs.rel.related_model.objects.filter(line=OuterRef("pk"))
        sums = hand_overs.order_by().values("line").annotate(sum=Sum("quantity"))
        handed = Coalesce(Subquery(sums.values("sum")), 0, output_field=F_QUANTITY)
        return self.annotate(handed=handed).annotate(waits=F("quantity") - F("handed"))

    def waiting(self):
        return self.with_handed().filter(waits__gt=0)


class AcceptanceLine(models.Model):
    """What came of one line of the order: ``quantity`` is what was accepted, computed by the database. Append-only."""

    class Deviation(models.TextChoices):
        PRICE = "price", _("price differs")
        QUALITY = "quality", _("quality differs")
        SPEC = "spec", _("specification differs")

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey("finance.OrderLine", on_delete=models.PROTECT, related_name="accepted")
    delivered = models.DecimalField(_("delivered"), max_digits=9, decimal_places=2)
    refused = models.DecimalField(pgettext_lazy("goods", "refused"), max_digits=9, decimal_places=2, default=0)
    quantity = models.GeneratedField(
        expression=F("delivered") - F("refused"),
        output_field=models.DecimalField(max_digits=9, decimal_places=2),
        db_persist=True,
        verbose_name=pgettext_lazy("goods", "accepted"),
    )
    reason = models.CharField(_("why refused"), max_length=120, blank=True)
    deviation = models.CharField(_("deviation"), max_length=8, choices=Deviation, blank=True)
    words = models.CharField(_("what differs"), max_length=120, blank=True)

    objects = AcceptanceLineQuerySet.as_manager()

    class Meta:
        ordering = ["acceptance", "order_line__line__position"]
        verbose_name = _("line of an acceptance")
        verbose_name_plural = _("lines of acceptances")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "order_line"], name="one_line_of_a_thing_in_an_acceptance"),
            models.CheckConstraint(name="something_was_delivered", condition=Q(delivered__gt=0)),
            models.CheckConstraint(
                name="no_more_is_refused_than_was_delivered",
                condition=Q(refused__gte=0, refused__lte=F("delivered")),
            ),
            models.CheckConstraint(
                name="what_is_refused_has_a_reason",
                condition=Q(refused=0, reason="") | Q(refused__gt=0) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_deviation_is_put_into_words",
                condition=Q(deviation="", words="") | ~Q(deviation="") & ~Q(words=""),
            ),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="no_more_comes_than_is_to_come",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=[("ordered", "RECORD"), ("taken", "NUMERIC")],
                func="""
                    SELECT line.order_id, line.quantity - line.released AS quantity INTO ordered
                      FROM finance_orderline line WHERE line.id = NEW.order_line_id FOR UPDATE;
                    IF ordered.order_id <> (SELECT order_id FROM finance_acceptance WHERE id = NEW.acceptance_id) THEN
                        RAISE EXCEPTION 'line % belongs to another order than its acceptance', NEW.order_line_id;
                    END IF;
                    SELECT COALESCE(SUM(line.delivered - line.refused), 0) INTO taken
                      FROM finance_acceptanceline line JOIN finance_acceptance done ON done.id = line.acceptance_id
                     WHERE line.order_line_id = NEW.order_line_id AND line.id <> NEW.id
                       AND done.status IN ('waiting', 'signed');
                    IF taken + NEW.delivered > ordered.quantity THEN
                        RAISE EXCEPTION 'more came of order line % than is still to come', NEW.order_line_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.order_line.line.name} {self.delivered.normalize():f}"

    def get_absolute_url(self):
        return self.acceptance.get_absolute_url()

    @property
    def tone(self):
        return "danger" if self.refused else "warning" if self.deviation else "success"
