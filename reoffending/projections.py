"""Keeping what is projected, so that it can be scored when the cohort is final.

A quarter and a financial year are projected 6, 9 and 12 months after they began, with what was known at the end of
the quarter before. They are kept when a tracker meeting is closed, and by `manage.py project`, which also looks back:
what would have been projected then, from a book of that day and of nothing later. The scores come from those kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from disposals.models import Disposal
from reoffending.estimates import projection_of
from reoffending.models import Projection
from reoffending.rules import RULES, Rule
from yjs.measures.periods import Period, add_months, financial_year_of, quarter_of, today
from yjs.records.book import Book
from yjs.records.record import keep_all


AFTER_MONTHS = (6, 9, 12)
# A meeting keeps what fell due since the quarter before last: every day looked at is a book of a past day to be read.
DAYS_A_MEETING_LOOKS_AT = 2


def days_since(first: dt.date) -> list[dt.date]:
    """The ends of the quarters that have ended since a day, the first first."""
    found, quarter = [], quarter_of(first)
    while quarter.end < today():
        found.append(quarter.end)
        quarter = quarter_of(quarter.end + dt.timedelta(days=1))
    return found


def every_day() -> list[dt.date]:
    """The ends of the quarters since the first disposal there is; none where there is none."""
    first = Disposal.objects.order_by("imposed_on").values_list("imposed_on", flat=True).first()
    return days_since(first) if first else []


def latest_days() -> list[dt.date]:
    """The ends of the last quarters, as a meeting looks at them."""
    return days_since(add_months(today(), -3 * (DAYS_A_MEETING_LOOKS_AT + 1)))[-DAYS_A_MEETING_LOOKS_AT:]


def cohorts_on(day: dt.date) -> Iterator[Period]:
    """The cohorts that are projected with what was known at the end of a day that ends a quarter."""
    for months in AFTER_MONTHS:
        start = add_months(day + dt.timedelta(days=1), -months)
        yield quarter_of(start)
        if financial_year_of(start).start == start:
            yield financial_year_of(start)


def due(on: Iterable[dt.date]) -> Iterator[Projection]:
    """What is to be projected with what was known on those of these days for which nothing is kept; a book a day.

    Nothing is projected for a cohort with nobody in it, or where no earlier child shows how it may go.
    """
    done = set(Projection.objects.order_by().values_list("known_on", flat=True).distinct())
    for book in Book.at_each([day for day in on if day not in done]):
        asked = ((rule, period) for period in cohorts_on(book.day) for rule in RULES.values())
        yield from (found for rule, period in asked if (found := _projected(book, rule, period)))


def _projected(book: Book, rule: Rule, period: Period) -> Projection | None:
    projected = projection_of(rule.seen.figure(book, period), rule.cohort)
    if projected is None:
        return None
    return Projection(
        rule=rule.code,
        starts_on=period.start,
        ends_on=period.end,
        known_on=book.day,
        children=projected.children,
        low=projected.low,
        high=projected.high,
    )


def keep_due(on: Iterable[dt.date], *, by: Any) -> list[Projection]:
    """Keep what is due on these days, all of it or nothing. It counts as known from today, also where it looks back."""
    found = list(due(on))
    keep_all(found, by=by, reason="Kept to be scored when the cohort is final")
    return found
