"""Where the made-up children worked: the placements, and the sessions set up there, gone and to come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from random import Random

from restorative.models import Placement, PlacementDay, Reparation, ReparationSession
from yjs.measures.periods import add_months
from yjs.plan.demo import LAST_DAY, SEED
from yjs.plan.demo.days import working_day
from yjs.plan.demo.making_good import BEGAN, PLACES, PROVIDED, PROVIDED_FROM, Place, later, next_day_at
from yjs.plan.demo.names import read
from yjs.plan.demo.recording import Change, Told


# Sessions are set up ahead, with a register each, since the service has worked with phones.
REGISTERS_FROM = dt.date(2023, 4, 1)
WEEKS_AHEAD = 6
SET_UP_BEFORE = dt.timedelta(days=3)
PLANNED_ON = dt.date(2026, 11, 18)
DAYS = {2: "Wednesdays, 16:00 to 18:00", 5: "Saturdays, 10:00 to 13:00"}
SUITS = {
    "Allotment": "Anybody who can be outdoors; not in hay fever season",
    "Bike workshop": "Good for those who like tools; four at a time",
    "Canal towpath": "Not for those who cannot swim",
    "Community kitchen": "Hair tied back, allergies known",
    "Furniture store": "Heavy carrying: not with a bad back",
    "Graffiti team": "Paint and ladders: two adults",
}
RISKS = {
    "Allotment": "Tools counted out and in. Gloves. Water tap locked. First aid box in the shed.",
    "Bike workshop": "Eye protection at the grinder, which an adult alone uses. Hand cleaner by the door.",
    "Canal towpath": "Stay on the path, an adult at each end of the group. Throw line carried. Litter pickers, no hands.",
    "Community kitchen": "Knives counted out and in. Hot oil for adults alone. Allergens listed on the wall.",
    "Furniture store": "Two to a wardrobe. Safety boots lent. Nobody on the tail lift.",
    "Graffiti team": "Masks with solvent. Cones on the pavement. No ladders above two metres.",
}
PLACES_AT = {"Bike workshop": 4, "Canal towpath": 6, "Graffiti team": 4}
# Assessed every year, one of them not since the spring of the year before.
LAST_ASSESSED = {"Graffiti team": dt.date(2025, 5, 12)}
PROVIDER_S_SUPERVISOR = "Lenny Brathwaite"
PLACES_BY_NAME = {place.name: place for place in PLACES}


def worked_somewhere(told: Iterable[Told]) -> list[Told]:
    """The placements, and the sessions set up there: those the children's sessions were held in, and those to come."""
    where = {place.name: _placement(place) for place in PLACES}
    return [*_placements(where), *_held(told, where), *_to_come(told, where)]


def _placement(place: Place) -> Placement:
    return Placement(
        ref=f"placement-{place.name.split()[0].casefold()}",
        name=place.name,
        work=place.work,
        capacity=PLACES_AT.get(place.name, 8),
        weekdays=DAYS[place.weekday],
        suits=SUITS[place.name],
        risk=RISKS[place.name],
        provider=place.provider,
    )


def _placements(where: dict[str, Placement]) -> Iterator[Told]:
    """Each placement as it came to be recorded, its risk assessed again each year; the last is quite new."""
    supervisors = [row["name"] for row in read("workers.csv") if row["work"] == "community" and not row["until"]]
    for number, place in enumerate(PLACES):
        first = working_day(dt.date(PROVIDED_FROM if place.provider else BEGAN.year, 4, 8 + number))
        placement = where[place.name]
        placement.supervisor = PROVIDER_S_SUPERVISOR if place.provider else supervisors[number % len(supervisors)]
        placement.risk_assessed_on = first
        again = [working_day(add_months(first, 11 * turn)) for turn in range(1, 14)]
        last = LAST_ASSESSED.get(place.name, LAST_DAY)
        yield Told(
            placement, first, [Change(on, {"risk_assessed_on": on}, "Assessed again") for on in again if on <= last]
        )
    garden = Placement(ref="placement-library", name="Library garden", work="Planting and weeding around the library")
    garden.weekdays, garden.capacity = "To be agreed with the library", 5
    yield Told(garden, dt.date(2026, 11, 9))


def _held(told: Iterable[Told], where: dict[str, Placement]) -> Iterator[Told]:
    """The sessions that were held; where more came than there are places, in two turns."""
    together: dict[tuple[str, dt.date], list[ReparationSession]] = defaultdict(list)
    for each in told:
        if isinstance(each.record, ReparationSession) and each.record.held_on >= REGISTERS_FROM:
            together[each.record.placement, each.record.held_on].append(each.record)
    for (name, on), sessions in sorted(together.items()):
        most = where[name].capacity
        for turn, first in enumerate(range(0, len(sessions), most)):
            some = sessions[first : first + most]
            day = _day(where[name], on, turn, [session.reparation.ref for session in some])
            for session in some:
                session.day = day
                session.arrived_at = session.arrived_at and later(session.arrived_at, turn * PLACES_BY_NAME[name].hours)
                session.left_at = session.left_at and later(session.left_at, turn * PLACES_BY_NAME[name].hours)
            yield Told(day, on - SET_UP_BEFORE)


def _day(placement: Placement, on: dt.date, turn: int, refs: list[str]) -> PlacementDay:
    place = PLACES_BY_NAME[placement.name]
    starts_at = later(place.starts_at, turn * place.hours)
    ends_at = later(starts_at, place.hours)
    return PlacementDay(placement=placement, on=on, starts_at=starts_at, ends_at=ends_at, reparation_refs=refs)


def _to_come(told: Iterable[Told], where: dict[str, Placement]) -> Iterator[Told]:
    """The weeks ahead, for those who have hours left; now and then nobody has got round to giving a child a place."""
    left, at = dict[str, Decimal](), dict[str, str]()
    for each in told:
        record = each.record
        if isinstance(record, Reparation) and record.ended_on is None and each.on <= PLANNED_ON:
            left[record.ref], at[record.ref] = record.hours_owed, PROVIDED.name if record.provider else PLACES[0].name
        elif isinstance(record, ReparationSession) and record.reparation.ref in left:
            left[record.reparation.ref] -= record.hours_credited or 0
            at[record.reparation.ref] = record.placement
    rng = Random(f"{SEED} to come")
    waiting = [ref for ref in sorted(left) if left[ref] > 0 and rng.random() < 0.85]
    for place in PLACES:
        on = next_day_at(place, LAST_DAY + dt.timedelta(days=1))
        while on <= LAST_DAY + dt.timedelta(weeks=WEEKS_AHEAD):
            refs = [ref for ref in waiting if at[ref] == place.name and left[ref] > 0][: where[place.name].capacity]
            for ref in refs:
                left[ref] -= place.hours
            if refs:
                yield Told(_day(where[place.name], on, 0, refs), PLANNED_ON)
            on = next_day_at(place, on + dt.timedelta(weeks=1))
