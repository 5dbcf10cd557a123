"""Every figure of the made-up service opens as many records as it says: all measures, ways to split and days known."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.places import small_place  # noqa: F401
from yjs.measures.catalogue import measures
from yjs.measures.figure import Figure
from yjs.measures.periods import Period
from yjs.records.book import Book


PERIODS = ("2018/19", "2024Q2", "year-to-2025-12-31")


def unlike_their_records(figure: Figure) -> list[str]:
    """The parts of a figure whose number is not that of the records they open, or what these add up to."""
    wrong = []
    for name in ("numerator", "denominator"):
        part = getattr(figure, name)
        if part is not None:
            behind = part.rows.sum() if part.is_sum else len(figure.refs(name))
            wrong += [] if behind == part.value else [f"{figure.address} {name}: {part.value}, records {behind}"]
    return wrong


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
@pytest.mark.parametrize("as_at", [dt.date(2019, 6, 30), dt.date(2024, 12, 31), dt.date(2026, 11, 1)])
def test_every_figure_and_each_of_its_groups_opens_its_records(as_at: dt.date) -> None:
    book, wrong, asked = Book.at(as_at), list[str](), 0
    for measure in measures().values():
        for period in map(Period.parse, PERIODS):
            figure = measure.figure(book, period)
            wrong += unlike_their_records(figure)
            for breakdown in measure.breakdowns:
                groups = figure.by(breakdown)
                wrong += [each for group in groups for each in unlike_their_records(group)]
                if sum(group.numerator.value for group in groups) != figure.numerator.value:
                    wrong.append(f"{figure.address} by {breakdown.slug}: the groups are not the whole")
                asked += len(groups)
    assert wrong == []
    assert asked > 500
