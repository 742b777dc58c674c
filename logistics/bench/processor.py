"""Processor seconds that processes of this machine have used so far, as Linux counts them."""

import time
from pathlib import Path

from django.db import connection

PROCESSES = Path("/proc")
NANOSECONDS = 1e9
SESSION_PLACE = 3  # in /proc/…/stat, counted from what follows the name in brackets


def here_and_in_the_database():
    """Return the seconds of this process and of its session in the database, None where nobody can tell."""
    connection.ensure_connection()
    session = _of_session(connection.connection.info.backend_pid)
    return None if session is None else time.process_time() + session


def of_a_site(process):
    """Return a function that counts the processes of a web server and all sessions in this database."""

    def used():
        sessions = [_of_session(pid) for pid in _sessions()]
        return (
            None if None in sessions else sum(filter(None, map(of_process, _started_by(process.pid)))) + sum(sessions)
        )

    return used


def of_process(pid):
    """Return the seconds of all threads of a process, None when it cannot be read."""
    try:
        threads = [(thread / "schedstat").read_text() for thread in (PROCESSES / str(pid) / "task").iterdir()]
    except OSError:
        return None
    return sum(int(text.split()[0]) for text in threads) / NANOSECONDS


def _of_session(pid):
    """Return the seconds of a session of PostgreSQL, None when it runs on another machine."""
    try:
        name = (PROCESSES / str(pid) / "comm").read_text()
    except OSError:
        return None
    return of_process(pid) if name.startswith("postgres") else None


def _sessions():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def _started_by(leader):
    """Yield the processes that ``leader`` started, itself among them; it leads a session of its own."""
    for stat in PROCESSES.glob("[0-9]*/stat"):
        try:
            facts = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # gone meanwhile
        if facts[SESSION_PLACE] == str(leader):
            yield int(stat.parent.name)
