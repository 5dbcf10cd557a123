"""Local context: the children who live here and those the service works with."""

from __future__ import annotations

from dataclasses import replace

from disposals.breakdowns import SEND, WORK
from disposals.measures.caseload import Caseload
from disposals.measures.population import Population
from yjs.documents.cells import text
from yjs.documents.document import Block
from yjs.documents.tables import crossed, trend
from yjs.measures.figure import Figure
from yjs.measures.models import Population as Estimate
from yjs.measures.periods import Period
from yjs.plan.parts.part import part, up_to
from yjs.plan.prose import when
from yjs.records.book import Book


@part
def population(book: Book, year: Period) -> list[Block]:
    """Children living in the area, over five years, each with the mid-year it was estimated for."""
    periods = year.years(5)
    caption = f"Children aged 10 to 17 living in the area, as estimated for the five years {up_to(periods)}"
    table = trend("population", caption, Population, book, periods)
    names = [_with_its_estimate(Population.figure(book, period)) for period in periods]
    rows = (replace(row, cells=(text(name), *row.figures)) for name, row in zip(names, table.rows, strict=True))
    return [replace(table, rows=tuple(rows))]


def _with_its_estimate(figure: Figure) -> str:
    estimates = figure.book[Estimate].loc[figure.numerator.ids, "year"]
    return f"{figure.period.label}{''.join(f' (mid-{year} estimate)' for year in estimates)}"


@part
def caseload_by_send(book: Book, year: Period) -> list[Block]:
    """The caseload at the end of the year, or on the day of the question where that is earlier, by special educational
    need.
    """
    figure = Caseload.figure(book, year)
    codes = list(SEND.groups)
    caption = (
        f"Children open to the service on {when(figure)} by kind of work and special educational need or disability"
    )
    note = "Not recorded is not the same as no need."
    return [crossed("caseload-by-send", caption, [figure], WORK, SEND, codes, note)]
