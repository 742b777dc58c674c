"""Every change of the asset register."""

from decimal import Decimal

from django.utils.translation import gettext as _

from assets.models import Asset, Movement
from logistics import clock
from logistics.db import lock
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.rules.selectors import in_force

MOST_COPIES = 200


@change
def register_asset(school, *, place, by, copies=1, category=None, **facts):
    """Enter ``copies`` like cards, each with a number of its own, and return the list of them.

    value: Decimal in yuan for one card. category: when None, what costs at least ``asset.threshold`` yuan a piece
    is a fixed asset, the rest a low-value item. Raises RuleError for a day to come or too many copies.
    """
    if place.school_id != school.pk:
        raise RuleError(_("This place belongs to another school."), field="place")
    if not 1 <= copies <= MOST_COPIES:
        raise RuleError(_("Enter from 1 to %(most)d cards at a time.") % {"most": MOST_COPIES}, field="copies")
    if facts["acquired_on"] > clock.today():
        raise RuleError(_("Choose today or an earlier day."), field="acquired_on")
    category = category or category_of(school, facts["value"], facts.get("quantity", 1), on=clock.today())
    return [_register(school, place=place, by=by, category=category, **facts) for _copy in range(copies)]


def category_of(school, value, quantity, *, on):
    """Return whether a card is a fixed asset by what one piece costs (rule asset.threshold)."""
    limit = in_force("asset.threshold", school=school, on=on)
    return Asset.Category.FIXED if Decimal(value) / quantity >= limit else Asset.Category.LOW_VALUE


def _register(school, *, by, place, **facts):
    asset = Asset.objects.create(
        school=school,
        campus=place.campus,
        place=place,
        number=next_number(school, "ZC", on=clock.today()),
        registered_on=clock.today(),
        **facts,
    )
    note(asset, "created", by=by)
    return asset


@change
def change_card(asset, *, by, **facts):
    """Correct what a card says of the thing: name, spec, class, category, outer number, supplier, voucher, department."""
    asset = lock(asset)
    if asset.status in Asset.ENDED:
        raise WrongState(_("This card is off the books and stays as it is."))
    for name, value in facts.items():
        setattr(asset, name, value)
    asset.save(update_fields=[*facts, "search_text"])
    note(asset, "changed", by=by)
    return asset


@change
def move_asset(asset, *, place, keeper, reason, by):
    """Give a thing another place or keeper, with a movement that stays."""
    asset = lock(asset)
    Asset.FLOW.target("move", asset.status)
    if place.school_id != asset.school_id:
        raise RuleError(_("This place belongs to another school."), field="place")
    if (place, keeper) == (asset.place, asset.keeper):
        raise RuleError(_("Choose another place or another keeper."), field="place")
    Movement.objects.create(
        asset=asset,
        moved_on=clock.today(),
        from_place=asset.place,
        to_place=place,
        from_keeper=asset.keeper,
        to_keeper=keeper,
        reason=reason,
        by=by,
    )
    asset.place, asset.campus, asset.keeper = place, place.campus, keeper
    asset.save(update_fields=["place", "campus", "keeper", "search_text"])
    note(asset, "moved", by=by, text=reason)
    return asset


def use_asset(asset, *, by):
    """Put a thing to use again."""
    return _move(asset, "use", "used", by=by)


def lay_idle(asset, *, by):
    """Say that nobody uses a thing now."""
    return _move(asset, "lay_idle", "laid_idle", by=by)


def send_to_repair(asset, *, by):
    """Say that a thing is away for repair."""
    return _move(asset, "send_to_repair", "sent_to_repair", by=by)


def keep_asset(asset, *, by):
    """Take a proposal to scrap back."""
    return _move(asset, "keep", "kept", by=by, reason="")


def propose_scrapping(asset, *, reason, by):
    """Propose to scrap a thing, saying why."""
    return _move(asset, "propose_scrapping", "scrapping_proposed", by=by, reason=reason)


def scrap_asset(asset, *, approval, by, ended_on=None):
    """Take a thing off the books on the strength of an approval document (RULES asset.dispose.flow)."""
    day = _past_day(asset, ended_on)
    return _move(asset, "scrap", "scrapped", by=by, approval=approval, ended_on=day)


def miss_asset(asset, *, reason, by, ended_on=None):
    """Take a thing off the books that cannot be found (盘亏)."""
    return _move(asset, "miss", "missed", by=by, reason=reason, ended_on=_past_day(asset, ended_on))


def cancel_card(asset, *, reason, by):
    """Take a card off the books that should never have been entered; it stays readable, with the reason."""
    return _move(asset, "cancel", "cancelled", by=by, reason=reason, ended_on=clock.today())


def _past_day(asset, day):
    day = day or clock.today()
    if not asset.registered_on <= day <= clock.today():
        raise RuleError(_("Choose a day from the registration to today."), field="ended_on")
    return day


@change
def _move(asset, move, verb, *, by, **facts):
    asset = lock(asset)
    asset.status = Asset.FLOW.target(move, asset.status)
    for name, value in facts.items():
        setattr(asset, name, value)
    asset.save(update_fields=["status", *facts])
    note(asset, verb, by=by, text=facts.get("reason") or facts.get("approval"))
    return asset
