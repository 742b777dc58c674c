"""Setting up the books of a school and opening its accounts."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from finance.models import Account, Books, MoneyEntry
from finance.services.lines import check_amount
from finance.services.money import post_entry
from logistics import clock
from logistics.db import lock, refusing
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.people.models import Role

ONE_PEN = "principal"


@change
def make_books(school, *, by=None):
    """Give a school books of its own with the usual titles of signers; twice changes nothing."""
    books, _made = Books.objects.get_or_create(
        school=school,
        defaults={
            "handler_label": pgettext("signer", "handler"), "acceptor_label": pgettext("signer", "acceptor"), "reviewer_label": pgettext("signer", "reviewer"),
            "one_pen": Role.objects.of_school(school).filter(key=ONE_PEN).first(),
        },
    )  # fmt: skip
    return books


@change
def set_books(books, *, mode, handler_label, acceptor_label, reviewer_label, one_pen, by, center=""):
    """Say where the books are kept, how those who sign invoices are called, and whose pen approves expenses.

    Raises RuleError when a centre has no name, two titles are the same, or the role is of another school.
    """
    books = lock(books)
    labels = [label.strip() for label in (handler_label, acceptor_label, reviewer_label)]
    if len(set(labels)) < len(labels):
        raise RuleError(_("Give the three signers three different titles."), field="reviewer_label")
    if mode == Books.Mode.CENTRAL and not center.strip():
        raise RuleError(_("Write the name of the accounting centre."), field="center")
    if one_pen.school_id != books.school_id:
        raise RuleError(_("This belongs to another school."), field="one_pen")
    books.mode, books.center, books.one_pen = mode, center.strip(), one_pen
    books.handler_label, books.acceptor_label, books.reviewer_label = labels
    books.save()
    note(books, "changed", by=by)
    return books


@change
def open_account(school, *, kind, name, by, number="", balances=(), on=None):
    """Open an account with what lies in it.

    balances: pairs (source of funds, Decimal in yuan); on: the day of the opening balance, today when None. Raises
    RuleError when the school has an account of this name.
    """
    make_books(school)
    with refusing("one_account_of_a_name_in_a_school", _("There is an account of this name already."), field="name"):
        account = Account.objects.create(
            school=school, kind=kind, name=name.strip(), number=number.strip(), created_at=clock.now()
        )
    for source, amount in balances:
        check_amount(amount, _("the amount"), field="amount")
        post_entry(
            account, kind=MoneyEntry.Kind.OPENING, source=source, amount=amount, on=on or clock.today(),
            text=_("Opening balance"), by=by,
        )  # fmt: skip
    note(account, "opened", by=by)
    return account


@change
def change_account(account, *, name, by, number="", is_active=True):
    """Change the words of an account, or take it out of use; its kind and its entries stay."""
    account = lock(account)
    account.name, account.number, account.is_active = name.strip(), number.strip(), is_active
    with refusing("one_account_of_a_name_in_a_school", _("There is an account of this name already."), field="name"):
        account.save(update_fields=["name", "number", "is_active"])
    note(account, "changed", by=by)
    return account
