"""Asking for a purchase: writing it down, changing it, submitting it, taking it back."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.facts.hints import hints_of, hints_of_request
from finance.forms.purchases import PurchaseChangeForm, PurchaseForm, WithdrawForm
from finance.models import PurchaseRequest
from finance.panels.purchases import lines_panel
from finance.selectors import Asked
from finance.views.parts import ASK, FACTS
from logistics.approvals.models import Case
from logistics.approvals.selectors import plan_route
from logistics.approvals.services.cases import may_be_withdrawn
from logistics.db import record_id
from logistics.errors import RuleError
from logistics.pages.base import RecordPage
from logistics.pages.changes import ActionPage, CreatePage, UpdatePage


class PurchasePage:
    """What the pages of a new and of a changed request share: rows of lines, and the preview of the route."""

    template_name = "finance/purchase_form.html"
    form_class = PurchaseForm
    permission_required = ASK
    model = PurchaseRequest

    def get_breadcrumbs(self):
        return [(_("Purchases"), reverse("finance:purchase_list"))]

    def get_lines(self):
        return []

    def get_form_facts(self):
        return {**super().get_form_facts(), "initial_lines": self.get_lines()}

    def get_context(self, form):
        record = self.get_record()
        return {
            **super().get_context(form),
            "submit_label": _("Next: who will sign"),
            "request_id": record.pk if record else "",
        }

    def get_success_url(self, result):
        return reverse("finance:purchase_submit", args=[result.pk])


class PurchaseCreate(PurchasePage, CreatePage):
    """Writes the request down; the next page shows who will sign and submits it. ``?like=`` copies a request."""

    label, url_name = gettext_lazy("Ask for a purchase"), "finance:purchase_create"
    done_text = gettext_lazy("Written down. Look at the route and submit it.")

    def get_model_to_copy(self):
        return self.get_queryset().filter(pk=record_id(self.request.GET.get("like", ""))).first()

    def get_initial(self):
        like = self.get_model_to_copy()
        if like is None:
            return super().get_initial()
        names = ("title", "kind", "reason", "budget_source", "emergency")
        limits = {"department": like.department_id, "campus": like.campus_id}
        return {name: getattr(like, name) for name in names} | limits

    def get_lines(self):
        like = self.get_model_to_copy()
        return lines_of(like) if like else []

    def perform(self, form):
        return services.draft_request(self.school, **form.cleaned_data, by=self.request.user)


class PurchaseChange(PurchasePage, UpdatePage):
    form_class = PurchaseChangeForm
    label, url_name = gettext_lazy("Change"), "finance:purchase_change"
    done_text = gettext_lazy("Changed. Look at the route and submit it.")

    @classmethod
    def applies(cls, record, user):
        return PurchaseRequest.FLOW.allows("change", record.status) and record.requested_by_id == user.pk

    def get_title(self):
        return _("Change %(title)s") % {"title": self.object.title}

    def get_lines(self):
        return lines_of(self.object)

    def perform(self, form):
        return services.change_request(self.object, **form.cleaned_data, by=self.request.user)


def lines_of(request):
    lines = request.lines.values("name", "spec", "quantity", "measure_word", "unit_price")
    return [{**line, "quantity": f"{line['quantity'].normalize():f}"} for line in lines]


class PurchasePreview(RecordPage):
    """The part of the form that shows who will sign what is typed so far, the budget, and what is known of the things."""

    model = PurchaseRequest
    permission_required = ASK

    def post(self, request):
        form = PurchaseForm(request.POST, school=self.school, user=request.user)
        form.is_valid()
        lines, amount = self.get_lines(form)
        plan = hints = None
        if amount is not None:
            line = form.cleaned_data.get("budget_line")
            facts = {
                "department": form.cleaned_data.get("department"),
                "category": form.cleaned_data.get("kind", ""),
                "fund": line.source if line else form.cleaned_data.get("budget_source", ""),
            }
            plan = plan_route(self.school, services.KIND, amount, by=request.user, **facts)
            hints = self.get_hints(form, lines, amount)
        return render(request, "finance/_preview.html", {"plan": plan, "hints": hints})

    def get_lines(self, form):
        """Return the lines typed so far and their sum, None while they make no sense."""
        lines = [line for line in form.cleaned_data.get("lines") or [] if line.get("name")]
        try:
            return lines, services.total_of(services.checked_lines(lines))
        except RuleError:
            return lines, None

    def get_hints(self, form, lines, amount):
        facts = form.cleaned_data
        asked = Asked(
            self.school, frozenset(line["name"].strip() for line in lines), amount, facts.get("department"),
            facts.get("seller"), record_id(self.request.POST.get("request", "")), facts.get("kind", ""),
        )  # fmt: skip
        things = [(line["name"].strip(), line.get("unit_price")) for line in lines]
        return hints_of(asked, things, line=facts.get("budget_line"), person=self.request.user)


class OwnAction(ActionPage):
    """A move of whoever asked."""

    model = PurchaseRequest
    permission_required = ASK
    facts = FACTS

    @classmethod
    def applies(cls, record, user):
        return record.requested_by_id == user.pk


class PurchaseSubmit(OwnAction):
    """Who will sign, drawn, and one button."""

    template_name = "finance/purchase_submit.html"
    label, url_name, move = gettext_lazy("Submit for approval"), "finance:purchase_submit", "submit"
    icon, tone = "send", "primary"
    done_text = gettext_lazy("Submitted. The first to sign has been told.")

    def get_context(self, form):
        request = self.object
        plan = plan_route(
            request.school, services.KIND, request.amount, by=self.request.user, department=request.department,
            category=request.kind, fund=request.budget_source,
        )  # fmt: skip
        panel = lines_panel(request.lines.all(), {}, request.amount)
        return {
            **super().get_context(form),
            "plan": plan,
            "panel": panel,
            "hints": hints_of_request(request, self.request.user),
        }

    def perform(self, form):
        return services.submit_request(self.object, by=self.request.user)


class PurchaseWithdraw(OwnAction):
    form_class = WithdrawForm
    label, url_name, move = gettext_lazy("Withdraw"), "finance:purchase_withdraw", "withdraw"
    icon = "undo-2"
    subtitle = gettext_lazy("Possible until somebody has signed.")
    question = gettext_lazy(
        "The request ends here, and whoever was to sign need not do so. You can ask again with a copy."
    )
    done_text = gettext_lazy("Withdrawn.")

    @classmethod
    def applies(cls, record, user):
        case = Case.objects.about(record).filter(status=Case.Status.PENDING).first()
        return super().applies(record, user) and not record.bought_on and case is not None and may_be_withdrawn(case)

    def perform(self, form):
        return services.withdraw_request(self.object, **form.cleaned_data, by=self.request.user)


class PurchaseDrop(OwnAction):
    label, url_name, move = gettext_lazy("Give up"), "finance:purchase_drop", "drop"
    icon, danger = "trash-2", True
    question = gettext_lazy("The request is not submitted any more. It stays readable.")
    done_text = gettext_lazy("Given up.")

    def perform(self, form):
        return services.drop_request(self.object, by=self.request.user)
