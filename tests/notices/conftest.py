"""A robot server for the tests of notices."""

import pytest

from logistics.notices import robots as speaking
from tests.notices.robot_server import RobotServer
from tests.waiting import PATIENCE


@pytest.fixture
def robots(settings, monkeypatch):
    """A running RobotServer, its host permitted; it is given all the time that a busy machine may need."""
    monkeypatch.setattr(speaking, "TIMEOUT", PATIENCE)
    server = RobotServer()
    settings.ROBOT_HOSTS = [server.host]
    yield server
    server.close()
