"""The texts that people wrote, compiled: what a first start reads right after it made them."""

from django.core.management import call_command
from django.test import override_settings
from django.utils import translation
from django.utils.autoreload import file_changed
from django.utils.translation import gettext

CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "only in this catalogue"
msgstr "只在这里"
"""


def test_whoever_compiles_the_texts_reads_them_at_once(tmp_path):
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE, encoding="utf-8")
    with override_settings(LOCALE_PATHS=[tmp_path]), translation.override("zh-hans"):
        before = gettext("only in this catalogue")

        call_command("compile_texts", verbosity=0)

        with translation.override("zh-hans"):
            after = gettext("only in this catalogue")
    file_changed.send(sender=None, file_path=folder / "django.mo")
    assert (before, after) == ("only in this catalogue", "只在这里")
