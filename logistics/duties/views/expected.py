"""What is due: mine, everybody's, one of them; and notes on duties without a ledger of their own."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.attachments.selectors import photos_of
from logistics.db import record_id
from logistics.duties import services
from logistics.duties.filters import ExpectedFilter, NoteFilter
from logistics.duties.forms.expected import CorrectForm, NoteForm, ReasonForm
from logistics.duties.models import DutyNote, Expected
from logistics.duties.selectors import my_late, my_open, start_url
from logistics.duties.views.duties import where_of
from logistics.hooks import Task
from logistics.pages.changes import ActionPage, CreatePage, FormPage
from logistics.pages.columns import Column
from logistics.pages.dates import moment_text
from logistics.pages.details import DetailPage
from logistics.pages.lists import ListPage, TemplatePage
from logistics.pages.parts import Action

SEE, MANAGE, LOG = "duties.view_expected", "duties.manage_duty", "people.log_work"
MINE_SHOWN = 60
EXPLAINING = ("explain_late", "explain_missing")

EXPECTED_COLUMNS = [
    Column(gettext_lazy("Duty"), "duty", link=True, path="duty__name"),
    Column(gettext_lazy("Due"), "due_at", kind="moment"),
    Column(gettext_lazy("Place"), where_of, path="place__label"),
    Column(gettext_lazy("Whose turn"), "who_text", path="person__name"),
    Column(gettext_lazy("State"), "get_status_display", kind="badge"),
    Column(gettext_lazy("Done at"), "done_at", kind="moment", phone=False),
    Column(gettext_lazy("Reason"), "reason", phone=False),
]
NOTE_COLUMNS = [
    Column(gettext_lazy("Duty"), "duty", link=True, path="duty__name"),
    Column(gettext_lazy("Day"), "day", kind="date"),
    Column(gettext_lazy("What has been done"), "text", wide=True),
    Column(gettext_lazy("Place"), "place", path="place__label"),
    Column(gettext_lazy("Written by"), "by", path="by__name"),
]


class Mine(TemplatePage):
    """What is due of me now, and what I still owe."""

    model = Expected
    template_name = "duties/mine.html"
    title = gettext_lazy("My duties")

    def get_context(self):
        rows = list(my_open(self.request.user)[:MINE_SHOWN])
        today = clock.today()
        return {
            "due": [_task(row) for row in rows if row.due_on <= today],
            "soon": [_task(row) for row in rows if row.due_on > today],
            "late": list(my_late(self.request.user)[:MINE_SHOWN]),
            "explain": Action(_("Give a reason"), reverse("duties:expected_explain"), icon="message-square-text"),
        }


def _task(row):
    url = start_url(row) or row.get_absolute_url()
    return Task(row.duty.name, where_of(row), url, icon="list-checks", when=row.due_at, action_label=_("Begin"))


def has_part_in_duties(user):
    """Say whether a person does or sets duties; an inspector only reads of them."""
    if user.has_perm(LOG) or user.has_perm(MANAGE):
        return True
    return Expected.objects.filter(Q(person=user) | Q(done_by=user)).exists()


class ExpectedList(ListPage):
    model = Expected
    queryset = Expected.objects.for_lists()
    filterset_class = ExpectedFilter
    columns = EXPECTED_COLUMNS
    title = gettext_lazy("What is due")
    empty_title = gettext_lazy("Nothing was due")

    @property
    def ordering(self):
        """The newest first; of what is still to do, what is due next."""
        waiting = self.request.GET.get("state") == Expected.Status.WAITING
        return ["due_at", "pk"] if waiting else ["-due_at", "-pk"]

    def get_queryset(self):
        """Until something is looked for, what has fallen due by today: the months to come would stand above it."""
        rows = super().get_queryset()
        return rows if self.filtered else rows.filter(due_on__lte=clock.today())

    def get_views(self):
        address, chosen = reverse("duties:expected_list"), self.request.GET.get("state", "")
        states = [Expected.Status.MISSING, Expected.Status.LATE, Expected.Status.WAITING]
        views = [(_("until today"), address, not self.filtered)]
        return views + [(state.label, f"{address}?state={state}", chosen == state) for state in states]

    def get_bulk_actions(self):
        if not has_part_in_duties(self.request.user):
            return []
        actions = [Action(_("Give a reason"), reverse("duties:expected_explain"), icon="message-square-text")]
        if self.request.user.has_perm(MANAGE):
            actions.append(Action(_("Not due after all"), reverse("duties:expected_lift"), icon="calendar-x"))
        return actions


class ReasonPage(FormPage):
    """One reason for the rows that the list sent. The first sending brings the rows, the second the reason."""

    model = Expected
    form_class = ReasonForm

    def post(self, request, *args, **kwargs):
        if "pks" in request.POST:
            return super().post(request, *args, **kwargs)
        return self.open()

    def get_initial(self):
        return {"pks": ",".join(self.asked_for())}

    def asked_for(self):
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return [pk for pk in sent.getlist("pk") if record_id(pk)]

    def nothing_to_do(self):
        if self.rows(self.asked_for()):
            return None
        sentence = _("Nothing is chosen. Tick the rows in the list first, then press the button below it.")
        return sentence, Action(_("To the list"), reverse("duties:expected_list"))

    def get_breadcrumbs(self):
        return [(_("What is due"), reverse("duties:expected_list"))]

    def rows(self, pks):
        return list(self.get_queryset().filter(pk__in=pks).for_lists().order_by("due_at", "pk"))

    def get_context(self, form):
        rows = self.rows([pk for pk in str(form["pks"].value() or "").split(",") if record_id(pk)])
        context = super().get_context(form)
        names = [f"{row} {moment_text(row.due_at)}" for row in rows]
        return {**context, "page": {**context["page"], "subtitle": "；".join(names)}}

    def get_success_url(self, result):
        return reverse("duties:expected_list")


class ExpectedExplain(ReasonPage):
    label = gettext_lazy("Give a reason")
    title = gettext_lazy("Why it was late or not done")
    done_text = gettext_lazy("The reason is noted.")

    def get_queryset(self):
        """One's own; leaders explain for everyone in their reach."""
        rows = super().get_queryset()
        if self.request.user.has_perm(MANAGE):
            return rows
        return rows.filter(person=self.request.user) | rows.filter(done_by=self.request.user)

    def perform(self, form):
        rows = self.rows(form.cleaned_data["pks"])
        return services.explain(rows, reason=form.cleaned_data["reason"], by=self.request.user)

    def get_success_url(self, result):
        return reverse("duties:expected_mine")


