"""Reoffending: five cohorts beside those of other areas, the live cohort apart, and what followed each disposal."""

from __future__ import annotations

from collections.abc import Sequence

from disposals.breakdowns import DISPOSAL
from reoffending.measures.after_disposal import ReoffendingAfterDisposal
from reoffending.measures.proven import (
    BinaryReoffendingRate,
    BinaryReoffendingRateFourQuarters,
    ReoffencesPerChild,
    ReoffencesPerReoffender,
)
from yjs.documents.document import Block, Prose
from yjs.documents.tables import by_breakdown, one_period, trend, trend_chart
from yjs.measures.comparators import latest
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL, Measure
from yjs.measures.periods import Period, add_months
from yjs.plan.parts.part import part, up_to
from yjs.plan.prose import NOT_FINAL_YET, change, rounding
from yjs.records.book import Book


def cohorts(book: Book, year: Period, measure: type[Measure] = BinaryReoffendingRate) -> list[Period]:
    """Five cohorts of a year, the last ending where the latest published one does; where none is published, the last
    that has been followed to the end.
    """
    last = latest(book, measure, by=year.end, months=12) or _followed(book, year)
    return last.years(5)


def _followed(book: Book, year: Period) -> Period:
    while add_months(year.end, 18) > book.day:
        year = year.year_before()
    return year


@part
def reoffending_five_cohorts(book: Book, year: Period) -> list[Block]:
    """The share of children who reoffended, with a chart."""
    periods = cohorts(book, year)
    last_two = [BinaryReoffendingRate.figure(book, period) for period in periods[-2:]]
    caption = f"Children who reoffended, five cohorts {up_to(periods)}"
    table = trend("reoffending", caption, BinaryReoffendingRate, book, periods, *rounding(*last_two))
    return [
        Prose(*change(*last_two)),
        trend_chart(table, "Binary reoffending rate", BinaryReoffendingRate, book, periods),
    ]


@part
def reoffences_five_cohorts(book: Book, year: Period) -> list[Block]:
    """How often those who reoffended did so, and for each child followed."""
    periods = cohorts(book, year)
    return [
        trend(measure.slug, f"{measure.title}, five cohorts {up_to(periods)}", measure, book, periods)
        for measure in (ReoffencesPerReoffender, ReoffencesPerChild)
    ]


@part
def reoffending_four_quarters(book: Book, year: Period) -> list[Block]:
    """The years as the Ministry of Justice has published them since October 2015."""
    measure = BinaryReoffendingRateFourQuarters
    periods = cohorts(book, year, measure)
    caption = f"Children who reoffended, each year as four quarterly cohorts added up, five years {up_to(periods)}"
    return [trend("reoffending-four-quarters", caption, measure, book, periods)]


@part
def live_cohort(book: Book, year: Period) -> list[Block]:
    """The plan year's own cohort, as far as it has been followed."""
    measures = (BinaryReoffendingRate, ReoffencesPerReoffender, ReoffencesPerChild)
    return apart("live-cohort", [measure.figure(book, year) for measure in measures])


def apart(key: str, figures: Sequence[Figure]) -> list[Block]:
    """The figures of one cohort apart from those of others; until it is final, with what it must not be taken for."""
    caption = f"The cohort of {figures[0].period.label}"
    if figures[0].status == FINAL:
        return [one_period(key, caption, figures)]
    return [Prose((NOT_FINAL_YET,)), one_period(key, f"{caption}, as far as it has been followed", figures)]


@part
def reoffending_after_disposal(book: Book, year: Period) -> list[Block]:
    """What followed each kind of disposal, diversion included, in the last of the five cohorts."""
    period = cohorts(book, year)[-1]
    caption = f"Reoffending after each kind of disposal, {period.label}"
    return [by_breakdown("after-disposal", caption, ReoffendingAfterDisposal.figure(book, period), DISPOSAL)]
