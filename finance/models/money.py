"""Every movement of money (收支流水): what came in, what went out, and what was moved between our own accounts."""

import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from finance.models.books import Account
from finance.models.budget import BudgetSource
from finance.models.red import only_red_is_negative
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import append_only

COMING_IN = ["opening", "income", "collected", "advance_back", "transfer_in"]
TO_DEPOSIT = ["income", "collected"]


class MoneyEntryQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_moneyentry")

    def about(self, record):
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def in_period(self, period):
        return self.filter(period.days("on"))

    def standing(self):
        """Entries that no red entry took back; red ones are not among them."""
        return self.filter(corrects=None, correction=None)

    def to_deposit(self):
        """Income held in cash that waits to be paid into the bank (缴存)."""
        return self.standing().filter(kind__in=TO_DEPOSIT, account__kind="cash", deposited=None)

    def balance(self):
        """Return the sum of what these entries changed, in yuan."""
        return self.aggregate(sum=Sum("change"))["sum"] or 0


class MoneyEntry(Searchable):
    """One movement of money on one account, in yuan. Append-only: a mistake is taken back by a red entry (红字冲销).

    ``kind`` says the direction; ``change`` is what it does to the account. A red entry has the negative amount of the
    one it corrects. Income is never netted against expense: each is an entry of its own (DOMAIN T-12). ``about`` is
    the record it was made for.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening balance")
        INCOME = "income", _("income")
        EXPENSE = "expense", _("expense")
        COLLECTED = "collected", _("collected for others")
        COLLECTED_SPENT = "collected_spent", _("spent of what was collected")
        REFUND = "refund", _("refund")
        ADVANCE = "advance", _("advance")
        ADVANCE_BACK = "advance_back", _("advance settled")
        TRANSFER_IN = "transfer_in", _("moved in")
        TRANSFER_OUT = "transfer_out", _("moved out")

    VERBS = {
        "posted": _("entered it"),
        "reversed": _("took it back by a red entry"),
        "deposited": _("paid it in"),
        "came_back": _("took the deposit back"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="money_entries")
    number = models.CharField(_("number"), max_length=24)
    account = models.ForeignKey(
        Account, verbose_name=_("account"), on_delete=models.PROTECT, related_name="entries"
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    source = models.CharField(_("source of funds"), max_length=12, choices=BudgetSource)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    change = models.GeneratedField(
        expression=Case(When(kind__in=COMING_IN, then=F("amount")), default=-F("amount")),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )
    on = models.DateField(_("day"))
    text = models.CharField(_("what for"), max_length=200)
    party = models.CharField(_("from or to whom"), max_length=80, blank=True)
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    budget_line = models.ForeignKey(
        "finance.BudgetLine",
        verbose_name=_("budget line"),
        null=True,
        on_delete=models.PROTECT,
        related_name="money_entries",
    )
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("content_type", "object_id")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="correction")
    by = models.ForeignKey("people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("entered at"))

    objects = MoneyEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("money entry")
        verbose_name_plural = _("money entries")
        default_permissions = ("view",)
        permissions = [("deposit_money", gettext_noop("Pay cash into the bank"))]
        indexes = [
            *search_indexes("money"),
            models.Index(fields=["school", "-on", "-id"], name="money_of_a_school"),
            models.Index(fields=["account", "on"], name="money_of_an_account"),
            models.Index(fields=["content_type", "object_id"], name="money_for_a_record"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_money_entry_of_a_number_in_a_school"),
            only_red_is_negative("only_a_red_entry_is_negative", reason=False),
            models.CheckConstraint(name="a_money_entry_says_what_for", condition=~Q(text="")),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="money_goes_into_open_months",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM finance_books WHERE school_id = NEW.school_id FOR SHARE;
                    IF EXISTS (
                        SELECT 1 FROM finance_monthclosing closing
                        WHERE closing.school_id = NEW.school_id AND closing.closed_at IS NOT NULL
                          AND closing.month >= date_trunc('month', NEW."on")
                    ) THEN
                        RAISE EXCEPTION 'the month of % is closed', NEW."on"
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'money_goes_into_open_months';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="a_red_entry_mirrors_what_it_corrects",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_moneyentry entry
                        WHERE entry.id = NEW.corrects_id AND entry.corrects_id IS NULL
                          AND entry.school_id = NEW.school_id AND entry.account_id = NEW.account_id
                          AND entry.kind = NEW.kind AND entry.source = NEW.source AND entry.amount = -NEW.amount
                          AND entry."on" <= NEW."on"
                    ) THEN
                        RAISE EXCEPTION 'red entry % does not mirror entry %', NEW.number, NEW.corrects_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="an_income_in_the_bank_comes_back_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM finance_deposited gone WHERE gone.entry_id = NEW.corrects_id AND NOT EXISTS (
                            SELECT 1 FROM finance_depositback back WHERE back.deposited_id = gone.id)
                    ) THEN
                        RAISE EXCEPTION 'entry % is in the bank', NEW.corrects_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="an_account_opens_empty",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="opening", new__corrects__isnull=True),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM finance_moneyentry entry
                        WHERE entry.account_id = NEW.account_id AND entry.kind <> 'opening'
                    ) THEN
                        RAISE EXCEPTION 'account % is in use already', NEW.account_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.text}"

    def get_absolute_url(self):
        return reverse("finance:moneyentry_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.text, self.party, self.voucher]

    @property
    def is_incoming(self):
        return self.kind in COMING_IN

    @property
    def tone(self):
        return "danger" if self.corrects_id else "success" if self.is_incoming else "neutral"


class TransferQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_moneyentry")


class Transfer(models.Model):
    """Money moved between two accounts of the school, such as cash paid into the bank. Append-only."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="transfers")
    leaving = models.OneToOneField(MoneyEntry, on_delete=models.PROTECT, related_name="transfer_leaving")
    arriving = models.OneToOneField(MoneyEntry, on_delete=models.PROTECT, related_name="transfer_arriving")

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        default_permissions = ()
        triggers = [append_only()]

    def __str__(self):
        return f"{self.leaving} → {self.arriving.account}"


