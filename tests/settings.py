"""Settings of the tests: the real ones, on embedded servers of their own, with a database and a Redis number a process.

A *slot* is a small number that one test process holds while it lives: its database is ``test_<slot>``, made in
conftest; its Redis database has the slot's number. What a killed run left in a slot is overwritten by the next holder.
"""

import fcntl
import os
import tempfile
from pathlib import Path

from logistics.embedded import locks, place, servers
from logistics.embedded.redis_server import DATABASES as REDIS_DATABASES

CHECKOUT = Path(__file__).resolve().parent.parent
TEST_DIR = Path(os.environ.get("DATA_DIR") or CHECKOUT / ".data").resolve() / "test"


def take_slot(folder):
    """Return the first slot nobody holds; the lock stays ours until this process ends."""
    for slot in range(1, REDIS_DATABASES):
        if locks.try_take(place.own_folder(folder) / str(slot), fcntl.LOCK_EX) is not None:
            return slot
    raise RuntimeError("Every test slot is taken: wait until other test runs have ended.")


SLOT = take_slot(TEST_DIR / "slots")
SERVER_URL = servers.database_url(TEST_DIR, throwaway=True)
_files = tempfile.TemporaryDirectory(prefix="logistics-test-")

os.environ |= {
    "DATA_DIR": _files.name,
    "DATABASE_URL": SERVER_URL.rsplit("/", 1)[0] + f"/test_{SLOT}",
    "REDIS_URL": servers.redis_url(TEST_DIR, throwaway=True).rsplit("/", 1)[0] + f"/{SLOT}",
    "EMAIL_URL": "memorymail://",
    "SECRET_KEY": "only for tests",
}

from logistics.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir()  # noqa: F405
