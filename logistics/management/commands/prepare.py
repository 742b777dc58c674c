"""``manage.py prepare``: what ``make demo`` does before the product starts."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, compile the texts, load the sample school; print its logins."

    def handle(self, **options):
        self.stderr.write("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("compile_texts", verbosity=0)
        self.stderr.write("Looking for the sample school; loading it takes a minute the first time …")
        call_command("sample_school", stdout=self.stderr)
        call_command("sample_school", logins=True, stdout=self.stdout)
