"""The approval card, and the words a person signs with."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.approvals import services
from logistics.approvals.cards import cards_of
from logistics.approvals.forms import AgreeForm, PhrasesForm
from logistics.approvals.models import Case
from logistics.approvals.selectors import phrases_of
from logistics.approvals.views.asking import CaseAddSigner, CaseCopy, CaseCut, CaseHandOver, CaseRule
from logistics.approvals.views.signing import CaseOnPaper, CaseUrge, CaseWithdraw, Signing
from logistics.attachments.selectors import files_of
from logistics.pages.changes import UpdatePage
from logistics.pages.details import DetailPage
from logistics.pages.timeline import timeline_of


class CaseDetail(DetailPage):
    """The approval card: what, how much, why, who has signed; buttons at the thumb."""

    model = Case
    queryset = Case.objects.select_related("school")
    template_name = "approvals/case_detail.html"
    actions = [CaseRule, CaseCut, CaseHandOver, CaseAddSigner, CaseUrge, CaseWithdraw, CaseCopy, CaseOnPaper]

    def get_breadcrumbs(self):
        return [(_("My approvals"), reverse("approvals:case_list"))]

    def get_actions(self):
        """Whoever signs has the bar at the thumb instead; what else they may do stands in its menu."""
        return [] if Signing.applies(self.object, self.request.user) else super().get_actions()

    def get_photos(self):
        return []

    def get_timeline(self):
        """The signatures tell it; the whole history stands folded below them."""
        return []

    def get_context(self):
        card = cards_of([self.object], self.request.user)[0]
        deciding = card.step is not None
        return {
            **super().get_context(),
            "card": card,
            "history": timeline_of(self.object),
            "form": AgreeForm(school=self.school, initial={"step": card.step}) if deciding else None,
            "phrases": phrases_of(self.request.user) if deciding else [],
            "scans": self.get_scans(card),
            "more": super().get_actions() if deciding else [],
        }

    def get_scans(self, card):
        """Scans of paper signatures, minutes and replies."""
        rulings = [step.ruled for step in card.steps if step.ruled is not None]
        return [*files_of(self.object, "scan"), *(file for ruling in rulings for file in files_of(ruling))]


class Phrases(UpdatePage):
    """The words I sign with."""

    form_class = PhrasesForm
    label = gettext_lazy("Save")
    title = gettext_lazy("My phrases")
    url_name = "approvals:phrases"

    def get_record(self):
        return None

    def get_cancel_url(self):
        return reverse("approvals:case_list")

    def get_initial(self):
        return {"phrases": "\n".join(phrases_of(self.request.user))}

    def perform(self, form):
        return services.set_phrases(self.request.user, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse("approvals:case_list")
