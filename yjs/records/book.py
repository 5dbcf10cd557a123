"""A book: every record as it was known at one moment, one frame for each kind of record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar

import pandas as pd
from django.apps import apps
from django.db import models
from django.utils import timezone
from pandas import DataFrame, Series

from yjs.records.days import LONDON, start_of
from yjs.records.record import Record, record_classes


Fact = TypeVar("Fact")
DAY = "datetime64[s]"
MOST_REMEMBERED = 2_000


class Book:
    """Every record as it was known at one moment. A figure asked of the same book is always the same figure."""

    def __init__(self, as_at: dt.datetime, pages: Mapping[type[Record], DataFrame] | None = None) -> None:
        self.as_at = as_at
        self.day = as_at.astimezone(LONDON).date()
        self._read = None if pages is None else dict(pages)
        self._pages: dict[type[Record], DataFrame] = {}
        self.derived: dict[Callable, Any] = {}
        self._remembered: dict[Hashable, Any] = {}

    @classmethod
    def now(cls) -> Book:
        """Every record as it is known now."""
        return cls(timezone.now())

    @classmethod
    def at(cls, day: dt.date, pages: Mapping[type[Record], DataFrame] | None = None) -> Book:
        """Every record as it was known at the end of a day, or now where the day has not ended."""
        return cls(min(start_of(day + dt.timedelta(days=1)) - dt.timedelta(microseconds=1), timezone.now()), pages)

    def __getitem__(self, model: type[Record]) -> DataFrame:
        if model not in self._pages:
            self._pages[model] = self._as_happened(model, self._rows(model))
        return self._pages[model]

    def _rows(self, model: type[Record]) -> DataFrame:
        if self._read is None:
            return read_versions(model, self.as_at)
        return self._read[model] if model in self._read else frame(model, [])

    def worked_out(self, fact: Callable[[Book], DataFrame]) -> DataFrame:
        """A fact about each child, worked out for every child."""
        return fact(self)

    def remembered(self, question: Hashable, answer: Callable[[], Fact]) -> Fact:
        """An answer worked out once; the oldest are let go, so that a book that lives long stays small."""
        if question not in self._remembered:
            while len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)), None)
            self._remembered[question] = answer()
        return self._remembered[question]

    @property
    def read(self) -> set[type[Record]]:
        """The kinds of record that figures of this book have been counted from."""
        return set(self._pages)

    def _as_happened(self, model: type[Record], rows: DataFrame) -> DataFrame:
        """Leave out what had not happened by the day of the book."""
        day = pd.Timestamp(self.day)
        if model.own_date:
            rows = rows[~(rows[model.own_date] > day)]
        later = {name: rows[name].mask(rows[name] > day) for name in model.later_dates}
        return rows.assign(**later) if later else rows

    def refs(self, kind: str, ids: Iterable[int]) -> list[str]:
        """The senders' keys of records, in the order given; a key of several parts is joined by |."""
        model = apps.get_model(kind)
        rows = self[model].loc[list(ids)]
        return list(_key_texts(self, model, rows))


def _key_texts(book: Book, model: type[Record], rows: DataFrame) -> Iterable[str]:
    parts = []
    for name in model.key:
        field: Any = model._meta.get_field(name)
        column = rows[field.attname]
        if field.is_relation:
            parts.append(book.refs(field.related_model._meta.label, column))
        elif isinstance(field, models.DateField):
            parts.append(column.dt.strftime("%Y-%m-%d"))
        else:
            parts.append(column.astype(str))
    return ("|".join(part) for part in zip(*parts, strict=True))


def of_record(column: Series, ids: Series) -> Series:
    """What a column says of the record that each row names; the column's own type, also where there are no rows."""
    return Series(column.reindex(ids.astype("int64").to_numpy()).array, index=ids.index, name=column.name)


def once_a_book(fact: Callable[[Book], Fact]) -> Callable[[Book], Fact]:
    """A fact worked out once for each book, however many figures ask for it."""

    @wraps(fact)
    def known(book: Book) -> Fact:
        if fact not in book.derived:
            book.derived[fact] = fact(book)
        return book.derived[fact]

    return known


def once_a_child(fact: Callable[[Book], DataFrame]) -> Callable[[Book], DataFrame]:
    """A fact told by a child's own records alone, a `child_id` in each row.

    It is worked out once for each book, and in the live book again only for children of whom something was saved.
    """

    @wraps(fact)
    def known(book: Book) -> DataFrame:
        if fact not in book.derived:
            book.derived[fact] = book.worked_out(fact)
        return book.derived[fact]

    return known


def counted_fields(model: type[Record]) -> list[models.Field]:
    """The fields of a record that a book carries: what can be counted by, never a name or free text."""
    return [f for f in model._meta.concrete_fields if f.name not in model.uncounted]


def read_versions(model: type[Record], as_at: dt.datetime) -> DataFrame:
    """The version of each record that was known at a moment, as a book carries it."""
    return frame(model, known_versions(model, as_at, [f.attname for f in counted_fields(model)]))


def known_versions(model: type[Record], as_at: dt.datetime, names: list[str]) -> list[tuple]:
    """These fields, the id first, of the version of each record that was known at a moment; removed records are
    gone.
    """
    versions = model.history.model.objects
    known = versions.filter(history_date__lte=as_at).order_by("history_date", "history_id")
    rows = list(known.values_list(*names, "history_type"))
    if model.known_with_its_records:
        have = {row[0] for row in rows}
        early = _named_by_their_records(model, as_at) - have
        first: dict[int, tuple] = {}
        for row in (
            versions.filter(id__in=early).order_by("history_date", "history_id").values_list(*names, "history_type")
        ):
            first.setdefault(row[0], row)
        rows += first.values()
    latest = {row[0]: row for row in rows}
    return [row[:-1] for row in latest.values() if row[-1] != "-"]


def _named_by_their_records(model: type[Record], as_at: dt.datetime) -> set[int]:
    """Records that others already spoke of at a moment: they were known from then, whenever they were entered."""
    ids: set[int] = set()
    for kind in record_classes():
        for field in kind._meta.concrete_fields:
            if field.related_model is model:
                known = kind.history.model.objects.filter(history_date__lte=as_at)
                ids.update(known.order_by().values_list(field.attname, flat=True).distinct())
    return ids - {None}


def frame(model: type[Record], rows: list[tuple]) -> DataFrame:
    """Rows of a record's counted fields as a frame whose index is the record; the same types however few the rows."""
    fields = counted_fields(model)
    columns = dict(zip([f.attname for f in fields], zip(*rows, strict=True), strict=True)) if rows else {}
    data = {f.attname: _column(f, columns.get(f.attname, ())) for f in fields if not f.primary_key}
    index = pd.Index(columns.get("id", ()), dtype="int64", name=model._meta.label)
    return DataFrame(data, index=range(len(rows))).set_index(index)


def _column(field: models.Field, values: Iterable[Any]) -> Series:
    values = list(values)
    if isinstance(field, models.DateField):
        return Series(pd.to_datetime(Series(values, dtype=object), format="%Y-%m-%d")).astype(DAY)
    if isinstance(field, models.BooleanField):
        return Series(values, dtype="boolean")
    if isinstance(field, models.ForeignKey | models.IntegerField):
        return Series(values, dtype="Int64")
    if isinstance(field, models.DecimalField):
        return Series(values, dtype="float64")
    if isinstance(field, models.JSONField):
        return Series(values, dtype=object)
    return Series(values, dtype=str)
