"""A book: every record as it was known at one moment, one frame for each kind of record."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, wraps
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from django.apps import apps
from django.db import models
from django.db.models import Min
from django.utils import timezone
from pandas import DataFrame, Series

from yjs.records.columns import DAY, Array, Columns, counted_fields
from yjs.records.days import LONDON, start_of
from yjs.records.record import Record, record_classes


Fact = TypeVar("Fact")
Kind = TypeVar("Kind", DataFrame, Columns)
MOST_REMEMBERED = 2_000


class Book:
    """Every record as it was known at one moment. A figure asked of the same book is always the same figure."""

    def __init__(self, as_at: dt.datetime, pages: Mapping[type[Record], DataFrame] | None = None) -> None:
        self.as_at = as_at
        self.day = as_at.astimezone(LONDON).date()
        self._read = None if pages is None else dict(pages)
        self._until, self._versions = as_at, dict[type[Record], Versions]()
        self._pages: dict[type[Record], DataFrame] = {}
        self._columns: dict[type[Record], Columns] = {}
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

    @classmethod
    def at_each(cls, days: Sequence[dt.date]) -> Iterator[Book]:
        """The book of each of these days; what there is to read is read once for all of them."""
        books = [cls.at(day) for day in days]
        until, versions = max((book.as_at for book in books), default=None), dict[type[Record], Versions]()
        for book in books:
            book._until, book._versions = until or book.as_at, versions
        while books:
            yield books.pop(0)

    def __getitem__(self, model: type[Record]) -> DataFrame:
        if model not in self._pages:
            self._pages[model] = self._as_happened(model, self._rows(model))
        return self._pages[model]

    def columns(self, model: type[Record]) -> Columns:
        """The records of a kind as plain arrays."""
        if model not in self._columns:
            self._columns[model] = Columns.of(model, self[model])
        return self._columns[model]

    def _rows(self, model: type[Record]) -> DataFrame:
        if self._read is None:
            if model not in self._versions:
                names = [field.attname for field in counted_fields(model)]
                self._versions[model] = Versions(model, self._until, names)
            return self._versions[model].framed_at(self.as_at)
        return self._read[model] if model in self._read else frame(model, [])

    def worked_out(self, fact: Callable[[Book], Kind]) -> Kind:
        """A fact about each child, worked out for every child."""
        return fact(self)

    def told_of(
        self, question: Hashable, rows: DataFrame, tell: Callable[[Book, DataFrame], dict[int, Fact]]
    ) -> dict[int, Fact]:
        """What is told of each child, a row each, by the row and the child's own records alone."""
        return self.remembered(question, lambda: tell(self, rows))

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

    def _as_happened(self, model: type[Record], rows: Kind) -> Kind:
        """Leave out what had not happened by the day of the book."""
        day = np.datetime64(self.day)
        if model.own_date and (to_come := np.asarray(rows[model.own_date]) > day).any():
            rows = rows.take(np.flatnonzero(~to_come))
        days = {name: np.asarray(rows[name]) for name in model.later_dates}
        later = {name: np.where(on > day, np.datetime64("NaT"), on) for name, on in days.items() if (on > day).any()}
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
    return Series(column.reindex(ids.to_numpy("int64")).array, index=ids.index, name=column.name)


def once_a_book(fact: Callable[[Book], Fact]) -> Callable[[Book], Fact]:
    """A fact worked out once for each book, however many figures ask for it."""

    @wraps(fact)
    def known(book: Book) -> Fact:
        if fact not in book.derived:
            book.derived[fact] = fact(book)
        return book.derived[fact]

    return known


def once_a_child(fact: Callable[[Book], Kind]) -> Callable[[Book], Kind]:
    """A fact told by a child's own records alone, a `child_id` in each row.

    It is worked out once for each book, and in the live book again only for children of whom something was saved.
    """

    @wraps(fact)
    def known(book: Book) -> Kind:
        if fact not in book.derived:
            book.derived[fact] = book.worked_out(fact)
        return book.derived[fact]

    return known


class Versions:
    """The versions of a kind of record that came to be known until a moment, in that order, with these fields."""

    def __init__(self, model: type[Record], until: dt.datetime, names: list[str]) -> None:
        versions = model.history.model.objects.order_by("history_date", "history_id")
        if not model.known_with_its_records:
            versions = versions.filter(history_date__lte=until)
        read = list(versions.values_list(*names, "history_type", "history_date"))
        self._model, self.rows = model, [row[:-2] for row in read]
        self._ids = np.fromiter((row[0] for row in read), "int64", len(read))
        self._is_removal = np.fromiter((row[-2] == "-" for row in read), bool, len(read))
        self._known = [row[-1] for row in read]
        self._named = _first_named(model, until) if model.known_with_its_records else {}

    def at(self, as_at: dt.datetime) -> Array:
        """The places of the version of each record that was known at a moment; removed records are gone."""
        ids = self._ids[: bisect_right(self._known, as_at)]
        known, first = np.unique(ids, return_index=True)
        last = len(ids) - 1 - np.unique(ids[::-1], return_index=True)[1]
        last = last[np.argsort(first)]
        named = [number for number, on in self._named.items() if on <= as_at]
        every, where = np.unique(self._ids, return_index=True)
        early = where[np.isin(every, named) & ~np.isin(every, known)]
        return np.concatenate([last[~self._is_removal[last]], np.sort(early)])

    def framed_at(self, as_at: dt.datetime) -> DataFrame:
        return self._framed.take(self.at(as_at))

    @cached_property
    def _framed(self) -> DataFrame:
        return frame(self._model, self.rows)


def known_versions(model: type[Record], as_at: dt.datetime, names: list[str]) -> list[tuple]:
    """These fields, the id first, of the version of each record that was known at a moment."""
    versions = Versions(model, as_at, names)
    return [versions.rows[place] for place in versions.at(as_at)]


def _first_named(model: type[Record], until: dt.datetime) -> dict[int, dt.datetime]:
    """From when others spoke of each record: it was known from then, whenever it was entered."""
    named: dict[int, dt.datetime] = {}
    for kind in record_classes():
        for field in kind._meta.concrete_fields:
            if field.related_model is model:
                known = kind.history.model.objects.filter(history_date__lte=until).order_by().values_list(field.attname)
                for number, on in known.annotate(Min("history_date")):
                    named[number] = min(on, named.get(number, on))
    return named


def frame(model: type[Record], rows: list[tuple]) -> DataFrame:
    """Rows of a record's counted fields as a frame whose index is the record; the same types however few the rows."""
    fields = counted_fields(model)
    columns = dict(zip([f.attname for f in fields], zip(*rows, strict=True), strict=True)) if rows else {}
    data = {f.attname: _column(f, list(columns.get(f.attname, ()))) for f in fields if not f.primary_key}
    index = pd.Index(np.array(columns.get("id", ()), dtype="int64"), name=model._meta.label)
    return DataFrame(data, index=index, copy=False)


def _column(field: models.Field, values: list[Any]) -> Any:
    if isinstance(field, models.DateField):
        return pd.array(values, dtype=DAY)
    if isinstance(field, models.BooleanField):
        return pd.array(values, dtype="boolean")
    if isinstance(field, models.ForeignKey | models.IntegerField):
        return pd.array(values, dtype="Int64")
    if isinstance(field, models.DecimalField):
        return np.array(values, dtype="float64")
    if isinstance(field, models.JSONField):
        return Series(values, dtype=object).array
    return pd.array(values, dtype="str")
