"""A table: cells in rows and columns under a caption, with the notes that say how its figures were counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


MARKERS: dict[str, str] = {
    "[c]": "not shown, so that nobody can be picked out",
    "[x]": "not available",
    "[z]": "does not apply",
    "[p]": "provisional: the records behind it can still change",
}


class CountKey(NamedTuple):
    """What identifies a count wherever it is printed: the same rows, the same days, the same groups.

    Without groups it is about the whole service. The rest are those of a whole who are not in a part of it.
    """

    rule: str
    days: str
    groups: tuple[str, ...] = ()
    is_rest: bool = False

    @property
    def split(self) -> tuple[str, ...]:
        """What it has in common with the other groups beside it: the same count, split in the same ways."""
        return self.rule, self.days, *(group.partition("=")[0] for group in self.groups)


Count = tuple[CountKey, int]
Tie = tuple[Count, tuple[Count, ...]]


@dataclass(frozen=True)
class Cell:
    """One place in a table: what is shown, and what a spreadsheet needs to know behind it.

    `text` is what every format shows; a marker that it leaves out is put after it. `keys` name the counts that can be
    read off it, the one it shows first: wherever one of them must be hidden, so must this.
    """

    text: str
    value: float | int | None = None
    unit: str = ""
    href: str | None = None
    marker: str = ""
    decimals: int | None = None
    count: int | None = None
    is_number: bool = False
    numerator: float | int | None = None
    denominator: float | int | None = None
    keys: tuple[CountKey, ...] = ()

    def __post_init__(self) -> None:
        if self.marker and self.marker not in MARKERS:
            raise ValueError(f"{self.marker!r} is not one of the markers {', '.join(MARKERS)}")
        if self.marker and self.marker not in self.text:
            object.__setattr__(self, "text", f"{self.text} {self.marker}".strip())


@dataclass(frozen=True)
class Column:
    """The head of a column. Numbers stand to the right."""

    title: str
    numeric: bool = True


@dataclass(frozen=True)
class Row:
    """One line of a table. Its first cell names it; a heading row names the rows that follow and may be that cell
    alone.
    """

    cells: tuple[Cell, ...]
    is_total: bool = False
    is_heading: bool = False

    @property
    def name(self) -> str:
        return self.cells[0].text

    @property
    def figures(self) -> tuple[Cell, ...]:
        return self.cells[1:]


@dataclass(frozen=True)
class Table:
    """Figures in rows and columns under a caption, with the notes that say how they were counted.

    `sums` are the positions of the columns whose first total row is the sum of the rows above it. `ties` are the sums a
    reader can do with its counts: a total and its parts, each with its number, also those the table does not show. `told` are counts that
    can be read off its words.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    sums: tuple[int, ...] = ()
    ties: tuple[Tie, ...] = ()
    told: tuple[Count, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns) and not (row.is_heading and row.cells):
                raise ValueError(
                    f"{self.key}: the row {row.cells[:1]} has {len(row.cells)} cells under {len(self.columns)} columns"
                )

    @property
    def markers(self) -> dict[str, str]:
        """The markers used in this table, each with its meaning."""
        used = {cell.marker for row in self.rows for cell in row.cells}
        return {marker: meaning for marker, meaning in MARKERS.items() if marker in used}

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes, then the meaning of each marker in the table."""
        return self.notes + tuple(f"{marker} {meaning}." for marker, meaning in self.markers.items())

    def slips(self) -> tuple[str, ...]:
        """A sentence for each column whose total is not the sum of its rows. A protected column is not judged."""
        return tuple(self._slips())

    def _slips(self) -> Iterator[str]:
        first = next((place for place, row in enumerate(self.rows) if row.is_total), len(self.rows))
        parts = [row for row in self.rows[:first] if not row.is_heading]
        for total in self.rows[first : first + 1]:
            for position in self.sums:
                values = [row.cells[position].value for row in parts]
                said = total.cells[position].value
                if said is None or None in values:
                    continue
                added = sum(value for value in values if value is not None)
                if abs(added - said) > 1e-6:
                    yield (
                        f"{self.caption}, {self.columns[position].title}: "
                        f"the rows add to {added:,g}, the total says {said:,g}"
                    )
