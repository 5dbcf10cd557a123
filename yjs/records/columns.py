"""Rows as plain arrays: what facts are worked out from, where of a few rows a frame costs more than the work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from django.db import models
from numpy.typing import NDArray
from pandas import DataFrame, Index, Series

from yjs.records.record import Record


DAY = "datetime64[s]"
Array = NDArray[Any]


def counted_fields(model: type[Record]) -> list[models.Field]:
    """The fields of a record that a book carries: what can be counted by, never a name or free text."""
    return [f for f in model._meta.concrete_fields if f.name not in model.uncounted]


class Columns:
    """Rows, an array for each field. Not recorded: NaT of a day, False of a yes or no, 0 of a record, NaN of a number."""

    def __init__(self, ids: Array, **fields: Array) -> None:
        self.ids, self._fields = ids, fields

    @classmethod
    def of(cls, model: type[Record], rows: DataFrame | Sequence[tuple]) -> Columns:
        """The rows of a kind of record, framed or as they were read."""
        fields = counted_fields(model)
        if isinstance(rows, DataFrame):
            told = {f.attname: _plain(f, rows[f.attname]) for f in fields if not f.primary_key}
            return cls(rows.index.to_numpy(), **told)
        read = zip(*rows, strict=True) if rows else ((),) * len(fields)
        told = {f.attname: _plain(f, values) for f, values in zip(fields, read, strict=True)}
        return cls(told.pop("id"), **told)

    @classmethod
    def together(cls, ones: Columns, others: Columns) -> Columns:
        fields = {name: np.concatenate([ones[name], others[name]]) for name in ones._fields}
        return cls(np.concatenate([ones.ids, others.ids]), **fields)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, name: str) -> Array:
        return self._fields[name]

    def take(self, places: Array) -> Columns:
        return Columns(self.ids[places], **{name: column[places] for name, column in self._fields.items()})

    def assign(self, **fields: Array) -> Columns:
        return Columns(self.ids, **{**self._fields, **fields})

    def frame(self, label: str) -> DataFrame:
        """The rows as a frame whose index is the records of this kind."""
        words = {name: pd.array(column, dtype="str") for name, column in self._fields.items() if column.dtype == object}
        return DataFrame({**self._fields, **words}, index=Index(self.ids, name=label), copy=False)


def _plain(field: models.Field, values: Series | Sequence[Any]) -> Array:
    if isinstance(field, models.DateField):
        return np.asarray(values, dtype=DAY)
    kind, nothing = _kind_of(field)
    if isinstance(values, Series):
        return values.to_numpy(kind) if nothing is None else values.to_numpy(kind, na_value=nothing)
    told = (nothing if value is None else value for value in values)
    return np.fromiter(told, kind, len(values))


def _kind_of(field: models.Field) -> tuple[Any, Any]:
    if isinstance(field, models.BooleanField):
        return bool, False
    if isinstance(field, models.ForeignKey) or field.primary_key:
        return np.int64, 0
    if isinstance(field, models.IntegerField | models.DecimalField):
        return np.float64, np.nan
    return object, None


def ids_of(rows: DataFrame | Columns) -> Array:
    return rows.ids if isinstance(rows, Columns) else rows.index.to_numpy()


def told_of(records: Columns, name: str, ids: Array) -> Array:
    """The day that a field tells of the record which each id names."""
    found, record = pairs(ids, records.ids)
    days = np.full(len(ids), np.datetime64("NaT"), DAY)
    days[found] = records[name][record]
    return days


def pairs(ones: Array, others: Array) -> tuple[Array, Array]:
    """Where each of the ones stands, beside where each of the others that is equal to it does; the ones in their order."""
    order = np.argsort(others, kind="stable")
    first, end = (np.searchsorted(others[order], ones, side) for side in ("left", "right"))
    many = end - first
    nth = np.arange(many.sum()) - np.repeat(many.cumsum() - many, many)
    return np.repeat(np.arange(len(ones)), many), order[np.repeat(first, many) + nth]


def first_day_of(places: Array, days: Array, many: int) -> Array:
    """The first of the days at each of so many places; not recorded where there is none."""
    first = np.full(many, np.datetime64("NaT"), DAY)
    np.fmin.at(first, places, days)
    return first
