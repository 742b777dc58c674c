"""``manage.py prepare``: what ``make demo`` does before the product starts."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, compile the texts, collect static files, load the sample school; print its logins."

    def handle(self, **options):
        self.stderr.write("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("compile_texts", verbosity=0)
        self.collect_static()
        self.stderr.write("Looking for the sample school; loading it takes a minute the first time …")
        call_command("sample_school", stdout=self.stderr)
        call_command("sample_school", logins=True, stdout=self.stdout)

    def collect_static(self):
        """Collect again only when a file has changed: compressing thousands of icons takes a while."""
        stamp = settings.DATA_DIR / "static.stamp"
        found = fingerprint()
        if stamp.exists() and stamp.read_text() == found and settings.STATIC_ROOT.exists():
            return
        self.stderr.write("Collecting static files …")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(found)


def fingerprint():
    """Return a name for all static files as they are: paths, sizes and times."""
    lines = []
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            lines.append(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
