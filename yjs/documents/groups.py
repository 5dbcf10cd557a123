"""A figure split into groups, as those may see it who must not learn of any one child."""

from __future__ import annotations

from dataclasses import replace

from yjs.documents.cells import count_key, group_counted, text
from yjs.documents.document import Row, Table
from yjs.documents.protection import FEWEST, hidden_groups, protected_table
from yjs.documents.release_days import ONLY_WHOLE_QUARTERS, is_released, is_year_of_quarters
from yjs.documents.tables import by_breakdown, one_period
from yjs.measures.breakdown import Breakdown
from yjs.measures.figure import Figure


TOO_FEW = (
    f"There are fewer than {FEWEST} behind this figure, so groups of them are not shown: nobody can be picked out."
)
WHOLE_YEARS = (
    "Groups are shown for twelve months that end with a quarter, so that nobody can be picked out by taking one period "
    "from another."
)

SMALL_GROUP = "This figure counts one group of children, too few to be shown: nobody can be picked out."


def whole_table(figure: Figure, breakdown: Breakdown) -> Table:
    """The groups of a figure, each leading to its records; of a sum also those for which no amount is recorded."""
    table = by_breakdown(f"by-{breakdown.slug}", f"By {breakdown.words}", figure, breakdown)
    if figure.measure.among is None:
        return table
    names = map(breakdown.name, breakdown.split(figure.book, figure.measure.among(figure.book, figure.period)))
    shown = {row.name for row in table.rows}
    silent = [Row((text(name), text("Not recorded"), text("–"))) for name in names if name not in shown]
    return replace(table, rows=(*table.rows[:-1], *silent, *table.rows[-1:]))


def protected_groups(figure: Figure, breakdown: Breakdown) -> Table | str:
    """The groups of a figure with its small numbers hidden and no way to the records, or why they are not shown."""
    table = whole_table(figure, breakdown)
    counts = [cell.count for cell in table.rows[-1].cells if cell.count is not None]
    if counts and not is_year_of_quarters(figure.period):
        return WHOLE_YEARS
    if counts and max(counts) < FEWEST:
        return TOO_FEW
    return without_groups_addresses(protected_table(table))


def why_not_shown(figure: Figure) -> str:
    """Why a figure is not shown to those who may open no records; empty where it is."""
    if not is_released(figure.period):
        return ONLY_WHOLE_QUARTERS
    if group_counted(figure):
        if not is_year_of_quarters(figure.period):
            return WHOLE_YEARS
        if count_key(figure) in hidden_groups([one_period("one", figure.title, [figure])]):
            return SMALL_GROUP
    return ""


def without_groups_addresses(table: Table) -> Table:
    """The table without the addresses of figures narrowed to a group, for those who may not open them."""

    def plain(row: Row) -> Row:
        cells = (replace(cell, href=None) if cell.href and "?" in cell.href else cell for cell in row.cells)
        return replace(row, cells=tuple(cells))

    return replace(table, rows=tuple(plain(row) for row in table.rows))
