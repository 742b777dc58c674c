"""``manage.py bench``: lists and the summary beside their peers, on a database of its own."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from logistics.bench.measuring import Case, measure, report
from logistics.bench.school import database_of_its_own, grow
from logistics.pages.paging import SIZE, KeyPage
from logistics.paper.document import document_to_pdf
from logistics.paper.pdf import html_to_pdf
from logistics.people.models import User
from logistics.reports.periods import Scope, current_period
from logistics.reports.summaries import Summary
from logistics.sample.building import build
from repairs.models import Repair

LIST = "admin changelist"


class Command(BaseCommand):
    help = "Measures lists of many repairs and the term summary; prints medians as ratios to peers of the same run."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=100_000, help="repairs in the school")
        parser.add_argument("--rounds", type=int, default=15, help="how often each thing is timed")

    def handle(self, *args, **options):
        call_command("compile_texts", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        with database_of_its_own(), override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
            school = build()
            self.stdout.write(f"{grow(school, options['rows']):,} repairs; medians of {options['rounds']} rounds\n\n")
            self.show(list_cases(school), options["rounds"])
            self.show(summary_cases(school), max(3, options["rounds"] // 3))

    def show(self, cases, rounds):
        measure(cases, rounds=rounds)
        for line in report(cases):
            self.stdout.write(line)
        self.stdout.write("")


def list_cases(school):
    director = client_of(User.objects.get(username="director"))
    keeper = client_of(User.objects.create_superuser("bench-keeper"))
    peer = reverse(f"admin:{Repair._meta.app_label}_{Repair._meta.model_name}_changelist")
    url = reverse("repairs:repair_list")
    part = {"HX-Request": "true", "HX-Target": "results"}
    plain = "list"
    return [
        Case(LIST, get(keeper, peer)),
        Case(plain, get(director, url), LIST, 0.60),
        Case("htmx part of the list", get(director, url, headers=part), LIST, 0.30),
        Case("list filtered by state", get(director, f"{url}?status={Repair.Status.DONE}"), LIST),
        Case("search of 2 characters", get(director, f"{url}?q=漏水"), plain, 1.30),
        Case("search of 5 characters", get(director, f"{url}?q=水龙头漏水"), plain, 1.15),
        Case("page 500", get(director, url + page_url(school, 500)), plain, 1.25),
        Case("detail", get(director, Repair.objects.of_school(school).first().get_absolute_url()), LIST),
        Case("admin search of 2 characters", get(keeper, f"{peer}?q=漏水"), LIST),
    ]


def summary_cases(school):
    period = current_period(school)
    html = render_to_string("paper/document.html", {"document": Summary(school, period, Scope()).document()})
    bare = "bare WeasyPrint"
    return [
        Case("summary: data", lambda: Summary(school, period, Scope()).as_json()),
        Case(bare, lambda: html_to_pdf(html)),
        Case("summary: whole PDF", lambda: document_to_pdf(Summary(school, period, Scope()).document()), bare, 1.15),
    ]


def client_of(person):
    client = Client()
    client.force_login(person, backend="logistics.people.backends.AppointmentBackend")
    return client


def get(client, url, **options):
    """Return a function that fetches ``url`` and insists on an answer."""

    def fetch():
        answer = client.get(url, **options)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answered {answer.status_code}")

    return fetch


def page_url(school, number):
    """Return the address of a far page, as following the pages would reach it."""
    last = Repair.objects.of_school(school)[(number - 1) * SIZE - 1]
    page = KeyPage(Repair.objects.none(), {})
    return f"?after={page._cursor(last)}"
