"""Why a figure moved between two moments: the records that came into it or left it, and the changes that explain it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pandas import DataFrame, Series

from yjs.measures.figure import Counted, Figure
from yjs.measures.periods import day_in_words
from yjs.records.book import Book, counted_fields
from yjs.records.record import Record, record_classes


@dataclass(frozen=True)
class Change:
    """One version that was saved between the two moments: what it changed, who saved it, when and why.

    `fields` are those that differ from the version before, each with what it said and what it says; in words.
    """

    model: type[Record]
    record_id: int
    ref: str
    what: str
    fields: tuple[tuple[str, str, str], ...]
    at: dt.datetime
    saved_at: dt.datetime
    by: str
    reason: str
    # The record as its own kind names it: Youth caution, 01/05/2018.
    name: str
    child_ref: str = ""
    # The child that the record was about before: another, where the record was moved.
    child_ref_before: str = ""

    @property
    def child_refs(self) -> list[str]:
        """Every child that the change tells of."""
        return list(dict.fromkeys(ref for ref in (self.child_ref_before, self.child_ref) if ref))

    @property
    def kind(self) -> str:
        """The kind of record in words."""
        return str(self.model._meta.verbose_name)

    def is_of(self, kind: str, record_id: int) -> bool:
        """Whether it changed this record itself."""
        return (self.model._meta.label, self.record_id) == (kind, record_id)


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
        children, records = _concerned(self)
        read = self.then.book.read & self.now.book.read
        found = [
            change
            for model in record_classes()
            if model in read
            for change in _changes(model, children, records.get(model._meta.label, set()), self)
        ]
        return sorted(found, key=lambda change: change.at)

    def explaining(self, kind: str, record_id: int, child_ref: str) -> list[Change]:
        """What explains that one record came in or left: its own changes, else those of its child's other records.

        A child comes in or leaves by all that is recorded of it.
        """
        own = [change for change in self.changes if change.is_of(kind, record_id)]
        if own and not any(change.model.known_with_its_records for change in own):
            return own
        return [change for change in self.changes if change in own or child_ref in change.child_refs]


def between(then: Figure, now: Figure) -> Difference:
    """What moved a figure between two moments."""
    return Difference(then, now)


def _moved(then: Counted, now: Counted) -> Moved:
    if now.is_sum:
        before, after = _amounts(then), _amounts(now)
        changed = {i for i in before.keys() | after.keys() if before.get(i) != after.get(i)}
        return Moved(now.kind, sorted(changed & after.keys()), sorted(changed & before.keys()))
    had, has = Counter(then.ids), Counter(now.ids)
    return Moved(now.kind, sorted((has - had).elements()), sorted((had - has).elements()))


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
    pairs = []
    # A live book reads a kind of record when it is first asked of: what it counts can be later than the book.
    until = Book.at(difference.now.book.day).as_at
    for version in versions.filter(history_date__lte=until):
        if version.history_date > difference.then.book.as_at:
            pairs.append((last.get(version.id), version))
        last[version.id] = version
    teller = _Teller(model, [version for pair in pairs for version in pair if version is not None])
    return [change for before, after in pairs if (change := teller.change(before, after))]


class _Teller:
    """Tells the changes of one kind of record in words, and names what its records refer to, removed since or not."""

    def __init__(self, model: type[Record], versions: list[Any]) -> None:
        self.model = model
        self.fields = [f for f in counted_fields(model) if f.name not in ("version", "recorded_on")]
        self.refs: dict[str, dict[int, str]] = {}
        for field in self.fields:
            if field.is_relation and versions:
                ids = {getattr(version, field.attname) for version in versions}
                parent: Any = field.related_model
                known = parent.history.model.objects.filter(id__in=ids).order_by("history_id")
                self.refs[field.name] = dict(known.values_list("id", "ref"))

    def change(self, before: Any, after: Any) -> Change | None:
        """What one version changed; None where nothing that is counted by."""
        what = {"+": "added", "-": "removed"}.get(after.history_type, "changed")
        fields = tuple(self._differing(before, after)) if before is not None and what == "changed" else ()
        if before is not None and what == "changed" and not fields:
            return None
        return Change(
            self.model,
            after.id,
            "|".join(self._said(self.model._meta.get_field(name), after) for name in self.model.key),
            what,
            fields,
            after.history_date,
            after.saved_at,
            str(after.history_user or "the import"),
            after.history_change_reason or "",
            str(after.instance),
            self._child_ref(after),
            self._child_ref(before) if before is not None else "",
        )

    def _child_ref(self, version: Any) -> str:
        if self.model.known_with_its_records:
            return str(version.ref)
        return self.refs.get("child", {}).get(getattr(version, "child_id", 0), "")

    def _differing(self, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
        for field in self.fields:
            if getattr(before, field.attname) != getattr(after, field.attname):
                yield str(field.verbose_name), self._in_words(field, before), self._in_words(field, after)

    def _said(self, field: Any, version: Any) -> str:
        value = getattr(version, field.attname)
        return self.refs[field.name].get(value, "") if field.is_relation else str(value)

    def _in_words(self, field: Any, version: Any) -> str:
        value = getattr(version, field.attname)
        if value is None or value in ("", []):
            return "not recorded"
        if field.is_relation:
            return self._said(field, version)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, dt.date):
            return day_in_words(value)
        if isinstance(value, list):
            return "; ".join(map(str, value))
        return str(dict(field.flatchoices).get(value, value))
