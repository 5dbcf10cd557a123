"""Reoffending of children followed from any disposal, diversion too: what the national measures leave out."""

from __future__ import annotations

from pandas import DataFrame

from reoffending.cohort import cohort_diversion_included, proven_reoffences, reoffenders, unsettled, with_pending
from reoffending.estimates import estimate
from reoffending.measures.live import (
    EDITION,
    DaysToFirstReoffence,
    LiveReoffendingEstimate,
    ReoffendingWithPending,
)
from reoffending.measures.proven import BinaryReoffendingRate, ReoffencesPerChild, ReoffencesPerReoffender
from yjs.measures.figure import Estimate, Figure
from yjs.measures.measure import OPEN
from yjs.measures.periods import Period
from yjs.records.book import Book


REFERENCE = "Our own definition: the national follow-up and proof, from the first disposal or diversion"


def _status(book: Book, period: Period) -> str:
    return OPEN if book.day < period.end else unsettled(cohort_diversion_included(book, period), book)


def _children(book: Book, period: Period) -> DataFrame:
    """Children aged 10 to 17, living here, who in the period had a disposal that stands, out of court or in court, by
    the day imposed or for custody the day of release; each once, from the first of these. Diversion is included;
    disposals of breaches alone are left out.
    """
    return cohort_diversion_included(book, period)


class DiversionReoffendingRate(BinaryReoffendingRate):
    """The share of the children with any disposal, diversion included, who reoffended."""

    title = "Reoffending rate, diversion included"
    reference, edition, status, denominator = REFERENCE, EDITION, _status, _children

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children aged 10 to 17, living here, who in the period had a disposal that stands, diversion included, and
        who have at least one proven reoffence: an offence, not a breach, committed after the day of the first of
        these, or for custody of release, and within 12 months of it, for which a caution or conviction that stands
        was given within 18 months of it.
        """
        return reoffenders(_children(book, period))


class DiversionReoffencesPerReoffender(ReoffencesPerReoffender):
    """How many times, on average, the children with any disposal who reoffended did so."""

    title = "Reoffences per reoffender, diversion included"
    reference, edition, status = REFERENCE, EDITION, _status
    denominator = DiversionReoffendingRate.numerator

    def numerator(book: Book, period: Period) -> DataFrame:
        """Proven reoffences of the children who in the period had a disposal that stands, diversion included: offences,
        not breaches, committed after the day of the first of these, or for custody of release, and within 12 months
        of it, for which a caution or conviction that stands was given within 18 months of it; each offence once.
        """
        return proven_reoffences(book, _children(book, period))


class DiversionReoffencesPerChild(ReoffencesPerChild):
    """How many proven reoffences there were for each child with any disposal, diversion included."""

    title = "Reoffences per child, diversion included"
    reference, edition, status, denominator = REFERENCE, EDITION, _status, _children
    numerator = DiversionReoffencesPerReoffender.numerator


class DiversionReoffendingWithPending(ReoffendingWithPending):
    """The share of the children with any disposal who reoffended, offences that wait for an outcome included."""

    title = "Reoffending with what is pending, diversion included"
    reference, status, denominator = REFERENCE, _status, _children

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children with a disposal that stands in the period, diversion included, and with a proven reoffence, or with
        an offence, not a breach, committed within 12 months after the first of these that nothing has dealt with yet
        while the 18 months for its proof still run.
        """
        return with_pending(_children(book, period))


class DiversionReoffendingEstimate(LiveReoffendingEstimate):
    """The share of the children with any disposal who will have reoffended after twelve months."""

    title = "Reoffending estimated at twelve months, diversion included"
    reference, status, denominator = REFERENCE, _status, _children

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children with a disposal that stands in the period, diversion included, seen to have reoffended so far. The
        estimate is not this number divided: it is made as the estimate for the national cohort is.
        """
        return reoffenders(_children(book, period))

    def estimated(figure: Figure) -> Estimate:
        return estimate(figure, cohort_diversion_included)


class DiversionDaysToFirstReoffence(DaysToFirstReoffence):
    """After how many days the children with any disposal who reoffended first did so: the median, so that half came
    sooner and half later.
    """

    title = "Days to the first reoffence, diversion included"
    reference, status = REFERENCE, _status
    denominator = DiversionReoffendingRate.numerator
    numerator = denominator
