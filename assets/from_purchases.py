"""Accepted goods that become cards of the register, and the way back from a card to its purchase."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assets.forms import PlaceAndKeeper, searchable
from assets.models import Asset
from assets.services import cancel_card, register_asset
from finance.models import HandOver
from finance.panels.chain import chain_panel
from finance.selectors import ChainPart
from finance.selectors.acceptance import went_to
from finance.selectors.chain import in_sight
from logistics import hooks
from logistics.errors import RuleError
from logistics.school.models import Department

WORD_LENGTH = 6


class RegisterForm(PlaceAndKeeper):
    """Where the goods stand, who keeps them, and whether each gets a card."""

    EACH, TOGETHER = "each", "together"

    cards = forms.ChoiceField(
        label=gettext_lazy("Cards"),
        choices=[(EACH, gettext_lazy("a card for each")), (TOGETHER, gettext_lazy("one card for all of a line"))],
    )
    asset_class = forms.ChoiceField(
        label=pgettext_lazy("asset", "class"), choices=Asset.Class, initial=Asset.Class.EQUIPMENT
    )
    department = searchable(label=gettext_lazy("using department"), required=False)

    def prepare(self):
        super().prepare()
        self.fields["department"].queryset = Department.objects.of_school(self.school)
        self.fields["department"].initial = self.record.order.request.department_id


def receive_goods(line, quantity, *, by, place, asset_class, keeper=None, department=None, cards=RegisterForm.EACH):
    """Enter cards for accepted goods with their price and supplier; return a Received for each card."""
    if quantity != quantity.to_integral_value():
        raise RuleError(_("Only whole things get a card. Write a whole number."), field="quantities")
    thing, order = line.order_line.line, line.acceptance.order
    copies, held = (int(quantity), 1) if cards == RegisterForm.EACH else (1, int(quantity))
    assets = register_asset(
        order.school, place=place, by=by, copies=copies, name=thing.name, spec=thing.spec, asset_class=asset_class,
        quantity=held, measure_word=thing.measure_word[:WORD_LENGTH], value=line.order_line.unit_price * held,
        supplier=order.supplier.name, acquired_on=line.acceptance.on, keeper=keeper, department=department,
    )  # fmt: skip
    share = quantity / copies
    return [
        hooks.Received(share, f"{asset.number} {place.full_label()}", person=keeper, record=asset) for asset in assets
    ]


def give_back(handing, *, reason, by):
    """End the card that goods became by mistake; raises WrongState for one that is off the books already."""
    cancel_card(handing.record, reason=reason, by=by)


def destinations():
    yield hooks.Destination(
        "asset", _("Enter in the asset register"), "package-plus", "assets.keep_register", receive_goods, RegisterForm,
        give_back=give_back, makes_cards=True,
    )  # fmt: skip


def asset_parts(request, user):
    """The cards that goods of a purchase became."""
    handed = HandOver.objects.filter(line__acceptance__order__request=request, destination="asset")
    assets = Asset.objects.filter(pk__in=handed.values("object_id"))
    seen = in_sight(assets, user)
    for asset in assets:
        yield ChainPart(
            _("asset card"), asset.number, asset.registered_on, asset.value, asset.get_status_display(), asset.tone,
            asset.get_absolute_url() if asset.pk in seen else "", place=40,
        )  # fmt: skip


def chain_panels(asset, user):
    """The papers of the purchase that a card came from, no panel for one entered by hand."""
    handing = went_to(asset)
    return [chain_panel(handing.line.acceptance.order.request, user)] if handing else []
