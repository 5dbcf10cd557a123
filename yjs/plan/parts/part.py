"""What a part of the plan is, and the list of them by name."""

from __future__ import annotations

from collections.abc import Callable

from yjs.documents.document import Block
from yjs.measures.comparators import latest
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.records.book import Book


Part = Callable[[Book, Period], list[Block]]
PARTS: dict[str, Part] = {}


def part(make: Part) -> Part:
    """Enters a part in the list, by the name of its function."""
    PARTS[make.__name__] = make
    return make


def published_years(book: Book, measure: type[Measure], year: Period, number: int = 5) -> list[Period]:
    """Years ending where the latest published year of a measure ends, by the end of the plan year, and each a year
    earlier.
    """
    last = latest(book, measure, by=year.end, months=12) or year
    return last.years(number)
