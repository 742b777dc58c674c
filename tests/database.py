"""The test databases: one migrated template, kept between runs, and a clone of it for each test process."""

import hashlib
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from django.utils import translation
from psycopg import sql

from logistics import clock
from logistics.embedded import locks
from logistics.embedded.place import own_folder
from tests.waiting import wait_until

TEMPLATES_KEPT = 4
SAMPLES_KEPT = 2
SAMPLE_MOMENT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)  # a Friday, half past ten at school
DATA_FILES = {".json", ".csv", ".toml", ".yaml", ".md"}


def clone(name=None, *, with_sample=False, files=None):
    """Give this process (or whom ``name`` says) a fresh clone of the template, with the sample school when asked.

    The files of the sample school are copied to the folder ``files``, the process's own when None.
    """
    cache.clear()
    connections.close_all()
    name = name or settings.DATABASES["default"]["NAME"]
    with locks.held(settings.TEST_DIR / f"{'sample' if with_sample else 'template'}.lock"), server() as admin:
        template = sample_template(admin) if with_sample else empty_template(admin)
        remove(admin, name)
        run_alone(admin, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        if with_sample:
            shutil.copytree(files_of(template), files or settings.MEDIA_ROOT, dirs_exist_ok=True)


def files_of(template):
    """Return the folder of the files that belong to the records of a sample template."""
    return own_folder(settings.TEST_DIR / "sample_files" / template)


def empty_template(admin):
    """Return the name of the migrated template, built when there is none for this state of the checkout."""
    template = f"template_{fingerprint(settings.CHECKOUT, decides)}"
    if not exists(admin, template):
        build(admin, template, lambda: call_command("migrate", verbosity=0, interactive=False))
        drop_old(admin, "template\\_%", TEMPLATES_KEPT)
    return template


def sample_template(admin):
    """Return the name of the template that holds the sample school as of SAMPLE_MOMENT.

    Whoever makes it holds a lock of its own: who needs no sample school goes on meanwhile.
    """
    template = f"sample_{fingerprint(settings.CHECKOUT, decides_sample)}"
    if not exists(admin, template):
        with locks.held(settings.TEST_DIR / "template.lock"):
            base = empty_template(admin)
        build(admin, template, lambda: make_sample(files_of(template)), base=base)
        for dropped in drop_old(admin, "sample\\_%", SAMPLES_KEPT):
            shutil.rmtree(files_of(dropped))
    return template


def make_sample(files):
    """Make the sample school, its files in a folder of their own."""
    with (
        clock.set_to(SAMPLE_MOMENT),
        translation.override(settings.LANGUAGE_CODE),
        override_settings(MEDIA_ROOT=files),
    ):
        call_command("sample_school", verbosity=0)


def drop(name=None):
    """Remove the clone of this process, or of whom ``name`` says."""
    connections.close_all()
    with server() as admin:
        remove(admin, name or settings.DATABASES["default"]["NAME"])


def fingerprint(checkout, decides):
    """Return a name for all files of the checkout that ``decides`` picks, and the pins."""
    found = hashlib.sha256()
    for path in sorted(checkout.glob("[a-z]*/**/*")):
        if path.is_file() and decides(path.relative_to(checkout), path):
            found.update(str(path.relative_to(checkout)).encode() + path.read_bytes())
    for path in [checkout / "requirements.txt", checkout / "logistics" / "settings.py"]:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def decides(path, file):
    """Say whether a file decides what a migrated database holds: migrations, what runs after them, their data."""
    if path.parts[0] in {"tests", "templates", "static", "locale", "docs"} or "__pycache__" in path.parts:
        return False
    if path.suffix in DATA_FILES or "migrations" in path.parts:
        return True
    return path.suffix == ".py" and (path.name == "apps.py" or b"post_migrate" in file.read_bytes())


def decides_sample(path, file):
    """Say whether a file may decide what the sample school holds: all code does."""
    return decides(path, file) or (path.suffix == ".py" and path.parts[0] != "tests")


def build(admin, template, fill, base=None):
    """Let ``fill`` work on a new database (a copy of ``base``), which becomes the template when it is whole."""
    unfinished = f"unfinished_{template}"
    remove(admin, unfinished)
    run_alone(admin, "CREATE DATABASE {} TEMPLATE {}", unfinished, base or "template1")
    with used(unfinished):
        fill()
    run_alone(admin, "ALTER DATABASE {} RENAME TO {}", unfinished, template)


@contextmanager
def used(name):
    """Let Django work on the database ``name`` inside the block."""
    connections.close_all()
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = usual


def drop_old(admin, pattern, kept):
    """Keep the newest templates, as other checkouts and branches come back to theirs; returns the names of the others."""
    rows = admin.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC", [pattern]
    ).fetchall()
    old = [name for (name,) in rows[kept:]]
    for name in old:
        remove(admin, name)
    return old


def remove(admin, name):
    """Drop a database with whoever is in it."""
    run_alone(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def exists(admin, name):
    return bool(admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def run_alone(admin, statement, *names):
    """Run what needs a database for itself: whoever is leaving it is waited for, and an autovacuum worker to be done."""

    def done():
        try:
            run(admin, statement, *names)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            return False
        return True

    wait_until(done, f"{statement} {names}")


def run(admin, statement, *names):
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def server():
    return psycopg.connect(settings.SERVER_URL, autocommit=True)
