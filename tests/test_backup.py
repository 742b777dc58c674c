"""Backup and restore: what comes back is what was there."""

import io
import json
import tarfile

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from logistics import archive

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def keep(key):
    Session.objects.create(session_key=key, session_data="扳手", expire_date=timezone.now())


def store(name, content):
    return default_storage.save(name, ContentFile(content))


def kept():
    return sorted(Session.objects.values_list("session_key", flat=True))


def files():
    return {name: default_storage.open(name).read() for name in archive.stored()}


def empty_everything():
    with connection.cursor() as cursor:
        cursor.execute(archive.EMPTY_SCHEMA)
    for name in list(archive.stored()):
        default_storage.delete(name)


def test_rows_and_files_come_back_into_an_empty_installation(tmp_path):
    keep("before")
    store("photos/2026/tap.jpg", b"\xff\xd8 tap")
    call_command("backup", tmp_path / "all.tar")
    empty_everything()

    call_command("restore", tmp_path / "all.tar")

    assert kept() == ["before"]
    assert files() == {"photos/2026/tap.jpg": b"\xff\xd8 tap"}


def test_what_is_here_is_given_up_only_when_asked(tmp_path):
    keep("before")
    store("a.txt", b"before")
    call_command("backup", tmp_path / "all.tar")
    keep("after")
    store("b.txt", b"after")

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", tmp_path / "all.tar")
    untouched = kept()
    call_command("restore", tmp_path / "all.tar", replace=True)

    assert untouched == ["after", "before"]
    assert kept() == ["before"]
    assert files() == {"a.txt": b"before"}


def test_a_restored_installation_can_be_backed_up_and_restored_again(tmp_path):
    keep("before")
    call_command("backup", tmp_path / "first.tar")
    call_command("restore", tmp_path / "first.tar", replace=True)
    call_command("backup", tmp_path / "second.tar")

    call_command("restore", tmp_path / "second.tar", replace=True)

    assert kept() == ["before"]


def test_a_restore_that_fails_half_way_leaves_everything_as_it_was(tmp_path):
    keep("before")
    call_command("backup", tmp_path / "all.tar")
    keep("after")
    cut_short(tmp_path / "all.tar", tmp_path / "broken.tar")

    with pytest.raises(CommandError):
        call_command("restore", tmp_path / "broken.tar", replace=True)

    assert kept() == ["after", "before"]


def cut_short(source, target):
    """Copy an archive with half of its dump."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old.getmembers():
            content = old.extractfile(entry).read()
            if entry.name == archive.DUMP:
                content = content[: len(content) // 2]
            add(new, entry.name, content)


def add(target, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    target.addfile(entry, io.BytesIO(content))


def test_an_archive_is_never_overwritten(tmp_path):
    (tmp_path / "all.tar").write_text("precious")

    with pytest.raises(CommandError):
        call_command("backup", tmp_path / "all.tar")

    assert (tmp_path / "all.tar").read_text() == "precious"


def test_an_archive_is_readable_by_its_owner_only(tmp_path):
    call_command("backup", tmp_path / "all.tar")

    assert (tmp_path / "all.tar").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["all.tar"]


def test_a_missing_file_or_any_other_file_is_refused(tmp_path):
    (tmp_path / "list.xlsx").write_bytes(b"PK")
    with tarfile.open(tmp_path / "other.tar", "w") as other:
        add(other, "readme", b"hello")

    for name in ["nothing.tar", "list.xlsx", "other.tar"]:
        with pytest.raises(CommandError):
            call_command("restore", tmp_path / name, replace=True)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"migrations": [["school", "9999_from_the_future"]]}, "files/a"),
        ({}, "files/../../outside"),
        ({}, "files//etc/a"),
    ],
)
def test_an_archive_of_a_newer_version_or_with_paths_that_lead_outside_is_refused(tmp_path, changed, name):
    with tarfile.open(tmp_path / "all.tar", "w") as target:
        add(target, archive.ABOUT, json.dumps({"format": archive.FORMAT, "migrations": []} | changed).encode())
        add(target, archive.DUMP, b"")
        add(target, name, b"content")
    keep("before")

    with pytest.raises(CommandError):
        call_command("restore", tmp_path / "all.tar", replace=True)

    assert kept() == ["before"]
