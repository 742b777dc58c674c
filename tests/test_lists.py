"""Every list answers with a constant and small number of statements (DESIGN, speed table)."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from logistics.pages.lists import ListPage
from tests.addresses import addresses
from tests.factories import user_with

pytestmark = [pytest.mark.usefixtures("sample_school"), pytest.mark.django_db]

RESULTS_LIMIT = 6


@pytest.fixture
def reader(sample_school, client_of):
    rights = [
        f"{row.content_type.app_label}.{row.codename}" for row in Permission.objects.select_related("content_type")
    ]
    return client_of(user_with(*rights, school=sample_school))


def lists(school):
    return [
        address
        for address in addresses(school, {})
        if isinstance(address.view, type) and issubclass(address.view, ListPage) and not address.record
        and "get" not in vars(address.view)
    ]  # fmt: skip


def statements(client, url, **options):
    client.get(url, **options)  # warms the caches of rules, badges and content types
    with CaptureQueriesContext(connection) as captured:
        client.get(url, **options)
    return [query["sql"] for query in captured]


def test_the_results_of_every_list_take_few_statements(sample_school, reader):
    cache.clear()
    heavy = {
        str(address): len(made)
        for address in lists(sample_school)
        if len(made := statements(reader, address.url, headers={"HX-Request": "true", "HX-Target": "results"}))
        > RESULTS_LIMIT
    }

    assert heavy == {}


def test_a_list_of_many_rows_takes_no_more_statements_than_one_of_few(sample_school, reader):
    growing = {}
    for address in lists(sample_school):
        whole = len(statements(reader, address.url))
        few = len(statements(reader, f"{address.url}?q=没有这样的记录"))
        if whole > few + 2:
            growing[str(address)] = (few, whole)

    assert growing == {}
