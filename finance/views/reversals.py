"""Taking back money that was received: a row of the opposite sign, in the books too."""

from django.utils.translation import gettext_lazy as _

from finance.forms.agreements import ReverseForm
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column


class PaymentReversal(ActionPage):
    """Reverses one payment, once. owner: the key that leads to what was paid."""

    form_class = ReverseForm
    permission_required = "finance.record_income"
    label, danger = _("Reverse"), True
    title = _("Reverse this payment")
    question = _("A payment of the opposite sign is added, in the books too; both stay readable.")
    done_text = _("Reversed.")
    facts = [Column(_("Amount (yuan)"), "amount", kind="money"), Column(_("On"), "on", kind="date")]
    owner = ""

    @classmethod
    def applies(cls, record, user):
        return not record.corrects_id and not hasattr(record, "corrected_by")

    def get_breadcrumbs(self):
        paid = getattr(self.object, self.owner)
        return [(str(paid), paid.get_absolute_url())]
