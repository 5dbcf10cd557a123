"""A sheet understood as one kind of record: its columns found, its cells read, what is wrong with them reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yjs.records.bundle.column import Column
from yjs.records.bundle.columns import columns_of
from yjs.records.bundle.marks import Wrong
from yjs.records.bundle.problems import Problem, has_errors, problem
from yjs.records.bundle.sheets import Sheet
from yjs.records.bundle.text import plain
from yjs.records.record import Record, today


class Table:
    """The rows of one file as values by column. `refused` holds the places of the rows that cannot be stored."""

    def __init__(self, model: type[Record], sheet: Sheet, unfit: Mapping[int, Wrong]) -> None:
        self.model = model
        self.sheet = sheet
        self.problems: list[Problem] = list(sheet.problems)
        self.refused: set[int] = set(sheet.misshapen)
        self.columns: dict[str, Column] = {column.name: column for column in columns_of(model)}
        self.by_field: dict[str, Column] = {column.field.name: column for column in columns_of(model)}
        self.values: dict[str, list[Any]] = {}
        self.unread: set[tuple[int, str]] = set()
        self._places: dict[str, int] = {}
        self.is_usable = sheet.is_readable and self._finds_columns()
        if self.is_usable:
            self._read()
            for place, wrong in unfit.items():
                self.report(place, "", wrong, "")

    def __len__(self) -> int:
        return len(self.sheet.rows)

    def cell(self, place: int, column: str) -> str:
        """The text of a cell; none where the file has no such column."""
        return self.sheet.rows[place][self._places[column]] if column in self._places else ""

    def cells(self, column: str) -> list[str]:
        place = self._places[column]
        return [row[place] for row in self.sheet.rows]

    def report(self, place: int, column: str, wrong: Wrong, cell: str | None = None) -> None:
        """Say what is wrong with a cell; an error costs its row."""
        if cell is None:
            cell = self.cell(place, column)
        number = self.sheet.numbers[place]
        self.problems.append(
            problem(
                self.sheet.name,
                str(wrong),
                row=number,
                column=column,
                value=cell,
                is_error=wrong.is_error,
                about=wrong.about,
            )
        )
        if wrong.is_error:
            self.refused.add(place)

    def report_cell(self, place: int, column: str, wrong: Wrong, cell: str | None = None) -> None:
        """Say what is wrong with a cell that has no value because of it, so that its absence is not held against it."""
        self.report(place, column, wrong, cell)
        if wrong.is_error:
            self.unread.add((place, column))

    def _finds_columns(self) -> bool:
        for place, written in enumerate(self.sheet.header):
            name = plain(written)
            if name in self._places:
                self._report_header("Two columns have this name. Leave one.", written)
            elif name in self.columns:
                self._places[name] = place
            elif name:
                self._report_header("This is not one of the file's columns and is left out.", written, is_error=False)
            elif any(row[place].strip() for row in self.sheet.rows):
                shown = f"column {place + 1}"
                self._report_header("This column has no name and is left out.", shown, is_error=False)
        if not self._places:
            self._report_header(f"The first row does not name the columns. They are: {', '.join(self.columns)}.")
            return False
        for column in self.columns.values():
            if column.is_required and column.name not in self._places:
                self._report_header("This column is required and is not there. Add it.", column.name)
        return not has_errors(found for found in self.problems if found.row == self.sheet.header_number)

    def _report_header(self, message: str, column: str = "", *, is_error: bool = True) -> None:
        self.problems.append(
            problem(self.sheet.name, message, row=self.sheet.header_number, column=column, is_error=is_error)
        )

    def _read(self) -> None:
        for name in self._places:
            cells = self.cells(name)
            self.values[name], wrong = self.columns[name].read_all(cells)
            if wrong:
                for place, cell in enumerate(cells):
                    if cell in wrong:
                        self.report_cell(place, name, wrong[cell], cell)
        self._refuse_days_to_come(self.values.get("recorded_on", ()))

    def _refuse_days_to_come(self, recorded_ons: Iterable[Any]) -> None:
        now = today()
        wrong = Wrong("This date is in the future.", "Give the day the row came to be known, or leave it empty.")
        for place, day in enumerate(recorded_ons):
            if day is not None and day > now:
                self.report(place, "recorded_on", wrong)
