"""The use of custody, and remands."""

from __future__ import annotations

from disposals.breakdowns import REMAND
from disposals.measures.custody import CustodyRate, Remands
from yjs.documents.document import Block, Prose
from yjs.documents.tables import side_by_side, trend, trend_chart
from yjs.measures.periods import Period
from yjs.plan.parts.part import part, up_to
from yjs.plan.prose import change, rounding
from yjs.records.book import Book


@part
def custody_five_years(book: Book, year: Period) -> list[Block]:
    """Custodial sentences over five years beside other areas, the change, and a chart."""
    periods = year.years(5)
    last_two = [CustodyRate.figure(book, period) for period in periods[-2:]]
    caption = f"Use of custody, five years {up_to(periods)}"
    table = trend("custody", caption, CustodyRate, book, periods, *rounding(*last_two))
    return [Prose(*change(*last_two)), trend_chart(table, "Use of custody", CustodyRate, book, periods)]


@part
def remands_by_kind(book: Book, year: Period) -> list[Block]:
    """Remand episodes by kind, over five years."""
    periods = year.years(5)
    figures = [(period.label, Remands.figure(book, period)) for period in periods]
    return [side_by_side("remands", f"Remand episodes by kind, five years {up_to(periods)}", figures, REMAND)]
