"""How wide the columns of a table stand on paper: as its words need it, and no two alike because they are columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from yjs.documents.document import Table
from yjs.documents.typeface import lines_of, paper, width_of


SIZES = LARGEST, _, SMALLEST = 9.0, 8.5, 8.0
HEAD_LINES, MOST_LINES = 3, 30
BESIDE = 9.0
# No column is made wider than this for the sake of its head alone.
WIDEST_FOR_HEAD = 90.0
# A number of so many letters, its unit and its marker with it, is never broken over two lines.
NEVER_BROKEN = 24


@dataclass(frozen=True)
class Laid:
    """A table laid out: the size of its letters in points and the width of each column."""

    table: Table
    size: float
    widths: tuple[float, ...]

    def lines(self, text: str, place: int, *, bold: bool = False) -> list[str]:
        """A cell's words in the lines that its column has room for."""
        face = paper()
        return lines_of(text, face.bold if bold else face.regular, self.size, self.widths[place] - BESIDE + 1)

    @property
    def row_lines(self) -> list[int]:
        """How many lines each row takes, the head first."""
        heads = max(len(self.lines(column.title, place, bold=True)) for place, column in enumerate(self.table.columns))
        rows = [
            1 if is_alone(row.cells) else max(len(self.lines(cell.text, place)) for place, cell in enumerate(row.cells))
            for row in self.table.rows
        ]
        return [heads, *(rows or [1])]


def lay_out(table: Table, room: float, largest: float = LARGEST) -> Laid:
    """The largest letters in which every cell stands on one line; where that cannot be, in which no word is broken."""
    sizes = [size for size in SIZES if size <= largest] or [largest]
    found = [(size, [_Column(table, place, size) for place in range(len(table.columns))]) for size in sizes]
    for lines in (1, MOST_LINES):
        for size, columns in found:
            if sum(column.within(lines) for column in columns) <= room:
                return Laid(table, size, tuple(_widths(columns, room)))
    return Laid(table, sizes[-1], tuple(_widths(found[-1][1], room)))


def is_alone(cells: tuple) -> bool:
    """Whether a row is one cell that stands across the whole table."""
    return len(cells) == 1


def _widths(columns: list[_Column], room: float) -> list[float]:
    tight = [column.least for column in columns]
    if sum(tight) > room:
        return [width * room / sum(tight) for width in tight]
    steps = range(1, MOST_LINES + 1)
    widths = next(found for lines in steps if sum(found := [each.within(lines) for each in columns]) <= room)
    # What is left over goes first to the columns that need least of it to stand on fewer lines.
    for lines, head_lines in [*((lines, HEAD_LINES) for lines in reversed(steps)), (1, 2), (1, 1)]:
        wished = [each.within(lines, head_lines) for each in columns]
        for place in sorted(range(len(columns)), key=lambda place: wished[place] - widths[place]):
            if head_lines < HEAD_LINES and wished[place] > max(WIDEST_FOR_HEAD, columns[place].within(1)):
                continue
            if 0 < wished[place] - widths[place] <= room - sum(widths):
                widths[place] = wished[place]
    return widths


class _Column:
    """What one column has to hold: the words of its cells and of its head, each with its width."""

    def __init__(self, table: Table, place: int, size: float) -> None:
        font = paper().bold
        texts = {row.cells[place].text for row in table.rows if place < len(row.cells) and not is_alone(row.cells)}

        def measured(text: str, *, may_break: bool) -> list[float]:
            return [width_of(piece, font, size) for piece in (text.split() if may_break else [text])] or [0.0]

        is_words = place == 0 or not table.columns[place].numeric
        self.cells = [measured(text, may_break=is_words or len(text) >= NEVER_BROKEN) for text in texts]
        self.head = measured(table.columns[place].title, may_break=True)
        self.space = width_of(" ", font, size)
        self.least = max(chain(*self.cells, self.head)) + BESIDE

    def within(self, lines: int, head_lines: int = HEAD_LINES) -> float:
        """The least width in which no cell takes more lines than these; a head may take a few more."""
        wanted = [_narrowest(words, self.space, lines) for words in self.cells]
        wanted.append(_narrowest(self.head, self.space, max(lines, head_lines)))
        return max(wanted) + BESIDE


def _narrowest(words: list[float], space: float, lines: int) -> float:
    """The least width in which these words stand on so many lines."""
    low, high = max(words), sum(words) + space * (len(words) - 1)
    if lines == 1 or _lines(words, space, low) <= lines:
        return high if lines == 1 else low
    while high - low > 0.25:
        middle = (low + high) / 2
        low, high = (low, middle) if _lines(words, space, middle) <= lines else (middle, high)
    return high


def _lines(words: Iterable[float], space: float, width: float) -> int:
    count, used = 1, -space
    for word in words:
        if used + space + word <= width + 1e-6:
            used += space + word
        else:
            count, used = count + 1, word
    return count
