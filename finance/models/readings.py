"""What was read on a meter and is charged for it (抄表收费), and what was paid of that."""

import pgtrigger
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Round
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models.agreements import MONEY, summed
from finance.models.meters import Meter
from finance.models.red import only_red_is_negative
from logistics import clock
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only, frozen, tracked
from logistics.pages.dates import month_text

READ = [
    "school", "meter", "read_on", "value", "previous_on", "previous_value", "old_last", "new_first", "multiplier", "price",
    "limit", "note", "payer", "person", "due_on", "by", "at",
]  # fmt: skip
COUNTED = models.DecimalField(max_digits=14, decimal_places=2)
NOTHING = Value(0, output_field=MONEY)


def use():
    """What went through since the reading before: where the meter was replaced, through both of them."""
    old = Coalesce(F("old_last") - F("previous_value"), 0, output_field=COUNTED)
    return old + F("value") - Coalesce(F("new_first"), F("previous_value"), output_field=COUNTED)


def counted(expression, **field):
    return models.GeneratedField(
        expression=expression, output_field=models.DecimalField(decimal_places=2, **field), db_persist=True
    )


class MeterReadingQuerySet(RecordQuerySet):
    reach = {"campus": "meter__place__campus", "place": "meter__place"}

    def visible_to(self, user):
        """Whoever sees the charges sees all in reach; everyone sees what they are to pay, or have read, themselves."""
        return self.filter(self.q_within(user, "finance.view_meter", own=Q(person=user.pk) | Q(by=user.pk)))

    def standing(self):
        return self.filter(reversed_on=None)

    def read_in(self, period, scope):
        return self.standing().filter(period.days("read_on"), scope.rows("meter__place__campus"))

    def with_payments(self, day=None):
        """Add paid (by ``day`` where one is given) and outstanding (Decimals in yuan); of a reversed one nothing is."""
        rows = MeterPayment.objects.filter(reading=OuterRef("pk"))
        rows = rows if day is None else rows.filter(on__lte=day)
        return self.annotate(paid=summed(rows, "reading", "amount")).annotate(
            outstanding=Case(When(reversed_on=None, then=F("amount") - F("paid")), default=NOTHING, output_field=MONEY)
        )

    def overdue(self, day):
        """Due before ``day`` and not wholly paid by then."""
        return self.standing().with_payments(day).filter(due_on__lt=day, outstanding__gt=0)


