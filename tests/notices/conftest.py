"""A robot server for the tests of notices."""

import pytest

from tests.notices.robot_server import RobotServer


@pytest.fixture
def robots(settings):
    """A running RobotServer, its host permitted."""
    server = RobotServer()
    settings.ROBOT_HOSTS = [server.host]
    yield server
    server.close()
