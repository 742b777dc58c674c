"""What beat starts, and what the minute tick starts in turn."""

import pytest
from celery import current_app

from logistics import hooks, tasks
from logistics.hooks import Hook
from logistics.schedule import SCHEDULE


@pytest.fixture
def ticks(monkeypatch):
    """An empty seam for ticks."""
    hook = Hook("ticks of this test")
    monkeypatch.setattr(hooks, "ticks", hook)
    return hook


def test_every_task_of_the_schedule_exists():
    assert [entry["task"] for entry in SCHEDULE.values() if entry["task"] not in current_app.tasks] == []


def test_the_minute_tick_is_started_every_minute():
    assert SCHEDULE["tick"]["task"] == tasks.tick.name
    assert SCHEDULE["tick"]["schedule"] == 60


def test_each_function_at_the_tick_becomes_a_task_of_its_own(ticks, monkeypatch):
    ticks.register()(one_more)
    started = []
    monkeypatch.setattr(tasks.run_tick, "apply_async", lambda args, expires: started.append((args, expires)))

    tasks.tick()

    assert started == [(["tests.test_schedule.one_more"], 60)]


def test_a_tick_is_run_by_its_name(ticks):
    ticks.register()(one_more)

    tasks.run_tick("tests.test_schedule.one_more")

    assert calls == [1]


def test_a_tick_nobody_registered_is_an_error(ticks):
    with pytest.raises(LookupError):
        tasks.run_tick("tests.test_schedule.one_more")


calls = []


def one_more():
    calls.append(1)
