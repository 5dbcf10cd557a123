"""What is wrong with a bundle: where, what, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


SHOWN = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: an error, which nothing is stored with, or a warning, which is stored all the same.

    `row` is the row a spreadsheet shows; None where the whole file is meant, and no file where the whole bundle is.
    `about` is the saved child that the message tells of, by the reference.
    """

    file: str
    row: int | None
    column: str
    value: str
    message: str
    is_error: bool = True
    about: str = ""

    @property
    def severity(self) -> str:
        return "error" if self.is_error else "warning"

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "severity": self.severity,
            "message": self.message,
        }

    def __str__(self) -> str:
        where = [self.file or "The bundle", f"row {self.row}" if self.row else "", self.column]
        value = f" ({self.value})" if self.value else ""
        return f"{self.severity}: {', '.join(part for part in where if part)}{value}: {self.message}"


def problem(
    file: str,
    message: str,
    *,
    row: int | None = None,
    column: str = "",
    value: object = "",
    is_error: bool = True,
    about: str = "",
) -> Problem:
    """A problem whose value is short enough to be shown."""
    text = str(value)
    shown = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return Problem(file, row, column, shown, message, is_error, about)


class Refused(Exception):
    """A bundle that cannot be opened, or should not be: nothing of it is read any further."""

    def __init__(self, message: str, file: str = "", **where: Any) -> None:
        super().__init__(message)
        self.problem = problem(file, message, **where)


class Unreadable(Exception):
    """A file of a bundle that cannot be read as a table. The others still can."""

    def __init__(self, message: str, **where: Any) -> None:
        super().__init__(message)
        self.where = where


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(found.is_error for found in problems)
