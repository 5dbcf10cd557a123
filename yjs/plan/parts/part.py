"""What a part of the plan is, and the list of them by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yjs.documents.document import Block
from yjs.measures.comparators import latest
from yjs.measures.measure import Measure
from yjs.measures.periods import Period, day_in_words
from yjs.records.book import Book


Part = Callable[[Book, Period], list[Block]]
PARTS: dict[str, Part] = {}


def part(make: Part) -> Part:
    """Enters a part in the list, by the name of its function."""
    PARTS[make.__name__] = make
    return make


def published_years(book: Book, measure: type[Measure], year: Period) -> list[Period]:
    """Five years, the last ending where the latest published year of a measure does, by the end of the plan year."""
    last = latest(book, measure, by=year.end, months=12) or year
    return last.years(5)


def up_to(periods: Sequence[Period]) -> str:
    """Where a run of periods ends, as its caption has it: to 31 March 2019."""
    return f"to {day_in_words(periods[-1].end)}"
