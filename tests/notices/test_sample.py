"""The sample school's part of notices."""

import pytest

from logistics import hooks
from logistics.hooks import Hook
from logistics.notices import sample
from logistics.notices.models import Delivery, Notice, Robot
from logistics.sample import building
from tests.notices.factories import NoticeFactory

pytestmark = pytest.mark.django_db


def test_nothing_of_the_sample_school_waits_to_leave_the_house(monkeypatch):
    parts = Hook("parts of this test")
    parts.register()(sample.make_robot)
    parts.register()(told_long_ago)
    parts.register()(sample.read_notices)
    monkeypatch.setattr(hooks, "sample_parts", parts)

    building.build()

    assert (Robot.objects.get().active, Delivery.objects.get().status) == (False, "gave_up")
    assert Notice.objects.get().read_at is not None


def told_long_ago(made):
    NoticeFactory(school=made.school, person=made.person("repairer"), created_at=made.school.created_at)
