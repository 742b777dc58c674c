"""Static files as web servers give them out: what a page asks for, under names that change with their content."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PublishedFiles(StaticFilesConfig):
    """Leaves out what packages bring along and no page of ours or of the admin asks for; compressing it takes minutes."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "*.rtl.*",
        "*.esm.*",
        "bootstrap-*",
        "bootstrap.[cj]s*",
        "bootstrap.min.js",
        "bootstrap.bundle.js",
        "django_htmx/ext/*",
        "django_htmx/ht*-4*",
        "htmx-2.js",
        "jquery.js",
        "xregexp.js",
    ]


class PublishedStorage(CompressedManifestStaticFilesStorage):
    """Does not follow the addresses of maps, which stay at home."""

    patterns = tuple(
        (kind, tuple(pattern for pattern in patterns if "sourceMappingURL" not in str(pattern)))
        for kind, patterns in CompressedManifestStaticFilesStorage.patterns
    )
