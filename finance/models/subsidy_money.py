"""What subsidies were paid out, class by class, and what was taken back."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from finance.models.books import Account
from finance.models.money import MoneyEntry
from finance.models.red import only_red_is_negative
from finance.models.subsidies import Subsidy, SubsidyShare
from logistics.db import RecordQuerySet
from logistics.history.models import append_only, frozen
from logistics.school.models import SchoolClass


class SubsidyPaymentQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_subsidy")

    def standing(self):
        """Payments that no red one took back; red ones are not among them."""
        return self.filter(corrects=None, correction=None)

    def paid_in(self, period, scope):
        return self.standing().filter(period.days("on"), scope.rows("school_class__campus"))

    def unsigned(self):
        """Paid in cash without the list that those who got it signed."""
        return self.standing().filter(way="cash", has_list=False)


class SubsidyPayment(models.Model):
    """What one class was paid on one day. It stays; a red one takes it back as a whole, with the reason.

    Where only single pupils were wrong, the rest is entered anew beside the red one: ``replaces`` leads to the first.
    has_list: whether the list that those who got the money signed is kept with it; it may come later.
    """

    class Way(models.TextChoices):
        CARD = "card", _("onto the bank cards")
        CASH = "cash", _("in cash against signature")

    VERBS = {
        "paid": _("paid a class"),
        "listed": _("put the signed list in"),
        "reversed": _("took a payment back"),
        "red": _("taken back by a red entry"),
        "rest": _("entered the rest anew"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="subsidy_payments")
    subsidy = models.ForeignKey(
        Subsidy, verbose_name=_("subsidy"), on_delete=models.PROTECT, related_name="payments"
    )  # fmt: skip
    school_class = models.ForeignKey(SchoolClass, verbose_name=_("class"), on_delete=models.PROTECT, related_name="+")
    way = models.CharField(_("way of payment"), max_length=6, choices=Way)
    on = models.DateField(_("paid on"))
    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="+")
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    has_list = models.BooleanField(_("signed list"), default=False)
    entry = models.OneToOneField(MoneyEntry, on_delete=models.PROTECT, related_name="subsidy_payment")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("paid by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = SubsidyPaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("payment of a subsidy")
        verbose_name_plural = _("payments of subsidies")
        default_permissions = ()
        indexes = [
            models.Index(fields=["school", "-on", "-id"], name="subsidy_payments_of_a_school"),
            models.Index(fields=["subsidy", "school_class"], name="payments_of_a_subsidy"),
        ]
        constraints = [
            only_red_is_negative("only_a_red_subsidy_payment_is_negative"),
            models.CheckConstraint(
                name="a_red_subsidy_payment_replaces_none", condition=Q(corrects=None) | Q(replaces=None)
            ),
            models.CheckConstraint(name="paid_onto_cards_has_a_voucher", condition=Q(way="cash") | ~Q(voucher="")),
        ]
        triggers = [
            frozen(
                "school", "subsidy", "school_class", "way", "on", "account", "voucher", "amount", "entry", "corrects",
                "replaces", "reason", "by", "at", name="a_subsidy_payment_stays_as_paid",
            ),
            pgtrigger.Protect(name="a_subsidy_payment_is_not_deleted", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.subsidy.name} {self.school_class.name}"

    def get_absolute_url(self):
        return reverse("finance:subsidypayment_detail", args=[self.pk])

    @property
    def standing(self):
        """Return (words, tone)."""
        if self.corrects_id:
            return _("red entry"), "danger"
        if hasattr(self, "correction"):
            return _("taken back"), "neutral"
        if self.way == self.Way.CASH and not self.has_list:
            return _("signed list missing"), "warning"
        return _("paid out"), "success"

    @property
    def tone(self):
        return self.standing[1]


class SubsidyRowQuerySet(RecordQuerySet):
    school_path = "payment__school"

    def visible_to(self, user):
        return self.filter(subsidy__in=Subsidy.objects.visible_to(user))

    def paid_in(self, period, scope):
        """What pupils were paid in the period and nobody took back."""
        return self.filter(
            period.days("payment__on"), scope.rows("payment__school_class__campus"), payment__corrects=None,
            payment__correction=None,
        )  # fmt: skip

    def before_posting_ended(self):
        return self.filter(payment__on__lte=F("subsidy__posted_until"))

    def to_leavers(self):
        return self.filter(payment__on__gt=F("share__pupil__left_on"))


class SubsidyRow(models.Model):
    """What one pupil got in a payment. Append-only; the database takes no second payment of a share."""

    payment = models.ForeignKey(SubsidyPayment, on_delete=models.PROTECT, related_name="rows")
    subsidy = models.ForeignKey(Subsidy, on_delete=models.PROTECT, related_name="rows")
    share = models.ForeignKey(SubsidyShare, on_delete=models.PROTECT, related_name="rows")
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)

    objects = SubsidyRowQuerySet.as_manager()

    class Meta:
        ordering = ["payment", "pk"]
        verbose_name = _("payment to a pupil")
        verbose_name_plural = _("payments to pupils")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["payment", "share"], name="a_pupil_is_paid_once_in_a_payment"),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="a_share_is_paid_once_and_as_posted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[
                    ("list", "bigint"),
                    ("listed", "bigint"),
                    ("planned", "numeric"),
                    ("stands", "boolean"),
                    ("paid", "numeric"),
                    ("day", "date"),
                ],
                func="""
                    SELECT subsidy_id, pupil_id, amount, is_current INTO list, listed, planned, stands
                        FROM finance_subsidyshare WHERE id = NEW.share_id FOR UPDATE;
                    SELECT "on" INTO day FROM finance_subsidypayment WHERE id = NEW.payment_id;
                    SELECT COALESCE(SUM(amount), 0) INTO paid FROM finance_subsidyrow WHERE share_id = NEW.share_id;
                    IF list <> NEW.subsidy_id OR paid + NEW.amount NOT IN (0, planned) THEN
                        RAISE EXCEPTION 'share % is paid once, as posted', NEW.share_id;
                    END IF;
                    IF NEW.amount < 0 THEN
                        RETURN NEW;
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM finance_subsidypayment fresh
                          JOIN finance_subsidypayment red ON red.corrects_id = fresh.replaces_id
                          JOIN finance_subsidyrow earlier ON earlier.payment_id = fresh.replaces_id
                        WHERE fresh.id = NEW.payment_id AND earlier.share_id = NEW.share_id
                          AND earlier.amount = NEW.amount
                    ) THEN
                        RETURN NEW;
                    END IF;
                    IF NOT stands OR NOT EXISTS (
                        SELECT 1 FROM school_pupil pupil WHERE pupil.id = listed
                          AND (pupil.left_on IS NULL OR pupil.left_on >= day)
                    ) THEN
                        RAISE EXCEPTION 'share % is of a pupil who left or was struck off', NEW.share_id;
                    END IF;
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_subsidy subsidy
                        WHERE subsidy.id = NEW.subsidy_id AND subsidy.posted_until < day
                    ) THEN
                        RAISE EXCEPTION 'subsidy % is still posted', NEW.subsidy_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.share} {self.amount}"

    def get_absolute_url(self):
        return self.payment.get_absolute_url()
