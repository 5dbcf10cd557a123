"""What the partners put in."""

from __future__ import annotations

from dataclasses import replace

from yjs.documents.cells import text
from yjs.documents.document import Block, Cell, Row
from yjs.documents.tables import side_by_side
from yjs.measures.periods import Period
from yjs.plan.measures import (
    AGENCY,
    KINDS,
    Contributions,
    ContributionsInKind,
    ContributionsOther,
    ContributionsStaffing,
    given_in,
)
from yjs.plan.parts.part import part
from yjs.records.book import Book


COLUMNS = {
    "Staffing costs": ContributionsStaffing,
    "Payments in kind": ContributionsInKind,
    "Other delegated funds": ContributionsOther,
    "Total": Contributions,
}
NOT_RECORDED = "– [x] stands for an amount that is not recorded: the totals add up what is recorded."


@part
def contributions(book: Book, year: Period) -> list[Block]:
    """The budget by agency and kind, added up across and down."""
    figures = [(name, measure.figure(book, year)) for name, measure in COLUMNS.items()]
    given = given_in(book, year)
    notes = [NOT_RECORDED] if given[KINDS].isna().any(axis=None) else []
    table = side_by_side("contributions", f"Contributions by agency, {year.label}", figures, AGENCY, *notes)
    shown = {row.name for row in table.rows}
    silent = [
        Row((text(name), *[Cell("–", marker="[x]")] * len(figures))) for name in given["agency"] if name not in shown
    ]
    return [replace(table, rows=(*table.rows[:-1], *silent, *table.rows[-1:]))]
