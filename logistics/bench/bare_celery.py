"""Celery as it comes, and the two tasks that are compared: each says that it was done, and nothing else."""

import os
from functools import lru_cache

import redis
from celery import Celery, shared_task

BARE, OURS = "bench-bare", "bench-ours"
URL = os.environ.get("REDIS_URL", "")

app = Celery("bare", broker=URL, set_as_current=False)  # what the product sends must not go through it


@shared_task(name="bench.nothing", ignore_result=True)
def nothing(where):
    connection().rpush(where, 1)


@lru_cache
def connection():
    """Return the one connection of this process."""
    return redis.from_url(URL)
