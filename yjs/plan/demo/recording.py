"""How each thing came to be recorded: days after it happened, with gaps, slips put right later, a few taken away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from disposals.models import Child, Disposal, Offence
from yjs.plan.demo import FIRST_DAY, LAST_DAY
from yjs.plan.demo.days import wait, working_day
from yjs.plan.demo.names import postcode


@dataclass
class Change:
    """A later version of a record: what was different, from when that was known, and why."""

    on: dt.date
    values: dict[str, Any]
    reason: str = ""


@dataclass
class Told:
    """A record as the service came to have it: when first known, what changed since, and whether it was removed."""

    record: Any
    on: dt.date
    changes: list[Change] = field(default_factory=list)
    removed_on: dt.date | None = None
    why_removed: str = ""

    def settle(self) -> None:
        """Put the changes in order; what was carried over from the older system came as it then stood."""
        self.on = max(self.on, FIRST_DAY)
        kept: list[Change] = []
        for change in sorted(self.changes, key=lambda change: change.on):
            if change.on <= self.on:
                for name, value in change.values.items():
                    setattr(self.record, name, value)
            elif change.on <= LAST_DAY:
                if kept and change.on <= kept[-1].on:
                    change.on = kept[-1].on + dt.timedelta(days=1)
                kept.append(change)
        self.changes = [change for change in kept if change.on <= LAST_DAY]

    def final(self) -> dict[str, Any]:
        """The values that differ from the first version once all changes are made."""
        return {name: value for change in self.changes for name, value in change.values.items()}


def typed_in(rng: Random, day: dt.date, median: float = 4) -> dt.date:
    """The working day on which somebody got round to recording it; a few lie for months."""
    if rng.random() < 0.02:
        median *= 12
    return working_day(day + wait(rng, median, 0.8, 0, 150))


def slips(rng: Random, told: Told) -> None:
    """Now and then a form is wrong or unfinished at first, and put right later; some gaps stay."""
    record, later = told.record, working_day(told.on + wait(rng, 40, 0.7, 3, 400))
    if isinstance(record, Offence):
        _slips_of_an_offence(rng, told, record, later)
    elif isinstance(record, Disposal):
        _slips_of_a_disposal(rng, told, record, later)
    elif isinstance(record, Child):
        _slips_of_a_child(rng, told, record, later)


def _wrong_at_first(told: Told, later: dt.date, name: str, at_first: Any, reason: str) -> None:
    told.changes.append(Change(later, {name: getattr(told.record, name)}, reason))
    setattr(told.record, name, at_first)


def _slips_of_a_child(rng: Random, told: Told, child: Child, later: dt.date) -> None:
    chance = rng.random()
    born = child.date_of_birth
    if chance < 0.02 and child.ethnicity:
        _wrong_at_first(told, later, "ethnicity", "", "Asked at the assessment")
    elif chance < 0.03 and born.day <= 12 and born.day != born.month:
        swapped = born.replace(month=born.day, day=born.month)
        _wrong_at_first(told, later, "date_of_birth", swapped, "Day and month were the wrong way round")
    elif chance < 0.05 and len(child.last_name) > 5:
        at = rng.randrange(1, len(child.last_name) - 2)
        slip = child.last_name[:at] + child.last_name[at + 1] + child.last_name[at] + child.last_name[at + 2 :]
        if slip != child.last_name:
            _wrong_at_first(told, later, "last_name", slip, "Spelling")
    elif chance < 0.10 and child.postcode:
        moved = working_day(told.on + wait(rng, 240, 0.6, 30, 900))
        told.changes.append(Change(moved, {"postcode": postcode(rng)}, "Family moved"))
    elif chance < 0.13 and child.pnc_id:
        _wrong_at_first(told, later, "pnc_id", "", "Given by the police")


def _slips_of_an_offence(rng: Random, told: Told, offence: Offence, later: dt.date) -> None:
    chance = rng.random()
    if chance < 0.010:
        offence.seriousness = None
    elif chance < 0.030:
        _wrong_at_first(told, later, "seriousness", None, "Score added at the quarter's check")
    elif chance < 0.036 and offence.seriousness:
        wrong = max(1, min(8, offence.seriousness + rng.choice((-1, 1))))
        if wrong != offence.seriousness:
            _wrong_at_first(told, later, "seriousness", wrong, "Wrong score")
    elif chance < 0.040:
        first = min(offence.committed_on + dt.timedelta(days=rng.choice((-7, -1, 1))), told.on)
        _wrong_at_first(told, later, "committed_on", first, "Date as on the charge sheet")
    if rng.random() < 0.012:
        offence.ho_code = ""
    if rng.random() < 0.02:
        offence.is_breach = None
    if rng.random() < 0.03 and not offence.is_knife:
        offence.is_knife = None


def _slips_of_a_disposal(rng: Random, told: Told, disposal: Disposal, later: dt.date) -> None:
    chance = rng.random()
    mistaken = {
        "youth_caution": "youth_conditional_caution",
        "community_resolution_yjs": "community_resolution_police",
        "outcome_22": "community_resolution_yjs",
        "outcome_22_deferred": "outcome_22",
        "conditional_discharge": "absolute_discharge",
    }
    if chance < 0.012:
        disposal.residence = ""
    elif chance < 0.030:
        _wrong_at_first(told, later, "residence", "", "Address checked")
    elif chance < 0.036:
        day = disposal.imposed_on + dt.timedelta(days=rng.choice((1, 2, 7)))
        if day <= told.on and not (disposal.ends_on and disposal.ends_on < day):
            _wrong_at_first(told, later, "imposed_on", day, "Date as on the court's notice")
    elif chance < 0.050 and disposal.kind in mistaken:
        _wrong_at_first(told, later, "kind", mistaken[disposal.kind], "Recorded as the wrong kind")
    if disposal.first_hearing_on and rng.random() < 0.04:
        disposal.first_hearing_on = None


def entered_twice(rng: Random, told: Told) -> Told | None:
    """The same disposal entered a second time by somebody else, and taken away when it was noticed."""
    disposal = told.record
    if not isinstance(disposal, Disposal) or rng.random() > 0.003:
        return None
    on = working_day(told.on + wait(rng, 6, 0.5, 1))
    removed_on = working_day(on + wait(rng, 25, 0.5, 2))
    if removed_on > LAST_DAY or on <= FIRST_DAY:
        return None
    names = ("child", "kind", "imposed_on", "offence_refs", "first_hearing_on", "court", "residence", "ends_on")
    again = Disposal(ref=f"{disposal.ref}-2", **{name: getattr(disposal, name) for name in names})
    return Told(again, on, removed_on=removed_on, why_removed="Entered twice")
