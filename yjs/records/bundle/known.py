"""The records a bundle's rows can refer to: those of the bundle itself, and those the service already has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Max

from yjs.records.record import Record, record_classes


AT_ONCE = 900


@dataclass(slots=True)
class Row:
    """One row of a file and the record it stands for: a new one, a changed one, or one that is saved just so."""

    place: int
    number: int
    record: Record
    recorded_on: dt.date | None
    # The child that the saved record is about, where this one is about another.
    child_before: Record | None = None
    is_saved: bool = False
    is_changed: bool = False
    is_refused: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether there is something to store."""
        return not self.is_refused and (self.is_changed or not self.is_saved)


def key_of(record: Record) -> tuple:
    return _key_reader(type(record))(record)


@cache
def _key_reader(model: type[Record]) -> Callable[[Record], tuple]:
    fields = {field.name: field.attname for field in model._meta.concrete_fields}
    names = [fields[name] for name in model.key]
    if len(names) == 1:
        return lambda record: (getattr(record, names[0]),)
    return attrgetter(*names)


def relations(model: type[Record]) -> list[tuple[models.Field, type[Record]]]:
    """The fields by which a kind of record belongs to others, and what those are."""
    fields = ((field, field.related_model) for field in model._meta.concrete_fields)
    return [(field, other) for field, other in fields if isinstance(other, type) and issubclass(other, Record)]


def in_parts(wanted: Iterable[Any]) -> Iterator[list[Any]]:
    """As many at a time as every database takes in one question."""
    everything = list(wanted)
    for start in range(0, len(everything), AT_ONCE):
        yield everything[start : start + AT_ONCE]


class Known:
    """Each record as it will be once the bundle is stored: the bundle's row where it has a good one, else as saved."""

    def __init__(self) -> None:
        self.rows: dict[type[Record], dict[tuple, Row]] = {}
        self._by_key: dict[type[Record], dict[tuple, Record]] = {}
        self._by_pk: dict[type[Record], dict[int, Record]] = {}
        self._asked: dict[tuple[type[Record], str], set[Any]] = {}

    def find(self, model: type[Record], ref: str) -> Record | None:
        """The record with this reference; of a row that is refused, what could be read of it."""
        row = self.rows.get(model, {}).get((ref,))
        if row is not None and row.is_refused and not row.is_saved:
            return row.record
        return self._by_key.get(model, {}).get((ref,))

    def refused(self, model: type[Record], ref: str) -> Row | None:
        """The row that a reference means, where it cannot be stored and nothing is saved in its place."""
        row = self.rows.get(model, {}).get((ref,))
        return row if row is not None and row.is_refused and not row.is_saved else None

    def saved(self, model: type[Record], key: tuple) -> Record | None:
        record = self._by_key.get(model, {}).get(key)
        return record if record is not None and record.pk else None

    def records(self, model: type[Record]) -> Iterable[Record]:
        return self._by_key.get(model, {}).values()

    def take(self, model: type[Record], row: Row) -> None:
        """Let a good row stand for its record from now on."""
        self._by_key.setdefault(model, {})[key_of(row.record)] = row.record
        if row.record.pk:
            self._by_pk.setdefault(model, {})[row.record.pk] = row.record

    def load(self, model: type[Record], name: str, wanted: Collection[Any]) -> None:
        """Read the saved records whose field `name` holds one of these; each is read once."""
        asked = self._asked.setdefault((model, name), set())
        missing = {value for value in wanted if value not in (None, "")} - asked
        asked |= missing
        found = [
            record
            for part in in_parts(missing)
            for record in model._default_manager.filter(**{f"{name}__in": part})
            if record.pk not in self._by_pk.get(model, {})
        ]
        for record in found:
            self._by_pk.setdefault(model, {})[record.pk] = record
            self._by_key.setdefault(model, {})[key_of(record)] = record
        self._tie(model, found)

    def _tie(self, model: type[Record], records: list[Record]) -> None:
        """Give records just read the ones they belong to, as those are known here."""
        for field, other in relations(model):
            self.load_by_pk(other, {getattr(record, field.attname) for record in records})
            others = self._by_pk[other]
            for record in records:
                pk = getattr(record, field.attname)
                if pk is not None:
                    setattr(record, field.name, others[pk])

    def load_by_pk(self, model: type[Record], pks: Collection[int | None]) -> None:
        have = self._by_pk.setdefault(model, {})
        missing = {pk for pk in pks if pk is not None} - have.keys()
        found = [record for part in in_parts(missing) for record in model._default_manager.filter(pk__in=part)]
        for record in found:
            have[record.pk] = record
            self._by_key.setdefault(model, {}).setdefault(key_of(record), record)
        self._tie(model, found)

    def named_by_saved(self, changed: list[Row]) -> Iterator[tuple[Record, Row]]:
        """Saved records that the bundle leaves as they are, each with a changed row that it belongs to or names."""
        by_model: dict[type[Record], list[Row]] = {}
        for row in changed:
            by_model.setdefault(type(row.record), []).append(row)
        for model, rows in by_model.items():
            for kind, field in _pointing_at(model):
                if field.is_relation:
                    named = {row.record.pk: row for row in rows}
                    self.load(kind, field.attname, named.keys())
                else:
                    named = {key_of(row.record)[0]: row for row in rows}
                    self._load_naming(kind, field, rows, named.keys())
                for record in self._staying(kind):
                    value = getattr(record, field.attname)
                    changed_row = next(
                        (named[n] for n in ([value] if field.is_relation else value) if n in named), None
                    )
                    if changed_row is not None:
                        yield record, changed_row

    def _load_naming(self, kind: type[Record], field: models.Field, rows: list[Row], named: Collection[str]) -> None:
        """Read the saved records of a kind that may name some of these in a list."""
        if any(other.name == "child" for other in kind._meta.concrete_fields):
            # A list names records of one child, so those of the same child are enough: of both, where it moves.
            of_now = {getattr(row.record, "child_id", None) for row in rows}
            before = {row.child_before.pk for row in rows if row.child_before is not None}
            self.load(kind, "child_id", of_now | before)
        else:
            every = kind._default_manager.values_list("pk", field.name)
            self.load_by_pk(kind, {pk for pk, refs in every if not set(refs).isdisjoint(named)})

    def _staying(self, kind: type[Record]) -> list[Record]:
        mine = self.rows.get(kind, {})
        saved = self._by_pk.get(kind, {}).values()
        return [record for record in saved if (row := mine.get(key_of(record))) is None or row.is_refused]


def _pointing_at(model: type[Record]) -> Iterator[tuple[type[Record], models.Field]]:
    listed = f"{model._meta.model_name}_refs"
    for kind in record_classes():
        for field in kind._meta.concrete_fields:
            if field.related_model is model or field.name == listed:
                yield kind, field


def newest_versions() -> dict[str, int | None]:
    """The last version of each kind of record."""
    return {
        model._meta.label: model.history.model.objects.aggregate(last=Max("history_id"))["last"]
        for model in record_classes()
    }
