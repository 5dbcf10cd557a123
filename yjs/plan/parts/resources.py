"""What the partners put in."""

from __future__ import annotations

from yjs.documents.document import Block
from yjs.documents.tables import side_by_side
from yjs.measures.periods import Period
from yjs.plan.measures import AGENCY, Contributions, ContributionsInKind, ContributionsOther, ContributionsStaffing
from yjs.plan.parts.part import part
from yjs.records.book import Book


COLUMNS = {
    "Staffing costs": ContributionsStaffing,
    "Payments in kind": ContributionsInKind,
    "Other delegated funds": ContributionsOther,
    "Total": Contributions,
}


@part
def contributions(book: Book, year: Period) -> list[Block]:
    """The budget by agency and kind, added up across and down."""
    figures = [(name, measure.figure(book, year)) for name, measure in COLUMNS.items()]
    return [side_by_side("contributions", f"Contributions by agency, {year.label}", figures, AGENCY)]
