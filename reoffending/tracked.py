"""The children of a cohort one by one: how far each has been followed, what came, and who works with the child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pandas import DataFrame

from disposals.breakdowns import NOBODY, Worked, workers
from disposals.models import KINDS, Disposal
from disposals.terms import custodial, standing
from reoffending.cohort import followed_up
from reoffending.models import Review
from yjs.measures.measure import FINAL, OPEN, WAITING
from yjs.records.book import Book


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
    worked: Worked
    is_in_custody: bool
    is_priority: bool
    marks: tuple[Mark, ...]
    today_at: float
    # The page of the cohort, as known on the book's day.
    cohort: str

    @property
    def address(self) -> str:
        """The page of the child as one of this cohort, as known on the same day."""
        page, _, query = self.cohort.partition("?")
        return f"{page}children/{self.pk}/?{query}"

    @property
    def worker(self) -> str:
        """Who works with the child now; where nobody does, who did last."""
        return self.worked.in_words

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    @property
    def state(self) -> str:
        """What may change of it between two looks; the days that pass are no change."""
        marks = [(mark.offence, mark.on.toordinal(), mark.is_proven) for mark in self.marks]
        told = (self.kind, self.on.toordinal(), self.status, marks, self.is_in_custody, self.is_priority, self.worker)
        return repr(told)

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


def known_children(book: Book, rows: DataFrame, cohort: str) -> dict[int, TrackedChild]:
    """The children of these rows, by number, as they stand on the book's day."""
    return {child.pk: child for child in _children(book, rows, cohort)}


def states_of(rows: DataFrame, book: Book) -> list[str]:
    """How settled each child is on the book's day: followed still, waiting for outcomes, or final."""
    day, (followed, waiting) = np.datetime64(book.day), (rows[name] for name in ("follow_up_ends", "waiting_ends"))
    return np.select([followed.to_numpy() > day, waiting.to_numpy() > day], [OPEN, WAITING], FINAL).tolist()


def _days(rows: DataFrame, name: str) -> list[dt.date]:
    return rows[name].to_numpy("datetime64[D]").tolist()


def _children(book: Book, rows: DataFrame, cohort: str) -> Iterator[TrackedChild]:
    day, marks, inside, reviews = book.day, _marks(book, rows), _in_custody(book), book.columns(Review)
    first_ids, worked = set(reviews["child_id"][reviews["is_priority"]].tolist()), workers(book)
    ends = (_days(rows, name) for name in ("on", "follow_up_ends", "waiting_ends", "first_on"))
    counts = (rows[name].tolist() for name in ("reoffences", "pending"))
    told = zip(rows.index.tolist(), rows["kind"], *ends, *counts, states_of(rows, book), strict=True)
    for child, kind, on, follow_up_ends, waiting_ends, first_on, reoffences, pending, state in told:
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
            worked=worked.get(child, NOBODY),
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
