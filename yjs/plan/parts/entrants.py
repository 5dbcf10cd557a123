"""First time entrants."""

from __future__ import annotations

from disposals.breakdowns import DISPOSAL, LOOKED_AFTER
from disposals.measures.entrants import FirstTimeEntrants, LookedAfterShareOfEntrants
from yjs.documents.cells import GROUPS_ALONE
from yjs.documents.document import Block, Prose
from yjs.documents.tables import crossed, trend, trend_chart
from yjs.measures.periods import Period, quarter, year_to
from yjs.plan.parts.part import part, published_years, up_to
from yjs.plan.prose import change, rounding
from yjs.records.book import Book


GROUPS_ALONE[LookedAfterShareOfEntrants] = (FirstTimeEntrants, LOOKED_AFTER, "looked_after")


def rolling_years(year: Period) -> list[Period]:
    """The years that end with each quarter of a financial year."""
    return [year_to(quarter(year.start.year, number).end) for number in (1, 2, 3, 4)]


@part
def entrants_five_years(book: Book, year: Period) -> list[Block]:
    """Five years beside the published figures of other areas, the change on the year before, and a chart."""
    periods = published_years(book, FirstTimeEntrants, year)
    last_two = [FirstTimeEntrants.figure(book, period) for period in periods[-2:]]
    caption = f"First time entrants, five years {up_to(periods)}"
    table = trend("entrants", caption, FirstTimeEntrants, book, periods, *rounding(*last_two))
    return [Prose(*change(*last_two)), trend_chart(table, "First time entrants", FirstTimeEntrants, book, periods)]


@part
def entrants_rolling(book: Book, year: Period) -> list[Block]:
    """Rolling years by disposal, with the looked after children among them."""
    periods = rolling_years(year)
    figures = [FirstTimeEntrants.figure(book, period) for period in periods]
    caption = f"First time entrants by disposal and care status, rolling years {up_to(periods)}"
    note = "The years overlap: each shares nine months with the next, so they cannot be added up."
    return [crossed("entrants-rolling", caption, figures, DISPOSAL, LOOKED_AFTER, ["looked_after"], note)]


@part
def entrants_looked_after(book: Book, year: Period) -> list[Block]:
    """The looked after share, rolling years."""
    periods = rolling_years(year)
    caption = f"Looked after children among first time entrants, rolling years {up_to(periods)}"
    return [trend("entrants-looked-after", caption, LookedAfterShareOfEntrants, book, periods)]
