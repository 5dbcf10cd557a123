"""Past projections beside what came, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame

from reoffending.measures.coverage import MONTHS, RULE, ProjectionCoverage, months_on
from reoffending.models import Projection
from reoffending.rules import RULES
from yjs.documents.cells import notes_of
from yjs.documents.document import Cell, Column, Row, Table
from yjs.documents.tables import by_breakdown
from yjs.measures.figure import Figure
from yjs.measures.periods import Period, day_in_words, days, financial_year_of, quarter_of
from yjs.records.book import Book


# Kept within so many days of what it was made with, a projection was made at the time.
AT_THE_TIME = 100
COLUMNS = ("Cohort", "After", "With what was known on", "Projected", "Came", "Held", "Worked out")


@dataclass(frozen=True)
class Scores:
    """The projections by one rule that a book knows of."""

    book: Book
    rule: str

    @property
    def kept(self) -> int:
        """How many there are, those that cannot be scored yet too."""
        return int((self.book[Projection]["rule"] == self.rule).sum())

    @property
    def figure(self) -> Figure | None:
        """How many of them held; None where there are none."""
        kept = self.book[Projection]
        if not self.kept:
            return None
        every = days(kept["starts_on"].min().date(), kept["ends_on"].max().date())
        return ProjectionCoverage.figure(self.book, every).only(RULE, self.rule)

    @property
    def waiting(self) -> int:
        figure = self.figure
        return self.kept - int(figure.denominator_value or 0) if figure else 0

    def by_months(self) -> Table | None:
        """How many held of those made 6, 9 and 12 months after the cohort began."""
        figure = self.figure
        return by_breakdown("by-months", "By how long after the cohort began", figure, MONTHS) if figure else None

    def scored(self, *, whole_only: bool) -> DataFrame:
        """Those that can be scored, the latest cohort first. `whole_only`: none about a part of a year's children."""
        figure = self.figure
        if figure is None or figure.denominator is None:
            return self.book[Projection].iloc[:0]
        rows: Any = figure.denominator.rows
        rows = rows[rows["known_on"] >= rows["ends_on"]] if whole_only else rows
        rows = rows.sort_values(["starts_on", "ends_on", "known_on"], ascending=[False, True, True])
        return rows.assign(months=months_on(rows))

    def table(self, rows: DataFrame) -> Table:
        """A line a projection."""
        lines = tuple(Row(tuple(self._line(row))) for row in rows.itertuples())
        columns = tuple(Column(title, False) for title in COLUMNS)
        notes = notes_of([figure]) if (figure := self.figure) else ()
        return Table("projections", "How past projections turned out", columns, lines, notes)

    def _line(self, row: Any) -> Iterator[Cell]:
        period = _cohort(row)
        yield Cell(period.label, href=RULES[self.rule].seen.figure(self.book, period).address)
        yield Cell(f"{row.months} months")
        yield Cell(day_in_words(row.known_on))
        yield Cell(f"{_range(row.low, row.high)} of {row.children}")
        yield Cell(f"{row.came} of {row.of}")
        yield Cell(
            "Yes" if row.low <= row.came <= row.high else f"No: {'more' if row.came > row.high else 'fewer'} came"
        )
        is_of_then = (row.recorded_on - row.known_on).days <= AT_THE_TIME
        yield Cell("At the time" if is_of_then else f"Looking back, on {day_in_words(row.recorded_on)}")


def _cohort(row: Any) -> Period:
    start = row.starts_on.date()
    year = financial_year_of(start)
    return year if row.ends_on.date() == year.end and start == year.start else quarter_of(start)


def _range(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low} to {high}"
