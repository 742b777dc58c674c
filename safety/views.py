"""Pages of the hazards."""

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.attachments.selectors import photos_of
from logistics.checks.panels import check_behind
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action, Cell, Panel
from logistics.paper.office_dates import office_date
from safety import forms, services
from safety.filters import HazardFilter
from safety.models import Hazard
from safety.selectors import last_day_for, same_place, sent_back_reason

LIST = "safety:hazard_list"


class HazardReport(CreatePage):
    """Anybody reports; whoever keeps the ledger also says where it came from and when it was found."""

    model = Hazard
    permission_required = "safety.report_hazard"
    label, url_name = gettext_lazy("Report a hazard"), "safety:hazard_report"
    icon = "triangle-alert"
    done_text = gettext_lazy("Reported. Thank you: the safety officer knows.")

    @property
    def form_class(self):
        return forms.RegisterForm if self.request.user.has_perm("safety.assign_hazard") else forms.ReportForm

    def perform(self, form):
        facts = form.cleaned_data
        return services.report_hazard(facts.pop("place"), by=self.request.user, **facts)

    def get_breadcrumbs(self):
        return [(_("Hazards"), reverse(LIST))]


class HazardList(ListPage):
    model = Hazard
    queryset = Hazard.objects.for_lists()
    permission_required = "safety.report_hazard"
    title = gettext_lazy("Hazards")
    filterset_class = HazardFilter
    create_page = HazardReport
    ordering = ["-found_at", "-pk"]
    empty_text = gettext_lazy("Anybody may report a hazard: the place, a few words, a photo.")
    columns = [
        Column(gettext_lazy("Number"), "number", kind="code", phone=False),
        Column(gettext_lazy("What is dangerous"), "description", link=True),
        Column(gettext_lazy("Place"), "place.full_label", path="place__label"),
        Column(gettext_lazy("Found at"), "found_at", kind="date"),
        Column(gettext_lazy("Responsible"), "responsible", phone=False),
        Column(gettext_lazy("To be rectified by"), "due_on", kind="date", phone=False),
        Column(gettext_lazy("Mark"), "marks"),
        Column(gettext_lazy("State"), "state_text", kind="badge"),
    ]

    def get_views(self):
        here = reverse(LIST)
        asked = self.request.GET
        views = [
            (_("All"), here, not any(asked.get(name) for name in ("status", "look"))),
            (_("Not closed"), f"{here}?look=open", asked.get("look") == "open"),
            (_("Overdue"), f"{here}?look=overdue", asked.get("look") == "overdue"),
            (_("To be accepted"), f"{here}?status=rectified", asked.get("status") == "rectified"),
            (_("Repeated"), f"{here}?look=repeated", asked.get("look") == "repeated"),
        ]
        return views

    def get_exports(self):
        if not self.request.user.has_perm(HazardLedger.permission_required):
            return super().get_exports()
        query = self.request.GET.urlencode()
        return [
            Action(_("Ledger as Excel"), f"{reverse('safety:hazard_ledger')}?{query}", icon="sheet"),
            *super().get_exports(),
        ]


class HazardLedger(HazardList):
    """The ledger of the chosen hazards as XLSX, with the school's title."""

    permission_required = "safety.view_hazard"

    def get(self, request, *args, **kwargs):
        columns = [
            SheetColumn(_("Number")),
            SheetColumn(_("Found on"), "date"),
            SheetColumn(_("Found through")),
            SheetColumn(_("Campus")),
            SheetColumn(_("Place")),
            SheetColumn(_("Category")),
            SheetColumn(_("What is dangerous")),
            SheetColumn(_("Level")),
            SheetColumn(_("Interim measure")),
            SheetColumn(_("Responsible")),
            SheetColumn(_("Rectification measure")),
            SheetColumn(_("Money (yuan)"), "money"),
            SheetColumn(_("To be rectified by"), "date"),
            SheetColumn(_("Emergency plan")),
            SheetColumn(_("Rectification")),
            SheetColumn(_("Rectified on"), "date"),
            SheetColumn(_("Checked by")),
            SheetColumn(_("Checked on"), "date"),
            SheetColumn(_("Closed by")),
            SheetColumn(_("State")),
            SheetColumn(_("Mark")),
        ]
        title = _("%(school)s ledger of hazards and their rectification") % {"school": self.school}
        day = _("As of %(day)s") % {"day": office_date(clock.today())}
        sheet = Sheet(_("Hazards"), title, columns, self.lines(), subtitle=day)
        return FileResponse(write_workbook([sheet]), as_attachment=True, filename=f"{title}.xlsx")

    def lines(self):
        hazards = self.get_filterset().qs.select_related("accepted_by", "closed_by").order_by("number")
        for hazard in hazards.iterator(chunk_size=2000):
            yield [
                hazard.number,
                clock.day_of(hazard.found_at),
                hazard.get_source_display(),
                hazard.campus.name,
                hazard.place.label,
                hazard.get_category_display(),
                hazard.description,
                hazard.get_level_display(),
                hazard.interim,
                str(hazard.responsible or ""),
                hazard.measure,
                hazard.money,
                hazard.due_on,
                hazard.plan,
                hazard.rectification,
                hazard.rectified_at and clock.day_of(hazard.rectified_at),
                str(hazard.accepted_by or ""),
                hazard.accepted_at and clock.day_of(hazard.accepted_at),
                str(hazard.closed_by or ""),
                hazard.state_text,
                hazard.marks,
            ]


