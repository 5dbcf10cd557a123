"""Days, months and years as the field counts them. All days are days in London; a period has both its ends in."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas import Series

from yjs.records.days import FIRST_YEAR, day_in_words, today


__all__ = [
    "FIRST_YEAR",
    "FORMS",
    "Period",
    "add_months",
    "age_on",
    "ages_on",
    "calendar_year",
    "check_years",
    "day_in_words",
    "days",
    "financial_year",
    "financial_year_of",
    "months_after",
    "quarter",
    "quarter_of",
    "today",
    "year_to",
    "years_between",
]

# Nobody asks for a year after it, and arithmetic on days of the last year there is goes over the edge.
LAST_YEAR = 2150
WORDS = "2018/19, 2018Q4, 2018, 2018-04-01..2019-03-31 or year-to-2018-12-31"


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, both ends in. `text` is how commands and bundles write it, `label` how people do."""

    start: dt.date
    end: dt.date
    text: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.text} ends before it starts")

    @classmethod
    def parse(cls, text: str) -> Period:
        """A period from its written form; `ValueError` names the forms that are understood."""
        try:
            for pattern, make in FORMS:
                if found := re.fullmatch(pattern, text.strip()):
                    check_years(text)
                    return make(*found.groups())
        except ValueError as error:
            raise ValueError(f"{text!r} is not a period: {error}. Write it as {WORDS}.") from error
        raise ValueError(f"{text!r} is not a period. Write it as {WORDS}.")

    @classmethod
    def from_slug(cls, slug: str) -> Period:
        """A period from an address, where 2018/19 is written 2018-19."""
        return cls.parse(slug.replace("-", "/")) if re.fullmatch(r"\d{4}-\d{2}", slug) else cls.parse(slug)

    @property
    def slug(self) -> str:
        return self.text.replace("/", "-")

    @property
    def label(self) -> str:
        """The period in words: the financial year 2018/19, January to March 2019, the year to 31 December 2018."""
        if re.fullmatch(r"\d{4}/\d{2}", self.text) or re.fullmatch(r"\d{4}", self.text):
            return self.text
        if self.start.day == 1 and (self.end + dt.timedelta(days=1)).day == 1:
            first = f"{self.start:%B}" if self.start.year == self.end.year else f"{self.start:%B %Y}"
            last = f"{self.end:%B %Y}"
            return last if f"{self.start:%B %Y}" == last else f"{first} to {last}"
        return self.days_in_words

    @property
    def days_in_words(self) -> str:
        """The first day and the last: 1 April 2018 to 31 March 2019."""
        first, last = day_in_words(self.start), day_in_words(self.end)
        return last if first == last else f"{first} to {last}"

    def year_before(self) -> Period:
        """The same period a year earlier, written in the same form."""
        start, end = add_months(self.start, -12), _month_end_stays(self.end, add_months(self.end, -12))
        for same in (financial_year(start.year), quarter_of(start), calendar_year(start.year), year_to(end)):
            if (same.start, same.end) == (start, end) and _form(same.text) == _form(self.text):
                return same
        return days(start, end)

    def years(self, number: int) -> list[Period]:
        """This period and the same ones of the years before it, oldest first."""
        periods = [self]
        while len(periods) < number:
            periods.insert(0, periods[0].year_before())
        return periods

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day <= self.end

    def holds(self, days: Series) -> Series:
        """Which of these days lie in the period; a day not recorded does not."""
        return days.between(pd.Timestamp(self.start), pd.Timestamp(self.end))


def days(start: dt.date, end: dt.date) -> Period:
    """Any days, both in."""
    return Period(start, end, f"{start:%Y-%m-%d}..{end:%Y-%m-%d}")


def calendar_year(year: int) -> Period:
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31), f"{year:04}")


def financial_year(year: int) -> Period:
    """The year that runs from 1 April of `year`."""
    return Period(dt.date(year, 4, 1), dt.date(year + 1, 3, 31), f"{year:04}/{(year + 1) % 100:02}")


