"""Demanding compensation for the damage behind a repair (DOMAIN T-33: what people break, they pay for)."""

from django.utils.translation import gettext_lazy

from finance.forms.compensations import CompensationForm
from finance.services import open_compensation
from logistics.pages.changes import ActionPage
from repairs.models import Repair


class RepairCompensation(ActionPage):
    model = Repair
    queryset = Repair.objects.for_lists()
    form_class = CompensationForm
    permission_required = "finance.keep_compensation"
    label, url_name, icon = gettext_lazy("Demand compensation"), "repairs:repair_compensation", "hammer"
    one_tap = False
    done_text = gettext_lazy("Written down.")

    def perform(self, form):
        return open_compensation(self.school, source=self.object, **form.cleaned_data, by=self.request.user)
