"""Where accepted goods went."""

import pgtrigger
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models.acceptance import AcceptanceLine
from finance.models.red import only_red_is_negative
from logistics.db import RecordQuerySet
from logistics.history.models import append_only


class HandOverQuerySet(RecordQuerySet):
    def standing(self):
        """Hand-overs that were not taken back; those that take one back are not among them."""
        return self.filter(corrects=None, corrected_by=None)

    def of_record(self, record):
        """What became this record, such as an asset card."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


class HandOver(models.Model):
    """Accepted goods that went to somebody: used at once, a card of the register, a store. Append-only.

    One of the opposite quantity takes it back, with its reason; then the goods may be handed over anew.

    ``destination`` is a key of ``hooks.goods_destinations``, ``to`` says in words where they went, ``record`` is what they
    became there, if anything.
    """

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="hand_overs")
    line = models.ForeignKey(AcceptanceLine, on_delete=models.PROTECT, related_name="hand_overs")
    destination = models.CharField(_("where to"), max_length=20)
    quantity = models.DecimalField(_("quantity"), max_digits=9, decimal_places=2)
    to = models.CharField(_("who has it"), max_length=120)
    person = models.ForeignKey(
        "people.User",
        verbose_name=pgettext_lazy("goods", "taken by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="goods_taken",
    )
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(null=True)
    record = GenericForeignKey("content_type", "object_id")
    by = models.ForeignKey(
        "people.User", verbose_name=_("handed over by"), on_delete=models.PROTECT, related_name="goods_handed_over"
    )
    at = models.DateTimeField(_("handed over at"))
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["line", "pk"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="hand_overs_to_a_record")]
        constraints = [
            only_red_is_negative("only_what_takes_a_hand_over_back_is_negative", field="quantity"),
            models.CheckConstraint(name="a_hand_over_says_who_has_it", condition=~Q(to="")),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="what_is_taken_back_mirrors_the_hand_over",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM finance_handover handing
                        WHERE handing.id = NEW.corrects_id AND handing.corrects_id IS NULL
                          AND handing.line_id = NEW.line_id AND handing.destination = NEW.destination
                          AND handing.quantity = -NEW.quantity
                    ) THEN
                        RAISE EXCEPTION 'what is taken back does not mirror hand-over %', NEW.corrects_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="goods_are_handed_over_once",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=[("accepted", "NUMERIC")],
                func="""
                    SELECT line.delivered - line.refused INTO accepted
                      FROM finance_acceptanceline line JOIN finance_acceptance done ON done.id = line.acceptance_id
                     WHERE line.id = NEW.line_id AND done.status = 'signed' FOR UPDATE OF line;
                    IF accepted IS NULL
                       OR accepted < (SELECT SUM(quantity) FROM finance_handover WHERE line_id = NEW.line_id) THEN
                        RAISE EXCEPTION 'more of line % is handed over than was accepted', NEW.line_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.line} → {self.to}"

    def get_absolute_url(self):
        return self.line.get_absolute_url()

    @property
    def standing(self):
        """Return (words, tone) of whether the goods are still there; needs ``corrected_by``."""
        if self.corrects_id:
            return _("takes back"), "danger"
        return (
            (pgettext_lazy("goods", "was taken back"), "neutral")
            if hasattr(self, "corrected_by")
            else (_("handed over"), "success")
        )

    @property
    def tone(self):
        return self.standing[1]
