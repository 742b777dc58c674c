"""Recording what was bought."""

from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.purchases import BuyForm
from finance.models import PurchaseRequest
from finance.views.parts import FACTS
from logistics.pages.changes import ActionPage


class PurchaseBuy(ActionPage):
    model = PurchaseRequest
    form_class = BuyForm
    facts = FACTS
    permission_required = "finance.record_purchase"
    label, url_name = gettext_lazy("Record the purchase"), "finance:purchase_buy"
    icon, tone = "shopping-cart", "primary"
    done_text = gettext_lazy("The purchase is recorded.")

    @classmethod
    def applies(cls, record, user):
        first = record.emergency and not record.bought_on and PurchaseRequest.FLOW.allows("buy_first", record.status)
        return first or PurchaseRequest.FLOW.allows("buy", record.status)

    def perform(self, form):
        facts, by = dict(form.cleaned_data), self.request.user
        new = facts.pop("supplier")
        facts["seller"] = facts["seller"] or services.supplier_named(self.school, new, by=by)
        return services.record_purchase(self.object, **facts, by=by)
