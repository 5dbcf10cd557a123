"""What followed each kind of disposal, as a table whose numbers lead to their records."""

from __future__ import annotations

from dataclasses import replace

from pandas import DataFrame

from disposals.breakdowns import DISPOSAL, TIER
from disposals.models import KINDS
from reoffending.cohort import unsettled
from yjs.documents.document import Cell, Column, Row, Table
from yjs.documents.figures import records_address
from yjs.documents.protection import FEWEST
from yjs.documents.tables import by_breakdown
from yjs.measures.figure import Figure
from yjs.measures.intervals import proportions_differ
from yjs.measures.measure import FINAL


CAPTION = "Disposals followed by a proven reoffence, by kind"
BY_CHANCE = (
    "In words: each kind, and each tier of kinds, beside all the others together. Of twenty such comparisons about one "
    "differs by chance alone."
)
TOO_EARLY = "Too early to compare"


def followed_by_kind(figure: Figure) -> Table:
    """Reoffending after each kind under its tier, in numbers and in the words that so few children allow."""
    kinds = by_breakdown("after-disposal", CAPTION, figure, DISPOSAL, BY_CHANCE)
    tiers = by_breakdown("after-disposal", CAPTION, figure, TIER)
    rows: list[Row] = []
    for tier, whole in zip(tiers.rows, figure.by(TIER), strict=False):
        rows.append(replace(_row(tier, whole, figure), is_heading=True))
        for kind, part in zip(kinds.rows, figure.by(DISPOSAL), strict=False):
            if KINDS[part.within[-1][1]].tier.value == tier.name:
                rows.append(_row(kind, part, figure))
    rows.append(_row(kinds.rows[-1], figure, figure))
    columns = (*kinds.columns, Column("In words", False))
    return replace(kinds, columns=columns, rows=tuple(rows), ties=(*kinds.ties, *tiers.ties))


def _row(row: Row, part: Figure, whole: Figure) -> Row:
    """The row with what it says in words; the counts lead to their records, the rate to its own page."""
    name, counted, out_of, *rest = row.cells
    leading = [replace(counted, href=records_address(part, "numerator"))]
    leading.append(replace(out_of, href=records_address(part, "denominator")))
    return replace(row, cells=(name, *leading, *rest, Cell("" if part is whole else in_words(part, whole))))


def in_words(part: Figure, whole: Figure) -> str:
    """How one kind compares with all the others: where all are final, and there are enough to say.

    Until then one kind may have been followed for months and another for days.
    """
    if not _is_settled(whole):
        return TOO_EARLY
    some, of = part.numerator.value, part.denominator_value or 0
    others, of_others = whole.numerator.value - some, (whole.denominator_value or 0) - of
    if of < FEWEST or of_others < FEWEST:
        return (
            f"Too few to say: {of} {'disposal' if of == 1 else 'disposals'}"
            if of < FEWEST
            else "Nothing to set it beside"
        )
    if not proportions_differ(some, of, others, of_others):
        return "No clear difference from the others"
    return "Higher than after the others" if some * of_others > others * of else "Lower than after the others"


def _is_settled(figure: Figure) -> bool:
    """Whether nothing can be proven any more after any of the disposals."""
    rows = figure.denominator.rows if figure.denominator else None
    return isinstance(rows, DataFrame) and unsettled(rows, figure.book) == FINAL
