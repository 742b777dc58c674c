"""From a summary to the blocks of a document, the same for screen, PDF and DOCX."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from logistics import clock
from logistics.paper.charts import Bar, BarChart, ColumnChart
from logistics.paper.document import (
    AnnexNote,
    Cell,
    ChartBlock,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Table,
    TableColumn,
    Title,
)
from logistics.paper.office_dates import office_date, office_datetime
from logistics.reports import figures
from logistics.reports.sections import UNHEADED, Section

CHARTS = {"bars": BarChart, "columns": ColumnChart}


def numbered(index, text):
    """Return a line with its number in front."""
    return pgettext("a numbered line", "%(number)d. %(text)s") % {"number": index, "text": text}


class Writer:
    """Writes one summary. ``roughly``: counts in the sections are said as 80余, and told exactly in the annex."""

    def __init__(self, summary, link=None, *, roughly=False):
        self.summary, self.link = summary, link or (lambda statement, figure: None)
        self.say = figures.roughly if roughly else figures.exactly
        self.rounded = {}

    def document(self):
        summary = self.summary
        blocks, annex = self.body(), self.annex()
        if annex:
            blocks.append(AnnexNote(_("Annex: charts and tables of logistics work")))
        blocks.append(Signature(_("%(school)s Logistics Office") % {"school": summary.school.name}, self.day()))
        if annex:
            title = Title(_("Charts and tables of logistics work"))
            blocks += [PageBreak(), Heading(1, _("Annex"), numbered=False, key="annex"), title, *annex]
        return Document(summary.title, blocks, subtitle=summary.owner, author=summary.school.name, note=self.note())

    def body(self):
        blocks = [block for part in self.summary.parts for block in self.part(part)]
        if not any(block.kind == "heading" for block in blocks):
            nothing = _("%(period)s no logistics work is on record yet.") % {"period": self.summary.period.name}
            blocks.append(Paragraph([nothing]))
        return blocks

    def day(self):
        """The day of signing: the day of the figures, in the school's time."""
        return clock.day_of(self.summary.as_of)

    def note(self):
        return _("Figures as of %(moment)s, for %(start)s to %(end)s, %(scope)s.") % {
            "moment": office_datetime(self.summary.as_of),
            "start": office_date(self.summary.period.start),
            "end": office_date(self.summary.period.end),
            "scope": self.summary.scope.label,
        }

    # --- the sections -------------------------------------------------------------------------------------------------

    def part(self, part):
        blocks = [block for statement in part.statements for block in self.statement(statement)]
        if part.section == Section.PROBLEMS:
            blocks += [
                Paragraph([Run(numbered(index, "")), *self.runs(fault.statement, fault.sentence, figures.exactly)])
                for index, fault in enumerate(self.summary.faults, start=1)
            ]
        blocks += [Paragraph([line]) for line in part.own_paragraphs]
        if blocks and part.section not in UNHEADED:
            blocks.insert(0, Heading(1, part.heading, key=part.section))
        return blocks

    def statement(self, statement):
        """One paragraph of the sentences that stand, and of the claims nothing contradicts; claims stay exact."""
        said = [(sentence, self.say) for sentence in statement.sentences if sentence.stands]
        kept = [claim.sentence for claim in statement.claims if claim.is_kept and claim.sentence.stands]
        said += [(sentence, figures.exactly) for sentence in kept]
        runs = []
        for sentence, say in said:
            if runs and runs[-1].text.endswith("."):
                runs.append(Run(" "))
            runs += self.runs(statement, sentence, say)
        heading = [Heading(2, statement.heading)] if statement.heading and runs else []
        return [*heading, Paragraph(runs)] if runs else []

    def runs(self, statement, sentence, say):
        return [self.run(statement, text, figure) for text, figure in sentence.pieces(say)]

    def run(self, statement, text, figure):
        if figure is None:
            return Run(text)
        key = f"{statement.key}.{figure.key}"
        if text != figure.text:
            self.rounded[key] = [figure.title, figure.text]
        return Run(text, key, self.link(statement, figure))

    # --- the annex ----------------------------------------------------------------------------------------------------

    def annex(self):
        """Return the blocks of the annex; written after the sections, since it tells what they rounded."""
        blocks = []
        for statement in self.summary.filled:
            blocks += [self.chart(statement, chart) for chart in statement.charts if chart.breakdown.stands]
            blocks += [self.table(statement, table) for table in statement.tables if table.lines]
        if self.rounded:
            columns = [TableColumn(_("Figure")), TableColumn(_("Exactly"), "number")]
            blocks.append(Table(columns, list(self.rounded.values()), _("Figures said roughly in the text")))
        return blocks

    def chart(self, statement, spec):
        bars = [
            Bar(item.label, item.value, self.link(statement, item) or "", item.text) for item in spec.breakdown.items
        ]
        return ChartBlock(
            CHARTS[spec.shape](str(spec.heading), bars, str(spec.breakdown.label), str(spec.breakdown.unit))
        )

    def table(self, statement, spec):
        rows = [[self.cell(statement, value) for value in line] for line in spec.lines]
        last = len(spec.columns) - 1
        columns = [
            TableColumn(str(column), "number" if index == last else "") for index, column in enumerate(spec.columns)
        ]
        return Table(columns, rows, str(spec.title))

    def cell(self, statement, value):
        if hasattr(value, "key") and hasattr(value, "text"):
            return Cell(value.text, url=self.link(statement, value))
        return Cell("" if value is None else str(value))
