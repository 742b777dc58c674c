"""The supervisor of ``make demo``, and the list of settings it shares with everyone."""

import fcntl
import os
import re
import socket
import subprocess
import sys
import time

import psutil
import pytest

from logistics import serve
from logistics.embedded import locks
from tests.settings import CHECKOUT
from tests.waiting import PATIENCE, wait_until

READ = re.compile(r"""(?:env\.\w+|environ\.get)\(\s*["']([A-Z_]+)["']""")


@pytest.fixture
def child(tmp_path):
    """Make children of the supervisor out of a line of Python; whatever happens, they end with the test."""
    made = []

    def make(line):
        environment = os.environ | {serve.MARK: str(tmp_path)}
        made.append(serve.Child("child", [sys.executable, "-c", line], tmp_path / "child.log", environment))
        made[-1].start()
        return made[-1]

    yield make
    serve.stop_children(made)


def test_env_example_names_what_the_code_reads():
    files = ["logistics/settings.py", "gunicorn.conf.py", "logistics/serve.py"]

    read = {name for file in files for name in READ.findall((CHECKOUT / file).read_text())}

    assert set(re.findall(r"^#([A-Z_]+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE)) == read


def test_a_taken_port_is_named_with_one_that_is_free(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(serve.CannotServe, match=rf"Port {port} is taken: .* PORT=\d+\."):
            serve.wanted_port()


@pytest.mark.parametrize("port", ["http", "0", "70000", ""])
def test_what_is_not_a_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(serve.CannotServe, match="not a port"):
        serve.wanted_port()


def test_a_second_supervisor_of_the_same_folder_is_refused(tmp_path):
    (tmp_path / "run").mkdir()
    first = locks.try_take(tmp_path / "run" / "serve.lock", fcntl.LOCK_EX)

    with pytest.raises(serve.CannotServe, match="already runs"):
        serve.serve(tmp_path)

    os.close(first)


def test_a_child_that_dies_is_started_again_and_later_each_time(child):
    dying = child("raise SystemExit(3)")
    first = dying.process
    first.wait(PATIENCE)

    dying.look()
    second = dying.process
    second.wait(PATIENCE)
    dying.started_at = time.monotonic()  # however long it took to die
    dying.look()

    assert second.pid != first.pid
    assert dying.process is second  # the pause has not passed
    assert dying.pause == 1


def test_a_second_ctrl_c_does_not_disturb_the_stopping():
    line = (
        "import os, signal\nfrom logistics import serve\nsignal.signal(signal.SIGINT, serve.stop)\n"
        "try:\n    os.kill(os.getpid(), signal.SIGINT)\n"
        "except serve.Stop:\n    os.kill(os.getpid(), signal.SIGINT)\n    print('stopping')"
    )

    ended = subprocess.run([sys.executable, "-c", line], cwd=CHECKOUT, capture_output=True, text=True)

    assert (ended.stdout, ended.returncode) == ("stopping\n", 0), ended.stderr


def test_a_child_and_what_it_started_end_together(child, tmp_path):
    parent = child("import subprocess as s; p = s.Popen(['sleep', '600']); print(p.pid, flush=True); p.wait()")
    grandchild = psutil.Process(int(first_line(tmp_path / "child.log")))

    serve.stop_children([parent])

    gone, _ = psutil.wait_procs([grandchild], PATIENCE)
    assert gone == [grandchild]


def test_what_a_killed_supervisor_left_is_ended_and_strangers_are_not(child, tmp_path):
    left = child("import time; print('running', flush=True); time.sleep(600)")
    stranger = subprocess.Popen(["sleep", "600"])
    # While a process is being started, the system shows it without its environment.
    first_line(tmp_path / "child.log")

    serve.end_leftovers(tmp_path)

    assert left.process.wait(PATIENCE) is not None
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def first_line(log):
    """Wait until a child has written a whole line, and return it."""
    return wait_until(lambda: "\n" in log.read_text() and log.read_text(), f"a line in {log.name}").strip()
