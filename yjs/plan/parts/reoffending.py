"""Reoffending: five cohorts beside those of other areas, the live cohort apart, and what followed each disposal."""

from __future__ import annotations

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
from yjs.measures.measure import Measure
from yjs.measures.periods import Period, add_months
from yjs.plan.parts.part import part
from yjs.plan.prose import change
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
    table = trend("reoffending", "Children who reoffended, five cohorts", BinaryReoffendingRate, book, periods)
    figures = [BinaryReoffendingRate.figure(book, period) for period in periods]
    return [
        Prose(*change(*figures[-2:])),
        trend_chart(table, "Binary reoffending rate", BinaryReoffendingRate, book, periods),
    ]


@part
def reoffences_five_cohorts(book: Book, year: Period) -> list[Block]:
    """How often those who reoffended did so, and for each child followed."""
    periods = cohorts(book, year)
    return [
        trend(
            "reoffences-per-reoffender",
            "Reoffences per reoffender, five cohorts",
            ReoffencesPerReoffender,
            book,
            periods,
        ),
        trend("reoffences-per-child", "Reoffences per child, five cohorts", ReoffencesPerChild, book, periods),
    ]


@part
def reoffending_four_quarters(book: Book, year: Period) -> list[Block]:
    """The years as the Ministry of Justice has published them since October 2015."""
    caption = "Children who reoffended, each year as four quarterly cohorts added up"
    measure = BinaryReoffendingRateFourQuarters
    return [trend("reoffending-four-quarters", caption, measure, book, cohorts(book, year, measure))]


@part
def live_cohort(book: Book, year: Period) -> list[Block]:
    """The plan year's own cohort, as far as it has been followed."""
    measures = (BinaryReoffendingRate, ReoffencesPerReoffender, ReoffencesPerChild)
    figures = [measure.figure(book, year) for measure in measures]
    warning = (
        f"The cohort of {year.label} is shown apart. Children who have not been followed for a year, and offences that wait "
        "for an outcome, are not yet in it: until it is final it reads too low, and it must not be set against the cohorts above."
    )
    table = one_period("live-cohort", f"The cohort of {year.label}, as far as it has been followed", figures)
    return [table] if figures[0].status == "final" else [Prose((warning,)), table]


@part
def reoffending_after_disposal(book: Book, year: Period) -> list[Block]:
    """What followed each kind of disposal, diversion included, in the last of the five cohorts."""
    period = cohorts(book, year)[-1]
    caption = f"Reoffending after each kind of disposal, {period.label}"
    return [by_breakdown("after-disposal", caption, ReoffendingAfterDisposal.figure(book, period), DISPOSAL)]
