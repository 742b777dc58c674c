"""The test databases: one migrated template, kept between runs, and a clone of it for each test process."""

import hashlib

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from logistics.embedded import locks

TEMPLATES_KEPT = 4
DATA_FILES = {".json", ".csv", ".toml", ".yaml", ".md"}


def clone():
    """Give this process a fresh clone of the template."""
    connections.close_all()
    name, template = settings.DATABASES["default"]["NAME"], template_name()
    with locks.held(settings.TEST_DIR / "template.lock"), server() as admin:
        if not exists(admin, template):
            build(admin, template)
            drop_old(admin)
        run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        run(admin, "CREATE DATABASE {} TEMPLATE {}", name, template)


def drop():
    """Remove the clone of this process."""
    connections.close_all()
    with server() as admin:
        run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", settings.DATABASES["default"]["NAME"])


def template_name():
    return f"template_{fingerprint(settings.CHECKOUT)}"


def fingerprint(checkout):
    """Return a name for all that decides what a migrated database holds: migrations, what runs after them, their data, pins."""
    found = hashlib.sha256()
    for path in sorted(checkout.glob("[a-z]*/**/*")):
        if path.is_file() and decides(path.relative_to(checkout), path):
            found.update(str(path.relative_to(checkout)).encode() + path.read_bytes())
    for path in [checkout / "requirements.txt", checkout / "logistics" / "settings.py"]:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def decides(path, file):
    if path.parts[0] in {"tests", "templates", "static", "locale", "docs"} or "__pycache__" in path.parts:
        return False
    if path.suffix in DATA_FILES or "migrations" in path.parts:
        return True
    return path.suffix == ".py" and (path.name == "apps.py" or b"post_migrate" in file.read_bytes())


def build(admin, template):
    """Migrate an empty database, which becomes the template when it is whole."""
    unfinished = f"unfinished_{template}"
    run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", unfinished)
    run(admin, "CREATE DATABASE {}", unfinished)
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = usual
    run(admin, "ALTER DATABASE {} RENAME TO {}", unfinished, template)


def drop_old(admin):
    """Keep the newest templates: other checkouts and branches come back to theirs."""
    rows = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%' ORDER BY oid DESC").fetchall()
    for (name,) in rows[TEMPLATES_KEPT:]:
        run(admin, "DROP DATABASE IF EXISTS {}", name)


def exists(admin, name):
    return bool(admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def run(admin, statement, *names):
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def server():
    return psycopg.connect(settings.SERVER_URL, autocommit=True)
