"""A cohort's curve, estimate and projection, from its own children and the service's earlier ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from reoffending.survival import TWELVE_MONTHS, Curve, Followed, Projection, curve, project
from yjs.measures.figure import Estimate, Figure
from yjs.measures.periods import Period, add_months, days
from yjs.records.book import Book


YEARS_BEFORE = 5
Cohort = Callable[..., DataFrame]


def earlier_children(book: Book, period: Period, cohort: Cohort) -> Followed:
    """The children of the five years before the period, a cohort each year, of whom nothing can be proven any more."""

    def found() -> Followed:
        starts = [add_months(period.start, -12 * ago) for ago in range(YEARS_BEFORE, -1, -1)]
        years = [days(start, after - dt.timedelta(days=1)) for start, after in zip(starts, starts[1:], strict=False)]
        every = Followed.of(cohort(book, *years), np.datetime64(book.day))
        return every.only(every.is_final)

    return book.remembered((earlier_children, period.start, cohort), found)


def children_of(figure: Figure) -> Followed:
    """The children of a cohort's figure as they stand on its day."""
    assert figure.denominator is not None
    book, rows = figure.book, figure.denominator.rows
    asked = (children_of, figure.measure.denominator, figure.period, figure.within)
    return book.remembered(asked, lambda: Followed.of(rows, np.datetime64(book.day)))


def curve_of(figure: Figure, cohort: Cohort) -> Curve:
    """The share of the figure's children who have reoffended by each day since their index day, estimated."""
    asked = (curve_of, figure.period, figure.within, cohort)
    earlier = earlier_children(figure.book, figure.period, cohort)
    return figure.book.remembered(asked, lambda: curve(children_of(figure), earlier))


def projection_of(figure: Figure, cohort: Cohort) -> Projection | None:
    """How many of the figure's children will be known to have reoffended when the cohort is final."""
    asked = (projection_of, figure.period, figure.within, cohort)
    earlier = earlier_children(figure.book, figure.period, cohort)
    return figure.book.remembered(asked, lambda: project(children_of(figure), earlier))


def estimate(figure: Figure, cohort: Cohort) -> Estimate:
    """The share who will have reoffended by twelve months, with what it was worked out from."""
    drawn, earlier = curve_of(figure, cohort), earlier_children(figure.book, figure.period, cohort)
    found = drawn.at(TWELVE_MONTHS)
    if found is None:
        said = f"as far as day {drawn.reach}" if drawn.reach else "for a day"
        return Estimate(
            None,
            reason=f"Not yet: the children have been followed {said} at the most, and no earlier cohort shows how "
            "the rest of twelve months goes.",
        )
    reoffended = int(earlier.has_reoffended.sum())
    notes = []
    if not children_of(figure).is_final.all():
        notes.append(
            f"Corrected for offences not proven yet by how long proving took with {reoffended} earlier children."
            if reoffended
            else "Not corrected for offences not proven yet: no earlier child of this service shows how long that takes."
        )
    if drawn.reach < TWELVE_MONTHS:
        notes.append(
            f"The children themselves tell as far as day {drawn.reach}; from there it goes on as with the "
            f"{len(earlier)} children of the five years before."
        )
    share, low, high = found
    return Estimate(share, (low, high), notes=tuple(notes))


def method_of(figure: Figure, cohort: Cohort) -> str:
    """How the estimate is made, in a line; of a part of a cohort also whose delays it goes by."""
    if children_of(figure).is_final.all():
        return "Kaplan-Meier; nothing waits any more"
    if not earlier_children(figure.book, figure.period, cohort).has_reoffended.any():
        return "Kaplan-Meier, not corrected for offences still waiting"
    whose = ", by the delays of all children and not of these alone" if figure.within else ""
    return f"Kaplan-Meier, corrected for offences still waiting{whose}"


def days_to_first(reoffenders: DataFrame) -> NDArray[np.int64]:
    """The days from each child's index day to the first proven reoffence, the fewest first."""
    on, first = (reoffenders[name].to_numpy("datetime64[D]") for name in ("on", "first_on"))
    return np.sort((first - on).astype("int64"))


def median_days(figure: Figure) -> Estimate:
    """The middle number of days to the first proven reoffence, or half way between the two in the middle."""
    rows = figure.numerator.rows
    assert isinstance(rows, DataFrame)
    return Estimate(float(np.median(days_to_first(rows))))
