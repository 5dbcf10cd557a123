"""Sentences about figures. Every number, difference and direction word in them is computed."""

from __future__ import annotations

from yjs.documents.cells import value_cell
from yjs.documents.document import CountKey
from yjs.measures.change import change_words, difference
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL


Sentence = tuple[tuple[str, ...], tuple[tuple[CountKey, ...], ...]]


def change(then: Figure, now: Figure) -> Sentence:
    """How a figure changed between two periods, with the counts its words can be read back to."""
    return (change_sentence(then, now),), ((*value_cell(then).keys, *value_cell(now).keys),)


def change_sentence(then: Figure, now: Figure) -> str:
    """From what to what, the difference, and whether it is more than chance could do."""
    said = f"{now.measure.title}, {now.period.label}: {_told(now)}"
    if then.value is None or now.value is None:
        return f"{said}. There is nothing to compare it with." if now.value is not None else f"{said}."
    said += f"; {then.period.label}: {_told(then)}."
    if {then.status, now.status} != {FINAL}:
        return f"{said} They are not compared until both are final."
    return f"{said} Change: {difference(then, now)}, {change_words(then, now)}."


def _told(figure: Figure) -> str:
    if figure.value is None:
        return figure.reason.rstrip(".")
    if figure.denominator_value is None:
        return figure.text
    return f"{figure.text} ({figure.numerator.value:,} of {figure.denominator_value:,})"
