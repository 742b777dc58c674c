"""``manage.py restore FILE``: put an archive of ``manage.py backup`` in place."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from logistics import archive


class Command(BaseCommand):
    help = "Restore the database and every stored file from an archive; stop web and workers first."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="an archive made by manage.py backup")
        parser.add_argument("--replace", action="store_true", help="give up what is here now")

    def handle(self, *, file, replace, **options):
        try:
            count = archive.restore(file, replace=replace)
        except archive.ArchiveError as error:
            raise CommandError(str(error)) from error
        message = _("Restored from %(file)s: the database and %(count)d files.")
        self.stdout.write(message % {"file": file, "count": count})
