"""Suppliers: entering them, keeping their papers, and putting them on the blacklist."""

from contextlib import contextmanager

from django.utils.translation import gettext as _

from finance.credit_codes import as_credit_code, is_credit_code
from finance.models import Supplier, SupplierBan, SupplierPaper
from finance.selectors import ban_on
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.pages.dates import full_day_text

LATEST = 365 * 100  # days: a paper that is valid longer has no end


@change
def enter_supplier(school, *, name, by, credit_code="", **facts):
    """Enter someone the school buys from. Raises RuleError for a wrong credit code, or one or a name that is there."""
    supplier = Supplier(school=school, created_at=clock.now())
    _set_facts(supplier, name, credit_code, facts)
    with _one_of_a_kind():
        supplier.save()
    note(supplier, "entered", by=by)
    return supplier


@change
def change_supplier(supplier, *, name, by, credit_code="", **facts):
    supplier = lock(supplier)
    _set_facts(supplier, name, credit_code, facts)
    with _one_of_a_kind():
        supplier.save()
    note(supplier, "changed", by=by)
    return supplier


def supplier_named(school, name, *, by):
    """Return the supplier of this name, entered now when there is none yet; for whoever is in the middle of buying."""
    found = Supplier.objects.of_school(school).filter(name__iexact=_one_line(name)).first()
    return found or enter_supplier(school, name=name, by=by)


@change
def add_paper(supplier, *, kind, by, number="", valid_until=None, photos=()):
    """Keep a paper of a supplier; it takes the place of the one of its kind that was in use, other papers stand beside."""
    supplier = lock(supplier)
    if valid_until is not None and abs((valid_until - clock.today()).days) > LATEST:
        raise RuleError(_("This day is too far away. Check the year; leave it empty for no end."), field="valid_until")
    if kind != SupplierPaper.Kind.OTHER:
        supplier.papers.filter(kind=kind, is_current=True).update(is_current=False)
    paper = SupplierPaper.objects.create(
        supplier=supplier, kind=kind, number=number.strip(), valid_until=valid_until, by=by, at=clock.now()
    )
    claim(paper, photos, purpose="certificate", by=by)
    note(supplier, "paper_added", by=by, text=str(paper.get_kind_display()))
    return paper


@change
def ban_supplier(supplier, *, reason, from_on, by, until_on=None):
    """Put a supplier on the blacklist from a day to a day, for good without one."""
    supplier = lock(supplier)
    if until_on is not None and until_on < from_on:
        raise RuleError(_("Choose a last day that is not before the first."), field="until_on")
    with refusing(
        "one_ban_of_a_supplier_at_a_time", _("It is on the blacklist on these days already."), field="from_on"
    ):
        SupplierBan.objects.create(
            supplier=supplier, reason=reason.strip(), from_on=from_on, until_on=until_on, by=by, at=clock.now()
        )
    note(supplier, "banned", by=by, text=reason.strip(), tone="danger")
    return supplier


@change
def lift_ban(supplier, *, reason, by):
    """Take a supplier off the blacklist before the time is over."""
    supplier, today = lock(supplier), clock.today()
    ban = ban_on(supplier, today)
    if ban is None:
        raise WrongState(_("It is not on the blacklist today."))
    ban.lifted_on, ban.lifted_by, ban.lifted_reason = today, by, reason.strip()
    ban.save(update_fields=["lifted_on", "lifted_by", "lifted_reason"])
    note(supplier, "ban_lifted", by=by, text=reason.strip())
    return supplier


def require_not_banned(supplier, day, *, field):
    """Raise RuleError with the reason when the school must not buy there on ``day``."""
    ban = ban_on(supplier, day) if supplier is not None else None
    if ban is None:
        return
    facts = {
        "supplier": supplier,
        "day": full_day_text(ban.from_on),
        "person": ban.by.name,
        "reason": ban.reason,
    }
    message = _(
        "%(supplier)s is on the blacklist since %(day)s (decided by %(person)s): %(reason)s. Choose another one."
    )
    raise RuleError(message % facts, field=field)


def _set_facts(supplier, name, credit_code, facts):
    supplier.name, supplier.credit_code = _one_line(name), as_credit_code(credit_code)
    if not supplier.name:
        raise RuleError(_("Write the name of the supplier."), field="name")
    if supplier.credit_code and not is_credit_code(supplier.credit_code):
        raise RuleError(
            _(
                "This credit code cannot be right: 18 signs whose last one checks the others. Compare it with the licence."
            ),
            field="credit_code",
        )
    for fact, value in facts.items():
        setattr(supplier, fact, value.strip() if isinstance(value, str) else value)


def _one_line(text):
    return " ".join(text.split())


@contextmanager
def _one_of_a_kind():
    same_name, same_code = "one_supplier_of_a_name_in_a_school", "one_supplier_of_a_credit_code_in_a_school"
    with (
        refusing(same_name, _("There is a supplier of this name already."), field="name"),
        refusing(same_code, _("There is a supplier with this credit code already."), field="credit_code"),
    ):
        yield
