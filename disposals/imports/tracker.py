"""The tracker workbook people keep, as ordinary records: what it tells, beside what is here already."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import Any

from disposals.imports.offences import here_already
from disposals.imports.prepared import Asked, Prepared, made_ref, prepare
from disposals.imports.sheets import At, Line, Lines, Part
from disposals.imports.told import Outcome, Telling, Told, ToldDisposal, ToldOffence
from disposals.imports.who import Unfit, Who
from disposals.imports.words import fold
from disposals.models import Child, Disposal, Offence
from yjs.records.bundle.known import in_parts


NOT_NAMED = "Index offence, not named in the workbook and dated by its disposal"
Rows = list[tuple[At, dict[str, Any]]]


def prepare_tracker(asked: Asked) -> Prepared:
    """The children, offences and disposals a workbook tells of, checked. What is here already stays as it is."""
    lines = Lines(asked.sheet, asked.layout, asked.columns)
    lines.refuse_the_same_twice()
    who = Who(lines)
    made = _Made(asked, Telling(lines, who, asked.words))
    rows = {Child: made.children, Offence: made.offences, Disposal: made.disposals}
    ready = prepare(asked, rows, lines.problems, lambda: prepare_tracker(asked))
    ready.notes = who.notes
    return ready


class _Made:
    """The rows of the bundle that a workbook stands for."""

    def __init__(self, asked: Asked, telling: Telling) -> None:
        self.asked = asked
        self.telling = telling
        self.children: Rows = []
        self.offences: Rows = []
        self.disposals: Rows = []
        self._offences_here: dict[str, list[Offence]] = defaultdict(list)
        self._disposals_here: dict[str, list[Disposal]] = defaultdict(list)
        self._see_what_is_here()
        for told in telling.told.values():
            self._make(told)

    def _see_what_is_here(self) -> None:
        here = [told.person.saved for told in self.telling.told.values() if told.person.saved is not None]
        refs = {child.pk: child.ref for child in here}
        for part in in_parts(refs):
            for offence in Offence.objects.filter(child__in=part).order_by("pk"):
                self._offences_here[refs[offence.child_id]].append(offence)
            for disposal in Disposal.objects.filter(child__in=part).order_by("pk"):
                self._disposals_here[refs[disposal.child_id]].append(disposal)

    def _make(self, told: Told) -> None:
        if told.person.saved is None:
            self.children.append(told.person.row())
        named: dict[Outcome, list[str]] = defaultdict(list)
        not_taken = list(self._offences_here[told.person.ref])
        refused: set[Outcome | None] = set()
        # Those of which more is said find theirs first.
        for offence in sorted(told.offences, key=lambda one: not one.what):
            try:
                ref = self._make_offence(told, offence, not_taken)
            except Unfit:
                refused.add(offence.outcome)
            else:
                if offence.outcome is not None:
                    named[offence.outcome].append(ref)
        for outcome, disposal in told.disposals.items():
            if outcome not in refused:
                with suppress(Unfit):
                    self._make_disposal(told, outcome, disposal, named[outcome])

    def _make_offence(self, told: Told, offence: ToldOffence, not_taken: list[Offence]) -> str:
        ref = made_ref(told.person.ref, offence.on, fold(offence.what))
        here = next((one for one in not_taken if one.ref == ref), None)
        here = here or here_already(not_taken, offence.on, offence.what)
        cell = offence.cells["committed_on"]
        if here is not None:
            not_taken.remove(here)
            self._refuse_another_outcome(told, offence, here)
            self._add_offence(told, offence.line, {}, here.ref, here.committed_on, here.description)
            return here.ref
        if others := [one for one in self._offences_here[told.person.ref] if one.committed_on == offence.on]:
            said = f"The child has another offence of this day here: {others[0]}. This one is stored beside it."
            self._doubt(offence.line, cell, said, "Check that they are two.", told)
        self._add_offence(told, offence.line, offence.cells, ref, offence.on, offence.what)
        return ref

    def _add_offence(self, told: Told, line: Line, cells: dict[str, Part], ref: str, on: Any, what: str) -> None:
        values = {"ref": ref, "child": told.person.ref, "committed_on": on, "description": what}
        self.offences.append((At(line.number, cells), values))

    def _refuse_another_outcome(self, told: Told, offence: ToldOffence, here: Offence) -> None:
        deciding = [one for one in self._disposals_here[told.person.ref] if here.ref in one.offence_refs]
        if offence.outcome is None or not deciding:
            return
        if not any((one.kind, one.imposed_on) == offence.outcome for one in deciding):
            said = f"Here this offence has another outcome: {deciding[0]}."
            cure = "Correct whichever is wrong, or empty the cells of the outcome to leave what is here."
            self.telling.refuse(offence.line, offence.cells["committed_on"], said, cure, about=told.person.ref)

    def _make_disposal(self, told: Told, outcome: Outcome, disposal: ToldDisposal, refs: list[str]) -> None:
        kind, on = outcome
        ref = made_ref(told.person.ref, kind, on)
        all_here = self._disposals_here[told.person.ref]
        here = next((one for one in all_here if one.ref == ref or (one.kind, one.imposed_on) == outcome), None)
        if here is not None:
            refs = [*here.offence_refs, *(one for one in refs if one not in here.offence_refs)]
            kind, on, ref = here.kind, here.imposed_on, here.ref
        elif same_day := [one for one in all_here if one.imposed_on == on]:
            said = f"The child has another disposal of this day here: {same_day[0]}. This one is stored beside it."
            self._doubt(disposal.line, disposal.cells["kind"], said, "Check that they are two.", told)
        released_on = self._released_on(told, disposal, here)
        values = {
            "ref": ref,
            "child": told.person.ref,
            "kind": kind,
            "imposed_on": on,
            "offence_refs": refs or self._without_a_day(told, outcome, disposal),
            "released_on": released_on,
        }
        self.disposals.append((At(disposal.line.number, disposal.cells), values))

    def _released_on(self, told: Told, disposal: ToldDisposal, here: Disposal | None) -> Any:
        if here is None or here.released_on is None or disposal.released_on in (None, here.released_on):
            return disposal.released_on or (here.released_on if here is not None else None)
        said = f"Here the release was on {here.released_on:%d/%m/%Y}, and stays so."
        self._doubt(disposal.line, disposal.cells["released_on"], said, "Correct whichever is wrong.", told)
        return here.released_on

    def _without_a_day(self, told: Told, outcome: Outcome, disposal: ToldDisposal) -> list[str]:
        """The offence of an index event of which the workbook tells nothing: made only where somebody said so."""
        kind, on = outcome
        if kind == "youth_diversion_order":
            return []
        day = disposal.cells["imposed_on"]
        if not self.asked.date_index_offences:
            said = "A disposal is for an offence, and the day of this one is not in the workbook."
            cure = "Match a column to the date of the index offence, or tick the box below the columns that dates it."
            self.telling.refuse(disposal.line, day, said, cure)
        ref, what, cells = made_ref(told.person.ref, kind, on, NOT_NAMED), NOT_NAMED, {"committed_on": day}
        here = next((one for one in self._offences_here[told.person.ref] if one.ref == ref), None)
        if here is not None:
            on, what, cells = here.committed_on, here.description, {}
        self._add_offence(told, disposal.line, cells, ref, on, what)
        return [ref]

    def _doubt(self, line: Line, part: Part, message: str, cure: str, told: Told) -> None:
        self.telling.lines.report(line, part, message, cure, is_error=False, about=told.person.ref)
