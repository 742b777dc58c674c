"""What was ordered from a supplier on the strength of a request."""

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Round
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import frozen, tracked
from logistics.states import Flow

F_QUANTITY = models.DecimalField(max_digits=9, decimal_places=2)
SEE, ACCEPT = "finance.view_purchaserequest", "finance.accept_goods"


class PurchaseOrderQuerySet(RecordQuerySet):
    reach = {"campus": "request__campus", "department": "request__department"}

    def visible_to(self, user):
        """What I asked for, buy or am to sign for, my department's if I head it; the office and the acceptors see all."""
        if not user.is_authenticated:
            return self.none()
        seats = self.model.acceptances.rel.related_model.objects.filter(seats__person=user.pk).values("order")
        mine = Q(request__requested_by=user.pk) | Q(request__department__head=user.pk)
        mine |= Q(buyer=user.pk) | Q(placed_by=user.pk) | Q(pk__in=seats)
        return self.filter(self.q_within(user) & mine | self.q_within(user, SEE) | self.q_within(user, ACCEPT))

    def placed_in(self, period, scope):
        """Orders of the period that were not cancelled."""
        return self.standing().filter(period.days("ordered_on"), scope.rows("request__campus"))

    def standing(self):
        return self.exclude(status=PurchaseOrder.Status.CANCELLED)

    def open(self):
        """Orders of which something is still to come."""
        return self.filter(status__in=PurchaseOrder.OPEN)

    def late(self, day):
        return self.open().filter(expected_on__lt=day)

    def kept_waiting(self, day):
        """Orders due before ``day`` of which something came after its day, or has not come at all."""
        acceptances = self.model.acceptances.rel.related_model.objects.signed()
        came_late = Exists(acceptances.filter(order=OuterRef("pk"), on__gt=OuterRef("expected_on")))
        return self.filter(Q(status__in=PurchaseOrder.OPEN) | came_late, expected_on__lt=day)

    def waived(self):
        """Orders placed without the quotes they need, each with its reason."""
        return self.exclude(waiver="")

    def without_contract(self):
        """Orders of government procurement for which no contract is entered."""
        contracts = self.model.contracts.rel.related_model.objects.standing().filter(order=OuterRef("pk"))
        return self.standing().filter(~Exists(contracts), channel=PurchaseOrder.Channel.GOVERNMENT)

    def unapproved(self):
        """Orders placed without or before approval, emergencies that are still being approved apart."""
        ended = ["refused", "withdrawn"]
        before = Q(request__approved_on=None) | Q(ordered_on__lt=F("request__approved_on"))
        return self.filter(Q(request__status__in=ended) | Q(request__emergency=False) & before)


