"""The tracker: a cohort as it stands, its figures under their own names, and its children one by one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse
from pandas import DataFrame

from disposals.breakdowns import WORKER
from disposals.models import KINDS, Disposal
from disposals.terms import custodial, standing
from reoffending.cohort import followed_up
from reoffending.estimates import Curve, Projection, curve_of, projection_of
from reoffending.models import Review
from reoffending.rules import Rule
from yjs.measures.figure import Figure, Within
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure
from yjs.measures.periods import Period, add_months, today
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

    def reoffended_by(self, day: int) -> bool:
        """Whether a proven reoffence is known by a day since the day the child is followed from."""
        return self.first_on is not None and (self.first_on - self.on).days <= day

    def was_followed_for(self, days: int) -> bool:
        """Whether the child has been followed for so many days, or to the end of the twelve months."""
        return self.days >= days or not self.left

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
        return not self.is_priority, settled, -bool(self.pending), -newest, -self.reoffences, self.on, self.pk


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
        counts = np.sort(self.rows["reoffences"].to_numpy())[::-1]
        total = int(counts.sum())
        if not total:
            return None
        fewest = int((counts.cumsum() * 2 < total).sum()) + 1
        return fewest, int(counts[:fewest].sum()), total

    def children(self) -> list[TrackedChild]:
        """Every child of the cohort, in the order of the day each is followed from."""
        asked, cohort = (Tracker.children, self.rule, self.period, self.within), self.address
        told = self.book.told_of(asked, self.rows, lambda book, rows: {c.pk: c for c in _children(book, rows, cohort)})
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


def _days(rows: DataFrame, name: str) -> list[dt.date]:
    return rows[name].to_numpy("datetime64[D]").tolist()


def _states(rows: DataFrame, book: Book) -> list[str]:
    day, (followed, waiting) = np.datetime64(book.day), (rows[name] for name in ("follow_up_ends", "waiting_ends"))
    return np.select([followed.to_numpy() > day, waiting.to_numpy() > day], [OPEN, WAITING], FINAL).tolist()


def _children(book: Book, rows: DataFrame, cohort: str) -> Iterator[TrackedChild]:
    day, marks, inside, reviews = book.day, _marks(book, rows), _in_custody(book), book.columns(Review)
    first_ids = set(reviews["child_id"][reviews["is_priority"]].tolist())
    ends = (_days(rows, name) for name in ("on", "follow_up_ends", "waiting_ends", "first_on"))
    counts = (rows[name].tolist() for name in ("reoffences", "pending"))
    told = zip(
        rows.index.tolist(), rows["kind"], *ends, *counts, _states(rows, book), WORKER.of(book, rows), strict=True
    )
    for child, kind, on, follow_up_ends, waiting_ends, first_on, reoffences, pending, state, worker in told:
        mine, age = marks.get(child, ()), (day - on).days
        yield TrackedChild(
            pk=child,
            kind=kind,
            on=on,
            follow_up_ends=follow_up_ends,
            waiting_ends=waiting_ends,
            days=min(age, (follow_up_ends - on).days),
            left=max((follow_up_ends - day).days, 0),
            status=state,
            reoffences=reoffences,
            pending=pending,
            first_on=first_on,
            last_on=max((mark.on for mark in mine), default=None),
            worker=WORKER.name(worker),
            is_in_custody=child in inside,
            is_priority=child in first_ids,
            marks=mine,
            today_at=min(100.0, 100 * age / LIFE),
            cohort=cohort,
        )


def _marks(book: Book, rows: DataFrame) -> dict[int, tuple[Mark, ...]]:
    """The offences of each child's follow-up, in their order."""
    found: dict[int, list[Mark]] = {}
    for offences, is_proven in zip(followed_up(book, rows), (True, False), strict=True):
        days = (offences[name].astype("datetime64[D]").tolist() for name in ("on", "committed_on"))
        for offence, child, index, on in zip(offences.ids.tolist(), offences["child_id"].tolist(), *days, strict=True):
            mark = Mark(offence, round(100 * (on - index).days / LIFE, 1), is_proven, on)
            found.setdefault(child, []).append(mark)
    return {child: tuple(sorted(marks, key=lambda mark: (mark.on, mark.offence))) for child, marks in found.items()}


def _in_custody(book: Book) -> set[int]:
    """The children under a sentence of custody who have not been released."""
    disposals = standing(custodial(book.columns(Disposal)))
    return set(disposals["child_id"][np.isnat(disposals["released_on"])].tolist())
