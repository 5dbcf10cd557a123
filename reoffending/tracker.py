"""The tracker: a cohort as it stands, its figures under their own names, and its children one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse
from pandas import DataFrame

from disposals.breakdowns import WORKER
from reoffending.estimates import Curve, Projection, curve_of, days_to_first, projection_of
from reoffending.rules import Rule
from reoffending.tracked import TrackedChild, known_children, states_of
from yjs.measures.figure import Figure, Within
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure
from yjs.measures.periods import Period, add_months, today
from yjs.records.book import Book
from yjs.records.live import past


EARLIER_COHORTS = 3


@dataclass(frozen=True)
class Tracker:
    """A cohort by rule, days and groups, as a book knows it."""

    book: Book
    rule: Rule
    period: Period
    within: Within = ()

    def figure(self, measure: type[Measure]) -> Figure:
        return self._narrowed(measure.figure(self.book, self.period))

    def _narrowed(self, figure: Figure) -> Figure:
        for breakdown, code in self.within:
            figure = figure.only(breakdown, code)
        return figure

    @property
    def seen(self) -> Figure:
        return self.figure(self.rule.seen)

    @property
    def figures(self) -> list[tuple[str, Figure]]:
        """What the page says at its top, each under its own name."""
        return [
            ("Seen so far", self.seen),
            ("With what is pending", self.figure(self.rule.with_pending)),
            ("Estimated at twelve months", self.figure(self.rule.estimate)),
        ]

    @property
    def how_often(self) -> list[tuple[str, Figure]]:
        return [
            ("Reoffences per reoffender", self.figure(self.rule.per_reoffender)),
            ("Reoffences per child", self.figure(self.rule.per_child)),
        ]

    @property
    def how_soon(self) -> tuple[Figure, list[int]]:
        """The days to the first reoffence, with the days of each child who reoffended, the fewest first."""
        figure = self.figure(self.rule.how_soon)
        rows = figure.numerator.rows
        assert isinstance(rows, DataFrame)
        return figure, days_to_first(rows).tolist()

    @property
    def is_of_a_worker(self) -> bool:
        """Whether only the children of one worker are in it. Earlier cohorts are not set beside these: whose children
        they were then is not whose they are now.
        """
        return any(breakdown is WORKER for breakdown, _ in self.within)

    @property
    def rows(self) -> DataFrame:
        assert self.seen.denominator is not None
        rows = self.seen.denominator.rows
        assert isinstance(rows, DataFrame)
        return rows

    @cached_property
    def states(self) -> dict[str, int]:
        """How many children are followed still, how many wait for outcomes, and how many are final."""
        found = Counter(states_of(self.rows, self.book))
        return {state: found[state] for state in (OPEN, WAITING, FINAL)}

    @property
    def is_running(self) -> bool:
        """Whether more children may enter it."""
        return self.book.day < self.period.end

    @property
    def is_final(self) -> bool:
        """Whether all its own children are final, and no more may enter it."""
        return not (self.is_running or self.states[OPEN] or self.states[WAITING])

    def matured(self) -> Figure | None:
        """The last cohort of this kind whose every child is final, as it is known now."""
        if self.is_of_a_worker:
            return None
        earlier = self
        for _ in range(8):
            earlier = replace(earlier, period=earlier.period.year_before())
            if earlier.period.end < self.period.start and earlier.is_final and earlier.seen.value is not None:
                return earlier.seen
        return None

    def earlier(self) -> Iterator[Figure]:
        """Earlier cohorts at the same age: each as it was known when it was as old as this one is."""
        if self.is_of_a_worker:
            return
        for ago, period in enumerate(self.period.years(EARLIER_COHORTS + 1)[-2::-1], 1):
            book = past(add_months(self.book.day, -12 * ago), beside=self.book)
            yield self._narrowed(self.rule.seen.figure(book, period))

    def has_anybody_in(self, period: Period) -> bool:
        """Whether as known now anybody is in the cohort of another period."""
        return bool(replace(self, period=period).seen.denominator_value)

    @property
    def curve(self) -> Curve:
        return curve_of(self.seen, self.rule.cohort)

    @property
    def projection(self) -> Projection | None:
        return projection_of(self.seen, self.rule.cohort)

    def concentration(self) -> tuple[int, int, int] | None:
        """The fewest children who together have most of the reoffences, theirs, and all there are."""
        counts = np.sort(self.rows["reoffences"].to_numpy())[::-1]
        total = int(counts.sum())
        if not total:
            return None
        fewest = int((counts.cumsum() * 2 < total).sum()) + 1
        return fewest, int(counts[:fewest].sum()), total

    def children(self) -> list[TrackedChild]:
        """Every child of the cohort, in the order of the day each is followed from."""
        asked, cohort = (Tracker.children, self.rule, self.period, self.within), self.list_of()
        told = self.book.told_of(asked, self.rows, lambda book, rows: known_children(book, rows, cohort))
        return sorted(told.values(), key=lambda child: (child.on, child.pk))

    def list_of(self, **shown: str | int) -> str:
        """The page that lists these of its children, as known on the book's day."""
        period, _, query = self.address.partition("?")
        is_past = self.book.day < today()
        named = [period.strip("/"), *([self.book.day] if is_past else [])]
        page = reverse(f"reoffending:tracker{'-as-at' if is_past else ''}", args=named)
        return f"{page}?{'&'.join(filter(None, (query, urlencode(shown))))}"

    @property
    def address(self) -> str:
        """The cohort as an address asks for it: its days, and the rule and groups."""
        narrowed = sorted((breakdown.slug, code) for breakdown, code in self.within)
        return f"{self.period.slug}/?{urlencode([('rule', self.rule.code), *narrowed])}"
