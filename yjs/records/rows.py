"""The rows of one kind of record as they are known now, all of them or those about some children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from copy import copy
from functools import cache, cached_property

from pandas import DataFrame, concat

from yjs.records.book import frame
from yjs.records.columns import counted_fields
from yjs.records.record import Record


# After so many were saved, they are put to those that were read.
MOST_SINCE = 500
Since = Mapping[int, tuple | None]


class Rows:
    """Rows that were read, by their ids, and what was saved since: nothing in the place of a record that was removed.

    They stay as they are. They are framed when somebody asks for all of them.
    """

    def __init__(self, model: type[Record], rows: Mapping[int, tuple]) -> None:
        self._model = model
        self._read = rows
        self._since: Since = {}
        self._framed: tuple[DataFrame, Since] = frame(model, list(rows.values())), {}

    def after(self, saved: Since) -> Rows:
        """The rows once these were saved."""
        later = copy(self)
        framed, waiting = self._framed
        later._since, later._framed = {**self._since, **saved}, (framed, {**waiting, **saved})
        return later if len(later._since) < MOST_SINCE else later._settled()

    def _settled(self) -> Rows:
        self.all()
        self._read = {number: row for number, row in {**self._read, **self._since}.items() if row}
        self._since = {}
        self.__dict__.pop("_by_child", None)
        return self

    def get(self, number: int) -> tuple | None:
        return self._since[number] if number in self._since else self._read.get(number)

    def all(self) -> DataFrame:
        framed, waiting = self._framed
        if waiting:
            fresh, is_old = [row for row in waiting.values() if row], framed.index.isin(list(waiting))
            kept = framed[~is_old]
            framed = concat([kept, frame(self._model, fresh)]) if fresh else kept
            self._framed = framed, {}
        return framed

    def about(self, children: frozenset[int]) -> list[tuple]:
        """Those about some children, as they were read."""
        place = self._child_place
        known = [row for child in children for row in self._by_child.get(child, ()) if row[0] not in self._since]
        return known + [row for row in self._since.values() if row and row[place] in children]

    @property
    def _child_place(self) -> int:
        place = child_place(self._model)
        if place is None:
            raise TypeError(f"A {self._model._meta.verbose_name} is about no child.")
        return place

    @cached_property
    def _by_child(self) -> Mapping[int, list[tuple]]:
        found, place = defaultdict(list), self._child_place
        for row in self._read.values():
            found[row[place]].append(row)
        return found


def field_names(model: type[Record]) -> list[str]:
    """The fields of a row, as it is read: the id first."""
    return [field.attname for field in counted_fields(model)]


@cache
def child_place(model: type[Record]) -> int | None:
    """Where among the fields of a row stands the child it is about; None where it is about none."""
    names = field_names(model)
    return 0 if model.known_with_its_records else names.index("child_id") if "child_id" in names else None
