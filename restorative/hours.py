"""The hours of reparation: what a session comes to, and the five numbers of a reparation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from restorative.lengths import NOUGHT, between, in_words
from restorative.models import PlacementDay, Reparation, ReparationSession


def attended(arrived_at: dt.time, left_at: dt.time, day: PlacementDay) -> Decimal:
    """The hours a child was there while the session lasted: who comes early waits for it to begin."""
    return between(max(arrived_at, day.starts_at), min(left_at, day.ends_at))


def credited(attended: Decimal, allowed: Decimal, penalty: Decimal) -> Decimal:
    """The hours that count: those attended and allowed, less the penalty; never more than those, never below nought."""
    return max(attended + allowed - max(penalty, NOUGHT), NOUGHT)


def penalty_of(session: ReparationSession) -> Decimal:
    """The hours taken off in a session: what was attended and allowed and did not count."""
    if session.hours_credited is None:
        return NOUGHT
    return max((session.hours_attended or NOUGHT) + session.hours_allowed - session.hours_credited, NOUGHT)


@dataclass(frozen=True)
class FiveNumbers:
    """Hours owed, offered, attended, credited and left: five numbers, and never one word for two of them."""

    owed: Decimal
    offered: Decimal = NOUGHT
    attended: Decimal = NOUGHT
    credited: Decimal = NOUGHT

    @property
    def left(self) -> Decimal:
        """What is owed and not yet credited; more may be credited than is owed."""
        return max(self.owed - self.credited, NOUGHT)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The five, each under its own name."""
        numbers = (self.owed, self.offered, self.attended, self.credited, self.left)
        return [(name, in_words(number)) for name, number in zip(NAMES, numbers, strict=True)]


NAMES = ("Hours owed", "Hours offered", "Hours attended", "Hours credited", "Hours left")


def five_numbers(owed: Decimal, sessions: Iterable[ReparationSession]) -> FiveNumbers:
    """The five numbers of a reparation with these sessions. Hours that are not recorded add nothing."""
    sessions = list(sessions)
    return FiveNumbers(
        owed,
        sum((one.hours_offered for one in sessions), NOUGHT),
        sum((one.hours_attended or NOUGHT for one in sessions), NOUGHT),
        sum((one.hours_credited or NOUGHT for one in sessions), NOUGHT),
    )


def five_numbers_of(reparations: Iterable[Reparation]) -> dict[int, FiveNumbers]:
    """The five numbers of each of these, by its id."""
    reparations = list(reparations)
    theirs: dict[int, list[ReparationSession]] = defaultdict(list)
    for session in ReparationSession.objects.filter(reparation__in=reparations):
        theirs[session.reparation_id].append(session)
    return {one.pk: five_numbers(one.hours_owed, theirs[one.pk]) for one in reparations}
