"""The figures of other areas, as published, to stand beside ours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from yjs.measures.measure import Measure
from yjs.measures.models import AREAS, Comparator
from yjs.measures.periods import Period, add_months
from yjs.records.book import Book, once_a_book


@dataclass(frozen=True)
class Published:
    """One published figure: whose it is, for which period, what it says and where it was printed."""

    measure: str
    area: str
    period: Period
    value: float
    source: str

    @property
    def area_name(self) -> str:
        return AREAS.get(self.area, self.area)


@once_a_book
def published(book: Book) -> list[Published]:
    """Every published figure known to the book whose period can be read, the latest period last."""
    found = []
    for row in book[Comparator].itertuples():
        try:
            period = Period.parse(row.period)
        except ValueError:
            continue
        found.append(Published(row.measure, row.area, period, float(row.value), row.source))
    return sorted(found, key=lambda each: (each.period.end, each.period.start, _place(each.area), each.area))


def beside(book: Book, measure: type[Measure], period: Period) -> dict[str, Published]:
    """What was published for the same measure and the same days, by area."""
    days = (period.start, period.end)
    return {
        each.area: each
        for each in published(book)
        if each.measure == measure.slug and (each.period.start, each.period.end) == days
    }


def areas_beside(book: Book, measure: type[Measure], periods: list[Period]) -> list[str]:
    """The areas that published a figure for any of these periods, in their order."""
    found = {area for period in periods for area in beside(book, measure, period)}
    return sorted(found, key=lambda area: (_place(area), area))


def latest(book: Book, measure: type[Measure], by: dt.date, months: int) -> Period | None:
    """The period that the latest published figure of a measure is of, among those of so many months that end by
    a day.
    """
    periods = [each.period for each in published(book) if each.measure == measure.slug and each.period.end <= by]
    periods = [p for p in periods if add_months(p.start, months) == p.end + dt.timedelta(days=1)]
    return periods[-1] if periods else None


def _place(area: str) -> int:
    return list(AREAS).index(area) if area in AREAS else -1
