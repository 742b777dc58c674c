"""Invoices and receipts, each entered once for ever."""

import pgtrigger
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from finance.models.claim_items import ClaimItem
from finance.models.claims import Claim
from logistics.db import RecordQuerySet, Searchable, search_indexes
from logistics.history.models import tracked


class InvoiceQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """Those I entered, those on claims I see, and with the permission all of the school."""
        if not user.is_authenticated:
            return self.none()
        on_claims = ClaimItem.objects.filter(claim__in=Claim.objects.visible_to(user)).values("invoice")
        mine = Q(entered_by=user.pk) | Q(pk__in=on_claims)
        return self.filter(self.q_within(user) & mine | self.q_within(user, "finance.view_claim"))

    def with_claim(self):
        """Add ``claim_number`` of the claim each counts on, None where it is free, "" where that is a draft."""
        items = ClaimItem.objects.filter(invoice=OuterRef("pk"), counts=True)
        return self.annotate(claim_number=Subquery(items.values("claim__number")[:1]))

    def free(self):
        """Those on no claim that counts."""
        return self.exclude(Exists(ClaimItem.objects.filter(invoice=OuterRef("pk"), counts=True)))

    def on_claims(self):
        return self.filter(Exists(ClaimItem.objects.filter(invoice=OuterRef("pk"), counts=True)))


# A number as it is compared: full width made half, capitals, nothing but letters and figures.
NORMAL = "UPPER(REGEXP_REPLACE(NORMALIZE(%(expressions)s, NFKC), '[^[:alnum:]]', '', 'g'))"


@tracked(exclude=["search_text", "grams"])
class Invoice(Searchable):
    """One invoice, receipt or fiscal bill; its file is an attachment, kept byte for byte where it is a document.

    ``number_key`` is the number as it is compared. ``was_read``: number, day and amount were read from the original and
    confirmed by whoever entered it. Its facts stay once it stands on a claim that was submitted.
    """

    class Kind(models.TextChoices):
        ELECTRONIC = "electronic", _("e-invoice")
        PAPER = "paper", _("paper invoice")
        FISCAL = "fiscal", _("fiscal bill")
        RECEIPT = "receipt", _("receipt")

    VERBS = {
        "entered": _("entered it"),
        "changed": _("changed it"),
        "claimed": _("put it on a claim"),
    }

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="invoices")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ELECTRONIC)
    code = models.CharField(_("invoice code"), max_length=20, blank=True)
    number = models.CharField(_("invoice number"), max_length=40)
    number_key = models.GeneratedField(
        expression=Func(F("number"), template=NORMAL), output_field=models.CharField(max_length=80), db_persist=True
    )
    issued_on = models.DateField(_("issued on"))
    seller = models.CharField(_("seller"), max_length=80)
    seller_tax_id = models.CharField(_("tax number of the seller"), max_length=30, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    check_code = models.CharField(_("check code"), max_length=30, blank=True)
    was_read = models.BooleanField(_("read from the original"), default=False)
    entered_by = models.ForeignKey(
        "people.User", verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="invoices_entered"
    )
    entered_at = models.DateTimeField(_("entered at"))

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        default_permissions = ()
        indexes = [
            *search_indexes("invoices"),
            models.Index(fields=["school", "-entered_at", "-id"], name="invoices_of_a_school"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number_key"],
                condition=~Q(kind="receipt"),
                name="one_invoice_of_a_number_in_a_school",
            ),
            models.UniqueConstraint(
                fields=["school", "seller", "number_key"],
                condition=Q(kind="receipt"),
                name="one_receipt_of_a_number_and_a_seller",
            ),
            models.CheckConstraint(name="an_invoice_has_a_number", condition=~Q(number_key="")),
            models.CheckConstraint(name="an_invoice_asks_for_money", condition=Q(amount__gt=0)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="invoices_stay_as_claimed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM finance_claimitem item JOIN finance_claim claim ON claim.id = item.claim_id
                        WHERE item.invoice_id = OLD.id AND claim.status NOT IN ('draft', 'returned')
                    ) THEN
                        RAISE EXCEPTION 'an invoice on a submitted claim stays as it is';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("finance:invoice_detail", args=[self.pk])

    def search_words(self):
        return [self.number, self.seller, self.seller_tax_id]