class ExpectedLift(ReasonPage):
    permission_required = MANAGE
    label = gettext_lazy("Not due after all")
    title = gettext_lazy("Not due after all")
    done_text = gettext_lazy("It counts as not due; the reason stays beside it.")

    def perform(self, form):
        rows = self.rows(form.cleaned_data["pks"])
        return services.lift(rows, reason=form.cleaned_data["reason"], by=self.request.user)


class ExpectedDetail(DetailPage):
    model = Expected
    history_beside = True
    queryset = Expected.objects.for_lists().select_related("lifted_by", "content_type")
    template_name = "duties/expected_detail.html"
    groups = [
        (
            gettext_lazy("What was due"),
            [
                Column(gettext_lazy("Duty"), "duty"),
                Column(gettext_lazy("Due"), "due_at", kind="moment"),
                Column(gettext_lazy("May be done from"), "opens_on", kind="date"),
                Column(gettext_lazy("Place"), "place"),
                Column(gettext_lazy("Campus"), "campus"),
                Column(gettext_lazy("Whose turn"), "who_text"),
            ],
        ),
        (
            gettext_lazy("What became of it"),
            [
                Column(gettext_lazy("Done at"), "done_at", kind="moment"),
                Column(gettext_lazy("Who did it"), "done_by"),
                Column(gettext_lazy("Record"), "record"),
                Column(gettext_lazy("Reason"), "reason", wide=True),
                Column(gettext_lazy("Lifted by"), "lifted_by"),
                Column(gettext_lazy("Told on"), "escalated_on", kind="date"),
            ],
        ),
    ]

    def get_breadcrumbs(self):
        return [(_("What is due"), reverse("duties:expected_list"))]

    def get_actions(self):
        row, user = self.object, self.request.user
        actions = []
        url = start_url(row) if Expected.FLOW.allows("fulfil", row.status) else ""
        if url and (row.person_id == user.pk or user.has_perm(MANAGE)):
            actions.append(Action(_("Begin"), url, icon="play", tone="primary"))
        if any(Expected.FLOW.allows(move, row.status) for move in EXPLAINING) and (
            user.pk in (row.person_id, row.done_by_id) or user.has_perm(MANAGE)
        ):
            explain = f"{reverse('duties:expected_explain')}?pk={row.pk}"
            actions.append(Action(_("Give a reason"), explain, icon="message-square-text"))
        if Expected.FLOW.allows("lift", row.status) and user.has_perm(MANAGE):
            lift = f"{reverse('duties:expected_lift')}?pk={row.pk}"
            actions.append(Action(_("Not due after all"), lift, icon="calendar-x"))
        return actions


