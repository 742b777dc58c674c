"""Processes of their own beside this one: a web server, a worker."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

PATIENCE = 60


@contextmanager
def running(*command, is_up, **environment):
    """Run a Python module with this database and Redis until the block ends; it begins when ``is_up`` says so.

    The value of the block is the process.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": _address(), "REDIS_URL": settings.REDIS_URL} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(process, is_up, command)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def _wait(process, is_up, command):
    deadline = time.monotonic() + PATIENCE
    while not is_up():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{' '.join(command)} did not start")
        time.sleep(0.2)


def _address():
    facts = connection.settings_dict
    where = f"{facts['HOST']}:{facts['PORT']}" if facts["PORT"] else facts["HOST"]
    if facts["HOST"].startswith("/"):
        where = facts["HOST"].replace("/", "%2F") + (f":{facts['PORT']}" if facts["PORT"] else "")
    who = f"{facts['USER']}:{facts['PASSWORD']}@" if facts["PASSWORD"] else f"{facts['USER']}@"
    return f"postgresql://{who}{where}/{facts['NAME']}"
