"""The register on a sheet: out for a day without a network, and the same sheet back in, matched and never doubled."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from restorative.forms.clock import CLOCK, TIMES_AS_TYPED
from restorative.hours import NOUGHT, in_words
from restorative.models import PlacementDay
from restorative.register import Answer, Place, Said, places_of
from yjs.documents.formats.fill_in import Asked, render
from yjs.records.bundle.problems import Problem, Refused, problem
from yjs.records.bundle.sheets import Counter, Sheet
from yjs.records.bundle.workbook import read_workbook


SESSION, REPARATION, CHILD = "Session", "Reparation reference", "Child"
CAME, ARRIVED, LEFT = "What became of it", "Arrived", "Left"
MEDICAL, TAKING_PART, TREATMENT, PHOTOGRAPHS = "Medical needs", "Taking part", "Medical treatment", "Photographs"
ALLOWED, PENALTY, BEHAVIOUR, WORK = "Hours allowed", "Penalty hours", "Behaviour", "Work done"
COLUMNS = (
    Asked(SESSION, 10, is_ours=True),
    Asked("Placement", 20, is_ours=True),
    Asked("Day", 12, is_ours=True),
    Asked(REPARATION, 20, is_ours=True),
    Asked(CHILD, 28, is_ours=True),
    Asked(MEDICAL, 28, is_ours=True),
    Asked(TAKING_PART, 14, is_ours=True),
    Asked(TREATMENT, 14, is_ours=True),
    Asked(PHOTOGRAPHS, 14, is_ours=True),
    Asked(CAME, 22, choices=tuple(str(label) for label in Answer.labels)),
    Asked(ARRIVED, 10),
    Asked(LEFT, 10),
    Asked(ALLOWED, 10),
    Asked(PENALTY, 10),
    Asked(BEHAVIOUR, 30),
    Asked(WORK, 30),
)
NEEDED = (SESSION, REPARATION, CHILD, CAME)
CONSENTS = {True: "Consent", False: "No consent", None: "Consent not recorded"}
PARTS = {"answer": CAME, "arrived_at": ARRIVED, "left_at": LEFT, "allowed": ALLOWED, "penalty": PENALTY}
HOW_TO = (
    f"Fill in “{CAME}” for each child: {', '.join(str(label) for label in Answer.labels)}. Choose it from the list.",
    "Arrived and left are the times of the session unless you write others, as 10:30. For a child sent home, write when.",
    "Hours allowed count without being there; penalty hours are taken off. Write them in figures, as 1.5.",
    "Leave the shaded cells as they are: they say which session and which child a row is about.",
    "A row in which nothing became of the place is left out. Sending the sheet twice records nothing twice.",
)
LONGEST = 300


def sheet_of(day: PlacementDay, places: Sequence[Place]) -> bytes:
    """The sheet of a session, a row for each child; what is recorded already stands in it."""
    return render(f"Register: {day}", COLUMNS, [_row(day, place) for place in places], HOW_TO)


def _row(day: PlacementDay, place: Place) -> list[str]:
    said, one = place.said, place.reparation
    ours = [_name(day), day.placement.name, f"{day.on:%d/%m/%Y}", one.ref, str(one.child)]
    ours += [one.medical, *(CONSENTS[said] for said in (one.may_take_part, one.may_have_treatment))]
    ours.append(CONSENTS[one.may_be_photographed])
    times: tuple[dt.time, ...] = (day.starts_at, day.ends_at) if said is None else said.times(day)
    theirs = ["", ""] if said and not said.came else [time.strftime(CLOCK) for time in times]
    if said is None:
        return [*ours, "", *theirs, "", "", "", ""]
    reckoned = [in_words(hours) if hours else "" for hours in (said.allowed, said.penalty)]
    return [*ours, str(Answer(said.answer).label), *theirs, *reckoned, said.behaviour, said.work_done]


def typed_of(places: Sequence[Place]) -> dict[int | None, list[str]]:
    """What was typed about each child and stands on the sheet, by the child's number."""
    typed: dict[int | None, list[str]] = defaultdict(list)
    for place in places:
        typed[place.reparation.child_id].append(place.reparation.medical)
        if place.said is not None:
            typed[place.reparation.child_id] += [place.said.behaviour, place.said.work_done]
    return typed


def _name(day: PlacementDay) -> str:
    """What a session goes by on its sheet."""
    return f"S{day.pk}"