@tracked(exclude=["search_text", "grams"])
class PurchaseOrder(Searchable):
    """What is bought from one supplier for a request; a request may have several.

    ``amount`` is the sum of its lines; when less arrives than was ordered, closing leaves what came. ``is_compared`` says
    whether it had the quotes it needed and went to the supplier chosen; without them ``waiver`` says why. ``status``
    changes only in ``finance.services``.
    """

    class Channel(models.TextChoices):
        GOVERNMENT = "government", _("government procurement")
        AGREEMENT = "agreement", _("agreement supplier")
        MALL = "mall", _("online mall")
        CENTRE = "centre", _("bought by the centre")
        RETAIL = "retail", _("small purchase")

    class Status(models.TextChoices):
        ORDERED = "ordered", _("ordered")
        PARTIAL = "partial", _("partly arrived")
        ARRIVED = "arrived", _("all arrived")
        CLOSED = "closed", _("ended short")
        CANCELLED = "cancelled", pgettext_lazy("order", "cancelled")

    OPEN = (Status.ORDERED, Status.PARTIAL)
    FLOW = Flow(
        {
            "accept": (OPEN, None),
            "close": (OPEN, Status.CLOSED),
            "cancel": ([Status.ORDERED], Status.CANCELLED),
        }
    )
    TONES = {
        Status.ORDERED: "info",
        Status.PARTIAL: "warning",
        Status.ARRIVED: "success",
        Status.CLOSED: "neutral",
        Status.CANCELLED: "neutral",
    }
    VERBS = {
        "placed": _("placed the order"),
        "accepted": _("accepted a delivery"),
        "closed": _("ended it with less than ordered"),
        "cancelled": _("cancelled the order"),
        "contracted": _("entered the contract"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="purchase_orders")
    number = models.CharField(_("number"), max_length=24, editable=False)
    request = models.ForeignKey(
        "finance.PurchaseRequest",
        verbose_name=_("purchase request"),
        on_delete=models.PROTECT,
        related_name="orders",
    )
    supplier = models.ForeignKey(
        "finance.Supplier", verbose_name=_("supplier"), on_delete=models.PROTECT, related_name="orders"
    )
    channel = models.CharField(_("purchase channel"), max_length=12, choices=Channel)
    contract = models.CharField(_("contract number"), max_length=40, blank=True)
    ordered_on = models.DateField(_("ordered on"))
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    buyer = models.ForeignKey(
        "people.User", verbose_name=_("buyer"), on_delete=models.PROTECT, related_name="orders_bought"
    )
    placed_by = models.ForeignKey(
        "people.User", verbose_name=_("written down by"), on_delete=models.PROTECT, related_name="orders_placed"
    )
    placed_at = models.DateTimeField(_("written down at"), editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    is_compared = models.BooleanField(_("quotes compared"))
    waiver = models.CharField(_("why without the quotes"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ORDERED)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    objects = PurchaseOrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        default_permissions = ("view",)
        indexes = [
            *search_indexes("purchase_orders"),
            models.Index(fields=["school", "-placed_at", "-id"], name="orders_of_a_school"),
            models.Index(fields=["school", "ordered_on"], name="orders_by_day"),
            models.Index(
                fields=["school", "expected_on"], condition=Q(status__in=["ordered", "partial"]), name="orders_to_come"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_order_of_a_number_in_a_school"),
            models.CheckConstraint(name="an_order_costs_nothing_or_more", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="an_order_names_its_channel",
                condition=Q(channel__in=["government", "agreement", "mall", "centre", "retail"]),
            ),
            models.CheckConstraint(
                name="an_order_is_expected_after_it_is_placed",
                condition=Q(expected_on=None) | Q(expected_on__gte=F("ordered_on")),
            ),
            models.CheckConstraint(
                name="an_order_without_its_quotes_says_why",
                condition=Q(is_compared=True, waiver="") | Q(is_compared=False) & ~Q(waiver=""),
            ),
            models.CheckConstraint(
                name="an_order_that_ended_early_says_why",
                condition=Q(status__in=["closed", "cancelled"]) & ~Q(end_reason="")
                | ~Q(status__in=["closed", "cancelled"]) & Q(end_reason=""),
            ),
        ]
        triggers = [
            frozen(
                "school", "number", "request", "supplier", "channel", "contract", "ordered_on", "expected_on", "buyer",
                "placed_by", "placed_at", "note", "is_compared", "waiver", name="an_order_stays_as_placed",
            ),
            pgtrigger.Protect(name="orders_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="an_order_that_ended_stays_so",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__status__in=["arrived", "closed", "cancelled"], old__status__df=pgtrigger.F("new__status")
                ),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("finance:order_detail", args=[self.pk])

    def get_status_display(self):
        return _("late") if self.is_late else self.Status(self.status).label

    @property
    def tone(self):
        return "danger" if self.is_late else self.TONES[self.status]

    @property
    def is_late(self):
        return self.status in self.OPEN and self.expected_on is not None and self.expected_on < clock.today()

    def search_words(self):
        return [self.number, self.request.number, self.request.title, self.supplier.name, self.contract]


class OrderLineQuerySet(RecordQuerySet):
    school_path = "order__school"

    def with_arrivals(self):
        """Add ``taken`` (accepted, or waiting for signatures) and ``to_come`` to each line."""
        lines = self.model.accepted.rel.related_model.objects.filter(order_line=OuterRef("pk"))
        counted = lines.filter(acceptance__status__in=["waiting", "signed"]).order_by().values("order_line")
        taken = Coalesce(Subquery(counted.annotate(sum=Sum("quantity")).values("sum")), 0, output_field=F_QUANTITY)
        return self.annotate(taken=taken).annotate(to_come=F("quantity") - F("released") - F("taken"))


class OrderLine(models.Model):
    """How much of one thing on the request is ordered, at which price of one; ``amount`` is computed by the database.

    ``released`` is what will not come any more: all of it when the order was cancelled, the rest when it was closed.
    """

    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey("finance.PurchaseLine", on_delete=models.PROTECT, related_name="ordered")
    quantity = models.DecimalField(_("quantity"), max_digits=9, decimal_places=2)
    unit_price = models.DecimalField(_("unit price"), max_digits=12, decimal_places=2)
    released = models.DecimalField(_("not to come"), max_digits=9, decimal_places=2, default=0)
    amount = models.GeneratedField(
        expression=Round((F("quantity") - F("released")) * F("unit_price"), precision=2),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["order", "line__position"]
        verbose_name = _("line of an order")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["order", "line"], name="one_line_of_a_thing_in_an_order"),
            models.CheckConstraint(name="a_line_orders_more_than_nothing", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="an_ordered_price_is_not_negative", condition=Q(unit_price__gte=0)),
            models.CheckConstraint(
                name="no_more_is_released_than_was_ordered", condition=Q(released__gte=0, released__lte=F("quantity"))
            ),
        ]
        triggers = [
            frozen("order", "line", "quantity", "unit_price", name="an_order_line_stays"),
            pgtrigger.Protect(name="order_lines_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="what_is_released_does_not_return",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__released__lt=pgtrigger.F("old__released")),
            ),
            pgtrigger.Trigger(
                name="no_more_is_ordered_than_approved",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=[("asked", "RECORD"), ("ordered", "NUMERIC"), ("cost", "NUMERIC")],
                func="""
                    SELECT request.id, request.amount, COALESCE(cut.quantity, line.quantity) AS quantity INTO asked
                      FROM finance_purchaseline line
                      JOIN finance_purchaserequest request ON request.id = line.request_id
                      LEFT JOIN finance_linecut cut ON cut.line_id = line.id
                     WHERE line.id = NEW.line_id FOR UPDATE OF request;
                    IF asked.id <> (SELECT request_id FROM finance_purchaseorder WHERE id = NEW.order_id) THEN
                        RAISE EXCEPTION 'line % belongs to another request than its order', NEW.line_id;
                    END IF;
                    SELECT SUM(quantity - released) INTO ordered FROM finance_orderline WHERE line_id = NEW.line_id;
                    SELECT SUM(placed.amount) INTO cost
                      FROM finance_orderline placed JOIN finance_purchaseline line ON line.id = placed.line_id
                     WHERE line.request_id = asked.id;
                    IF ordered > asked.quantity OR cost > asked.amount THEN
                        RAISE EXCEPTION 'more is ordered of line % than was approved', NEW.line_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.line} {self.quantity.normalize():f} {self.line.measure_word}"

    @property
    def kept(self):
        """What was ordered and may still count."""
        return self.quantity - self.released


def ordered_of_lines():
    """Return an expression for PurchaseLine: how much of it stands on orders."""
    placed = OrderLine.objects.filter(line=OuterRef("pk")).order_by().values("line")
    sums = placed.annotate(sum=Sum(F("quantity") - F("released"))).values("sum")
    return Coalesce(Subquery(sums), 0, output_field=F_QUANTITY)


def has_open_orders():
    """Return an expression for PurchaseRequest: whether something ordered for it is still to come."""
    return Exists(PurchaseOrder.objects.open().filter(request=OuterRef("pk")))
