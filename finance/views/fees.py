"""Fees: the list, one of them, and its way from the draft to the settlement."""

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import fee_words
from finance.filters.fees import FeeItemFilter
from finance.forms.fees import FeeChangeForm, FeeForm, StopForm
from finance.models import FeeItem, FeeShare
from finance.panels.fees import payouts_panel, progress_panel, settled_panel, shares_panel, spendings_panel
from finance.papers import fees as fee_papers
from finance.selectors.fees import classes_charged, progress_of, settled_by_class, sums_of
from finance.services import fee_settlement, fees
from logistics import clock
from logistics.attachments.models import Attachment
from logistics.attachments.selectors import as_photo
from logistics.db import record_id
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action
from logistics.school.models import Term

COLLECT, KEEP, PUBLISH = "finance.collect_fee", "finance.keep_fee", "finance.publish_fee"
LIST = "finance:feeitem_list"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STANDARD = Column(gettext_lazy("Fee standard"), fee_words.standard_text)


class FeePage:
    """Fees in sight; whoever collects sees the published ones."""

    model = FeeItem
    queryset = FeeItem.objects.select_related("term", "published_by", "school")
    permission_required = COLLECT

    def get_breadcrumbs(self):
        return [(_("Fees"), reverse(LIST))]


class FeeItemCreate(FeePage, CreatePage):
    form_class = FeeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Write a fee down"), "finance:feeitem_create"

    def get_context(self, form):
        return {**super().get_context(form), "field_groups": form.field_groups()}

    def perform(self, form):
        return fees.draft_fee(self.school, **form.cleaned_data, by=self.request.user)


class FeeItemList(FeePage, ListPage):
    queryset = FeeItem.objects.select_related("term").with_sums()
    filterset_class = FeeItemFilter
    create_page = FeeItemCreate
    title = gettext_lazy("Fees")
    empty_text = gettext_lazy("Write down what may be charged and on what basis; once published, it can be collected.")
    columns = [
        Column(gettext_lazy("Fee"), "name", link=True),
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Kind"), "get_kind_display"),
        STANDARD,
        Column(gettext_lazy("Term"), "term", phone=False),
        Column(gettext_lazy("Collected"), "collected", kind="money", labelled=True),
        Column(gettext_lazy("Spent"), "spent", kind="money", phone=False),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_breadcrumbs(self):
        return []

    def get_exports(self):
        query = self.request.GET.urlencode()
        return [
            Action(_("Publication (PDF)"), f"{reverse('finance:fee_publication')}?{query}", icon="file-text"),
            Action(
                _("Publication (Excel)"),
                f"{reverse('finance:fee_publication')}?as=xlsx&{query}",
                icon="file-spreadsheet",
            ),
            *super().get_exports(),
        ]


class FeePublication(FeePage, RecordPage):
    """The board of published fees of a term, the present one unless another is chosen (收费公示表)."""

    def get(self, request):
        terms = Term.objects.of_school(self.school)
        chosen = self.request.GET.get("term", "")
        term = terms.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 18 else None
        term = term or terms.covering(clock.today()).first() or terms.first()
        if term is None:
            raise Http404
        items = list(self.get_queryset().published().filter(term=term).order_by("kind", "pk"))
        name = f"{_('Publication of fees')}-{term.key}"
        if request.GET.get("as") == "xlsx":
            file = fee_papers.publication_workbook(self.school, items, term)
            return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
        return download(fee_papers.publication_pdf(self.school, items, term), f"{name}.pdf", PDF)


class FeeItemChange(FeePage, UpdatePage):
    form_class = FeeChangeForm
    permission_required = KEEP
    label, url_name = gettext_lazy("Change"), "finance:feeitem_change"

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object}

    def get_initial(self):
        named = self.object.fee_classes.values_list("school_class", flat=True)
        return {**super().get_initial(), "classes": list(named), "photos": []}

    def get_context(self, form):
        return {**super().get_context(form), "field_groups": form.field_groups()}

    @classmethod
    def applies(cls, record, user):
        return record.status == FeeItem.Status.DRAFT

    def perform(self, form):
        return fees.change_fee(self.object, **form.cleaned_data, by=self.request.user)


