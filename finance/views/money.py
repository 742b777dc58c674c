"""Movements of money: the list, one of them, entering, moving, paying in, taking back."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.purchases import MoneyEntryFilter
from finance.forms.money import DepositForm, EntryForm, ReverseForm, TransferForm
from finance.models import MoneyEntry
from finance.selectors.money import books_of
from finance.views.books import KEEP, VIEW
from finance.views.undoing import PAID_IN
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage

LIST = "finance:moneyentry_list"


class OfMoney:
    model = MoneyEntry

    def get_breadcrumbs(self):
        return [(_("Accounts"), reverse("finance:books")), (_("Money entries"), reverse(LIST))]


class IncomeCreate(OfMoney, CreatePage):
    """Money that comes in from elsewhere: an appropriation, interest."""

    form_class = EntryForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Enter an income"), "finance:income_create"
    kind = MoneyEntry.Kind.INCOME

    def perform(self, form):
        account = form.cleaned_data.pop("account")
        return services.post_entry(account, kind=self.kind, **form.cleaned_data, by=self.request.user)


class ExpenseCreate(IncomeCreate):
    """What goes out without a claim: bank charges, wages paid by the centre."""

    label, url_name, icon = gettext_lazy("Enter an expense"), "finance:expense_create", "minus"
    subtitle = gettext_lazy(
        "Only what needs no claim, such as bank charges. Whatever was bought goes through its claim."
    )
    kind = MoneyEntry.Kind.EXPENSE


class TransferCreate(OfMoney, CreatePage):
    form_class = TransferForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Move money"), "finance:transfer_create", "arrow-left-right"
    done_text = gettext_lazy("The money is moved.")

    def perform(self, form):
        services.move_money(**form.cleaned_data, by=self.request.user)
        return books_of(self.school)


class DepositCreate(OfMoney, CreatePage):
    """缴存: which incomes held in cash are paid into which account."""

    form_class = DepositForm
    permission_required = "finance.deposit_money"
    label, url_name, icon = gettext_lazy("Pay cash in"), "finance:deposit_create", "landmark"
    done_text = gettext_lazy("The cash is paid in.")

    def perform(self, form):
        services.deposit(**form.cleaned_data, by=self.request.user)
        return books_of(self.school)


class MoneyEntryList(OfMoney, ListPage):
    permission_required = VIEW
    queryset = MoneyEntry.objects.select_related("account")
    filterset_class = MoneyEntryFilter
    create_page = IncomeCreate
    title = gettext_lazy("Money entries")
    empty_text = gettext_lazy("Open the accounts first; then each income and each payment stands here.")
    columns = [
        Column(gettext_lazy("What for"), "text", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Day"), "on", kind="date"),
        Column(gettext_lazy("Kind"), "get_kind_display", kind="badge"),
        Column(gettext_lazy("Account"), "account.name", kind="name", path="account__name"),
        Column(gettext_lazy("Source of funds"), "get_source_display", kind="name", phone=False),
        Column(gettext_lazy("From or to whom"), "party", phone=False),
        Column(gettext_lazy("In or out (yuan)"), "change", kind="money"),
    ]

    def get_breadcrumbs(self):
        return [(_("Accounts"), reverse("finance:books"))]


class MoneyEntryReverse(OfMoney, ActionPage):
    form_class = ReverseForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Take back by a red entry"), "finance:moneyentry_reverse", "eraser"
    danger = True
    done_text = gettext_lazy("A red entry takes it back.")
    facts = [
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Day"), "on", kind="date"),
    ]

    @classmethod
    def applies(cls, record, user):
        """An entry made for a record of its own, such as a payment of a claim, is put right where that stands."""
        return (
            record.object_id is None
            and record.corrects_id is None
            and record.kind not in services.MOVED
            and not hasattr(record, "correction")
        )

    @property
    def question(self):
        return PAID_IN if hasattr(self.object, "deposited") else ""

    def perform(self, form):
        return services.reverse_entry(self.object, **form.cleaned_data, by=self.request.user)


class MoneyEntryDetail(OfMoney, DetailPage):
    permission_required = VIEW
    queryset = MoneyEntry.objects.select_related(
        "account", "by", "budget_line", "corrects", "correction", "deposited__back"
    )
    actions = [MoneyEntryReverse]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display", kind="badge"),
                Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
                Column(gettext_lazy("Day"), "on", kind="date"),
                Column(gettext_lazy("Account"), "account"),
                Column(gettext_lazy("Source of funds"), "get_source_display"),
                Column(gettext_lazy("Budget line"), "budget_line"),
                Column(gettext_lazy("From or to whom"), "party"),
                Column(gettext_lazy("Voucher number"), "voucher"),
                Column(gettext_lazy("Entered for"), "about"),
                Column(gettext_lazy("Takes back"), "corrects"),
                Column(gettext_lazy("Taken back by"), lambda entry: getattr(entry, "correction", None)),
                Column(gettext_lazy("Paid in on"), "deposited.on", kind="date"),
                Column(gettext_lazy("Deposit taken back"), "deposited.back.reason", wide=True),
                Column(gettext_lazy("Written down by"), "by.name"),
            ],
        )
    ]

    def get_title(self):
        return self.object.text
