"""Using what is there instead of buying: one tap for whoever asked, and for whoever is asked to sign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from finance import services
from finance.models import PurchaseRequest
from finance.views.parts import FACTS
from logistics import hooks
from logistics.approvals.models import Case
from logistics.approvals.selectors import case_of, seat_for
from logistics.approvals.services.cases import may_be_withdrawn
from logistics.pages.changes import ActionPage
from logistics.pages.forms import SchoolForm
from logistics.people.pins import AsksForPin

LONGEST = 200


class InsteadForm(SchoolForm):
    instead = forms.CharField(
        label=_("Used instead"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"placeholder": _("two filing cabinets that stand idle in the store")}),
    )

    def prepare(self):
        """What stands idle or in stock under the names asked for is there to be sent at once."""
        names = sorted(self.record.lines.values_list("name", flat=True))
        there = [f"{each.name}（{each.text}）" for each in hooks.on_hand.results(self.school, names)]
        self.fields["instead"].initial = "；".join(there)[:LONGEST]


class PurchaseUseExisting(AsksForPin, ActionPage):
    model = PurchaseRequest
    form_class = InsteadForm
    label, url_name, icon = _("Use what is there"), "finance:purchase_use_existing", "package-check"
    question = _("Nothing is bought: the request ends here and counts as a duplicate purchase avoided.")
    done_text = _("Ended. It counts as a duplicate purchase avoided.")
    facts = FACTS

    @classmethod
    def is_offered(cls, user, record):
        return cls.applies(record, user)

    @classmethod
    def applies(cls, record, user):
        """Whoever asked may until somebody signed, whoever is asked to sign now may at once; not once it is bought."""
        if record.bought_on or record.orders.exists():
            return False
        case = case_of(record) if record.status == PurchaseRequest.Status.PENDING else None
        if record.requested_by_id != user.pk:
            return case is not None and case.status == Case.Status.PENDING and seat_for(case, user) is not None
        if case is None:
            return PurchaseRequest.FLOW.allows("drop", record.status)
        return case.status == Case.Status.PENDING and may_be_withdrawn(case)

    def perform(self, form):
        services.use_what_is_there(self.object, **form.cleaned_data, by=self.request.user)
        return self.object
