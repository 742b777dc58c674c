"""Keep one embedded server running until nobody uses it.

``python -m logistics.embedded.keeper postgres DATA_DIR [throwaway]``. Users hold a shared lock, which the kernel lets
go when they end, even killed; so the server never outlives its last user for long, and nobody needs to stop it.
Standard output carries one line: ``ready``, or the sentence that says why not.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path

from logistics.embedded import locks
from logistics.embedded.place import EmbeddedError
from logistics.embedded.postgres import Postgres
from logistics.embedded.redis_server import Redis

KINDS = {kind.name: kind for kind in [Postgres, Redis]}
LOOK = 0.5  # seconds between two looks


def keep(server):
    """Start ``server``, start it again when it dies, stop it when its last user has gone."""
    process = server.start()
    say("ready")
    try:
        while True:
            time.sleep(LOOK)
            if process.poll() is not None:
                print(f"{server.name} ended by itself with {process.returncode}; starting it again.", file=sys.stderr)
                process = server.start()
            if ending := nobody_uses(server):
                break
    except Asked:
        ending = None
    server.stop(process)
    return ending


class Asked(BaseException):
    """Someone sent SIGTERM."""


def ask(number, frame):
    raise Asked


def nobody_uses(server):
    """Return the start lock, which keeps newcomers waiting until we have stopped; None while there are users."""
    users = locks.try_take(server.users_lock, fcntl.LOCK_EX)
    if users is None:
        return None
    os.close(users)
    starting = locks.try_take(server.start_lock, fcntl.LOCK_EX)
    if starting is not None and not locks.is_free(server.users_lock):
        os.close(starting)
        return None
    return starting


def say(line):
    """Tell whoever started us, once."""
    print(line, flush=True)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.close(silence)


def main(name, data_dir, throwaway=""):
    server = KINDS[name](Path(data_dir), throwaway=bool(throwaway))
    kept = locks.try_take(server.keeper_lock, fcntl.LOCK_EX)
    if kept is None:
        sys.exit(f"{name} already has a keeper.")
    signal.signal(signal.SIGTERM, ask)
    try:
        keep(server)
    except EmbeddedError as error:
        say(str(error))
        sys.exit(str(error))
    os.close(kept)


if __name__ == "__main__":
    main(*sys.argv[1:])
