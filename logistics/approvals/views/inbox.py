"""待我审批 · 我发起的 · 已办, and signing several small items at a time."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.approvals import services
from logistics.approvals.cards import away_today, cards_of
from logistics.approvals.forms import OPINION_LENGTH
from logistics.approvals.models import Case
from logistics.approvals.selectors import desk_from, desk_of, desks, small_amount_of
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.pages.frame import is_shared
from logistics.pages.lists import TemplatePage
from logistics.pages.paging import KeyPage
from logistics.pages.submissions import new_key
from logistics.people.pins import require_pin

PAGE = 10  # cards, each as high as a phone


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
        found, counted, absences = desks(user, self.school), list(self.get_counted()), away_today([self.school])
        beside = [found, *counted, absences]
        page = KeyPage(self.get_cases().for_display(), self.request.GET, size=PAGE, beside=beside)
        desk, counts = desk_from(found), self.get_counts(counted)
        return {
            "cards": cards_of(page.rows, user, desk.wishes, absences=absences),
            "tabs": self.get_tabs(counts),
            "paging": page.paging(count=counts.get(self.tab)),
            "empty_title": self.empty[0],
            "empty_text": self.empty[1],
            "phrases": desk.phrases if self.tab == "waiting" else [],
            "small": counts["small"] if self.tab == "waiting" else 0,
            "new_key": new_key,
        }

    def get_counted(self):
        """What the tabs count: what waits for me, of it the small items, what waits for a meeting; a queryset each."""
        of_one_status = Case.objects.waiting_for(self.request.user).order_by().values("status")
        is_small = Q(amount__lt=small_amount_of(self.school))
        yield of_one_status.annotate(waiting=Count("pk"), small=Count("pk", filter=is_small))
        if self.request.user.has_perm("approvals.enter_ruling"):
            yield to_be_ruled(self.school).order_by().values("status").annotate(rulings=Count("pk"))

    def get_counts(self, counted):
        """Return {what: how many} of ``counted``; one without any row counted nothing."""
        return {"waiting": 0, "small": 0, "rulings": 0} | {
            key: count for rows in counted for row in rows for key, count in row.items()
        }

    def get_tabs(self, counts):
        tabs = [
            (_("Waiting for me"), reverse("approvals:case_list"), self.tab == "waiting", counts["waiting"]),
            (_("Asked by me"), reverse("approvals:case_asked"), self.tab == "asked"),
            (_("Signed by me"), reverse("approvals:case_decided"), self.tab == "decided"),
            (_("Copied to me"), reverse("approvals:case_copied"), self.tab == "copied"),
        ]
        if self.request.user.has_perm("approvals.enter_ruling"):
            url = reverse("approvals:case_rulings")
            tabs.append((_("To be decided by meetings"), url, self.tab == "rulings", counts["rulings"]))
        return tabs


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


class Copied(Inbox):
    """What I got a copy of."""

    tab = "copied"
    empty = (gettext_lazy("No copies yet"), gettext_lazy("What others send you to know of appears here."))

    def get_cases(self):
        return Case.objects.copied_to(self.request.user)


class Rulings(Inbox):
    """What waits for a meeting or a reply from outside."""

    permission_required = "approvals.enter_ruling"
    tab = "rulings"
    empty = (
        gettext_lazy("Nothing waits for a meeting"),
        gettext_lazy("What a meeting or an office outside has to decide appears here."),
    )

    def get_cases(self):
        return to_be_ruled(self.school).order_by("submitted_at", "pk")


def to_be_ruled(school):
    return Case.objects.of_school(school).waiting_for_a_ruling()


class Batch(TemplatePage):
    """Small items, several at a time; each is still a decision of its own. What goes over a budget is signed alone."""

    model = Case
    template_name = "approvals/case_batch.html"
    title = gettext_lazy("Approve small items")
    back_url = "/approvals/"

    @cached_property
    def desk(self):
        return desk_of(self.request.user, self.school)

    def get_cards(self):
        cases = Case.objects.waiting_for(self.request.user).filter(amount__lt=self.desk.wishes.small_amount)
        return cards_of(cases.order_by("submitted_at", "pk").for_display(), self.request.user, self.desk.wishes)

    def get_context(self):
        return {"cards": self.get_cards(), "below": self.desk.wishes.small_amount, "phrases": self.desk.phrases}

    def prove_who_signs(self):
        if is_shared(self.request):
            require_pin(self.request.user, self.request.POST.get("pin", ""))

    def post(self, request):
        wanted = {record_id(pk) for pk in request.POST.getlist("pk")}
        opinion = request.POST.get("opinion", "").replace("\0", "")[:OPINION_LENGTH]
        cards = [card for card in self.get_cards() if card.case.pk in wanted and not card.against]
        if not cards:
            messages.error(request, _("Tick at least one item that still waits for you."))
            return render(request, self.template_name, {"page": self.page_facts(), **self.get_context()})
        agreed = 0
        try:
            self.prove_who_signs()
        except RuleError as error:
            messages.error(request, error.message)
            return render(request, self.template_name, {"page": self.page_facts(), **self.get_context()})
        for card in cards:
            try:
                services.agree(card.case, by=request.user, opinion=opinion, step=card.step)
                agreed += 1
            except RuleError as error:
                messages.error(request, f"{card.case}: {error.message}")
        messages.success(request, _("Agreed to %(count)s items.") % {"count": agreed})
        return redirect("approvals:case_list")
