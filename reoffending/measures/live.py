"""Reoffending as it stands today, each figure under its own name: with what is pending, and estimated at twelve months."""

from __future__ import annotations

from dataclasses import replace

from pandas import DataFrame

from reoffending.cohort import cohort, with_pending
from reoffending.estimates import estimate, median_days
from reoffending.measures.proven import BREAKDOWNS, BinaryReoffendingRate, ReoffencesPerReoffender, cohort_status
from yjs.measures.figure import Estimate, Figure
from yjs.measures.measure import LOWER_IS_BETTER, NEITHER, Measure
from yjs.measures.periods import Period
from yjs.measures.units import percent, ratio
from yjs.records.book import Book


OUR_OWN = "Our own definition: the national cohort and follow-up, as it stands while children are still followed"
EDITION = "2026"
NEVER_THE_MEASURE = "It is not the measure: an offence that waits for an outcome may never be proven."
AN_ESTIMATE = (
    "An estimate for the cohort and never for a child. It takes it that those who came late will do as those who came "
    "early, and that proving takes as long as it did."
)


class ReoffendingWithPending(Measure):
    """The share of the children in a cohort who reoffended, offences that still wait for an outcome included."""

    title = "Reoffending with what is pending"
    unit = percent
    counts = "children in the cohort"
    good = LOWER_IS_BETTER
    breakdowns = BREAKDOWNS
    period_kind = BinaryReoffendingRate.period_kind
    caution = NEVER_THE_MEASURE
    reference, edition = OUR_OWN, EDITION
    status = cohort_status

    denominator = BinaryReoffendingRate.denominator

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children of the cohort with a proven reoffence, or with an offence, not a breach, committed within 12 months
        after the caution, sentence or release they are followed from, that nothing has dealt with yet while the 18
        months for its proof still run.
        """
        return with_pending(cohort(book, period))


class LiveReoffendingEstimate(Measure):
    """The share of the children in a cohort who will have reoffended when each has been followed for twelve months."""

    title = "Reoffending estimated at twelve months"
    unit = percent
    counts = "children in the cohort"
    good = LOWER_IS_BETTER
    breakdowns = BREAKDOWNS
    period_kind = BinaryReoffendingRate.period_kind
    caution = AN_ESTIMATE
    reference = "Our own definition: Kaplan and Meier's estimate, corrected for offences not proven yet"
    edition = EDITION
    status = cohort_status

    denominator = BinaryReoffendingRate.denominator

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children of the cohort seen to have reoffended so far. The estimate is not this number divided: it sets the
        reoffences of each day since the first event against the children followed for as long, corrected for those
        not proven yet by how long proving took with earlier children, and beyond the longest followed goes on as
        earlier children did.
        """
        return BinaryReoffendingRate.numerator(book, period)

    def estimated(figure: Figure) -> Estimate:
        return estimate(figure, cohort)


class DaysToFirstReoffence(Measure):
    """After how many days the children who reoffended first did so: the median, so that half came sooner and half
    later.
    """

    title = "Days to the first reoffence"
    unit = replace(ratio("days"), decimals=0)
    counts = "children who reoffended"
    good = NEITHER
    breakdowns = BREAKDOWNS
    period_kind = BinaryReoffendingRate.period_kind
    caution = "Those who reoffended soon are known first: until every child has been followed for 18 months it reads too short."
    reference = "Our own definition: the national cohort, follow-up and proof; from the index day to the day committed"
    edition = EDITION
    status = cohort_status

    denominator = ReoffencesPerReoffender.denominator
    numerator = denominator

    def estimated(figure: Figure) -> Estimate:
        return median_days(figure)
