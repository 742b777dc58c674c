"""The one source of now and today (DESIGN 9).

``set_to`` moves the clock of this thread of work, for tests and the sample school; the file named by the setting
CLOCK_FILE moves it for every process that has that setting.
"""

import contextlib
import os
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.utils import timezone

_moment = ContextVar("moment", default=None)
_file = {"mtime": None, "moment": None}


def now():
    """Return the current moment, aware."""
    return _moment.get() or _moment_of_file() or timezone.now()


def today():
    """Return today's date where the school is."""
    return day_of(now())


def day_of(moment):
    """Return the date of ``moment`` where the school is."""
    return timezone.localtime(moment).date()


def at(day, time):
    """Return the moment of a wall-clock ``time`` on ``day``, aware."""
    return timezone.make_aware(datetime.combine(day, time))


@contextlib.contextmanager
def set_to(moment):
    """Let the clock stand at ``moment`` (aware) inside the block."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def _moment_of_file():
    if not settings.CLOCK_FILE:
        return None
    try:
        mtime = os.stat(settings.CLOCK_FILE).st_mtime_ns
    except FileNotFoundError:
        return None
    if mtime != _file["mtime"]:
        with open(settings.CLOCK_FILE, encoding="utf-8") as file:
            _file.update(mtime=mtime, moment=datetime.fromisoformat(file.read().strip()))
    return _file["moment"]
