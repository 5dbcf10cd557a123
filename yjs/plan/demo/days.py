"""Days in the made-up place: when offices are open, courts sit and children are out, and how long things take."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from math import log
from random import Random

import holidays

from yjs.measures.periods import add_months


BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2000, 2032))
GOOD_FRIDAYS = [day for day, name in BANK_HOLIDAYS.items() if name == "Good Friday"]
MONDAY, TUESDAY, THURSDAY, SATURDAY = 0, 1, 3, 5
# Monday to Sunday: more happens after school on Fridays and on Saturdays.
WEEK = (12, 12, 13, 14, 18, 19, 12)
# January to December: light evenings and the weeks before half term; August is quieter in a place with no coast.
YEAR = (8, 8, 9, 9, 10, 9, 9, 8, 9, 10, 9, 7)
LOCKDOWNS = ((dt.date(2020, 3, 24), dt.date(2020, 6, 30)), (dt.date(2021, 1, 5), dt.date(2021, 3, 28)))
COURTS_SHUT = (dt.date(2020, 3, 24), dt.date(2020, 6, 14))


@cache
def is_working(day: dt.date) -> bool:
    """Monday to Friday, no bank holiday, and not the days between Christmas and New Year when nobody holds a panel."""
    between_years = (day.month, day.day) >= (12, 24)
    return day.weekday() < SATURDAY and day not in BANK_HOLIDAYS and not between_years


def working_day(day: dt.date) -> dt.date:
    """This day, or the next on which the office is open."""
    while not is_working(day):
        day += dt.timedelta(days=1)
    return day


def youth_court(day: dt.date) -> dt.date:
    """This day, or the next on which the youth court sits: Tuesdays and Thursdays."""
    while not is_working(day) or day.weekday() not in (TUESDAY, THURSDAY) or is_shut(day):
        day += dt.timedelta(days=1)
    return day


def remand_court(day: dt.date) -> dt.date:
    """The next weekday after an arrest on which a child held overnight is brought before a court."""
    return working_day(day + dt.timedelta(days=1))


@cache
def is_school_day(day: dt.date) -> bool:
    """A weekday in term: not in summer, at Christmas or in the fortnight around Easter."""
    summer = (7, 20) <= (day.month, day.day) <= (9, 4)
    christmas = (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 6)
    easter = any(abs((day - friday).days) < 10 for friday in GOOD_FRIDAYS)
    return is_working(day) and not summer and not christmas and not easter


def is_shut(day: dt.date) -> bool:
    return COURTS_SHUT[0] <= day <= COURTS_SHUT[1]


def likely(day: dt.date) -> float:
    """How likely something is to happen on a day, beside the likeliest day of the year."""
    if (day.month, day.day) == (12, 25):
        return 0.0
    quiet = 0.55 if any(start <= day <= end for start, end in LOCKDOWNS) else 1.0
    return quiet * WEEK[day.weekday()] / max(WEEK) * YEAR[day.month - 1] / max(YEAR)


def some_day(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """A day on which a child might get into trouble."""
    span = (last - first).days
    while True:
        day = first + dt.timedelta(days=rng.randint(0, span))
        if rng.random() < likely(day):
            return day


def wait(rng: Random, median: float, spread: float = 0.6, shortest: int = 0, longest: int = 900) -> dt.timedelta:
    """How long something took, in days: as often shorter as longer than the median, now and then much longer."""
    return dt.timedelta(days=max(shortest, min(longest, round(rng.lognormvariate(log(median), spread)))))


def birthday(born: dt.date, age: int) -> dt.date:
    """The day on which a child is an age; born on 29 February, on 1 March."""
    day = add_months(born, 12 * age)
    return day + dt.timedelta(days=1) if (born.month, born.day) == (2, 29) and day.day == 28 else day


def year_of(day: dt.date) -> int:
    """The financial year a day lies in, by the calendar year in which it began."""
    return day.year if day.month >= 4 else day.year - 1


def read_between(table: Mapping[int, float], year: int) -> float:
    """A value for a year from a table of some years: between two of them in proportion, beyond them the nearest."""
    years = sorted(table)
    if year <= years[0]:
        return table[years[0]]
    for before, after in zip(years, years[1:], strict=False):
        if year <= after:
            share = (year - before) / (after - before)
            return table[before] + share * (table[after] - table[before])
    return table[years[-1]]
