"""Files of summaries: made once, whoever is killed on the way."""

import os
import signal
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connections

from logistics import clock, leases
from logistics.errors import WrongState
from logistics.history.models import Event
from logistics.notices.models import Notice
from logistics.reports import services, tasks
from logistics.reports.models import Export
from logistics.reports.periods import Scope
from logistics.reports.services import exports
from logistics.school.models import Place
from tests.factories import SchoolFactory, UserFactory, user_with
from tests.reports.factories import NOON, ExportFactory
from tests.waiting import wait_until

LATER = NOON + leases.LEASE + timedelta(seconds=1)


@pytest.fixture
def director(school):
    return user_with("reports.view_summary", school=school)


@pytest.fixture
def asked(school, period, whole, director, rooms_stated):
    return services.request_export(school, period, whole, file_format="json", by=director)


@pytest.fixture
def woken(monkeypatch, django_capture_on_commit_callbacks):
    """Return a function that runs ``do`` and tells which exports it woke a worker for."""
    names = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, args: names.append((name, *args)))

    def run(do):
        names.clear()
        with django_capture_on_commit_callbacks(execute=True):
            do()
        return list(names)

    return run


def notices():
    return list(Notice.objects.values_list("text", flat=True))


def test_asking_leaves_a_waiting_row_and_wakes_a_worker(school, period, whole, director, woken, rooms_stated):
    names = woken(lambda: services.request_export(school, period, whole, file_format="pdf", by=director))

    export = Export.objects.get()
    assert (export.status, export.progress, export.requested_by) == ("queued", 5, director)
    assert export.title == "2026—2027学年度第一学期总务后勤工作总结"
    assert names == [("reports.build_export", export.pk)]


def test_asking_twice_while_one_is_at_work_gives_the_same(school, period, whole, director, asked):
    again = services.request_export(school, period, whole, file_format="json", by=UserFactory())

    assert again == asked
    assert again.requested_by == director
    assert Event.objects.about(asked).count() == 1


def test_another_format_or_campus_is_another_file(school, period, whole, campuses, director, asked):
    services.request_export(school, period, whole, file_format="docx", by=director)
    services.request_export(school, period, Scope(campuses["北校区"]), file_format="json", by=director)

    assert Export.objects.count() == 3


def test_building_stores_the_file_its_figures_and_their_moment_and_tells_who_asked(asked, director):
    tasks.build_export(asked.pk)

    asked.refresh_from_db()
    assert (asked.status, asked.progress, asked.as_of, asked.finished_at) == ("done", 100, NOON, NOON)
    assert asked.figures["school.rooms.total"]["value"] == 5
    assert "共有房间5间" in asked.file.read().decode()
    assert notices() == ["《2026—2027学年度第一学期总务后勤工作总结 数据（JSON）》已生成，可以下载。"]


def test_building_again_changes_nothing(asked):
    tasks.build_export(asked.pk)
    name = Export.objects.get().file.name
    Place.objects.all().update(active=True)

    tasks.build_export(asked.pk)

    assert Export.objects.get().file.name == name
    assert len(notices()) == 1


def test_an_old_file_keeps_its_figures_when_the_records_change(school, period, whole, director, asked):
    tasks.build_export(asked.pk)
    Place.objects.filter(active=False).delete()

    newer = services.request_export(school, period, whole, file_format="json", by=director)
    tasks.build_export(newer.pk)

    figures = [export.figures["school.rooms.total"]["value"] for export in Export.objects.order_by("pk")]
    assert figures == [5, 4]


def test_while_one_worker_holds_the_lease_nobody_else_builds(asked):
    leases.take(Export, asked.pk)

    assert leases.take(Export, asked.pk) is None
    tasks.build_export(asked.pk)
    assert Export.objects.get().status == "running"


def test_a_lapsed_lease_is_revived_by_the_tick(asked, woken):
    leases.take(Export, asked.pk)
    before = woken(services.renew_exports)

    with clock.set_to(LATER):
        after = woken(services.renew_exports)
        tasks.build_export(asked.pk)

    assert before == []
    assert after == [("reports.build_export", asked.pk)]
    assert Export.objects.get().status == "done"


