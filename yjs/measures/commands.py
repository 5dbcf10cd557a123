"""What the commands that give figures share: reading a book, a period and a measure, and saying what is wrong with
them.
"""

from __future__ import annotations

from django.core.management.base import CommandError

from yjs.measures.breakdown import Breakdown
from yjs.measures.catalogue import measures
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.records.book import Book
from yjs.records.commands import read_day


def read_book(as_at: str | None) -> Book:
    """The book as at the end of a day, or now."""
    return Book.now() if as_at is None else Book.at(read_day(as_at))


def read_period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise CommandError(str(error), returncode=2) from None


def read_measure(slug: str) -> type[Measure]:
    try:
        return measures()[slug]
    except KeyError:
        known = ", ".join(measures())
        raise CommandError(f"There is no measure {slug!r}. There are: {known}.", returncode=2) from None


def read_breakdown(measure: type[Measure], slug: str) -> Breakdown:
    try:
        return measure.breakdown(slug)
    except KeyError as error:
        raise CommandError(error.args[0], returncode=2) from None
