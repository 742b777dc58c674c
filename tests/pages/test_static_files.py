"""What is published of the static files: all that pages ask for, and no maps of minified files."""

import re
from pathlib import PurePath

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles.finders import get_finders

from logistics.pages.static_files import PublishedStorage


@pytest.fixture(scope="module")
def published():
    """Return the names that ``collectstatic`` collects."""
    left_out = apps.get_app_config("staticfiles").ignore_patterns
    return {
        str(PurePath(getattr(storage, "prefix", None) or "") / path)
        for finder in get_finders()
        for path, storage in finder.list(left_out)
    }


def test_every_file_that_a_template_names_is_published(published):
    texts = [path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")]

    named = {name for text in texts for name in re.findall(r"{% static ['\"]([^'\"]+)['\"]", text)}

    assert len(named) > 40
    assert named - published == set()


def test_every_script_and_style_of_the_admin_is_published(published):
    media = [site_admin.media for site_admin in admin.site._registry.values()]

    named = {
        str(name) for each in media for name in [*each._js, *(css for medium in each._css.values() for css in medium)]
    }

    assert "admin/js/vendor/jquery/jquery.min.js" in named
    assert named - published == set()


def test_no_maps_are_published_or_looked_for(published, tmp_path):
    (tmp_path / "a.css").write_text("a { color: red }\n/*# sourceMappingURL=a.css.map */\n")
    storage = PublishedStorage(location=tmp_path)

    [(name, _hashed, processed), *_rest] = storage.post_process({"a.css": (storage, "a.css")})

    assert [path for path in published if path.endswith(".map")] == []
    assert (name, processed) == ("a.css", True)