class HazardAction(ActionPage):
    model = Hazard
    queryset = Hazard.objects.for_lists()
    facts = [
        Column(gettext_lazy("Number"), "number"),
        Column(gettext_lazy("State"), "state_text", kind="badge"),
        Column(gettext_lazy("Level"), "get_level_display"),
        Column(gettext_lazy("Found by"), lambda hazard: str(hazard.found_by)),
        Column(gettext_lazy("Found at"), "found_at", kind="moment"),
        Column(gettext_lazy("Responsible"), lambda hazard: str(hazard.responsible or "")),
        Column(gettext_lazy("To be rectified by"), "due_on", kind="date"),
        Column(gettext_lazy("Rectification"), "rectification", wide=True),
        Column(gettext_lazy("Rectified at"), "rectified_at", kind="moment"),
    ]


class HazardAssign(HazardAction):
    form_class = forms.AssignForm
    permission_required = "safety.assign_hazard"
    label, url_name, move = gettext_lazy("Judge and assign"), "safety:hazard_assign", "assign"
    icon, tone = "user-check", "primary"

    def get_initial(self):
        hazard = self.object
        names = ["category", "level", "due_on", "interim", "measure", "money", "plan"]
        due_on = hazard.due_on or last_day_for(self.school, hazard.level, clock.today())
        return {
            **{name: getattr(hazard, name) for name in names},
            "responsible": hazard.responsible_id,
            "due_on": due_on,
        }

    def perform(self, form):
        return services.assign_hazard(self.object, by=self.request.user, **form.cleaned_data)


class HazardRectify(HazardAction):
    form_class = forms.RectifyForm
    permission_required = "safety.report_hazard"
    label, url_name, move = gettext_lazy("Rectified"), "safety:hazard_rectify", "rectify"
    icon, tone = "circle-check", "primary"

    @classmethod
    def applies(cls, record, user):
        return record.responsible_id == user.pk or user.has_perm("safety.assign_hazard")

    def perform(self, form):
        return services.rectify_hazard(self.object, by=self.request.user, **form.cleaned_data)


class ByAnother(HazardAction):
    """A move that whoever rectified the hazard leaves to somebody else."""

    permission_required = "safety.accept_hazard"

    @classmethod
    def applies(cls, record, user):
        return record.rectified_by_id != user.pk


class HazardAccept(ByAnother):
    label, url_name, move = gettext_lazy("Accept the rectification"), "safety:hazard_accept", "accept"
    icon, tone = "clipboard-check", "primary"
    subtitle = gettext_lazy("You looked at the place and the danger is gone.")

    def perform(self, form):
        return services.accept_hazard(self.object, by=self.request.user)


class HazardSendBack(ByAnother):
    form_class = forms.ReasonForm
    label, url_name, move = gettext_lazy("Send back to be rectified"), "safety:hazard_send_back", "send_back"
    icon = "undo-2"
    question = gettext_lazy("Whoever is responsible has it again and is told what is still missing.")

    def perform(self, form):
        return services.send_back_hazard(self.object, by=self.request.user, **form.cleaned_data)


class HazardClose(ByAnother):
    label, url_name, move = gettext_lazy("Close the hazard"), "safety:hazard_close", "close"
    icon, tone = "stamp", "primary"
    subtitle = gettext_lazy("The hazard leaves the list of open ones; its record stays.")

    def perform(self, form):
        return services.close_hazard(self.object, by=self.request.user)