@tracked(exclude=["search_text", "grams", "used", "units", "amount"])
class MeterReading(Searchable):
    """What stood on a meter on a day, and what is charged for it: used × multiplier × price, to the fen.

    Price, multiplier and payer are kept as they were. Where the meter was replaced, ``old_last`` is what the old one
    showed in the end and ``new_first`` what the new one began with. ``limit`` is the use above which rule meter.jump asks
    why. Facts stay; a wrong reading is reversed, with its reason, and read anew.
    """

    VERBS = {
        "read": _("read the meter"),
        "paid": _("received a payment"),
        "payment_reversed": _("reversed a payment"),
        "reversed": _("reversed the reading"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="meter_readings")
    meter = models.ForeignKey(Meter, verbose_name=_("meter"), on_delete=models.PROTECT, related_name="readings")
    read_on = models.DateField(pgettext_lazy("meter", "read on"))
    value = models.DecimalField(_("reading"), max_digits=12, decimal_places=2)
    previous_on = models.DateField(_("read before on"))
    previous_value = models.DecimalField(_("reading before"), max_digits=12, decimal_places=2)
    old_last = models.DecimalField(_("last reading of the old meter"), max_digits=12, decimal_places=2, null=True)
    new_first = models.DecimalField(_("first reading of the new meter"), max_digits=12, decimal_places=2, null=True)
    multiplier = models.DecimalField(_("multiplier"), max_digits=8, decimal_places=2)
    price = models.DecimalField(_("price of a unit"), max_digits=8, decimal_places=4)
    used = counted(use(), max_digits=14)
    units = counted(Round(use() * F("multiplier"), 2), max_digits=16)
    amount = counted(Round(use() * F("multiplier") * F("price"), 2), max_digits=14)
    limit = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    payer = models.CharField(_("who pays"), max_length=80)
    person = models.ForeignKey(
        "people.User",
        verbose_name=_("member of staff"),
        null=True,
        on_delete=models.PROTECT,
        related_name="meter_charges",
    )
    due_on = models.DateField(pgettext_lazy("meter", "to be paid by"))
    by = models.ForeignKey("people.User", verbose_name=_("read by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"), editable=False)
    reversed_on = models.DateField(_("reversed on"), null=True)
    reversed_by = models.ForeignKey(
        "people.User", verbose_name=_("reversed by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reversed_reason = models.CharField(_("why reversed"), max_length=200, blank=True)

    objects = MeterReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-read_on", "-pk"]
        verbose_name = _("meter reading")
        verbose_name_plural = _("meter readings")
        default_permissions = ()
        indexes = [
            *search_indexes("readings"),
            models.Index(fields=["school", "-read_on", "-id"], name="readings_of_a_school"),
            models.Index(fields=["meter", "-read_on"], name="readings_of_a_meter"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meter", "read_on"], condition=Q(reversed_on=None), name="one_reading_of_a_meter_and_day"
            ),
            models.CheckConstraint(
                name="a_reading_is_not_below_the_one_before",
                condition=Q(old_last=None, new_first=None, value__gte=F("previous_value"))
                | Q(old_last__isnull=False, new_first__isnull=False)
                & Q(old_last__gte=F("previous_value"), new_first__gte=0, value__gte=F("new_first")),
            ),
            models.CheckConstraint(
                name="a_reading_comes_after_the_one_before",
                condition=Q(read_on__gte=F("previous_on"), due_on__gte=F("read_on")),
            ),
            models.CheckConstraint(
                name="a_use_far_above_the_usual_says_why",
                condition=Q(limit=None) | Q(used__lte=F("limit")) | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="a_reversed_reading_says_who_when_and_why",
                condition=Q(reversed_on=None, reversed_by=None, reversed_reason="")
                | Q(reversed_on__isnull=False, reversed_by__isnull=False, reversed_on__gte=F("read_on"))
                & ~Q(reversed_reason=""),
            ),
        ]
        triggers = [
            frozen(*READ, name="a_reading_stays_as_read"),
            pgtrigger.Protect(name="readings_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="a_reversed_reading_stays_so",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__reversed_on__isnull=False),
            ),
            pgtrigger.Trigger(
                name="a_reading_goes_on_from_the_last",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("meter", "RECORD"), ("last", "RECORD")],
                func="""
                    SELECT * INTO meter FROM finance_meter WHERE id = NEW.meter_id FOR UPDATE;
                    SELECT value, read_on INTO last FROM finance_meterreading
                    WHERE meter_id = NEW.meter_id AND reversed_on IS NULL ORDER BY read_on DESC LIMIT 1;
                    IF NOT FOUND THEN
                        SELECT meter.first_value AS value, meter.from_on AS read_on INTO last;
                    ELSIF NEW.read_on <= last.read_on THEN
                        RAISE EXCEPTION 'meter % was read after % already', NEW.meter_id, NEW.read_on;
                    END IF;
                    IF NEW.previous_value <> last.value OR NEW.previous_on <> last.read_on
                       OR NEW.school_id <> meter.school_id OR meter.until_on < NEW.read_on THEN
                        RAISE EXCEPTION 'reading of meter % does not go on from the last', NEW.meter_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="only_the_last_reading_is_reversed_and_unpaid",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("reversed_on"),
                func="""
                    PERFORM 1 FROM finance_meter WHERE id = NEW.meter_id FOR UPDATE;
                    IF EXISTS (
                        SELECT 1 FROM finance_meterreading later
                        WHERE later.meter_id = NEW.meter_id AND later.reversed_on IS NULL AND later.read_on > NEW.read_on
                    ) OR (SELECT SUM(amount) FROM finance_meterpayment WHERE reading_id = NEW.id) <> 0 THEN
                        RAISE EXCEPTION 'reading % is gone on from, or paid', NEW.id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        facts = {"kind": self.meter.get_kind_display(), "meter": self.meter, "month": month_text(self.read_on)}
        return _("%(kind)s of %(month)s (%(meter)s)") % facts

    def get_absolute_url(self):
        return reverse("finance:reading_detail", args=[self.pk])

    def search_words(self):
        return [self.meter.number, self.meter.place.label, self.payer]

    @property
    def is_replaced(self):
        return self.old_last is not None

    @property
    def standing(self):
        """Return (words, tone) as of today; needs the rows of ``with_payments``."""
        if self.reversed_on:
            return pgettext_lazy("reading", "reversed"), "neutral"
        if self.outstanding <= 0:
            return (
                (pgettext_lazy("reading", "paid"), "success")
                if self.amount
                else (pgettext_lazy("reading", "nothing to pay"), "neutral")
            )
        if self.due_on < clock.today():
            return _("overdue"), "danger"
        return pgettext_lazy("reading", "outstanding"), "warning"

    @property
    def tone(self):
        return self.standing[1]


class MeterPaymentQuerySet(RecordQuerySet):
    school_path = "reading__school"

    def visible_to(self, user):
        return self.filter(reading__in=MeterReading.objects.visible_to(user))

    def paid_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("reading__meter__place__campus"))


class MeterPayment(models.Model):
    """Money paid for a reading, with its entry in the books. Append-only; a correction is negative."""

    reading = models.ForeignKey(MeterReading, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    on = models.DateField(_("on"))
    entry = models.OneToOneField(
        "finance.MoneyEntry",
        verbose_name=_("entry in the books"),
        on_delete=models.PROTECT,
        related_name="meter_payment",
    )
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = MeterPaymentQuerySet.as_manager()

    class Meta:
        ordering = ["reading", "pk"]
        verbose_name = _("payment of a meter reading")
        verbose_name_plural = _("payments of meter readings")
        default_permissions = ()
        constraints = [
            only_red_is_negative("a_meter_payment_is_negative_only_when_it_corrects", reason=False),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="no_more_is_paid_than_was_charged",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_meterreading reading
                        WHERE reading.id = NEW.reading_id AND reading.reversed_on IS NULL AND (
                            SELECT SUM(amount) FROM finance_meterpayment WHERE reading_id = NEW.reading_id
                        ) BETWEEN 0 AND reading.amount
                    ) THEN
                        RAISE EXCEPTION 'payments of reading % do not fit its amount', NEW.reading_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.reading} {self.amount:,.2f}"

    def get_absolute_url(self):
        return self.reading.get_absolute_url()