class FeeItemPublish(FeePage, ActionPage):
    permission_required = PUBLISH
    label, url_name, move = gettext_lazy("Publish the fee"), "finance:feeitem_publish", "publish"
    icon, tone = "megaphone", "primary"
    question = gettext_lazy(
        "From now on the facts of this fee stay, and parents can be asked. Hang the publication up too."
    )
    facts = [
        STANDARD,
        Column(gettext_lazy("Scope"), fee_words.scope_text),
        Column(gettext_lazy("Basis"), fee_words.basis_text),
        Column(gettext_lazy("Approved standard"), "approved_standard", kind="money"),
        Column(gettext_lazy("Complaint phone"), "complaint_phone", kind="code"),
    ]
    done_text = gettext_lazy("The fee is published.")

    def perform(self, form):
        return fees.publish_fee(self.object, by=self.request.user)


class FeeItemStart(FeePage, ActionPage):
    permission_required = KEEP
    label, url_name, move = gettext_lazy("Open the collection"), "finance:feeitem_start", "start"
    icon, tone = "play", "primary"
    question = gettext_lazy("The class teachers can now enter who paid.")
    done_text = gettext_lazy("The collection is open.")

    def perform(self, form):
        return fees.start_fee(self.object, by=self.request.user)


class FeeItemStop(FeePage, ActionPage):
    form_class = StopForm
    permission_required = PUBLISH
    label, url_name, move = gettext_lazy("Stop the fee"), "finance:feeitem_stop", "stop"
    icon, danger = "octagon-x", True
    question = gettext_lazy("Nothing is collected any more. What was collected is still spent, settled and refunded.")
    done_text = gettext_lazy("The fee is stopped.")

    def perform(self, form):
        return fees.stop_fee(self.object, **form.cleaned_data, by=self.request.user)


class FeeItemSettle(FeePage, ActionPage):
    permission_required = KEEP
    label, url_name, move = gettext_lazy("Settle"), "finance:feeitem_settle", "settle"
    icon = "scale"
    question = gettext_lazy(
        "Every pupil's paid, spent and rest are worked out to the cent. The fee is closed: nothing is collected or spent "
        "afterwards, the rest is refunded."
    )
    done_text = gettext_lazy("The fee is settled; refund what is left.")

    def perform(self, form):
        fee_settlement.settle_fee(self.object, by=self.request.user)
        return self.object


