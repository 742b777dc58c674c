"""Pages of the food samples."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_list_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canteen import forms, services
from canteen.filters import FoodSampleFilter
from canteen.models import FoodSample
from canteen.selectors import boxes_of, meals_of
from logistics import clock
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action, Cell
from logistics.paper.office_dates import office_date

LIST = "canteen:foodsample_list"


class FoodSampleCreate(CreatePage):
    model = FoodSample
    form_class = forms.TakeSamples
    template_name = "canteen/foodsample_form.html"
    permission_required = "canteen.take_sample"
    label, url_name = gettext_lazy("Keep samples"), "canteen:foodsample_create"
    icon = "refrigerator"
    subtitle = gettext_lazy("All dishes of one meal at once.")

    def get_initial(self):
        """Offer the canteen this person kept samples in the last time."""
        last = self.get_queryset().filter(taken_by=self.request.user).order_by("-taken_at").first()
        return {**({"canteen": last.canteen_id} if last else {}), **super().get_initial()}

    def perform(self, form):
        facts = form.cleaned_data
        return services.take_samples(facts.pop("canteen"), by=self.request.user, **facts)

    def get_success_url(self, result):
        return result[0].get_absolute_url() if len(result) == 1 else reverse(LIST)

    def get_breadcrumbs(self):
        return [(_("Food samples"), reverse(LIST))]


class FoodSampleList(ListPage):
    model = FoodSample
    queryset = FoodSample.objects.for_lists()
    template_name = "canteen/foodsample_list.html"
    permission_required = "canteen.view_foodsample"
    title = gettext_lazy("Food samples")
    filterset_class = FoodSampleFilter
    create_page = FoodSampleCreate
    ordering = ["-taken_at", "-pk"]
    empty_text = gettext_lazy("Keep a sample of every dish at every meal; the clock of each box then runs by itself.")
    columns = [
        Column(gettext_lazy("Dish"), "dish", link=True),
        Column(gettext_lazy("Meal"), lambda sample: f"{sample.meal_on:%m-%d} {sample.get_meal_display()}"),
        Column(gettext_lazy("Canteen"), "canteen", phone=False),
        Column(gettext_lazy("Grams"), "weight_grams", kind="number", phone=False),
        Column(gettext_lazy("Taken at"), "taken_at", kind="moment", phone=False),
        Column(gettext_lazy("Taken by"), "taken_by"),
        Column(gettext_lazy("Discarded at"), "discarded_at", kind="moment", phone=False),
        Column(gettext_lazy("Discarded by"), "discarded_by", phone=False),
        Column(gettext_lazy("Mark"), "marks"),
        Column(gettext_lazy("State"), "state_text", kind="badge"),
    ]

    def get_context(self):
        context = super().get_context()
        if not self.wants_results():
            context["meals"] = meals_of(boxes_of(self.request.user))
            context["may_discard"] = self.request.user.has_perm("canteen.take_sample")
            context["now"] = clock.now()
        return context

    def get_exports(self):
        query = self.request.GET.urlencode()
        return [
            Action(_("Record as Excel"), f"{reverse('canteen:foodsample_record')}?{query}", icon="sheet"),
            *super().get_exports(),
        ]


class FoodSampleRecord(FoodSampleList):
    """The record of the chosen samples as XLSX, with the school's title."""

    def get(self, request, *args, **kwargs):
        columns = [
            SheetColumn(_("Day"), "date"),
            SheetColumn(_("Meal")),
            SheetColumn(_("Canteen")),
            SheetColumn(_("Dish")),
            SheetColumn(_("Grams"), "number"),
            SheetColumn(_("Taken at"), "datetime"),
            SheetColumn(_("Taken by")),
            SheetColumn(_("Fridge number")),
            SheetColumn(_("Fridge °C"), "decimal"),
            SheetColumn(_("Box number")),
            SheetColumn(_("Discarded at"), "datetime"),
            SheetColumn(_("Discarded by")),
            SheetColumn(_("Mark")),
            SheetColumn(_("Note")),
        ]
        title = _("%(school)s food sample record") % {"school": self.school}
        day = _("As of %(day)s") % {"day": office_date(clock.today())}
        sheet = Sheet(_("Food samples"), title, columns, self.lines(), subtitle=day)
        return FileResponse(write_workbook([sheet]), as_attachment=True, filename=f"{title}.xlsx")

    def lines(self):
        for sample in self.get_filterset().qs.order_by("taken_at", "pk").iterator(chunk_size=2000):
            marks = [sample.marks, sample.get_status_display() if sample.status == sample.Status.CORRECTED else ""]
            notes = [sample.late_reason, sample.correction_reason, sample.remedy, sample.discard_note]
            yield [
                sample.meal_on,
                sample.get_meal_display(),
                sample.canteen.name,
                sample.dish,
                sample.weight_grams,
                sample.taken_at,
                sample.taken_by.name,
                sample.fridge,
                sample.celsius,
                sample.container,
                sample.discarded_at,
                str(sample.discarded_by or ""),
                " ".join(mark for mark in marks if mark),
                "；".join(note for note in notes if note),
            ]


