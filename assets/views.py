"""Pages of the asset register."""

from django.conf import settings
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import View

from assets import forms, services
from assets.filters import AssetFilter
from assets.from_purchases import chain_panels
from assets.models import Asset, Movement
from finance.forms.compensations import CompensationForm
from finance.panels.income import compensation_panels
from finance.services import open_compensation
from logistics import clock, hooks
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, download
from logistics.pages.parts import Action, Panel
from logistics.paper.office_dates import office_date
from logistics.paper.stickers import Sticker, stickers_to_pdf

MOST_LABELS = 500


class AssetCreate(CreatePage):
    model = Asset
    form_class = forms.AssetForm
    permission_required = "assets.keep_register"
    label, url_name = gettext_lazy("Enter an asset"), "assets:asset_create"

    def perform(self, form):
        return services.register_asset(self.school, by=self.request.user, **form.cleaned_data)

    def get_success_url(self, result):
        return (
            result[0].get_absolute_url() if len(result) == 1 else f"{reverse('assets:asset_list')}?q={result[0].name}"
        )

    def get_breadcrumbs(self):
        return [(_("asset register"), reverse("assets:asset_list"))]


class AssetList(ListPage):
    model = Asset
    queryset = Asset.objects.select_related("place__campus", "campus", "keeper")
    permission_required = "assets.view_asset"
    title = gettext_lazy("Asset register")
    filterset_class = AssetFilter
    create_page = AssetCreate
    ordering = ["-number", "pk"]
    empty_text = gettext_lazy("Enter the first card; a label with a QR code is printed from it.")
    columns = [
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("Name"), "name", link=True),
        Column(gettext_lazy("Brand and model"), "spec", phone=False),
        Column(gettext_lazy("Place"), "place.full_label", path="place__label"),
        Column(gettext_lazy("Keeper"), "keeper", path="keeper__name"),
        Column(gettext_lazy("Quantity"), "amount", path="quantity", phone=False),
        Column(gettext_lazy("Value (yuan)"), "value", kind="money"),
        Column(gettext_lazy("Status"), "get_status_display", kind="badge"),
    ]

    def get_exports(self):
        if not self.request.user.has_perm(AssetRegister.permission_required):
            return super().get_exports()
        query = self.request.GET.urlencode()
        return [
            Action(_("Register as Excel"), f"{reverse('assets:asset_register')}?{query}", icon="sheet"),
            Action(_("Labels"), f"{reverse('assets:asset_labels')}?{query}", icon="qr-code"),
            *super().get_exports(),
        ]


class AssetRegister(AssetList):
    """The register of the chosen cards as XLSX, with the school's title."""

    permission_required = "assets.view_register"

    def get(self, request, *args, **kwargs):
        columns = [
            SheetColumn(_("Number")),
            SheetColumn(_("Name")),
            SheetColumn(_("Brand and model")),
            SheetColumn(pgettext("asset", "Class")),
            SheetColumn(_("Category")),
            SheetColumn(_("Quantity"), "number"),
            SheetColumn(_("Measure word")),
            SheetColumn(_("Value (yuan)"), "money"),
            SheetColumn(_("Acquired on"), "date"),
            SheetColumn(_("Campus")),
            SheetColumn(_("Place")),
            SheetColumn(_("Keeper")),
            SheetColumn(_("Status")),
        ]
        title = _("%(school)s asset register") % {"school": self.school}
        day = _("As of %(day)s") % {"day": office_date(clock.today())}
        sheet = Sheet(_("Asset register"), title, columns, self.lines(), subtitle=day)
        return FileResponse(write_workbook([sheet]), as_attachment=True, filename=f"{title}.xlsx")

    def lines(self):
        assets = self.get_filterset().qs.order_by("number")
        for asset in assets.iterator(chunk_size=2000):
            yield [
                asset.number,
                asset.name,
                asset.spec,
                asset.get_asset_class_display(),
                asset.get_category_display(),
                asset.quantity,
                asset.measure_word,
                asset.value,
                asset.acquired_on,
                asset.campus.name,
                asset.place.label,
                str(asset.keeper or ""),
                asset.get_status_display(),
            ]


