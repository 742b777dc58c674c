"""From a template to a PDF: WeasyPrint that never reaches for the network.

A paper template names what it needs as ``static:css/paper.css`` (a static file), ``attachment:<name>`` (a picture the
caller hands over as bytes) or ``data:``. Every other address is refused.
"""

import gc
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

_one_layout_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Font:
    """A font file of the school, used wherever a sheet asks for ``family`` (方正小标宋简体, 仿宋, 楷体, 黑体, 宋体)."""

    family: str
    path: str


class PaperFetcher(URLFetcher):
    """Finds static files, the pictures handed over and the school's fonts; refuses any other address."""

    def __init__(self, attachments=None, fonts=()):
        super().__init__(allowed_protocols=("data", "static", "attachment", "font"))
        self.attachments = attachments or {}
        self.font_paths = fonts

    def fetch(self, url, headers=None):
        scheme, _, name = url.partition(":")
        if scheme == "static":
            return URLFetcherResponse(url, _static_file(name), {"Content-Type": _content_type(name)})
        if scheme == "attachment":
            return URLFetcherResponse(url, self.attachments[name])
        if scheme == "font":
            return URLFetcherResponse(url, Path(self.font_paths[int(name)].path).read_bytes())
        return super().fetch(url, headers)


def render_pdf(template, context, *, base=None, attachments=None, fonts=()):
    """Return the PDF of ``template``.

    base: the public address of the site, so that links on paper lead back to it.
    attachments: {name: bytes} of the pictures the template shows as ``attachment:<name>``.
    fonts: the school's own font files, as Font.
    """
    return html_to_pdf(render_to_string(template, context), base=base, attachments=attachments, fonts=fonts)


def html_to_pdf(html, *, base=None, attachments=None, fonts=()):
    """Return the PDF of ready HTML; otherwise as ``render_pdf``."""
    with laid_out(html, base=base, attachments=attachments, fonts=fonts) as document:
        return document.write_pdf()


@contextmanager
def laid_out(html, *, base=None, attachments=None, fonts=()):
    """Lay ``html`` out and lend WeasyPrint's document, one at a time.

    Pango's font map is shared and not made for threads, and the collector is switched off for the whole process.
    """
    fonts = tuple(fonts)
    fetcher = PaperFetcher(attachments, fonts)
    with _one_layout_at_a_time, _collector_off():
        configuration, sheets = _font_configuration(fonts)
        source = HTML(string=html, base_url=base, url_fetcher=fetcher)
        yield source.render(font_config=configuration, stylesheets=sheets)


@contextmanager
def _collector_off():
    """Layout makes millions of objects that live until its end; looking for garbage among them costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=8)
def _font_configuration(fonts):
    configuration = FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "{font.family}"; src: url("font:{index}") }}' for index, font in enumerate(fonts)
    )
    fetcher = PaperFetcher(fonts=fonts)
    sheets = [CSS(string=faces, font_config=configuration, url_fetcher=fetcher)] if faces else []
    return configuration, sheets


def _static_file(name):
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"no static file {name}")
    return Path(path).read_bytes()


def _content_type(name):
    return {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}.get(
        Path(name).suffix, "application/octet-stream"
    )
