"""What the police notify: each row matched to a child and made an offence, or left for a person to say whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from disposals.imports.children import Children, is_named, is_named_like, pnc_key
from disposals.imports.offences import free_offences, here_already
from disposals.imports.prepared import Asked, Prepared, made_ref, prepare
from disposals.imports.sheets import At, Line, Lines, Part
from disposals.imports.words import fold
from disposals.models import Child, Notification, Offence, State
from yjs.records.bundle.known import in_parts
from yjs.records.bundle.problems import Problem


TEXTS = ("crime_reference", "name", "pnc_id", "description", "ho_code", "police_status")
NEEDED = {
    "crime_reference": "the crime reference",
    "name": "the name",
    "committed_on": "the date of the offence",
}
# What a later file may tell of a notification that did not say it before.
FILLED_IN = ("date_of_birth", "pnc_id", "description", "ho_code", "police_status", "notified_on")
QUEUED = "It goes into the queue, where you say whose it is."


def prepare_police(asked: Asked) -> Prepared:
    """The notifications of a file, and the offences of those whose child is known here, checked."""
    lines = Lines(asked.sheet, asked.layout, asked.columns)
    lines.refuse_the_same_twice()
    file = _File(lines)
    ready = prepare(asked, {Offence: file.offences}, lines.problems, lambda: prepare_police(asked))
    ready.notes = file.notes
    ready.notifications, ready.matched_to, ready.as_they_are = file.changed, file.matched_to, file.as_they_are
    return ready


class _File:
    """The notifications of one file, each of them new or the one that is here already."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.notes: list[Problem] = []
        self.offences: list[tuple[At, dict[str, Any]]] = []
        self.changed: list[Notification] = []
        self.matched_to: dict[str, str] = {}
        self.as_they_are = 0
        told = [(line, _told(line)) for line in lines]
        self._here = _here({one.crime_reference for _, one in told})
        births = {one.date_of_birth for _, one in told if one.date_of_birth}
        self._children = Children(births=births, pnc_ids={one.pnc_id for _, one in told if one.pnc_id})
        self._rows: dict[str, Line] = {}
        self._matched: list[tuple[Line, Notification]] = []
        for line, one in told:
            if self._is_whole(line, one):
                self._take(line, one)
        self._make_offences()

    def _is_whole(self, line: Line, one: Notification) -> bool:
        missing = [name for name in NEEDED if not getattr(one, name)]
        for name in missing:
            self.lines.report(line, _cell(line, name), f"This row does not give {NEEDED[name]}.", "Fill it in.")
        faults = [fault for fault in one.faults() if fault.is_error] if not missing else []
        for fault in faults:
            self.lines.report(line, _cell(line, fault.column), fault.message, fault.cure)
        return not missing and not faults

    def _take(self, line: Line, one: Notification) -> None:
        same = next((other for other in self._here[one.crime_reference] if _is_the_same(other, one)), None)
        if same is None:
            one.ref = made_ref(one.crime_reference, _person(one), one.committed_on, fold(one.description), one.ho_code)
            self._here[one.crime_reference].append(one)
            is_changed = True
        else:
            is_changed, one = _brought_up_to_date(same, one), same
        if one.ref in self._rows:
            said = f"Row {self._rows[one.ref].number} is about the same offence of the same person."
            self.lines.report(line, _cell(line, "crime_reference"), said, "Keep the row that is right.")
            return
        self._rows[one.ref] = line
        if one.state == State.UNMATCHED and self._match(line, one):
            self._matched.append((line, one))
            is_changed = True
        if is_changed:
            self.changed.append(one)
        else:
            self.as_they_are += 1
            self._note(line, "This is here already.", one.child)

    def _match(self, line: Line, one: Notification) -> bool:
        """Find the child a notification is about: by PNC ID, else by name and birth date. Where there is a doubt, no."""
        name, pnc = _cell(line, "name"), _cell(line, "pnc_id")
        found, how = self._children.with_pnc(one.pnc_id), "PNC ID"
        if found and one.date_of_birth:
            found = [child for child in found if child.date_of_birth == one.date_of_birth]
            if not found:
                self._doubt(line, pnc, f"The child with this PNC ID here is born on another day. {QUEUED}")
                return False
        elif not found and one.date_of_birth:
            found, how = self._children.named(one.name, one.date_of_birth), "name and date of birth"
            if not found:
                found, how = self._children.named_like(one.name, one.date_of_birth), "another spelling of the name"
            if any(one.pnc_id and child.pnc_id and pnc_key(one.pnc_id) != pnc_key(child.pnc_id) for child in found):
                self._doubt(line, pnc, f"The child of this name and birth date has another PNC ID here. {QUEUED}")
                return False
        if len(found) != 1:
            said = "Several children here may be meant." if found else "No child here is known by this."
            self._note(line, f"{said} {QUEUED}")
            return False
        child = one.child = found[0]
        one.state = State.MATCHED
        said = f"This is about {child}, reference {child.ref}: found by {how}."
        if is_named(child, one.name):
            self._note(line, said, child)
        else:
            also = "" if is_named_like(child, one.name) else " It is another name."
            self._doubt(line, name, f"{said}{also} Check that it is this child.", child)
        return True

    def _make_offences(self) -> None:
        free = free_offences({one.child_id for _, one in self._matched if one.child_id})
        for line, one in self._matched:
            mine = free[one.child_id]
            here = next((offence for offence in mine if offence.ref == one.ref), None)
            here = here or here_already(mine, one.committed_on, one.description, one.ho_code)
            self.matched_to[one.ref] = here.ref if here is not None else one.ref
            if here is not None:
                mine.remove(here)
                self._note(line, f"Its offence is here already and stays as it is: {here}.", one.child)
                continue
            cells = {name: _cell(line, name) for name in ("committed_on", "description", "ho_code")}
            self.offences.append((At(line.number, cells), offence_of(one)))

    def _note(self, line: Line, message: str, child: Child | None = None) -> None:
        about = child.ref if child is not None else ""
        self.notes.append(self.lines.said_of(line, _cell(line, "name"), message, about=about))

    def _doubt(self, line: Line, part: Part, message: str, child: Child | None = None) -> None:
        about = child.ref if child is not None else ""
        self.lines.report(line, part, message, "", is_error=False, about=about)