class DepositedQuerySet(RecordQuerySet):
    school_path = "entry__school"


class Deposited(models.Model):
    """That one income was paid into the bank by a transfer (缴存, DOMAIN T-13). Append-only."""

    entry = models.OneToOneField(MoneyEntry, on_delete=models.PROTECT, related_name="deposited")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="deposits")
    on = models.DateField(_("paid in on"))

    objects = DepositedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("deposit of an income")
        default_permissions = ()
        triggers = [append_only()]

    def __str__(self):
        return f"{self.entry} {self.on}"


class DepositBackQuerySet(RecordQuerySet):
    school_path = "deposited__entry__school"


class DepositBack(models.Model):
    """That an income which was paid in came back out of the bank, because it is taken back itself. Append-only.

    The deposit stays readable; ``transfer`` is the same sum moved the other way.
    """

    deposited = models.OneToOneField(Deposited, on_delete=models.PROTECT, related_name="back")
    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="deposit_back")
    reason = models.CharField(_("reason"), max_length=200)

    objects = DepositBackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("deposit taken back")
        default_permissions = ()
        constraints = [models.CheckConstraint(name="a_deposit_taken_back_says_why", condition=~Q(reason=""))]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="a_deposit_comes_back_the_way_it_went",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_deposited gone
                          JOIN finance_moneyentry income ON income.id = gone.entry_id
                          JOIN finance_transfer out ON out.id = gone.transfer_id
                          JOIN finance_moneyentry held ON held.id = out.arriving_id
                          JOIN finance_transfer back ON back.id = NEW.transfer_id
                          JOIN finance_moneyentry leaving ON leaving.id = back.leaving_id
                          JOIN finance_moneyentry arriving ON arriving.id = back.arriving_id
                        WHERE gone.id = NEW.deposited_id AND leaving.account_id = held.account_id
                          AND arriving.account_id = income.account_id AND arriving.amount = income.amount
                          AND arriving.source = income.source AND arriving."on" >= gone."on"
                    ) THEN
                        RAISE EXCEPTION 'deposit % does not come back like this', NEW.deposited_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.deposited} {self.reason}"
