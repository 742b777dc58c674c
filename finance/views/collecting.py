"""Receiving several charges of electricity and water at once: the rows ticked in the list."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.meters import CollectReadingsForm
from finance.models import MeterReading
from finance.panels.income import money_text
from logistics.db import record_id
from logistics.pages.changes import FormPage
from logistics.pages.parts import Action

SHOWN = 8  # names under the title


class ReadingCollect(FormPage):
    """The first sending brings the ticked rows, the second the account; what is paid already is passed over."""

    model = MeterReading
    queryset = MeterReading.objects.standing().with_payments().select_related("meter__place")
    form_class = CollectReadingsForm
    permission_required = "finance.record_income"
    title = gettext_lazy("Receive electricity and water")
    label = gettext_lazy("Receive")
    done_text = gettext_lazy("Received and booked as income. Cash is to be paid into the bank.")

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if "pks" in request.POST else self.open()

    def get_initial(self):
        return {"pks": ",".join(str(reading.pk) for reading in self.rows)}

    @cached_property
    def rows(self):
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        asked = [*sent.getlist("pk"), *sent.get("pks", "").split(",")]
        chosen = [pk for pk in map(record_id, asked) if pk]
        return list(self.get_queryset().filter(pk__in=chosen, outstanding__gt=0).order_by("payer", "pk"))

    def nothing_to_do(self):
        if self.rows:
            return None
        sentence = _("Nothing outstanding is chosen. Tick the rows in the list first, then press the button below it.")
        return sentence, Action(_("To the list"), f"{reverse('finance:reading_list')}?standing=outstanding")

    def get_breadcrumbs(self):
        return [(_("Electricity and water"), reverse("finance:reading_list"))]

    def get_subtitle(self):
        names = list(dict.fromkeys(reading.payer for reading in self.rows))
        facts = {
            "count": len(self.rows),
            "amount": money_text(sum(reading.outstanding for reading in self.rows)),
            "names": "、".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else ""),
        }
        return _("%(count)d bills, %(amount)s together: %(names)s") % facts

    def perform(self, form):
        facts = {name: value for name, value in form.cleaned_data.items() if name != "pks"}
        return services.receive_readings(self.rows, **facts, by=self.request.user)

    def get_success_url(self, result):
        return reverse("finance:reading_list")
