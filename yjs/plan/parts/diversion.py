"""What was decided out of court."""

from __future__ import annotations

from disposals.breakdowns import DISPOSAL
from disposals.measures.diversion import ChildrenDealtWithOutOfCourt, OutOfCourtDisposals
from yjs.documents.document import Block
from yjs.documents.tables import side_by_side, trend
from yjs.measures.periods import Period
from yjs.plan.parts.part import part
from yjs.records.book import Book


@part
def out_of_court_by_disposal(book: Book, year: Period) -> list[Block]:
    """Out-of-court disposals by kind, over five years."""
    figures = [(period.label, OutOfCourtDisposals.figure(book, period)) for period in year.years(5)]
    return [side_by_side("out-of-court", "Out-of-court disposals by kind, five years", figures, DISPOSAL)]


@part
def out_of_court_five_years(book: Book, year: Period) -> list[Block]:
    """The children behind them."""
    caption = "Children dealt with out of court, five years"
    return [trend("out-of-court-children", caption, ChildrenDealtWithOutOfCourt, book, year.years(5))]
