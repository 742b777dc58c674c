"""``manage.py health``: what /healthz says, on the command line."""

from django.core.management.base import BaseCommand, CommandError

from logistics import health


class Command(BaseCommand):
    help = "Say of everything this installation stands on whether it is well, or why not."
    requires_system_checks = []

    def handle(self, **options):
        found = health.look()
        for name, complaint in found.items():
            self.stdout.write(f"{name:12} {complaint or 'ok'}")
        if any(found.values()):
            raise CommandError("Something is missing; the lines above say what.")