def financial_year_of(day: dt.date) -> Period:
    return financial_year(day.year if day.month >= 4 else day.year - 1)


def quarter(year: int, number: int) -> Period:
    """A quarter of a financial year: 1 is April to June of `year`, 4 is January to March of the year after."""
    start = add_months(dt.date(year, 4, 1), 3 * (number - 1))
    return Period(start, add_months(start, 3) - dt.timedelta(days=1), f"{year:04}Q{number}")


def quarter_of(day: dt.date) -> Period:
    year = financial_year_of(day).start.year
    return quarter(year, ((day.month - 4) % 12) // 3 + 1)


def year_to(end: dt.date) -> Period:
    """The twelve months that end on a day."""
    start = add_months(end + dt.timedelta(days=1), -12)
    return Period(start, end, f"year-to-{end:%Y-%m-%d}")


def check_years(text: str) -> None:
    """Refuses years that nobody asks for."""
    if not all(FIRST_YEAR <= int(year) <= LAST_YEAR for year in re.findall(r"\d{4}", text)):
        raise ValueError(f"years are from {FIRST_YEAR} to {LAST_YEAR}")


def _financial(year: str, after: str) -> Period:
    period = financial_year(int(year))
    if after != period.text[-2:]:
        raise ValueError(f"the year after {year} ends in {period.text[-2:]}")
    return period


# How commands and bundles write a period.
FORMS: list[tuple[str, Callable[..., Period]]] = [
    (r"(\d{4})/(\d{2})", _financial),
    (r"(\d{4})Q([1-4])", lambda year, number: quarter(int(year), int(number))),
    (r"(\d{4})", lambda year: calendar_year(int(year))),
    (r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", lambda a, b: days(dt.date.fromisoformat(a), dt.date.fromisoformat(b))),
    (r"year-to-(\d{4}-\d\d-\d\d)", lambda end: year_to(dt.date.fromisoformat(end))),
]


def _form(text: str) -> str:
    return re.sub(r"\d", "9", text.split("Q")[0])


def _month_end_stays(day: dt.date, moved: dt.date) -> dt.date:
    """28 February moved to a leap year is 29 February: the end of a month stays the end of a month."""
    if (day + dt.timedelta(days=1)).day != 1:
        return moved
    return moved.replace(day=calendar.monthrange(moved.year, moved.month)[1])


def add_months(day: dt.date, months: int) -> dt.date:
    """The day so many months on, in one step; where the month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_after(days: Any, months: int) -> Any:
    """`add_months` for an array of days; a day not recorded stays so."""
    on = days.astype("datetime64[D]")
    first = on.astype("datetime64[M]")
    month = first + np.timedelta64(months, "M")
    last = (month + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(month.astype("datetime64[D]") + (on - first.astype("datetime64[D]")), last).astype(days.dtype)


def age_on(born: dt.date, day: dt.date) -> int:
    """Age in whole years; a child born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def ages_on(born: Series, days: Series) -> Series:
    """`age_on` for columns of days; NA where either is not recorded."""
    ages = years_between(born.to_numpy(), days.to_numpy())
    unknown = np.isnan(ages)
    return Series(pd.arrays.IntegerArray(np.where(unknown, 0, ages).astype("int64"), unknown), index=born.index)


def years_between(born: Any, days: Any) -> Any:
    """`age_on` for arrays of days; NaN where either is not recorded."""
    ages = (_in_figures(days) - _in_figures(born)) // 10_000
    return np.where(np.isnat(born) | np.isnat(days), np.nan, ages)


def _in_figures(days: Any) -> Any:
    """Each day as a number in which years, months and days stand one after the other."""
    month = days.astype("datetime64[M]")
    years, months = np.divmod(month.astype("int64"), 12)
    since = (days.astype("datetime64[D]") - month.astype("datetime64[D]")).astype("int64")
    return (years + 1970) * 10_000 + months * 100 + since
