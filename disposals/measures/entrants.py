"""First time entrants to the youth justice system."""

from __future__ import annotations

from pandas import DataFrame

from disposals.breakdowns import EVENT_BREAKDOWNS
from disposals.models import Disposal, Situation
from disposals.terms import (
    beyond_breach,
    by_child,
    entering,
    first_for_each_child,
    imposed_in,
    of_age_to_enter,
    resident_here,
    standing,
    statuses_on,
)
from yjs.measures import terms
from yjs.measures.measure import LOWER_IS_BETTER, NEITHER, Measure
from yjs.measures.periods import Period
from yjs.measures.units import per, percent
from yjs.records.book import Book, once_a_book


@once_a_book
def all_entrants(book: Book) -> DataFrame:
    """The first ever disposal of every child here that made a first time entrant, whenever it was imposed."""
    entries = book[Disposal].pipe(standing).pipe(entering).pipe(beyond_breach, book).pipe(of_age_to_enter, book)
    entries = entries.pipe(first_for_each_child).pipe(resident_here)
    return by_child(entries.assign(on=entries["imposed_on"]))


def first_time_entrants(book: Book, period: Period) -> DataFrame:
    """The children whose first ever disposal was imposed in the period."""
    return imposed_in(all_entrants(book), period)


class FirstTimeEntrants(Measure):
    """Children who entered the youth justice system, for each 100,000 children living here."""

    title = "First time entrants"
    unit = per(100_000, "children aged 10 to 17")
    counts = "children"
    good = LOWER_IS_BETTER
    breakdowns = EVENT_BREAKDOWNS
    period_kind = "By the day of the disposal; published for rolling years"
    caution = "The published figure comes from the Police National Computer and differs from the count of a service's own records."
    reference = "Youth justice statistics, Ministry of Justice and Youth Justice Board, applied to case records"
    edition = "2025"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children whose first ever caution or court disposal, of those that stand, was imposed in the period while
        they lived here. They were 10 to 17 at the earliest of its offences and not over 17 at the first hearing.
        Diversion and disposals of breaches alone make no entrant; a first disposal while living elsewhere is no
        entry here, then or later.
        """
        return first_time_entrants(book, period)

    denominator = terms.children_living_here


class LookedAfterShareOfEntrants(Measure):
    """How many of the first time entrants were looked after when they entered."""

    title = "Looked after share of first time entrants"
    unit = percent
    counts = "first time entrants"
    good = NEITHER
    breakdowns = EVENT_BREAKDOWNS
    period_kind = FirstTimeEntrants.period_kind
    caution = "A child whose care status is not recorded is in the denominator and cannot be in the numerator."
    reference = "Annual youth justice plan: local table of entrants by care status"
    edition = "2019"

    denominator = FirstTimeEntrants.numerator

    def numerator(book: Book, period: Period) -> DataFrame:
        """First time entrants in the period who were looked after on the day their first disposal was imposed."""
        entrants = first_time_entrants(book, period)
        return entrants[statuses_on(book, entrants, Situation.LOOKED_AFTER)[0].to_numpy()]