@dataclass
class Read:
    """What was read of a sheet: what is said of the children of each session, and what is wrong with it."""

    said: dict[PlacementDay, list[Said]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    left_empty: int = 0

    @property
    def has_errors(self) -> bool:
        return any(found.is_error for found in self.problems)


def read_sheet(path: Path, user: Any) -> Read:
    """Read a sheet that came back, for somebody who may see these sessions. What cannot be read is a problem of its
    cell, with its cure.
    """
    read = Read()
    try:
        found = next((sheet for sheet in read_workbook(path, Counter()) if set(NEEDED) <= set(_headings(sheet))), None)
    except Refused as refused:
        read.problems.append(refused.problem)
        return read
    if found is None:
        said = f"No sheet has the columns {', '.join(NEEDED)}. Send back the sheet that was made here."
        read.problems.append(problem("", said))
        return read
    _Lines(found, user, read).take()
    return read


def _headings(sheet: Sheet) -> list[str]:
    return [heading.strip() for heading in sheet.header]


class _Lines:
    """The rows of a sheet, matched to sessions and children one by one."""

    def __init__(self, sheet: Sheet, user: Any, read: Read) -> None:
        self.sheet, self.user, self.read = sheet, user, read
        self._days: dict[str, tuple[PlacementDay, dict[str, Place]] | None] = {}
        self._seen: dict[tuple[str, str], int] = {}

    def take(self) -> None:
        self.read.problems += [found for found in self.sheet.problems if found.is_error]
        for number, cells in zip(self.sheet.numbers, self.sheet.rows, strict=True):
            row = dict(zip(_headings(self.sheet), cells, strict=True))
            if not row[CAME].strip():
                self.read.left_empty += 1
                continue
            before = len(self.read.problems)
            said = self._said(number, row)
            if said is not None and len(self.read.problems) == before:
                self.read.said[said[0]].append(said[1])

    def _said(self, number: int, row: dict[str, str]) -> tuple[PlacementDay, Said] | None:
        found = self._day(row[SESSION].strip())
        if found is None:
            self._wrong(number, SESSION, row[SESSION], "There is no such session.", "Put back what stood there.")
            return None
        day, places = found
        place = places.get(row[REPARATION].strip())
        if place is None:
            cure = "Put back what stood there, or give the child a place first."
            self._wrong(number, REPARATION, row[REPARATION], "Nobody with this reference has a place in it.", cure)
            return None
        if _plain(row[CHILD]) != _plain(str(place.reparation.child)):
            cure = "Put back what stood there, the two together; or take the sheet out again, if the name was changed."
            self._wrong(number, CHILD, row[CHILD], "This is not the child of the reference beside it.", cure)
            return None
        first = self._seen.setdefault((row[SESSION].strip(), row[REPARATION].strip()), number)
        if first != number:
            self._wrong(
                number, REPARATION, row[REPARATION], f"Row {first} is about the same child.", "Leave one of them."
            )
        answer = _answer(row[CAME])
        if answer is None:
            labels = "; ".join(str(label) for label in Answer.labels)
            self._wrong(number, CAME, row[CAME], "This is not on the list.", f"Use one of: {labels}.")
            return None
        said = Said(
            place.reparation,
            answer,
            arrived_at=self._time(number, row, ARRIVED),
            left_at=self._time(number, row, LEFT),
            allowed=self._hours(number, row, ALLOWED),
            penalty=self._hours(number, row, PENALTY),
            behaviour=self._words(number, row, BEHAVIOUR),
            work_done=self._words(number, row, WORK),
            version=place.session.version if place.session else 0,
        )
        for fault in said.faults(day):
            column = PARTS[fault.column]
            self._wrong(number, column, row.get(column, ""), fault.message, fault.cure)
        return day, said

    def _day(self, name: str) -> tuple[PlacementDay, dict[str, Place]] | None:
        if name not in self._days:
            number = re.fullmatch(r"S(\d{1,15})", name, re.ASCII)
            days = PlacementDay.objects.visible_to(self.user).select_related("placement")
            day = days.filter(pk=int(number[1])).first() if number else None
            self._days[name] = (day, {p.reparation.ref: p for p in places_of(day, self.user)}) if day else None
        return self._days[name]

    def _time(self, number: int, row: dict[str, str], column: str) -> dt.time | None:
        text = row.get(column, "").strip()
        if not text:
            return None
        for form in TIMES_AS_TYPED:
            try:
                return dt.datetime.strptime(text, form).time()
            except ValueError:
                continue
        self._wrong(number, column, text, "This is not a time of day.", "Write it as 10:30.")
        return None

    def _hours(self, number: int, row: dict[str, str], column: str) -> Decimal:
        text = row.get(column, "").strip()
        try:
            hours = Decimal(text or 0).quantize(Decimal("0.01"))
        except InvalidOperation:
            hours = Decimal("NaN")
        if not (hours.is_finite() and NOUGHT <= hours < 100):
            self._wrong(number, column, text, "This is not a number of hours.", "Write it in figures, as 1.5.")
            return NOUGHT
        return hours

    def _words(self, number: int, row: dict[str, str], column: str) -> str:
        text = row.get(column, "").strip()
        if len(text) > LONGEST:
            self._wrong(number, column, text, f"This is longer than {LONGEST} characters.", "Shorten it.")
        return text

    def _wrong(self, number: int, column: str, value: str, message: str, cure: str) -> None:
        self.read.problems.append(
            problem(self.sheet.name, f"{message} {cure}", row=number, column=column, value=str(value))
        )


def _answer(text: str) -> Answer | None:
    plain = _plain(text)
    return next((one for one in Answer if plain in (one.label.casefold(), one.value.replace("_", " "))), None)


def _plain(text: str) -> str:
    """A text without what differs only in how it was typed."""
    return re.sub(r"\W+", " ", text.casefold()).strip()
