"""The books: what lies in the accounts, what waits, and how the school keeps them."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.money import AccountChangeForm, AccountForm, BooksForm
from finance.models import Account, Books, MoneyEntry
from finance.selectors.closing import months_to_close
from finance.selectors.money import accounts_with_balance, books_of
from logistics.pages.changes import CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import month_text
from logistics.pages.details import DetailPage
from logistics.pages.parts import Action, Panel

KEEP = "finance.keep_books"
VIEW = "finance.view_moneyentry"


class OfBooks:
    """The one row of the school."""

    model = Books

    @cached_property
    def object(self):
        return books_of(self.school)

    def get_breadcrumbs(self):
        return [(_("Accounts"), reverse("finance:books"))]


class BooksChange(OfBooks, UpdatePage):
    form_class = BooksForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Set up the books"), "finance:books_change", "settings-2"

    @classmethod
    def url_for(cls, record):
        return reverse(cls.url_name)

    def perform(self, form):
        return services.set_books(self.object, **form.cleaned_data, by=self.request.user)


class AccountCreate(OfBooks, CreatePage):
    form_class = AccountForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Open an account"), "finance:account_create"

    def perform(self, form):
        services.open_account(self.school, **form.cleaned_data, by=self.request.user)
        return books_of(self.school)


class AccountChange(UpdatePage):
    model = Account
    form_class = AccountChangeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Change"), "finance:account_change"

    def get_breadcrumbs(self):
        return [(_("Accounts"), reverse("finance:books"))]

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object}

    def perform(self, form):
        services.change_account(self.object, **form.cleaned_data, by=self.request.user)
        return books_of(self.school)


ACCOUNT_COLUMNS = [
    Column(gettext_lazy("Account"), "name", primary=True, link=True),
    Column(gettext_lazy("Kind"), "get_kind_display"),
    Column(gettext_lazy("Account number"), "number", phone=False),
    Column(gettext_lazy("Balance"), "balance", kind="money"),
]
WAITING_COLUMNS = [
    Column(gettext_lazy("What for"), "text", primary=True, link=True),
    Column(gettext_lazy("Day"), "on", kind="date"),
    Column(gettext_lazy("Account"), "account.name"),
    Column(gettext_lazy("Amount"), "amount", kind="money"),
]


class BooksPage(OfBooks, DetailPage):
    permission_required = VIEW
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Where the books are"), "get_mode_display"),
                Column(gettext_lazy("Accounting centre"), "center"),
                Column(
                    gettext_lazy("Signers of an invoice"),
                    lambda books: f"{books.handler_label} · {books.acceptor_label} · {books.reviewer_label}",
                ),
                Column(gettext_lazy("One-pen approver"), lambda books: books.one_pen and books.one_pen.name),
            ],
        )
    ]

    def get_title(self):
        return _("Accounts")

    def get_breadcrumbs(self):
        return []

    def get_actions(self):
        """What may be entered; where there is no account yet, opening one comes first and alone."""
        user, offered = self.request.user, []
        if user.has_perm(KEEP) and not self.accounts:
            return [
                Action(AccountCreate.label, reverse(AccountCreate.url_name), "wallet", "primary"),
                Action(BooksChange.label, reverse(BooksChange.url_name), BooksChange.icon),
            ]
        if user.has_perm(KEEP):
            offered = [
                Action(_("Enter an income"), reverse("finance:income_create"), "plus", "primary"),
                Action(_("Enter an expense"), reverse("finance:expense_create"), "minus"),
                Action(_("Move money"), reverse("finance:transfer_create"), "arrow-left-right"),
            ]
        if user.has_perm("finance.deposit_money"):
            offered.append(Action(_("Pay cash in"), reverse("finance:deposit_create"), "landmark"))
        if user.has_perm(KEEP):
            offered += [
                Action(AccountCreate.label, reverse(AccountCreate.url_name), "wallet"),
                Action(BooksChange.label, reverse(BooksChange.url_name), BooksChange.icon),
            ]
        return offered

    @cached_property
    def accounts(self):
        return list(accounts_with_balance(self.school))

    def get_panels(self):
        return [self.accounts_panel(), self.waiting_panel(), self.months_panel()]

    def accounts_panel(self):
        rows = [make_row(account, ACCOUNT_COLUMNS, menu=self.menu_of(account)) for account in self.accounts]
        return Panel(
            _("Accounts"), ACCOUNT_COLUMNS, rows, empty=_("No account yet. Open the school's bank account and its cash box."),
            url=reverse("finance:moneyentry_list"),
        )  # fmt: skip

    def menu_of(self, account):
        if not self.request.user.has_perm(KEEP):
            return []
        return [Action(_("Change"), AccountChange.url_for(account), "pencil")]

    def waiting_panel(self):
        waiting = MoneyEntry.objects.of_school(self.school).to_deposit().select_related("account").order_by("on", "pk")
        rows = [make_row(entry, WAITING_COLUMNS) for entry in waiting[:30]]
        return Panel(_("Cash to be paid in"), WAITING_COLUMNS, rows, empty=_("All income is paid in."))

    def months_panel(self):
        months = [month_text(month) for month in months_to_close(self.school)]
        note = _("To be closed: %(months)s") % {"months": _(", ").join(months)} if months else ""
        return Panel(
            _("Months"),
            [],
            [],
            empty=note or _("Every month that is over is closed."),
            url=reverse("finance:closing_list"),
        )