def test_a_row_whose_wake_up_was_lost_is_found_by_the_tick(asked, woken):
    assert woken(services.renew_exports) == [("reports.build_export", asked.pk)]


def test_a_worker_that_lost_its_lease_stores_nothing(asked, monkeypatch):
    late = leases.take(Export, asked.pk)
    with clock.set_to(LATER):
        tasks.build_export(asked.pk)
        stored = Export.objects.get().file.name

        exports._build(Export.objects.get(), late)

    assert Export.objects.get().file.name == stored
    assert len(notices()) == 1
    assert default_storage.exists(stored)


def test_an_error_gives_the_turn_back_and_three_of_them_end_it(asked, monkeypatch):
    def broken(summary, file_format):
        raise OSError("disk full")

    monkeypatch.setattr(exports, "render", broken)
    for _turn in range(leases.ATTEMPTS):
        with pytest.raises(OSError, match="disk full"):
            tasks.build_export(asked.pk)
        assert Export.objects.get().status == "queued"

    tasks.build_export(asked.pk)
    services.renew_exports()

    export = Export.objects.get()
    assert (export.status, export.attempts) == ("failed", 3)
    assert notices() == ["《2026—2027学年度第一学期总务后勤工作总结 数据（JSON）》未能生成，请打开后重试。"]


def test_a_failed_file_may_be_tried_again(asked, director):
    Export.objects.update(status="failed", attempts=3, step="given_up")

    services.retry_export(asked, by=director)
    tasks.build_export(asked.pk)

    assert Export.objects.get().status == "done"


def test_only_a_failed_file_is_tried_again(asked, director):
    with pytest.raises(WrongState):
        services.retry_export(asked, by=director)


@pytest.fixture
def worker():
    """Return a function that lets another process build an export, which never comes to an end with it; its number."""
    made = []

    def start(export):
        connections.close_all()  # no connection may be shared by two processes
        made.append(os.fork())
        if made[-1] == 0:
            try:
                exports.render = lambda summary, file_format: signal.pause()
                tasks.build_export(export.pk)
            finally:
                os._exit(1)  # the rest of the tests is not for this process
        return made[-1]

    yield start
    for process in made:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_half_way_is_replaced(school, asked, worker):
    process = worker(asked)
    wait_until(lambda: Export.objects.get().step == "writing", "the writing of the file")
    os.kill(process, signal.SIGKILL)
    assert Export.objects.get().status == "running"

    with clock.set_to(LATER):
        tasks.build_export(asked.pk)

    assert Export.objects.get().status == "done"


class TestConstraints:
    pytestmark = pytest.mark.django_db

    def test_two_of_a_kind_are_never_at_work(self):
        export = ExportFactory()

        with pytest.raises(IntegrityError, match="one_export_of_a_kind_at_work"):
            ExportFactory(school=export.school, status="running", lease="0" * 32, lease_until=NOON)

    def test_a_running_export_holds_a_lease(self):
        with pytest.raises(IntegrityError, match="a_running_export_holds_a_lease"):
            ExportFactory(status="running")

    def test_a_ready_export_has_its_file(self):
        with pytest.raises(IntegrityError, match="a_ready_export_has_its_file_and_figures"):
            ExportFactory(status="done")


@pytest.mark.django_db
def test_only_readers_of_the_school_and_campus_see_a_file(campuses, school):
    export = ExportFactory(school=school)
    south = ExportFactory(school=school, campus=campuses["南校区"])

    def seen_by(*permissions, **where):
        return set(Export.objects.visible_to(user_with(*permissions, **where)))

    assert seen_by("reports.view_summary", school=school) == {export, south}
    assert seen_by("reports.view_summary", campus=campuses["南校区"]) == {south}
    assert seen_by("reports.view_summary", campus=campuses["北校区"]) == set()
    assert seen_by("reports.view_summary", school=SchoolFactory()) == set()
    assert seen_by(school=school) == set()
