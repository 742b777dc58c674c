"""``python -m logistics.serve``, the second half of ``make demo``: the whole product on one machine until Ctrl-C.

Starts the embedded servers (unless real ones are named), prepares the database, keeps web, workers and beat running.
One at a time per DATA_DIR. What a killed predecessor left running is known by ``MARK`` in its environment, and ended.
"""

import fcntl
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import environ
import psutil

from logistics.embedded import locks, orphans, servers
from logistics.embedded.place import EmbeddedError, own_folder
from logistics.embedded.server import is_free

ROOT = Path(__file__).resolve().parent.parent
MARK = "LOGISTICS_SERVED_FROM"
LOOK = 1  # seconds between two looks at the children
SERVERS_LOOK = 5  # seconds between two looks at the embedded servers
LONGEST_PAUSE = 30  # seconds before a child that keeps dying is started again
STEADY = 60  # seconds after which a child counts as well
RENEWED = ["--max-tasks-per-child", "4"]  # laying out pages takes memory that Python does not give back
WARM = 20  # seconds a child has to finish its work
DEATHS_ALLOWED = 2  # of one child while the product starts
HEALTH_PATIENCE = 120  # seconds until /healthz must be green


class Stop(BaseException):
    """Ctrl-C, SIGTERM, or the terminal was closed."""


class CannotServe(Exception):
    """The message says why, and what to do about it."""


@dataclass
class Child:
    """One of the processes that make up the product, started again when it dies."""

    name: str
    command: list
    log: Path
    environment: dict
    process: subprocess.Popen = None
    started_at: float = 0
    pause: float = 0
    deaths: int = 0

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    def look(self):
        """Start the process again when it has ended, after a pause that doubles while it keeps dying."""
        if self.process.poll() is None:
            return
        lived = time.monotonic() - self.started_at
        if lived < self.pause:
            return
        self.pause = 1 if lived > STEADY else min(max(1, self.pause * 2), LONGEST_PAUSE)
        self.deaths += 1
        say(f"{self.name} ended with code {self.process.returncode} and is started again; {self.log} says why.")
        self.start()

    def end(self):
        if self.process is not None:
            self.process.terminate()

    def bury(self, patience):
        """Wait for the end of the process, then end whatever is left of its group."""
        if self.process is None:
            return
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def main():
    environ.Env.read_env(ROOT / ".env")
    for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
        signal.signal(number, stop)
    try:
        serve(Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve())
    except (CannotServe, EmbeddedError) as error:
        sys.exit(str(error))


def serve(data_dir):
    own_folder(data_dir)
    only_one = locks.try_take(own_folder(data_dir / "run") / "serve.lock", fcntl.LOCK_EX)
    if only_one is None:
        raise CannotServe(f"The product already runs from {data_dir}: stop it first, or set another DATA_DIR and PORT.")
    children = []
    try:
        end_leftovers(data_dir)
        for sentence in orphans.tidy():
            say(sentence)
        port = wanted_port()
        environment = outside(data_dir, port)
        logins = prepare(environment)
        children += start_children(data_dir, environment)
        wait_until_well(children, environment)
        say(f"\nReady: http://127.0.0.1:{port}\n\n{logins}\nCtrl-C stops everything; logs: {data_dir / 'logs'}")
        watch(children, data_dir, environment)
    except Stop:
        say("\nStopping …")
    finally:
        ignore_signals()
        stop_children(children)
        servers.leave(data_dir)
        os.close(only_one)


def stop(number, frame):
    ignore_signals()
    raise Stop


def ignore_signals():
    """A second Ctrl-C must not leave half of the processes behind."""
    for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
        signal.signal(number, signal.SIG_IGN)


def wanted_port():
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise CannotServe(f"PORT is {given!r}, which is not a port: set it to a number such as 8000.")
    port = int(given)
    if not is_free(port):
        another = next((number for number in range(port + 1, min(port + 100, 65536)) if is_free(number)), 8000)
        raise CannotServe(f"Port {port} is taken: end what uses it, or start with PORT={another}.")
    return port


def outside(data_dir, port):
    """Return the environment of every process of the product; the embedded servers run from here on."""
    environment = dict(os.environ)
    environment["DATABASE_URL"] = environment.get("DATABASE_URL") or servers.database_url(data_dir)
    environment["REDIS_URL"] = environment.get("REDIS_URL") or servers.redis_url(data_dir)
    environment.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    return environment | {"DATA_DIR": str(data_dir), "PORT": str(port), MARK: str(data_dir)}


