from datetime import UTC, date, datetime

import pytest

from finance.services import make_books
from logistics import clock
from tests.approvals.factories import Office
from tests.factories import TermFactory


@pytest.fixture
def office(db):
    """A school with its line of command, its books, and a term that covers today."""
    office = Office()
    make_books(office.school)
    today = clock.today()
    TermFactory(
        school=office.school, school_year=today.year, starts_on=date(today.year, 1, 2), ends_on=date(today.year, 12, 30),
        covers_from=date(today.year, 1, 1), covers_to=date(today.year, 12, 31),
    )  # fmt: skip
    return office


@pytest.fixture
def september():
    """The clock stands in the middle of a term, far from both ends of the year."""
    with clock.set_to(datetime(2026, 9, 16, 2, tzinfo=UTC)):
        yield
