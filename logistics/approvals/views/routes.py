"""Routes on a plain page with their drawn preview, and the school's wishes."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.approvals import services
from logistics.approvals.forms import EndRouteForm, RouteForm, TryForm, WishesForm, rearranged
from logistics.approvals.forms.routes import EXAMPLE
from logistics.approvals.models import Route, RouteStep
from logistics.approvals.selectors import kind_of, kinds, plan_route, route_in_force, wishes_of
from logistics.db import record_id
from logistics.pages.base import Page
from logistics.pages.changes import ActionPage, UpdatePage
from logistics.pages.columns import Column, as_text
from logistics.people.models import Role
from logistics.school.models import Department

PERMISSION = "approvals.manage_route"
PAST_SHOWN = 20


class RouteList(Page):
    """The routes in force, those to come, and a preview of any request."""

    permission_required = PERMISSION
    title = gettext_lazy("Approval routes")

    def get(self, request):
        asked = request.GET or {"amount": EXAMPLE, "by": request.user.pk}
        form = TryForm(asked, kind=kinds()[0], school=self.school, user=request.user)
        context = {
            "page": self.page_facts(),
            "kinds": [self.get_kind(kind) for kind in kinds()],
            "wishes": wishes_of(self.school),
            "form": form,
            "plan": self.get_plan(form),
        }
        template = "approvals/_plan.html" if request.htmx else "approvals/route_list.html"
        return render(request, template, context)

    def get_kind(self, kind):
        today = clock.today()
        names = dict(Role.objects.of_school(self.school).values_list("key", "name"))
        own = Route.objects.of_school(self.school).filter(kind=kind.key).prefetch_related("steps__person")
        routes = [("", route_in_force(self.school, kind.key, on=today))]
        routes += [
            (route.department.name, route_in_force(self.school, kind.key, on=today, department=route.department))
            for route in own.on(today).exclude(department=None).select_related("department")
        ]
        return {
            "kind": kind,
            "routes": [(department, found.route, lines_of(found.steps, kind, names)) for department, found in routes],
            "coming": [
                (route, lines_of(route.steps.all(), kind, names))
                for route in own.filter(valid_from__gt=today).select_related("department").order_by("valid_from")
            ],
            "past": [
                (route, lines_of(route.steps.all(), kind, names))
                for route in own.filter(valid_to__lt=today).select_related("department")[:PAST_SHOWN]
            ],
            "url": reverse("approvals:route_change", args=[kind.key]),
        }

    def get_plan(self, form):
        if not form.is_valid():
            return None
        return plan_route(self.school, kinds()[0].key, **form.cleaned_data)


def lines_of(steps, kind, names):
    """Return [(RouteStep, whom it asks, to what it applies)] in words."""
    return [(step, whom(step, names), applies_to(step, kind)) for step in steps]


def applies_to(step, kind):
    """Return from which amount, for which category and source of funds a step applies."""
    amount = {"amount": as_text(step.min_amount, "money")}
    if step.above:
        words = [_("over %(amount)s yuan") % amount]
    elif step.min_amount:
        words = [_("%(amount)s yuan and more") % amount]
    else:
        words = [_("every amount")]
    words += [
        str(dict(kind.categories).get(step.category, step.category)),
        str(dict(kind.funds).get(step.fund, step.fund)),
    ]
    return " · ".join(filter(None, words))


def whom(step, names):
    """Return whom a step of a route asks, in words."""
    if step.asks == step.Asks.HEAD:
        return _("Head of department")
    if step.asks == step.Asks.PERSON:
        return step.person.name
    if step.body:
        return step.get_body_display()
    return "/".join(names.get(key, key) for key in step.roles)


class RouteChange(UpdatePage):
    """A new route of a kind from a day on."""

    form_class = RouteForm
    template_name = "approvals/route_form.html"
    permission_required = PERMISSION
    label = gettext_lazy("Save the route")
    url_name = "approvals:route_change"
    done_text = gettext_lazy("The route is set. What is under way keeps its steps.")

    @property
    def kind(self):
        try:
            return kind_of(self.kwargs["kind"])
        except LookupError as error:
            raise Http404 from error

    def get_title(self):
        return _("Route of %(kind)s") % {"kind": self.kind.label}

    def get_breadcrumbs(self):
        return [(_("Approval routes"), reverse("approvals:route_list"))]

    def get_cancel_url(self):
        return reverse("approvals:route_list")

    def get_record(self):
        return None

    def get_initial(self):
        return {"department": self.department}

    @property
    def department(self):
        """The department whose route is to be changed, None for that of the whole school."""
        pk = record_id(self.request.GET.get("department", ""))
        return Department.objects.of_school(self.school).filter(pk=pk).first() if pk else None

    def get_form_facts(self):
        found = route_in_force(self.school, self.kind.key, on=clock.today(), department=self.department)
        return {**super().get_form_facts(), "kind": self.kind, "steps": found.steps}

    def get_context(self, form):
        return {**super().get_context(form), "plan": self.get_plan(form)}

    def get_plan(self, form):
        """The way of the request typed beside the editor, on the steps as they stand in it."""
        steps = form.steps_now()
        if steps is None or not form.trial.is_valid():
            return None
        steps = [RouteStep(**step) for step in steps]
        return plan_route(self.school, self.kind.key, **form.trial.cleaned_data, steps=steps)

    def post(self, request, *args, **kwargs):
        """Buttons named ``rows`` move steps and show the way without saving anything."""
        asked = request.POST.get("rows", "")
        if not asked:
            return super().post(request, *args, **kwargs)
        form = self.get_form(rearranged(request.POST, asked))
        if request.htmx:
            return render(request, "approvals/_plan.html", {"plan": self.get_plan(form)})
        return self.show(form)

    def perform(self, form):
        return services.set_route(self.school, kind=self.kind.key, **form.cleaned_data, by=self.request.user)


class RouteWithdraw(ActionPage):
    """Take back a route that has not begun."""

    model = Route
    permission_required = PERMISSION
    label, url_name = gettext_lazy("Withdraw the route"), "approvals:route_withdraw"
    icon = "undo-2"
    subtitle = gettext_lazy("The route before it goes on.")
    done_text = gettext_lazy("Withdrawn.")
    facts = [
        Column(gettext_lazy("Kind"), "name"),
        Column(gettext_lazy("Only for department"), "department"),
        Column(gettext_lazy("Valid from"), "valid_from", kind="date"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.valid_from > clock.today()

    def get_breadcrumbs(self):
        return [(_("Approval routes"), reverse("approvals:route_list"))]

    def perform(self, form):
        return services.withdraw_route(self.object, by=self.request.user)


class RouteEnd(ActionPage):
    """Let a department's own route end, with the way its requests take then."""

    model = Route
    queryset = Route.objects.select_related("department")
    form_class = EndRouteForm
    template_name = "approvals/route_end.html"
    permission_required = PERMISSION
    label, url_name = gettext_lazy("End the route"), "approvals:route_end"
    icon = "route-off"
    done_text = gettext_lazy("The common route holds from that day. What is under way keeps its steps.")
    facts = [
        Column(gettext_lazy("Kind"), "name"),
        Column(gettext_lazy("Only for department"), "department"),
        Column(gettext_lazy("Valid from"), "valid_from", kind="date"),
        Column(gettext_lazy("Valid until"), "valid_to", kind="date"),
    ]

    @classmethod
    def applies(cls, record, user):
        return record.may_end(clock.today())

    def get_breadcrumbs(self):
        return [(_("Approval routes"), reverse("approvals:route_list"))]

    def get_form_facts(self):
        return {**super().get_form_facts(), "kind": kind_of(self.object.kind)}

    def get_context(self, form):
        return {**super().get_context(form), "plan": self.get_plan(form)}

    def get_plan(self, form):
        """The way of the request typed beside it, on the common route of the first day without the own one."""
        day = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else clock.today()
        if not form.trial.is_valid():
            return None
        common = route_in_force(self.school, self.object.kind, on=day)
        facts = {**form.trial.cleaned_data, "department": self.object.department, "steps": common.steps, "on": day}
        return plan_route(self.school, self.object.kind, **facts)

    def post(self, request, *args, **kwargs):
        """The button named ``show`` shows the way without saving anything."""
        if "show" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form(request.POST)
        if request.htmx:
            return render(request, "approvals/_plan.html", {"plan": self.get_plan(form)})
        return self.show(form)

    def perform(self, form):
        return services.end_route(self.object, **form.cleaned_data, by=self.request.user)


class Wishes(UpdatePage):
    """Whom the principal's requests go to, what is small, when waiting is flagged."""

    form_class = WishesForm
    permission_required = PERMISSION
    title = gettext_lazy("Approval settings")
    url_name = "approvals:wishes"

    @property
    def object(self):
        return wishes_of(self.school)

    def get_breadcrumbs(self):
        return [(_("Approval routes"), reverse("approvals:route_list"))]

    def get_cancel_url(self):
        return reverse("approvals:route_list")

    def perform(self, form):
        return services.set_wishes(self.school, **form.cleaned_data, by=self.request.user)

    def get_success_url(self, result):
        return reverse("approvals:route_list")