class FeeItemDetail(FeePage, DetailPage):
    template_name = "finance/feeitem_detail.html"
    actions = [FeeItemPublish, FeeItemStart, FeeItemChange, FeeItemSettle, FeeItemStop]
    path = [FeeItem.Status.DRAFT, FeeItem.Status.PUBLISHED, FeeItem.Status.COLLECTING, FeeItem.Status.SETTLED]
    groups = [
        (
            "",
            [
                Column(gettext_lazy("Kind"), "get_kind_display"),
                STANDARD,
                Column(gettext_lazy("Approved standard"), "approved_standard", kind="money"),
                Column(gettext_lazy("Term"), "term"),
                Column(gettext_lazy("Scope"), fee_words.scope_text),
                Column(gettext_lazy("Consent"), fee_words.consent_text),
                Column(gettext_lazy("Basis"), fee_words.basis_text, wide=True),
                Column(gettext_lazy("What it is used for"), "purpose", wide=True),
                Column(gettext_lazy("Relief"), fee_words.relief_text),
                Column(gettext_lazy("Complaint phone"), "complaint_phone"),
                Column(gettext_lazy("Published on"), "published_on", kind="date"),
                Column(gettext_lazy("Published by"), "published_by.name"),
                Column(gettext_lazy("Why stopped"), "stopped_reason", wide=True),
            ],
        )
    ]

    @cached_property
    def sees_all(self):
        return self.request.user.has_perm("finance.view_feeitem")

    @cached_property
    def files(self):
        return list(
            Attachment.objects.filter(
                record_type__app_label="finance", record_type__model="feeitem", record_id=self.object.pk
            ).order_by("pk")
        )

    def get_photos(self):
        return [as_photo(file) for file in self.files if file.is_picture]

    def get_actions(self):
        item, may = self.object, self.request.user.has_perm
        actions = super().get_actions()
        offers = [
            (may(COLLECT) and item.status == "collecting", _("Collect"), "feeitem_collect", "hand-coins", "primary"),
            (may(COLLECT) and item.needs_consent and item.status in fees.OPEN_TO_PARENTS, _("Consents"),
             "feeitem_consents", "clipboard-check", "secondary"),
            (may(KEEP) and not item.is_service and item.status in ("collecting", "stopped"), _("Enter a spending"),
             "feeitem_spend", "shopping-bag", "secondary"),
            (may(KEEP) and item.status == "settled" and self.shares.to_refund().exists(), _("Refund"),
             "feeitem_refund", "undo-2", "primary"),
        ]  # fmt: skip
        links = [
            Action(label, reverse(f"finance:{name}", args=[item.pk]), icon=icon, tone=tone)
            for offered, label, name, icon, tone in offers
            if offered
        ]
        return links + actions + self.get_papers()

    def get_papers(self):
        if self.object.status != "settled" or not self.sees_all:
            return []
        url = reverse("finance:fee_settlement", args=[self.object.pk])
        return [
            Action(_("Settlement list (PDF)"), url, icon="file-text"),
            Action(_("Settlement list (Excel)"), f"{url}?as=xlsx", icon="file-spreadsheet"),
        ]

    @cached_property
    def shares(self):
        return FeeShare.objects.filter(settlement__item=self.object).visible_to(self.request.user)

    def get_panels(self):
        item = self.object
        classes = classes_charged(item).order_by("campus", "grade", "pk")
        if not self.sees_all:
            classes = classes.filter(class_teacher=self.request.user.pk)
        panels = []
        if item.status == "settled" and self.sees_all:
            panels.append(settled_panel(item, settled_by_class(item.settlement)))
            payouts = item.settlement.payouts.select_related("school_class", "account", "entry", "correction")
            may_undo = self.request.user.has_perm(KEEP)
            panels += [payouts_panel(payouts, may_undo=may_undo)] * payouts.exists()
        elif item.status == "settled":
            shares = self.shares.select_related("pupil", "school_class", "payout")
            panels.append(shares_panel(shares.order_by("school_class", "pupil__number")))
        elif item.status != "draft":
            name = "feeitem_collect" if item.status == "collecting" else "feeitem_consents"
            panels.append(progress_panel(item, progress_of(item, classes, self.day), f"finance:{name}"))
        if self.sees_all and not item.is_service:
            panels.append(spendings_panel(item.spendings.select_related("correction")))
        return panels + super().get_panels()

    @property
    def day(self):
        return min(max(clock.today(), self.object.term.covers_from), self.object.term.covers_to)

    def get_sums(self):
        """Return [(label, amount as text)] of the fee's money, for whoever sees all classes."""
        item = self.object
        if not self.sees_all or item.status == "draft":
            return []
        collected, spent, refunded = sums_of(item)
        sums = [(_("Collected"), collected), (_("Refunded"), refunded)]
        if not item.is_service:
            sums[1:1] = [(_("Spent"), spent)]
            sums.append((_("Left"), collected - spent - refunded))
        return [(label, fee_words.money(amount)) for label, amount in sums]

    def get_context(self):
        files = [file for file in self.files if not file.is_picture]
        return {**super().get_context(), "files": files, "sums": self.get_sums()}


class FeeSettlementPaper(FeePage, RecordPage):
    """The settlement list of a fee as PDF or workbook, of all classes or of the one in ``?class=``."""

    permission_required = "finance.view_feeitem"

    def get(self, request, pk):
        settlement = getattr(self.object, "settlement", None)
        if settlement is None:
            raise Http404
        shares = settlement.shares.select_related("pupil", "school_class__campus", "payout").order_by(
            "school_class__campus", "school_class__grade", "school_class", "pupil__number"
        )
        name = f"{_('Settlement list: %(fee)s') % {'fee': self.object.name}}"
        if "class" in request.GET:
            shares = shares.filter(school_class=record_id(request.GET["class"]))
            if not shares:
                raise Http404
            name = f"{name}-{shares[0].school_class.name}"
        if request.GET.get("as") == "xlsx":
            file = fee_papers.settlement_workbook(settlement, shares)
            return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
        return download(fee_papers.settlement_pdf(settlement, shares), f"{name}.pdf", PDF)
