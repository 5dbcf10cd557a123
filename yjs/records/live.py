"""The live book: kept in the process, and topped up with the versions saved since it was last asked for.

Books of past days are kept beside it, until a version is saved that counts as known by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Any

from django.db import connection
from django.utils import timezone
from pandas import DataFrame, concat

from yjs.records.book import Book, counted_fields, frame, known_versions
from yjs.records.days import today
from yjs.records.record import Record


# So many past days are kept; and for so many seconds an answer to whether anything was saved.
MOST_PAST_DAYS = 12
A_MOMENT = 0.4
# Versions are numbered when they are written and seen when they are committed, so a lower number may come late.
OVERLAP = 1_000
MOST_TOPPED_UP = 5_000

ABOUT_A_VERSION = ("history_type", "history_date", "history_id")
Mark = tuple[int, int]
Fact = Callable[[Book], DataFrame]


@dataclass
class _Page:
    """One kind of record as it is known now: the newest version of each, and how far the versions have been read."""

    latest: dict[int, tuple]
    mark: Mark
    rows: DataFrame


class LiveBook(Book):
    """Every record as it is known now. It is the same book, facts and all, until a version is saved or the day ends.

    What the book before it knew of each child is kept, and worked out again for those of whom something was saved.
    """

    def __init__(self, as_at: dt.datetime, before: LiveBook | None = None, changed: Iterable[int] = ()) -> None:
        super().__init__(as_at)
        self._kept = {model: page.rows for model, page in _pages.items()}
        self._before: dict[Fact, tuple[DataFrame, set[int]]] = {}
        if before is not None and before.day == self.day:
            still = {fact: (rows, children | set(changed)) for fact, (rows, children) in before._before.items()}
            known = {fact: (rows, set(changed)) for fact, rows in before.derived.items() if "child_id" in rows}
            self._before = still | known

    def _rows(self, model: type[Record]) -> DataFrame:
        if model not in self._kept:
            self._kept[model] = (_pages.get(model) or _read(model)).rows
        return self._kept[model]

    def worked_out(self, fact: Fact) -> DataFrame:
        if fact not in self._before:
            return fact(self)
        rows, children = self._before.pop(fact)
        if not children:
            return rows
        again = fact(_OfChildren(self, children))
        kept = rows[~rows["child_id"].isin(children)]
        return concat([kept, again]) if len(again) else kept


class _OfChildren(Book):
    """The part of a book that is about some children."""

    def __init__(self, whole: LiveBook, children: set[int]) -> None:
        super().__init__(whole.as_at)
        self._whole, self._children = whole, children

    def _rows(self, model: type[Record]) -> DataFrame:
        rows = self._whole._rows(model)
        if "child_id" in rows:
            return rows[rows["child_id"].isin(self._children)]
        return rows[rows.index.isin(self._children)] if model.known_with_its_records else rows


class PastBook(Book):
    """Every record as it was known at the end of a past day."""

    def _rows(self, model: type[Record]) -> DataFrame:
        if model not in _pages:
            # What the live book does not read, nobody would see change.
            _read(model)
        return super()._rows(model)


_lock = Lock()
_pages: dict[type[Record], _Page] = {}
_books: list[LiveBook] = []
_past: dict[dt.date, PastBook] = {}
_asked: dict[tuple[type[Record], ...], tuple[float, str]] = {}


def live() -> Book:
    """The book as it is now. It costs one short query where nothing is newer."""
    with _lock:
        return _now()


def _now() -> LiveBook:
    moved = [model for model, mark in _marks(list(_pages)).items() if mark != _pages[model].mark]
    changed = {child for model in moved for child in _top_up(model)}
    if moved or not _books or _books[0].day != today():
        _books[:] = [LiveBook(timezone.now(), _books[0] if _books else None, changed)]
    return _books[0]


def past(day: dt.date, beside: Book | None = None) -> Book:
    """The book as it was known at the end of a day; the live book where the day has not ended.

    `beside` is the live book, where it was asked for just now.
    """
    with _lock:
        now = _books[0] if _books and beside is _books[0] else _now()
        return now if day >= now.day else _past_book(day)


def _past_book(day: dt.date) -> PastBook:
    if day not in _past:
        while len(_past) >= MOST_PAST_DAYS:
            _past.pop(next(iter(_past)))
        _past[day] = PastBook(Book.at(day).as_at)
    return _past[day]


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


def _names(model: type[Record]) -> list[str]:
    return [field.attname for field in counted_fields(model)]


def _read(model: type[Record]) -> _Page:
    mark = _marks([model])[model]
    rows = known_versions(model, timezone.now(), _names(model))
    _pages[model] = _Page({row[0]: row for row in rows}, mark, frame(model, rows))
    return _pages[model]


def _top_up(model: type[Record]) -> set[int]:
    """Read what is newer of a kind of record; the children it is about."""
    page, mark = _pages[model], _marks([model])[model]
    newer = _versions_after(model, page.mark[0])
    if len(newer) != mark[1] - page.mark[1]:
        # One with a lower number was committed late.
        newer = _versions_after(model, page.mark[0] - OVERLAP)
        _past.clear()
    if len(newer) > MOST_TOPPED_UP:
        _past.clear()
        _books.clear()
        _read(model)
        return set()
    names, children, ids = _names(model), set(), set()
    about = (lambda row: row[0]) if model.known_with_its_records else _child_of(names)
    for *row, what, known, _ in newer:
        old = page.latest.pop(row[0], None)
        children |= {about(each) for each in (old, row) if each is not None}
        ids.add(row[0])
        if what != "-":
            page.latest[row[0]] = tuple(row)
        for day in [day for day, book in _past.items() if known <= book.as_at]:
            del _past[day]
    fresh = frame(model, [page.latest[each] for each in ids if each in page.latest])
    rows = concat([page.rows[~page.rows.index.isin(ids)], fresh]) if len(fresh) else page.rows.drop(ids)
    _pages[model] = _Page(page.latest, mark, rows)
    return children - {None}


def _versions_after(model: type[Record], number: int) -> list[tuple]:
    newer = model.history.model.objects.filter(history_id__gt=number).order_by("history_date", "history_id")
    return list(newer.values_list(*_names(model), *ABOUT_A_VERSION))


def _child_of(names: list[str]) -> Callable[[Sequence[Any]], Any]:
    place = names.index("child_id") if "child_id" in names else None
    return lambda row: None if place is None else row[place]
