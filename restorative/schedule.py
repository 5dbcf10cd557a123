"""Whether reparation keeps up with the days it has: by when it is due, how it stands, and what nobody recorded yet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from restorative.hours import NOUGHT, FiveNumbers
from restorative.models import PlacementDay, Reparation, ReparationSession
from restorative.rules import worked_by


# For so many days after the referral nobody is behind: an assessment comes first.
BEFORE_THE_FIRST = 28


class Standing(TextChoices):
    """How a reparation stands, the most urgent first."""

    LATE = "late", "Past its end, hours left"
    BEHIND = "behind", "Behind schedule"
    NOTHING_PLANNED = "nothing_planned", "Nothing planned"
    ON_COURSE = "on_course", "On course"
    DONE = "done", "All hours credited"
    ENDED = "ended", "Ended"


COLOURS = {
    Standing.LATE: "red",
    Standing.BEHIND: "orange",
    Standing.NOTHING_PLANNED: "yellow",
    Standing.ON_COURSE: "green",
    Standing.DONE: "green",
    Standing.ENDED: "grey",
}


def due_on(reparation: Reparation) -> dt.date | None:
    """The last day on which the hours can be worked; None where nothing sets one."""
    return worked_by(reparation.disposal) if reparation.disposal else None


def standing(reparation: Reparation, numbers: FiveNumbers, places_to_come: int, day: dt.date) -> Standing:
    """How a reparation stands on a day, with so many places in sessions still to come.

    Behind is fewer hours credited than an even pace would have brought by now, were the first four weeks for nothing.
    """
    if reparation.ended_on is not None:
        return Standing.ENDED
    if numbers.left == NOUGHT:
        return Standing.DONE
    due = due_on(reparation)
    if due is not None and due < day:
        return Standing.LATE
    if due is not None and numbers.credited < _even_pace(numbers.owed, reparation.referred_on, due, day):
        return Standing.BEHIND
    return Standing.ON_COURSE if places_to_come else Standing.NOTHING_PLANNED


def _even_pace(owed: Decimal, referred_on: dt.date, due: dt.date, day: dt.date) -> Decimal:
    begins = referred_on + dt.timedelta(days=BEFORE_THE_FIRST)
    if day <= begins or due <= begins:
        return NOUGHT
    return owed * (day - begins).days / (due - begins).days


def places_to_come(days: Iterable[PlacementDay]) -> Counter[str]:
    """How many places each reparation, by its reference, has in these sessions."""
    return Counter(ref for day in days for ref in day.reparation_refs)


def not_filled_in(user: Any, before: dt.date, **which: Any) -> list[PlacementDay]:
    """The sessions before a day, the oldest first, in which what became of a child is not recorded: of the sessions and
    the reparation that this person may see, or of `which` of it.
    """
    theirs = dict(Reparation.objects.visible_to(user).filter(**which).values_list("ref", "pk"))
    told = ReparationSession.objects.filter(attended__isnull=False, held_on__lt=before)
    on_registers = set(told.exclude(day=None).values_list("day", "reparation"))
    # What another system recorded of the same place and day is that session.
    elsewhere = set(told.filter(day=None).values_list("held_on", "placement", "reparation"))

    def waits(day: PlacementDay) -> bool:
        among = [theirs[ref] for ref in day.reparation_refs if ref in theirs]
        return any(
            (day.pk, one) not in on_registers and (day.on, day.placement.name, one) not in elsewhere for one in among
        )

    days = PlacementDay.objects.visible_to(user).filter(on__lt=before).select_related("placement")
    return [day for day in days.order_by("on", "starts_at", "pk") if waits(day)]
