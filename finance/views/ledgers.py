"""Lists that are also ledgers: the rows the filters leave, as a workbook with the school's title."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from logistics import clock
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.pages.parts import Action
from logistics.paper.office_dates import office_date

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_THEY_ARE = {
    "money": "money",
    "date": "date",
    "number": "decimal",
    "percent": "percent",
}  # kinds of columns whose values Excel reckons with


class Ledger:
    """A ListPage with its columns as a workbook, under ``?format=xlsx``."""

    def get(self, request, *args, **kwargs):
        if request.GET.get("format") == "xlsx":
            return self.workbook()
        return super().get(request, *args, **kwargs)

    def get_exports(self):
        query = self.request.GET.copy()
        query["format"] = "xlsx"
        return [Action(_("Excel"), f"?{query.urlencode()}", icon="file-spreadsheet"), *super().get_exports()]

    def workbook(self):
        title = str(self.get_title())
        rows = self.get_filterset().qs.order_by(*(self.ordering or self.model._meta.ordering))
        sheet = Sheet(
            title,
            f"{self.school.name}{title}",
            [SheetColumn(str(column.label), AS_THEY_ARE.get(column.kind, "text")) for column in self.columns],
            ([cell_of(column, record) for column in self.columns] for record in rows.iterator(chunk_size=500)),
            subtitle=_("as of %(day)s") % {"day": office_date(clock.today())},
        )
        name = f"{title}-{clock.today():%Y%m%d}.xlsx"
        return FileResponse(write_workbook([sheet]), as_attachment=True, filename=name, content_type=XLSX)


def cell_of(column, record):
    """Return what stands in the workbook: amounts, numbers and days as values, anything else as the list shows it."""
    if column.kind not in AS_THEY_ARE:
        return column.text(record)
    value = column.value(record)
    return value / 100 if column.kind == "percent" and value is not None else value
