"""What an approval card shows of a purchase, fetched for many at once."""

from collections import defaultdict
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from finance.facts.hints import SEE_BUDGET, BudgetView
from finance.models import BudgetLine, LineCut, PurchaseLine, PurchaseRequest, Quote
from finance.panels.purchases import lines_panel, quantity_text, quotes_panel
from finance.selectors import bought_like, most_above, percent_above, prices_among, room_of
from logistics import clock
from logistics.attachments.models import Attachment
from logistics.attachments.selectors import as_photo
from logistics.hooks import ApprovalFacts
from logistics.pages.columns import as_text
from logistics.pages.fetching import Rows, hold, hold_one, table
from logistics.pages.parts import Fact

BRIEF_LINES = 3


def facts_of(keys, user):
    """Ask for (see ``fetching.in_rounds``) what purchases show to signers; end with {pk: ApprovalFacts}.

    keys: theirs. Two rounds, however many there are: all that leads to them, and then what is like their lines.
    """
    of_requests = partial(Rows.among, column="request_id", keys=keys)
    standing = f"{of_requests(Quote).where} AND withdrawn_at IS NULL"
    seen = {"department": {}, "campus": {}, "school": {}, "seller": {}, "requested_by": {}}
    requests, lines, cuts, quotes, files, budget_lines = yield [
        Rows.among(PurchaseRequest, "id", keys, leads_to=seen),
        of_requests(PurchaseLine, order="position"),
        Rows(LineCut, f"line_id IN (SELECT id FROM {table(PurchaseLine)} WHERE {of_requests(PurchaseLine).where})"),
        Rows(Quote, standing, leads_to={"supplier": {}}, order="total, id"),
        _files_about(keys, standing),
        BudgetLine.objects.with_use().filter(
            pk__in=PurchaseRequest.objects.order_by().filter(pk__in=keys).values("budget_line")
        ),
    ]
    hold(requests, "lines", lines)
    hold_one(lines, "cut", cuts)
    for request in requests:
        request.quotes_standing = [quote for quote in quotes if quote.request_id == request.pk]
    prices = yield from _with_sources_and_prices(requests)
    files_by, budgets = files_of(quotes, files), budgets_of(requests, budget_lines, user)
    return {request.pk: _facts(request, prices, files_by[request.pk], budgets.get(request.pk)) for request in requests}


def _with_sources_and_prices(requests):
    """Give requests the records they were asked for; end with {line pk: [earlier PurchaseLine]}."""
    lines, wanted = defaultdict(list), defaultdict(set)
    for request in requests:
        lines[request.school] += request.lines.all()
        if request.object_id is not None:
            wanted[request.content_type_id].add(request.object_id)
    bought = [bought_like(school, of_school) for school, of_school in lines.items()]
    sources = [_named(ContentType.objects.get_for_id(kind).model_class(), pks) for kind, pks in wanted.items()]
    found = yield [*bought, *sources]
    named = {(kind, each.pk): each for kind, records in zip(wanted, found[len(bought) :]) for each in records}
    for request in requests:
        request.source_text = str(named.get((request.content_type_id, request.object_id), ""))
    return {pk: like for mine, among in zip(lines.values(), found) for pk, like in prices_among(among, mine).items()}


def _named(model, keys):
    """Return the records with ``keys``, with what their lists join, so that naming them asks nothing more."""
    records = model._default_manager.filter(pk__in=keys)
    return records.for_lists().for_display() if hasattr(records, "for_lists") else records


def budgets_of(requests, budget_lines, user):
    """Return {pk: BudgetView} of the requests that name a budget line, as each line stands without its request.

    Who signs sees the whole line, who asked only what is left unless they may see the budget.
    """
    sees_all = user.has_perm(SEE_BUDGET)
    lines = {line.pk: line for line in budget_lines}
    for request in requests:
        request.budget_line = lines.get(request.budget_line_id)
    return {
        request.pk: BudgetView(
            room_of(request.budget_line, request), request.amount, sees_all or request.requested_by_id != user.pk
        )
        for request in requests
        if request.budget_line is not None
    }


def _files_about(keys, standing):
    """Return the Rows of the files of purchases, and of their quotes that meet the condition ``standing``."""
    of_request, of_quote = (ContentType.objects.get_for_model(model).pk for model in (PurchaseRequest, Quote))
    own = Rows.among(Attachment, "record_id", keys).where
    of_quotes = f"record_id IN (SELECT id FROM {table(Quote)} WHERE {standing})"
    where = f"record_type_id = %s AND {own} OR record_type_id = %s AND {of_quotes}"
    return Rows(Attachment, where, (of_request, of_quote))


