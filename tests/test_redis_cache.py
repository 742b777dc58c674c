"""The cache in Redis."""

from threading import Thread

from django.core.cache import cache, caches


def test_questions_of_one_thread_share_a_client():
    assert cache._cache.get_client("one") is cache._cache.get_client("two", write=True)


def test_threads_read_what_others_wrote():
    found = []
    cache.set("test:shared", "written", 30)

    other = Thread(target=lambda: found.append(caches["default"].get("test:shared")))
    other.start()
    other.join()
    cache.delete("test:shared")

    assert (found, cache.get("test:shared")) == (["written"], None)
