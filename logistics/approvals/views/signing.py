"""The moves of a case: signing, withdrawing, asking to hurry, entering paper."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.approvals import services
from logistics.approvals.forms import AgreeForm, PaperForm, ReasonForm, WithdrawForm
from logistics.approvals.models import Case
from logistics.approvals.selectors import people_asked, phrases_of, seat_for, seats_waiting
from logistics.approvals.services.cases import may_be_withdrawn
from logistics.pages.changes import ActionPage, NothingToAsk
from logistics.pages.columns import Column
from logistics.people.pins import AsksForPin


class CaseAction(ActionPage):
    """A move of a case, offered to whom it concerns whatever roles they hold."""

    model = Case
    facts = [
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
        Column(gettext_lazy("Requested by"), "asked_by"),
        Column(gettext_lazy("Reason"), "summary", kind="long", wide=True),
    ]

    @classmethod
    def is_offered(cls, user, record):
        return Case.FLOW.allows(cls.move, record.status) and cls.applies(record, user)


class Signing(AsksForPin, CaseAction):
    """A decision of the person whose signature is due."""

    template_name = "approvals/case_decide.html"

    @classmethod
    def applies(cls, record, user):
        return seat_for(record, user) is not None

    def get_initial(self):
        seat = seat_for(self.object, self.request.user)
        return {"step": seat.step_id if seat else None}

    def get_context(self, form):
        return {**super().get_context(form), "phrases": phrases_of(self.request.user) if self.move == "agree" else []}

    def get_success_url(self, result):
        return reverse("approvals:case_list")


class CaseAgree(Signing):
    form_class = AgreeForm
    label, url_name, move = gettext_lazy("Agree"), "approvals:case_agree", "agree"
    tone, icon = "primary", "check"
    done_text = gettext_lazy("Agreed.")

    def perform(self, form):
        return services.agree(self.object, **form.cleaned_data, by=self.request.user)


class CaseReturn(Signing):
    form_class = ReasonForm
    label, url_name, move = gettext_lazy("Send back for changes"), "approvals:case_return", "return"
    icon = "undo-2"
    done_text = gettext_lazy("Sent back. The requester has been told.")

    def perform(self, form):
        return services.send_back(self.object, **form.cleaned_data, by=self.request.user)


class CaseRefuse(Signing):
    form_class = ReasonForm
    label, url_name, move = gettext_lazy("Do not agree"), "approvals:case_refuse", "refuse"
    icon, danger = "x", True
    subtitle = gettext_lazy("This ends the request. To have it changed, send it back instead.")
    done_text = gettext_lazy("Not approved. The requester has been told.")

    def perform(self, form):
        return services.refuse(self.object, **form.cleaned_data, by=self.request.user)


class CaseWithdraw(CaseAction):
    form_class = WithdrawForm
    label, url_name, move = gettext_lazy("Withdraw"), "approvals:case_withdraw", "withdraw"
    icon = "undo-2"
    done_text = gettext_lazy("Withdrawn.")

    @classmethod
    def applies(cls, record, user):
        return record.asked_by_id == user.pk and may_be_withdrawn(record)

    def perform(self, form):
        return services.withdraw(self.object, **form.cleaned_data, by=self.request.user)


class CaseUrge(CaseAction):
    form_class = NothingToAsk
    label, url_name, move = gettext_lazy("Ask to hurry"), "approvals:case_urge", "urge"
    icon = "bell-ring"
    done_text = gettext_lazy("They have been asked to hurry.")

    @classmethod
    def applies(cls, record, user):
        return record.asked_by_id == user.pk

    def get_subtitle(self):
        names = _(", ").join(person.name for person in people_asked(self.object))
        return _("%(names)s will be told at once; once a day.") % {"names": names}

    def perform(self, form):
        return services.urge(self.object, by=self.request.user)


class CaseOnPaper(CaseAction):
    """线下签批: entered by the office, never by the requester or the signer."""

    form_class = PaperForm
    permission_required = "approvals.enter_paper"
    label, url_name, move = gettext_lazy("Enter a signature on paper"), "approvals:case_on_paper", "agree"
    icon = "signature"
    done_text = gettext_lazy("The signature on paper is entered.")

    @classmethod
    def applies(cls, record, user):
        waiting = {seat.person_id for seat in seats_waiting(record)} - {user.pk}
        return user.has_perm(cls.permission_required) and record.asked_by_id != user.pk and bool(waiting)

    def perform(self, form):
        return services.sign_on_paper(self.object, **form.cleaned_data, by=self.request.user)
