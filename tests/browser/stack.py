"""A stack of its own for the browser: the supervisor of ``make demo`` with web, workers, beat and Redis, on a clone of
the sample school. Its clock stands where the sample school ends, and can be moved for all its processes.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from logistics.embedded import locks
from logistics.embedded.place import own_folder
from logistics.people.models import User
from logistics.sample.people import PASSWORD
from tests import database
from tests.factories import TermFactory, user_with

DATABASE = f"stack_{settings.SLOT}"
STRANGER = "stranger"  # signs in like everybody, but works at another school
DATABASE_URL = settings.SERVER_URL.rsplit("/", 1)[0] + f"/{DATABASE}"
STOP_PATIENCE = 60  # seconds the supervisor has to stop everything
PARENT_DEATH_SIGNAL = 1  # prctl(2)
libc = ctypes.CDLL(None)


@dataclass
class Stack:
    url: str
    folder: Path
    process: subprocess.Popen

    @property
    def clock_file(self):
        return self.folder / "clock"

    def set_clock(self, moment):
        """Let the clock of every process stand at ``moment`` (aware)."""
        unfinished = self.clock_file.with_suffix(".new")
        unfinished.write_text(moment.isoformat())
        unfinished.rename(self.clock_file)

    def ask(self, query, *values):
        """Return the rows that the database of the stack answers."""
        with psycopg.connect(DATABASE_URL) as line:
            return line.execute(query, values).fetchall()


@contextmanager
def running():
    """Start a stack; whatever happens in the block, or to this process, the stack ends with it."""
    folder = fresh_folder()
    stack = Stack(None, folder, None)
    stack.set_clock(database.SAMPLE_MOMENT)
    try:
        database.clone(DATABASE, with_sample=True, files=own_folder(folder / "files"))
        with database.used(DATABASE):
            let_people_sign_in()
        with locks.held(settings.TEST_DIR / "collected.lock"):
            stack.url = f"http://127.0.0.1:{free_port()}"  # now, lest somebody else takes it meanwhile
            stack.process = start(stack)
            wait_until_ready(stack)
        yield stack
    finally:
        if stack.process is not None:
            stop(stack.process)
        database.drop(DATABASE)
        shutil.rmtree(folder)


def fresh_folder():
    """Return the empty DATA_DIR of this slot's stack; the static files collected for an earlier one are kept outside."""
    folder = settings.TEST_DIR / "stacks" / str(settings.SLOT)
    shutil.rmtree(folder, ignore_errors=True)
    collected = own_folder(settings.TEST_DIR / "collected")
    own_folder(collected / "static")
    for name in ["static", "static.stamp"]:
        (own_folder(folder) / name).symlink_to(collected / name)
    return folder


def let_people_sign_in():
    """Give everybody the one password, hashed as the real settings accept it, and a stranger a school of their own."""
    stranger = user_with("repairs.view_repair", "finance.ask_purchase", "reports.view_summary", username=STRANGER)
    TermFactory(school=stranger.active_school)
    User.objects.update(password=PBKDF2PasswordHasher().encode(PASSWORD, "salt"))


def start(stack):
    with (stack.folder / "serve.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "logistics.serve"],
            cwd=settings.CHECKOUT,
            env=environment(stack),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )


def environment(stack):
    """Return the environment of a production start, not that of the tests. REDIS_URL: the embedded Redis, its own."""
    outside = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "HTTPS"}}
    return outside | {
        "DATA_DIR": str(stack.folder),
        "PORT": stack.url.rpartition(":")[2],
        "BIND": "127.0.0.1",
        "SITE_URL": stack.url,
        "DATABASE_URL": DATABASE_URL,
        "REDIS_URL": "",
        "CLOCK_FILE": str(stack.clock_file),
    }


def end_with_parent():
    """Runs in the supervisor before it begins: Ctrl-C for it when this process dies without a word."""
    libc.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def wait_until_ready(stack):
    for line in stack.process.stdout:
        if line.startswith("Ready:"):
            return
    logs = [stack.folder / "serve.log", *sorted((stack.folder / "logs").glob("*.log"))]
    said = "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in logs)
    raise RuntimeError(f"The stack did not start.\n{said}")


def stop(process):
    process.terminate()
    try:
        process.communicate(timeout=STOP_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
