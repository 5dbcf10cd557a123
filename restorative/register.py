"""The register of a session: what was said of each child who had a place, kept once however often it is sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, TextChoices

from restorative import hours
from restorative.hours import NOUGHT
from restorative.models import Absence, PlacementDay, Reparation, ReparationSession
from yjs.records.record import Fault, keep


# The references of sessions are made from what the session is, so that two phones make the same.
SPACE = uuid.UUID("5d1c7a0e-7f0b-4c8e-9a51-2f6a3c0b9d14")


class Answer(TextChoices):
    """What became of a child's place in a session."""

    HERE = "here", "Here"
    SENT_HOME = "sent_home", "Sent home"
    ACCEPTABLE = "acceptable", "Acceptable absence"
    UNACCEPTABLE = "unacceptable", "Unacceptable absence"


@dataclass(frozen=True)
class Said:
    """What was said of one child: whether they came, when, the hours allowed or taken off, and how it went.

    `version` is the version of the child's session that was looked at; 0 where none was recorded yet.
    """

    reparation: Reparation
    answer: str
    arrived_at: dt.time | None = None
    left_at: dt.time | None = None
    allowed: Decimal = NOUGHT
    penalty: Decimal = NOUGHT
    behaviour: str = ""
    work_done: str = ""
    version: int = 0

    @property
    def came(self) -> bool:
        return self.answer in (Answer.HERE, Answer.SENT_HOME)

    def times(self, day: PlacementDay) -> tuple[dt.time, dt.time]:
        """When the child arrived and left: the session's own times where nothing else was said."""
        return self.arrived_at or day.starts_at, self.left_at or day.ends_at

    def attended(self, day: PlacementDay) -> Decimal:
        return hours.attended(*self.times(day), day) if self.came else NOUGHT

    def credited(self, day: PlacementDay) -> Decimal:
        return hours.credited(self.attended(day), self.allowed, self.penalty)

    def fields(self, day: PlacementDay) -> dict[str, Any]:
        """The child's session as these words have it."""
        arrived_at, left_at = self.times(day) if self.came else (None, None)
        return {
            "day": day,
            "held_on": day.on,
            "placement": day.placement.name,
            "hours_offered": offered_in(day),
            "attended": self.came,
            "absence": "" if self.came else Absence(self.answer).value,
            "was_sent_home": self.answer == Answer.SENT_HOME,
            "arrived_at": arrived_at,
            "left_at": left_at,
            "hours_attended": self.attended(day) if self.came else None,
            "hours_allowed": self.allowed,
            "hours_credited": self.credited(day),
            "behaviour": self.behaviour,
            "work_done": self.work_done,
        }

    def faults(self, day: PlacementDay) -> list[Fault]:
        """What cannot be right about it, by the part of it that is wrong."""
        found = []
        arrived_at, left_at = self.times(day)
        if self.came and self.reparation.may_not_take_part_on(day.on):
            cure = "Record the consent on the reparation first, or say that the child was absent."
            found.append(Fault("answer", "There is no consent for this child to take part.", cure))
        elif self.came and arrived_at >= day.ends_at:
            found.append(Fault("arrived_at", f"The session ended at {day.ends_at:%H:%M}.", "Give an earlier time."))
        elif self.came and left_at <= arrived_at:
            found.append(Fault("left_at", f"This is not after {arrived_at:%H:%M}, the arrival.", "Check both times."))
        elif self.came and left_at <= day.starts_at:
            said = f"The session began at {day.starts_at:%H:%M}."
            found.append(Fault("left_at", said, "Give a later time, or say that the child was absent."))
        elif self.answer == Answer.SENT_HOME and left_at >= day.ends_at:
            said = "Say when the child was sent home:"
            found.append(Fault("left_at", said, f"a time before {day.ends_at:%H:%M}, the end of the session."))
        if not found and self.penalty > self.attended(day) + self.allowed:
            most = hours.in_words(self.attended(day) + self.allowed)
            found.append(Fault("penalty", f"Only {most} hours were attended and allowed.", f"Take off at most {most}."))
        length = offered_in(day)
        room = min(length, length - self.attended(day) + self.penalty)
        if not found and self.allowed > room:
            said = f"No more hours count than the session lasts ({hours.in_words(length)})."
            found.append(Fault("allowed", said, f"Allow at most {hours.in_words(room)}."))
        return found


def offered_in(day: PlacementDay) -> Decimal:
    """The hours that a session offers to each child."""
    return day.hours


@dataclass(frozen=True)
class Place:
    """A child's place in a session, and what is recorded of it."""

    reparation: Reparation
    session: ReparationSession | None = None

    @property
    def said(self) -> Said | None:
        """What is recorded, as it would be said; None where it is not recorded whether the child came."""
        return said_of(self.session) if self.session is not None else None


def said_of(session: ReparationSession) -> Said | None:
    """What a session records, as it would be said in a register."""
    if session.attended:
        answer = Answer.SENT_HOME if session.was_sent_home else Answer.HERE
    elif session.attended is False and session.absence:
        answer = Answer(session.absence)
    else:
        return None
    return Said(
        reparation=session.reparation,
        answer=answer,
        arrived_at=session.arrived_at,
        left_at=session.left_at,
        allowed=session.hours_allowed,
        penalty=hours.penalty_of(session),
        behaviour=session.behaviour,
        work_done=session.work_done,
        version=session.version,
    )