class AssetLabels(AssetList):
    """Labels with QR codes for the chosen cards."""

    permission_required = "assets.view_register"

    def get(self, request, *args, **kwargs):
        assets = self.get_filterset().qs.exclude(status__in=Asset.ENDED).order_by("number")[:MOST_LABELS]
        stickers = [
            Sticker(
                address=f"{settings.SITE_URL}{reverse('assets:asset_label', args=[asset.token])}",
                name=asset.name,
                lines=[asset.number, asset.place.full_label()],
            )
            for asset in assets
        ]
        pdf = stickers_to_pdf(stickers, school_name=str(self.school), document_name=_("Asset labels"))
        return download(pdf, f"{_('Asset labels')}.pdf", "application/pdf")


class AssetChange(UpdatePage):
    model = Asset
    queryset = Asset.objects.select_related("place__campus", "keeper")
    form_class = forms.CardForm
    permission_required = "assets.keep_register"
    label, url_name = gettext_lazy("Correct the card"), "assets:asset_change"

    @classmethod
    def applies(cls, record, user):
        return record.status not in Asset.ENDED

    def perform(self, form):
        return services.change_card(self.object, by=self.request.user, **form.cleaned_data)


class AssetAction(ActionPage):
    model = Asset
    queryset = Asset.objects.select_related("place__campus", "keeper")
    permission_required = "assets.keep_register"
    facts = [
        Column(gettext_lazy("Number"), "number"),
        Column(gettext_lazy("State"), "get_status_display", kind="badge"),
        Column(gettext_lazy("Brand and model"), "spec"),
        Column(gettext_lazy("Quantity"), "amount"),
        Column(gettext_lazy("Place"), "place.full_label"),
        Column(gettext_lazy("Keeper"), lambda asset: str(asset.keeper or "")),
        Column(gettext_lazy("Value (yuan)"), "value", kind="money"),
        Column(gettext_lazy("Acquired on"), "acquired_on", kind="date"),
        Column(gettext_lazy("Reason"), "reason", wide=True),
    ]


class AssetMove(AssetAction):
    form_class = forms.MoveForm
    label, url_name, move, icon = gettext_lazy("Move"), "assets:asset_move", "move", "move-right"
    tone = "primary"

    def get_initial(self):
        return {"place": self.object.place_id, "keeper": self.object.keeper_id}

    def perform(self, form):
        return services.move_asset(self.object, by=self.request.user, **form.cleaned_data)


class AssetUse(AssetAction):
    label, url_name, move, icon = gettext_lazy("Put to use"), "assets:asset_use", "use", "play"
    question = gettext_lazy("The card says from now on that the thing is in use.")

    def perform(self, form):
        return services.use_asset(self.object, by=self.request.user)


class AssetLayIdle(AssetAction):
    label, url_name, move, icon = gettext_lazy("Lay idle"), "assets:asset_lay_idle", "lay_idle", "pause"
    question = gettext_lazy("The card says from now on that nobody uses the thing. It stays on the books.")

    def perform(self, form):
        return services.lay_idle(self.object, by=self.request.user)


class AssetSendToRepair(AssetAction):
    label, url_name, move = gettext_lazy("Away for repair"), "assets:asset_send_to_repair", "send_to_repair"
    icon = "wrench"
    question = gettext_lazy("The card says from now on that the thing is away for repair. It stays on the books.")

    def perform(self, form):
        return services.send_to_repair(self.object, by=self.request.user)


class AssetProposeScrapping(AssetAction):
    form_class = forms.ReasonForm
    label, url_name = gettext_lazy("Propose to scrap"), "assets:asset_propose_scrapping"
    move, icon = "propose_scrapping", "trash-2"
    question = gettext_lazy("The thing stays on the books until the authority has approved that it is scrapped.")

    def perform(self, form):
        return services.propose_scrapping(self.object, by=self.request.user, **form.cleaned_data)


class AssetKeep(AssetAction):
    label, url_name, move, icon = gettext_lazy("Keep it after all"), "assets:asset_keep", "keep", "undo-2"
    question = gettext_lazy("The proposal to scrap it falls; the thing stays on the books.")

    def perform(self, form):
        return services.keep_asset(self.object, by=self.request.user)


class AssetScrap(AssetAction):
    form_class = forms.ScrapForm
    label, url_name, move, icon = gettext_lazy("Take off the books"), "assets:asset_scrap", "scrap", "archive"
    tone = "primary"
    danger = True
    question = gettext_lazy("The card is closed for good and leaves the register. It stays readable.")

    def perform(self, form):
        return services.scrap_asset(self.object, by=self.request.user, **form.cleaned_data)


