"""The approval slip of a purchase on paper: facts, lines, amount in words, and every signature."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from finance.models import PurchaseRequest
from finance.panels.purchases import quantity_text
from finance.papers.marks import mark_of
from logistics.approvals.cards import card_rows
from logistics.approvals.models import Case, Step
from logistics.approvals.selectors import case_of
from logistics.pages.columns import as_text
from logistics.pages.fetching import in_rounds
from logistics.paper.amounts import in_words
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.people.selectors import with_drawings


def slip_pdf(request):
    """Return the PDF; until the last signature it is watermarked 未审批."""
    with translation.override(settings.LANGUAGE_CODE):
        return slip_to_pdf(
            Slip(facts_of(request), [lines_of(request)], signatures_of(request), note=note_of(request)),
            school_name=request.school.name,
            document_name=_("Purchase approval slip"),
            number=request.number,
            date=office_date(request.requested_on) if request.requested_on else "",
            state=state_of(request),
            watermark=mark_of(request, request.approved_on),
        )


def state_of(request):
    """Return who is being asked at present, that it was sent back, or "" when nobody is asked any more."""
    case = Case.objects.about(request).filter(status=Case.Status.PENDING).first()
    if case is None:
        return request.get_status_display() if request.status == PurchaseRequest.Status.RETURNED else ""
    asked = case.steps.filter(revision=case.revision, status=Step.Status.CURRENT)
    return _("Being approved: %(steps)s") % {"steps": _(", ").join(step.label for step in asked)}


def facts_of(request):
    emergency = _(" (emergency, approved afterwards)") if request.emergency else ""
    return [
        Fact(_("Department"), request.department.name if request.department else ""),
        Fact(_("Requested by"), request.requested_by.name),
        Fact(_("Kind"), f"{request.get_kind_display()}{emergency}"),
        Fact(_("Source of funds"), funds_of(request)),
        Fact(_("What for"), request.title, wide=True),
        Fact(_("Reason"), request.reason, wide=True),
        *([Fact(_("Why over budget"), request.over_reason, wide=True)] if request.over_budget else []),
    ]


def funds_of(request):
    """Return the source of funds, with the budget line where one is named."""
    source = request.get_budget_source_display()
    return (
        _("%(source)s, %(line)s") % {"source": source, "line": request.budget_line.item}
        if request.budget_line
        else source
    )


def lines_of(request):
    columns = [
        TableColumn(_("No."), "centre"),
        TableColumn(_("Name"), share=30),
        TableColumn(_("Specification"), share=26),
        TableColumn(_("Quantity"), "centre"),
        TableColumn(_("Unit price (yuan)"), "amount"),
        TableColumn(_("Sum (yuan)"), "amount"),
    ]
    rows = [
        [
            line.position,
            line.name,
            line.spec,
            approved_text(line),
            as_text(line.unit_price, "money"),
            as_text(line.approved_amount, "money"),
        ]
        for line in request.lines.select_related("cut")
    ]
    words = _("Total (in words): %(words)s") % {"words": in_words(request.amount)}
    return Table(columns, rows, total=["", words, "", "", "", as_text(request.amount, "money")])


def approved_text(line):
    """Return how much may be bought; what was asked for stands beside it where a signer cut it."""
    if not hasattr(line, "cut"):
        return quantity_text(line)
    facts = {"approved": as_text(line.cut.quantity, "number"), "asked": quantity_text(line)}
    return _("%(approved)s (of %(asked)s asked for)") % facts


def signatures_of(request):
    case = case_of(request)
    if case is None:
        return []
    in_rounds(card_rows([case]))
    steps = [step for step in case.steps.all() if step.revision == case.revision and is_shown(step)]
    return with_drawings([cell for step in steps for cell in cells_of(step)])


def is_shown(step):
    """Say whether a step has a cell: one left out at the end has none, one that ended the case by its word has."""
    if step.status != Step.Status.SKIPPED:
        return True
    return hasattr(step, "ruling") or any(hasattr(seat, "decision") for seat in step.seats.all())


def cells_of(step):
    label = f"{step.label}\n{step.duty}".strip()
    if hasattr(step, "ruling"):
        return [ruled_cell(label, step.ruling)]
    decisions = [seat.decision for seat in step.seats.all() if hasattr(seat, "decision")]
    if not decisions:
        return [SignatureCell(label)]
    return [signed_cell(label, decision) for decision in decisions]


def ruled_cell(label, ruling):
    """What a meeting decided or an office replied, with its day and number."""
    facts = {"day": office_date(ruling.held_on), "name": ruling.entered_by.name}
    note = _("Decided on %(day)s, entered by %(name)s") % facts
    return SignatureCell(label, ruling.opinion or ruling.get_verb_display(), ruling.number, None, note)


def signed_cell(label, decision):
    note = ""
    if decision.on_paper:
        facts = {"day": office_date(decision.signed_on), "name": decision.entered_by.name}
        note = _("Signed on paper on %(day)s, entered by %(name)s") % facts
    return SignatureCell(
        label,
        decision.opinion or decision.get_verb_display(),
        decision.signature,
        None if decision.on_paper else decision.decided_at,
        note,
        signed_by=None if decision.on_paper else decision.person_id,
    )


def note_of(request):
    if not request.bought_on:
        return ""
    facts = {"day": office_date(request.bought_on), "name": request.bought_by.name, "supplier": request.supplier}
    bought = _("Bought on %(day)s by %(name)s, supplier: %(supplier)s.") % facts
    if not request.paid_on:
        return bought
    facts = {"day": office_date(request.paid_on), "amount": as_text(request.paid_amount, "money")}
    return bought + _("Paid on %(day)s: %(amount)s yuan.") % facts
