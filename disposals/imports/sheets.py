"""The table somebody sent: its sheets, what its columns are called, and its cells read as ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from disposals.imports.layouts import LEFT_OUT, Layout, Ours
from yjs.records.bundle.marks import Wrong
from yjs.records.bundle.problems import Problem, Refused, problem
from yjs.records.bundle.sheets import Counter, Sheet
from yjs.records.bundle.text import read_csv
from yjs.records.bundle.workbook import read_workbook


FIRST_ROWS = 3
SEVERAL = re.compile(r"[;\n\r]+")
SEVERAL_DAYS = re.compile(r"[;,\n\r]+")
NO_NAMES = (
    "The first row that is filled should name the columns, and names {}. Delete the rows above the names of the "
    "columns, and send it again."
)


def open_sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook, or the one table of a CSV file. Raises Refused where there is nothing to be read."""
    if path.suffix.casefold() == ".csv":
        with path.open("rb") as file:
            sheets = [read_csv("", file, (), Counter())]
    else:
        sheets = read_workbook(path, Counter())
    usable = [sheet for sheet in sheets if sheet.is_readable and len(_named(sheet)) > 1 and sheet.rows]
    if not usable:
        raise Refused(_why_none(sheets))
    return usable


def _named(sheet: Sheet) -> list[str]:
    return [name for name in sheet.header if name.strip()]


def _why_none(sheets: list[Sheet]) -> str:
    for sheet in sheets:
        if not sheet.is_readable:
            found = sheet.problems[-1]
            return f"Row {found.row}: {found.message}" if found.row else found.message
        if len(_named(sheet)) < 2:
            return NO_NAMES.format(f"only {_named(sheet)[0]}" if _named(sheet) else "none")
    return "There is no row below the names of the columns."


def title(sheet: Sheet) -> str:
    return sheet.name.removesuffix(".csv")


def headings(sheet: Sheet) -> list[str]:
    """What each column is called; one without a name by its place."""
    return [name.strip() or f"Column {place + 1}" for place, name in enumerate(sheet.header)]


def first_cells(sheet: Sheet, place: int) -> list[str]:
    """What the first rows say in a column."""
    return [text.strip() for row in sheet.rows[:FIRST_ROWS] if (text := row[place]).strip()]


def best_guess(layout: Layout, sheets: list[Sheet]) -> int:
    """The sheet of a workbook in which the most of our columns are recognised."""
    found = [len({*layout.guess(headings(sheet))} - {LEFT_OUT}) for sheet in sheets]
    return found.index(max(found))


@dataclass(frozen=True)
class Part:
    """What a cell says, or one of several things it says: the value, the words, and the heading of its column."""

    value: Any = None
    text: str = ""
    heading: str = ""

    def __bool__(self) -> bool:
        return self.value not in (None, "")


@dataclass
class Line:
    """One row of the table: what it says in each of our columns, once for every column that was matched to it."""

    number: int
    parts: dict[str, list[list[Part]]] = field(default_factory=dict)

    def all_of(self, name: str) -> list[list[Part]]:
        return self.parts.get(name, [])

    def one(self, name: str) -> Part:
        """What it says in a column of which there is one; an empty part where it says nothing."""
        found = self.all_of(name)
        return found[0][0] if found else Part()

    def words(self) -> tuple[str, ...]:
        """All it says, to be compared with another row."""
        return tuple(part.text for columns in self.parts.values() for parts in columns for part in parts)


class At(int):
    """A row as the sheet numbers it, which knows the cell that each of our columns was filled from."""

    cells: Mapping[str, Part]

    def __new__(cls, number: int, cells: Mapping[str, Part] | None = None) -> At:
        at = super().__new__(cls, number)
        at.cells = cells or {}
        return at


class Lines:
    """The rows of a sheet, read through the columns that were matched. What cannot be read is a problem of its row."""

    def __init__(self, sheet: Sheet, layout: Layout, matching: Mapping[int, str]) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = list(sheet.problems)
        self._unread: set[int] = set(sheet.misshapen)
        self._lines = [Line(number) for number in sheet.numbers]
        self.matched = set(matching.values())
        for place, name in sorted(matching.items()):
            self._read(place, layout.column(name))

    @property
    def every(self) -> list[Line]:
        """All the rows, with what could be read of each."""
        return self._lines

    def __iter__(self) -> Iterator[Line]:
        """The rows of which every cell could be read."""
        return (line for place, line in enumerate(self._lines) if place not in self._unread)

    def refuse_the_same_twice(self) -> None:
        """Two rows that say the same in every matched column: nobody can tell whether they are two facts or one."""
        first: dict[tuple[str, ...], Line] = {}
        for place, line in enumerate(self._lines):
            earlier = first.setdefault(line.words(), line)
            if earlier is not line and place not in self._unread:
                said = f"Rows {earlier.number} and {line.number} say the same."
                cure = "Keep one of them; where they are two, match a column that tells them apart."
                self.report(line, next(iter(line.parts.values()))[0][0], said, cure)
                self._unread.add(place)

    def report(
        self, line: Line, part: Part, message: str, cure: str, *, is_error: bool = True, about: str = ""
    ) -> None:
        """Say what is wrong with a cell, or doubtful, and how to put it right."""
        self.problems.append(self.said_of(line, part, f"{message} {cure}", is_error=is_error, about=about))

    def said_of(self, line: Line, part: Part, message: str, *, is_error: bool = False, about: str = "") -> Problem:
        """Something said of a cell, in the sheet's own terms."""
        return problem(
            self.sheet.name,
            message.strip(),
            row=line.number,
            column=part.heading,
            value=part.text,
            is_error=is_error,
            about=about,
        )

    def _read(self, place: int, ours: Ours) -> None:
        heading = headings(self.sheet)[place]
        cells = [_parts(row[place], ours) for row in self.sheet.rows]
        texts = list(dict.fromkeys(text for parts in cells for text in parts if _is_filled(text)))
        read, wrong = ours.column.read_all(texts)
        values = dict(zip(texts, read, strict=True))
        for number, parts in enumerate(cells):
            line = self._lines[number]
            found = [Part(values.get(text), str(text), heading) for text in parts]
            line.parts.setdefault(ours.name, []).append(found)
            for text, part in zip(parts, found, strict=True):
                if text in wrong:
                    self._take(number, part, wrong[text])

    def _take(self, number: int, part: Part, wrong: Wrong) -> None:
        self.problems.append(self.said_of(self._lines[number], part, str(wrong), is_error=wrong.is_error))
        if wrong.is_error:
            self._unread.add(number)


def _is_filled(text: str) -> bool:
    return bool(text.strip())


def _parts(text: str, ours: Ours) -> list[str]:
    """What a cell says, one by one. A cell that a workbook holds as a date or a formula is one thing."""
    if not ours.may_repeat or type(text) is not str:
        return [text]
    return [part.strip() for part in (SEVERAL_DAYS if ours.is_a_day else SEVERAL).split(text)]
