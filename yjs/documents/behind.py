"""The rows behind a figure as the lines of a list: each record as it was known then, the way to it, and why it counts."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
from django.apps import apps
from django.db import models
from django.urls import reverse
from pandas import DataFrame, Series

from yjs.measures.figure import Figure
from yjs.measures.measure import Rows
from yjs.measures.periods import day_in_words
from yjs.people.models import User
from yjs.records.record import Record, record_classes
from yjs.records.versions import about, own_page


Cells = list[dict[str, str]]


@dataclass(frozen=True)
class Reasons:
    """What a list tells of its rows besides: the title over their day, more columns, and each row's cells under them."""

    day: str
    columns: tuple[str, ...]
    cells: Callable[[Behind, DataFrame], Iterable[Cells]]


# By the rule that gives the rows: the numerator or the denominator of a measure.
REASONS: dict[Any, Reasons] = {}


class Behind:
    """What is behind one part of a figure, for one person."""

    def __init__(self, figure: Figure, part: str, user: User) -> None:
        self.counted = getattr(figure, part)
        self.book, self.unit, self.user = figure.book, figure.measure.unit, user
        self.model: Any = apps.get_model(self.counted.kind)
        self.child: Any = _child_kind()
        self.reasons = REASONS.get(getattr(figure.measure, part))
        # Of a kind of record they may not see they are told how many there are, by numbers that say nothing else.
        self.sees = user.may(self.model.seen_with)

    @property
    def rows(self) -> Rows:
        """Every row counted."""
        return self.counted.rows

    def of(self, ids: list[int]) -> Rows:
        """The rows of these records, each once."""
        rows = self.rows[self.rows.index.isin(ids)]
        return rows[~rows.index.duplicated()]

    def whom(self, rows: Rows) -> list[str]:
        """Whom these rows are about, as the log of access names them, each once."""
        if self.model.seen_with != self.child.seen_with:
            return sorted(about(list(self.model.history.filter(id__in=[int(i) for i in rows.index]))))
        ids = self._children(rows)
        return [] if ids is None else list(dict.fromkeys(self.book.refs(self.child._meta.label, ids)))

    def columns(self, rows: Rows) -> list[str]:
        """What each cell of a line is."""
        name = str(self.model._meta.verbose_name).capitalize()
        if not self.sees:
            return [name]
        columns = [name] if self._children(rows) is None else [name, "Reference" if self._is_child else "Child"]
        if isinstance(rows, Series):
            return [*columns, "Amount"]
        return [*columns, *((self.reasons.day, *self.reasons.columns) if self.reasons else ("Day in the period",))]

    def lines(self, rows: Rows) -> list[Cells]:
        """A line for each row: the record, the child it is about, the day or the amount it counts by, and why it does."""
        ids, children = [int(i) for i in rows.index], self._children(rows)
        if not self.sees:
            return [[record] for record in self.records(self.model, ids)]
        abouts: list[Cells] = [[] for _ in ids] if children is None else [[cell] for cell in self._abouts(children)]
        told = zip(self.records(self.model, ids), abouts, self._by_what(rows), self._why(rows), strict=True)
        return [[record, *about, last, *why] for record, about, last, why in told]

    def records(self, model: Any, ids: list[int]) -> list[dict[str, str]]:
        """Records as the book knew them, each leading to itself or to what it once was."""
        if not self.user.may(model.seen_with):
            name = str(model._meta.verbose_name).capitalize()
            return [{"text": f"{name} {number}"} for number in ids]
        saved, known = self._saved(model, ids), self.book[model].loc[ids]
        return [self._record(model, i, row, saved.get(i)) for i, (_, row) in zip(ids, known.iterrows(), strict=True)]

    def named(self, rows: Rows) -> Iterator[tuple[int, str, dict[str, str], dict[str, str]]]:
        """Each row's record, its child's reference, the child and the record in words; a child is itself its record."""
        ids, children = [int(i) for i in rows.index], self._children(rows)
        records = self.records(self.model, ids)
        if children is None:
            for number, record in zip(ids, records, strict=True):
                yield number, "", {"text": "–"}, record
            return
        refs = self.book.refs(self.child._meta.label, children)
        abouts = records if self._is_child else list(self._abouts(children))
        for number, ref, child, record in zip(ids, refs, abouts, records, strict=True):
            itself = {"text": f"Child {ref}", "href": _versions(self.model, number)}
            yield number, ref, child, itself if self._is_child else record

    @property
    def _is_child(self) -> bool:
        return self.model is self.child

    def _children(self, rows: Rows) -> list[int] | None:
        """The child of each row; None where the records are about no child."""
        if self._is_child:
            return [int(i) for i in rows.index]
        if not self.sees:
            return None
        records = self.book[self.model]
        return [int(i) for i in records.loc[rows.index, "child_id"]] if "child_id" in records else None

    def _saved(self, model: Any, ids: list[int]) -> dict[int, Any]:
        return model.objects.visible_to(self.user).in_bulk(set(ids)) if ids else {}

    def _record(self, model: Any, number: int, row: Series, saved: Any) -> dict[str, str]:
        """A record as the book knew it, under the names of today; it leads to itself, or to what it once was."""
        record = copy.copy(saved) if saved is not None else model(pk=number)
        for name, value in row.items():
            setattr(record, str(name), _plain(value, model._meta.get_field(str(name))))
        if saved is not None and (page := own_page(self.user, saved)):
            return {"text": str(record), "href": page}
        said = str(record) if saved is not None else f"{record} (removed since)"
        return {"text": said, "href": _versions(model, number)}

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

    def _why(self, rows: Rows) -> Iterable[Cells]:
        return self.reasons.cells(self, cast(DataFrame, rows)) if self.reasons else [[] for _ in rows.index]


def _versions(model: Any, number: int) -> str:
    return reverse("records:versions", args=[model._meta.label, number])


def _child_kind() -> type[Record]:
    """The kind of record that others call their child."""
    fields = (field for kind in record_classes() for field in kind._meta.concrete_fields)
    return next(cast(type[Record], field.related_model) for field in fields if field.name == "child")


def _plain(value: Any, field: models.Field) -> Any:
    """A value of a book as a record has it."""
    if not isinstance(value, list) and pd.isna(value):
        return None
    # A book has a time as it is written.
    is_read = isinstance(field, models.TimeField)
    return value.date() if isinstance(field, models.DateField) else field.to_python(value) if is_read else value
