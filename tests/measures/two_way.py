"""A table as a board sees it: rows, columns, and every total."""

from collections.abc import Hashable, Sequence


Values = dict[Hashable, int]
Sums = list[tuple[Hashable, list[Hashable]]]

ALL = "all"


def two_way(counts: Sequence[Sequence[int]], name: str = "") -> tuple[Values, Sums]:
    """The counts with their totals, and the sums across and down; keys are (name, row, column)."""
    height, width = len(counts), len(counts[0])
    rows, columns = [*range(height), ALL], [*range(width), ALL]
    values = {
        (name, row, column): sum(
            int(counts[r][c]) for r in range(height) for c in range(width) if row in (r, ALL) and column in (c, ALL)
        )
        for row in rows
        for column in columns
    }
    across = [((name, row, ALL), [(name, row, column) for column in range(width)]) for row in rows]
    down = [((name, ALL, column), [(name, row, column) for row in range(height)]) for column in columns]
    return values, across + down
