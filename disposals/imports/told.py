"""What the rows of a tracker workbook tell, put together by child: index events, reoffences and what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from disposals.imports.sheets import Line, Lines, Part
from disposals.imports.who import Person, Unfit, Who
from disposals.imports.words import NOT_MATCHED, PENDING, fold
from disposals.models import KINDS


OUTCOMES = ("index_outcome", "reoffence_outcome")
# A kind of disposal, and the day it was imposed.
Outcome = tuple[str, dt.date]


@dataclass
class ToldOffence:
    """An offence as the workbook tells it; `outcome` is None while it waits for one."""

    on: dt.date
    what: str
    outcome: Outcome | None
    line: Line
    cells: dict[str, Part]


@dataclass
class ToldDisposal:
    """A disposal as the workbook tells it: of an index event, of a reoffence, or of both."""

    line: Line
    cells: dict[str, Part]
    released_on: dt.date | None = None


@dataclass
class Told:
    """All the workbook tells of one child."""

    person: Person
    offences: list[ToldOffence] = field(default_factory=list)
    disposals: dict[Outcome, ToldDisposal] = field(default_factory=dict)


class Telling:
    """The rows of a workbook, read one after the other. `words` say which kind of disposal each outcome is."""

    def __init__(self, lines: Lines, who: Who, words: Mapping[str, str]) -> None:
        self.lines = lines
        self.words = words
        self.told: dict[str, Told] = {}
        for line in lines.every:
            self._report_words(line)
        for line in lines:
            with suppress(Unfit):
                person = who.person(line)
                self._take(line, self.told.setdefault(person.ref, Told(person)))

    def _take(self, line: Line, told: Told) -> None:
        began = None
        with suppress(Unfit):
            began = self._take_index(line, told)
        for place, days in enumerate(line.all_of("reoffence_on")):
            with suppress(Unfit):
                for parts in self._reoffences(line, place, [day for day in days if day]):
                    with suppress(Unfit):
                        self._take_reoffence(line, told, began, *parts)

    def _take_index(self, line: Line, told: Told) -> dt.date | None:
        on, outcome, released = line.one("index_on"), line.one("index_outcome"), line.one("released_on")
        if not on and not outcome:
            return None
        if not on or not outcome:
            missing = "outcome" if on else "date"
            self.refuse(line, on or outcome, f"This index event has no {missing}.", f"Fill in the {missing}.")
        kind = self._kind(outcome)
        if kind == PENDING:
            self.refuse(line, outcome, "This is no result yet.", "An index event is a disposal: give its outcome.")
        if KINDS[kind].is_custodial and not released:
            said = "The child is in the cohort from the release, and none is given."
            self.lines.report(line, outcome, said, "Give the date of release once there is one.", is_error=False)
        committed, what = line.one("index_offence_on"), line.one("index_what")
        if committed:
            cells = {"committed_on": committed, "description": what}
            self._add(told, ToldOffence(committed.value, what.value or "", (kind, on.value), line, cells))
        cells = {"kind": outcome, "imposed_on": on, "released_on": released}
        disposal = told.disposals.setdefault((kind, on.value), ToldDisposal(line, cells))
        if released and disposal.released_on is None:
            disposal.released_on = released.value
        return released.value or on.value

    def _reoffences(self, line: Line, place: int, days: list[Part]) -> Iterator[tuple[Part, Part, Part, Part]]:
        """The day, words, outcome and its day of each reoffence that one column tells of, and those beside it."""
        beside = []
        for name in ("reoffence_what", "reoffence_outcome", "reoffence_outcome_on"):
            columns = line.all_of(name)
            parts = columns[place] if place < len(columns) else [Part()]
            blank = Part(heading=parts[0].heading)
            while len(parts) > len(days) and not parts[-1]:
                parts = parts[:-1]
            filled = [part for part in parts if part]
            if filled and not days:
                self.refuse(line, filled[0], "There is no date of the reoffence.", "Give the day it was committed.")
            if filled and len(parts) != len(days):
                said = f"There are {len(days)} dates of reoffences in this row, and {len(parts)} here."
                cure = "Give one for each date, in the same order, with semicolons between; pending where it waits."
                self.refuse(line, filled[0], said, cure)
            beside.append(parts if filled else [blank] * len(days))
        return zip(days, *beside, strict=True)

    def _take_reoffence(
        self, line: Line, told: Told, began: dt.date | None, on: Part, what: Part, outcome: Part, outcome_on: Part
    ) -> None:
        key: Outcome | None = None
        kind = self._kind(outcome) if outcome else PENDING
        if kind != PENDING and not outcome_on:
            self.refuse(line, outcome, "This outcome has no date.", "Give the date of the outcome.")
        elif kind != PENDING:
            key = (kind, outcome_on.value)
        elif outcome_on and not outcome:
            self.refuse(line, outcome_on, "There is a date here and no outcome.", "Give the outcome.")
        elif outcome_on:
            said = "There is no result yet, so this date is not kept."
            self.lines.report(line, outcome_on, said, "Give the outcome once there is one.", is_error=False)
        if began is not None and on.value <= began:
            said = f"This is not after the index event ({began:%d/%m/%Y}), so it counts as no reoffence of it."
            self.lines.report(line, on, said, "Check both dates.", is_error=False)
        cells = {"committed_on": on, "description": what}
        self._add(told, ToldOffence(on.value, what.value or "", key, line, cells))
        if key is not None:
            told.disposals.setdefault(key, ToldDisposal(line, {"kind": outcome, "imposed_on": outcome_on}))

    def _report_words(self, line: Line) -> None:
        for name in OUTCOMES:
            for part in [part for parts in line.all_of(name) for part in parts if part]:
                if self.words.get(fold(part.value), NOT_MATCHED) == NOT_MATCHED:
                    said = "This outcome is not matched to a kind of disposal."
                    self.lines.report(line, part, said, "Match it on the page of outcomes, or correct the cell.")

    def _kind(self, part: Part) -> str:
        kind = self.words.get(fold(part.value), NOT_MATCHED)
        if kind == NOT_MATCHED:
            raise Unfit
        return kind

    def _add(self, told: Told, offence: ToldOffence) -> None:
        """Take an offence once, however many rows tell of it. Where they differ, nobody here can say which is right."""
        for other in told.offences:
            if other.on != offence.on:
                continue
            is_same = fold(other.what) == fold(offence.what)
            if is_same and (other.line is offence.line or other.outcome != offence.outcome):
                said = "This offence stands twice in this row."
                if other.line is not offence.line:
                    said = f"Row {other.line.number} tells of this offence with another outcome."
                cure = "Correct whichever is wrong; tell two offences of one day apart by what they were."
                self.refuse(offence.line, offence.cells["committed_on"], said, cure)
            if is_same or (not (other.what and offence.what) and other.outcome == offence.outcome):
                other.what = other.what or offence.what
                return
        told.offences.append(offence)

    def refuse(self, line: Line, part: Part, message: str, cure: str, about: str = "") -> NoReturn:
        """Say what is wrong with a cell, and leave what it tells."""
        self.lines.report(line, part, message, cure, about=about)
        raise Unfit
