"""A list builds the filters it shows, and those that are set."""

import pytest
from django.urls import reverse

from logistics.pages import filter_lines
from logistics.school.models import School
from repairs.filters import RepairFilter
from repairs.models import Repair
from tests.factories import CampusFactory, SchoolFactory, user_with
from tests.repairs.factories import TradeFactory

pytestmark = pytest.mark.django_db

LIST = reverse("repairs:repair_list")
OPENED = {"HX-Request": "true", "HX-Target": "filter-more"}


@pytest.fixture
def client(client_of):
    return client_of(user_with("repairs.view_repair", school=SchoolFactory()))


def test_the_further_filters_are_left_out_until_they_are_opened(client):
    assert b'name="cause"' not in client.get(LIST).content
    assert b'name="cause"' in client.get(LIST, headers=OPENED).content


def test_without_scripts_an_address_opens_them(client):
    assert b'name="cause"' in client.get(f"{LIST}?filters=all").content


def test_a_further_filter_that_is_set_stands_open(client):
    page = client.get(f"{LIST}?cause=age").content.decode()

    assert '<option value="age" selected>' in page
    assert "filter-more collapse show" in page


class TestTheLineThatIsKept:
    """A list that is filtered by nothing but words has a line drawn earlier, for whoever chooses from the same."""

    def line_of(self, page):
        return page.content.decode().partition('<form class="filter"')[2].partition("</form>")[0]

    def test_it_is_drawn_once(self, client, monkeypatch):
        for _drawn_with_the_choices_asked_for_and_kept in range(2):
            client.get(LIST)
        monkeypatch.setattr(filter_lines, "_drawn", None)

        assert self.line_of(client.get(LIST)) == self.line_of(client.get(f"{LIST}?after=x"))

    def test_it_is_the_one_that_a_set_filter_draws(self, client):
        campus = CampusFactory(school=School.objects.get())
        kept = [self.line_of(client.get(LIST)) for _turn in range(3)]
        drawn = self.line_of(client.get(f"{LIST}?campus={campus.pk}"))

        assert kept == [drawn.replace(f'value="{campus.pk}" selected', f'value="{campus.pk}"')] * 3
        assert kept[0] != drawn

    def test_it_says_what_is_looked_for_and_forgets_it(self, client):
        found = [client.get(LIST, {"q": words}).content.decode() for words in ('灯"><b>', "门", "")]

        assert 'name="q" id="id_q" class="form-control" value="灯&quot;&gt;&lt;b&gt;"' in found[0]
        assert 'class="form-control" value="门"' in found[1]
        assert 'class="form-control" value=""' in found[2]

    def test_another_school_chooses_from_its_own(self, client, client_of):
        other = SchoolFactory(code="other")
        TradeFactory(school=other, name="钟表")
        stranger = client_of(user_with("repairs.view_repair", school=other))

        pages = [self.line_of(asking.get(LIST)) for asking in (client, stranger, client, stranger)]

        assert ["钟表" in page for page in pages] == [False, True, False, True]


def test_only_filters_that_are_set_are_built_for_the_rows_alone(client):
    made = RepairFilter({"status": "done", "reported_min": "2026-09-01", "after": "x"},
                        queryset=Repair.objects.all(), school=School.objects.get())  # fmt: skip

    assert list(made.filters) == ["status", "reported"]
