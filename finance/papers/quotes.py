"""比价表: what each supplier asks for each thing, side by side, and which offer was taken and why."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.panels.purchases import quantity_text
from finance.papers.marks import mark_of
from finance.papers.purchases import signatures_of
from finance.papers.sums import sum_text
from logistics.pages.columns import as_text
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, Slip, slip_to_pdf

UPRIGHT = 3  # more suppliers side by side need the sheet on its side


def comparison_pdf(request):
    """Return the PDF; until the last signature it is watermarked 未审批."""
    with translation.override(settings.LANGUAGE_CODE):
        quotes = list(request.quotes.standing().select_related("supplier", "chosen_by").prefetch_related("prices"))
        slip = Slip(
            facts_of(request, quotes), [table_of(request, quotes)], signatures_of(request),
            note=_("Files of the quotes are kept with the request."), size="landscape" if len(quotes) > UPRIGHT else "",
        )  # fmt: skip
        return slip_to_pdf(
            slip,
            school_name=request.school.name,
            document_name=_("Comparison of quotes"),
            number=request.number,
            date=office_date(request.requested_on) if request.requested_on else "",
            watermark=mark_of(request, request.approved_on),
        )


def facts_of(request, quotes):
    chosen = next((quote for quote in quotes if quote.chosen_at), None)
    return [
        Fact(_("Department"), request.department.name if request.department else ""),
        Fact(_("Requested by"), request.requested_by.name),
        Fact(_("What for"), request.title, wide=True),
        Fact(_("Supplier chosen"), chosen.supplier.name if chosen else _("not chosen yet")),
        Fact(_("Chosen by"), chosen.chosen_by.name if chosen else ""),
        Fact(_("Amount chosen"), sum_text(chosen.total) if chosen else "", wide=True),
        Fact(_("Why this one"), why(chosen), wide=True),
    ]


def why(quote):
    if quote is None:
        return ""
    return quote.reason or _("It is the cheapest.")


def table_of(request, quotes):
    """Lines down, suppliers across; the whole amounts, delivery and warranty below."""
    columns = [TableColumn(_("Name and specification")), TableColumn(_("Quantity"), "centre")]
    columns += [TableColumn(quote.supplier.name, "amount") for quote in quotes]
    prices = [{(price.name, price.spec): price.unit_price for price in quote.prices.all()} for quote in quotes]
    rows = [
        [
            f"{line.name} {line.spec}".strip(), quantity_text(line),
            *(as_text(of_quote.get((line.name, line.spec)), "money") for of_quote in prices),
        ]
        for line in request.lines.all()
    ]  # fmt: skip
    rows.append([_("Delivery and warranty"), "", *(quote.terms for quote in quotes)])
    total = [_("The whole (yuan)"), "", *(as_text(quote.total, "money") for quote in quotes)]
    return Table(columns, rows, _("Unit prices in yuan"), total)
