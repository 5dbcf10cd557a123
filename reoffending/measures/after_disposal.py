"""Reoffending after each kind of disposal, diversion too: what the national measure cannot say."""

from __future__ import annotations

from pandas import DataFrame

from disposals.breakdowns import EVENT_BREAKDOWNS, TIER
from reoffending.cohort import first_of_each_kind, reoffenders, unsettled
from reoffending.measures.proven import UNTIL_SETTLED
from yjs.measures.measure import LOWER_IS_BETTER, OPEN, Measure
from yjs.measures.periods import Period
from yjs.measures.units import percent
from yjs.records.book import Book


class ReoffendingAfterDisposal(Measure):
    """The share of disposals of a kind, diversion included, that were followed by a proven reoffence."""

    title = "Reoffending after each kind of disposal"
    unit = percent
    counts = "disposals"
    good = LOWER_IS_BETTER
    breakdowns = (*EVENT_BREAKDOWNS, TIER)
    period_kind = "Disposals imposed in the period, or for custody released from in it, each followed for 12 months"
    caution = (
        f"{UNTIL_SETTLED} Kinds of disposal go to different children: a difference is not an effect of the disposal."
    )
    reference = "Our own definition: the national follow-up and proof, from every kind of disposal"
    edition = "2026"

    def status(book: Book, period: Period) -> str:
        return OPEN if book.day < period.end else unsettled(first_of_each_kind(book, period), book)

    def denominator(book: Book, period: Period) -> DataFrame:
        """Disposals that stand, out of court or in court, of children aged 10 to 17 living here, by the day imposed or
        for custody the day of release; the first of each kind for each child in the period. Disposals of breaches
        alone are left out.
        """
        return first_of_each_kind(book, period)

    def numerator(book: Book, period: Period) -> DataFrame:
        """Disposals, the first of each kind for each child in the period, that were followed by a proven reoffence of
        the child: an offence, not a breach, committed after the day imposed, or for custody the day of release, and
        within 12 months of it, for which a caution or conviction that stands was given within 18 months of it.
        """
        return reoffenders(first_of_each_kind(book, period))
