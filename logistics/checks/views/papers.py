"""Checks on paper: the empty form, a round, the month's sheet."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from logistics import clock
from logistics.checks import papers
from logistics.checks.models import Round
from logistics.checks.selectors import templates as selectors
from logistics.checks.views.template_parts import MANAGE, OfTemplate
from logistics.checks.views.versions import VersionDetail
from logistics.db import record_id
from logistics.pages.base import RecordPage
from logistics.pages.forms import YEARS
from logistics.school.models import Place

MONTHS_OFFERED = 12


def pdf(content, name):
    """Return a PDF that the browser shows."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


class TemplatePrint(OfTemplate, RecordPage):
    """The empty form of a checklist, to try it or to fill in with a pen; the draft when there is nothing else."""

    def get(self, request, pk):
        version = selectors.current_version(self.object) or selectors.draft_of(self.object)
        return pdf(papers.empty_pdf(version), f"checklist-{self.object.pk}")


class VersionPrint(VersionDetail):
    """The empty form of one version; of a draft only for those who edit it."""

    def get_queryset(self):
        versions = super().get_queryset()
        return versions if self.request.user.has_perm(MANAGE) else versions.exclude(published_at=None)

    def get(self, request, pk):
        return pdf(papers.empty_pdf(self.object), f"checklist-{self.object.template_id}-{self.object.number}")


class RoundPrint(RecordPage):
    """A round as the official form."""

    model = Round
    queryset = Round.objects.select_related("school", "template", "version", "campus", "place")

    def get(self, request, pk):
        return pdf(papers.round_pdf(self.object), self.object.number)


class TemplateMonth(OfTemplate, RecordPage):
    """Which month and place, then the month's sheet with a column a day."""

    def get(self, request, pk):
        month = _month(request.GET.get("month", ""))
        if "month" not in request.GET:
            return render(request, "checks/template_month.html", self.get_context(month))
        place = self.get_place()
        rounds = Round.objects.visible_to(request.user)
        content = papers.month_pdf(self.object, month=month, place=place, rounds=rounds)
        return pdf(content, f"checklist-{self.object.pk}-{month:%Y%m}")

    def get_place(self):
        asked = self.request.GET.get("place", "")
        if not asked:
            return None
        return get_object_or_404(Place.objects.of_school(self.school), pk=record_id(asked))

    def get_context(self, month):
        rounds = Round.objects.visible_to(self.request.user).filter(template=self.object)
        places = Place.objects.filter(check_rounds__in=rounds).select_related("campus").distinct()
        return {
            "page": self.page_facts(),
            "month": month,
            "months": list(_months_back(month, MONTHS_OFFERED)),
            "places": places,
            "object": self.object,
        }

    def get_title(self):
        return _("Month sheet of “%(name)s”") % {"name": self.object.name}


def _months_back(month, count):
    """Yield the first days of a month and of those before it."""
    for _number in range(count):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def _month(text):
    """Return the first day of a month written 2026-11; this month when nothing is asked."""
    if not text:
        return clock.today().replace(day=1)
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
    if month.year not in YEARS:
        raise Http404
    return month
