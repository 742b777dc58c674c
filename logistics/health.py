"""Whether all that this installation stands on is there, and what people see when the database is not.

``/healthz`` and ``manage.py health`` look.
Workers and beat write heartbeats (``logistics.tasks``); a missing one has run out.
"""

import ctypes
import shutil
import subprocess
import sys
from functools import cache

import psycopg
import redis
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from redis.backoff import NoBackoff
from redis.retry import Retry

WORKER_SILENCE = 60  # seconds without a heartbeat after which a worker counts as gone
BEAT_SILENCE = 120
FREE_DISK = 500 * 1024 * 1024  # bytes
LIBRARIES = ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"]
FONTS = {"serif": ("serif", "song", "ming", "宋"), "sans": ("sans", "hei", "黑")}
LOOPBACK = {"127.0.0.1", "::1"}


class Unwell(Exception):
    """Something is missing; the message says what, and what to do about it."""


@cache
def redis_server(url):
    """Return a client that says at once when Redis does not answer, instead of trying again."""
    return redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3, retry=Retry(NoBackoff(), 0))


def note_heartbeat(name, silence):
    """Remember for ``silence`` seconds that ``name`` is alive."""
    redis_server(settings.REDIS_URL).set(f"heartbeat:{name}", 1, ex=silence)


# --- one function an item; each returns when all is well and raises Unwell otherwise ---------------------------------


def check_database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError) as error:
        raise Unwell(_("PostgreSQL does not answer: %(error)s") % {"error": error}) from error


def check_text_search():
    """Chinese has trigrams only where the database's LC_CTYPE knows its characters."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
            (kind,) = cursor.fetchone()
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            if not cursor.fetchone():
                raise Unwell(_("The extension pg_trgm is missing: run manage.py migrate."))
            cursor.execute("SELECT cardinality(show_trgm('水龙头'))")
            (trigrams,) = cursor.fetchone()
    except (OperationalError, InterfaceError) as error:
        raise Unwell(_("PostgreSQL does not answer: %(error)s") % {"error": error}) from error
    if not trigrams:
        message = _("LC_CTYPE is %(kind)s, so Chinese cannot be searched: create the database with LC_CTYPE C.UTF-8.")
        raise Unwell(message % {"kind": kind})


def check_redis():
    try:
        redis_server(settings.REDIS_URL).ping()
    except redis.RedisError as error:
        raise Unwell(_("Redis does not answer: %(error)s") % {"error": error}) from error


def check_worker(queue):
    _check_heartbeat(queue, _("No worker serves the queue %(name)s: start one.") % {"name": queue})


def check_beat():
    _check_heartbeat("beat", _("Nothing starts the timed work: start Celery beat and a worker."))


def _check_heartbeat(name, otherwise):
    try:
        alive = redis_server(settings.REDIS_URL).exists(f"heartbeat:{name}")
    except redis.RedisError as error:
        raise Unwell(_("Redis does not answer: %(error)s") % {"error": error}) from error
    if not alive:
        raise Unwell(otherwise)


def check_fonts():
    families = chinese_families()
    missing = [kind for kind, marks in FONTS.items() if not any(mark in families for mark in marks)]
    if missing:
        message = _("No Chinese font of the kind %(kinds)s is installed: install fonts-noto-cjk.")
        raise Unwell(message % {"kinds": ", ".join(missing)})


@cache
def chinese_families():
    """Return the names of the installed font families that cover simplified Chinese, as one lower-case text."""
    program = shutil.which("fc-list")
    if program is None:
        raise Unwell(_("The program fc-list is missing: install fontconfig."))
    listed = subprocess.run([program, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False, timeout=60)
    return listed.stdout.lower()


def check_libraries():
    for name in LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError as error:
            raise Unwell(_("The library %(name)s is missing: PDF files need it.") % {"name": name}) from error


def check_disk():
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < FREE_DISK:
        message = _("Only %(megabytes)d MB are free on the disk of %(folder)s.")
        raise Unwell(message % {"megabytes": free // 1024**2, "folder": settings.DATA_DIR})


CHECKS = {
    "database": check_database,
    "text_search": check_text_search,
    "redis": check_redis,
    "worker": lambda: check_worker("celery"),
    "pdf_worker": lambda: check_worker("pdf"),
    "beat": check_beat,
    "fonts": check_fonts,
    "libraries": check_libraries,
    "disk": check_disk,
}


def look():
    """Return what is wrong with each item of ``CHECKS``, by name; an empty text when nothing is."""
    return {name: _complaint(check) for name, check in CHECKS.items()}


def _complaint(check):
    try:
        check()
    except Unwell as complaint:
        return str(complaint)
    return ""


# --- what people and machines see -------------------------------------------------------------------------------------


def healthz(request):
    """200 when every item is well, 503 otherwise; the reasons only for staff and for requests from this machine."""
    found = look()
    telling = may_know(request)
    items = {name: (why if telling else "unwell") if why else "ok" for name, why in found.items()}
    well = not any(found.values())
    headers = {"Cache-Control": "no-store"}
    return JsonResponse({"ok": well, "items": items}, status=200 if well else 503, headers=headers)


def may_know(request):
    if request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META:
        return True
    try:
        return request.user.is_active and request.user.is_staff
    except (OperationalError, InterfaceError):
        return False


class DatabaseLostMiddleware:
    """Answer with a sentence, without asking the database anything, when its connection is lost during a request.

    The transaction that was open is rolled back by PostgreSQL, and what the person typed is still in the browser.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            response = self.get_response(request)
        except (OperationalError, InterfaceError) as error:  # the error page itself needed the database
            if not is_lost(error):
                raise
            return database_lost_page()
        return database_lost_page() if getattr(request, "database_lost", False) else response

    def process_exception(self, request, exception):
        return database_lost_page() if is_lost(exception) else None


def mark_lost(sender, request=None, **kwargs):
    """Errors outside views, such as saving the session, reach no ``process_exception``; they are announced here."""
    if request is not None and is_lost(sys.exc_info()[1]):
        request.database_lost = True


got_request_exception.connect(mark_lost, dispatch_uid="database_lost")


def is_lost(error):
    """Whether ``error`` says that PostgreSQL went away, rather than that it refused something."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    cause = error.__cause__
    state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
    return state is None or state[:2] == "08" or state in {"57P01", "57P02", "57P03", "53300"}


def database_lost_page():
    headers = {"Retry-After": "10", "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
