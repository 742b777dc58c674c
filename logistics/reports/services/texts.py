"""The director's own texts, and the order of the sections."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.errors import RuleError
from logistics.history.services import change, note
from logistics.reports.models import SectionChoice, SummaryStyle, SummaryText
from logistics.reports.sections import Section


@change
def write_text(school, period, scope, *, section, text, by):
    """Keep what ``by`` wrote into a section of one summary; an empty text takes it back to the suggestion."""
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    own, made = SummaryText.objects.select_for_update().get_or_create(
        school=school,
        period=period.key,
        campus=scope.campus,
        section=section,
        defaults={"text": text, "written_by": by, "written_at": clock.now()},
    )
    if not made:
        own.text, own.written_by, own.written_at = text, by, clock.now()
        own.save(update_fields=["text", "written_by", "written_at"])
    note(own, "written" if text else "cleared", by=by)
    return own


@change
def arrange_sections(school, *, choices, by, roughly=False):
    """Keep the order, headings and visibility of all sections, and whether counts are said roughly on paper.

    choices: {section: {"position": int, "heading": str, "shown": bool}}. Equal places keep the shipped order.
    """
    if not choices[Section.PROBLEMS]["shown"]:
        raise RuleError(_("Remaining problems are always printed."), field=f"shown_{Section.PROBLEMS}")
    order = sorted(choices, key=lambda section: (choices[section]["position"], Section.values.index(section)))
    for place, section in enumerate(order, start=1):
        wanted = {"position": place, "heading": choices[section]["heading"], "shown": choices[section]["shown"]}
        SectionChoice.objects.update_or_create(school=school, section=section, defaults=wanted)
    SummaryStyle.objects.update_or_create(school=school, defaults={"roughly": roughly})
    note(school, "changed", by=by, text=_("sections of the summary"))
    return school
