"""Periods as people write them and as the pages print them. Commands and bundles write them as `Period.parse` has it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from yjs.measures.periods import (
    FORMS,
    Period,
    add_months,
    calendar_year,
    check_years,
    days,
    financial_year,
    financial_year_of,
    quarter,
    quarter_of,
    year_to,
)


MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WORDS = "2018/19, January to March 2019, or 1/4/2018 to 31/3/2019"
# A year of two digits is of this century until 49.
THIS_CENTURY = 50


class Unclear(ValueError):
    """What was written can be read in two ways; says which, and how to write each."""


def read_period(text: str) -> Period:
    """The period that somebody wrote; `ValueError` says what is wrong with it and how to write it."""
    for forms, written in ((FORMS, text.strip()), (_SPELLINGS, _plain(text))):
        for pattern, make in forms:
            if found := re.fullmatch(pattern, written):
                return _made(text, make, found.groups())
    raise ValueError(f"{text!r} is not a period. Write it as {WORDS}.")


def _made(text: str, make: Callable[..., Period], parts: tuple[str | None, ...]) -> Period:
    try:
        check_years(text)
        return make(*parts)
    except Unclear:
        raise
    except ValueError as error:
        raise ValueError(f"{text!r} is not a period: {error}. Write it as {WORDS}.") from error


def as_usual(start: dt.date, end: dt.date) -> Period:
    """These days under their usual name: a financial year, a quarter, a calendar year, the year to a day, or the days."""
    for known in (financial_year_of(start), quarter_of(start), calendar_year(start.year), year_to(end)):
        if (known.start, known.end) == (start, end):
            return known
    if end < start:
        raise ValueError("it ends before it starts")
    return days(start, end)


def _plain(text: str) -> str:
    """In small letters, with plain dashes and single spaces, without what the pages put before or after a period."""
    said = re.sub(r"[\u2010-\u2015]", "-", text.lower())
    said = re.sub(r"\s+", " ", said.replace(",", " ")).strip(" .")
    return said.removeprefix("the ").removesuffix(" so far")


def _years(first: str, second: str) -> Period:
    year = int(first)
    if len(first) == 2:
        year += 2000 if year < THIS_CENTURY else 1900
    after = year + 1
    if second not in (f"{after}", f"{after % 100:02}"):
        raise ValueError(f"the year after {year} is {after}")
    return financial_year(year)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _end_of(month: str, year: str) -> dt.date:
    return add_months(dt.date(int(year), _month(month), 1), 1) - dt.timedelta(days=1)


def _months(first: str, year: str | None, last: str, end_year: str) -> Period:
    start, end = dt.date(int(year or end_year), _month(first), 1), _end_of(last, end_year)
    if end < start and not year:
        raise ValueError("it ends before it starts. Say the year of both months")
    return as_usual(start, end)


def _one_month(month: str, year: str) -> Period:
    return _months(month, year, month, year)


def _day(text: str) -> dt.date:
    """A day as 31/3/2019, 31 March 2019 or 2019-03-31."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    day, month, year = re.split(r"[ /.-]", text)
    try:
        return dt.date(int(year), int(month) if month.isdigit() else _month(month), int(day))
    except ValueError:
        raise ValueError(f"there is no day {text}") from None


def _quarter(number: str, first: str, second: str) -> Period:
    return quarter(_years(first, second).start.year, int(number))


def _which_quarter(number: str, year: str) -> Period:
    """A quarter with one year beside it: of the year that began in April, or in January."""
    financial = quarter(int(year), int(number))
    start = dt.date(int(year), 3 * int(number) - 2, 1)
    calendar = quarter_of(start)
    raise Unclear(
        f"Quarter {number} of {year} can be read in two ways. Write {financial.label} for the quarter of the financial "
        f"year {financial_year(int(year)).text}, or {calendar.label} for the quarter of the calendar year."
    )


_M = f"({'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)"
_Y = r"(\d{4})"
_D = rf"(\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}|\d{{1,2}} {_M.replace('(', '(?:', 1)} \d{{4}}|\d{{4}}-\d\d-\d\d)"
_TO = r" ?(?:-|to|until|\.\.) ?"
_FY = r"(\d{4}|\d\d) ?[/-] ?(\d{4}|\d\d)"
_Q = r"q(?:uarter)? ?([1-4])"
_YEAR_TO = r"(?:year|12 months|twelve months) (?:to|ending|ended|ending with|up to)"
_SPELLINGS: list[tuple[str, Callable[..., Period]]] = [
    (rf"(?:financial year )?{_FY}", _years),
    (rf"{_M} {_Y}", _one_month),
    (rf"{_M}(?: {_Y})?{_TO}{_M} {_Y}", _months),
    (rf"{_YEAR_TO} {_M} {_Y}", lambda month, year: as_usual(*_twelve(_end_of(month, year)))),
    (rf"{_YEAR_TO} {_D}", lambda day: as_usual(*_twelve(_day(day)))),
    (rf"{_D}{_TO}{_D}", lambda first, last: as_usual(_day(first), _day(last))),
    (_D, lambda day: as_usual(_day(day), _day(day))),
    (rf"{_Q}(?: of)? {_FY}", _quarter),
    (rf"{_FY} {_Q}", lambda first, second, number: _quarter(number, first, second)),
    (rf"{_Q}(?: of)? {_Y}", _which_quarter),
    (rf"{_Y} {_Q}", lambda year, number: _which_quarter(number, year)),
]


def _twelve(end: dt.date) -> tuple[dt.date, dt.date]:
    return year_to(end).start, end
