"""One stack and one browser a run, in one process of it; a picture of every open page when a test fails."""

from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from logistics.embedded.place import own_folder
from logistics.school.models import School
from tests.addresses import addresses, logins
from tests.browser import stack as stacks
from tests.browser.visiting import Visitors, launch
from tests.test_walk import special

PICTURES = settings.TEST_DIR / "pictures"
TURNS = count(1)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def sample_addresses(django_db_setup, django_db_blocker):
    """{name: (path, login of whoever it is for, or None)} of every address of the project.

    Asked before the browser starts: Django's ORM refuses its loop.
    """
    with django_db_blocker.unblock():
        stacks.database.clone(with_sample=True)
        school = School.objects.get(is_sample=True)
        everywhere = addresses(school, special(school), logins(school))
        found = {each.name: (each.url, each.visitor and each.visitor.username) for each in everywhere}
        stacks.database.clone()
    return found


@pytest.fixture(scope="package")
def stack(sample_addresses, django_db_blocker):
    with django_db_blocker.unblock(), stacks.running() as stack:
        yield stack


@pytest.fixture(scope="package")
def every_visitor(stack):
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield Visitors(browser, stack)
        browser.close()


@pytest.fixture
def visitors(every_visitor):
    yield every_visitor
    every_visitor.leave()


@pytest.fixture
def visit(visitors):
    return visitors.visit


@pytest.fixture
def turn():
    """A number of its own for each test, and each try of one: the records of the others stay in the stack."""
    return next(TURNS)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed and "visitors" in item.fixturenames:
        for number, page in enumerate(item.funcargs["visitors"].open):
            picture = own_folder(PICTURES) / f"{item.name}-{number}.png"
            page.screenshot(path=picture, full_page=True)
            report.sections.append(("picture", f"{page.url} {picture}"))
    return report
