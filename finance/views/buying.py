"""Recording what was paid."""

from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.purchases import PayForm
from finance.models import PurchaseRequest
from finance.views.parts import FACTS
from logistics.pages.changes import ActionPage


class PurchasePay(ActionPage):
    model = PurchaseRequest
    form_class = PayForm
    facts = FACTS
    permission_required = "finance.record_payment"
    label, url_name, move = gettext_lazy("Record the payment"), "finance:purchase_pay", "pay"
    icon, tone = "banknote", "primary"
    done_text = gettext_lazy("The payment is recorded.")

    def perform(self, form):
        return services.record_payment(self.object, **form.cleaned_data, by=self.request.user)
