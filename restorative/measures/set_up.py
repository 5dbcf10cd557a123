"""Sessions of reparation that were set up and whose register nobody filled in. No bundle tells of them."""

from __future__ import annotations

from pandas import Series

from restorative.terms import places_not_recorded
from yjs.measures.figure import Figure
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.measures.units import hours
from yjs.records.book import Book


PLAN = "Annual youth justice plan: local table of reparation"


class ReparationHoursNotRecorded(Measure):
    """Hours of reparation that the service set up for children, and of which it is not recorded what became."""

    title = "Reparation: hours set up, register not filled in"
    unit = hours
    counts = "sessions set up"
    period_kind = "By the day of the session"
    caution = "They are in none of the other figures of reparation until the register is filled in."
    reference, edition = PLAN, "2019"

    def numerator(book: Book, period: Period) -> Series:
        """Hours of the sessions set up in the period, for each child who had a place and of whom no session is
        recorded there, added up.
        """
        days = places_not_recorded(book, period)
        return days["hours"] * days["places"]


def in_words(figure: Figure) -> str:
    """How many sessions wait for their register, and the hours they were set up for; empty where none does."""
    number = len(figure.numerator.rows)
    if not number:
        return ""
    sessions, are = ("session", "is") if number == 1 else ("sessions", "are")
    unit = "hour" if figure.numerator.value == 1 else "hours"
    return (
        f"{number} {sessions} set up {are} not recorded: {figure.measure.unit.counted(figure.numerator.value)} {unit}."
    )


def not_recorded(book: Book, period: Period) -> str:
    """What is said beside the other figures of reparation, so that they do not flatter."""
    return in_words(ReparationHoursNotRecorded.figure(book, period))
