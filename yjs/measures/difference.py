"""Why a figure moved between two moments: the records that came into it or left it, and the changes that explain it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pandas import DataFrame, Series

from yjs.measures.figure import Counted, Figure
from yjs.records.book import counted_fields
from yjs.records.record import Record, record_classes


@dataclass(frozen=True)
class Change:
    """One version that was saved between the two moments: what it changed, who saved it, when and why."""

    model: type[Record]
    record_id: int
    ref: str
    what: str
    fields: tuple[tuple[str, Any, Any], ...]
    at: dt.datetime
    saved_at: dt.datetime
    by: str
    reason: str
    child_ref: str = ""

    @property
    def kind(self) -> str:
        """The kind of record in words."""
        return str(self.model._meta.verbose_name)


@dataclass(frozen=True)
class Moved:
    """The records that one part of the figure gained and lost."""

    kind: str
    gained: list[int]
    lost: list[int]


@dataclass(frozen=True)
class Difference:
    """One figure at two moments."""

    then: Figure
    now: Figure

    @cached_property
    def numerator(self) -> Moved:
        return _moved(self.then.numerator, self.now.numerator)

    @cached_property
    def denominator(self) -> Moved | None:
        if self.then.denominator is None or self.now.denominator is None:
            return None
        return _moved(self.then.denominator, self.now.denominator)

    @property
    def is_nothing(self) -> bool:
        parts = [p for p in (self.numerator, self.denominator) if p is not None]
        return not any(part.gained or part.lost for part in parts)

    @cached_property
    def changes(self) -> list[Change]:
        """The versions saved between the two moments of the records that the moved rows were counted from."""
        read = {model for figure in (self.then, self.now) for model in figure.book.read}
        children, records = _concerned(self)
        return [
            change
            for model in record_classes()
            if model in read
            for change in _changes(model, children, records.get(model._meta.label, set()), self)
        ]


def between(then: Figure, now: Figure) -> Difference:
    """What moved a figure between two moments."""
    return Difference(then, now)


def _moved(then: Counted, now: Counted) -> Moved:
    if now.is_sum:
        before, after = _amounts(then), _amounts(now)
        changed = {i for i in before.keys() | after.keys() if before.get(i) != after.get(i)}
        return Moved(now.kind, sorted(changed & after.keys()), sorted(changed & before.keys()))
    before, after = Counter(then.ids), Counter(now.ids)
    return Moved(now.kind, sorted((after - before).elements()), sorted((before - after).elements()))


def _amounts(counted: Counted) -> dict[int, float]:
    return dict(zip(counted.ids, counted.rows.fillna(0).tolist(), strict=True))


def _concerned(difference: Difference) -> tuple[set[int], dict[str, set[int]]]:
    """The children whose rows moved, and the moved records themselves."""
    children: set[int] = set()
    records: dict[str, set[int]] = {}
    for part in ("numerator", "denominator"):
        moved = getattr(difference, part)
        if moved is None:
            continue
        ids = {*moved.gained, *moved.lost}
        records.setdefault(moved.kind, set()).update(ids)
        for figure in (difference.then, difference.now):
            children |= _children(getattr(figure, part).rows, ids)
    return children, records


def _children(rows: DataFrame | Series, ids: set[int]) -> set[int]:
    if isinstance(rows, Series) or "child_id" not in rows:
        return set()
    return {int(i) for i in rows[rows.index.isin(list(ids))]["child_id"]}


def _changes(model: type[Record], children: set[int], ids: set[int], difference: Difference) -> list[Change]:
    names = {f.name for f in model._meta.concrete_fields}
    versions = model.history.model.objects.select_related("history_user").order_by("history_date", "history_id")
    if model.known_with_its_records:
        versions = versions.filter(id__in=children | ids)
    elif "child" in names:
        versions = versions.filter(child_id__in=children)
    else:
        versions = versions.filter(id__in=ids)
    last: dict[int, Any] = {}
    changes = []
    for version in versions.filter(history_date__lte=difference.now.book.as_at):
        if version.history_date > difference.then.book.as_at:
            change = _change(model, last.get(version.id), version)
            if change is not None:
                changes.append(change)
        last[version.id] = version
    return changes


def _change(model: type[Record], before: Any, after: Any) -> Change | None:
    what = {"+": "added", "-": "removed"}.get(after.history_type, "changed")
    fields: list[tuple[str, Any, Any]] = []
    if before is not None and what == "changed":
        for field in counted_fields(model):
            old, new = getattr(before, field.attname), getattr(after, field.attname)
            if old != new and field.name not in ("version", "recorded_on"):
                fields.append((str(field.verbose_name), old, new))
        if not fields:
            return None
    return Change(
        model,
        after.id,
        _ref(model, after),
        what,
        tuple(fields),
        after.history_date,
        after.saved_at,
        str(after.history_user or "the import"),
        after.history_change_reason or "",
        _parent_ref(model, after, "child"),
    )


def _parent_ref(model: type[Record], version: Any, name: str) -> str:
    """The reference of the record another belongs to, also where that has been removed since."""
    if name not in {f.name for f in model._meta.concrete_fields}:
        return ""
    parent = model._meta.get_field(name).related_model
    known = parent.history.model.objects.filter(id=getattr(version, f"{name}_id")).first()
    return known.ref if known else ""


def _ref(model: type[Record], version: Any) -> str:
    parts = []
    for name in model.key:
        field = model._meta.get_field(name)
        value = getattr(version, field.attname)
        if field.is_relation:
            value = _parent_ref(model, version, name)
        parts.append(str(value))
    return "|".join(parts)
