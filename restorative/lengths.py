"""Lengths of time, in hours."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal


NOUGHT = Decimal(0)
HUNDREDTH = Decimal("0.01")
A_WHOLE_DAY = Decimal(24)


def between(start: dt.time, end: dt.time) -> Decimal:
    """The hours from one time of a day to another; nought where the other is not later."""
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return (Decimal(max(minutes, 0)) / 60).quantize(HUNDREDTH, ROUND_HALF_UP)


def in_words(hours: Decimal) -> str:
    """Hours as they are written, without noughts that say nothing: 12, 1.5, 2.25."""
    text = f"{hours:.2f}"
    return text.rstrip("0").rstrip(".")
