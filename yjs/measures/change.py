"""The change between two figures of one measure, in words that promise no more than the numbers hold."""

from __future__ import annotations

from yjs.measures import intervals
from yjs.measures.figure import Figure


def difference(then: Figure, now: Figure) -> str:
    """The difference with its sign, at the precision the figures are written with."""
    return now.measure.unit.difference(now.value or 0, then.value or 0)


def change_words(then: Figure, now: Figure) -> str:
    """Whether it went up or down and whether that is better, or that chance could have done it.

    A proportion and a rate are tested; a count is compared as so many events in so many days. Sums of money and of
    hours are no events, and means and medians no shares: they are not tested.
    """
    unit = now.measure.unit
    if now.numerator.is_sum or (now.estimate is not None and unit.name != "percent"):
        return "up" if _more(then, now) > 0 else "down" if _more(then, now) < 0 else "the same"
    test: intervals.Test | None = intervals.proportions_differ if unit.name == "percent" else intervals.rates_differ
    if unit.divides and not (unit.base or unit.name == "percent"):
        test = None
    return intervals.change_words(
        now.numerator.value, _base(now), then.numerator.value, _base(then), test=test, good=now.measure.good
    )


def direction(then: Figure, now: Figure) -> str:
    """better or worse where the words say so; else unclear."""
    words = change_words(then, now)
    return next((way for way in ("better", "worse") if way in words), "unclear")


def _more(then: Figure, now: Figure) -> float:
    return (now.value or 0) - (then.value or 0)


def _base(figure: Figure) -> float | None:
    if figure.measure.unit.divides:
        return figure.denominator_value
    return (figure.period.end - figure.period.start).days + 1
