"""Sixteen people at once beside a bare list, and a task that does nothing beside the same on plain Celery."""

import http.client
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

import redis
from celery import Celery
from django.conf import settings
from django.urls import reverse

from logistics.bench import bare_celery
from logistics.bench.clients import client_of
from logistics.bench.lists import PART
from logistics.bench.measuring import Case, show
from logistics.bench.processes import running
from logistics.bench.processor import of_a_site
from logistics.celery import app
from logistics.people.models import User

AT_ONCE, EACH = 16, 5
ASKED = AT_ONCE * EACH
PLAIN, BARE = f"{ASKED} bare lists, {AT_ONCE} at once", "bare Celery round trip"
PEER_ROUNDS = 4
LONGEST_WAIT = 40  # of a worker that is just starting


def run(school, out, *, rounds):
    with site("logistics.wsgi") as ours, site("logistics.bench.bare_site") as bare:
        show(page_cases(ours, bare), out, rounds=PEER_ROUNDS)
    waiting = redis.from_url(settings.REDIS_URL, socket_timeout=2 * LONGEST_WAIT)
    with worker("logistics", bare_celery.OURS), worker("logistics.bench.bare_celery", bare_celery.BARE):
        show(task_cases(waiting), out, rounds=rounds * 10)


# --- pages ------------------------------------------------------------------------------------------------------------


def page_cases(ours, bare):
    director = client_of(User.objects.get(username="director"))
    name = settings.SESSION_COOKIE_NAME
    cookie = {"Cookie": f"{name}={director.cookies[name].value}"}
    address = reverse("repairs:repair_list")
    return [
        page_case(PLAIN, bare, "/", cookie),
        page_case(f"{ASKED} lists of ours, {AT_ONCE} at once", ours, address, cookie, PLAIN, 1.10),
        page_case("the rows alone of ours", ours, address, {**cookie, **PART}, PLAIN),
    ]


def page_case(name, site, address, headers, *beside):
    return Case(name, lambda: ask_at_once(site.port, address, headers), *beside, processor=site.processor)


@contextmanager
def site(application):
    """Run ``application`` as the product is run."""
    port = free_port()
    command = ("gunicorn", "-c", "gunicorn.conf.py", application)
    with running(*command, is_up=lambda: answers(port), PORT=str(port), ALLOWED_HOSTS="127.0.0.1") as process:
        yield SimpleNamespace(port=port, processor=of_a_site(process))


def ask_at_once(port, address, headers):
    """Fetch ``address`` EACH times by each of AT_ONCE people; raise for the first answer that is not the page."""
    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(lambda _person: _ask_often(port, address, headers), range(AT_ONCE)))


def _ask_often(port, address, headers):
    for _turn in range(EACH):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", address, headers=headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def answers(port):
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


# --- tasks ------------------------------------------------------------------------------------------------------------


def task_cases(waiting):
    bare = Celery("bare", broker=settings.REDIS_URL, set_as_current=False)
    return [
        Case(BARE, lambda: round_trip(bare, bare_celery.BARE, waiting), processor=None),
        Case("Celery no-op of ours", lambda: round_trip(app, bare_celery.OURS, waiting), BARE, 1.50, processor=None),
    ]


def round_trip(sender, queue, waiting):
    sender.send_task("bench.nothing", args=[queue + ":done"], queue=queue, ignore_result=True)
    if waiting.blpop(queue + ":done", timeout=LONGEST_WAIT) is None:
        raise RuntimeError(f"no worker took a task from {queue}")


def worker(application, queue):
    started = time.monotonic()
    return running(
        "celery", "-A", application, "worker", "-I", "logistics.bench.bare_celery", "-Q", queue, "-c", "1",
        "-n", f"{queue}@%h", "-l", "ERROR", is_up=lambda: time.monotonic() - started > 8,
    )  # fmt: skip
