"""Pages of the summary."""

from logistics.reports.views.exports import (
    ExportCreate,
    ExportDetail,
    ExportFile,
    ExportList,
    ExportProgress,
    ExportRetry,
)
from logistics.reports.views.fonts import FontCreate, FontList, FontRemove
from logistics.reports.views.summary import FigurePage, SectionsUpdate, SummaryPage, TextUpdate

__all__ = [
    "ExportCreate",
    "ExportDetail",
    "ExportFile",
    "ExportList",
    "ExportProgress",
    "ExportRetry",
    "FigurePage",
    "FontCreate",
    "FontList",
    "FontRemove",
    "SectionsUpdate",
    "SummaryPage",
    "TextUpdate",
]
