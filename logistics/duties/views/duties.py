"""Duties: what the school owes, how often, and by whom."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.duties import services
from logistics.duties.filters import DutyFilter
from logistics.duties.forms.duties import DutyChangeForm, DutyForm, DutyStartForm, OnDayForm, initial_of
from logistics.duties.models import NOTE, Duty, Expected
from logistics.duties.selectors import how_often, next_windows, nobody_for, sentence_of, subjects, who_text, with_lack
from logistics.errors import RuleError
from logistics.pages.base import Page
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage
from logistics.pages.columns import Column, make_row
from logistics.pages.dates import day_with_weekday
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage
from logistics.pages.parts import Action, Panel

MANAGE = "duties.manage_duty"
NEXT_SHOWN = 5
LAST_SHOWN = 12


def where_of(row):
    """Return campus and place of a thing due."""
    return " ".join(str(part) for part in (row.campus, row.place) if part)


DUTY_COLUMNS = [
    Column(gettext_lazy("Duty"), "name", link=True, path="name"),
    Column(gettext_lazy("Area"), "get_area_display"),
    Column(gettext_lazy("How often"), how_often),
    Column(gettext_lazy("Who"), who_text),
    Column(gettext_lazy("Campus"), "campus", phone=False, path="campus__name"),
    Column(gettext_lazy("State"), lambda duty: state_of(duty)[0], kind="badge", tone="list_tone"),
]
ENTRY_COLUMNS = [
    Column(gettext_lazy("Due on"), "due_on", kind="date", primary=True),
    Column(gettext_lazy("Place"), where_of),
    Column(gettext_lazy("Whose turn"), "who_text"),
    Column(gettext_lazy("State"), "get_status_display", kind="badge"),
    Column(gettext_lazy("Reason"), "reason", phone=False),
]


def state_of(duty):
    """Return (words, tone) of a duty in the list: out of use, or nobody there to do it, or in use."""
    if duty.is_over:
        return duty.use_text, "neutral"
    return (_("nobody named"), "danger") if duty.lacks else (duty.use_text, "success")


def record_text(duty):
    """Return the name of the record that fulfils a duty."""
    subject = subjects().get(duty.subject)
    if subject is None:
        return ""
    details = dict(subject.details(duty.school))
    return f"{subject.label} · {details[duty.detail]}" if duty.detail in details else str(subject.label)


class DutyPage:
    def get_breadcrumbs(self):
        return [(_("Duties"), reverse("duties:duty_list"))]


class DutyCreate(DutyPage, CreatePage):
    model, form_class = Duty, DutyStartForm
    permission_required = MANAGE
    template_name = "duties/duty_form.html"
    url_name = "duties:duty_create"
    title = label = gettext_lazy("Add a duty")

    def get_initial(self):
        return {
            "starts_on": clock.today(),
            "subject": f"{NOTE}|",
            "due_times": "17:00",
            "times": 1,
            **super().get_initial(),
        }

    def perform(self, form):
        return services.create_duty(self.school, **form.cleaned_data, by=self.request.user)

    def get_context(self, form):
        return {**super().get_context(form), "groups": form.groups}


class DutyUpdate(DutyPage, UpdatePage):
    model, form_class = Duty, DutyChangeForm
    permission_required = MANAGE
    template_name = "duties/duty_form.html"
    url_name = "duties:duty_update"
    label = gettext_lazy("Change")
    title = gettext_lazy("Change the duty")

    def get_initial(self):
        return {**initial_of(self.object), "on": clock.today()}

    @classmethod
    def applies(cls, record, user):
        return not record.is_over

    def perform(self, form):
        return services.change_duty(self.object, **form.cleaned_data, by=self.request.user)

    def get_context(self, form):
        return {**super().get_context(form), "groups": form.groups}


class DutyPreview(Page):
    """What is being typed, read back in a sentence, with the next days on which it falls. Nothing is saved."""

    permission_required = MANAGE

    def post(self, request):
        form = DutyForm(request.POST, school=self.school, user=request.user)
        return render(request, "duties/_duty_preview.html", self._preview(form))

    def _preview(self, form):
        if not form.is_valid():
            missing = [str(form.fields[name].label) for name in form.errors if name in form.fields]
            return {"missing": missing}
        facts = dict(form.cleaned_data)
        places = list(facts.pop("places"))
        facts.pop("anyway")
        duty = Duty(school=self.school, starts_on=clock.today(), **facts)
        try:
            windows = next_windows(duty, places=places, count=NEXT_SHOWN)
        except RuleError as error:
            return {"problem": error.message}
        return {
            "sentence": sentence_of(duty, places),
            "days": [day_with_weekday(window.due_on) for window in windows],
            "problem": nobody_for(duty),
        }


class DutyEnd(DutyPage, ActionPage):
    model, form_class = Duty, OnDayForm
    permission_required = MANAGE
    url_name = "duties:duty_end"
    label = gettext_lazy("End the duty")
    icon = "circle-stop"
    question = gettext_lazy("Nothing is due after its last day. What was due before stays.")
    danger = True

    def get_initial(self):
        return {"on": clock.today()}

    @classmethod
    def applies(cls, record, user):
        return record.ends_on is None

    def perform(self, form):
        return services.end_duty(self.object, **form.cleaned_data, by=self.request.user)


class DutyResume(DutyPage, ActionPage):
    model, form_class = Duty, OnDayForm
    permission_required = MANAGE
    url_name = "duties:duty_resume"
    label = gettext_lazy("Take it up again")
    icon = "circle-play"

    def get_initial(self):
        return {"on": max(clock.today(), self.object.ends_on + timedelta(days=1)) if self.object.ends_on else None}

    @classmethod
    def applies(cls, record, user):
        return record.ends_on is not None

    def perform(self, form):
        return services.resume_duty(self.object, **form.cleaned_data, by=self.request.user)


class DutyDetail(DutyPage, DetailPage):
    model = Duty
    queryset = Duty.objects.for_lists().prefetch_related("places__campus")
    template_name = "duties/duty_detail.html"
    actions = [DutyUpdate, DutyEnd, DutyResume]
    groups = [
        (
            gettext_lazy("The duty"),
            [
                Column(gettext_lazy("Area"), "get_area_display"),
                Column(gettext_lazy("How often"), how_often),
                Column(gettext_lazy("Who"), who_text),
                Column(gettext_lazy("Fulfilled by"), record_text),
                Column(gettext_lazy("Campus"), "campus"),
                Column(
                    gettext_lazy("Places"),
                    lambda duty: "、".join(place.full_label() for place in duty.places.all()),
                    wide=True,
                ),
                Column(gettext_lazy("From"), "starts_on", kind="date"),
                Column(gettext_lazy("Until"), "ends_on", kind="date"),
                Column(gettext_lazy("Reminders, days before"), lambda duty: "、".join(map(str, duty.remind_days))),
                Column(
                    gettext_lazy("Told on to"),
                    lambda duty: str(duty.escalate_role or duty.escalate_person or ""),
                ),
            ],
        )
    ]

    def get_subtitle(self):
        return sentence_of(self.object, list(self.object.places.all()))

    def get_context(self):
        windows = [] if self.object.is_over else next_windows(
            self.object, places=self.object.places.all(), count=NEXT_SHOWN
        )  # fmt: skip
        return {
            **super().get_context(),
            "problem": "" if self.object.is_over else nobody_for(self.object),
            "next_days": [day_with_weekday(window.due_on) for window in windows],
        }

    def get_panels(self):
        rows = Expected.objects.visible_to(self.request.user).filter(duty=self.object, due_on__lte=clock.today())
        rows = rows.for_lists().order_by("-due_at", "-pk")[:LAST_SHOWN]
        yield Panel(
            _("What was due"),
            ENTRY_COLUMNS,
            [make_row(row, ENTRY_COLUMNS, url=row.get_absolute_url()) for row in rows],
            empty=_("Nothing was due yet."),
            url=f"{reverse('duties:expected_list')}?duty={self.object.pk}",
        )
        yield from super().get_panels()


class DutyList(ListPage):
    model = Duty
    queryset = Duty.objects.for_lists()
    title = gettext_lazy("List of duties")
    filterset_class = DutyFilter
    columns = DUTY_COLUMNS
    ordering = ["area", "name", "pk"]
    create_page = DutyCreate
    empty_title = gettext_lazy("No duties yet")
    empty_text = gettext_lazy("Take over the usual ones, or add one.")

    def get_queryset(self):
        return with_lack(super().get_queryset())

    def get_row(self, record):
        record.list_tone = state_of(record)[1]
        return super().get_row(record)

    def get_context(self):
        usual = Action(_("Usual duties of schools"), reverse("duties:duty_take_over"), icon="list-plus")
        primary = self.get_primary()
        return {**super().get_context(), "actions": [primary, usual, *self.get_exports()] if primary else []}
