"""Every move of a repair: who may make it, and the service it calls."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy

from finance.services import request_spending
from logistics.db import may_at
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from repairs import services
from repairs.forms.work import (
    AddForm,
    AssignForm,
    CommentForm,
    CompleteForm,
    ConfirmForm,
    HoldForm,
    MergeForm,
    ReasonForm,
    SortForm,
    SpendingForm,
    WordForm,
)
from repairs.models import Repair
from repairs.selectors import open_wait, waits_for


class Move(ActionPage):
    """A move of a repair, open to whoever holds ``permission`` and to those named by ``who``.

    who: "sent" — the repairer of this job (others with the permission are refused), "reporter" — whoever waits for it,
    "anyone" — whoever sees it. Those who send people may do the work's moves for the repairer.
    """

    model = Repair
    queryset = Repair.objects.for_lists()
    template_name = "repairs/confirm.html"
    facts = [
        Column(gettext_lazy("Number"), "number"),
        Column(gettext_lazy("State"), "get_status_display", kind="badge"),
        Column(gettext_lazy("What is wrong"), "description", kind="long", wide=True),
        Column(gettext_lazy("Reported by"), "reported_by_text"),
        Column(gettext_lazy("Reported"), "reported_at", kind="moment"),
        Column(gettext_lazy("Convenient time"), "get_preferred_time_display"),
        Column(gettext_lazy("Repairer"), "assigned_to"),
        Column(gettext_lazy("What was done"), "result", wide=True),
    ]
    permission = None
    who = None
    one_tap = False

    @classmethod
    def is_offered(cls, user, record):
        if cls.move is not None and not Repair.FLOW.allows(cls.move, record.status):
            return False
        return cls.may(user, record) and cls.applies(record, user)

    @classmethod
    def may(cls, user, record):
        """Say whether this person may do it: by permission, by being sent, or by waiting for the repair."""
        if cls.who == "sent":
            sent = record.assigned_to_id == user.pk and user.has_perm(cls.permission)
            return sent or may_at(user, "repairs.assign_repair", record)
        if cls.permission and may_at(user, cls.permission, record):
            return True
        return cls.who == "anyone" or (cls.who == "reporter" and waits_for(record, user))

    def get(self, request, *args, **kwargs):
        self.require_may()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.require_may()
        return super().post(request, *args, **kwargs)

    def get_success_url(self, result):
        """Whoever tapped in today's round goes on there."""
        if self.request.POST.get("next") == "round":
            return reverse("repairs:repair_round")
        return super().get_success_url(result)

    def require_may(self):
        if not self.may(self.request.user, self.object):
            raise PermissionDenied


class RepairAccept(Move):
    permission = "repairs.assign_repair"
    label, url_name, move = gettext_lazy("Accept the report"), "repairs:repair_accept", "accept"
    icon, tone, one_tap = "check", "primary", True
    question = gettext_lazy("The report then waits for somebody to be sent, and the reporter sees that it is accepted.")

    def perform(self, form):
        return services.accept_repair(self.object, by=self.request.user)


class RepairAssign(Move):
    permission = "repairs.assign_repair"
    form_class = AssignForm
    label, url_name, move = gettext_lazy("Send somebody"), "repairs:repair_assign", "assign"
    icon, tone = "user-plus", "primary"

    def perform(self, form):
        return services.assign_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairTake(Move):
    permission = "repairs.work_repair"
    label, url_name, move = gettext_lazy("Take the job"), "repairs:repair_take", "take"
    icon, tone, one_tap = "hand", "primary", True
    question = gettext_lazy("The job is yours from now on, and the reporter sees that you are at it.")

    def perform(self, form):
        return services.take_repair(self.object, by=self.request.user)


class RepairStart(Move):
    permission, who = "repairs.work_repair", "sent"
    label, url_name, move = gettext_lazy("Take the job"), "repairs:repair_start", "start"
    icon, tone, one_tap = "hand", "primary", True
    question = gettext_lazy("The reporter sees that you are at it.")

    @classmethod
    def applies(cls, record, user):
        return record.assigned_to_id == user.pk

    def perform(self, form):
        return services.start_repair(self.object, by=self.request.user)


