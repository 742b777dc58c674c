"""The shared tablet in the kitchen: a page stays open, a person is a name and four digits."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from canteen import forms, services
from canteen.models import Canteen, FoodSample
from canteen.selectors import boxes_of, meals_of, sample_pins
from logistics import clock
from logistics.pages.base import Page
from logistics.pages.changes import FormPage

STANDS_IN = "canteen_of_the_tablet"  # in the session, which is the tablet's


class Tablet(Page):
    """Which canteen the tablet stands in; asked once, and never where there is one only."""

    permission_required = "canteen.use_tablet"
    title = gettext_lazy("Canteen tablet")
    subtitle = gettext_lazy("Choose the canteen in which this tablet stands. It is asked once.")

    def get(self, request):
        canteens = list(Canteen.objects.within(request.user, self.permission_required).in_use())
        last = request.session.get(STANDS_IN)
        known = canteens if len(canteens) == 1 else [canteen for canteen in canteens if canteen.pk == last]
        if known and "choose" not in request.GET:
            return redirect("canteen:tablet_take", known[0].pk)
        return render(request, "canteen/tablet_choose.html", {"page": self.page_facts(), "canteens": canteens})


class TabletForm(FormPage):
    """A form on the tablet, signed by whoever stands in front of it."""

    model = FoodSample
    permission_required = "canteen.use_tablet"
    template_name = "canteen/tablet.html"
    keeps_drafts = False

    @cached_property
    def canteen(self):
        canteens = Canteen.objects.within(self.request.user, self.permission_required).in_use()
        return get_object_or_404(canteens, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        request.session[STANDS_IN] = self.canteen.pk
        return super().get(request, *args, **kwargs)

    def get_form_facts(self):
        return {**super().get_form_facts(), "canteen": self.canteen}

    def signed(self, form):
        """Return (signer, the rest of what was typed), or raise RuleError."""
        facts = dict(form.cleaned_data)
        signer = services.signed_by_pin(facts.pop("signer"), facts.pop("pin"), canteen=self.canteen)
        return signer, facts

    def get_success_url(self, result):
        return self.request.path

    def get_title(self):
        return self.canteen.name

    def get_breadcrumbs(self):
        return [(_("Canteen tablet"), f"{reverse('canteen:tablet')}?choose")]

    def get_done_text(self):
        return _("Signed. The next person may sign.")

    def get_context(self, form):
        ways = [("canteen:tablet_take", _("Keep samples")), ("canteen:tablet_discard", _("Discard samples"))]
        here = self.request.resolver_match.view_name
        return {
            **super().get_context(form),
            "tabs": [(label, reverse(name, args=[self.canteen.pk]), name == here) for name, label in ways],
            "sample_pins": sample_pins(self.school),
            "now": clock.now(),
        }


class TabletTake(TabletForm):
    form_class = forms.TabletTake
    label = gettext_lazy("Sign and keep the samples")

    def perform(self, form):
        signer, facts = self.signed(form)
        return services.take_samples(self.canteen, by=signer, signed_in=self.request.user, **facts)


class TabletDiscard(TabletForm):
    form_class = forms.TabletDiscard
    label = gettext_lazy("Sign and discard")

    def perform(self, form):
        signer, facts = self.signed(form)
        return services.discard_samples(facts["boxes"], by=signer, signed_in=self.request.user)

    def get_context(self, form):
        boxes = boxes_of(self.request.user, self.permission_required).filter(canteen=self.canteen)
        chosen = set(form.data.getlist("boxes")) if form.is_bound else set()
        return {**super().get_context(form), "meals": meals_of(boxes), "chosen": chosen}
