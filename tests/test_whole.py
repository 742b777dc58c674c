"""What must hold everywhere: templates, tasks, texts, migrations, icons."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import lucide
import pytest
from babel.messages.pofile import read_po
from celery import current_app
from django.core.management import call_command
from django.template.loader import get_template

from logistics.schedule import SCHEDULE
from tests.conftest import LONGEST

ROOT = Path(__file__).resolve().parent.parent
OURS = ["logistics", "finance", "assets", "repairs", "canteen", "safety"]
TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*"))
CODE = [path for top in OURS for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    get_template(name)


def test_the_tests_that_begin_a_run_are_there():
    assert [path for path in LONGEST if not (ROOT / path).exists()] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_task_named_in_the_code_exists():
    current_app.loader.import_default_modules()
    named = {
        name for path in CODE for name in re.findall(r'after_commit\(\s*"([\w.]+)"', path.read_text(encoding="utf-8"))
    } | {entry["task"] for entry in SCHEDULE.values()}

    assert named - set(current_app.tasks) == set()
    assert named


def test_every_icon_named_in_code_and_templates_is_in_the_set():
    with zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        icons = {Path(name).stem for name in archive.namelist()}
    texts = [path.read_text(encoding="utf-8") for path in [*CODE, *(ROOT / "templates").rglob("*.html")]]
    named = {name for text in texts for name in re.findall(r'\bicon=\(?"([a-z0-9-]+)"|{% icon "([a-z0-9-]+)"', text)}

    assert {first or second for first, second in named} - icons == set()


def test_no_template_draws_an_icon_anew_that_our_own_tag_keeps():
    assert [name for name in TEMPLATES if "lucide" in (ROOT / "templates" / name).read_text(encoding="utf-8")] == []


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """The catalogue as makemessages would write it from today's code."""
    copy = tmp_path_factory.mktemp("texts")
    for name in [*OURS, "templates", "static", "locale"]:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--no-obsolete", "--no-wrap"],
        cwd=copy,
        check=True,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin"},
    )
    with (copy / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="zh_Hans")


def test_every_text_is_translated(catalogue):
    assert [message.id for message in catalogue if message.id and not message.string] == []


def test_no_translation_is_a_guess(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_latin_words_stand_apart_from_chinese_ones(catalogue):
    glued = re.compile(r"[一-龥][A-Za-z]{2,}|[A-Za-z]{2,}[一-龥]")
    filled_in = re.compile(r"%\(\w+\)[sd]|<[^>]+>")

    assert [text.string for text in catalogue if text.id and glued.search(filled_in.sub("", str(text.string)))] == []


def test_every_translation_fills_the_same_places(catalogue):
    def places(text):
        return sorted(set(re.findall(r"%\((\w+)\)", text)))

    assert [message.id for message in catalogue if message.id and places(message.id) != places(message.string)] == []
