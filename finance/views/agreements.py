"""Agreements: the list, one of them with its instalments, and what is done to it."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.filters.income import AgreementFilter
from finance.forms.agreements import AgreementChangeForm, AgreementForm, EndForm, FileForm
from finance.models import Agreement, Receipt
from finance.panels.income import instalments_panel, money_text, sales_panel, standing_text
from finance.papers.income import agreement_pdf
from finance.views.filed import Filed
from finance.views.ledgers import Ledger
from logistics import clock
from logistics.approvals.cards import card_of
from logistics.approvals.selectors import case_of
from logistics.approvals.services.cases import may_be_withdrawn
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Cell

KEEP = "finance.keep_agreement"
LIST = "finance:agreement_list"
SALES_SHOWN = 20


class OfAgreements:
    """Agreements in sight with what is due and outstanding today."""

    model = Agreement

    def get_queryset(self):
        return super().get_queryset().select_related("place__campus", "asked_by", "school").with_dues(clock.today())

    def get_breadcrumbs(self):
        return [(_("Agreements"), reverse(LIST))]


class AgreementCreate(OfAgreements, CreatePage):
    form_class = AgreementForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Draw up an agreement"), "finance:agreement_create"
    done_text = gettext_lazy("Written down. Submit it for approval.")

    def perform(self, form):
        return services.draft_agreement(self.school, **form.cleaned_data, by=self.request.user)


class AgreementList(OfAgreements, Ledger, ListPage):
    permission_required = "finance.view_agreement"
    filterset_class = AgreementFilter
    create_page = AgreementCreate
    title = gettext_lazy("Agreements")
    empty_text = gettext_lazy("Rooms let, kitchen scraps, waste: whoever pays the school for a time has an agreement.")
    columns = [
        Column(gettext_lazy("What it is about"), "subject", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        Column(gettext_lazy("Other party"), "party"),
        Column(gettext_lazy("Until"), "ends_on", kind="date", labelled=True),
        Column(gettext_lazy("Price a year"), "yearly_price", kind="money", phone=False),
        Column(gettext_lazy("Outstanding"), "outstanding", kind="money", labelled=True, path="outstanding"),
        Column(gettext_lazy("Standing"), standing_text, kind="badge", path="status"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_exports(self):
        due = Action(_("Rent and other dues"), reverse("finance:instalment_list"), icon="calendar-clock")
        return [due, *super().get_exports()]


class AgreementAction(OfAgreements, ActionPage):
    permission_required = KEEP


class OwnAction(AgreementAction):
    """A move of whoever drew the agreement up."""

    @classmethod
    def applies(cls, record, user):
        return record.asked_by_id == user.pk


class AgreementSubmit(OwnAction):
    label, url_name, move = gettext_lazy("Submit for approval"), "finance:agreement_submit", "submit"
    icon, tone = "send", "primary"
    question = gettext_lazy("It is in force only once everybody asked has agreed; from now on it stays as it is.")
    done_text = gettext_lazy("Submitted for approval.")
    facts = [
        Column(gettext_lazy("Other party"), "party"),
        Column(gettext_lazy("Price a year"), "yearly_price", kind="money"),
        Column(gettext_lazy("Duties of both sides"), "duties", kind="long", wide=True),
    ]

    def perform(self, form):
        return services.submit_agreement(self.object, by=self.request.user)


class AgreementChange(OfAgreements, UpdatePage):
    form_class = AgreementChangeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Change"), "finance:agreement_change"

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object.subject}

    @classmethod
    def applies(cls, record, user):
        return Agreement.FLOW.allows("change", record.status) and record.asked_by_id == user.pk

    def perform(self, form):
        return services.change_agreement(self.object, **form.cleaned_data, by=self.request.user)


class AgreementWithdraw(OwnAction):
    label, url_name, move = gettext_lazy("Withdraw"), "finance:agreement_withdraw", "withdraw"
    icon, danger = "undo-2", True
    done_text = gettext_lazy("Withdrawn.")

    @classmethod
    def applies(cls, record, user):
        return super().applies(record, user) and (case := case_of(record)) is not None and may_be_withdrawn(case)

    def perform(self, form):
        return services.withdraw_agreement(self.object, by=self.request.user)


class AgreementDrop(OwnAction):
    label, url_name, move = gettext_lazy("Give up"), "finance:agreement_drop", "drop"
    icon, danger = "trash-2", True
    done_text = gettext_lazy("Given up.")

    def perform(self, form):
        return services.drop_agreement(self.object, by=self.request.user)


class AgreementFile(AgreementAction):
    form_class = FileForm
    label, url_name, icon = gettext_lazy("Add the signed copy"), "finance:agreement_file", "file-plus"
    done_text = gettext_lazy("The file is kept.")

    @classmethod
    def applies(cls, record, user):
        return record.status in ("in_force", "ended")

    def perform(self, form):
        return services.file_agreement(self.object, **form.cleaned_data, by=self.request.user)


class AgreementEnd(AgreementAction):
    form_class = EndForm
    label, url_name, move = gettext_lazy("End early"), "finance:agreement_end", "end"
    icon, danger = "circle-stop", True
    question = gettext_lazy("What begins after that day is no longer due; what was due before it stays.")
    done_text = gettext_lazy("The agreement is ended.")

    def perform(self, form):
        return services.end_agreement(self.object, **form.cleaned_data, by=self.request.user)


class AgreementDetail(OfAgreements, Filed, DetailPage):
    actions = [
        AgreementSubmit, AgreementChange, AgreementFile, AgreementWithdraw, AgreementDrop, AgreementEnd,
    ]  # fmt: skip
    path = ["draft", "pending", "in_force"]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                Column(gettext_lazy("Other party"), "party"),
                Column(gettext_lazy("Phone"), "party_phone", kind="phone"),
                Column(gettext_lazy("ID or credit code"), "party_code"),
                Column(gettext_lazy("Place"), "place.full_label"),
                Column(gettext_lazy("From the day"), "starts_on", kind="date"),
                Column(gettext_lazy("Until"), "ends_on", kind="date"),
                Column(gettext_lazy("Approved on"), "approved_on", kind="date"),
                Column(gettext_lazy("Asked by"), "asked_by"),
                Column(gettext_lazy("Duties of both sides"), "duties", kind="long", wide=True),
                Column(gettext_lazy("Ended on"), "ended_on", kind="date"),
                Column(gettext_lazy("Why it ended"), "end_reason"),
            ],
        ),
        (
            gettext_lazy("Money"),
            [
                Column(gettext_lazy("Price a year (yuan)"), "yearly_price", kind="money"),
                Column(gettext_lazy("Way of payment"), "get_paid_by_display"),
                Column(gettext_lazy("Due until today (yuan)"), "due", kind="money"),
                Column(gettext_lazy("Outstanding (yuan)"), "outstanding", kind="money"),
                Column(gettext_lazy("Income a year before (yuan)"), "before_yearly", kind="money"),
            ],
        ),
    ]

    def get_stepper(self):
        return [] if self.object.status in ("returned", "ended") else super().get_stepper()

    def get_chip(self):
        words, tone = self.object.standing
        return Cell(None, str(words), tone=tone)

    @cached_property
    def in_kind(self):
        """What was settled in kind so far, in yuan."""
        rows = Receipt.objects.in_kind().filter(instalment__agreement=self.object)
        return sum(receipt.amount for receipt in rows)

    def get_alert(self):
        if self.in_kind:
            text = _(
                "%(amount)s were settled in kind. Income should come in as money and expenses go out as money (收支两条线)."
            )
            return "warning", text % {"amount": money_text(self.in_kind)}
        if self.object.outstanding > 0:
            return "warning", _("%(amount)s are due and outstanding.") % {"amount": money_text(self.object.outstanding)}
        return None

    def get_paper(self):
        return Action(_("Agreement (PDF)"), reverse("finance:agreement_paper", args=[self.object.pk]), "printer")

    def get_actions(self):
        agreement, actions = self.object, super().get_actions()
        sells = agreement.status == "in_force" and agreement.kind != Agreement.Kind.LEASE
        if sells and self.request.user.has_perm("finance.sell_scrap"):
            url = f"{reverse('finance:scrapsale_create')}?agreement={agreement.pk}"
            actions.insert(0, Action(_("Record a sale of scrap"), url, "scale", "primary"))
        return actions

    def get_panels(self):
        agreement = self.object
        panels = []
        if agreement.paid_by != Agreement.PaidBy.SALE:
            panels.append(instalments_panel(agreement.instalments.with_settled()))
        if agreement.kind != Agreement.Kind.LEASE:
            panels.append(sales_panel(agreement.sales.all()[:SALES_SHOWN]))
        return [*panels, *super().get_panels()]

    def get_context(self):
        card = card_of(self.object, self.request.user)
        return {**super().get_context(), "case": card and card.case, "card": card}


class AgreementPaper(OfAgreements, DetailPage):
    """The agreement on paper (租赁协议)."""

    def get(self, request, *args, **kwargs):
        agreement = self.object
        name = f"{_('Agreement')}-{agreement.number or agreement.pk}.pdf"
        return download(agreement_pdf(agreement), name, "application/pdf")
