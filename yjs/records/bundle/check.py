"""Every row of a bundle checked against its columns, the other rows and what the service already has."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from django.db import models

from yjs.records.bundle.beside import Unfit, named, saved_child, unfit_beside_what_stays
from yjs.records.bundle.column import Reference, References
from yjs.records.bundle.columns import columns_of
from yjs.records.bundle.files import NAMES, Bundle, open_bundle
from yjs.records.bundle.known import Known, Row, key_of, newest_versions
from yjs.records.bundle.marks import Wrong
from yjs.records.bundle.problems import Problem, has_errors, problem
from yjs.records.bundle.table import Table
from yjs.records.record import Fault, Record, record_classes


Progress = Callable[[int], object]
# So many rows are named where many are the same.
NAMED = 5


@cache
def taken_files() -> dict[str, type[Record]]:
    """The files this service takes, in the order of a bundle: those that others refer to come first."""
    models = {model.bundle_file: model for model in record_classes() if model.bundle_file}
    return {name: models[name] for name in NAMES if name in models}


@dataclass
class Checked:
    """A bundle that has been read and checked: the rows of each file, and every problem."""

    bundle: Bundle
    newest_versions: dict[str, int | None]
    files: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    # Who asked; none where it is the service itself.
    by: Any = None

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)


def check_bundle(path: Path, progress: Progress = lambda rows: None, by: Any = None) -> Checked:
    """Open a bundle and check all of it. Nothing is stored.

    Files of records that a person may not see are refused unread; with nobody named, there is no such file.
    """
    columns = {name: {column.name for column in columns_of(model)} for name, model in taken_files().items()}
    bundle = open_bundle(path, columns)
    for name in bundle.sheets.keys() & (taken_files().keys() - open_to(by).keys()):
        said = "You may not see these records, so you cannot bring them in. Leave the file to somebody who may."
        bundle.problems.append(problem(name, said))
        del bundle.sheets[name]
    return check(bundle, progress, by=by)


def open_to(person: Any) -> dict[str, type[Record]]:
    """The files a person may bring in and take out: those of records they may see. The service itself may all."""
    return {name: model for name, model in taken_files().items() if person is None or person.may(model.seen_with)}


def check(
    bundle: Bundle, progress: Progress = lambda rows: None, unfit: Unfit | None = None, by: Any = None
) -> Checked:
    """Check what was opened against what the service holds at this moment, for somebody who may not see all of it.

    `unfit` are rows already found to be impossible beside what they leave as it is.
    """
    checked = Checked(bundle, newest_versions(), problems=list(bundle.problems), by=by)
    known, taken = Known(), taken_files()
    for name, sheet in bundle.sheets.items():
        if name not in taken:
            said = f"This service does not take {name} yet. Take it out of the bundle."
            if not sheet.rows:
                said = f"This service does not take {name} yet. It has no rows, so nothing is left out."
            checked.problems += [*sheet.problems, problem(name, said, is_error=bool(sheet.rows))]
    tables, unfit = {}, unfit or {}
    for name, model in taken.items():
        if name in bundle.sheets:
            tables[model] = table = Table(model, bundle.sheets[name], unfit.get(name, {}))
            checked.files[name] = _Rows(table, known).made() if table.is_usable else []
            progress(len(bundle.sheets[name].rows))
    found = unfit_beside_what_stays(known, checked.files, by)
    if found:
        # Rows that were judged beside these must be judged again without them.
        return check(bundle, unfit={name: {**unfit.get(name, {}), **found.get(name, {})} for name in taken}, by=by)
    for table in tables.values():
        checked.problems += sorted(table.problems, key=lambda found: found.row or 0)
    return checked


class _Rows:
    """The rows of one table made into records, and judged."""

    def __init__(self, table: Table, known: Known) -> None:
        self.table = table
        self.model = table.model
        self.known = known
        self.key = [table.by_field[name] for name in table.model.key]
        # The values of each field, with records in the place of references to them.
        self.fields = {table.columns[name].field.name: values for name, values in table.values.items()}

    def made(self) -> list[Row]:
        self._refuse_doubles()
        self._follow_references()
        self.known.load(self.model, *self._where_saved())
        rows = self._rows()
        mine = self.known.rows.setdefault(self.model, {})
        mine.update((key_of(row.record), row) for row in rows)
        for row in rows:
            for fault in row.record.faults(self.known.find):
                self._report(row, fault)
            row.is_refused = row.place in self.table.refused
            if not row.is_refused:
                self.known.take(self.model, row)
        if self.model.alike:
            self._warn_of_the_same_twice(rows)
        return rows

    def _report(self, row: Row, fault: Fault) -> None:
        column = self.table.by_field[fault.column].name
        if (row.place, column) not in self.table.unread:
            # It may tell what is saved of the child: a date of birth.
            doubtful = None if fault.is_error else row.record
            wrong = Wrong(fault.message, fault.cure, doubtful=doubtful, about=saved_child(row.record))
            self.table.report(row.place, column, wrong)

    def _refuse_doubles(self) -> None:
        places: dict[tuple, list[int]] = defaultdict(list)
        for place, key in enumerate(zip(*(self.table.values[column.name] for column in self.key), strict=True)):
            if None not in key and "" not in key:
                places[key].append(place)
        columns = ", ".join(column.name for column in self.key)
        for doubles in places.values():
            if len(doubles) > 1:
                numbers = " and ".join(str(self.table.sheet.numbers[place]) for place in doubles[:NAMED])
                more = f" and {len(doubles) - NAMED} more" if len(doubles) > NAMED else ""
                shown = "; ".join(self.table.cell(doubles[0], column.name) for column in self.key)
                cure = "Keep one of them" + (", or give each a reference of its own." if len(self.key) == 1 else ".")
                for place in doubles:
                    self.table.report(
                        place, columns, Wrong(f"Rows {numbers}{more} are of the same record.", cure), shown
                    )

    def _follow_references(self) -> None:
        """Find the records that cells refer to. A row stands or falls with them."""
        for name, values in self.table.values.items():
            column = self.table.columns[name]
            if isinstance(column, References):
                self._load(column.target, {ref for refs in values for ref in refs})
                for place, refs in enumerate(values):
                    for ref in refs:
                        self._fall_with(place, column, ref)
            elif isinstance(column, Reference) and column.field.is_relation:
                self._load(column.target, set(values))
                self.fields[column.field.name] = [
                    self._referred(place, column, ref) for place, ref in enumerate(values)
                ]

    def _load(self, target: type[Record], refs: set[str]) -> None:
        mine = self.known.rows.get(target, {})
        self.known.load(target, "ref", {ref for ref in refs if (ref,) not in mine})

    def _referred(self, place: int, column: Reference, ref: str) -> Record | None:
        if not ref:
            return None
        other = self.known.find(column.target, ref)
        if other is None:
            kind = column.target
            where = f"neither in {kind.bundle_file} nor in this service"
            wrong = Wrong(f"There is no {kind._meta.verbose_name} {ref}, {where}.", "Add it, or correct the reference.")
            self.table.report_cell(place, column.name, wrong)
        else:
            self._fall_with(place, column, ref)
        return other

    def _fall_with(self, place: int, column: Reference | References, ref: str) -> None:
        refused = self.known.refused(column.target, ref)
        if refused is not None:
            said = f"{str(column.target._meta.verbose_name).capitalize()} {ref} cannot be stored."
            self.table.report(
                place, column.name, Wrong(said, f"Put row {refused.number} of {column.target.bundle_file} right first.")
            )

    def _where_saved(self) -> tuple[str, set[Any]]:
        """A field, and its values, by which the saved records of these rows are found."""
        first = self.key[0].field
        values = self.fields[first.name]
        if first.is_relation:
            return first.attname, {other.pk for other in values if other is not None}
        return first.name, set(values)

    def _rows(self) -> list[Row]:
        known_ons = self.fields.pop("recorded_on", None) or [None] * len(self.table)
        names = list(self.fields)
        # A relation that is not there stays unsaid, so that what reads the record can tell.
        needed = [name for name in names if self.table.by_field[name].is_required and self._is_relation(name)]
        rows = []
        for place, values in enumerate(zip(*self.fields.values(), strict=True)):
            given = dict(zip(names, values, strict=True))
            for name in needed:
                if given[name] is None:
                    del given[name]
            rows.append(self._row(place, given, known_ons[place]))
        return rows

    def _is_relation(self, name: str) -> bool:
        return self.table.by_field[name].field.is_relation

    def _row(self, place: int, given: dict[str, Any], recorded_on: dt.date | None) -> Row:
        record = self.model(**given)
        row = Row(place, self.table.sheet.numbers[place], record, recorded_on)
        saved = self.known.saved(self.model, key_of(record))
        # Not known yet where nobody said: it is settled when the record is kept.
        record.recorded_on = recorded_on  # type: ignore[assignment]
        if saved is not None:
            row.is_saved = True
            for column in self.table.columns.values():
                field = column.field
                if field.name == "recorded_on":
                    continue
                if field.name not in self.fields:
                    # A column that the sender does not have says nothing about it.
                    setattr(record, field.attname, getattr(saved, field.attname))
                elif getattr(record, field.attname) != getattr(saved, field.attname):
                    row.is_changed = True
            for name in self.model.not_in_bundle:
                # No bundle tells it, so none takes it away.
                setattr(record, name, getattr(saved, name))
            record.pk, record.version = saved.pk, saved.version
            record._state.adding, record._state.db = False, saved._state.db
            if not row.is_changed:
                record.recorded_on = saved.recorded_on
            if getattr(saved, "child_id", None) != getattr(record, "child_id", None):
                row.child_before = saved.child  # type: ignore[attr-defined]
        return row

    def _warn_of_the_same_twice(self, rows: list[Row]) -> None:
        names = self.model.alike
        day = next(name for name in names if isinstance(self.model._meta.get_field(name), models.DateField))
        self.known.load(self.model, day, {getattr(row.record, day) for row in rows})
        alike: dict[tuple, list[Record]] = defaultdict(list)
        for record in self.known.records(self.model):
            if looks := _looks(record):
                alike[looks].append(record)
        for row in rows:
            others = [other for other in alike.get(_looks(row.record), ()) if key_of(other) != key_of(row.record)]
            if others and not row.is_refused:
                other = others[0]
                said = f"There is another of this name and date of birth: {named(other)}."
                doubt = Wrong(said, "Check that they are two.", doubtful=other, about=saved_child(other))
                self.table.report(row.place, self.table.by_field[names[0]].name, doubt)


def _looks(record: Record) -> tuple:
    """What makes two records look like one; nothing where no name is known."""
    values = [getattr(record, name) for name in record.alike]
    texts = [" ".join(normalize("NFKC", v).casefold().split()) for v in values if isinstance(v, str)]
    return (*texts, *(v for v in values if not isinstance(v, str))) if any(texts) else ()