class RepairComplete(Move):
    permission, who = "repairs.work_repair", "sent"
    form_class = CompleteForm
    template_name = "repairs/complete.html"
    label, url_name, move = gettext_lazy("Job finished"), "repairs:repair_complete", "complete"
    icon, tone = "check-check", "primary"
    done_text = gettext_lazy("Well done. The reporter is asked to confirm.")

    def perform(self, form):
        return services.complete_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairHold(Move):
    permission, who = "repairs.work_repair", "sent"
    form_class = HoldForm
    label, url_name, move = gettext_lazy("Waiting for parts or help"), "repairs:repair_hold", "hold"
    icon = "pause"

    def perform(self, form):
        return services.hold_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairResume(Move):
    permission, who = "repairs.work_repair", "sent"
    label, url_name, move = gettext_lazy("Go on"), "repairs:repair_resume", "resume"
    icon, tone, one_tap = "play", "primary", True
    question = gettext_lazy("The waiting ends here, and its time is counted again.")

    def perform(self, form):
        return services.resume_repair(self.object, by=self.request.user)


class Spending(Move):
    """Ask for a purchase that carries the repair's number; its approval wakes the repair."""

    permission, who = "repairs.work_repair", "sent"
    form_class = SpendingForm
    kind = ""
    done_text = gettext_lazy("The request is on its way; you are told when it is decided.")

    @classmethod
    def applies(cls, record, user):
        return record.status in (Repair.Status.IN_PROGRESS, Repair.Status.WAITING)

    def get_initial(self):
        wait = open_wait(self.object)
        return {"reason": wait.text if wait else ""}

    def perform(self, form):
        facts = form.cleaned_data
        request_spending(
            school=self.school,
            by=self.request.user,
            title=f"{facts['what']}（{self.object.number}）",
            reason=facts["reason"] or f"{self.object.number} {self.object}",
            lines=[
                {
                    "name": facts["what"],
                    "spec": facts["spec"],
                    "quantity": facts["quantity"],
                    "measure_word": facts["measure_word"],
                    "unit_price": facts["unit_price"],
                }
            ],
            kind=self.kind,
            source=self.object,
            emergency=facts["emergency"],
            campus=self.object.campus,
        )
        return self.object


class RepairBuy(Spending):
    kind = "parts"
    label, url_name, icon = gettext_lazy("Ask for parts"), "repairs:repair_buy", "shopping-cart"


class RepairOutside(Spending):
    kind = "outside_repair"
    label, url_name, icon = gettext_lazy("Ask for an outside repair"), "repairs:repair_outside", "truck"


class RepairConfirm(Move):
    permission, who = "repairs.assign_repair", "reporter"
    form_class = ConfirmForm
    label, url_name, move = gettext_lazy("Confirm and rate"), "repairs:repair_confirm", "confirm"
    icon, tone = "star", "primary"
    done_text = gettext_lazy("Thank you. The repair is closed.")

    @classmethod
    def applies(cls, record, user):
        return record.assigned_to_id != user.pk

    def perform(self, form):
        return services.confirm_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairReopen(Move):
    permission, who = "repairs.assign_repair", "reporter"
    form_class = WordForm
    label, url_name, move = gettext_lazy("Not repaired"), "repairs:repair_reopen", "reopen"
    icon = "rotate-ccw"
    question = gettext_lazy("It goes back to whoever repaired it.")

    @classmethod
    def applies(cls, record, user):
        return not record.imported

    def perform(self, form):
        return services.reopen_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairUrge(Move):
    who = "reporter"
    label, url_name = gettext_lazy("Ask to hurry"), "repairs:repair_urge"
    icon, one_tap = "bell-ring", True
    question = gettext_lazy("Whoever has it in hand is told at once. Possible once a day.")
    done_text = gettext_lazy("They are asked to hurry.")

    @classmethod
    def applies(cls, record, user):
        return record.status in Repair.UNFINISHED

    def perform(self, form):
        return services.urge_repair(self.object, by=self.request.user)


