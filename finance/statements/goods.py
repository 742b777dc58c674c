"""What orders and deliveries say in the term summary (DOMAIN M-08, M-13, M-14; rules T-04, T-06)."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from finance.models import Acceptance, AcceptanceLine, PurchaseOrder, PurchaseRequest
from finance.models.acceptance import STORED_KINDS
from finance.models.orders import has_open_orders
from logistics.pages.columns import Column
from logistics.reports.statements import BarsOf, Breakdown, Claim, Figure, Problem, Rate, Section, Sentence, Statement


def orders_placed(school, period, scope):
    """Amount by channel, orders without approval or quotes, late ones."""
    orders = PurchaseOrder.objects.of_school(school).placed_in(period, scope)
    unit, money = _("orders"), {"unit": _("yuan"), "kind": "money"}
    placed = Figure("placed", _("orders placed"), orders, unit=unit)
    amount = Figure("amount", _("amount ordered"), orders, measure="amount", **money)
    channels = Breakdown("channel", _("ordered by channel"), orders, by="channel", measure="amount", **money)
    waived = Figure("waived", _("ordered without the quotes needed"), orders.waived(), unit=unit)
    late = Figure("late", _("orders that came late"), orders.kept_waiting(period.end), unit=unit)
    return Statement(
        "finance.orders",
        Section.PURCHASES,
        sentences=[
            Sentence(
                _("%(placed)s were placed, worth %(amount)s, by channel: %(channels)s."),
                placed=placed, amount=amount, channels=channels, when=placed,
            ),
        ],
        claims=[
            Claim(
                "approved",
                _("Every order stands on an approved request."),
                orders.unapproved(),
                when=orders,
                breach=_("%(count)s were placed without or before approval."),
                direction=_("Place no order before the request is approved."),
                unit=unit,
                label=_("ordered without approval"),
            ),
        ],
        problems=[
            Problem(
                "waived",
                Sentence(_("%(waived)s went out without the quotes they need, each with its reason."), waived=waived),
                when=waived,
                direction=_("Collect the quotes before ordering."),
            ),
            Problem(
                "late",
                Sentence(_("%(late)s came after the day agreed, or have not come yet."), late=late),
                when=late,
                direction=_("Agree on days of delivery, and ask suppliers who do not keep them."),
            ),
        ],
        charts=[BarsOf(channels)],
    )  # fmt: skip


def deliveries_accepted(school, period, scope):
    """Acceptances with their signatures, what was refused or differed, and chains that are whole."""
    done = Acceptance.objects.of_school(school).counting().done_in(period, scope)
    lines = AcceptanceLine.objects.of_school(school).done_in(period, scope)
    accepted = Figure("accepted", _("deliveries accepted"), done.signed(), unit=_("deliveries"))
    deviations = Figure("deviations", _("items that differ from the order"), lines.deviating(), unit=_("items"))
    kinds = Breakdown("deviation", _("by what differs"), lines.deviating(), by="deviation", unit=_("items"))
    refused = Figure("refused", _("items partly or wholly refused"), lines.refused_goods(), unit=_("items"))
    bought = PurchaseRequest.objects.of_school(school).bought_in(period, scope)
    purchases = Figure("bought", _("purchases made"), bought, unit=_("purchases"))
    whole = Figure("whole", _("purchases with a whole chain"), chained(bought), unit=_("purchases"))
    broken = Figure("broken", _("purchases whose chain is not whole"), unchained(bought), unit=_("purchases"))
    return Statement(
        "finance.deliveries",
        Section.PURCHASES,
        sentences=[
            Sentence(_("%(accepted)s were looked at item by item and signed for."), accepted=accepted, when=accepted),
            Sentence(
                _(
                    "Of %(bought)s, %(whole)s have every paper from approval to acceptance and handing over (%(rate)s)."
                ),
                bought=purchases, whole=whole, rate=Rate("whole.rate", _("whole chains"), whole, purchases),
                when=purchases,
            ),
        ],
        claims=[
            Claim(
                "signed",
                _("Every delivery was accepted by at least two people, not by its buyers alone."),
                done.filter(Q(status="waiting") | Q(pk__in=done.doubtful().values("pk"))),
                when=done,
                breach=_("%(count)s still lack signatures."),
                direction=_("Let deliveries be signed on the day they come."),
                unit=_("deliveries"),
                label=_("deliveries that lack signatures"),
            ),
        ],
        problems=[
            Problem(
                "deviations",
                Sentence(_("%(deviations)s differed from the order (%(kinds)s)."), deviations=deviations, kinds=kinds),
                when=deviations,
                direction=_("Compare price and quality elsewhere before ordering there again."),
            ),
            Problem(
                "refused",
                Sentence(_("%(refused)s were refused at the gate, in part or whole."), refused=refused),
                when=refused,
                direction=_("Look at the goods before they leave the shop."),
            ),
            Problem(
                "chains",
                Sentence(_("%(broken)s have no whole chain of papers yet."), broken=broken),
                when=broken,
                direction=_("Finish acceptance and handing over soon after the goods come."),
            ),
        ],
    )  # fmt: skip


def chained(requests):
    """Purchases that were approved, ordered, accepted with every signature, and handed over."""
    return requests.filter(_whole())


def unchained(requests):
    return requests.exclude(_whole())


def _whole():
    acceptances = Acceptance.objects.filter(order__request=OuterRef("pk"))
    return (
        Q(approved_on__isnull=False)
        & Q(Exists(acceptances.signed()))
        & ~Q(Exists(acceptances.filter(status="waiting")))
        & ~Q(has_open_orders())
        & (~Q(kind__in=STORED_KINDS) | ~Q(Exists(acceptances.to_hand_over())))
    )


def order_columns():
    return [
        Column(_("What for"), "request.title", path="request__title", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Supplier"), "supplier.name", path="supplier__name"),
        Column(_("Purchase channel"), "get_channel_display"),
        Column(_("Ordered on"), "ordered_on", kind="date"),
        Column(_("Amount"), "amount", kind="money"),
        Column(_("Why without the quotes"), "waiver"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


def acceptance_columns():
    return [
        Column(_("What for"), "order.request.title", path="order__request__title", link=True),
        Column(_("Number"), "number", kind="code"),
        Column(_("Supplier"), "order.supplier.name", path="order__supplier__name"),
        Column(_("Accepted on"), "on", kind="date"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


def line_columns():
    return [
        Column(_("Name"), "order_line.line.name", path="order_line__line__name", link=True),
        Column(_("Acceptance"), "acceptance.number", path="acceptance__number", kind="code"),
        Column(_("Supplier"), "acceptance.order.supplier.name", path="acceptance__order__supplier__name"),
        Column(_("Delivered"), "delivered", kind="number"),
        Column(_("Refused"), "refused", kind="number"),
        Column(_("Why refused"), "reason"),
        Column(_("What differs"), "words"),
    ]
