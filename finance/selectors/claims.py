"""Questions about claims: who signs next, whether the dates follow each other, what there is to claim."""

from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from finance.models import Books, Claim, ClaimSignature, PurchaseRequest
from finance.models.claims import ENDED
from finance.selectors.money import books_of
from logistics.approvals.selectors import plan_route
from logistics.pages.dates import full_day_text
from logistics.people.selectors import holders

KIND = "claim"
Seat = ClaimSignature.Seat
PERMISSIONS = {Seat.ACCEPTOR: "finance.sign_acceptance", Seat.REVIEWER: "finance.review_claim"}


def accepted_of(request):
    """Return for how much of a purchase there is something received, in yuan: the whole once it is bought."""
    return request.amount if request.bought_on else Decimal(0)


def acceptors_of(request):
    """Return the people who accepted the goods of a purchase, none while nobody in particular did."""
    return []


def centre_pays(school):
    """Say whether the books of a school are at an accounting centre, which then pays its claims."""
    return Books.objects.of_school(school).filter(mode=Books.Mode.CENTRAL).exists()


def seat_labels(claim):
    """Return {seat: the title the school gave it}."""
    books = books_of(claim.school)
    return {
        Seat.HANDLER: books.handler_label, Seat.ACCEPTOR: books.acceptor_label, Seat.REVIEWER: books.reviewer_label,
    }  # fmt: skip


def signatures_of(claim):
    """Return the signatures of the claim's present revision in their order."""
    return list(claim.signatures.filter(revision=claim.revision).select_related("signer").order_by("pk"))


def seat_due(claim):
    """Return the seat that signs a claim next, None when none of the three does."""
    if claim.status != Claim.Status.SIGNING:
        return None
    signed = {signature.seat for signature in claim.signatures.filter(revision=claim.revision)}
    return next((Seat(seat) for seat in Seat.values if seat not in signed), None)


def may_sign(claim, user):
    """Say whether the next of the three signatures may be this person's."""
    seat = seat_due(claim)
    if seat in (None, Seat.HANDLER) or claim.claimed_by_id == user.pk:
        return False
    if claim.signatures.filter(revision=claim.revision, signer=user.pk).exists():
        return False
    return user.pk in {person.pk for person in signers_of(claim, seat)}


def signers_of(claim, seat):
    """Return who may sign at a seat: whoever accepted the goods besides the handler, else whoever holds the permission."""
    accepted = acceptors_of(claim.purchase) if claim.purchase_id and seat == Seat.ACCEPTOR else []
    accepted = [person for person in accepted if person.pk != claim.claimed_by_id]
    return accepted or list(holders(claim.school, PERMISSIONS[seat], campus=claim.campus, department=claim.department))


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
    """Return the purchases bought and on no claim under way, of all schools, longest bought first."""
    live = Claim.objects.filter(purchase=OuterRef("pk")).exclude(status__in=ENDED)
    bought = PurchaseRequest.objects.filter(status=PurchaseRequest.Status.BOUGHT)
    return bought.exclude(Exists(live)).order_by("bought_on", "pk")


def may_claim(purchase, user):
    """Say whether a person may claim a purchase now: bought, on no claim under way, and theirs or all in sight."""
    if not user.has_perm("finance.make_claim") or not purchases_to_claim().filter(pk=purchase.pk).exists():
        return False
    return user.pk in (purchase.bought_by_id, purchase.requested_by_id) or user.has_perm("finance.view_claim")


def papers_of(purchase, user):
    """Yield the papers that follow a purchase as facts of a chain: its claims, their invoices and payments.

    Each is a dict with label, number, day, amount, status, tone, url (empty for whoever may not open it) and place.
    """
    claims = Claim.objects.filter(purchase=purchase)
    seen = set() if user is None else set(claims.visible_to(user).values_list("pk", flat=True))
    for claim in claims.prefetch_related("items__invoice", "payments__entry"):
        url = claim.get_absolute_url() if claim.pk in seen else ""
        shared = {"status": claim.get_status_display(), "tone": claim.tone, "url": url}
        for item in claim.items.all():
            invoice = item.invoice
            yield {
                "label": _("Invoice"), "number": invoice.number, "day": invoice.issued_on, "amount": invoice.amount,
                **shared, "place": 60,
            }  # fmt: skip
        yield {
            "label": _("Claim"), "number": claim.number, "day": claim.submitted_on, "amount": claim.amount, **shared,
            "place": 70,
        }  # fmt: skip
        for payment in claim.payments.all():
            yield {
                "label": _("Payment"), "number": payment.entry.number, "day": payment.on, "amount": payment.amount,
                "status": payment.get_way_display(), "tone": "success", "url": url, "place": 80,
            }  # fmt: skip
