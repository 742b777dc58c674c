"""Questions about summaries that more than one caller asks."""

from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage

from logistics import clock
from logistics.paper.pdf import Font
from logistics.reports.models import SchoolFont, SummaryStyle
from logistics.reports.periods import Period
from logistics.school.models import Campus, Term

VIEW = "reports.view_summary"


def periods_to_choose(school):
    """Return the periods a person is offered: terms, school years, calendar years and half years, newest first."""
    today = clock.today()
    terms = list(Term.objects.of_school(school).filter(covers_from__lte=today))
    years = sorted({term.school_year for term in terms}, reverse=True)
    calendar = sorted(
        {day.year for term in terms for day in (term.covers_from, min(term.covers_to, today))}, reverse=True
    )
    halves = [Period.of_half_year(year, half) for year in calendar for half in (2, 1)]
    return {
        "term": [Period.of_term(term) for term in terms],
        "school_year": [Period.of_school_year(school, year) for year in years],
        "calendar_year": [Period.of_calendar_year(year) for year in calendar],
        "half_year": [half for half in halves if half.start <= today],
    }


def campuses_open_to(user, school):
    """Return (campuses whose summary this person may read, whether the whole school's too)."""
    held = [appointment for appointment in user.appointments_now(VIEW) if appointment.school_id == school.pk]
    campuses = Campus.objects.of_school(school)
    if any(appointment.campus_id is None for appointment in held):
        return list(campuses), True
    return list(campuses.filter(pk__in=[appointment.campus_id for appointment in held])), False


def style_of(school):
    """Return how a school likes its summaries; the usual way (not saved) when it chose none."""
    return SummaryStyle.objects.of_school(school).first() or SummaryStyle(school=school)


def fonts_of(school):
    """Return the school's own fonts for paper; files of a remote store are copied beside the program once."""
    return [Font(font.family, _local_path(font.file.name)) for font in SchoolFont.objects.of_school(school)]


def _local_path(name):
    try:
        return default_storage.path(name)
    except NotImplementedError:  # a store without folders, e.g. S3
        target = settings.DATA_DIR / "copies" / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(f".{uuid4().hex}")
            part.write_bytes(default_storage.open(name).read())
            part.replace(target)
        return str(target)
