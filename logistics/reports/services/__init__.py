"""Changes to what a school writes into its summaries, and the making of their files."""

from logistics.reports.services.exports import (
    build_export,
    give_up_export,
    renew_exports,
    request_export,
    retry_export,
)
from logistics.reports.services.fonts import add_font, remove_font
from logistics.reports.services.texts import arrange_sections, write_text

__all__ = [
    "add_font",
    "arrange_sections",
    "build_export",
    "give_up_export",
    "remove_font",
    "renew_exports",
    "request_export",
    "retry_export",
    "write_text",
]
