"""Sentences about figures. Every number, difference and direction word in them is computed."""

from __future__ import annotations

from disposals.measures.caseload import Caseload, counted_on
from yjs.documents.cells import count_cell, value_cell
from yjs.documents.document import CountKey
from yjs.measures.change import change_words, difference
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL
from yjs.measures.periods import day_in_words


Sentence = tuple[tuple[str, ...], tuple[tuple[CountKey, ...], ...]]
BEFORE_ROUNDING = "Changes are worked out before rounding, so they may differ from those between the values as printed."
NOT_FINAL_YET = (
    "Every child of the cohort is in it, also those not yet followed for a year; offences still without an outcome are "
    "not. Until it is final it reads too low and must not be set against the figures above."
)


def when(figure: Figure) -> str:
    """The days a figure is of, in words: its period, and for the caseload the one day on which it is counted."""
    if figure.measure is Caseload:
        return day_in_words(counted_on(figure.book, figure.period))
    return figure.period.label


def counted(figure: Figure) -> str:
    """How many records a figure counts, as it is written."""
    return figure.measure.unit.counted(figure.numerator.value)


def told(sentence: str, *figures: Figure) -> tuple[str, tuple[CountKey, ...]]:
    """A sentence that tells how many records figures count, with the counts it can be read back to."""
    return sentence, tuple(key for figure in figures for key in count_cell(figure).keys)


def change(then: Figure, now: Figure) -> Sentence:
    """How a figure changed between two periods, with the counts its words can be read back to."""
    return (change_sentence(then, now),), ((*value_cell(then).keys, *value_cell(now).keys),)


def rounding(then: Figure, now: Figure) -> tuple[str, ...]:
    """The note under a table beside which the change between two figures is told."""
    return (BEFORE_ROUNDING,) if _compared(then, now) else ()


def change_sentence(then: Figure, now: Figure) -> str:
    """From what to what, the difference, and whether it is more than chance could do."""
    said = f"{now.measure.title}, {now.period.label}: {_told(now)}"
    if then.value is None or now.value is None:
        return f"{said}. There is nothing to compare it with." if now.value is not None else f"{said}."
    said += f"; {then.period.label}: {_told(then)}."
    if not _compared(then, now):
        return f"{said} They are not compared until both are final."
    return f"{said} Change: {difference(then, now)}, {change_words(then, now)}."


def _compared(then: Figure, now: Figure) -> bool:
    return None not in (then.value, now.value) and {then.status, now.status} == {FINAL}


def _told(figure: Figure) -> str:
    if figure.value is None:
        return figure.reason.rstrip(".")
    if figure.denominator_value is None:
        return figure.text
    counted = figure.measure.unit.counted
    return f"{figure.text} ({counted(figure.numerator.value)} of {counted(figure.denominator_value)})"
