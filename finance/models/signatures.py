"""The three signatures on a claim (经手人、验收人、审核人签定后方有效)."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logistics.history.models import append_only


class ClaimSignatureQuerySet(models.QuerySet):
    def agreed(self):
        return self.filter(verb=ClaimSignature.Verb.AGREE)


class ClaimSignature(models.Model):
    """What one of the three wrote on one revision of a claim. Append-only.

    stands_for: the person whose seat it is, when a stand-in signed (代). The database keeps the order of the seats and
    three different people, of whom nobody stands in for another.
    """

    class Seat(models.TextChoices):
        HANDLER = "handler", _("handler")
        ACCEPTOR = "acceptor", _("acceptor")
        REVIEWER = "reviewer", _("reviewer")

        @classmethod
        def before(cls, seat):
            """Return the seat that signs right before ``seat``."""
            return cls.values[cls.values.index(seat) - 1]

    class Verb(models.TextChoices):
        AGREE = "agree", _("agreed")
        RETURN = "return", _("sent back")
        REFUSE = "refuse", _("not reimbursed")

    TONES = {Verb.AGREE: "success", Verb.RETURN: "info", Verb.REFUSE: "danger"}

    claim = models.ForeignKey("finance.Claim", on_delete=models.PROTECT, related_name="signatures")
    revision = models.PositiveSmallIntegerField()
    seat = models.CharField(_("signs as"), max_length=10, choices=Seat)
    signer = models.ForeignKey(
        "people.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="claim_signatures"
    )
    stands_for = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(_("decision"), max_length=10, choices=Verb, default=Verb.AGREE)
    word = models.CharField(_("word"), max_length=300, blank=True)
    at = models.DateTimeField(_("signed at"))

    objects = ClaimSignatureQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "revision", "pk"]
        verbose_name = _("signature on a claim")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["claim", "revision", "seat"], name="a_seat_of_a_claim_signs_once"),
            models.UniqueConstraint(fields=["claim", "revision", "signer"], name="nobody_signs_a_claim_twice"),
            models.CheckConstraint(
                name="only_agreement_needs_no_word", condition=models.Q(verb="agree") | ~models.Q(word="")
            ),
            models.CheckConstraint(
                name="a_claim_is_signed_for_another_person_than_its_handler",
                condition=models.Q(stands_for=None)
                | (~models.Q(seat="handler") & ~models.Q(stands_for=models.F("signer"))),
            ),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="nobody_has_two_seats_of_a_claim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM finance_claimsignature signature
                        WHERE signature.claim_id = NEW.claim_id AND signature.revision = NEW.revision
                          AND (signature.signer_id = NEW.stands_for_id
                               OR signature.stands_for_id IN (NEW.signer_id, NEW.stands_for_id))
                    ) THEN
                        RAISE EXCEPTION 'somebody would have two seats of claim %', NEW.claim_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="signatures_follow_their_order",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM finance_claim claim WHERE claim.id = NEW.claim_id
                                   AND claim.status = 'signing' AND claim.revision = NEW.revision) THEN
                        RAISE EXCEPTION 'claim % is not being signed', NEW.claim_id;
                    END IF;
                    IF NEW.seat <> 'handler' AND NOT EXISTS (
                        SELECT 1 FROM finance_claimsignature signature
                        WHERE signature.claim_id = NEW.claim_id AND signature.revision = NEW.revision
                          AND signature.verb = 'agree'
                          AND signature.seat = CASE NEW.seat WHEN 'acceptor' THEN 'handler' ELSE 'acceptor' END
                    ) THEN
                        RAISE EXCEPTION 'the % of claim % signs after the one before', NEW.seat, NEW.claim_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.get_seat_display()} {self.signer}"

    @property
    def tone(self):
        return self.TONES[self.verb]

    @property
    def name(self):
        """The name under the signature: 李四（代 张三）."""
        if self.stands_for_id is None:
            return str(self.signer)
        return gettext("%(person)s (for %(absent)s)") % {"person": self.signer, "absent": self.stands_for}