def offence_of(one: Notification) -> dict[str, Any]:
    """What an offence is recorded with that comes from a notification; it waits for its disposal."""
    return {
        "ref": one.ref,
        "child": one.child.ref if one.child else "",
        "committed_on": one.committed_on,
        "description": one.description,
        "ho_code": one.ho_code,
    }


def _told(line: Line) -> Notification:
    texts = {name: " ".join((line.one(name).value or "").split()) for name in TEXTS}
    if not texts["name"]:
        texts["name"] = " ".join(str(part.value) for name in ("first_name", "last_name") if (part := line.one(name)))
    texts["crime_reference"] = texts["crime_reference"].upper()
    return Notification(
        date_of_birth=line.one("born_on").value,
        committed_on=line.one("committed_on").value,
        notified_on=line.one("notified_on").value,
        **texts,
    )


def _cell(line: Line, field: str) -> Part:
    """The cell that tells a field of a notification."""
    name = {"date_of_birth": "born_on"}.get(field, field)
    cell = line.one(name)
    return line.one("last_name") if name == "name" and not cell.heading else cell


def _here(crime_references: Iterable[str]) -> dict[str, list[Notification]]:
    found: dict[str, list[Notification]] = defaultdict(list)
    for part in in_parts(crime_references):
        for one in Notification.objects.filter(crime_reference__in=part).select_related("child").order_by("pk"):
            found[one.crime_reference].append(one)
    return found


def _person(one: Notification) -> tuple[Any, ...]:
    return (*sorted(fold(one.name).split()), one.date_of_birth)


def _is_the_same(here: Notification, one: Notification) -> bool:
    """Whether two notifications of one crime reference are about the same person and offence."""
    same_pnc = here.pnc_id and one.pnc_id and pnc_key(here.pnc_id) == pnc_key(one.pnc_id)
    if not same_pnc and _person(here) != _person(one):
        return False
    same_words = fold(here.description) == fold(one.description)
    return here.committed_on == one.committed_on and (same_words or bool(here.ho_code) and here.ho_code == one.ho_code)


def _brought_up_to_date(here: Notification, one: Notification) -> bool:
    """Take what a later file says besides; whether it says anything."""
    changed = {name: getattr(one, name) for name in FILLED_IN if getattr(one, name) and not getattr(here, name)}
    is_later = one.notified_on is None or here.notified_on is None or one.notified_on >= here.notified_on
    if one.police_status and is_later and one.police_status != here.police_status:
        changed |= {"police_status": one.police_status, "notified_on": one.notified_on or here.notified_on}
    for name, value in changed.items():
        setattr(here, name, value)
    return bool(changed)