class ForWhomItConcerns:
    """A move offered to whom ``applies`` names, whatever roles they hold."""

    @classmethod
    def is_offered(cls, user, record):
        return (cls.move is None or type(record).FLOW.allows(cls.move, record.status)) and cls.applies(record, user)


# --- notes ------------------------------------------------------------------------------------------------------------


class NoteCreate(CreatePage):
    """What was done for a duty, with a photo; the link of a task fills in which duty and where."""

    model, form_class = DutyNote, NoteForm
    url_name = "duties:dutynote_create"
    title = label = gettext_lazy("Note what was done")
    icon = "notebook-pen"

    def get_initial(self):
        return {"day": clock.today(), **super().get_initial()}

    def get_breadcrumbs(self):
        return [(_("My duties"), reverse("duties:expected_mine"))]

    def perform(self, form):
        facts = dict(form.cleaned_data)
        return services.write_note(facts.pop("duty"), **facts, written_at=form.written_at, by=self.request.user)

    def get_context(self, form):
        return {**super().get_context(form), "draft_send": True}


class NoteCorrect(ForWhomItConcerns, ActionPage):
    model, form_class = DutyNote, CorrectForm
    url_name = "duties:dutynote_correct"
    label = gettext_lazy("Correct")
    icon = "pencil-line"
    question = gettext_lazy("A further note takes its place; this one stays readable.")

    @classmethod
    def applies(cls, record, user):
        return not hasattr(record, "corrected_by") and (record.by_id == user.pk or user.has_perm(MANAGE))

    def get_initial(self):
        return {"text": self.object.text}

    def perform(self, form):
        return services.correct_note(self.object, **form.cleaned_data, by=self.request.user)


class NoteDetail(DetailPage):
    model = DutyNote
    queryset = DutyNote.objects.for_lists().select_related("corrects", "corrected_by")
    actions = [NoteCorrect]
    groups = [
        (
            gettext_lazy("What has been done"),
            [
                Column(gettext_lazy("Duty"), "duty"),
                Column(gettext_lazy("Day"), "day", kind="date"),
                Column(gettext_lazy("What has been done"), "text", wide=True),
                Column(gettext_lazy("Place"), "place"),
                Column(gettext_lazy("Campus"), "campus"),
                Column(gettext_lazy("Written by"), "by"),
                Column(gettext_lazy("Time of the phone"), "written_at", kind="moment"),
                Column(gettext_lazy("Received at"), "at", kind="moment"),
                Column(gettext_lazy("Why it is entered late"), "late_reason", wide=True),
                Column(gettext_lazy("Corrects"), "corrects"),
                Column(gettext_lazy("Reason for the correction"), "correction_reason", wide=True),
                Column(gettext_lazy("Corrected by"), lambda entered: getattr(entered, "corrected_by", None)),
            ],
        )
    ]

    def get_breadcrumbs(self):
        return [(_("Notes on duties"), reverse("duties:dutynote_list"))]

    def get_photos(self):
        return photos_of(self.object)


class NoteList(ListPage):
    model = DutyNote
    queryset = DutyNote.objects.standing().for_lists()
    filterset_class = NoteFilter
    columns = NOTE_COLUMNS
    title = gettext_lazy("Notes on duties")
    empty_title = gettext_lazy("No notes yet")

    def get_primary(self):
        if not has_part_in_duties(self.request.user):
            return None
        return Action(NoteCreate.label, reverse(NoteCreate.url_name), icon=NoteCreate.icon, tone="primary")
