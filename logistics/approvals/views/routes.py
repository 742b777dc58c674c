"""Routes on a plain page with their drawn preview, and the school's wishes."""

from decimal import Decimal

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.approvals import services
from logistics.approvals.forms import RouteForm, WishesForm
from logistics.approvals.models import Route
from logistics.approvals.selectors import kind_of, kinds, plan_route, route_in_force, wishes_of
from logistics.pages.base import Page
from logistics.pages.changes import UpdatePage
from logistics.pages.forms import SchoolForm
from logistics.people.models import Role, User
from logistics.school.models import Department

PERMISSION = "approvals.manage_route"
EXAMPLE = Decimal(1200)


class PreviewForm(SchoolForm):
    """A request that might come: how much, from whom, for which department."""

    amount = forms.DecimalField(
        label=gettext_lazy("A request over (yuan)"), min_value=0, max_digits=12, decimal_places=2
    )
    by = forms.ModelChoiceField(label=gettext_lazy("asked by"), queryset=User.objects.none())
    department = forms.ModelChoiceField(
        label=gettext_lazy("department"), queryset=Department.objects.none(), required=False
    )

    def prepare(self):
        self.fields["by"].queryset = User.objects.working_at(self.school)
        self.fields["department"].queryset = Department.objects.of_school(self.school)
        del self.fields["submission_key"]


class RouteList(Page):
    """The routes in force, those to come, and a preview of any request."""

    permission_required = PERMISSION
    title = gettext_lazy("Approval routes")

    def get(self, request):
        asked = request.GET or {"amount": EXAMPLE, "by": request.user.pk}
        form = PreviewForm(asked, school=self.school, user=request.user)
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
            "routes": [
                (department, found.route, [(step, whom(step, names)) for step in found.steps])
                for department, found in routes
            ],
            "coming": own.filter(valid_from__gt=today).select_related("department"),
            "url": reverse("approvals:route_change", args=[kind.key]),
        }

    def get_plan(self, form):
        if not form.is_valid():
            return None
        return plan_route(self.school, kinds()[0].key, **form.cleaned_data)


def whom(step, names):
    """Return whom a step of a route asks, in words."""
    if step.asks == step.Asks.HEAD:
        return _("Head of department")
    if step.asks == step.Asks.PERSON:
        return step.person.name
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
        return {}

    def get_form_facts(self):
        found = route_in_force(self.school, self.kind.key, on=clock.today())
        return {**super().get_form_facts(), "steps": found.steps}

    def perform(self, form):
        return services.set_route(self.school, kind=self.kind.key, **form.cleaned_data, by=self.request.user)


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
