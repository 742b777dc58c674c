"""待我审批 · 我发起的 · 已办, and signing several small items at a time."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.approvals import services
from logistics.approvals.cards import cards_of, with_card_rows
from logistics.approvals.forms import OPINION_LENGTH
from logistics.approvals.models import Case
from logistics.approvals.selectors import phrases_of, wishes_of
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.pages.lists import TemplatePage
from logistics.pages.paging import KeyPage
from logistics.pages.submissions import new_key


class Inbox(TemplatePage):
    """Cards of cases with tabs above; each tab is a subclass."""

    model = Case
    template_name = "approvals/case_list.html"
    title = gettext_lazy("My approvals")
    tab = "waiting"
    empty = (gettext_lazy("Nothing waits for you"), gettext_lazy("New requests appear here, with a notice."))

    def get_cases(self):
        return Case.objects.waiting_for(self.request.user).order_by("submitted_at", "pk")

    def get_context(self):
        user = self.request.user
        page = KeyPage(self.get_cases(), self.request.GET)
        cases = list(with_card_rows(Case.objects.filter(pk__in=[case.pk for case in page.rows])))
        place = {case.pk: number for number, case in enumerate(page.rows)}
        cases.sort(key=lambda case: place[case.pk])
        return {
            "cards": cards_of(cases, user),
            "tabs": self.get_tabs(),
            "paging": page.paging(),
            "empty_title": self.empty[0],
            "empty_text": self.empty[1],
            "phrases": phrases_of(user) if self.tab == "waiting" else [],
            "small": self.count_small() if self.tab == "waiting" else 0,
            "new_key": new_key,
        }

    def get_tabs(self):
        waiting = Case.objects.waiting_for(self.request.user).count()
        return [
            (_("Waiting for me"), reverse("approvals:case_list"), self.tab == "waiting", waiting),
            (_("Asked by me"), reverse("approvals:case_asked"), self.tab == "asked"),
            (_("Signed by me"), reverse("approvals:case_decided"), self.tab == "decided"),
        ]

    def count_small(self):
        below = wishes_of(self.school).small_amount
        return Case.objects.waiting_for(self.request.user).filter(amount__lt=below).count()


class Asked(Inbox):
    """What I put up for approval."""

    tab = "asked"
    empty = (gettext_lazy("You have asked for nothing yet"), gettext_lazy("What you put up for approval appears here."))

    def get_cases(self):
        return Case.objects.of_school(self.school).filter(asked_by=self.request.user)


class Decided(Inbox):
    """What I signed."""

    tab = "decided"
    empty = (gettext_lazy("You have signed nothing yet"), gettext_lazy("What you signed stays here to look up."))

    def get_cases(self):
        return Case.objects.decided_by(self.request.user)


class Batch(TemplatePage):
    """Small items, several at a time; each is still a decision of its own."""

    model = Case
    template_name = "approvals/case_batch.html"
    title = gettext_lazy("Approve small items")
    back_url = "/approvals/"

    def get_cases(self):
        below = wishes_of(self.school).small_amount
        cases = Case.objects.waiting_for(self.request.user).filter(amount__lt=below)
        return with_card_rows(cases.order_by("submitted_at", "pk"))

    def get_context(self):
        return {
            "cards": cards_of(self.get_cases(), self.request.user),
            "below": wishes_of(self.school).small_amount,
            "phrases": phrases_of(self.request.user),
        }

    def post(self, request):
        wanted = {record_id(pk) for pk in request.POST.getlist("pk")}
        opinion = request.POST.get("opinion", "").replace("\0", "")[:OPINION_LENGTH]
        cards = [card for card in cards_of(self.get_cases(), request.user) if card.case.pk in wanted]
        if not cards:
            messages.error(request, _("Tick at least one item that still waits for you."))
            return render(request, self.template_name, {"page": self.page_facts(), **self.get_context()})
        agreed = 0
        for card in cards:
            try:
                services.agree(card.case, by=request.user, opinion=opinion, step=card.step)
                agreed += 1
            except RuleError as error:
                messages.error(request, f"{card.case}: {error.message}")
        messages.success(request, _("Agreed to %(count)s items.") % {"count": agreed})
        return redirect("approvals:case_list")
