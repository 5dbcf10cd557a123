"""What the commands that give figures share: reading a day, a period and a measure, and saying what is wrong with
them.
"""

from __future__ import annotations

import datetime as dt

from django.core.management.base import CommandError

from yjs.measures.catalogue import measures
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.records.book import Book


def read_day(text: str) -> dt.date:
    """A day written as 2018-04-01."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not a day. Write it as 2019-03-31.", returncode=1) from None


def read_book(as_at: str | None) -> Book:
    """The book as at the end of a day, or now."""
    return Book.at(read_day(as_at)) if as_at else Book.now()


def read_period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise CommandError(str(error), returncode=1) from None


def read_measure(slug: str) -> type[Measure]:
    try:
        return measures()[slug]
    except KeyError:
        known = ", ".join(measures())
        raise CommandError(f"There is no measure {slug!r}. There are: {known}.", returncode=1) from None
