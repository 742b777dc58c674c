"""What every test stands on: the database of its process, and the compiled Chinese texts."""

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, TransactionTestCase
from xdist.scheduler import LoadScopeScheduling

from logistics import clock
from logistics.embedded import orphans
from logistics.paper import pdf, registers
from logistics.school.models import School
from tests import database

SHARED_OUT = ("tests/test_walk.py", "tests/test_bad_input.py")
# The stack makes the sample school; meanwhile the others do what needs none.
LONGEST = [
    "tests/browser/",
    "tests/duties/test_kill.py",
    "tests/duties/test_simulated_term.py",
    "tests/test_architecture.py",
    *SHARED_OUT,
    "tests/reports/test_registered.py",
    "tests/sample/",
]


# The same examples in every run, however long each takes.
hypothesis.settings.register_profile(
    "same", derandomize=True, deadline=None, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("same")


def pytest_configure(config):
    """Compile the texts once a run, before any worker starts."""
    if not hasattr(config, "workerinput"):
        call_command("compile_texts", verbosity=0)


def pytest_report_header(config):
    """Say what was found and removed of test runs whose folders are gone."""
    return orphans.tidy()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return OneStack(config, log)


class OneStack(LoadScopeScheduling):
    """A module stays in one process, for its fixtures; so do all browser tests, for their stack.

    Where each test takes long, they are shared out among the processes.
    """

    def _split_scope(self, nodeid):
        if nodeid.startswith("tests/browser/"):
            return "browser"
        return nodeid if nodeid.startswith(SHARED_OUT) else super()._split_scope(nodeid)


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: next((place for place, path in enumerate(LONGEST) if item.nodeid.startswith(path)), 99))


@pytest.fixture(scope="module")
def paper_laid_out_once():
    """Lay a sheet of paper out for the first who opens it only, in modules that open every page for many people."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "html_to_pdf", remembering(pdf.html_to_pdf))
        patch.setattr(registers, "html_to_pdf", pdf.html_to_pdf)
        patch.setattr(registers, "_lay_out_part", remembering(registers._lay_out_part))
        yield


def remembering(lay_out):
    """Return ``lay_out`` with a memory for what it was asked to lay out."""
    answers = {}

    def once(*asked, **options):
        key = repr((asked, sorted(options.items())))
        if key not in answers:
            answers[key] = lay_out(*asked, **options)
        return answers[key]

    return once


@pytest.fixture(scope="session", autouse=True)
def standing_clock():
    """The clock stands for every test that does not set it, so that none depends on the day or the second it runs."""
    with clock.set_to(database.SAMPLE_MOMENT):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """One migrated template, cloned for this process. Tests that commit get a fresh clone instead of emptied tables."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        cache.clear()
        database.clone()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.clone())
        yield
        database.drop()


@pytest.fixture(scope="module")
def sample_school(django_db_setup, django_db_blocker):
    """The sample school as of one fixed moment, where the clock then stands; for modules about the whole."""
    with django_db_blocker.unblock():
        database.clone(with_sample=True)
    with clock.set_to(database.SAMPLE_MOMENT), django_db_blocker.unblock():
        yield School.objects.get(is_sample=True)
    with django_db_blocker.unblock():
        database.clone()


@pytest.fixture
def client_of():
    """Return a function that signs a person in and gives a browser-like client."""

    def sign_in(person, **options):
        client = Client(**options)
        client.force_login(person, backend="logistics.people.backends.AppointmentBackend")
        return client

    return sign_in
