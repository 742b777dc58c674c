"""A whole installation in one file: the database as PostgreSQL dumps it, and every stored file.

The archive is a tar with ``about.json`` (when, and by which migrations), ``database.dump`` and ``files/…``.
"""

import json
import os
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from logistics import clock
from logistics.embedded.postgres import client_program

ABOUT, DUMP, FILES = "about.json", "database.dump", "files"
FORMAT = 1
EMPTY_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;"


class ArchiveError(Exception):
    """The archive cannot be made or read; the message says why, and what to do about it."""


def make(target):
    """Write the archive ``target``, a path that must not exist yet; return how many files it holds."""
    if target.exists():
        raise ArchiveError(_("%(file)s exists already: choose another name.") % {"file": target})
    if not target.parent.is_dir():
        raise ArchiveError(_("The folder %(folder)s does not exist.") % {"folder": target.parent})
    with unfinished(target) as path, tarfile.open(path, "w") as archive, tempfile.TemporaryDirectory() as scratch:
        dump = Path(scratch, DUMP)
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--file={dump}")
        about = Path(scratch, ABOUT)
        about.write_text(json.dumps({"format": FORMAT, "made_at": clock.now().isoformat(), "migrations": applied()}))
        archive.add(about, ABOUT)
        archive.add(dump, DUMP)
        return sum(add(archive, name) for name in stored())


@contextmanager
def unfinished(target):
    """Yield a path beside ``target``, readable by us alone, that becomes ``target`` when all went well."""
    handle, path = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    os.close(handle)
    path = Path(path)
    try:
        yield path
        path.rename(target)
    finally:
        path.unlink(missing_ok=True)


def add(archive, name):
    with default_storage.open(name) as content:
        entry = tarfile.TarInfo(f"{FILES}/{name}")
        entry.size = content.size
        archive.addfile(entry, content)
    return 1


def restore(source, *, replace=False):
    """Put database and files of the archive ``source`` in place; return how many files it held.

    The database changes in one transaction: when it fails, everything is as before.
    replace: whether what is there now may go.
    """
    try:
        archive = tarfile.open(source)
    except FileNotFoundError as error:
        raise ArchiveError(_("There is no file %(file)s.") % {"file": source}) from error
    except (tarfile.TarError, OSError) as error:
        raise ArchiveError(_("%(file)s is not an archive of this product.") % {"file": source}) from error
    with archive:
        members = readable(archive, source)
        if not replace and not is_empty():
            raise ArchiveError(_("There is data here already: restore with --replace to give it up for the archive."))
        restore_database(archive, replace)
        restore_files(archive, members)
    call_command("migrate", interactive=False, verbosity=0)
    return len(members)


def readable(archive, source):
    """Return the stored files by name.

    Raises ArchiveError unless the archive is whole, ours and not newer than this code.
    """
    try:
        entries = {entry.name: entry for entry in archive.getmembers()}
        about = json.load(archive.extractfile(entries[ABOUT]))
        entries[DUMP]
    except (KeyError, ValueError, tarfile.TarError, EOFError) as error:
        raise ArchiveError(_("%(file)s is not an archive of this product.") % {"file": source}) from error
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    if about["format"] != FORMAT or any(tuple(name) not in known for name in about["migrations"]):
        raise ArchiveError(_("%(file)s was made by a newer version: update the product first.") % {"file": source})
    inside = f"{FILES}/"
    files = {name.removeprefix(inside): entry for name, entry in entries.items() if name.startswith(inside)}
    if any(not entry.isfile() or leads_outside(name) for name, entry in files.items()):
        raise ArchiveError(_("%(file)s is not an archive of this product.") % {"file": source})
    return files


def leads_outside(name):
    return ".." in PurePosixPath(name).parts or name.startswith("/")


def is_empty():
    return not connection.introspection.table_names() and not any(True for name in stored())


def restore_database(archive, replace):
    with tempfile.TemporaryDirectory() as scratch:
        dump, script = Path(scratch, DUMP), Path(scratch, "database.sql")
        with dump.open("wb") as target:
            target.writelines(archive.extractfile(DUMP))
        plain = ["--no-owner", "--no-privileges", "--no-comments"]
        run("pg_restore", *plain, f"--file={script}", str(dump), connect=False)
        connection.close()
        first = ["--command", EMPTY_SCHEMA] if replace else []
        run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "-vON_ERROR_STOP=1", *first, f"--file={script}")


def restore_files(archive, files):
    for name in stored():
        default_storage.delete(name)
    for name, entry in files.items():
        default_storage.save(name, File(archive.extractfile(entry)))


def stored(folder=""):
    """Yield the name of every stored file below ``folder``."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from stored(f"{folder}{name}/")


def applied():
    return sorted(MigrationRecorder(connection).applied_migrations())


def run(name, *arguments, connect=True):
    """Run one of PostgreSQL's programs, on our database if ``connect``; the password stays off the command line."""
    given, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [str(client_program(name)), *arguments, *(given[1:] if connect else [])]
    done = subprocess.run(command, env=os.environ | (environment or {}), capture_output=True, text=True, check=False)
    if done.returncode:
        message = _("%(program)s refused: %(reason)s")
        raise ArchiveError(message % {"program": name, "reason": done.stderr.strip() or done.returncode})
