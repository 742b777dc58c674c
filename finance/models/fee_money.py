"""What a fee brought in class by class, and what was spent of it. All of it append-only."""

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from finance.models.books import Account
from finance.models.fees import FeeClass, FeeConsent, FeeItem
from finance.models.money import MoneyEntry
from finance.models.red import only_red_is_negative
from logistics.db import RecordQuerySet
from logistics.history.models import append_only
from logistics.school.models import Pupil, SchoolClass


class OfItemQuerySet(RecordQuerySet):
    """Rows under a fee; ``class_path`` leads to the class, whose teacher sees them."""

    reach = {}
    class_path = "school_class"

    def visible_to(self, user):
        own = Q(**{f"{self.class_path}__class_teacher": user.pk}) if self.class_path else None
        return self.filter(self.q_within(user, "finance.view_feeitem", own=own))


class FeeCollectionQuerySet(OfItemQuerySet):
    def standing(self):
        """Collections that no red one took back; red ones are not among them."""
        return self.filter(corrects=None, correction=None)

    def collected_in(self, period, scope):
        return self.filter(period.days("on"), scope.rows("school_class__campus"))

    def to_deposit(self):
        """Cash that waits to be paid into the account (收缴后上交)."""
        return self.standing().filter(deposit_by__isnull=False, entry__deposited=None)

    def deposited_late(self, day):
        """Paid in after the last day for it, or not yet although ``day`` is past it (rule fee.deposit.days)."""
        late = Q(entry__deposited__on__gt=F("deposit_by")) | Q(entry__deposited=None, deposit_by__lt=day)
        return self.standing().filter(late, deposit_by__isnull=False)


