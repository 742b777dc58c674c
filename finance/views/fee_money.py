"""Money of fees, class by class: consents, payments, deposits, spendings, refunds."""

from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.filters.fees import FeeCollectionFilter
from finance.forms.fee_money import CollectForm, DepositForm, ReasonForm, RefundForm, SpendForm
from finance.forms.fees import ConsentForm
from finance.models import FeeCollection, FeeItem, FeeSpending
from finance.panels.fees import progress_panel, rows_panel
from finance.selectors.fees import classes_charged, covers_of, dues_of, months_of, progress_of
from finance.services import fee_money, fee_settlement, fees
from finance.views.classes import ClassPage
from finance.views.fees import COLLECT, KEEP, FeePage
from finance.views.undoing import PAID_IN, ByPupil
from logistics import clock
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.dates import month_text
from logistics.pages.details import DetailPage
from logistics.pages.forms import YEARS
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action
from logistics.school.models import SchoolClass

DEPOSIT = "finance.deposit_money"


class ClassOfFee(FeePage, ClassPage):
    """A form about one class of a fee; class teachers see their own classes."""

    template_name = "finance/fee_class.html"
    none_left = ""

    def choice_panel(self):
        progress = progress_of(self.object, self.classes, clock.today())
        return progress_panel(self.object, progress, self.url_name, empty=self.none_left)

    @cached_property
    def classes(self):
        classes = classes_charged(self.object).order_by("campus", "grade", "pk")
        if self.request.user.has_perm("finance.view_feeitem"):
            return classes
        return classes.filter(class_teacher=self.request.user.pk)

    def the_only_class(self):
        classes = list(self.classes[:2])
        return classes[0] if len(classes) == 1 else None

    def get_context(self, form):
        return {**super().get_context(form), **self.get_words()}

    def get_words(self):
        return {}