class RepairJoin(Move):
    who = "anyone"
    label, url_name = gettext_lazy("I have it too"), "repairs:repair_join"
    icon, one_tap = "users", True
    question = gettext_lazy("You need not report it anew: you hear of everything that becomes of this one.")
    done_text = gettext_lazy("You will hear what becomes of it.")

    @classmethod
    def applies(cls, record, user):
        return record.status in Repair.UNFINISHED and record.assigned_to_id != user.pk and not waits_for(record, user)

    def get_queryset(self):
        """Anybody of the school may join an open repair of a place they report from."""
        return Repair.objects.of_school(self.school).unfinished()

    def perform(self, form):
        services.join_repair(self.object, by=self.request.user)
        return self.object


class RepairAdd(Move):
    permission, who = "repairs.work_repair", "sent"
    form_class = AddForm
    label, url_name, icon = gettext_lazy("Add parts or photos"), "repairs:repair_add", "package-plus"

    @classmethod
    def applies(cls, record, user):
        return record.status in Repair.FINISHED

    def perform(self, form):
        return services.add_to_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairSort(Move):
    permission = "repairs.assign_repair"
    form_class = SortForm
    label, url_name, icon = gettext_lazy("Sort the report"), "repairs:repair_sort", "tags"

    @classmethod
    def applies(cls, record, user):
        return record.status not in Repair.ENDED

    def get_initial(self):
        facts = {name: getattr(self.object, name) for name in ("cause", "urgent", "affects_teaching")}
        quantity = f"{self.object.quantity.normalize():f}"
        return {**facts, "quantity": quantity, "trade": self.object.trade_id, "kind": self.object.kind_id}

    def perform(self, form):
        return services.sort_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairMerge(Move):
    permission = "repairs.assign_repair"
    form_class = MergeForm
    label, url_name, move = gettext_lazy("Merge the report"), "repairs:repair_merge", "merge"
    icon = "merge"
    question = gettext_lazy("This report ends, and its reporter hears of what becomes of the other one.")

    def perform(self, form):
        services.merge_repair(self.object, into=form.cleaned_data["into"], by=self.request.user)
        return form.cleaned_data["into"]


class Ending(Move):
    form_class = ReasonForm
    danger, tone = True, "danger"


class RepairWithdraw(Ending):
    permission, who = "repairs.assign_repair", "reporter"
    label, url_name, move = gettext_lazy("Withdraw"), "repairs:repair_withdraw", "withdraw"
    icon = "undo-2"
    question = gettext_lazy("The report ends here. It stays readable.")

    @classmethod
    def applies(cls, record, user):
        return record.reporter_id == user.pk or record.entered_by_id == user.pk

    def perform(self, form):
        return services.withdraw_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairReject(Ending):
    permission = "repairs.assign_repair"
    label, url_name, move = gettext_lazy("Do not accept"), "repairs:repair_reject", "reject"
    icon = "ban"
    question = gettext_lazy("The report ends here, and its reporter is told why.")

    def perform(self, form):
        return services.reject_repair(self.object, **form.cleaned_data, by=self.request.user)


class RepairAdviseScrap(Ending):
    permission, who = "repairs.work_repair", "sent"
    label, url_name, move = gettext_lazy("Advise scrapping"), "repairs:repair_advise_scrap", "advise_scrap"
    icon = "trash-2"
    question = gettext_lazy("The repair ends here, and the reason stands on its record.")

    def perform(self, form):
        return services.advise_scrapping(self.object, **form.cleaned_data, by=self.request.user)


class RepairComment(Move):
    who = "anyone"
    form_class = CommentForm
    label, url_name, icon = gettext_lazy("Comment"), "repairs:repair_comment", "message-square"
    done_text = gettext_lazy("Your comment is there.")

    def perform(self, form):
        return services.comment_on_repair(self.object, **form.cleaned_data, by=self.request.user)
