"""The live book: kept in the process, and topped up with the versions saved since it was last asked for.

Books of past moments are kept beside it, until a version is saved that counts as known by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Any

import numpy as np
from django.db import connection
from django.utils import timezone
from pandas import DataFrame, concat

from yjs.records.book import Book, frame, known_versions
from yjs.records.columns import Columns
from yjs.records.days import today
from yjs.records.record import Record
from yjs.records.rows import Rows, child_place, field_names


# So many past moments are kept; and for so many seconds an answer to whether anything was saved.
MOST_PAST = 12
A_MOMENT = 0.4
# Versions are numbered when they are written and seen when they are committed, so a lower number may come late.
OVERLAP = 1_000
MOST_TOPPED_UP = 5_000
# So many answers about each child are kept for the next book.
MOST_TOLD = 100

ABOUT_A_VERSION = ("history_type", "history_date", "history_id")
Mark = tuple[int, int]
Fact = Callable[[Book], DataFrame]


@dataclass
class _Page:
    """One kind of record as it is known now, and how far its versions have been read."""

    mark: Mark
    rows: Rows


class LiveBook(Book):
    """Every record as it is known now. It is the same book, facts and all, until a version is saved or the day ends.

    What the book before it knew of each child is kept, and worked out again for those of whom something was saved.
    """

    def __init__(
        self,
        as_at: dt.datetime,
        before: LiveBook | None = None,
        changed: Iterable[int] = (),
        moved: Collection[type[Record]] = (),
    ) -> None:
        super().__init__(as_at)
        self._kept = {model: page.rows for model, page in _pages.items()}
        self._parts: dict[frozenset[int], _OfChildren] = {}
        # What was told of each child, by what was asked; and of the books before, with those it is to be told again of.
        self._told: dict[Hashable, Any] = {}
        self._before: dict[Hashable, tuple[Any, frozenset[int]]] = {}
        self._read_before: set[type[Record]] = set()
        if before is not None and before.day == self.day:
            again = frozenset(changed)
            still = {question: (told, children | again) for question, (told, children) in before._before.copy().items()}
            known = still | {question: (told, again) for question, told in before._told.copy().items()}
            self._before = dict(list(known.items())[-MOST_TOLD:])
            self._pages = {model: rows for model, rows in before._pages.copy().items() if model not in moved}
            self._read_before = before.read

    @property
    def read(self) -> set[type[Record]]:
        return super().read | self._read_before

    def _rows(self, model: type[Record]) -> DataFrame:
        return self._rows_of(model).all()

    def rows_about(self, model: type[Record], children: frozenset[int]) -> list[tuple]:
        """The rows of a kind of record that are about some children, as they were read."""
        self._read_before.add(model)
        return self._rows_of(model).about(children)

    def _rows_of(self, model: type[Record]) -> Rows:
        if model not in self._kept:
            self._kept[model] = (_pages.get(model) or _read(model)).rows
        return self._kept[model]

    def about(self, children: frozenset[int]) -> Book:
        """The part of the book that is about some children."""
        if children not in self._parts:
            self._parts[children] = _OfChildren(self, children)
        return self._parts[children]

    def worked_out(self, fact: Fact) -> DataFrame:
        rows, children = self._before.pop(fact, (None, frozenset()))
        if rows is None:
            rows = fact(self)
        elif children:
            again = fact(self.about(children))
            kept = rows.take(np.flatnonzero(~np.isin(rows["child_id"], list(children))))
            rows = Columns.together(kept, again) if isinstance(kept, Columns) else concat([kept, again])
        self._told[fact] = rows
        return rows

    def told_of(self, question: Hashable, rows: DataFrame, tell: Callable[[Book, DataFrame], dict[int, Any]]) -> Any:
        def found() -> dict[int, Any]:
            known, children = self._before.pop(question, ({}, frozenset()))
            again = np.array([child in children or child not in known for child in rows.index], bool)
            if again.any():
                book = self.about(children.union(rows.index[again])) if known else self
                known = known | tell(book, rows[again])
            self._told[question] = {child: known[child] for child in rows.index}
            return self._told[question]

        return self.remembered(question, found)


class _OfChildren(Book):
    """The part of a book that is about some children."""

    def __init__(self, whole: LiveBook, children: frozenset[int]) -> None:
        super().__init__(whole.as_at)
        self._whole, self._children = whole, children

    def _rows(self, model: type[Record]) -> DataFrame:
        if child_place(model) is None:
            return self._whole._rows(model)
        return frame(model, self._whole.rows_about(model, self._children))

    def columns(self, model: type[Record]) -> Columns:
        if child_place(model) is None:
            return self._whole.columns(model)
        if model not in self._columns:
            rows = self._whole.rows_about(model, self._children)
            self._columns[model] = self._as_happened(model, Columns.of(model, rows))
        return self._columns[model]


class PastBook(Book):
    """Every record as it was known at a past moment, mostly the end of a day."""

    def _rows(self, model: type[Record]) -> DataFrame:
        if model not in _pages:
            # What the live book does not read, nobody would see change.
            _read(model)
        return super()._rows(model)


_lock = Lock()
_pages: dict[type[Record], _Page] = {}
_books: list[LiveBook] = []
_past: dict[dt.datetime, PastBook] = {}
_asked: dict[tuple[type[Record], ...], tuple[float, str]] = {}


def live() -> Book:
    """The book as it is now. It costs one short query where nothing is newer."""
    with _lock:
        return _now()


def _now() -> LiveBook:
    marks = _marks(list(_pages))
    moved = [model for model, mark in marks.items() if mark != _pages[model].mark]
    if moved or not _books or _books[0].day != today():
        # Where reading fails half way, nothing is left that was told of what was known before.
        before = _books.pop() if _books else None
        changed: set[int] = set()
        for model in moved:
            children = _top_up(model, marks[model])
            before, changed = None if children is None else before, changed | (children or set())
        _books[:] = [LiveBook(timezone.now(), before, changed, moved)]
    return _books[0]


def past(day: dt.date, beside: Book | None = None) -> Book:
    """The book as it was known at the end of a day; the live book where the day has not ended.

    `beside` is the live book, where it was asked for just now.
    """
    with _lock:
        now = _books[0] if _books and beside is _books[0] else _now()
        return now if day >= now.day else _past_book(Book.at(day).as_at)


def known_at(moment: dt.datetime) -> Book:
    """The book as it was known at a moment that has passed, on this day too."""
    with _lock:
        _now()
        return _past_book(moment)


def _past_book(moment: dt.datetime) -> PastBook:
    if moment not in _past:
        while len(_past) >= MOST_PAST:
            _past.pop(next(iter(_past)))
        _past[moment] = PastBook(moment)
    return _past[moment]


def state_of(models: Iterable[type[Record]]) -> str:
    """A word that is another once a version of one of these kinds was saved or a new day began.

    It is for pages that ask often whether anything is new: asked again within a moment, it is the same word.
    """
    kinds = tuple(models)
    asked, word = _asked.get(kinds, (0.0, ""))
    if not word or monotonic() - asked > A_MOMENT:
        word = _word(_marks(list(kinds)))
        _asked[kinds] = (monotonic(), word)
    return word


def state_now(models: Iterable[type[Record]]) -> str:
    """The same word, asked anew: for pages that must know of what was saved a moment ago."""
    return _word(_marks(list(models)))


def state_of_live(models: Iterable[type[Record]]) -> str:
    """The same word, of what the live book has read."""
    return _word({model: (_pages.get(model) or _read(model)).mark for model in models})


def _word(marks: dict[type[Record], Mark]) -> str:
    told = sorted((model._meta.label, *mark) for model, mark in marks.items())
    return sha256(repr((today(), told)).encode()).hexdigest()[:16]


def forget() -> None:
    """Let go of everything kept; the next book is read anew."""
    for kept in (_pages, _books, _past, _asked):
        kept.clear()


def _marks(models: list[type[Record]]) -> dict[type[Record], Mark]:
    if not models:
        return {}
    quote = connection.ops.quote_name
    asked = [
        f"SELECT {place}, COALESCE(MAX(history_id), 0), COUNT(*) FROM {quote(model.history.model._meta.db_table)}"
        for place, model in enumerate(models)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return {models[place]: (last, count) for place, last, count in cursor.fetchall()}


def _read(model: type[Record]) -> _Page:
    mark = _marks([model])[model]
    rows = known_versions(model, timezone.now(), field_names(model))
    _pages[model] = _Page(mark, Rows(model, {row[0]: row for row in rows}))
    return _pages[model]


def _top_up(model: type[Record], mark: Mark) -> set[int] | None:
    """Read what is newer of a kind of record; the children it is about, or None where so much is that all is read."""
    page = _pages[model]
    newer = _versions_after(model, page.mark[0])
    if len(newer) != mark[1] - page.mark[1]:
        # One with a lower number was committed late.
        newer = _versions_after(model, page.mark[0] - OVERLAP)
        _past.clear()
    if len(newer) > MOST_TOPPED_UP:
        _past.clear()
        _read(model)
        return None
    place, children = child_place(model), set()
    saved: dict[int, tuple | None] = {}
    for *row, what, known, _ in newer:
        number, old = row[0], saved[row[0]] if row[0] in saved else page.rows.get(row[0])
        if place is not None:
            children |= {each[place] for each in (old, row) if each is not None}
        saved[number] = None if what == "-" else tuple(row)
        for moment in [moment for moment in _past if known <= moment]:
            del _past[moment]
    _pages[model] = _Page(mark, page.rows.after(saved))
    return children - {None}


def _versions_after(model: type[Record], number: int) -> list[tuple]:
    # Put in their order here: a database may go through all versions to put a few in order.
    newer = model.history.model.objects.filter(history_id__gt=number).order_by()
    return sorted(newer.values_list(*field_names(model), *ABOUT_A_VERSION), key=lambda row: row[-2:])
