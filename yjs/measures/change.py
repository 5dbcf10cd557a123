"""The change between two figures of one measure, in words that promise no more than the numbers hold."""

from __future__ import annotations

from yjs.measures.figure import Figure


def difference(then: Figure, now: Figure) -> str:
    """The difference with its sign, at the precision the figures are written with."""
    return now.measure.unit.difference(now.value, then.value)


def change_words(then: Figure, now: Figure) -> str:
    """Whether it went up or down, or whether chance could have done it."""
    return "no clear change"
