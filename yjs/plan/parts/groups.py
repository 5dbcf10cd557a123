"""Children who are over-represented: the share of each group at each stage."""

from __future__ import annotations

from functools import partial

from disposals.breakdowns import ETHNICITY, LOOKED_AFTER, SEND, SEX
from disposals.measures.caseload import Caseload, counted_on
from disposals.measures.custody import CustodyRate
from disposals.measures.diversion import OutOfCourtDisposals
from disposals.measures.entrants import FirstTimeEntrants
from reoffending.measures.proven import BinaryReoffendingRate
from yjs.documents.document import Block
from yjs.documents.tables import side_by_side
from yjs.measures.breakdown import Breakdown
from yjs.measures.periods import Period, day_in_words
from yjs.plan.parts.part import PARTS
from yjs.records.book import Book


STAGES = {
    "Caseload": Caseload,
    "First time entrants": FirstTimeEntrants,
    "Out-of-court disposals": OutOfCourtDisposals,
    "Custodial sentences": CustodyRate,
}
SMALL_SHARES = "Shares of small numbers say little; a share at one stage is to be read against the stage before it."


def over_represented(book: Book, year: Period, *, by: Breakdown) -> list[Block]:
    """The share of each group at each stage."""
    cohort = year.year_before().year_before()
    figures = [(name, measure.figure(book, year)) for name, measure in STAGES.items()]
    figures.append(("Children who reoffended", BinaryReoffendingRate.figure(book, cohort)))
    caption = (
        f"Children at each stage by {by.words}, {year.label}: the caseload on {day_in_words(counted_on(book, year))}, "
        f"those who reoffended of the cohort of {cohort.label}"
    )
    return [side_by_side(f"groups-{by.slug}", caption, figures, by, SMALL_SHARES, shares=True)]


for breakdown in (ETHNICITY, SEX, LOOKED_AFTER, SEND):
    PARTS[f"over_represented_{breakdown.slug.replace('-', '_')}"] = partial(over_represented, by=breakdown)
