"""Asking somebody besides the route, cutting lines, and entering what bodies decided."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.approvals import services
from logistics.approvals.forms import AddSignerForm, CopiesForm, CutForm, HandOverForm, RulingForm
from logistics.approvals.selectors import lines_now, step_for_ruling
from logistics.approvals.views.signing import CaseAction, Signing


class Asking(Signing):
    """A move of the person whose signature is due, other than signing."""

    template_name = "generic/confirm.html"

    def get_context(self, form):
        return CaseAction.get_context(self, form)

    def get_success_url(self, result):
        return result.get_absolute_url()


class CaseHandOver(Asking):
    """转办."""

    form_class = HandOverForm
    label, url_name, move = gettext_lazy("Hand over"), "approvals:case_hand_over", "agree"
    icon = "corner-up-right"
    subtitle = gettext_lazy("They sign in your place. Your name stays in the history.")
    done_text = gettext_lazy("Handed over.")

    def perform(self, form):
        return services.hand_over(self.object, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return Signing.get_success_url(self, result)


class CaseAddSigner(Asking):
    """加签."""

    form_class = AddSignerForm
    label, url_name, move = gettext_lazy("Add a signer"), "approvals:case_add_signer", "agree"
    icon = "user-plus"
    subtitle = gettext_lazy("One more person signs; you still sign yourself.")
    done_text = gettext_lazy("Added.")

    def perform(self, form):
        return services.add_signer(self.object, **form.cleaned_data, by=self.request.user)


class CaseCut(Asking):
    """Less of a line than was asked for."""

    form_class = CutForm
    label, url_name, move = gettext_lazy("Cut lines"), "approvals:case_cut", "agree"
    icon = "scissors"
    subtitle = gettext_lazy("Lower a quantity, down to nought, and say why. Then agree as usual.")
    done_text = gettext_lazy("Cut. The amount has followed.")

    @classmethod
    def applies(cls, record, user):
        return super().applies(record, user) and bool(lines_now(record))

    def perform(self, form):
        return services.cut_lines(self.object, **form.cleaned_data, by=self.request.user)


class CaseCopy(CaseAction):
    """抄送: by whoever sees the case."""

    form_class = CopiesForm
    label, url_name, move = gettext_lazy("Send a copy"), "approvals:case_copy", None
    icon = "send"
    subtitle = gettext_lazy("They see it, with a notice; they sign nothing.")
    done_text = gettext_lazy("Copies are sent.")

    @classmethod
    def is_offered(cls, user, record):
        return cls.applies(record, user)

    def perform(self, form):
        return services.send_copies(self.object, **form.cleaned_data, by=self.request.user)


class CaseRule(CaseAction):
    """What a meeting decided or an office outside replied, entered by the office, never by the requester."""

    form_class = RulingForm
    permission_required = "approvals.enter_ruling"
    label, url_name, move = gettext_lazy("Enter the decision"), "approvals:case_rule", "agree"
    icon, tone = "landmark", "primary"
    done_text = gettext_lazy("The decision is entered.")

    @classmethod
    def applies(cls, record, user):
        return (
            user.has_perm(cls.permission_required)
            and record.asked_by_id != user.pk
            and step_for_ruling(record) is not None
        )

    def get_initial(self):
        step = step_for_ruling(self.object)
        return {"step": step.pk if step else None}

    def get_title(self):
        step = step_for_ruling(self.object)
        return _("Decision of: %(body)s") % {"body": step.label} if step else self.label

    def perform(self, form):
        return services.enter_ruling(self.object, **form.cleaned_data, by=self.request.user)
