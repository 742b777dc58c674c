"""What the settings ask: the address of an embedded server that is running, and the installation's secret key."""

import fcntl
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

from logistics.embedded import locks
from logistics.embedded.place import EmbeddedError, own_folder
from logistics.embedded.postgres import Postgres
from logistics.embedded.redis_server import Redis
from logistics.embedded.server import PATIENCE

ROOT = Path(__file__).resolve().parents[2]

_leases = {}  # users lock → our hold on it, for as long as this process lives
_keepers = []  # keepers that this process started, so that it can bury them


def database_url(data_dir, throwaway=False):
    """Return the address of the PostgreSQL of ``data_dir``, started if it was not running; it runs while we live."""
    return _use(Postgres(Path(data_dir).resolve(), throwaway))


def redis_url(data_dir, throwaway=False):
    """As ``database_url``, for Redis."""
    return _use(Redis(Path(data_dir).resolve(), throwaway))


def secret_key(data_dir):
    """Return the secret key of ``data_dir``, made on first use."""
    path = own_folder(Path(data_dir)) / "secret_key"
    with locks.held(path.with_suffix(".lock")):
        if not path.exists():
            path.touch(mode=0o600)
        if not path.read_text():
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text()


def leave(data_dir, patience=PATIENCE):
    """Give the servers of ``data_dir`` up, and wait until they have stopped, unless others use them."""
    for server in [Postgres(Path(data_dir).resolve()), Redis(Path(data_dir).resolve())]:
        if server.users_lock in _leases:
            os.close(_leases.pop(server.users_lock))
            _wait_for_end(server, patience)
    _bury()


def _use(server):
    with locks.held(server.start_lock):
        if server.users_lock not in _leases:
            _leases[server.users_lock] = locks.take(server.users_lock, fcntl.LOCK_SH)
        _wait_for_answer(server)
    return server.url()


def _wait_for_answer(server):
    """Wait until ``server`` answers, giving it a keeper when it has none."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if locks.is_free(server.keeper_lock):
            _start_keeper(server)
        if server.answers():
            return
        time.sleep(0.05)
    raise EmbeddedError(f"{server.name} does not answer; {server.folder / 'log'} says why.")


def _start_keeper(server):
    _bury()
    arguments = [server.name, str(server.data_dir), *(["throwaway"] if server.throwaway else [])]
    with (server.folder / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "logistics.embedded.keeper", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            cwd=ROOT,
            text=True,
        )
    _keepers.append(keeper)
    with keeper.stdout as said:
        word = said.readline().strip()
    if word != "ready":
        raise EmbeddedError(word or f"{server.name} could not be started; {server.folder / 'keeper.log'} says why.")


def _wait_for_end(server, patience):
    deadline = time.monotonic() + patience
    while not locks.is_free(server.keeper_lock) and time.monotonic() < deadline:
        if not locks.is_free(server.users_lock):
            time.sleep(0.1)
            if not locks.is_free(server.users_lock):  # the keeper itself looks only for a moment
                return
        time.sleep(0.05)


def _bury():
    """Take note of the end of keepers that this process started, so that none stays behind as a zombie."""
    _keepers[:] = [keeper for keeper in _keepers if keeper.poll() is None]
