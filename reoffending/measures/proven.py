"""Proven reoffending: the national definition, applied to our own records."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame

from disposals.breakdowns import EVENT_BREAKDOWNS, WORKER
from reoffending.cohort import cohort, index_events, proven_reoffences, reoffenders, unsettled
from yjs.measures.measure import LOWER_IS_BETTER, OPEN, Measure
from yjs.measures.periods import Period, add_months, days
from yjs.measures.units import percent, ratio
from yjs.records.book import Book


REFERENCE = "Guide to proven reoffending statistics, Ministry of Justice"
EDITION = "April 2019"
BREAKDOWNS = (*EVENT_BREAKDOWNS, WORKER)
UNTIL_SETTLED = (
    "Until every child has been followed for 18 months the figure can only be incomplete, and reads too low."
)


def cohort_status(book: Book, period: Period) -> str:
    """Open while the period runs; after it as unsettled as its least settled child."""
    return OPEN if book.day < period.end else unsettled(cohort(book, period), book)


class BinaryReoffendingRate(Measure):
    """The share of the children in a cohort who reoffended."""

    title = "Binary reoffending rate"
    unit = percent
    counts = "children in the cohort"
    good = LOWER_IS_BETTER
    breakdowns = BREAKDOWNS
    period_kind = "Children whose first index event lies in the period, each followed for 12 months"
    caution = UNTIL_SETTLED
    reference, edition = REFERENCE, EDITION
    status = cohort_status

    def denominator(book: Book, period: Period) -> DataFrame:
        """Children aged 10 to 17, living here, who in the period were cautioned, sentenced at court without custody,
        or released from custody; each once, from the first of these. Disposals changed or quashed on appeal,
        diversion, and disposals of breaches alone are left out.
        """
        return cohort(book, period)

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children aged 10 to 17, living here, who were cautioned, sentenced at court without custody, or released from
        custody in the period, and who have at least one proven reoffence: an offence, not a breach, committed after
        the first of these days and within 12 months of it, for which a caution or conviction that stands was given
        within 18 months of it. Disposals changed or quashed on appeal, diversion, and disposals of breaches alone
        begin no follow-up.
        """
        return reoffenders(cohort(book, period))


class ReoffencesPerReoffender(Measure):
    """How many times, on average, the children who reoffended did so."""

    title = "Reoffences per reoffender"
    unit = ratio("reoffences")
    counts = "children who reoffended"
    good = LOWER_IS_BETTER
    breakdowns = BREAKDOWNS
    period_kind = BinaryReoffendingRate.period_kind
    caution = UNTIL_SETTLED
    reference, edition = REFERENCE, EDITION
    status = cohort_status

    denominator = BinaryReoffendingRate.numerator

    def numerator(book: Book, period: Period) -> DataFrame:
        """Proven reoffences of the children who were cautioned, sentenced at court without custody, or released from
        custody in the period: offences, not breaches, committed after the first of these days and within 12 months of
        it, for which a caution or conviction that stands was given within 18 months of it; each offence once, also
        where one disposal dealt with several.
        """
        return proven_reoffences(book, cohort(book, period))


class ReoffencesPerChild(Measure):
    """How many proven reoffences there were for each child in the cohort (the frequency rate)."""

    title = "Reoffences per child"
    unit = ratio("reoffences")
    counts = "children in the cohort"
    good = LOWER_IS_BETTER
    breakdowns = BREAKDOWNS
    period_kind = BinaryReoffendingRate.period_kind
    caution = UNTIL_SETTLED
    reference, edition = REFERENCE, EDITION
    status = cohort_status

    numerator = ReoffencesPerReoffender.numerator
    denominator = BinaryReoffendingRate.denominator


def three_month_cohorts(period: Period) -> list[Period]:
    """The period cut into cohorts of three months from its first day; the last may be shorter."""
    cuts: list[Period] = []
    start = period.start
    while start <= period.end:
        after = add_months(period.start, 3 * (len(cuts) + 1))
        cuts.append(days(start, min(period.end, after - pd.Timedelta(days=1).to_pytimedelta())))
        start = after
    return cuts


def cohorts_with_anybody(book: Book, period: Period) -> list[Period]:
    """The three-month cohorts of a period, without those before the first index event or after the last."""
    on = index_events(book)["on"]
    if on.empty:
        return []
    first, last = on.min().date(), on.max().date()
    return [each for each in three_month_cohorts(period) if each.start <= last and first <= each.end]


def four_cohorts(book: Book, period: Period) -> DataFrame:
    """The three-month cohorts of a period put together; a child may stand in several."""
    return pd.concat([cohort(book, each) for each in cohorts_with_anybody(book, period)] or [cohort(book, period)])


class BinaryReoffendingRateFourQuarters(Measure):
    """The year as the Ministry of Justice has published it since October 2015: four three-month cohorts added up."""

    title = "Binary reoffending rate, four quarterly cohorts"
    unit = percent
    counts = "children in the cohorts"
    good = LOWER_IS_BETTER
    breakdowns = BREAKDOWNS
    period_kind = "The three-month cohorts of the period, each child followed for 12 months from each"
    caution = f"{UNTIL_SETTLED} One child can stand in it up to four times, so it differs from the rate for the year as one cohort."
    reference, edition = REFERENCE, EDITION

    def status(book: Book, period: Period) -> str:
        return OPEN if book.day < period.end else unsettled(four_cohorts(book, period), book)

    def denominator(book: Book, period: Period) -> DataFrame:
        """The children of each of the three-month cohorts in the period, added up: a child stands once in each cohort
        in which there was a caution, a sentence at court without custody or a release from custody.
        """
        return four_cohorts(book, period)

    def numerator(book: Book, period: Period) -> DataFrame:
        """The children of each of the three-month cohorts in the period, added up, who have a proven reoffence: an
        offence, not a breach, committed within 12 months after the first caution, sentence at court without custody
        or release from custody in that cohort, and proven within 18 months of it.
        """
        return reoffenders(four_cohorts(book, period))