class FoodSampleDiscard(ActionPage):
    model = FoodSample
    queryset = FoodSample.objects.for_lists()
    form_class = forms.DiscardSample
    permission_required = "canteen.take_sample"
    label, url_name, move = gettext_lazy("Discarded"), "canteen:foodsample_discard", "discard"
    icon, tone = "check", "primary"
    question = gettext_lazy("It is written down with your name and the present time that the box was emptied.")
    facts = [
        Column(gettext_lazy("Canteen"), "canteen.name"),
        Column(gettext_lazy("Meal"), lambda sample: f"{sample.meal_on:%Y-%m-%d} {sample.get_meal_display()}"),
        Column(gettext_lazy("Box number"), "container"),
        Column(gettext_lazy("Fridge number"), "fridge"),
        Column(gettext_lazy("Taken at"), "taken_at", kind="moment"),
        Column(gettext_lazy("Taken by"), lambda sample: str(sample.taken_by)),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.is_due

    def perform(self, form):
        return services.discard_samples([self.object], by=self.request.user, **form.cleaned_data)[0]


class FoodSampleDiscardMany(RecordPage):
    """One tap at a box or at a meal in the list: its boxes were emptied."""

    model = FoodSample
    permission_required = "canteen.take_sample"
    http_method_names = ["post"]

    def post(self, request):
        chosen = [pk for text in request.POST.getlist("pk") if (pk := record_id(text))]
        samples = get_list_or_404(self.get_queryset(), pk__in=chosen)
        try:
            services.discard_samples(samples, by=request.user)
        except RuleError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Written down as discarded: %(count)d.") % {"count": len(samples)})
        return redirect(LIST)


class FoodSampleCorrect(ActionPage):
    model = FoodSample
    queryset = FoodSample.objects.for_lists()
    form_class = forms.CorrectSample
    permission_required = "canteen.correct_sample"
    label, url_name, move = gettext_lazy("Correct"), "canteen:foodsample_correct", "correct"
    icon = "file-pen"
    subtitle = gettext_lazy("A further entry is made; the one before stays readable.")

    def get_initial(self):
        sample = self.object
        return {
            "canteen": sample.canteen_id,
            "meal": sample.meal,
            "dish": sample.dish,
            "grams": sample.weight_grams,
            "taken_at": sample.taken_at,
            "fridge": sample.fridge,
            "container": sample.container,
        }

    def perform(self, form):
        return services.correct_sample(self.object, by=self.request.user, **form.cleaned_data)


class FoodSampleDetail(DetailPage):
    model = FoodSample
    history_beside = True
    queryset = FoodSample.objects.for_lists().select_related("corrects", "corrected_by")
    permission_required = "canteen.view_foodsample"
    actions = [FoodSampleDiscard, FoodSampleCorrect]
    groups = [
        (
            gettext_lazy("The sample"),
            [
                Column(gettext_lazy("Canteen"), lambda sample: sample.canteen.name),
                Column(gettext_lazy("Meal"), lambda sample: f"{sample.meal_on:%Y-%m-%d} {sample.get_meal_display()}"),
                Column(gettext_lazy("Dish"), "dish"),
                Column(gettext_lazy("Weight"), "weight"),
                Column(gettext_lazy("Fridge number"), "fridge"),
                Column(gettext_lazy("Box number"), "container"),
                Column(gettext_lazy("Fridge °C"), "celsius", kind="number"),
                Column(gettext_lazy("What was done about the temperature"), "remedy"),
            ],
        ),
        (
            gettext_lazy("Taken and discarded"),
            [
                Column(gettext_lazy("Taken at"), "taken_at", kind="moment"),
                Column(gettext_lazy("Taken by"), lambda sample: str(sample.taken_by)),
                Column(gettext_lazy("Signed in as"), lambda sample: str(sample.entered_by)),
                Column(gettext_lazy("Not to be discarded before"), "discard_after", kind="moment"),
                Column(gettext_lazy("Discarded at"), "discarded_at", kind="moment"),
                Column(gettext_lazy("Discarded by"), lambda sample: str(sample.discarded_by or "")),
                Column(gettext_lazy("Note"), "discard_note"),
                Column(gettext_lazy("Why it is entered late"), "late_reason"),
                Column(gettext_lazy("Reason for the correction"), "correction_reason"),
                Column(gettext_lazy("Corrects"), "corrects"),
                Column(gettext_lazy("Corrected by the entry"), lambda sample: getattr(sample, "corrected_by", None)),
            ],
        ),
    ]

    def get_breadcrumbs(self):
        return [(_("Food samples"), reverse(LIST))]

    def get_subtitle(self):
        return self.object.marks

    def get_chip(self):
        return Cell(None, self.object.state_text, tone=self.object.tone)
