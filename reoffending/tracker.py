"""The tracker: a cohort as it stands, its figures under their own names, and its children one by one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from django.urls import reverse
from pandas import DataFrame, Series

from disposals.breakdowns import WORKER
from disposals.models import KINDS, Disposal
from disposals.models.disposal import codes
from disposals.terms import standing
from reoffending.cohort import pending_reoffences, proven_reoffences
from reoffending.estimates import Curve, Projection, curve_of, projection_of
from reoffending.models import Review
from reoffending.rules import Rule
from yjs.measures.figure import Figure, Within
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure
from yjs.measures.periods import Period, add_months
from yjs.records.book import Book
from yjs.records.live import past


EARLIER_COHORTS = 3
# A cohort's life, in days, as a child's timeline shows it: twelve months followed and six waiting.
LIFE = 548


def along(at: float) -> float:
    """Where on a timeline 150 wide, with room at its ends, something stands."""
    return round(6 + at * 1.44, 1)


@dataclass(frozen=True)
class Mark:
    """An offence on a child's timeline: where, from 0 to 100, and whether it is proven."""

    offence: int
    at: float
    is_proven: bool
    on: dt.date

    @property
    def x(self) -> float:
        return along(self.at)


@dataclass(frozen=True)
class TrackedChild:
    """One child of the cohort as it stands on the book's day."""

    pk: int
    kind: str
    on: dt.date
    follow_up_ends: dt.date
    waiting_ends: dt.date
    days: int
    left: int
    status: str
    reoffences: int
    pending: int
    first_on: dt.date | None
    last_on: dt.date | None
    worker: str
    is_in_custody: bool
    is_priority: bool
    marks: tuple[Mark, ...]
    today_at: float
    cohort: str

    @property
    def address(self) -> str:
        """The page of the child as one of this cohort."""
        period, _, query = self.cohort.partition("?")
        return f"{reverse('reoffending:tracked-child', args=[period.strip('/'), self.pk])}?{query}"

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    @property
    def state(self) -> str:
        """What may change of it between two looks; the days that pass are no change."""
        return f"{self.status}-{self.reoffences}-{self.pending}-{self.last_on}-{self.is_in_custody}-{self.is_priority}-{self.worker}"

    @property
    def today_x(self) -> float:
        return along(self.today_at)

    @property
    def in_words(self) -> str:
        """The timeline for those who do not see it."""
        happened = [f"an offence on {m.on:%d/%m/%Y}, {'proven' if m.is_proven else 'waiting'}" for m in self.marks]
        return f"Day {self.days} of the twelve months. {'; '.join(happened) or 'No offence since'}."

    @property
    def concern(self) -> tuple:
        """Who comes before whom at the meeting: first whom it put first, then what is newest and most."""
        newest = self.last_on.toordinal() if self.last_on else 0
        settled = (OPEN, WAITING, FINAL).index(self.status)
        return not self.is_priority, settled, -bool(self.pending), -newest, -self.reoffences, self.on


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
    def rows(self) -> DataFrame:
        assert self.seen.denominator is not None
        rows = self.seen.denominator.rows
        assert isinstance(rows, DataFrame)
        return rows

    @cached_property
    def states(self) -> dict[str, int]:
        """How many children are followed still, how many wait for outcomes, and how many are final."""
        found = Counter(_states(self.rows, self.book))
        return {state: found[state] for state in (OPEN, WAITING, FINAL)}

    def matured(self) -> Figure | None:
        """The last cohort of this kind whose every child is final, as it is known now."""
        period = self.period
        for _ in range(8):
            period = period.year_before()
            figure = self._narrowed(self.rule.seen.figure(self.book, period))
            if figure.status == FINAL and figure.value is not None:
                return figure
        return None

    def earlier(self) -> Iterator[Figure]:
        """Earlier cohorts at the same age: each as it was known when it was as old as this one is."""
        for ago, period in enumerate(self.period.years(EARLIER_COHORTS + 1)[-2::-1], 1):
            book = past(add_months(self.book.day, -12 * ago), beside=self.book)
            yield self._narrowed(self.rule.seen.figure(book, period))

    @property
    def curve(self) -> Curve:
        return curve_of(self.seen, self.rule.cohort)

    @property
    def projection(self) -> Projection | None:
        return projection_of(self.seen, self.rule.cohort)

    def concentration(self) -> tuple[int, int, int] | None:
        """The fewest children who together have most of the reoffences, theirs, and all there are."""
        counts = self.rows["reoffences"].sort_values(ascending=False)
        total = int(counts.sum())
        if not total:
            return None
        fewest = int((counts.cumsum() * 2 < total).sum()) + 1
        return fewest, int(counts.iloc[:fewest].sum()), total

    def children(self) -> list[TrackedChild]:
        """Every child of the cohort, in the order of the day each is followed from."""
        asked = (Tracker.children, self.rule, self.period, self.within)
        return self.book.remembered(asked, lambda: list(_children(self.book, self.rows, self.address)))

    @property
    def address(self) -> str:
        """The cohort as an address asks for it: its days, and the rule and groups."""
        narrowed = sorted((breakdown.slug, code) for breakdown, code in self.within)
        return f"{self.period.slug}/?{urlencode([('rule', self.rule.code), *narrowed])}"


