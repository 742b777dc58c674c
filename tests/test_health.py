"""Health, and what a person sees while the database is away."""

from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone, translation

from logistics import health, tasks


def write_and_lose(request):
    """Write a row, then lose the connection, as when the server is restarted in the middle of a request."""
    with transaction.atomic():
        Session.objects.create(session_key="half-written", session_data="", expire_date=timezone.now())
        lose_connection()
        Session.objects.count()


def lose_connection():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    with psycopg.connect(settings.SERVER_URL, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", [backend])


def lose_after_the_view(request):
    """The view is done; saving the session fails."""
    request.session["typed"] = "something"
    lose_connection()
    return HttpResponse("done")


def refuse(request):
    raise OperationalError("deadlock detected") from psycopg.errors.DeadlockDetected("deadlock detected")


urlpatterns = [
    path("healthz", health.healthz),
    path("write", write_and_lose),
    path("session", lose_after_the_view),
    path("refuse", refuse),
]
handler500 = "tests.test_health.plain_500"


def plain_500(request):
    return HttpResponse("error", status=500)


@pytest.fixture
def browser(settings):
    """A browser that sees what a person would see, even of errors."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.fixture
def well(monkeypatch):
    monkeypatch.setattr(health, "CHECKS", {"disk": health.check_disk})


@pytest.fixture
def unwell(monkeypatch):
    def complain():
        raise health.Unwell("the pump is broken")

    monkeypatch.setattr(health, "CHECKS", {"disk": health.check_disk, "pump": complain})


def test_all_well_is_200(browser, well):
    response = browser.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"ok": True, "items": {"disk": "ok"}}


def test_one_thing_missing_is_503_with_the_reason_for_this_machine(browser, unwell):
    response = browser.get("/healthz")

    assert response.status_code == 503
    assert response.json() == {"ok": False, "items": {"disk": "ok", "pump": "the pump is broken"}}


@pytest.mark.django_db
@pytest.mark.parametrize("origin", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}])
def test_strangers_learn_no_reasons(browser, unwell, origin):
    response = browser.get("/healthz", **origin)

    assert response.status_code == 503
    assert response.json()["items"]["pump"] == "unwell"


@pytest.mark.django_db
def test_database_redis_text_search_fonts_libraries_and_disk_are_well_here():
    names = ["database", "text_search", "redis", "fonts", "libraries", "disk"]

    found = health.look()

    assert {name: found[name] for name in names} == dict.fromkeys(names, "")


@pytest.mark.django_db
def test_without_heartbeats_workers_and_beat_are_missed():
    cache.clear()

    found = health.look()

    assert all(found[name] for name in ["worker", "pdf_worker", "beat"])


@pytest.mark.django_db
def test_heartbeats_are_seen(monkeypatch):
    cache.clear()
    served = SimpleNamespace(amqp=SimpleNamespace(queues=SimpleNamespace(consume_from=["celery", "pdf"])))
    monkeypatch.setattr(tasks, "current_app", served)

    tasks.note_worker()
    tasks.note_beat()
    found = health.look()

    assert [found[name] for name in ["worker", "pdf_worker", "beat"]] == ["", "", ""]


def test_the_command_says_what_is_wrong_and_fails(unwell, capsys):
    with pytest.raises(CommandError):
        call_command("health")

    assert "the pump is broken" in capsys.readouterr().out


def test_redis_that_does_not_answer_is_named(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    with pytest.raises(health.Unwell, match="Redis"):
        health.check_redis()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/write", "/session"])
def test_a_lost_connection_is_a_sentence_in_chinese(browser, address):
    response = browser.post(address, {"what": "灯不亮"})

    assert response.status_code == 503
    assert "您填写的内容还在浏览器里" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_after_a_lost_connection_nothing_is_half_written_and_the_next_request_works(browser, well):
    browser.post("/write")

    after = browser.get("/healthz")

    assert after.status_code == 200
    assert Session.objects.count() == 0


def test_what_the_database_refuses_is_not_called_lost(browser):
    response = browser.get("/refuse")

    assert response.status_code == 500


def test_the_page_without_a_database_asks_the_database_nothing():
    with translation.override("zh-hans"):
        page = health.database_lost_page()

    assert page.status_code == 503
    assert page["Retry-After"] == "10"
