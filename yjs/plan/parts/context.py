"""Local context: the children who live here and those the service works with."""

from __future__ import annotations

from disposals.breakdowns import SEND, WORK
from disposals.measures.caseload import Caseload
from disposals.measures.population import Population
from yjs.documents.document import Block
from yjs.documents.tables import crossed, trend
from yjs.measures.periods import Period
from yjs.plan.parts.part import part
from yjs.records.book import Book


@part
def population(book: Book, year: Period) -> list[Block]:
    """Children living in the area, over five years."""
    return [trend("population", "Children aged 10 to 17 living in the area", Population, book, year.years(5))]


@part
def caseload_by_send(book: Book, year: Period) -> list[Block]:
    """The caseload at the end of the year by special educational need."""
    figure = Caseload.figure(book, year)
    codes = list(SEND.groups)
    caption = "Children open to the service by kind of work and special educational need or disability"
    note = "Not recorded is not the same as no need."
    return [crossed("caseload-by-send", caption, [figure], WORK, SEND, codes, note)]
