"""Four weeks with real workers and beats, two of each by mistake, killed at random while the clock is moved.

In the app everything is told exactly once; outside at least once, and what may have come before says so.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time as real_time
from datetime import date, time, timedelta

import psycopg
import pytest
from django.conf import settings

from logistics import clock
from logistics.embedded import servers
from logistics.embedded.place import own_folder
from logistics.notices.models import Robot
from logistics.school.calendar import calendar_of
from tests import database
from tests.browser.stack import end_with_parent
from tests.duties.factories import make_duty, school_with_term
from tests.duties.mail_sink import MailSink
from tests.factories import user_with
from tests.notices.robot_server import RobotServer
from tests.waiting import wait_until

FIRST, LAST = date(2026, 9, 14), date(2026, 10, 12)  # National Day and both make-up days between
KILLS = 14
PATIENCE = 150  # seconds until what a moment asks for must be there
NAME = f"kill_{settings.SLOT}"
URL = settings.SERVER_URL.rsplit("/", 1)[0] + f"/{NAME}"
MARK = "可能重复"


class Stack:
    """Workers and beats on a database of their own, with a clock for all of them."""

    COMMANDS = {
        "worker-1": ["worker", "-P", "solo", "-n", "one@%h"],
        "worker-2": ["worker", "-P", "solo", "-n", "two@%h"],
        "beat-1": ["beat", "--pidfile="],
        "beat-2": ["beat", "--pidfile="],
    }

    def __init__(self, folder, robots, mails):
        self.folder, self.processes = folder, {}
        outside = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self.environment = outside | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": URL,
            "REDIS_URL": servers.redis_url(folder),
            "CLOCK_FILE": str(folder / "clock"),
            "EMAIL_URL": mails.url,
            "ROBOT_HOSTS": robots.host,
        }

    def start(self, name):
        command = [sys.executable, "-m", "celery", "-A", "tests.duties.fast_celery", *self.COMMANDS[name]]
        if name.startswith("beat"):
            command += ["-s", str(self.folder / name)]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*command, "-l", "WARNING"], cwd=settings.CHECKOUT, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip

    def kill(self, name):
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def end(self):
        for name in self.processes:
            self.kill(name)
        servers.leave(self.folder)

    def set_clock(self, moment):
        unfinished = self.folder / "clock.new"
        unfinished.write_text(moment.isoformat())
        unfinished.rename(self.folder / "clock")

    def ask(self, query, *values):
        with psycopg.connect(URL) as line:
            return line.execute(query, values).fetchall()

    def wait(self, query, *values):
        """Wait until the query, which asks for a truth, says yes."""
        try:
            wait_until(lambda: self.ask(query, *values)[0][0], f"{query} {values}", PATIENCE)
        except TimeoutError as error:
            for log in sorted(self.folder.glob("*.log")):
                error.add_note(f"{log.name}: {log.read_text()[-1500:]}")
            raise


@pytest.fixture
def outside():
    robots, mails = RobotServer(), MailSink()
    yield robots, mails
    robots.close()
    mails.close()


@pytest.fixture
def stack(outside, django_db_setup, django_db_blocker):
    folder = settings.TEST_DIR / "kills" / str(settings.SLOT)
    shutil.rmtree(folder, ignore_errors=True)
    stack = Stack(own_folder(folder), *outside)
    with django_db_blocker.unblock():
        database.clone(NAME)
        with database.used(NAME), clock.set_to(clock.at(FIRST, time(0, 1))):
            stack.lessons, stack.working = make_school(outside[0])
    stack.set_clock(clock.at(FIRST, time(0, 1)))
    yield stack
    stack.end()
    with django_db_blocker.unblock():
        database.drop(NAME)
    shutil.rmtree(folder)


def make_school(robots):
    """Make a school whose cook does nothing of two duties, one of them urgent; return its days of lessons and of work."""
    school = school_with_term()
    cook = user_with(school=school, name="厨师", email="cook@example.cn")
    Robot.objects.create(
        school=school, kind="wecom", name="后勤群", address=robots.address("wecom"), created_at=clock.now()
    )
    make_duty(school, name="食堂检查", person=cook, due_times=[time(12)])
    make_duty(school, name="食品留样", person=cook, due_times=[time(12)], urgent=True)
    calendar = calendar_of(school, FIRST, LAST)
    every = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
    working = [day for day in every if calendar.working_days_after(day - timedelta(days=1), 1) == day]
    return calendar.days("school", FIRST, LAST), working


def test_killed_at_random_nothing_is_lost_and_nothing_told_twice(stack, outside):
    robots, mails = outside
    chance = random.Random(20261001)
    for name in stack.COMMANDS:
        stack.start(name)
    moments = [clock.at(day, at) for day in days_between(FIRST, LAST) for at in (time(7, 30), time(12, 30))]
    murders = set(chance.sample(range(len(moments)), KILLS))

    for number, moment in enumerate(moments):
        stack.set_clock(moment)
        if number in murders:
            real_time.sleep(chance.random() * 0.7)
            victim = chance.choice(list(stack.COMMANDS))
            stack.kill(victim)
            stack.start(victim)
        if number == 9:
            interrupt_a_sending(stack, robots)
        stack.wait(*asked_for(moment))
    stack.set_clock(moments[-1] + timedelta(hours=5))
    stack.wait("SELECT count(*) > 0 FROM notices_delivery")
    stack.wait("SELECT count(*) = 0 FROM notices_delivery WHERE status <> 'done'")

    assert told(stack, "today") == stack.lessons
    assert told(stack, "missed") == [next(day for day in stack.working if day > done) for done in stack.lessons[:-1]]
    assert len(told(stack, "urgent")) == len(stack.lessons)
    assert stack.ask("SELECT count(*), count(DISTINCT key) FROM notices_notice") == [(3 * len(stack.lessons) - 1,) * 2]
    sent = stack.ask("SELECT channel, body, key FROM notices_delivery")
    heard = [text.partition("\nhttp")[0] for text in robots.texts()]
    written = [mail.get_body().get_content().replace("\r\n", "\n") for mail in mails.mails]
    for channel, body, key in sent:
        came = [text for text in (heard if channel == "robot" else written) if text.startswith(body)]
        assert came, f"{channel} never came: {key}"
        assert all(MARK in again for again in came[1:]), came
    assert len(sent) >= 2 * len(stack.lessons)
    assert any(MARK in text for text in robots.texts())


def interrupt_a_sending(stack, robots):
    """Kill both workers while the robot has a message and has not answered yet."""
    heard = len(robots.heard)
    robots.hold.clear()
    wait_until(lambda: len(robots.heard) > heard, "a message to the robot", PATIENCE)
    for name in ("worker-1", "worker-2"):
        stack.kill(name)
    robots.hold.set()
    for name in ("worker-1", "worker-2"):
        stack.start(name)


def days_between(first, last):
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def asked_for(moment):
    """Return the question whose yes says that the machine did what this moment asks for."""
    if clock.at(clock.day_of(moment), time(12)) > moment:
        return "SELECT count(*) > 0 FROM notices_dailyrun WHERE job = 'digest' AND day = %s", clock.day_of(moment)
    return (
        "SELECT EXISTS (SELECT FROM duties_sweeprun WHERE hour = date_trunc('hour', %s)) "
        "AND NOT EXISTS (SELECT FROM duties_expected WHERE status = 'waiting' AND grace_until < %s)",
        moment, moment,
    )  # fmt: skip


def told(stack, kind):
    rows = stack.ask("SELECT created_at FROM notices_notice WHERE key LIKE %s ORDER BY created_at", f"duties-{kind}:%")
    return [clock.day_of(created_at) for (created_at,) in rows]
