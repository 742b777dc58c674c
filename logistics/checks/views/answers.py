"""Correcting an answer: what is right beside what was entered."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from logistics.checks import services
from logistics.checks.forms.rounds import CorrectForm
from logistics.checks.models import Answer, Round
from logistics.pages.changes import UpdatePage


class AnswerCorrect(UpdatePage):
    """Enter what is right beside a wrong answer."""

    model = Answer
    queryset = Answer.objects.select_related("item__section", "round__template", "point__place", "by", "corrects")
    permission_required = "checks.walk_round"
    form_class = CorrectForm
    label, url_name, icon = gettext_lazy("Correct"), "checks:answer_correct", "pencil"
    done_text = gettext_lazy("Corrected. The earlier answer stays readable.")

    @classmethod
    def applies(cls, record, user):
        """The keepers correct; while the round is under way, so does whoever entered the answer."""
        if record.round.status == Round.Status.DROPPED:
            return False
        return user.has_perm("checks.correct_round") or (
            record.by_id == user.pk and record.round.status == Round.Status.OPEN
        )

    def get_initial(self):
        answer = self.object
        return {"result": answer.result, "number": answer.number, "text": answer.text, "person": answer.person_id}

    def get_title(self):
        return str(self.object.item)

    def get_subtitle(self):
        where = self.object.point.place if self.object.point_id else None
        return " · ".join(str(part) for part in (where, self.object.round) if part)

    def get_breadcrumbs(self):
        return [(str(self.object.round), self.get_cancel_url())]

    def get_cancel_url(self):
        return reverse("checks:round_detail", args=[self.object.round_id])

    def perform(self, form):
        facts = {name: value for name, value in form.cleaned_data.items() if value is not None}
        return services.correct_answer(self.object, by=self.request.user, **facts)

    def get_success_url(self, result):
        return f"{self.get_cancel_url()}#answer-{result.pk}"
