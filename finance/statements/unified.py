"""统一采购: bought by the buyer, large things at designated points, decided together (DOMAIN M-03, M-06, M-07; T-02, T-03, T-08)."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.utils.translation import gettext as _

from finance.models import PurchaseOrder, PurchaseRequest
from finance.selectors import bands
from logistics.approvals.models import Case
from logistics.reports.statements import Claim, Figure, Problem, Rate, Section, Sentence, Statement

ASKED = Q(buyer=F("request__requested_by"))  # ordered by whoever asked for it


def purchases_unified(school, period, scope):
    """The share bought by a buyer, what was bought by whoever asked, large orders in retail, and what meetings decided."""
    limit = bands(school, period.end)[0]
    orders = PurchaseOrder.objects.of_school(school).placed_in(period, scope)
    large = orders.filter(request__amount__gte=limit)
    unit = _("orders")
    placed = Figure("placed", _("orders placed"), orders, unit=unit)
    unified = Figure("unified", _("bought by a buyer for others"), orders.exclude(ASKED), unit=unit)
    by_requester = Figure("own", _("bought by whoever asked"), orders.filter(ASKED), unit=unit)
    together = Figure(
        "together", _("decided by a meeting"), decided_together(school, period, scope), unit=_("purchases")
    )
    designated = Figure("large", _("large orders"), large, unit=unit)
    return Statement(
        "finance.unified",
        Section.PURCHASES,
        sentences=[
            Sentence(
                _("Of %(placed)s, %(unified)s went through the school's buyers (%(rate)s)."),
                placed=placed, unified=unified, rate=Rate("unified.rate", _("bought centrally"), unified, placed), when=placed,
            ),
            Sentence(_("%(together)s were decided by a meeting, with its minutes."), together=together, when=together),
        ],
        claims=[
            Claim(
                "designated",
                Sentence(
                    _("Of the orders for purchases of %(limit)s yuan and more, %(large)s, all went to designated points."),
                    limit=f"{limit:,.0f}", large=designated,
                ),
                large.filter(channel=PurchaseOrder.Channel.RETAIL),
                when=large,
                breach=_("%(count)s of large purchases were placed in retail."),
                direction=_("Buy what reaches the limit by government procurement or from suppliers under agreement."),
                unit=unit,
                label=_("large orders in retail"),
            ),
        ],
        problems=[
            Problem(
                "own",
                Sentence(_("%(own)s were placed by whoever asked for the things."), own=by_requester),
                when=by_requester,
                direction=_("Let a buyer order, so that asking, buying and accepting stay in different hands."),
            )
        ],
    )  # fmt: skip


def decided_together(school, period, scope):
    """Purchases of which a meeting agreed in the period."""
    cases = Case.objects.of_school(school).filter(
        period.days("rulings__held_on"),
        content_type=ContentType.objects.get_for_model(PurchaseRequest),
        rulings__kind="meeting",
        rulings__verb="agree",
    )
    return PurchaseRequest.objects.of_school(school).filter(scope.rows("campus"), pk__in=cases.values("object_id"))
