"""Counting tries: each counts, whatever happens beside it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache, caches

from logistics.people.tries import count_try


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


def test_tries_at_the_same_moment_all_count():
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _number: count_try("pin", 3600), range(40)))

    assert sorted(counts) == list(range(1, 41))


def test_a_count_taken_back_in_between_begins_anew(monkeypatch):
    count_try("pin", 60)
    kind, interruptions = type(caches["default"]), ["a right PIN"]
    incr = kind.incr

    def interrupted(self, key):
        if interruptions:
            interruptions.pop()
            cache.delete(key)
        return incr(self, key)

    monkeypatch.setattr(kind, "incr", interrupted)

    assert (count_try("pin", 60), count_try("pin", 60)) == (1, 2)
