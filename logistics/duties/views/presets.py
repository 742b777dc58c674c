"""The duties that come with the product: one page with ticks."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock
from logistics.duties import services
from logistics.duties.forms.presets import TakeOverForm, role_field
from logistics.duties.models import Duty
from logistics.duties.selectors import offers_for, roles_with_holders
from logistics.duties.shipped import KINDS, kind_of
from logistics.pages.changes import FormPage

MANAGE = "duties.manage_duty"


class TakeOver(FormPage):
    """What schools of a kind usually owe, ticked as proposed; what is there already stays as it is."""

    model, form_class = Duty, TakeOverForm
    permission_required = MANAGE
    template_name = "duties/take_over.html"
    url_name = "duties:duty_take_over"
    label = gettext_lazy("Take over what is ticked")
    title = gettext_lazy("Usual duties of schools")
    icon = "list-plus"

    def get_breadcrumbs(self):
        return [(_("Duties"), reverse("duties:duty_list"))]

    @property
    def kind(self):
        asked = self.request.GET.get("kind", "")
        return asked if asked in KINDS else kind_of(self.school)

    def get_initial(self):
        return {"starts_on": clock.today()}

    def perform(self, form):
        self.taken = services.take_over(self.school, **form.cleaned_data, by=self.request.user)
        return self.taken

    def get_success_url(self, result):
        return reverse("duties:duty_list")

    def get_done_text(self):
        return _("Duties taken over: %(count)d") % {"count": len(getattr(self, "taken", []))}

    def _row(self, form, offer):
        """Return an offer with the field of its role and the key of the one chosen there."""
        name = role_field(offer.shipped.key)
        proposed = offer.role.pk if offer.role else ""
        return {"offer": offer, "name": name, "chosen": form.data.get(name, "") if form.is_bound else str(proposed)}

    def get_context(self, form):
        offers = offers_for(self.school, self.kind)
        ticked = set(form["keys"].value() or []) if form.is_bound else {
            offer.shipped.key for offer in offers if offer.proposed
        }  # fmt: skip
        labels = dict(Duty.Area.choices)
        by_area = groupby(
            sorted(offers, key=lambda offer: list(labels).index(offer.shipped.area)), lambda offer: offer.shipped.area
        )
        address = reverse(self.url_name)
        return {
            **super().get_context(form),
            "areas": [(labels[area], [self._row(form, offer) for offer in some]) for area, some in by_area],
            "roles": roles_with_holders(self.school),
            "ticked": ticked,
            "kinds": [(label, f"{address}?kind={key}", key == self.kind) for key, (label, _has) in KINDS.items()],
            "open_count": sum(offer.duty is None for offer in offers),
        }
