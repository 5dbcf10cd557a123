"""Columns of codes, days, answers and numbers: what may be written in them, and what is never guessed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from yjs.records.bundle.column import Column
from yjs.records.bundle.marks import Wrong
from yjs.records.record import Record


HOW_TO_WRITE_A_DAY = "Write it as 2018-04-25 or 25/04/2018."
EARLIEST = dt.date(1900, 1, 1)
YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


class Code(Column):
    """A value from a fixed list. Capitals, spaces and hyphens are taken as they are meant."""

    def __init__(self, name: str, field: models.Field, model: type[Record]) -> None:
        super().__init__(name, field, model)
        self.codes = {_plain(code): code for code, _ in field.flatchoices}

    def read(self, text: str) -> str:
        code = self.codes.get(_plain(text))
        if code is None:
            raise Wrong("This is not on the list.", f"Use one of: {'; '.join(self.codes.values())}.")
        return code


class Day(Column):
    """A day, written year first or day first and never guessed otherwise."""

    empty = None

    def read_day(self, text: str) -> dt.date:
        return _not_too_early(dt.date.fromisoformat(str(text)))

    def read(self, text: str) -> dt.date:
        text = text.strip()
        if iso := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII):
            year, month, day = map(int, iso.groups())
        elif british := re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text, re.ASCII):
            day, month, year = map(int, british.groups())
        else:
            raise Wrong("This is not a date in a form that is read.", HOW_TO_WRITE_A_DAY)
        try:
            return _not_too_early(dt.date(year, month, day))
        except ValueError as error:
            if month > 12 >= day and "/" in text:
                cure = f"Write the day first, as {month:02}/{day:02}/{year}, in the whole column."
                raise Wrong(f"There is no month {month}: the month seems to stand first.", cure) from error
            raise Wrong("There is no such day.", HOW_TO_WRITE_A_DAY) from error

    def wrong_together(self, values: dict[str, Any]) -> dict[str, Wrong]:
        """In a column where some dates have the month first, those that fit both orders say nothing for certain."""
        parts = {text: text.strip().split("/") for text in values if type(text) is str and "/" in text}
        pairs = {
            t: (int(p[0]), int(p[1])) for t, p in parts.items() if len(p) == 3 and p[0].isdecimal() and p[1].isdecimal()
        }
        if not any(first <= 12 < second <= 31 for first, second in pairs.values()):
            return {}
        return {
            text: Wrong(
                "Other dates in this column have the month first, so this one may too.",
                "Write the whole column as 2018-04-25 or 25/04/2018.",
            )
            for text, (first, second) in pairs.items()
            if values[text] is not None and first != second and first <= 12 and second <= 12
        }

    def write(self, value: dt.date | None) -> str:
        return value.isoformat() if value else ""


class YesNo(Column):
    """Yes or no. Empty is not recorded, and never a no."""

    empty = None

    def read(self, text: str) -> bool:
        answer = YES_NO.get(text.strip().casefold())
        if answer is None:
            raise Wrong("This is neither yes nor no.", "Write yes or no, or leave it empty where it is not recorded.")
        return answer

    def write(self, value: bool | None) -> str:
        return "" if value is None else "yes" if value else "no"


class Whole(Column):
    """A whole number."""

    empty = None

    def __init__(self, name: str, field: models.Field, model: type[Record]) -> None:
        super().__init__(name, field, model)
        self.least = max((rule.limit_value for rule in self.rules if isinstance(rule, MinValueValidator)), default=0)
        self.most = min(
            (rule.limit_value for rule in self.rules if isinstance(rule, MaxValueValidator)), default=2**31 - 1
        )
        self.rules = []

    def read(self, text: str) -> int:
        found = re.fullmatch(r"(-?\d{1,18})(\.0*)?", text.strip(), re.ASCII)
        if not found:
            raise Wrong("This is not a whole number.", "Write it in figures alone, as 12.")
        number = int(found[1])
        if number < 0 <= self.least:
            raise Wrong("This is below nought.", "Check the number.")
        if not self.least <= number <= self.most:
            raise Wrong(f"This is not from {self.least} to {self.most}.", "Check the number.")
        return number

    def write(self, value: int | None) -> str:
        return "" if value is None else str(value)


class Amount(Column):
    """A number that may have a fraction."""

    empty = None

    def __init__(self, name: str, field: models.Field, model: type[Record]) -> None:
        super().__init__(name, field, model)
        field = cast(models.DecimalField, field)
        self.places = field.decimal_places
        self.least = Decimal(1).scaleb(-field.decimal_places)
        self.floor = max((rule.limit_value for rule in self.rules if isinstance(rule, MinValueValidator)), default=None)
        # SQLite keeps fifteen digits, and a number of more cannot be read back.
        self.too_much = Decimal(10) ** (min(field.max_digits, 15) - field.decimal_places)
        self.rules = []

    def read(self, text: str) -> Decimal:
        text = text.strip()
        if not re.fullmatch(r"-?\d{1,18}(\.\d{1,60})?", text, re.ASCII):
            raise Wrong(
                "This is not a number.", "Write it in figures with a point, as 1234.56: no commas, no signs after it."
            )
        said = Decimal(text)
        number = said.quantize(self.least, ROUND_HALF_UP) + 0
        if self.floor is not None and number < self.floor:
            raise Wrong(f"This is below {'nought' if self.floor == 0 else self.floor}.", "Check the number.")
        if abs(number) >= self.too_much:
            raise Wrong("This number is too large.", "Check the number.")
        if number != said:
            kept = f"It is kept as {self.write(number)}, to {self.places} decimal places."
            raise Wrong("This has more decimal places than are kept.", kept, doubtful=number)
        return number

    def write(self, value: Decimal | None) -> str:
        if value is None:
            return ""
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_")


def _not_too_early(day: dt.date) -> dt.date:
    if day < EARLIEST:
        raise Wrong("This is before 1900.", "Check the year.")
    return day
