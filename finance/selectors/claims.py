"""Questions about claims: who signs next, whether the dates follow each other, what there is to claim."""

from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from finance.models import Acceptance, BatchItem, Books, Claim, ClaimSignature, Invoice, PurchaseOrder, PurchaseRequest
from finance.models.claims import ENDED, SIGNS_WITH
from finance.selectors.acceptance import accepted_of
from finance.selectors.chain import CHAIN_PARTS, ChainPart, in_sight
from finance.selectors.money import books_of
from logistics import clock
from logistics.approvals.models import Absence
from logistics.approvals.selectors import plan_route
from logistics.pages.dates import full_day_text
from logistics.pages.fetching import is_held
from logistics.people.selectors import holders

KIND = "claim"
Seat = ClaimSignature.Seat


def received_of(purchase):
    """Return for how much of a purchase something was accepted, in yuan; one without any order counts once it is bought."""
    if PurchaseOrder.objects.filter(request=purchase).exists():
        return accepted_of(purchase).amount
    return purchase.amount if purchase.bought_on else Decimal(0)


def centre_pays(school):
    """Say whether the books of a school are at an accounting centre, which then pays its claims."""
    return Books.objects.of_school(school).filter(mode=Books.Mode.CENTRAL).exists()


def invoices_to_claim(school, person):
    """Return the invoices this person entered that no claim holds."""
    return Invoice.objects.of_school(school).filter(entered_by=person).free()


def claims_to_send(school):
    """Return the approved claims that are not with the accounting centre, the longest approved first."""
    away = BatchItem.objects.filter(outcome=BatchItem.Outcome.WAITING).values("claim")
    ready = Claim.objects.of_school(school).filter(status=Claim.Status.APPROVED).exclude(pk__in=away)
    return ready.order_by("approved_on", "pk")


def seat_labels(claim, books=None):
    """Return {seat: the title the school gave it}; books: those of its school where they are at hand."""
    books = books or books_of(claim.school)
    return {
        Seat.HANDLER: books.handler_label, Seat.ACCEPTOR: books.acceptor_label, Seat.REVIEWER: books.reviewer_label,
    }  # fmt: skip


def signatures_of(claim):
    """Return the signatures of the claim's present revision in their order."""
    signatures = claim.signatures.all()
    if not is_held(claim, "signatures"):
        signatures = signatures.select_related("signer", "stands_for").order_by("pk")
    return [signature for signature in signatures if signature.revision == claim.revision]


def seat_due(claim):
    """Return the seat that signs a claim next, None when none of the three does."""
    if claim.status != Claim.Status.SIGNING:
        return None
    signed = {signature.seat for signature in claim.signatures.filter(revision=claim.revision)}
    return next((Seat(seat) for seat in Seat.values if seat not in signed), None)


def may_sign(claim, user):
    """Say whether the next of the three signatures may be this person's."""
    seat = seat_due(claim)
    if seat in (None, Seat.HANDLER) or user.pk in having_seat(claim):
        return False
    return signs_as(claim, seat, user) is not None


def having_seat(claim):
    """Return the keys of those who have one of the three seats of a claim, by their own hand or a stand-in's."""
    signed = claim.signatures.filter(revision=claim.revision).values_list("signer", "stands_for")
    return {claim.claimed_by_id, *(person for people in signed for person in people if person is not None)}


def signs_as(claim, seat, user):
    """Return in whose name a person signs at a seat: their own, or of somebody away for whom they stand in; else None.

    Nobody stands in for somebody who has a seat of this claim.
    """
    people = {person.pk: person for person in signers_of(claim, seat)}
    if user.pk in people:
        return people[user.pk]
    wanted = set(people) - having_seat(claim)
    absence = _away(claim).filter(person__in=wanted).answered_by(user, requester=claim.claimed_by_id).first()
    return people[absence.person_id] if absence else None


def signers_of(claim, seat):
    """Return who may sign at a seat: whoever accepted the goods besides the handler, else whoever holds the permission."""
    accepted = accepted_of(claim.purchase).acceptors if claim.purchase_id and seat == Seat.ACCEPTOR else []
    accepted = [person for person in accepted if person.pk != claim.claimed_by_id]
    return accepted or list(holders(claim.school, SIGNS_WITH[seat], campus=claim.campus, department=claim.department))


