"""A table as it stands in a bundle: a header, and rows of cells numbered as a spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yjs.records.bundle import limits
from yjs.records.bundle.problems import Problem, Refused, Unreadable, problem


# One sheet of a workbook may be empty to its very end.
MOST_EMPTY = 1_200_000
# A row comes filled up to its last cell: one that is formatted brings sixteen thousand that are not there.
MOST_BEYOND = 20_000_000


@dataclass
class Sheet:
    """One file of a bundle, read but not yet understood. One that cannot be read keeps only what is wrong with it."""

    name: str
    header: list[str] = field(default_factory=list)
    header_number: int = 1
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    misshapen: set[int] = field(default_factory=set)
    is_readable: bool = True

    def cannot_be_read(self, why: Unreadable) -> None:
        """Nothing of a file that breaks off is taken, not even what came before."""
        self.is_readable = False
        self.problems.append(problem(self.name, str(why), **why.where))


class Counter:
    """The rows of a whole bundle, counted as they are read."""

    def __init__(self) -> None:
        self.rows = 0
        self.empty = 0
        self.beyond = 0

    def one_more(self) -> None:
        self.rows += 1
        if self.rows > limits.ROWS:
            raise Refused(f"The bundle has more than {limits.ROWS:,} rows. Divide it into several.")

    def one_passed_over(self) -> None:
        self.empty += 1
        if self.empty > MOST_EMPTY:
            raise Refused(
                "The bundle has more than a million empty rows. Delete the rows below the last that is filled."
            )

    def wider_by(self, cells: int) -> None:
        self.beyond += cells
        if self.beyond > MOST_BEYOND:
            raise Refused(
                "Many rows are formatted far beyond their last filled cell. Delete the columns to the right of it."
            )


def fill(sheet: Sheet, rows: Iterable[list[str]], counter: Counter, *, is_ragged: bool = False) -> None:
    """Take the header and the rows below it; in a workbook rows are ragged, ending with their last filled cell.

    A row with nothing in it is passed over, but counted in the numbers.
    """
    numbered = enumerate(rows, start=1)
    _take_header(sheet, numbered)
    width = len(sheet.header)
    for number, cells in numbered:
        if len(cells) != width or not cells[0]:
            if not any(cell and not cell.isspace() for cell in cells):
                counter.one_passed_over()
                continue
            if is_ragged and len(cells) < width:
                cells += [""] * (width - len(cells))
            elif len(cells) != width:
                cells = _shaped(sheet, number, cells, width)
        counter.one_more()
        sheet.rows.append(cells)
        sheet.numbers.append(number)


def _take_header(sheet: Sheet, numbered: Iterator[tuple[int, list[str]]]) -> None:
    for number, cells in numbered:
        if any(cell and not cell.isspace() for cell in cells):
            if len(cells) > limits.COLUMNS:
                raise Unreadable(
                    f"There are more than {limits.COLUMNS} columns. Take out those not needed.", row=number
                )
            sheet.header, sheet.header_number = [str(cell) for cell in cells], number
            return
    raise Unreadable("There is no header. Name the columns in the first row.", row=1)


def _shaped(sheet: Sheet, number: int, cells: list[str], width: int) -> list[str]:
    """A row as wide as the header. Empty cells beyond it are nothing; filled ones are in the wrong place."""
    beyond = next((cell for cell in cells[width:] if cell and not cell.isspace()), "")
    if beyond:
        said = "This row has more cells than the header. Put a cell that holds the separator in quotation marks."
        sheet.problems.append(problem(sheet.name, said, row=number, value=beyond))
        sheet.misshapen.add(len(sheet.rows))
    elif len(cells) < width:
        said = f"This row ends after {len(cells)} of {width} cells. The rest are taken as not recorded."
        sheet.problems.append(problem(sheet.name, said, row=number, value=cells[-1], is_error=False))
    return [*cells[:width], *[""] * (width - len(cells))]
