"""Sessions set up ahead: the same times at the same placement week after week, for as many children as there are places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from restorative.models import Placement, PlacementDay, Reparation
from restorative.rules import BANK_HOLIDAYS
from yjs.records.record import keep


MOST_WEEKS = 26
A_WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Week:
    """One session of a plan: its day, the session that is set up already, and the children it would have then."""

    on: dt.date
    day: PlacementDay | None
    refs: tuple[str, ...]
    capacity: int
    clash: str = ""

    @property
    def places_left(self) -> int:
        return max(self.capacity - len(self.refs), 0)

    @property
    def fault(self) -> str:
        """Why this session cannot be set up so; empty where it can."""
        if self.clash:
            return self.clash
        if len(self.refs) > self.capacity:
            there = len(self.day.reparation_refs) if self.day else 0
            taken = f", {there} of them taken" if there else ""
            return f"There are {self.capacity} places{taken}: {len(self.refs) - self.capacity} too few."
        return ""

    @property
    def holiday(self) -> str:
        """The bank holiday it falls on, if it does."""
        return BANK_HOLIDAYS.get(self.on, "") or ""


@dataclass(frozen=True)
class Plan:
    """Sessions at one placement, weekly from a first day, and the children who are to have a place in each."""

    placement: Placement
    first: dt.date
    starts_at: dt.time
    ends_at: dt.time
    weeks: int
    reparations: Sequence[Reparation]

    @property
    def days(self) -> list[dt.date]:
        return [self.first + number * A_WEEK for number in range(self.weeks)]

    def look_ahead(self) -> list[Week]:
        """Each session as it would be then. Nothing is kept."""
        everywhere = PlacementDay.objects.filter(on__in=self.days)
        there = [day for day in everywhere if day.placement_id == self.placement.pk]
        return [self._week(on, [day for day in there if day.on == on], everywhere) for on in self.days]

    def _week(self, on: dt.date, there: list[PlacementDay], everywhere: Iterable[PlacementDay]) -> Week:
        same = next((day for day in there if day.starts_at == self.starts_at), None)
        others = [day for day in there if day is not same and _meet(day, self.starts_at, self.ends_at)]
        taken = same.reparation_refs if same else []
        refs = tuple(dict.fromkeys([*taken, *(one.ref for one in self.reparations)]))
        clash = ""
        if same is not None and same.ends_at != self.ends_at:
            clash = f"A session from {same.starts_at:%H:%M} to {same.ends_at:%H:%M} is set up already: use its times."
        elif others:
            one = others[0]
            clash = f"Another session is set up there from {one.starts_at:%H:%M} to {one.ends_at:%H:%M}."
        else:
            elsewhere = [day for day in everywhere if day is not same and day.placement_id != self.placement.pk]
            new = [one for one in self.reparations if one.ref not in taken]
            clash = " ".join(against_places(new, on, self.starts_at, self.ends_at, elsewhere))
        return Week(on, same, refs, self.placement.capacity, clash)


def _meet(day: PlacementDay, starts_at: dt.time, ends_at: dt.time) -> bool:
    return day.starts_at < ends_at and starts_at < day.ends_at


def against_places(
    reparations: Iterable[Reparation],
    on: dt.date,
    starts_at: dt.time,
    ends_at: dt.time,
    others: Iterable[PlacementDay],
) -> list[str]:
    """Why these children cannot have a place at these times: they have one elsewhere, their reparation is not open on
    that day, or there is no consent. `others` are the other sessions that are set up.
    """
    meeting = [day for day in others if day.on == on and _meet(day, starts_at, ends_at)]
    refs = {ref for day in meeting for ref in day.reparation_refs}
    whose = dict(Reparation.objects.filter(ref__in=refs).values_list("ref", "child_id"))
    found = []
    for one in reparations:
        if on < one.referred_on:
            found.append(f"{one.child} was referred later, on {one.referred_on:%d/%m/%Y}.")
        if one.ended_on is not None and on > one.ended_on:
            found.append(f"The reparation of {one.child} ended on {one.ended_on:%d/%m/%Y}.")
        if one.may_take_part is False:
            found.append(f"There is no consent for {one.child} to take part. Record it first, or take the child out.")
        for day in meeting:
            if one.child_id in {whose.get(ref) for ref in day.reparation_refs}:
                # Where it is may be for another provider to know.
                times = f"{day.starts_at:%H:%M} to {day.ends_at:%H:%M}"
                found.append(f"{one.child} has another place that day, from {times}.")
    return found


def set_up(*, plan: Plan, by: Any, reason: str = "Children were given a place.") -> list[PlacementDay]:
    """Set up the sessions of a plan and give the children their places: all of them, or none. Twice is once."""
    with transaction.atomic():
        Placement.objects.select_for_update().get(pk=plan.placement.pk)
        # Two people at once must not give one child two places.
        list(Reparation.objects.select_for_update().filter(pk__in=[one.pk for one in plan.reparations]).order_by("pk"))
        weeks = plan.look_ahead()
        wrong = [f"{week.on:%d/%m/%Y}: {week.fault}" for week in weeks if week.fault]
        if wrong:
            raise ValidationError(wrong)
        return [_kept(plan, week, by, reason) for week in weeks]


def _kept(plan: Plan, week: Week, by: Any, reason: str) -> PlacementDay:
    if week.day is None:
        times = {"on": week.on, "starts_at": plan.starts_at, "ends_at": plan.ends_at}
        day = PlacementDay(placement=plan.placement, reparation_refs=list(week.refs), **times)
        keep(day, by=by)
        return day
    if list(week.refs) != week.day.reparation_refs:
        week.day.reparation_refs = list(week.refs)
        keep(week.day, by=by, reason=reason)
    return week.day