class FeeItemConsents(ClassOfFee):
    form_class = ConsentForm
    permission_required = COLLECT
    template_name = "finance/fee_consents.html"
    label, url_name, icon = gettext_lazy("Consents"), "finance:feeitem_consents", "clipboard-check"
    done_text = gettext_lazy("What the parents said is kept.")

    @classmethod
    def applies(cls, record, user):
        return record.needs_consent and record.status in fees.OPEN_TO_PARENTS

    def get_submit_label(self):
        return _("Save what the parents said")

    def get_rows(self):
        item, today = self.object, clock.today()
        return {"dues": dues_of(item, self.school_class, covers=covers_of(item, today), day=today)}

    def perform(self, form):
        fees.record_consents(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class FeeItemCollect(ClassOfFee):
    """Who of a class paid, for the term, or for the month or time that ``covers`` names."""

    form_class = CollectForm
    permission_required = COLLECT
    template_name = "finance/fee_collect.html"
    label, url_name, icon = gettext_lazy("Collect"), "finance:feeitem_collect", "hand-coins"
    done_text = gettext_lazy("The payments are entered.")

    @classmethod
    def applies(cls, record, user):
        return record.status == FeeItem.Status.COLLECTING

    def get_submit_label(self):
        return _("Enter the payments")

    @cached_property
    def covers(self):
        asked = self.request.POST.get("covers") or self.request.GET.get("covers", "")
        return covers_of(self.object, day_of(asked) or clock.today())

    def get_initial(self):
        return {"covers": self.covers.isoformat()}

    def get_rows(self):
        return {"dues": dues_of(self.object, self.school_class, covers=self.covers, day=clock.today())}

    def get_words(self):
        if self.object.unit != FeeItem.Unit.MONTH:
            return {}
        address = f"{reverse(self.url_name, args=[self.object.pk])}?class={self.school_class.pk}&covers="
        months = months_of(self.object.term)
        return {"months": [(month_text(month), f"{address}{month}", month == self.covers) for month in months]}

    def perform(self, form):
        return fee_money.collect_fee(self.object, self.school_class, **form.cleaned_data, by=self.request.user)


def day_of(text):
    """Return the day a text from an address or a form names, None for what is none."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


class FeeItemRefund(ClassOfFee):
    form_class = RefundForm
    permission_required = KEEP
    template_name = "finance/fee_refund.html"
    label, url_name, icon = gettext_lazy("Refund"), "finance:feeitem_refund", "undo-2"
    done_text = gettext_lazy("The refunds are entered.")
    none_left = gettext_lazy("Everything is refunded.")

    @cached_property
    def classes(self):
        waiting = self.open_shares.values("school_class")
        return SchoolClass.objects.filter(pk__in=waiting).select_related("campus").order_by("campus", "grade", "pk")

    @property
    def open_shares(self):
        if self.object.status != FeeItem.Status.SETTLED:
            raise Http404
        return self.object.settlement.shares.to_refund()

    @classmethod
    def applies(cls, record, user):
        return record.status == FeeItem.Status.SETTLED

    def get_submit_label(self):
        return _("Enter the refunds")

    def get_rows(self):
        shares = self.open_shares.filter(school_class=self.school_class).select_related("pupil")
        return {"shares": shares.order_by("pupil__number")}

    def perform(self, form):
        fee_settlement.pay_out(self.object.settlement, self.school_class, **form.cleaned_data, by=self.request.user)
        return self.object


class FeeItemSpend(FeePage, ActionPage):
    form_class = SpendForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Enter a spending"), "finance:feeitem_spend", "shopping-bag"
    tone = "primary"
    done_text = gettext_lazy("The spending is entered.")

    @classmethod
    def applies(cls, record, user):
        return not record.is_service and record.status in fee_money.STILL_OPEN

    def perform(self, form):
        fee_money.spend_fee(self.object, **form.cleaned_data, by=self.request.user)
        return self.object


class FeeSpendingReverse(ActionPage):
    model = FeeSpending
    queryset = FeeSpending.objects.select_related("item")
    form_class = ReasonForm
    permission_required = KEEP
    label, url_name, icon = gettext_lazy("Take back"), "finance:feespending_reverse", "undo-2"
    danger = True
    question = gettext_lazy("A red entry takes the whole amount back; enter the right one anew.")
    facts = [
        Column(gettext_lazy("Fee"), "item.name"),
        Column(gettext_lazy("Spent on"), "on", kind="date"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.corrects_id is None and not hasattr(record, "correction")

    def perform(self, form):
        return fee_money.reverse_spending(self.object, **form.cleaned_data, by=self.request.user)


class CollectionPage:
    model = FeeCollection
    queryset = FeeCollection.objects.select_related(
        "item", "school_class", "account", "by", "entry__deposited", "correction"
    )
    permission_required = COLLECT

    def get_breadcrumbs(self):
        return [(_("Fee payments"), reverse("finance:feecollection_list"))]


class FeeDeposit(CollectionPage, CreatePage):
    """Paying the cash of several collections in at once."""

    form_class = DepositForm
    permission_required = DEPOSIT
    template_name = "finance/fee_deposit.html"
    label, url_name, icon = gettext_lazy("Pay the cash in"), "finance:fee_deposit", "landmark"
    keeps_drafts = False
    done_text = gettext_lazy("The cash is paid in.")

    def get_form_facts(self):
        waiting = self.get_queryset().to_deposit().order_by("deposit_by", "pk")
        return {**super().get_form_facts(), "waiting": waiting}

    def get_context(self, form):
        return {**super().get_context(form), "today": clock.today()}

    def perform(self, form):
        fee_money.deposit_collections(**form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse("finance:feecollection_list")


class FeeCollectionList(CollectionPage, ListPage):
    filterset_class = FeeCollectionFilter
    ordering = ["-on", "-pk"]
    title = gettext_lazy("Fee payments")
    empty_text = gettext_lazy("Payments are entered on the page of a fee, class by class.")
    columns = [
        Column(gettext_lazy("Fee"), "item.name", link=True, path="item__name"),
        Column(gettext_lazy("Class"), "school_class.name", path="school_class__name"),
        Column(gettext_lazy("Collected on"), "on", kind="date"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
        Column(gettext_lazy("Collected by"), "by.name", path="by__name", phone=False),
        Column(gettext_lazy("Account"), "account.name", path="account__name", phone=False),
        Column(gettext_lazy("To be paid in by"), "deposit_by", kind="date", phone=False),
        Column(gettext_lazy("Cash"), lambda collection: collection.standing[0], kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_primary(self):
        if not self.request.user.has_perm(DEPOSIT):
            return None
        return Action(FeeDeposit.label, reverse(FeeDeposit.url_name), icon=FeeDeposit.icon, tone="primary")


class FeeCollectionReverse(CollectionPage, ByPupil):
    """For some pupils, or for all: then nothing of it stays."""

    label, url_name = gettext_lazy("Take back"), "finance:feecollection_reverse"
    facts = [
        Column(gettext_lazy("Class"), "school_class.name"),
        Column(gettext_lazy("Collected on"), "on", kind="date"),
        Column(gettext_lazy("Amount"), "amount", kind="money"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.corrects_id is None and not hasattr(record, "correction")

    @property
    def question(self):
        paid_in = hasattr(self.object.entry, "deposited")
        return f"{ByPupil.question}{PAID_IN}" if paid_in else ByPupil.question

    @cached_property
    def parts(self):
        rows = self.object.rows.select_related("pupil").order_by("pupil__number", "pk")
        return [(row.pupil, row.amount) for row in rows]

    def perform(self, form):
        return fee_money.reverse_collection(self.object, **form.cleaned_data, by=self.request.user)


class FeeCollectionDetail(CollectionPage, DetailPage):
    actions = [FeeCollectionReverse]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Fee"), "item"),
                Column(gettext_lazy("Class"), "school_class.name"),
                Column(gettext_lazy("Amount"), "amount", kind="money"),
                Column(gettext_lazy("Collected on"), "on", kind="date"),
                Column(gettext_lazy("Collected by"), "by.name"),
                Column(gettext_lazy("Account"), "account.name"),
                Column(gettext_lazy("Cash"), lambda collection: collection.standing[0], kind="badge"),
                Column(gettext_lazy("To be paid in by"), "deposit_by", kind="date"),
                Column(gettext_lazy("Paid in on"), "entry.deposited.on", kind="date"),
                Column(gettext_lazy("Money entry"), "entry.number"),
                Column(gettext_lazy("Takes back"), "corrects"),
                Column(gettext_lazy("What stayed of"), "replaces"),
                Column(gettext_lazy("Reason"), "reason", wide=True),
            ],
        )
    ]

    def get_panels(self):
        rows = self.object.rows.select_related("pupil").order_by("pupil__number", "pk")
        return [rows_panel(rows), *super().get_panels()]
