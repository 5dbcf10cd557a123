"""The live book: kept in the process, and topped up with the versions saved since it was last asked for."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from django.db import connection
from django.utils import timezone
from pandas import DataFrame

from yjs.records.book import Book, counted_fields, frame, known_versions
from yjs.records.days import today
from yjs.records.record import Record


# Versions are numbered when they are written and seen when they are committed, so a lower number may come late.
OVERLAP = 1_000

Mark = tuple[int, int]


@dataclass
class _Page:
    """One kind of record as it is known now: the newest version of each, and how far the versions have been read."""

    latest: dict[int, tuple]
    mark: Mark
    rows: DataFrame


class LiveBook(Book):
    """Every record as it is known now. It is the same book, facts and all, until a version is saved or the day ends."""

    def _rows(self, model: type[Record]) -> DataFrame:
        return _pages[model].rows if model in _pages else _read(model).rows


_lock = Lock()
_pages: dict[type[Record], _Page] = {}
_books: list[LiveBook] = []


def live() -> Book:
    """The book as it is now. It costs one short query where nothing is newer."""
    with _lock:
        moved = [model for model, mark in _marks(list(_pages)).items() if mark != _pages[model].mark]
        for model in moved:
            _top_up(model)
        if moved or not _books or _books[0].day != today():
            _books[:] = [LiveBook(timezone.now())]
        return _books[0]


def forget() -> None:
    """Let go of everything kept; the next book is read anew."""
    _pages.clear()
    _books.clear()


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


def _top_up(model: type[Record]) -> None:
    page, mark = _pages[model], _marks([model])[model]
    newer = model.history.model.objects.filter(history_id__gt=page.mark[0] - OVERLAP).order_by(
        "history_date", "history_id"
    )
    if mark[1] - page.mark[1] > OVERLAP:
        _read(model)
        return
    for *row, what in newer.values_list(*_names(model), "history_type"):
        if what == "-":
            page.latest.pop(row[0], None)
        else:
            page.latest[row[0]] = tuple(row)
    _pages[model] = _Page(page.latest, mark, frame(model, list(page.latest.values())))
