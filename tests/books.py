"""A book without a database, from rows in the shape of the case bundle: the versions known at the end of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from disposals.models import Child, Disposal, Intervention, Offence, Remand, Status
from restorative.models import Reparation, ReparationSession, RestorativeProcess, Victim, VictimContact
from yjs.measures.models import Population
from yjs.records.book import Book, counted_fields, frame
from yjs.records.record import Record


KINDS = (
    Child,
    Status,
    Offence,
    Disposal,
    Intervention,
    Remand,
    Population,
    Victim,
    VictimContact,
    RestorativeProcess,
    Reparation,
    ReparationSession,
)
RELATED = ("child", "disposal", "victim", "reparation")
Row = dict[str, Any]
Ids = dict[type[Record], dict[Any, int]]


def book_from(records: dict[str, list[Row]], as_at: dt.date) -> Book:
    """The book as at the end of a day; rows of one key are versions, `deleted` takes the record away from its day."""
    told = [row for rows in records.values() for row in rows if _known_on(row) <= as_at]
    spoken_of = {row["child_ref"] for row in told if "child_ref" in row}
    ids: Ids = {}
    pages = {}
    for model in KINDS:
        latest: dict[Any, Row] = {}
        for row in sorted(records.get(model.bundle_file.removesuffix(".csv"), []), key=_known_on):
            early = model is Child and row["child_ref"] in spoken_of and _key(model, row) not in latest
            if _known_on(row) <= as_at or early:
                latest[_key(model, row)] = row
        kept = {key: row for key, row in latest.items() if not row.get("deleted")}
        ids[model] = {key: number for number, key in enumerate(kept, 1)}
        pages[model] = frame(model, [_values(model, row, ids) for row in kept.values()])
    return Book.at(as_at, pages)


def _known_on(row: Row) -> dt.date:
    if "age_10_17" in row and not row.get("recorded_on"):
        return dt.date(row["year"], 7, 1)
    return row.get("recorded_on") or dt.date.min


def column_of(model: type[Record], name: str) -> str:
    """What a bundle calls a field of a kind of record."""
    if name == "ref":
        return f"{model.bundle_name or model._meta.model_name}_ref"
    return f"{name}_ref" if name in RELATED else name


def _key(model: type[Record], row: Row) -> Any:
    return tuple(row[column_of(model, name)] for name in model.key)


def _values(model: type[Record], row: Row, ids: Ids) -> tuple:
    values: list[Any] = []
    for field in counted_fields(model):
        value = row.get(column_of(model, field.name))
        if field.primary_key:
            value = ids[model][_key(model, row)]
        elif field.is_relation:
            value = ids.get(field.related_model, {}).get((value,))
        elif value is None and not field.null:
            value = {"version": 1, "recorded_on": None, "offence_refs": [], "hours_allowed": 0}.get(field.name, "")
        values.append(value)
    return tuple(values)