def places_of(day: PlacementDay, user: Any) -> list[Place]:
    """The places in a session of the children whose reparation this person may see, in the order of their names."""
    theirs = Reparation.objects.visible_to(user).filter(ref__in=day.reparation_refs)
    sessions = sessions_of(day, theirs)
    found = theirs.select_related("child", "disposal").order_by("child__last_name", "child__first_name", "pk")
    return [Place(one, sessions.get(one.pk)) for one in found]


def sessions_of(day: PlacementDay, reparations: Iterable[Reparation]) -> dict[int, ReparationSession]:
    """What is recorded of this session, by the reparation; also where another system recorded it."""
    at_this_place = Q(day=None, held_on=day.on, placement=day.placement.name)
    rows = ReparationSession.objects.filter(Q(day=day) | at_this_place, reparation__in=reparations)
    # What this very session recorded comes last, and stands.
    return {
        one.reparation_id: one for one in sorted(rows.select_related("reparation"), key=lambda one: bool(one.day_id))
    }


def left_after(day: PlacementDay, all_said: Sequence[Said]) -> list[Decimal]:
    """What each child owes once a register is kept; below nought where more is credited than was left."""
    reparations = [said.reparation for said in all_said]
    numbers, sessions = hours.five_numbers_of(reparations), sessions_of(day, reparations)
    left = []
    for one, said in zip(reparations, all_said, strict=True):
        before = sessions[one.pk].hours_credited if one.pk in sessions else None
        left.append(numbers[one.pk].owed - numbers[one.pk].credited + (before or NOUGHT) - said.credited(day))
    return left


@dataclass(frozen=True)
class Clash:
    """What was said of a child, and what somebody else recorded meanwhile."""

    said: Said
    saved: ReparationSession


class StaleRegister(Exception):
    """Somebody else recorded some of these children after the register was opened. Nothing of it is kept."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__("Somebody else filled in this register while you had it open.")
        self.clashes = clashes


@dataclass
class Registered:
    """What a register came to."""

    made: list[ReparationSession] = field(default_factory=list)
    corrected: list[ReparationSession] = field(default_factory=list)
    unchanged: list[ReparationSession] = field(default_factory=list)

    @property
    def missed(self) -> list[ReparationSession]:
        """The unacceptable absences that this register is the first to tell of."""
        return [one for one in (*self.made, *self.corrected) if one.absence == Absence.UNACCEPTABLE]


def register(*, day: PlacementDay, said: Sequence[Said], by: Any, reason: str = "") -> Registered:
    """Keep what was said of each child: all of it, or nothing.

    Said again, it changes nothing. Said otherwise, it is a correction, with its reason. Raises `StaleRegister` where
    it would write over what somebody else recorded meanwhile, and `ValidationError` where it cannot be right.
    """
    with transaction.atomic():
        day = PlacementDay.objects.select_for_update(of=("self",)).select_related("placement").get(pk=day.pk)
        for one in said:
            if one.reparation.ref not in day.reparation_refs:
                raise ValidationError("A child has no place in this session any more. Open the register again.")
            if faults := one.faults(day):
                raise ValidationError([str(fault) for fault in faults])
        sessions = sessions_of(day, [one.reparation for one in said])
        clashes = find_clashes(day, said, sessions)
        if clashes:
            raise StaleRegister(clashes)
        done = Registered()
        for one in said:
            _keep_one(day, one, sessions.get(one.reparation.pk), done, by, reason)
        return done


def find_clashes(day: PlacementDay, said: Iterable[Said], sessions: dict[int, ReparationSession]) -> list[Clash]:
    """Where what is said would write over what its writer has not seen."""
    return [
        Clash(one, saved)
        for one in said
        if (saved := sessions.get(one.reparation.pk)) is not None
        and one.version != saved.version
        and differs(day, one, saved)
        and not _is_left_as_opened(one, saved)
    ]


def differs(day: PlacementDay, said: Said, session: ReparationSession) -> bool:
    """Whether a session is recorded otherwise than it is said now."""
    return any(getattr(session, name) != value for name, value in said.fields(day).items())


def _is_left_as_opened(said: Said, session: ReparationSession) -> bool:
    """Whether a child's words stand as the register was opened with: then it is others who changed them."""
    opened = session.history.filter(version=said.version).first()
    return opened is not None and said_of(opened.instance) == said


def _keep_one(
    day: PlacementDay, said: Said, session: ReparationSession | None, done: Registered, by: Any, reason: str
) -> None:
    if session is None:
        made = ReparationSession(ref=ref_of(day, said.reparation), reparation=said.reparation, **said.fields(day))
        keep(made, by=by)
        done.made.append(made)
    elif differs(day, said, session) and not (said.version != session.version and _is_left_as_opened(said, session)):
        if not reason:
            raise ValidationError("This changes what is recorded. Say why.")
        for name, value in said.fields(day).items():
            setattr(session, name, value)
        keep(session, by=by, reason=reason)
        done.corrected.append(session)
    else:
        done.unchanged.append(session)


def ref_of(day: PlacementDay, reparation: Reparation) -> str:
    """The reference of a child's place in a session: the same wherever and however often it is made."""
    return uuid.uuid5(SPACE, f"{day.pk} {reparation.ref}").hex[:16]
