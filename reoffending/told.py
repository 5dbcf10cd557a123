"""The figures at the top of the tracker as they are said: each with its name, what it was made of and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reoffending.estimates import method_of
from reoffending.tracker import Tracker
from yjs.measures.figure import Figure
from yjs.measures.periods import day_in_words


Told = dict[str, Any]


def main_figures(tracker: Tracker) -> list[Told]:
    """What the page is about: seen, with what is pending, and estimated, by which method."""
    return [_told(name, figure) | _how_made(tracker, figure) for name, figure in tracker.figures]


def how_often_and_soon(tracker: Tracker) -> list[Told]:
    """How often the children reoffended, and how soon."""
    return [*(_told(name, figure) for name, figure in tracker.how_often), _how_soon(tracker)]


def other_cohorts(tracker: Tracker) -> list[Told]:
    """The last matured cohort, and the earlier ones at the same age."""
    return [*_matured(tracker), *_at_this_point(tracker)]


def why_not_beside(tracker: Tracker) -> str:
    """Why something that is looked for beside the cohort is missing."""
    if tracker.is_of_a_worker:
        return (
            "No other cohort is set beside the children of one worker: whose children they were then is not whose "
            "they are now, and with whom work has gone on, more has come."
        )
    unknown = [
        f"{figure.period.label} ({day_in_words(figure.book.day)})"
        for figure in tracker.earlier()
        if not figure.denominator_value and tracker.has_anybody_in(figure.period)
    ]
    return (
        f"Not shown at this point, as nothing of it was recorded here by then: {'; '.join(unknown)}." if unknown else ""
    )


def _told(name: str, figure: Figure) -> Told:
    """A figure as the page says it: its name, value, what it was made of, and how sure it is."""
    show, low_high = figure.measure.unit.show, figure.interval
    return {
        "key": f"{figure.measure.slug}-{figure.period.slug}",
        "name": name,
        "value": figure.text if figure.value is not None else "Not yet",
        "of": _made_of(figure),
        "interval": f"95% interval of the share: {show(low_high[0])} to {show(low_high[1])}" if low_high else "",
        "notes": [*figure.notes, *_what_the_interval_is(figure)],
        "address": figure.address,
    }


def _what_the_interval_is(figure: Figure) -> Iterator[str]:
    """Why the interval of an estimate may begin below what has been seen, where it is an estimate."""
    if figure.estimate is not None and figure.interval:
        yield (
            "The interval is of the share among children like these, of whom this cohort is a few: "
            "so it may begin below what is seen already."
        )


def _made_of(figure: Figure) -> str:
    """How many of how many a figure is made of."""
    unit, some, of = figure.measure.unit, figure.numerator.value, figure.denominator_value or 0
    if figure.estimate is not None:
        return f"from {unit.counted(some)} of {unit.counted(of)} seen so far"
    if not unit.noun:
        return f"{unit.counted(some)} of {unit.counted(of)}"
    return f"{_many(some, unit.noun)}, {_many(of, figure.measure.counts)}"


def _many(number: float, what: str) -> str:
    """So many reoffences, or children who reoffended; or one."""
    first, _, rest = what.partition(" ")
    one = {"children": "child"}.get(first, first.removesuffix("s"))
    return f"{number:,} {' '.join(filter(None, (one if number == 1 else first, rest)))}"


def _how_soon(tracker: Tracker) -> Told:
    """The days to the first reoffence as the page says them: the median between the fewest and the most."""
    figure, days = tracker.how_soon
    told = _told("Days to the first reoffence", figure)
    if not days:
        return told | {"of": _many(0, figure.measure.counts)}
    ends = " to ".join(dict.fromkeys((str(days[0]), str(days[-1]))))
    return told | {"value": f"median {told['value']}", "of": f"{ends} days, {_many(len(days), figure.measure.counts)}"}


def _how_made(tracker: Tracker, figure: Figure) -> dict[str, str]:
    """By which method an estimate is made, in the line that everybody reads."""
    if figure.estimate is None or figure.value is None:
        return {}
    return {"method": method_of(figure, tracker.rule.cohort)}


def _matured(tracker: Tracker) -> list[Told]:
    matured = tracker.matured()
    return [_told(f"Last matured: {matured.period.label}", matured)] if matured else []


def _at_this_point(tracker: Tracker) -> list[Told]:
    """Earlier cohorts as they were known when they were as old; those that had nobody in them yet are left out."""
    return [
        _told(f"{figure.period.label} at this point ({day_in_words(figure.book.day)})", figure)
        | {"key": f"at-this-point-{figure.period.slug}"}
        for figure in tracker.earlier()
        if figure.denominator_value
    ]
