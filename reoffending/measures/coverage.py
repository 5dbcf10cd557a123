"""How often a projection held: what was projected for past cohorts, scored against what came."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from reoffending.cohort import cohort, cohort_diversion_included, reoffenders, unsettled
from reoffending.models import Projection
from yjs.measures.breakdown import Breakdown
from yjs.measures.measure import FINAL, NEITHER, OPEN, WAITING, Measure
from yjs.measures.periods import Period, days
from yjs.measures.units import percent
from yjs.records.book import Book


Rule = Projection.Rule
COHORTS = {Rule.SUBSTANTIVE: cohort, Rule.ANY: cohort_diversion_included}
LONGEST_QUARTER = 92


def _rule(book: Book, rows: DataFrame) -> Series:
    return rows["rule"]


def months_on(rows: DataFrame) -> Series:
    """How many months after the cohort began each projection was made."""
    after = rows["known_on"] + pd.Timedelta(days=1)
    return (after.dt.year - rows["starts_on"].dt.year) * 12 + after.dt.month - rows["starts_on"].dt.month


def _months(book: Book, rows: DataFrame) -> Any:
    return months_on(rows).astype(int).astype(str)


def _length(book: Book, rows: DataFrame) -> Any:
    return np.where((rows["ends_on"] - rows["starts_on"]).dt.days < LONGEST_QUARTER, "quarter", "year")


MONTHS = Breakdown(
    "months", "Months after the cohort began", _months, {str(number): str(number) for number in (6, 9, 12)}
)
LENGTH = Breakdown("length", "Length of the cohort", _length, {"quarter": "Quarter", "year": "Year"})
RULE = Breakdown("rule", "Cohort opened by", _rule, dict(Rule.choices))


def scored(book: Book, period: Period) -> DataFrame:
    """The projections of cohorts within the period that are final, each with what came of the children it was about.

    They are the children followed from a day that had come by then, whenever they were recorded.
    """
    return book.remembered((scored, period), lambda: _scored(book, period))


def _scored(book: Book, period: Period) -> DataFrame:
    kept = _kept(book, period)
    came, of = [], []
    for row in kept.itertuples():
        children, is_final = _children(book, row)
        children = children[children["on"] <= row.known_on]
        came.append(len(reoffenders(children)) if is_final else pd.NA)
        of.append(len(children))
    told = kept.assign(came=Series(came, index=kept.index, dtype="Int64"), of=of, on=kept["known_on"])
    return told[told["came"].notna()]


def _kept(book: Book, period: Period) -> DataFrame:
    kept = book[Projection]
    inside = (kept["starts_on"] >= pd.Timestamp(period.start)) & (kept["ends_on"] <= pd.Timestamp(period.end))
    return kept[inside].sort_values(["starts_on", "ends_on", "known_on"], kind="stable")


def _children(book: Book, row: Any) -> tuple[DataFrame, bool]:
    """The children of a projection's cohort as they are known now, and whether all of them are final."""

    def found() -> tuple[DataFrame, bool]:
        children = COHORTS[row.rule](book, days(row.starts_on.date(), row.ends_on.date()))
        return children, book.day >= row.ends_on.date() and unsettled(children, book) == FINAL

    return book.remembered((_children, row.rule, row.starts_on, row.ends_on), found)


def held(rows: DataFrame) -> DataFrame:
    """The projections in whose range it came to lie."""
    return rows[rows["came"].between(rows["low"], rows["high"]).astype(bool)]


class ProjectionCoverage(Measure):
    """How many in a hundred of the projections for past cohorts held. They say "in 8 of 10 cases", so 80 would be right;
    far fewer means that they promise too much, and far more that they say too little.
    """

    title = "Projections that held"
    unit = percent
    counts = "projections that can be scored"
    good = NEITHER
    breakdowns = (MONTHS, LENGTH, RULE)
    source = "Projections kept by this service, and its case records"
    period_kind = (
        "Cohorts that lie in the period, quarters and financial years, projected 6, 9 and 12 months after they began"
    )
    caution = (
        "The projections of one cohort are about the same children, so they hold or fail together: the interval is "
        "narrower than what is known. A child recorded late is counted in what came, though nobody knew of it then."
    )
    reference = "Our own definition: the middle 80 of 100 ways a cohort may go, against what came"
    edition = "2026"

    def status(book: Book, period: Period) -> str:
        if book.day < period.end:
            return OPEN
        return FINAL if len(scored(book, period)) == len(_kept(book, period)) else WAITING

    def denominator(book: Book, period: Period) -> DataFrame:
        """Projections that were kept for cohorts in the period, where every child of the cohort is final by now: 18
        months after the index day. A projection worked out later counts too, if it was made with what was known on
        its day alone.
        """
        return scored(book, period)

    def numerator(book: Book, period: Period) -> DataFrame:
        """Projections that were kept for cohorts in the period, all of whose children are final, and in whose range it
        came to lie: from the fewest to the most, both included, of the children followed from a day up to that of the
        projection so many have a proven reoffence within 12 months, proven within 18 months.
        """
        return held(scored(book, period))
