"""What every test stands on: the database of its process, and the compiled Chinese texts."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import TransactionTestCase

from tests import database


def pytest_configure(config):
    """Compile the texts once a run, before any worker starts."""
    if not hasattr(config, "workerinput"):
        call_command("compile_texts", verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """One migrated template, cloned for this process. Tests that commit get a fresh clone instead of emptied tables."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        cache.clear()
        database.clone()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.clone())
        yield
        database.drop()