def _states(rows: DataFrame, book: Book) -> Series:
    day = pd.Timestamp(book.day)
    return Series(
        np.select([rows["follow_up_ends"] > day, rows["waiting_ends"] > day], [OPEN, WAITING], FINAL), index=rows.index
    )


def _children(book: Book, rows: DataFrame, cohort: str) -> Iterator[TrackedChild]:
    day, states = book.day, _states(rows, book)
    marks = _marks(book, rows)
    workers = WORKER.of(book, rows)
    inside = set(_in_custody(book))
    first_ids = set(book[Review].query("is_priority")["child_id"])
    for row, state, worker in zip(rows.itertuples(), states, workers, strict=True):
        age = (day - row.on.date()).days
        mine = marks.get(row.Index, ())
        yield TrackedChild(
            pk=int(row.Index),
            kind=row.kind,
            on=row.on.date(),
            follow_up_ends=row.follow_up_ends.date(),
            waiting_ends=row.waiting_ends.date(),
            days=min(age, (row.follow_up_ends - row.on).days),
            left=max((row.follow_up_ends.date() - day).days, 0),
            status=state,
            reoffences=int(row.reoffences),
            pending=int(row.pending),
            first_on=None if pd.isna(row.first_on) else row.first_on.date(),
            last_on=max((mark.on for mark in mine), default=None),
            worker=WORKER.name(worker),
            is_in_custody=row.Index in inside,
            is_priority=row.Index in first_ids,
            marks=mine,
            today_at=min(100.0, 100 * age / LIFE),
            cohort=cohort,
        )


def _marks(book: Book, rows: DataFrame) -> dict[int, tuple[Mark, ...]]:
    """The offences of each child's follow-up, in their order."""
    found: dict[int, list[Mark]] = {}
    for offences, is_proven in ((proven_reoffences(book, rows), True), (pending_reoffences(book, rows), False)):
        for each in offences.itertuples():
            at = round(100 * (each.committed_on - each.on).days / LIFE, 1)
            found.setdefault(int(each.child_id), []).append(
                Mark(int(each.Index), at, is_proven, each.committed_on.date())
            )
    return {child: tuple(sorted(marks, key=lambda mark: mark.on)) for child, marks in found.items()}


def _in_custody(book: Book) -> Series:
    """The children under a sentence of custody who have not been released."""
    disposals = book[Disposal].pipe(standing)
    return disposals[disposals["kind"].isin(codes("is_custodial")) & disposals["released_on"].isna()]["child_id"]
