"""What an approval card shows of an agreement, and the route it takes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.instalments import parts_of
from finance.models import Agreement
from finance.panels.income import money_text
from finance.services import AGREEMENT
from logistics.attachments.selectors import as_photo, by_record, rows_about
from logistics.hooks import ApprovalFacts, ApprovalKind, ShippedStep
from logistics.pages.dates import full_day_text
from logistics.pages.fetching import Rows
from logistics.pages.parts import Fact


def approval_kind():
    kinds = tuple(Agreement.Kind.choices)
    yield ApprovalKind(AGREEMENT, gettext_lazy("Agreement"), shipped_route, categories=kinds)


def shipped_route(school, day):
    """The director looks at price and duties, the principal decides."""
    return [ShippedStep(("director",), _("checks price and duties")), ShippedStep(("principal",))]


def facts_of(keys, user):
    """Ask for (see ``fetching.in_rounds``) what is agreed, and its papers; end with {pk: ApprovalFacts} of agreements."""
    agreements, papers = yield [
        Rows.among(Agreement, "id", keys, leads_to={"place": {"campus": {}}}),
        rows_about(Agreement, keys),
    ]
    files = by_record(papers)
    return {agreement.pk: _facts(agreement, files[agreement.pk]) for agreement in agreements}


def _facts(agreement, files):
    return ApprovalFacts(
        notes=list(notes_of(agreement)),
        facts=[fact for fact in shown(agreement) if fact.text],
        photos=[as_photo(file) for file in files if file.thumb],
        files=[file for file in files if not file.thumb],
        print_url=reverse("finance:agreement_paper", args=[agreement.pk]),
        record_url=agreement.get_absolute_url(),
    )


def shown(agreement):
    yield Fact(_("Kind"), agreement.get_kind_display())
    yield Fact(_("Other party"), agreement.party)
    yield Fact(_("Place"), agreement.place.full_label if agreement.place else "")
    yield Fact(_("From the day"), full_day_text(agreement.starts_on))
    yield Fact(_("Until"), full_day_text(agreement.ends_on))
    yield Fact(_("Price a year"), money_text(agreement.yearly_price) if agreement.yearly_price else "")
    yield Fact(_("Way of payment"), agreement.get_paid_by_display())
    yield Fact(_("Together"), money_text(total_of(agreement)) if agreement.yearly_price else "")


def total_of(agreement):
    """Return what the agreement brings from its first to its last day, in yuan."""
    if agreement.paid_by == Agreement.PaidBy.SALE:
        return agreement.yearly_price
    parts = parts_of(agreement.starts_on, agreement.ends_on, agreement.yearly_price, agreement.paid_by)
    return sum(part.amount for part in parts)


def notes_of(agreement):
    """Yield (tone, sentence) of what a signer should see first."""
    if agreement.before_yearly is None or not agreement.yearly_price:
        return
    if not agreement.before_yearly:
        yield (
            "info",
            _("Until now it brought nothing; it brings %(now)s a year.") % {"now": money_text(agreement.yearly_price)},
        )
        return
    facts = {"before": money_text(agreement.before_yearly), "now": money_text(agreement.yearly_price)}
    yield "info", _("A year brought %(before)s before; it brings %(now)s now.") % facts
