"""What stands beside the made-up service's figures: its population, its partners' money, real published numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from yjs.measures.models import Comparator, Population
from yjs.plan.demo.names import read
from yjs.plan.demo.recording import Told
from yjs.plan.models import Contribution


def published() -> Iterator[Told]:
    """The records of the lists beside this package; `data/README.md` says whose each is, and which are made up."""
    for row in read("population.csv"):
        year = int(row["year"])
        yield Told(Population(area=row["area"], year=year, age_10_17=int(row["age_10_17"])), dt.date(year, 7, 1))
    for row in read("comparators.csv"):
        on = dt.date.fromisoformat(row["published_on"])
        numbers = {name: _number(row[name]) for name in ("value", "numerator", "denominator")}
        words = {name: row[name] for name in ("measure", "area", "period", "source")}
        yield Told(Comparator(published_on=on, **words, **numbers), on)
    for row in read("contributions.csv"):
        amounts = {name: _number(row[name]) for name in ("staffing", "in_kind", "other")}
        # The partners agree the year's money by the end of its first quarter.
        on = dt.date(int(row["year"][:4]), 6, 30)
        yield Told(Contribution(year=row["year"], agency=row["agency"], **amounts), on)


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None
