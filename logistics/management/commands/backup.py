"""``manage.py backup FILE``: database and stored files in one archive."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from logistics import archive


class Command(BaseCommand):
    help = "Write the database and every stored file to one archive."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the archive to write, e.g. logistics-2026-07-10.tar")

    def handle(self, *, file, **options):
        try:
            count = archive.make(file)
        except archive.ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Written to %(file)s: the database and %(count)d files.") % {"file": file, "count": count})
