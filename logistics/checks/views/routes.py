"""The route of a checklist: its places in order."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics.checks.forms.templates import RouteForm
from logistics.checks.services import templates as services
from logistics.checks.views.template_parts import MANAGE, OfTemplate
from logistics.db import record_id
from logistics.pages.changes import FormPage


class TemplateRoute(OfTemplate, FormPage):
    """The places of a route in their order. The buttons work on the list as it stands; saving keeps it."""

    form_class, permission_required = RouteForm, MANAGE
    template_name = "checks/template_route.html"
    url_name, label = "checks:template_route", gettext_lazy("Save these places")
    done_text = gettext_lazy("The route is set. Checks under way keep their places.")
    keeps_drafts = False

    def get_title(self):
        return _("Route of “%(name)s”") % {"name": self.object.name}

    def get_record(self):
        return self.object

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if form.is_valid() and "save" not in request.POST:
            self.places = _arranged(form.ordered() + form.added(), request.POST)
            return self.show(self.get_form())
        self.places = form.ordered() if form.is_valid() else services.places_of_route(self.object)
        return super().post(request, *args, **kwargs)

    def get_context(self, form):
        places = getattr(self, "places", None)
        if places is None:
            places = services.places_of_route(self.object)
        return {**super().get_context(form), "places": places}

    def perform(self, form):
        places = form.ordered() + form.added()
        return services.set_route(self.object, places=places, by=self.request.user)


def _arranged(places, sent):
    """Return the places after the button that was pressed: ``up``, ``down`` or ``remove`` names one of them."""
    places = list(dict.fromkeys(places))
    for verb, step in (("up", -1), ("down", 1), ("remove", 0)):
        pk = record_id(sent.get(verb, ""))
        index = next((index for index, place in enumerate(places) if place.pk == pk), None)
        if index is None:
            continue
        place = places.pop(index)
        if step:
            places.insert(max(index + step, 0), place)
    return places
