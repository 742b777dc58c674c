"""Counting tries, so that nobody guesses or floods."""

from django.core.cache import cache


def count_try(key, seconds):
    """Count one more try under ``key`` and return how many there are since the first, which begins the time.

    Of many at the same moment every one counts, also when the time ends or the count is taken back in between.
    """
    while not cache.add(key, 1, seconds):
        try:
            return cache.incr(key)
        except ValueError:  # the count ended between the two calls
            continue
    return 1