def prepare(environment):
    """Bring database, texts and static files up to date; return the logins of the sample school, a line a role."""
    collecting = manage("refresh_static", environment)
    preparing = manage("prepare", environment, stdout=subprocess.PIPE)
    try:
        said, _ = preparing.communicate()
        collecting.wait()
    except Stop:
        for process in (preparing, collecting):
            process.terminate()
            process.wait()
        raise
    if preparing.returncode or collecting.returncode:
        raise CannotServe("The product could not be prepared; the lines above say why.")
    return said


def manage(command, environment, **pipes):
    return subprocess.Popen(
        [sys.executable, "manage.py", command], cwd=ROOT, env=environment, text=True, start_new_session=True, **pipes
    )


def start_children(data_dir, environment):
    logs = own_folder(data_dir / "logs")
    celery = [sys.executable, "-m", "celery", "-A", "logistics"]
    commands = {
        "web": [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "logistics.wsgi"],
        "worker": [*celery, "worker", "-Q", "celery", "-n", "worker@%h", "-c", "2", "-l", "WARNING"],
        "pdf-worker": [*celery, "worker", "-Q", "pdf", "-n", "pdf@%h", "-c", "1", *RENEWED, "-l", "WARNING"],
        "beat": [*celery, "beat", "-s", str(data_dir / "run" / "beat"), "--pidfile=", "-l", "WARNING"],
    }
    children = [Child(name, command, fresh(logs / f"{name}.log"), environment) for name, command in commands.items()]
    for child in children:
        child.start()
    return children


def fresh(log):
    """Keep the log of the time before beside the one that begins."""
    if log.exists():
        log.rename(log.with_suffix(".before.log"))
    return log


def wait_until_well(children, environment):
    deadline = time.monotonic() + HEALTH_PATIENCE
    found = {}
    while time.monotonic() < deadline:
        found = ask_health(environment)
        if found.get("ok"):
            return
        for child in children:
            child.look()
            if child.deaths > DEATHS_ALLOWED:
                raise CannotServe(f"{child.name} does not start: {last_line(child.log)}\n{child.log} says more.")
        time.sleep(0.3)
    missing = [f"{name}: {word}" for name, word in found.get("items", {"web": "no answer"}).items() if word != "ok"]
    raise CannotServe("\n".join(["It started, but not everything is well:", *missing]))


def last_line(log):
    return log.read_text(errors="replace").strip().rpartition("\n")[2]


def ask_health(environment):
    """Return what /healthz says, or an empty answer while nobody answers."""
    host = environment.get("BIND", "127.0.0.1").replace("0.0.0.0", "127.0.0.1")
    line = http.client.HTTPConnection(host, int(environment["PORT"]), timeout=10)
    try:
        line.request("GET", "/healthz", headers={"Host": urlsplit(environment["SITE_URL"]).netloc})
        return json.loads(line.getresponse().read())
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return {}
    finally:
        line.close()


def watch(children, data_dir, environment):
    """Look after children and embedded servers until someone says stop."""
    servers_looked_at = time.monotonic()
    while True:
        time.sleep(LOOK)
        for child in children:
            child.look()
        if time.monotonic() - servers_looked_at > SERVERS_LOOK:
            look_after_servers(data_dir)
            servers_looked_at = time.monotonic()


def look_after_servers(data_dir):
    """Give an embedded server whose keeper was killed a new one, at the address it had."""
    try:
        if not os.environ.get("DATABASE_URL"):
            servers.database_url(data_dir)
        if not os.environ.get("REDIS_URL"):
            servers.redis_url(data_dir)
    except EmbeddedError as error:
        say(str(error))


def stop_children(children):
    for child in reversed(children):
        child.end()
    deadline = time.monotonic() + WARM
    for child in children:
        child.bury(max(0, deadline - time.monotonic()))


def end_leftovers(data_dir):
    left = [process for process in psutil.process_iter() if carries_mark(process, data_dir)]
    if not left:
        return
    say("Ending what was left running when the product was killed.")
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, WARM)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, WARM)


def carries_mark(process, data_dir):
    try:
        return process.environ().get(MARK) == str(data_dir)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def say(text):
    print(text, flush=True)


if __name__ == "__main__":
    main()
