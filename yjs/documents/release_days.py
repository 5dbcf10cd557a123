"""The days and periods whose figures are released to those who may open no records, and to the public.

Two looks at one figure, as known on one day and on the next, tell of the child who was recorded in between: one more,
a boy of 15 to 17. So do two periods that differ by a few days. So what these readers see is as known at a *release
day*, the last day of a quarter that has ended, and for a quarter or the twelve months that end with one: from one to
the next there are the children of three months.
"""

from __future__ import annotations

import datetime as dt

from yjs.measures.periods import Period, day_in_words, quarter_of, today, year_to


WHY_RELEASE_DAYS = (
    "You see figures as they were known at the end of a quarter, so that nobody can be picked out by setting one day "
    "against the next."
)
ONLY_WHOLE_QUARTERS = (
    "You see figures for a quarter, or for the twelve months that end with one, so that nobody can be picked out by "
    "taking one period from another. Ask for one of these."
)


def release_day(asked: dt.date) -> dt.date:
    """The last release day there was by this day. A quarter that ends today has not ended yet."""
    day = min(asked, today() - dt.timedelta(days=1))
    quarter = quarter_of(day)
    return day if day == quarter.end else quarter.start - dt.timedelta(days=1)


def is_year_of_quarters(period: Period) -> bool:
    """Whether the period is twelve months that end with a quarter."""
    return period.end == quarter_of(period.end).end and period.start == year_to(period.end).start


def is_released(period: Period) -> bool:
    """Whether the figures of this period are released at all."""
    quarter = quarter_of(period.end)
    return (period.start, period.end) == (quarter.start, quarter.end) or is_year_of_quarters(period)


def told_of(day: dt.date, latest: str) -> dict[str, str]:
    """What a page as known at a release day says of it, and the way to the latest where that is another."""
    last = release_day(today())
    return {"why": WHY_RELEASE_DAYS, "latest": latest if day < last else "", "last": day_in_words(last)}
