"""Quotes of a request: entering, choosing, withdrawing, and the comparison sheet."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance import services
from finance.forms.quotes import ChooseForm, QuoteForm, WithdrawQuoteForm
from finance.models import PurchaseRequest, Quote
from finance.papers.quotes import comparison_pdf
from finance.views.parts import ASK, may_compare
from logistics.pages.changes import ActionPage
from logistics.pages.columns import Column
from logistics.pages.details import DetailPage
from logistics.pages.lists import download


class QuoteAdd(ActionPage):
    """Enter what a supplier asks for the request."""

    model = PurchaseRequest
    form_class = QuoteForm
    permission_required = ASK
    label, url_name, move = gettext_lazy("Enter a quote"), "finance:quote_create", "quote"
    icon = "scale"
    done_text = gettext_lazy("The quote is entered.")
    facts = [
        Column(gettext_lazy("Amount (yuan)"), "amount", kind="money"),
        Column(gettext_lazy("Quotes needed"), lambda request: request.quotes_needed or ""),
    ]

    @classmethod
    def applies(cls, record, user):
        return may_compare(record, user)

    def perform(self, form):
        facts = dict(form.cleaned_data)
        new = facts.pop("new_supplier")
        facts["supplier"] = facts["supplier"] or services.supplier_named(self.school, new, by=self.request.user)
        services.record_quote(self.object, **facts, by=self.request.user)
        return self.object


class OfQuote(ActionPage):
    model = Quote
    queryset = Quote.objects.select_related("request", "supplier")
    permission_required = ASK
    facts = [
        Column(gettext_lazy("Supplier"), "supplier.name"),
        Column(gettext_lazy("Amount quoted"), "total", kind="money"),
        Column(gettext_lazy("Delivery and warranty"), "terms"),
    ]

    @classmethod
    def applies(cls, record, user):
        return not record.withdrawn_at and may_compare(record.request, user)

    def get_breadcrumbs(self):
        return [(str(self.object.request), self.object.get_absolute_url())]


class QuoteChoose(OfQuote):
    form_class = ChooseForm
    label, url_name = gettext_lazy("Choose this quote"), "finance:quote_choose"
    icon, tone = "check", "primary"
    done_text = gettext_lazy("The quote is chosen.")

    def perform(self, form):
        return services.choose_quote(self.object, **form.cleaned_data, by=self.request.user)


class QuoteWithdraw(OfQuote):
    form_class = WithdrawQuoteForm
    label, url_name = gettext_lazy("Withdraw this quote"), "finance:quote_withdraw"
    icon, danger = "undo-2", True
    question = gettext_lazy("It no longer counts in the comparison and stays readable in the history.")
    done_text = gettext_lazy("The quote is withdrawn.")

    def perform(self, form):
        return services.withdraw_quote(self.object, **form.cleaned_data, by=self.request.user)


class QuoteComparison(DetailPage):
    """比价表 on paper."""

    model = PurchaseRequest
    queryset = PurchaseRequest.objects.select_related("department", "campus", "requested_by", "school")

    def get(self, request, *args, **kwargs):
        if not self.object.quotes.standing().exists():
            raise Http404
        name = f"{_('Comparison of quotes')}-{self.object.number or self.object.pk}.pdf"
        return download(comparison_pdf(self.object), name, "application/pdf")