class HazardDismiss(HazardAction):
    form_class = forms.ReasonForm
    permission_required = "safety.assign_hazard"
    label, url_name, move = gettext_lazy("No hazard"), "safety:hazard_dismiss", "dismiss"
    icon = "circle-slash"
    question = gettext_lazy("It counts as no hazard any more; the report and the reason stay readable.")

    def perform(self, form):
        return services.dismiss_hazard(self.object, by=self.request.user, **form.cleaned_data)


class HazardToRepair(HazardAction):
    form_class = forms.ToRepairForm
    permission_required = "safety.assign_hazard"
    label, url_name, move = gettext_lazy("Report for repair"), "safety:hazard_to_repair", "hand_to_repair"
    icon = "wrench"
    question = gettext_lazy(
        "A repair is reported with the text of the hazard; the hazard stays open until it is accepted."
    )

    @classmethod
    def applies(cls, record, user):
        return record.repair_id is None

    def perform(self, form):
        services.hand_to_repair(self.object, by=self.request.user, **form.cleaned_data)
        return self.object


class HazardDetail(DetailPage):
    model = Hazard
    history_beside = True
    queryset = Hazard.objects.for_lists().select_related(
        "rectified_by", "accepted_by", "closed_by", "repair__place", "repair__kind", "repeats__place"
    )
    permission_required = "safety.report_hazard"
    path = Hazard.PATH
    actions = [
        HazardRectify, HazardAssign, HazardAccept, HazardClose, HazardSendBack, HazardToRepair, HazardDismiss,
    ]  # fmt: skip
    groups = [
        (
            gettext_lazy("The danger"),
            [
                Column(gettext_lazy("Place"), "place.full_label"),
                Column(gettext_lazy("Category"), "get_category_display"),
                Column(gettext_lazy("Level"), "get_level_display"),
                Column(gettext_lazy("Found through"), "get_source_display"),
                Column(gettext_lazy("Found at"), "found_at", kind="moment"),
                Column(gettext_lazy("Found by"), lambda hazard: str(hazard.found_by)),
                Column(gettext_lazy("What is dangerous"), "description", wide=True),
                Column(gettext_lazy("Interim measure"), "interim", wide=True),
                Column(gettext_lazy("Repeats"), "repeats"),
                Column(gettext_lazy("Why it is none"), "dismissal"),
            ],
        ),
        (
            gettext_lazy("Putting it right"),
            [
                Column(gettext_lazy("Responsible"), lambda hazard: str(hazard.responsible or "")),
                Column(gettext_lazy("To be rectified by"), "due_on", kind="date"),
                Column(gettext_lazy("Rectification measure"), "measure", wide=True),
                Column(gettext_lazy("Money (yuan)"), "money", kind="money"),
                Column(gettext_lazy("Emergency plan"), "plan", wide=True),
                Column(gettext_lazy("Repair"), "repair"),
                Column(gettext_lazy("Sent back because"), sent_back_reason, wide=True),
                Column(gettext_lazy("Rectification"), "rectification", wide=True),
                Column(gettext_lazy("Rectified by"), lambda hazard: str(hazard.rectified_by or "")),
                Column(gettext_lazy("Rectified at"), "rectified_at", kind="moment"),
                Column(gettext_lazy("Checked by"), lambda hazard: str(hazard.accepted_by or "")),
                Column(gettext_lazy("Checked at"), "accepted_at", kind="moment"),
                Column(gettext_lazy("Closed by"), lambda hazard: str(hazard.closed_by or "")),
                Column(gettext_lazy("Closed at"), "closed_at", kind="moment"),
            ],
        ),
    ]

    def get_breadcrumbs(self):
        return [(_("Hazards"), reverse(LIST))]

    def get_subtitle(self):
        return self.object.marks

    def get_chip(self):
        return Cell(None, self.object.state_text, tone=self.object.tone)

    def get_photos(self):
        return photos_of(self.object)

    def get_panels(self):
        columns = [
            Column(_("Number"), "number", kind="code"),
            Column(_("What is dangerous"), "description", primary=True),
            Column(_("Found at"), "found_at", kind="date"),
            Column(_("State"), "state_text", kind="badge"),
        ]
        others = same_place(self.object).visible_to(self.request.user)[:10]
        rows = [make_row(other, columns) for other in others]
        behind = check_behind(self.object, self.request.user)
        return [
            *super().get_panels(), *behind, *([Panel(_("Same kind at this place"), columns, rows)] if rows else []),
        ]  # fmt: skip
