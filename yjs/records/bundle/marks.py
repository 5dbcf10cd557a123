"""What a cell can be besides its text: wrong, held as a date by a workbook, or not a value at all."""

from __future__ import annotations

from typing import Any


class Wrong(Exception):
    """What is wrong with a cell, and the cure. A doubt is no error, and comes with the value that was read.

    `about` is the saved child that is told of, by the reference.
    """

    def __init__(self, message: str, cure: str, *, doubtful: Any = None, about: str = "") -> None:
        super().__init__(f"{message} {cure}")
        self.about = about
        self.value = doubtful
        self.is_error = doubtful is None


class Mark(str):
    """A cell of a workbook that cannot be read as what it shows: a formula, an error, a percentage."""

    wrong: Wrong

    def __new__(cls, text: str, message: str, cure: str) -> Mark:
        mark = super().__new__(cls, text)
        mark.wrong = Wrong(message, cure)
        return mark

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


class ExcelDay(str):
    """A cell that the workbook holds as a date. The same letters typed as text are another cell."""

    def __hash__(self) -> int:
        return hash(("day", str(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExcelDay) and str(self) == str(other)
