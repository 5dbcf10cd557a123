"""First time entrants."""

from __future__ import annotations

from disposals.breakdowns import DISPOSAL, LOOKED_AFTER
from disposals.measures.entrants import FirstTimeEntrants, LookedAfterShareOfEntrants
from yjs.documents.cells import GROUPS_ALONE
from yjs.documents.document import Block, Prose
from yjs.documents.tables import crossed, trend, trend_chart
from yjs.measures.periods import Period, quarter, year_to
from yjs.plan.parts.part import part, published_years
from yjs.plan.prose import change
from yjs.records.book import Book


GROUPS_ALONE[LookedAfterShareOfEntrants] = (FirstTimeEntrants, LOOKED_AFTER, "looked_after")


def rolling_years(year: Period) -> list[Period]:
    """The years that end with each quarter of a financial year."""
    return [year_to(quarter(year.start.year, number).end) for number in (1, 2, 3, 4)]


@part
def entrants_five_years(book: Book, year: Period) -> list[Block]:
    """Five years beside the published figures of other areas, the change on the year before, and a chart."""
    periods = published_years(book, FirstTimeEntrants, year)
    table = trend("entrants", "First time entrants, five years", FirstTimeEntrants, book, periods)
    sentence = change(FirstTimeEntrants.figure(book, periods[-2]), FirstTimeEntrants.figure(book, periods[-1]))
    return [Prose(*sentence), trend_chart(table, "First time entrants", FirstTimeEntrants, book, periods)]


@part
def entrants_rolling(book: Book, year: Period) -> list[Block]:
    """Rolling years by disposal, with the looked after children among them."""
    figures = [FirstTimeEntrants.figure(book, period) for period in rolling_years(year)]
    caption = "First time entrants by disposal and care status, rolling years"
    note = "The years overlap: each shares nine months with the next, so they cannot be added up."
    return [crossed("entrants-rolling", caption, figures, DISPOSAL, LOOKED_AFTER, ["looked_after"], note)]


@part
def entrants_looked_after(book: Book, year: Period) -> list[Block]:
    """The looked after share, rolling years."""
    caption = "Looked after children among first time entrants, rolling years"
    return [trend("entrants-looked-after", caption, LookedAfterShareOfEntrants, book, rolling_years(year))]
