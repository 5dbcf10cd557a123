"""Which child each row of a tracker workbook is about: one that is here, or a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from disposals.imports.children import Children, is_named_like, names_in
from disposals.imports.prepared import made_ref
from disposals.imports.sheets import At, Line, Lines, Part
from disposals.models import Child
from disposals.search import fold
from yjs.records.bundle.problems import Problem


class Unfit(Exception):
    """What a row tells cannot be stored; why has been reported."""


@dataclass
class Person:
    """The child of one or more rows: the record that is here, or what a new one is made of."""

    ref: str
    saved: Child | None
    first_name: str
    last_name: str
    born: dt.date
    line: Line
    cells: Mapping[str, Part]

    def row(self) -> tuple[At, dict[str, Any]]:
        values = {"ref": self.ref, "first_name": self.first_name, "last_name": self.last_name}
        return At(self.line.number, self.cells), {**values, "date_of_birth": self.born}


class Who:
    """The children of a workbook: found here by reference, else by name and birth date; else new."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.notes: list[Problem] = []
        self._people: dict[str, Person] = {}
        self._refs: dict[tuple, str] = {}
        self._births: dict[str, dt.date] = {}
        for line in lines:
            ref, born = line.one("ref"), line.one("born_on")
            if ref and born:
                self._births.setdefault(ref.value, born.value)
                self._refs.setdefault((*sorted(fold(" ".join(self._names(line)))), born.value), ref.value)
        births = {line.one("born_on").value for line in lines} - {None}
        made = {self._made_ref(line) for line in lines}
        self._here = Children(refs=({line.one("ref").value for line in lines} | made) - {None, ""}, births=births)

    def person(self, line: Line) -> Person:
        """The child a row is about. Raises Unfit where nobody can say."""
        ref, born = line.one("ref"), line.one("born_on")
        first, last = self._names(line)
        name = f"{first} {last}".strip()
        if not ref and not (name and born):
            cure = "Give the child's reference, or the name and the date of birth, in every row."
            self._refuse(line, self._cell(line), "This row does not say which child it is about.", cure)
        saved = self._referred_to(line, ref, name) if ref else None
        how = "reference"
        if saved is None and name and born:
            saved, how = self._named(line, name, born.value), "name and date of birth"
        if saved is None and not ref:
            # Recorded from such a row before, and corrected since.
            saved, how = self._here.referred_to(self._made_ref(line)), "the name and date of birth it first had here"
        if saved is not None:
            return self._found(line, saved, how)
        return self._new(line, ref.value or "", first, last)

    def _names(self, line: Line) -> tuple[str, str]:
        first, last = line.one("first_name").value or "", line.one("last_name").value or ""
        return (first, last) if first or last else names_in(line.one("name").value or "")

    def _made_ref(self, line: Line) -> str:
        """The reference that a new child gets whose row gives none."""
        return made_ref(*sorted(fold(" ".join(self._names(line)))), line.one("born_on").value)

    def _cell(self, line: Line) -> Part:
        """The cell that says best who a row is about."""
        named = [line.one(name) for name in ("name", "last_name", "first_name", "ref", "born_on")]
        return next((part for part in named if part), next((part for part in named if part.heading), Part()))

    def _referred_to(self, line: Line, ref: Part, name: str) -> Child | None:
        child, born = self._here.referred_to(ref.value), line.one("born_on")
        if child is None:
            return None
        if born and born.value != child.date_of_birth:
            said = f"The child with this reference is born on {child.date_of_birth:%d/%m/%Y} here."
            self._refuse(line, born, said, "Correct whichever is wrong: the date, the reference or the record.", child)
        if name and (child.first_name or child.last_name) and not is_named_like(child, name):
            said = f"The child with this reference is {child} here."
            cure = "Correct whichever is wrong, or leave the names out on the page of columns."
            self._refuse(line, self._cell(line), said, cure, child)
        return child

    def _named(self, line: Line, name: str, born: dt.date) -> Child | None:
        found = self._here.named(name, born)
        if len(found) > 1:
            refs = " and ".join(child.ref for child in found)
            said = f"There are {len(found)} children of this name and date of birth here: {refs}."
            self._refuse(line, self._cell(line), said, "Give the reference of the one who is meant.", *found)
        if not found and (alike := self._here.named_like(name, born)):
            said = f"There is a child with a name like it and the same date of birth here: {alike[0]}, {alike[0].ref}."
            cure = "If it is the same child, write that name or that reference here; if not, add the child first."
            self._refuse(line, self._cell(line), said, cure, *alike)
        return found[0] if found else None

    def _found(self, line: Line, saved: Child, how: str) -> Person:
        if saved.ref not in self._people:
            first, last, born = saved.first_name, saved.last_name, saved.date_of_birth
            self._people[saved.ref] = Person(saved.ref, saved, first, last, born, line, {})
            part = self._cell(line)
            said = f"This is {saved}, reference {saved.ref}, who is here already: found by {how}. Who it is stays as it is."
            self.notes.append(self.lines.said_of(line, part, said, about=saved.ref))
        return self._people[saved.ref]

    def _new(self, line: Line, ref: str, first: str, last: str) -> Person:
        born = line.one("born_on")
        day: dt.date | None = born.value or self._births.get(ref)
        if day is None:
            said = "This child is not here yet, and there is no date of birth."
            self._refuse(line, self._cell(line), said, "Give it, or the reference that the child has here.")
        names = sorted(fold(f"{first} {last}"))
        ref = ref or self._refs.get((*names, day)) or self._made_ref(line)
        cells = {
            "first_name": line.one("first_name") or line.one("name"),
            "last_name": line.one("last_name") or line.one("name"),
            "date_of_birth": born,
            "child_ref": line.one("ref"),
        }
        if ref not in self._people:
            self._doubt_another_name(line, f"{first} {last}", day)
        known = self._people.setdefault(ref, Person(ref, None, first, last, day, line, cells))
        if known.born != day:
            said = f"Row {known.line.number} gives this child another date of birth."
            self._refuse(line, born, said, "Correct whichever is wrong, or the reference.")
        if names and sorted(fold(f"{known.first_name} {known.last_name}")) not in ([], names):
            said = f"Row {known.line.number} gives this child another name."
            self._refuse(line, self._cell(line), said, "Correct whichever is wrong, or the reference.")
        return known

    def _doubt_another_name(self, line: Line, name: str, born: dt.date) -> None:
        if others := self._here.sharing_a_name(name, born):
            said = (
                f"{others[0]}, reference {others[0].ref}, was born on the same day and shares a name: this is another."
            )
            cure = "Check that they are two; if they are one, write that reference here."
            self.lines.report(line, self._cell(line), said, cure, is_error=False, about=others[0].ref)

    def _refuse(self, line: Line, part: Part, message: str, cure: str, *about: Child) -> NoReturn:
        self.lines.report(line, part, message, cure, about=about[0].ref if about else "")
        raise Unfit
