"""What an approval card shows of a purchase, fetched for many at once."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from finance.models import PurchaseRequest
from finance.panels import lines_panel
from finance.selectors import last_prices
from logistics.attachments.models import Attachment
from logistics.attachments.selectors import as_photo
from logistics.hooks import ApprovalFacts
from logistics.pages.columns import as_text
from logistics.pages.parts import Fact


def facts_of(requests, user):
    """Return {pk: ApprovalFacts} of purchases (a queryset): lines with last prices, quotes, what to see first."""
    requests = list(requests.select_related("department", "campus", "school").prefetch_related("lines", "source"))
    prices = {}
    for school in {request.school for request in requests}:
        lines = [line for request in requests if request.school == school for line in request.lines.all()]
        prices |= last_prices(school, lines)
    quotes = quotes_of(requests)
    return {request.pk: _facts(request, prices, quotes[request.pk]) for request in requests}


def quotes_of(requests):
    """Return {pk: [Attachment]} of the files of many purchases."""
    quotes = defaultdict(list)
    kind = ContentType.objects.get_for_model(PurchaseRequest)
    files = Attachment.objects.filter(record_type=kind, record_id__in=[request.pk for request in requests])
    for file in files.order_by("pk"):
        quotes[file.record_id].append(file)
    return quotes


def _facts(request, prices, quotes):
    lines = request.lines.all()
    return ApprovalFacts(
        notes=list(notes_of(request, prices)),
        facts=[fact for fact in shown(request) if fact.text],
        panels=[lines_panel(lines, {line.pk: prices.get(line.pk, []) for line in lines}, request.amount)],
        photos=[as_photo(file) for file in quotes if file.thumb],
        files=[file for file in quotes if not file.thumb],
        print_url=reverse("finance:purchase_slip", args=[request.pk]),
        record_url=request.get_absolute_url(),
    )


def shown(request):
    yield Fact(_("Number"), request.number)
    yield Fact(_("Kind"), request.get_kind_display())
    yield Fact(_("Source of funds"), request.get_budget_source_display())
    yield Fact(_("Campus"), str(request.campus or ""))
    yield Fact(_("Asked for"), str(request.source or ""))


def notes_of(request, prices):
    """Yield (tone, sentence) of what a signer should see first."""
    if request.emergency:
        bought = _("It is bought already and is approved afterwards.") if request.bought_on else ""
        yield "warning", _("Emergency purchase.") + bought
    for line in request.lines.all():
        earlier = prices.get(line.pk)
        if earlier and line.unit_price > earlier[0].unit_price:
            facts = {
                "name": line.name,
                "price": as_text(line.unit_price, "money"),
                "before": as_text(earlier[0].unit_price, "money"),
            }
            yield "info", _("%(name)s: %(price)s yuan each, last time %(before)s yuan.") % facts
