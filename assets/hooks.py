"""What the asset register contributes to shared pages, reports and the sample school."""

from django.db.models import Sum
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets import from_purchases, sample
from assets.models import Asset
from finance.selectors import CHAIN_PARTS
from logistics import hooks
from logistics.pages.columns import Column
from logistics.reports.statements import BarsOf, Breakdown, Figure, Problem, Section, Sentence, Statement

IDLE_SHOWN = 12


@hooks.role_grants.register()
def grants():
    keepers = ["assets.view_asset", "assets.view_register", "assets.keep_register"]
    readers = ["assets.view_asset", "assets.view_register"]
    own = ["assets.view_asset"]
    return {
        **dict.fromkeys(["asset_keeper", "director", "storekeeper"], keepers),
        **dict.fromkeys(
            ["principal", "vice_principal", "accountant", "clerk", "bureau", "inspector", "admin"], readers
        ),
        **dict.fromkeys(["head", "it", "class_teacher", "teacher", "life_teacher", "doctor", "canteen_manager"], own),
    }


@hooks.goods_worth.register()
def worth_on_the_books(school, day):
    yield Asset.objects.of_school(school).on_the_books(day).aggregate(sum=Sum("value"))["sum"] or 0


@hooks.menu.register(order=40)
def menu():
    yield hooks.MenuEntry(
        gettext_lazy("Assets"), gettext_lazy("Asset register"), "assets:asset_list", "package", "assets.view_asset"
    )


@hooks.loggable.register(order=60)
def loggable():
    yield hooks.MenuEntry(
        gettext_lazy("Assets"),
        gettext_lazy("Enter an asset"),
        "assets:asset_create",
        "package-plus",
        "assets.keep_register",
    )


@hooks.search.register()
def search(user, text):
    if user.has_perm("assets.view_asset"):
        for asset in Asset.objects.visible_to(user).search(text).select_related("place")[:5]:
            yield hooks.Hit(
                f"{asset.number} {asset.name}",
                asset.place.label,
                asset.get_absolute_url(),
                icon="package",
                exact=asset.number == text.upper(),
            )


@hooks.stats.register(order=60)
def stats(user):
    if user.has_perm("assets.keep_register"):
        waiting = Asset.objects.visible_to(user).filter(status=Asset.Status.TO_SCRAP).count()
        url = f"{reverse('assets:asset_list')}?status={Asset.Status.TO_SCRAP}"
        yield hooks.Stat(_("To be scrapped"), waiting, url=url)


@hooks.on_hand.register(order=20)
def idle_assets(school, names):
    """Cards of these names that stand idle, with their places."""
    wanted = {name.upper(): name for name in names}
    idle = Asset.objects.of_school(school).filter(status=Asset.Status.IDLE).annotate(loud=Upper("name"))
    for asset in idle.filter(loud__in=list(wanted)).select_related("place").order_by("name", "pk")[:IDLE_SHOWN]:
        facts = {
            "number": asset.number, "quantity": asset.quantity, "unit": asset.measure_word, "place": asset.place.label,
        }  # fmt: skip
        text = _("idle: %(number)s, %(quantity)s %(unit)s, %(place)s") % facts
        yield hooks.OnHand(wanted[asset.name.upper()], text)


@hooks.proof_columns.register("assets.Asset")
def columns():
    return [
        Column(_("Number"), "number", kind="code"),
        Column(_("Name"), "name", link=True),
        Column(_("Place"), "place.label", path="place__label"),
        Column(_("Quantity"), "amount", path="quantity"),
        Column(_("Value (yuan)"), "value", kind="money"),
        Column(_("Status"), "get_status_display", kind="badge"),
    ]


@hooks.statements.register(order=50)
def register_total(school, period, scope):
    """What stands on the books at the end, what came and went (DOMAIN A-03, A-08, A-12, A-15)."""
    assets = Asset.objects.of_school(school).in_scope(scope).select_related("place", "campus")
    held = assets.on_the_books(period.end)
    came = assets.filter(period.days("registered_on"))
    went = assets.filter(period.days("ended_on"))
    cards = Figure("cards", _("cards at the end"), held, unit=_("cards"))
    value = Figure("value", _("value at the end"), held, measure="value", unit=_("yuan"), kind="money")
    added = Figure("added", _("cards added"), came, unit=_("cards"))
    added_value = Figure("added_value", _("value added"), came, measure="value", unit=_("yuan"), kind="money")
    ended = Figure("ended", _("cards taken off"), went, unit=_("cards"))
    ended_value = Figure("ended_value", _("value taken off"), went, measure="value", unit=_("yuan"), kind="money")
    unkept = Figure("unkept", _("cards without a keeper"), held.filter(keeper=None), unit=_("cards"))
    waiting = Figure(
        "to_scrap", _("cards waiting to be scrapped"), held.filter(status=Asset.Status.TO_SCRAP), unit=_("cards")
    )
    classes = Breakdown(
        "class", _("Value by class"), held, by="asset_class", measure="value", unit=_("yuan"), kind="money"
    )
    return Statement(
        "assets.register",
        Section.ASSETS,
        sentences=[
            Sentence(
                _("At the end of the period the register held %(cards)s worth %(value)s."),
                cards=cards,
                value=value,
                when=cards,
            ),
            Sentence(
                _("%(added)s were added, worth %(added_value)s."), added=added, added_value=added_value, when=added
            ),
            Sentence(
                _("%(ended)s were taken off the books, worth %(ended_value)s."),
                ended=ended,
                ended_value=ended_value,
                when=ended,
            ),
        ],
        problems=[
            Problem(
                "assets.unkept",
                Sentence(_("%(unkept)s have no keeper yet."), unkept=unkept),
                when=unkept,
                direction=_("Name a keeper for every card, so that each thing has someone who answers for it."),
            ),
            Problem(
                "assets.to_scrap",
                Sentence(_("%(waiting)s still wait for the decision to be scrapped."), waiting=waiting),
                when=waiting,
                direction=_("Bring the pending disposals to a decision."),
            ),
        ],
        charts=[BarsOf(classes)],
    )


hooks.sample_parts.register(order=20)(sample.make)
hooks.goods_destinations.register(order=20)(from_purchases.destinations)
CHAIN_PARTS.append(from_purchases.asset_parts)
