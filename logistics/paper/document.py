"""The document model: screen, PDF, DOCX and JSON of a summary all come from these objects."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from logistics.paper.office_dates import counting
from logistics.paper.pdf import render_pdf

TITLE_LETTERS = 20
ROWS_KEPT_TOGETHER = 12
PAUSES = "期度年月日校园处的 "
SHORT = 8  # letters of a heading or a quantity that stand on one line


@dataclass(frozen=True)
class Run:
    """A stretch of text. A figure carries its stable key and the address of the list that proves it."""

    text: str
    figure_key: str | None = None
    url: str | None = None
    bold: bool = False


@dataclass(frozen=True)
class Heading:
    """Level 1 is 一、 and 2 （一）, 3 is 1. and 4 （1）; the number is written by ``Document.numbered_blocks``.

    key: its place on the screen, for a contents list to jump to.
    """

    level: int
    text: str
    numbered: bool = True
    key: str = ""
    kind = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Runs of text; plain strings may stand for runs. ``flush``: it begins at the margin, as who a letter is to."""

    runs: list
    flush: bool = False
    kind = "paragraph"

    @property
    def pieces(self):
        return [run if isinstance(run, Run) else Run(str(run)) for run in self.runs]

    @property
    def text(self):
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class TableColumn:
    """``align`` is "" (left), "centre", "number" or "amount"; ``share``: hundredths of the width, 0 as its text needs."""

    label: str
    align: str = ""
    share: int = 0

    @property
    def is_short(self):
        return len(self.label) <= SHORT


@dataclass(frozen=True)
class Cell:
    """``span`` counts the columns it takes."""

    text: str
    align: str = ""
    url: str | None = None
    span: int = 1

    @property
    def is_short(self):
        """Say whether a quantity or the like (10 套) is kept on one line."""
        return self.align == "centre" and len(self.text) <= SHORT


@dataclass(frozen=True)
class Table:
    """``columns`` are labels or TableColumn; cells are texts, numbers (set to the right) or Cell."""

    columns: list
    rows: list
    caption: str = ""
    total: list | None = None
    kind = "table"

    @property
    def is_short(self):
        """Say whether it is to stand on one page."""
        return len(self.rows) <= ROWS_KEPT_TOGETHER

    @property
    def headings(self):
        return [column if isinstance(column, TableColumn) else TableColumn(str(column)) for column in self.columns]

    @property
    def aligned_rows(self):
        return [self._aligned(row) for row in self.rows]

    @property
    def aligned_total(self):
        return self._aligned(self.total or [])

    @property
    def total_cells(self):
        """The cells of the total; its words (合计（大写）…) take the empty cells after them."""
        cells = []
        for cell in self.aligned_total:
            if cells and not cell.text and cells[-1].text and not cells[-1].align:
                cells[-1] = replace(cells[-1], span=cells[-1].span + 1)
            else:
                cells.append(cell)
        return cells

    def _aligned(self, row):
        return [_cell(value, column.align) for value, column in zip(row, self.headings, strict=True)]


@dataclass(frozen=True)
class ChartBlock:
    """A chart of ``logistics.paper.charts``; DOCX shows its numbers as a table."""

    chart: object
    kind = "chart"

    @property
    def table(self):
        return Table(self.chart.table.columns, self.chart.table.rows, self.chart.title)


@dataclass(frozen=True)
class AnnexNote:
    """附件说明: what is annexed, a line below the text."""

    text: str
    kind = "annex_note"


@dataclass(frozen=True)
class Title:
    """The title of an annex, in the middle."""

    text: str
    kind = "title"


@dataclass(frozen=True)
class PageBreak:
    kind = "page_break"


@dataclass(frozen=True)
class Signature:
    """落款: the office that signs, and the day."""

    unit: str
    date: date
    kind = "signature"


@dataclass(frozen=True)
class Document:
    """``note`` is small print at the end, e.g. the moment the figures were taken."""

    title: str
    blocks: list = field(default_factory=list)
    subtitle: str = ""
    author: str = ""
    note: str = ""

    @property
    def title_lines(self):
        """The title on one line, or on two broken near the middle where Chinese reading pauses."""
        if len(self.title) <= TITLE_LETTERS:
            return [self.title]
        middle = len(self.title) / 2
        pauses = [index for index, letter in enumerate(self.title[:-1], start=1) if letter in PAUSES]
        cut = min(pauses, key=lambda index: abs(index - middle), default=round(middle))
        return [self.title[:cut], self.title[cut:]]

    @property
    def numbered_blocks(self):
        """The blocks, each numbered heading with its number in front; a heading restarts the levels below it."""
        counts, blocks = [0, 0, 0, 0], []
        for block in self.blocks:
            if isinstance(block, Heading) and block.numbered:
                counts = [*counts[: block.level - 1], counts[block.level - 1] + 1, *[0] * (4 - block.level)]
                block = replace(block, text=heading_number(block.level, counts[block.level - 1]) + block.text)
            blocks.append(block)
        return blocks

    @property
    def places(self):
        """The keys of the headings, for links that jump to them."""
        return {block.key for block in self.blocks if isinstance(block, Heading) and block.key}

    def figures(self):
        """Return {figure key: text} in the order they stand."""
        runs = (run for block in self.blocks if isinstance(block, Paragraph) for run in block.pieces)
        return {run.figure_key: run.text for run in runs if run.figure_key}


def heading_number(level, count):
    """Return the number before a heading, as official documents write it."""
    return {1: f"{counting(count)}、", 2: f"（{counting(count)}）", 3: f"{count}.", 4: f"（{count}）"}[level]


def document_to_pdf(document, *, fonts=()):
    """Return the PDF of ``document`` in the typography of GB/T 9704, without its red head."""
    return render_pdf("paper/document.html", {"document": document}, fonts=fonts)


def _cell(value, align):
    if isinstance(value, Cell):
        return value if value.align else replace(value, align=align)
    if isinstance(value, int | Decimal) and not align:
        align = "number"
    return Cell("" if value is None else str(value), align)
