"""Children who are over-represented: the share of each group at each stage."""

from __future__ import annotations

from disposals.breakdowns import ETHNICITY, LOOKED_AFTER, SEND, SEX
from disposals.measures.caseload import Caseload
from disposals.measures.custody import CustodyRate
from disposals.measures.diversion import OutOfCourtDisposals
from disposals.measures.entrants import FirstTimeEntrants
from reoffending.measures.proven import BinaryReoffendingRate
from yjs.documents.document import Block
from yjs.documents.tables import side_by_side
from yjs.measures.breakdown import Breakdown
from yjs.measures.periods import Period
from yjs.plan.parts.part import part
from yjs.records.book import Book


STAGES = {
    "Caseload": Caseload,
    "First time entrants": FirstTimeEntrants,
    "Out-of-court disposals": OutOfCourtDisposals,
    "Custodial sentences": CustodyRate,
}


def _stages(book: Book, year: Period, breakdown: Breakdown) -> list[Block]:
    figures = [(name, measure.figure(book, year)) for name, measure in STAGES.items()]
    figures.append(("Children who reoffended", BinaryReoffendingRate.figure(book, year.year_before().year_before())))
    caption = f"Children at each stage by {breakdown.words}, {year.label}"
    note = (
        f"Children who reoffended: those of the cohort of {year.year_before().year_before().label}. Shares of small numbers "
        "say little; a share at one stage is to be read against the stage before it."
    )
    return [side_by_side(f"groups-{breakdown.slug}", caption, figures, breakdown, note, shares=True)]


@part
def over_represented_ethnicity(book: Book, year: Period) -> list[Block]:
    """By ethnic group."""
    return _stages(book, year, ETHNICITY)


@part
def over_represented_sex(book: Book, year: Period) -> list[Block]:
    """By sex."""
    return _stages(book, year, SEX)


@part
def over_represented_looked_after(book: Book, year: Period) -> list[Block]:
    """By care status."""
    return _stages(book, year, LOOKED_AFTER)


@part
def over_represented_send(book: Book, year: Period) -> list[Block]:
    """By special educational need."""
    return _stages(book, year, SEND)
