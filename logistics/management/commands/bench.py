"""``manage.py bench``: the speeds that DESIGN names beside their peers, on a database of its own."""

import os

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.test.utils import override_settings

from logistics.bench import approvals, duties, exchange, growth, lists, register, serving, summary
from logistics.bench.school import database_of_its_own, grow
from logistics.people.models import User
from logistics.sample.building import build

SUBJECTS = {
    "lists": lists.run,
    "exchange": exchange.run,
    "serving": serving.run,
    "summary": summary.run_grown,
    "duties": duties.run,
    "approvals": approvals.run,
    "register": register.run,
    "growth": growth.run,
}
USUAL = [name for name in SUBJECTS if name != "growth"]


class Command(BaseCommand):
    help = "Measures the speeds that DESIGN names; prints medians as ratios to peers of the same run."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=100_000, help="repairs in the school")
        parser.add_argument("--rounds", type=int, default=9, help="how often each thing is timed")
        parser.add_argument("--export-rows", type=int, default=50_000, help="repairs in the workbook written")
        parser.add_argument("--import-rows", type=int, default=50_000, help="repairs in the workbook read")
        parser.add_argument(
            "--only",
            nargs="+",
            choices=SUBJECTS,
            default=USUAL,
            help="what to measure; growth fills the table with a million rows, which takes minutes",
        )

    def handle(self, *args, **options):
        call_command("compile_texts", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        with database_of_its_own(), override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
            school = build()
            User.objects.create_superuser("bench-keeper")
            if "summary" in options["only"]:
                summary.run(school, self.stdout, rounds=options["rounds"])  # a term's real amount of work
            rows = grow(school, options["rows"])
            self.stdout.write(f"{rows:,} repairs; medians of {options['rounds']} rounds; {load()}\n\n")
            sizes = {"exchange": {name: options[name] for name in ("export_rows", "import_rows")}}
            for subject in options["only"]:
                SUBJECTS[subject](school, self.stdout, rounds=options["rounds"], **sizes.get(subject, {}))


def load():
    """Return how busy this machine is, in words."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
