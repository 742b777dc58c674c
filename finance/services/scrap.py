"""Selling scrap under an agreement, weighed and carried out through a gate."""

from decimal import ROUND_HALF_UP

from django.utils.translation import gettext as _

from finance.models import Agreement, ScrapSale
from finance.services.booking import book_income
from finance.services.lines import CENT, check_amount
from finance.services.money import reverse_entry
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.pages.columns import as_text
from logistics.school.services import require_school_day

ALREADY = "finance_scrapsale_corrects_id_key"


@change
def sell_scrap(
    agreement, *, what, kilograms, price, on, left_at, gate, carried_by, account, by, voucher="", campus=None
):
    """Write down a sale and book its money; return the ScrapSale. kilograms, price a kilogram: Decimals, two places.

    Raises RuleError when no agreement covers the day (DOMAIN T-25: whoever takes scraps pays, by agreement).
    """
    agreement = lock(agreement)
    Agreement.FLOW.target("sell", agreement.status)
    require_school_day(agreement.school, on, field="on")
    if agreement.kind == Agreement.Kind.LEASE:
        raise RuleError(_("This agreement is a lease. Choose one about scraps."), field="agreement")
    if not agreement.starts_on <= on <= agreement.ends_on:
        raise RuleError(_("The agreement does not cover this day. Draw up one that does."), field="on")
    if campus is not None and campus.school_id != agreement.school_id:
        raise RuleError(_("This belongs to another school."), field="campus")
    amount = _worth(kilograms, price)
    number = next_number(agreement.school, "FP", on=clock.today())
    entry = book_income(
        agreement.school, account, amount=amount, on=on, by=by, about=agreement,
        text=_("%(number)s scrap sold") % {"number": number}, party=agreement.party, voucher=voucher,
    )  # fmt: skip
    sale = ScrapSale.objects.create(
        school=agreement.school, number=number, agreement=agreement, campus=campus, what=what, kilograms=kilograms,
        price=price, amount=amount, on=on, left_at=left_at, gate=gate.strip(), carried_by=carried_by.strip(),
        entry=entry, by=by, at=clock.now(),
    )  # fmt: skip
    note(agreement, "sold", by=by, text=_("%(amount)s yuan") % {"amount": as_text(amount, "money")})
    note(sale, "sold", by=by)
    return sale


@change
def reverse_sale(sale, *, on, reason, by):
    """Take a sale back by one of the opposite sign, in the books too. Once only."""
    require_school_day(sale.school, on, field="on")
    if sale.corrects_id or hasattr(sale, "corrected_by"):
        raise WrongState(_("This was reversed already."))
    facts = ("school", "agreement", "campus", "what", "price", "left_at", "gate", "carried_by")
    with refusing(ALREADY, _("This was reversed already.")):
        correction = ScrapSale.objects.create(
            number=next_number(sale.school, "FP", on=clock.today()), kilograms=-sale.kilograms, amount=-sale.amount,
            on=on, entry=reverse_entry(sale.entry, on=on, reason=reason, by=by), corrects=sale, reason=reason.strip(),
            by=by, at=clock.now(), **{name: getattr(sale, name) for name in facts},
        )  # fmt: skip
    note(sale, "reversed", by=by, text=reason.strip(), tone="danger")
    return correction


def _worth(kilograms, price):
    for value, label, field in ((kilograms, _("the weight"), "kilograms"), (price, _("the price"), "price")):
        check_amount(value, label, field=field)
        if not value:
            raise RuleError(_("%(what)s must be more than 0.") % {"what": label}, field=field)
    if kilograms >= 10**6 or price >= 10**5:
        raise RuleError(_("This is too much. Check weight and price."), field="kilograms")
    amount = (kilograms * price).quantize(CENT, ROUND_HALF_UP)
    if not amount:
        raise RuleError(_("It comes to less than a cent. Check weight and price."), field="price")
    check_amount(amount, _("the amount"), field="price")
    return amount