class AssetMiss(AssetAction):
    form_class = forms.MissForm
    label, url_name, move, icon = gettext_lazy("Cannot be found"), "assets:asset_miss", "miss", "circle-question-mark"
    danger = True
    question = gettext_lazy("The card is closed as lost and leaves the register. It stays readable.")

    def perform(self, form):
        return services.miss_asset(self.object, by=self.request.user, **form.cleaned_data)


class AssetCompensation(AssetAction):
    """Demand compensation for damage (DOMAIN A-21)."""

    form_class = CompensationForm
    permission_required = "finance.keep_compensation"
    label, url_name, icon = gettext_lazy("Demand compensation"), "assets:asset_compensation", "hammer"
    done_text = gettext_lazy("Written down.")

    def perform(self, form):
        return open_compensation(self.school, source=self.object, **form.cleaned_data, by=self.request.user)


class AssetDetail(DetailPage):
    model = Asset
    history_beside = True
    queryset = Asset.objects.select_related("place__campus", "campus", "keeper", "department")
    permission_required = "assets.view_asset"
    actions = [
        AssetMove, AssetScrap, AssetUse, AssetLayIdle, AssetSendToRepair, AssetKeep, AssetProposeScrapping, AssetMiss,
        AssetCompensation, AssetChange,
    ]  # fmt: skip
    groups = [
        (
            gettext_lazy("The thing"),
            [
                Column(gettext_lazy("Brand and model"), "spec"),
                Column(pgettext_lazy("asset", "Class"), "get_asset_class_display"),
                Column(gettext_lazy("Category"), "get_category_display"),
                Column(gettext_lazy("Quantity"), "amount"),
                Column(gettext_lazy("Value (yuan)"), "value", kind="money"),
                Column(gettext_lazy("Number in the authority's system"), "outer_number"),
            ],
        ),
        (
            gettext_lazy("Where it is and who keeps it"),
            [
                Column(gettext_lazy("Place"), "place.full_label"),
                Column(gettext_lazy("Keeper"), lambda asset: str(asset.keeper or "")),
                Column(gettext_lazy("Using department"), lambda asset: str(asset.department or "")),
                Column(gettext_lazy("Reason"), "reason"),
                Column(gettext_lazy("Approval document"), "approval"),
                Column(gettext_lazy("Off the books on"), "ended_on", kind="date"),
            ],
        ),
        (
            gettext_lazy("Where it came from"),
            [
                Column(gettext_lazy("Acquired on"), "acquired_on", kind="date"),
                Column(gettext_lazy("Origin"), "get_origin_display"),
                Column(gettext_lazy("Supplier or giver"), "supplier"),
                Column(gettext_lazy("Voucher number"), "voucher"),
            ],
        ),
    ]

    def get_breadcrumbs(self):
        return [(_("Asset register"), reverse("assets:asset_list"))]

    def get_panels(self):
        columns = [
            Column(_("Moved on"), "moved_on", kind="date"),
            Column(_("From"), "from_place"),
            Column(_("To"), "to_place", primary=True),
            Column(_("Keeper"), "to_keeper"),
            Column(_("Reason"), "reason"),
        ]
        movements = Movement.objects.filter(asset=self.object).select_related("from_place", "to_place", "to_keeper")
        rows = [make_row(movement, columns, url="") for movement in movements[:20]]
        bought = chain_panels(self.object, self.request.user)
        return [
            *bought,
            *super().get_panels(),
            *compensation_panels(self.object, self.request.user),
            Panel(_("Movements"), columns, rows, empty=_("It has not been moved yet.")),
        ]


class AssetLabel(View):
    """What a scanned label opens: the card for whoever may see it, for anyone else what a stranger can do."""

    def get(self, request, token):
        asset = get_object_or_404(Asset.objects.select_related("place__campus", "school"), token=token)
        if request.user.is_authenticated and Asset.objects.visible_to(request.user).filter(pk=asset.pk).exists():
            return redirect(asset)
        doors = hooks.public_doors.get(asset)
        context = {
            "asset": asset,
            "doors": list(doors(asset)) if doors else [],
            "page": {"title": asset.name, "subtitle": str(asset.school)},
        }
        return render(request, "assets/asset_label.html", context)