class FeeCollection(models.Model):
    """What one class paid on one day for one fee. A red one takes it back as a whole, with the reason.

    Where only single pupils were wrong, the rest is entered anew beside the red one: ``replaces`` leads to the first.

    ``covers`` is what is paid for: the first day of the term, the first of the month, or the day of the time.
    ``deposit_by`` is the last day to pay cash in, as the rule stood; None for money that came into the account.
    """

    VERBS = {
        "collected": _("collected from a class"),
        "deposited": _("paid the cash in"),
        "reversed": _("took a collection back"),
        "red": _("made this red entry"),
        "rest": _("entered the rest anew"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="fee_collections")
    item = models.ForeignKey(FeeItem, verbose_name=_("fee"), on_delete=models.PROTECT, related_name="collections")
    school_class = models.ForeignKey(
        SchoolClass, verbose_name=_("class"), on_delete=models.PROTECT, related_name="fee_collections"
    )
    covers = models.DateField(_("paid for"))
    on = models.DateField(_("collected on"))
    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    deposit_by = models.DateField(_("to be paid in by"), null=True)
    entry = models.OneToOneField(MoneyEntry, on_delete=models.PROTECT, related_name="fee_collection")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("collected by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = FeeCollectionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("fee collection")
        verbose_name_plural = _("fee collections")
        default_permissions = ()
        indexes = [
            models.Index(fields=["school", "-on", "-id"], name="collections_of_a_school"),
            models.Index(fields=["item", "school_class"], name="collections_of_a_fee"),
        ]
        constraints = [
            only_red_is_negative("only_a_red_collection_is_negative"),
            models.CheckConstraint(
                name="a_red_collection_replaces_none", condition=Q(corrects=None) | Q(replaces=None)
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.item.name} {self.school_class.name}"

    def get_absolute_url(self):
        return reverse("finance:feecollection_detail", args=[self.pk])

    @property
    def standing(self):
        """Return (words, tone) of where the money is; needs ``entry`` with its deposit."""
        if self.corrects_id:
            return _("red entry"), "danger"
        if hasattr(self, "correction"):
            return _("taken back"), "neutral"
        if self.deposit_by is None or hasattr(self.entry, "deposited"):
            return _("paid in"), "success"
        return _("to be paid in"), "warning"

    @property
    def tone(self):
        return self.standing[1]


class FeeRowQuerySet(OfItemQuerySet):
    school_path = "collection__school"
    class_path = "collection__school_class"

    def collected_in(self, period, scope):
        return self.filter(
            period.days("collection__on"), scope.rows("collection__school_class__campus"), collection__corrects=None,
            collection__correction=None,
        )  # fmt: skip

    def strays(self, banned):
        """四无: taken before publication, above the approved standard, for what is banned, or from whom it is not due."""
        return self.filter(self.before_publication() | self.above_standard() | self.for_banned(banned) | self.not_due())

    @staticmethod
    def before_publication():
        return Q(item__published_on=None) | Q(collection__on__lt=F("item__published_on"))

    @staticmethod
    def above_standard():
        return Q(due__gt=F("item__approved_standard")) | Q(amount__gt=F("due"))

    @staticmethod
    def for_banned(words):
        condition = Q(pk__in=[])
        for word in words:
            condition |= Q(item__name__contains=word)
        return condition

    @staticmethod
    def not_due():
        """From a pupil outside the scope, or without consent where parents are asked."""
        agreed = FeeConsent.objects.filter(
            item=OuterRef("item"), pupil=OuterRef("pupil"), agreed=True, on__lte=OuterRef("collection__on")
        )
        named = FeeClass.objects.filter(item=OuterRef("item"), school_class=OuterRef("collection__school_class"))
        graded = Q(item__grades__contains=[F("collection__school_class__grade")])
        return ~Q(item__kind="meals") & ~Exists(agreed) | Q(item__whole_school=False) & ~Exists(named) & ~graded


class FeeRow(models.Model):
    """What one pupil paid in a collection, with what was due as it was judged. Append-only."""

    collection = models.ForeignKey(FeeCollection, on_delete=models.PROTECT, related_name="rows")
    item = models.ForeignKey(FeeItem, on_delete=models.PROTECT, related_name="rows")
    pupil = models.ForeignKey(Pupil, verbose_name=_("pupil"), on_delete=models.PROTECT, related_name="fee_rows")
    covers = models.DateField(_("paid for"))
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    due = models.DecimalField(_("due"), max_digits=10, decimal_places=2)

    objects = FeeRowQuerySet.as_manager()

    class Meta:
        ordering = ["collection", "pk"]
        verbose_name = _("payment of a pupil")
        verbose_name_plural = _("payments of pupils")
        default_permissions = ()
        indexes = [models.Index(fields=["item", "pupil", "covers"], name="payments_of_a_pupil")]
        constraints = [
            models.UniqueConstraint(fields=["collection", "pupil"], name="a_pupil_pays_once_in_a_collection"),
            models.CheckConstraint(name="a_payment_is_not_nothing", condition=~Q(amount=0)),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="only_what_is_due_is_collected",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("fee", "finance_feeitem%ROWTYPE"), ("day", "date"), ("paid", "numeric")],
                func="""
                    SELECT * INTO fee FROM finance_feeitem WHERE id = NEW.item_id FOR UPDATE;
                    SELECT "on" INTO day FROM finance_feecollection WHERE id = NEW.collection_id;
                    SELECT COALESCE(SUM(amount), 0) INTO paid FROM finance_feerow
                        WHERE item_id = NEW.item_id AND pupil_id = NEW.pupil_id AND covers = NEW.covers;
                    IF paid + NEW.amount < 0 THEN
                        RAISE EXCEPTION 'pupil % has not paid that much', NEW.pupil_id;
                    END IF;
                    IF NEW.amount < 0 THEN
                        RETURN NEW;
                    END IF;
                    IF EXISTS (
                        SELECT 1 FROM finance_feecollection fresh
                          JOIN finance_feecollection red ON red.corrects_id = fresh.replaces_id
                          JOIN finance_feerow earlier ON earlier.collection_id = fresh.replaces_id
                        WHERE fresh.id = NEW.collection_id AND earlier.pupil_id = NEW.pupil_id
                          AND earlier.covers = NEW.covers AND earlier.amount = NEW.amount AND earlier.due = NEW.due
                    ) THEN
                        RETURN NEW;
                    END IF;
                    IF fee.status <> 'collecting' OR fee.published_on > day THEN
                        RAISE EXCEPTION 'fee % is not being collected', NEW.item_id;
                    END IF;
                    IF paid + NEW.amount > NEW.due OR NEW.due > fee.approved_standard THEN
                        RAISE EXCEPTION 'more than is due of pupil %', NEW.pupil_id;
                    END IF;
                    IF NOT EXISTS (
                        SELECT 1 FROM school_pupil pupil WHERE pupil.id = NEW.pupil_id
                          AND pupil.school_id = fee.school_id AND pupil.joined_on <= day
                          AND (pupil.left_on IS NULL OR pupil.left_on >= day)
                    ) THEN
                        RAISE EXCEPTION 'pupil % is not at this school on %', NEW.pupil_id, day;
                    END IF;
                    IF fee.kind <> 'meals' AND NOT EXISTS (
                        SELECT 1 FROM finance_feeconsent consent WHERE consent.item_id = NEW.item_id
                          AND consent.pupil_id = NEW.pupil_id AND consent.is_current AND consent.agreed
                          AND consent."on" <= day
                    ) THEN
                        RAISE EXCEPTION 'the parents of pupil % have not agreed', NEW.pupil_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.pupil} {self.amount:,.2f}"

    def get_absolute_url(self):
        return self.collection.get_absolute_url()


class FeeSpendingQuerySet(OfItemQuerySet):
    class_path = ""

    def standing(self):
        return self.filter(corrects=None, correction=None)


class FeeSpending(models.Model):
    """What was bought out of an agency or meal fee, for all who paid and were here that day. A red one takes it back."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="fee_spendings")
    item = models.ForeignKey(FeeItem, verbose_name=_("fee"), on_delete=models.PROTECT, related_name="spendings")
    on = models.DateField(_("spent on"))
    text = models.CharField(_("what for"), max_length=120)
    party = models.CharField(_("paid to"), max_length=80, blank=True)
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    account = models.ForeignKey(Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    pupils = models.PositiveIntegerField(_("for how many pupils"))
    entry = models.OneToOneField(MoneyEntry, on_delete=models.PROTECT, related_name="fee_spending")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = FeeSpendingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("spending of a fee")
        verbose_name_plural = _("spendings of fees")
        default_permissions = ()
        constraints = [
            only_red_is_negative("only_a_red_spending_is_negative"),
            models.CheckConstraint(name="a_spending_says_what_for", condition=~Q(text="")),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="only_what_was_collected_is_spent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_feeitem item WHERE item.id = NEW.item_id
                          AND item.kind <> 'service' AND item.status IN ('collecting', 'stopped') FOR UPDATE
                    ) THEN
                        RAISE EXCEPTION 'nothing can be spent of fee %', NEW.item_id;
                    END IF;
                    IF NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM finance_feespending WHERE item_id = NEW.item_id)
                        > (SELECT COALESCE(SUM(amount), 0) FROM finance_feerow WHERE item_id = NEW.item_id) THEN
                        RAISE EXCEPTION 'more is spent of fee % than was collected', NEW.item_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return self.item.get_absolute_url()
