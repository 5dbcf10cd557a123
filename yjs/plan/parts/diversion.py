"""What was decided out of court."""

from __future__ import annotations

from disposals.breakdowns import DISPOSAL
from disposals.measures.diversion import ChildrenDealtWithOutOfCourt, OutOfCourtDisposals
from yjs.documents.document import Block
from yjs.documents.tables import side_by_side, trend
from yjs.measures.periods import Period
from yjs.plan.parts.part import part, up_to
from yjs.records.book import Book


@part
def out_of_court_by_disposal(book: Book, year: Period) -> list[Block]:
    """Out-of-court disposals by kind, over five years."""
    periods = year.years(5)
    figures = [(period.label, OutOfCourtDisposals.figure(book, period)) for period in periods]
    caption = f"Out-of-court disposals by kind, five years {up_to(periods)}"
    return [side_by_side("out-of-court", caption, figures, DISPOSAL)]


@part
def out_of_court_five_years(book: Book, year: Period) -> list[Block]:
    """The children behind them."""
    periods = year.years(5)
    caption = f"Children dealt with out of court, five years {up_to(periods)}"
    return [trend("out-of-court-children", caption, ChildrenDealtWithOutOfCourt, book, periods)]
