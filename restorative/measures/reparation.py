"""Reparation: the hours owed, offered, attended and credited, attendance, and the children."""

from __future__ import annotations

from pandas import DataFrame, Series

from disposals.breakdowns import CHILD_BREAKDOWNS
from restorative.measures.set_up import PLAN, not_recorded
from restorative.terms import children_of, open_in, referred_in, sessions_held
from yjs.measures.measure import HIGHER_IS_BETTER, Measure
from yjs.measures.periods import Period
from yjs.measures.units import hours, number, percent
from yjs.records.book import Book


class ReparationHoursOwed(Measure):
    """Hours of reparation that children came to owe."""

    title = "Reparation: hours owed"
    unit = hours
    counts = "reparation"
    period_kind = "By the day of the referral"
    reference, edition = PLAN, "2019"

    def numerator(book: Book, period: Period) -> Series:
        """Hours ordered by a court, or agreed in a contract or out of court, of the reparation referred in the period,
        added up.
        """
        return referred_in(book, period)["hours_owed"]


class ReparationHoursOffered(Measure):
    """Hours of the reparation sessions that the service set up for children and recorded."""

    title = "Reparation: hours offered"
    unit = hours
    counts = "sessions"
    period_kind = "By the day of the session"
    caution = (
        "A place for one child is offered once: eight children in a session of two hours are 16 hours. Sessions set up "
        "whose register is not filled in are not in it."
    )
    reference, edition = PLAN, "2019"
    not_counted = not_recorded

    def numerator(book: Book, period: Period) -> Series:
        """Hours of the sessions held in the period, for each child who had a place, added up."""
        return sessions_held(book, period)["hours_offered"]


class ReparationHoursAttended(Measure):
    """Hours of reparation for which children were there."""

    title = "Reparation: hours attended"
    unit = hours
    counts = "sessions"
    period_kind = "By the day of the session"
    reference, edition = PLAN, "2019"
    not_counted = not_recorded

    def numerator(book: Book, period: Period) -> Series:
        """Hours for which each child was there, in the sessions of the period, added up. Hours that are not recorded
        add nothing.
        """
        return sessions_held(book, period)["hours_attended"].dropna()


class ReparationHoursCredited(Measure):
    """Hours of reparation that count towards what children owe."""

    title = "Reparation: hours credited"
    unit = hours
    counts = "sessions"
    period_kind = "By the day of the session"
    caution = "Less than attended where a penalty was given, more where hours were allowed without being there."
    reference, edition = PLAN, "2019"
    not_counted = not_recorded

    def numerator(book: Book, period: Period) -> Series:
        """Hours credited to each child for the sessions of the period, added up. Hours that are not recorded add
        nothing.
        """
        return sessions_held(book, period)["hours_credited"].dropna()


class ReparationAttendanceRate(Measure):
    """The share of children's places in reparation sessions that were attended."""

    title = "Reparation: attendance"
    unit = percent
    counts = "sessions"
    good = HIGHER_IS_BETTER
    breakdowns = CHILD_BREAKDOWNS
    period_kind = "By the day of the session"
    caution = "Sessions are counted for each child, not hours; where attendance is not recorded, in neither part."
    reference, edition = PLAN, "2019"
    not_counted = not_recorded

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children's places in the sessions of the period to which the child came."""
        held = sessions_held(book, period)
        return held[held["attended"].fillna(False)]

    def denominator(book: Book, period: Period) -> DataFrame:
        """Children's places in the sessions of the period of which it is recorded whether the child came."""
        held = sessions_held(book, period)
        return held[held["attended"].notna()]


class ChildrenOnReparation(Measure):
    """Children with reparation to do."""

    title = "Children on reparation"
    unit = number("children")
    counts = "children"
    breakdowns = CHILD_BREAKDOWNS
    period_kind = "Open at any time in the period"
    reference, edition = PLAN, "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children with reparation open at any time in the period: referred by its end, and not ended before its
        start; each once.
        """
        return children_of(open_in(book, period), "on")
