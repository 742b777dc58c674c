"""The values of many figures from few readings of the tables, in one statement of SQL.

Where the rows of one figure are a narrower part of another's (the same tables, the same conditions and some more), both
are taken from one reading of the larger set: ``SELECT COUNT(*), COUNT(*) FILTER (WHERE …)``. Every other figure is read by itself.

The readings, one row each, are joined by words (CROSS JOIN): commas would let PostgreSQL look for the best order of some
two hundred of them, which takes six times as long as reading.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections

COUNT = "COUNT(*)"
AGGREGATES = {
    "sum": "SUM(%s)",
    "average": "AVG(%s)",
    "median": "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %s)",
}


@dataclass
class Reading:
    """One reading of ``source``: the conditions all its figures share, and the column each figure asks for."""

    source: str
    source_params: tuple = ()
    conditions: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    columns: list = field(default_factory=list)

    def ask(self, figure, measure, rest=()):
        """Take ``figure`` from this reading; ``rest`` are its conditions beyond the shared ones."""
        column, params = (AGGREGATES[figure.how] % measure[0], measure[1]) if measure else (COUNT, ())
        if rest:
            column += f" FILTER (WHERE {_joined(rest)})"
        self.figures.append(figure)
        self.columns.append((column, (*params, *_params(rest))))

    def sql(self):
        columns = ", ".join(column for column, _params_of_column in self.columns)
        where = f" WHERE {_joined(self.conditions)}" if self.conditions else ""
        params = (*_params(self.columns), *self.source_params, *_params(self.conditions))
        return f"SELECT {columns} FROM {self.source}{where}", params


@dataclass(frozen=True)
class Part:
    """A figure over tables joined in one way: conditions as (SQL, parameters), in the order they were laid on."""

    figure: object
    source: str
    source_params: tuple
    conditions: list
    measure: tuple | None

    def lies_in(self, reading):
        """Say whether its rows are among those of ``reading`` of the same source, and cheap to tell from the others."""
        shared = len(reading.conditions)
        return self.conditions[:shared] == reading.conditions and not any(
            "SELECT" in sql for sql, _params in self.conditions[shared:]
        )


def fetch(alias, figures):
    """Return [(figure, its raw value or None)], every figure once."""
    readings, found = _readings(alias, figures)
    if readings:
        asked = [reading.sql() for reading in readings]
        sources = " CROSS JOIN ".join(f"({sql}) AS reading{place}" for place, (sql, _params) in enumerate(asked))
        with connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT * FROM {sources}", [param for _sql, params in asked for param in params])
            found += zip((figure for reading in readings for figure in reading.figures), cursor.fetchone(), strict=True)
    return found


def _readings(alias, figures):
    """Return (the readings needed, the figures that need none because their rows can never exist)."""
    parts, alone, empty, compiled = [], [], [], {}
    for figure in {id(figure): figure for figure in figures}.values():
        try:
            read = _part(alias, figure, compiled) or _by_itself(figure)
        except EmptyResultSet:  # e.g. of an empty list of ids
            empty.append((figure, None))
        else:
            (parts if isinstance(read, Part) else alone).append(read)
    shared = defaultdict(list)
    for part in sorted(parts, key=lambda part: len(part.conditions)):
        readings = shared[part.source, part.source_params]
        reading = next((reading for reading in readings if part.lies_in(reading)), None)
        if reading is None:
            reading = Reading(part.source, part.source_params, part.conditions)
            readings.append(reading)
        reading.ask(part.figure, part.measure, part.conditions[len(reading.conditions) :])
    return [*alone, *(reading for readings in shared.values() for reading in readings)], empty


def _columns(figure):
    return figure.rows.order_by().values_list(*(["pk", figure.measure] if figure.measure else ["pk"])).query


def _part(alias, figure, compiled):
    """Return the figure as a Part, or None when its rows are more than those of joined tables under conditions.

    compiled: {id of a condition: its SQL}; rows made from one another share the objects of their conditions.
    """
    rows = figure.rows.query
    where = rows.where  # not a copy's: an id is only good while its object lives
    if rows.distinct or rows.is_sliced or rows.combinator or rows.group_by is not None:
        return None
    if where.negated or where.connector != "AND" or where.contains_over_clause:
        return None
    query = _columns(figure) if figure.measure else rows
    compiler = query.get_compiler(alias)
    measure = None
    if figure.measure:
        compiler.setup_query()
        measure = compiler.select[1][1]
    conditions = [_condition(compiler, child, compiled) for child in where.children]
    query.get_initial_alias()
    tables, params = compiler.get_from_clause()
    return Part(figure, " ".join(tables), tuple(params), conditions, measure)


def _condition(compiler, child, compiled):
    """Return (SQL, parameters) of one condition."""
    if id(child) not in compiled:
        try:
            sql, params = compiler.compile(child)
        except FullResultSet:  # holds for every row
            sql, params = "TRUE", ()
        compiled[id(child)] = f"({sql})", tuple(params)
    return compiled[id(child)]


def _by_itself(figure):
    sql, params = _columns(figure).sql_with_params()
    names = "id, measure" if figure.measure else "id"
    reading = Reading(f"({sql}) AS proof({names})", tuple(params))
    reading.ask(figure, ("measure", ()) if figure.measure else None)
    return reading


def _joined(conditions):
    return " AND ".join(sql for sql, _params in conditions)


def _params(pieces):
    return [param for _sql, params in pieces for param in params]
