"""What the two embedded servers have in common."""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import suppress

import psutil

from logistics.embedded import place

HOST = "127.0.0.1"
PATIENCE = 30  # seconds to wait for a server to start or stop


class Server:
    """One server of one DATA_DIR: how it is made, started, asked and stopped.

    What must outlive a run (port and passwords) is in ``notes``, a file that only we can read.
    """

    name = ""
    stop_signal = signal.SIGTERM

    def __init__(self, data_dir, throwaway=False):
        """throwaway: for tests, whose data need not survive a power cut."""
        self.data_dir, self.throwaway = data_dir, throwaway
        self.folder = place.own_folder(data_dir / "embedded" / self.name)
        self.notes_file = self.folder / "notes.json"
        self.start_lock = self.folder / "start.lock"
        self.users_lock = self.folder / "users.lock"
        self.keeper_lock = self.folder / "keeper.lock"

    # --- what a server says of itself

    def url(self):
        raise NotImplementedError

    def make(self):
        """Make what the server needs before it can start; again is harmless."""
        raise NotImplementedError

    def command(self):
        raise NotImplementedError

    def input(self):
        """What the server reads from its standard input, as text."""
        return ""

    def answers(self):
        """Whether the server is ready for us, and is ours."""
        raise NotImplementedError

    def settle(self):
        """What is still to do once the server answers."""

    # --- notes

    def notes(self):
        return json.loads(self.notes_file.read_text()) if self.notes_file.exists() else {}

    def write_notes(self, **changes):
        notes = self.notes() | changes
        unfinished = self.notes_file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(notes))
        unfinished.rename(self.notes_file)
        return notes

    def choose_port(self):
        """Keep the port of last time, unless someone else has taken it."""
        port = self.notes().get("port")
        if port is None or not is_free(port):
            self.write_notes(port=free_port())

    # --- running it

    @property
    def home(self):
        return place.home(self.data_dir, self.name)

    def start(self):
        """Start the server and wait until it answers; return its process."""
        self.end_leftovers()
        self.make()
        self.choose_port()
        process = run(self.command(), text=self.input(), log=self.fresh_log())
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise place.EmbeddedError(f"{self.name} did not start; {self.folder / 'log'} says why.")
            time.sleep(0.05)
        self.settle()
        return process

    def stop(self, process):
        process.send_signal(self.stop_signal)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def end_leftovers(self):
        """End what a killed keeper left running: processes that work in our folder, as both servers do."""
        left = [process for process in psutil.process_iter() if works_in(process, self.home)]
        for process in left:
            with suppress(psutil.NoSuchProcess):
                if process.ppid() not in [other.pid for other in left]:
                    process.send_signal(self.stop_signal)
        _, stubborn = psutil.wait_procs(left, PATIENCE)
        for process in stubborn:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(stubborn, PATIENCE)

    def fresh_log(self):
        """Open the server's log, keeping the one of the time before."""
        log = self.folder / "log"
        if log.exists():
            log.rename(self.folder / "log.before")
        return log.open("ab")


def run(command, *, text="", log=None, **more):
    """Start ``command`` as the account of the servers, in a session of its own, so that Ctrl-C does not reach it."""
    runner = place.account()
    if runner is not None:
        more |= {"user": runner.pw_uid, "group": runner.pw_gid, "extra_groups": []}
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=log or subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        **more,
    )
    process.stdin.write(text.encode())
    process.stdin.close()
    return process


def works_in(process, folder):
    try:
        here = process.cwd()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
    return here == str(folder) or here.startswith(f"{folder}/")


def new_password():
    return secrets.token_hex(24)


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
