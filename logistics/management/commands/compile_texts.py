"""``manage.py compile_texts``: make the catalogues that gettext reads from the ones that people write."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.autoreload import file_changed


class Command(BaseCommand):
    help = "Compile every catalogue under locale/ that is newer than its compiled form."

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
                if is_stale(source):
                    compile_catalogue(source)
                    if options["verbosity"]:
                        self.stdout.write(f"Compiled {source.parent.parent.name}/{source.stem}.")


def is_stale(source):
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime <= source.stat().st_mtime


def compile_catalogue(source):
    """Compile ``source``; whoever reads the compiled file meanwhile sees the old one or the new one, whole.

    This process forgets what it has read before: the sample school is made by the one that compiles first.
    """
    compiled = source.with_suffix(".mo")
    with source.open("rb") as text:
        catalogue = read_po(text)
    unfinished = source.with_suffix(f".mo.{os.getpid()}")
    with unfinished.open("wb") as target:
        write_mo(target, catalogue)
    unfinished.rename(compiled)
    file_changed.send(sender=compile_catalogue, file_path=compiled)