def files_of(quotes, found):
    """Return {pk: [Attachment]} of many purchases: their own files before those of their quotes."""
    files, owners = defaultdict(list), {quote.pk: quote.request_id for quote in quotes}
    of_quote = ContentType.objects.get_for_model(Quote).pk
    for file in sorted(found, key=lambda file: (file.record_type_id == of_quote, file.pk)):
        files[owners[file.record_id] if file.record_type_id == of_quote else file.record_id].append(file)
    return files


def _facts(request, prices, files, budget):
    lines = list(request.lines.all())
    panels = [lines_panel(lines, {line.pk: prices.get(line.pk, []) for line in lines}, request.amount)]
    if request.quotes_standing or request.quotes_needed:
        panels.append(quotes_panel(request, request.quotes_standing))
    return ApprovalFacts(
        notes=list(notes_of(request, prices, budget)),
        facts=[fact for fact in shown(request, budget) if fact.text],
        panels=panels,
        gauge=budget and budget.gauge,
        brief=list(brief_of(lines, request.quotes_standing)),
        photos=[as_photo(file) for file in files if file.thumb],
        files=[file for file in files if not file.thumb],
        print_url=reverse("finance:purchase_slip", args=[request.pk]),
        record_url=request.get_absolute_url(),
    )


def brief_of(lines, quotes):
    """Yield (icon, words): the first things, and whose offer was chosen among how many."""
    things = _(", ").join(f"{line.name} {quantity_text(line)}" for line in lines[:BRIEF_LINES])
    more = len(lines) - BRIEF_LINES
    yield "package", things if more <= 0 else _("%(things)s and %(more)s more") % {"things": things, "more": more}
    chosen = next((quote for quote in quotes if quote.chosen_at), None)
    if chosen is not None:
        facts = {"count": len(quotes), "supplier": chosen.supplier.name}
        yield "scale", _("%(supplier)s, chosen from %(count)s quotes") % facts


def shown(request, budget):
    """Yield the facts of a purchase; number and title stand in the head, a budget line in its bar."""
    yield Fact(_("Kind"), request.get_kind_display())
    yield Fact(_("Source of funds"), "" if budget else request.get_budget_source_display())
    yield Fact(_("Supplier in mind"), str(request.seller or ""))
    yield Fact(_("Campus"), str(request.campus or ""))
    yield Fact(_("Asked for"), request.source_text)


def notes_of(request, prices, budget):
    """Yield (tone, sentence) of what a signer should see first."""
    if request.emergency:
        bought = _("It is bought already and is approved afterwards.") if request.bought_on else ""
        yield "warning", _("Emergency purchase.") + bought
    yield from budget_notes(request, budget)
    if request.split_sum:
        facts = {"total": as_text(request.split_sum, "money"), "limit": as_text(request.split_limit, "money")}
        yield (
            "warning",
            _(
                "Looks like one purchase split into several: with like ones near it, it came to %(total)s yuan, over the limit of "
                "%(limit)s."
            )
            % facts,
        )
    if request.quotes_needed and not request.emergency:
        yield from quote_notes(request)
    yield from price_notes(request, prices)


def budget_notes(request, budget):
    if budget is not None and budget.is_over:
        facts = {
            "line": budget.line.item, "amount": as_text(-budget.after, "money"),
            "reason": request.over_reason or _("no reason given"),
        }  # fmt: skip
        yield "danger", _("%(amount)s yuan over the budget of “%(line)s”: %(reason)s") % facts


def quote_notes(request):
    quotes = request.quotes_standing
    if len(quotes) < request.quotes_needed:
        facts = {"needed": request.quotes_needed, "there": len(quotes)}
        yield "warning", _("This amount needs %(needed)s quotes to compare; there are %(there)s.") % facts
    elif not any(quote.chosen_at for quote in quotes):
        yield "warning", _("The quotes are there, but none is chosen yet.")


def price_notes(request, prices):
    """What is dearer than last time; a warning where it is so by more than the rule buy.price.deviation."""
    most = most_above(request.school, request.requested_on or clock.today())
    for line in request.lines.all():
        above = percent_above(line.unit_price, prices.get(line.pk))
        if above is None or above <= 0:
            continue
        facts = {
            "name": line.name,
            "price": as_text(line.unit_price, "money"),
            "before": as_text(prices[line.pk][0].price_paid, "money"),
        }
        yield (
            "warning" if above > most else "info",
            _("%(name)s: %(price)s yuan each, last time %(before)s yuan.") % facts,
        )
