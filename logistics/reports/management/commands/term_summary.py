"""Writes the summary of a school into a file: the same that the pages show and export."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from logistics.reports.models import Export
from logistics.reports.periods import Scope, period_by_key
from logistics.reports.rendering import render
from logistics.reports.summaries import Summary
from logistics.school.models import Campus, School


class Command(BaseCommand):
    help = "Write the logistics summary of a school for a period as JSON, PDF or DOCX."

    def add_arguments(self, parser):
        parser.add_argument("--school", required=True, help="code of the school")
        parser.add_argument(
            "--period",
            required=True,
            help="term 2025-2026-2, school year 2025-2026, year 2026, half year 2026-H1, or days 2026-03-01..2026-05-31",
        )
        parser.add_argument("--format", required=True, choices=Export.Format.values)
        parser.add_argument("--output", required=True, type=Path, help="file to write")
        parser.add_argument("--campus", help="name of a campus or unit; the whole school without it")

    def handle(self, *, school, period, format, output, campus, **options):
        with translation.override(settings.LANGUAGE_CODE):
            summary = self.summary(self.school(school), period, campus)
            try:
                output.write_bytes(render(summary, format))
            except OSError as error:
                raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{summary.title} → {output}")

    def school(self, code):
        try:
            return School.objects.get(code=code)
        except School.DoesNotExist as error:
            known = ", ".join(School.objects.values_list("code", flat=True)) or "none yet"
            raise CommandError(f"There is no school with the code {code}. Known: {known}.") from error

    def summary(self, school, key, name):
        period = period_by_key(school, key)
        if period is None:
            raise CommandError(f"{school.name} has no period {key}. Write a term like 2025-2026-2, or 2025-2026, 2026, "
                               "2026-H1, 2026-03-01..2026-05-31.")  # fmt: skip
        campus = Campus.objects.of_school(school).filter(name=name).first() if name else None
        if name and campus is None:
            known = ", ".join(str(campus) for campus in Campus.objects.of_school(school))
            raise CommandError(f"{school.name} has no campus {name}. Known: {known}.")
        return Summary(school, period, Scope(campus))
