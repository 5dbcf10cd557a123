"""The rows behind a figure as the lines of a list: each record as it was known then, and the way to it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, cast

import pandas as pd
from django.apps import apps
from django.db import models
from django.urls import reverse
from pandas import Series

from yjs.measures.figure import Figure
from yjs.measures.measure import Rows
from yjs.measures.periods import day_in_words
from yjs.people.models import User
from yjs.records.record import Record, record_classes


Cells = list[dict[str, str]]


class Behind:
    """What is behind one part of a figure, for one person."""

    def __init__(self, figure: Figure, part: str, user: User) -> None:
        self.counted = getattr(figure, part)
        self.book, self.unit, self.user = figure.book, figure.measure.unit, user
        self.model: Any = apps.get_model(self.counted.kind)
        self.child: Any = _child_kind()

    @property
    def rows(self) -> Rows:
        """Every row counted."""
        return self.counted.rows

    def of(self, ids: list[int]) -> Rows:
        """The rows of these records, each once."""
        rows = self.rows[self.rows.index.isin(ids)]
        return rows[~rows.index.duplicated()]

    def child_refs(self, rows: Rows) -> list[str]:
        """The children these rows are about, each once."""
        ids = self._children(rows)
        return [] if ids is None else list(dict.fromkeys(self.book.refs(self.child._meta.label, ids)))

    def columns(self, rows: Rows) -> list[str]:
        """What each cell of a line is."""
        name = str(self.model._meta.verbose_name).capitalize()
        columns = [name] if self._children(rows) is None else [name, "Reference" if self._is_child else "Child"]
        return [*columns, "Amount" if isinstance(rows, Series) else "Day in the period"]

    def lines(self, rows: Rows) -> list[Cells]:
        """A line for each row: the record, the child it is about, and the day or the amount it counts by."""
        ids, children = [int(i) for i in rows.index], self._children(rows)
        saved, known = self._saved(self.model, ids), self.book[self.model].loc[ids]
        abouts: list[Cells] = [[] for _ in ids] if children is None else [[cell] for cell in self._abouts(children)]
        records = (self._record(i, row, saved.get(i)) for i, (_, row) in zip(ids, known.iterrows(), strict=True))
        return [
            [record, *about, last] for record, about, last in zip(records, abouts, self._by_what(rows), strict=True)
        ]

    @property
    def _is_child(self) -> bool:
        return self.model is self.child

    def _children(self, rows: Rows) -> list[int] | None:
        """The child of each row; None where the records are about no child."""
        if self._is_child:
            return [int(i) for i in rows.index]
        records = self.book[self.model]
        return [int(i) for i in records.loc[rows.index, "child_id"]] if "child_id" in records else None

    def _saved(self, model: Any, ids: list[int]) -> dict[int, Any]:
        return model.objects.visible_to(self.user).in_bulk(set(ids)) if ids else {}

    def _record(self, number: int, row: Series, saved: Any) -> dict[str, str]:
        """A record as the book knew it, under the names of today; it leads to itself, or to what it once was."""
        record = copy.copy(saved) if saved is not None else self.model(pk=number)
        for name, value in row.items():
            setattr(record, str(name), _plain(value, self.model._meta.get_field(str(name))))
        if saved is not None and self._is_child:
            return {"text": str(record), "href": saved.get_absolute_url()}
        versions = reverse("records:versions", args=[self.model._meta.label, number])
        return {"text": str(record) if saved is not None else f"{record} (removed since)", "href": versions}

    def _abouts(self, children: list[int]) -> Iterator[dict[str, str]]:
        refs = self.book.refs(self.child._meta.label, children)
        saved = {} if self._is_child else self._saved(self.child, children)
        for number, ref in zip(children, refs, strict=True):
            child = saved.get(number)
            yield {"text": ref} if child is None else {"text": str(child), "href": child.get_absolute_url()}

    def _by_what(self, rows: Rows) -> Iterator[dict[str, str]]:
        if isinstance(rows, Series):
            for amount in rows:
                yield {"text": "Not recorded" if pd.isna(amount) else self.unit.counted(amount)}
        else:
            for day in rows["on"]:
                yield {"text": day_in_words(day)}


def _child_kind() -> type[Record]:
    """The kind of record that others call their child."""
    fields = (field for kind in record_classes() for field in kind._meta.concrete_fields)
    return next(cast(type[Record], field.related_model) for field in fields if field.name == "child")


def _plain(value: Any, field: models.Field) -> Any:
    """A value of a book as a record has it."""
    if not isinstance(value, list) and pd.isna(value):
        return None
    return value.date() if isinstance(field, models.DateField) else value