def people_asked(claim, seat):
    """Return who is told that a seat waits: those who may sign there, and who stands in for them today."""
    people = signers_of(claim, seat)
    away = _away(claim).filter(person__in=[person.pk for person in people]).select_related("stand_in", "second")
    stand_ins = [each.second if each.stand_in_id == claim.claimed_by_id else each.stand_in for each in away]
    return list(dict.fromkeys(each for each in [*people, *stand_ins] if each and each.pk != claim.claimed_by_id))


def _away(claim):
    return Absence.objects.of_school(claim.school).on(clock.today())


def plan_of(claim):
    """Return the Plan of the one-pen approval of a claim."""
    return plan_route(
        claim.school, KIND, claim.amount, by=claim.claimed_by, department=claim.department, fund=claim.budget_source
    )


def decides_alone(claim, person):
    """Say whether a person is the only one who can give the one-pen approval, and so must not sign before."""
    return any([planned.pk for planned in step.people] == [person.pk] for step in plan_of(claim).steps)


def order_breaches(purchase, invoices, day):
    """Return a sentence on each break of request ≤ approval ≤ purchase ≤ claim (DOMAIN T-05).

    day: of the claim. An invoice counts as bought on the day it was issued.
    """
    breaches = [
        _("Invoice %(number)s is dated after this claim.") % {"number": invoice.number}
        for invoice in invoices
        if invoice.issued_on > day
    ]
    if purchase is None:
        return breaches
    approved = purchase.approved_on
    if purchase.bought_first or approved is None:
        facts = {"bought": full_day_text(purchase.bought_on)}
        facts["approved"] = full_day_text(approved) if approved else _("not yet")
        breaches.append(_("Bought on %(bought)s, approved on %(approved)s.") % facts)
    breaches += [
        _("Invoice %(number)s is of %(day)s, before the approval of %(approved)s.")
        % {"number": each.number, "day": full_day_text(each.issued_on), "approved": full_day_text(approved)}
        for each in invoices
        if approved is not None and each.issued_on < approved
    ]
    if purchase.bought_on > day:
        breaches.append(_("Bought on %(bought)s, after this claim.") % {"bought": full_day_text(purchase.bought_on)})
    return breaches


def purchases_to_claim():
    """Return the purchases received whole and on no claim under way, of all schools, longest bought first."""
    live = Claim.objects.filter(purchase=OuterRef("pk")).exclude(status__in=ENDED)
    accepted = Acceptance.objects.filter(order__request=OuterRef("pk"), status="signed")
    ordered = PurchaseOrder.objects.filter(request=OuterRef("pk"))
    bought = PurchaseRequest.objects.filter(Exists(accepted) | ~Exists(ordered), status=PurchaseRequest.Status.BOUGHT)
    return bought.exclude(Exists(live) | Exists(ordered.open())).order_by("bought_on", "pk")


def may_claim(purchase, user):
    """Say whether a person may claim a purchase now: bought, on no claim under way, and theirs or all in sight."""
    if not user.has_perm("finance.make_claim") or not purchases_to_claim().filter(pk=purchase.pk).exists():
        return False
    return user.pk in (purchase.bought_by_id, purchase.requested_by_id) or user.has_perm("finance.view_claim")


def claim_parts(request, user):
    """The claims of a purchase with their invoices and payments, for its chain of papers."""
    claims = Claim.objects.filter(purchase=request)
    seen = in_sight(claims, user)
    for claim in claims.prefetch_related("items__invoice", "payments__entry"):
        url = claim.get_absolute_url() if claim.pk in seen else ""
        state = (claim.get_status_display(), claim.tone, url)
        for item in claim.items.all():
            invoice = item.invoice
            yield ChainPart(
                invoice._meta.verbose_name, invoice.number, invoice.issued_on, invoice.amount, *state, place=60
            )
        yield ChainPart(claim._meta.verbose_name, claim.number, claim.submitted_on, claim.amount, *state, place=70)
        for payment in claim.payments.all():
            yield ChainPart(
                payment._meta.verbose_name, payment.entry.number, payment.on, payment.amount,
                payment.get_way_display(), "success", url, place=80,
            )  # fmt: skip


CHAIN_PARTS.append(claim_parts)
