"""The form of a checklist with nothing in it."""

from django.utils.translation import gettext as _

from logistics.checks.models import Version
from logistics.checks.papers.parts import PLACES_A_TABLE, Block, Line, Mark, frame, in_parts
from logistics.checks.selectors.rounds import walks_several
from logistics.checks.selectors.templates import items_with_limits
from logistics.paper.document import Table
from logistics.paper.pdf import render_pdf
from logistics.paper.slips import Fact, SignatureCell, Slip

EMPTY_PLACES = 6
EMPTY_FINDINGS = 3


def empty_pdf(version):
    """Return the form of a version with nothing in it, to fill in with a pen."""
    template = version.template
    lines = items_with_limits(version, template.school)
    several = walks_several(version)
    route = [point.place.label for point in template.route.select_related("place")]
    columns = (route or [""] * EMPTY_PLACES) if several else []
    at_places = [pair for pair in lines if pair[0].each_place or not several]
    blocks = [
        Block(_empty_lines(at_places, len(part) or 1), columns=[(label, []) for label in part])
        for part in (in_parts(columns, PLACES_A_TABLE) if several else [[]])
    ]
    if several and (once := [pair for pair in lines if not pair[0].each_place]):
        first = sum(len(items) for _section, items in at_places) + 1
        blocks.append(Block(_empty_lines(once, 1, first), title=_("The check as a whole")))
    facts = [Fact(_("Place"), ""), Fact(_("Day of the check"), "")]
    if version.asks_announced:
        facts += [Fact(_("Announced or not"), _("□ announced  □ unannounced"))]
    if version.scored:
        facts += [Fact(_("Score"), "")]
    second = version.second_label if version.seconded != Version.Seconded.NEVER else _("Head of the office")
    columns = ["", _("Place"), _("What was found"), _("What came of it"), _("Handled by")]
    context = {
        **frame(template.school, version, number="", date=""),
        "empty": True,
        "slip": Slip(facts=facts, signatures=[SignatureCell(_("Walked by")), SignatureCell(second)]),
        "blocks": blocks,
        "findings": Table(columns, [["", "", "", "", ""]] * EMPTY_FINDINGS),
    }
    return render_pdf("checks/round_print.html", context)


def _empty_lines(sections, columns, first=1):
    number = first - 1
    found = []
    for section, items in sections:
        lines = []
        for item, limits in items:
            number += 1
            lines.append(Line(number, item, limits, [Mark() for _column in range(columns)]))
        found.append((section.title, lines))
    return found
