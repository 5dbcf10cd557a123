"""How sure a figure is, and whether a change between two could be chance.

A percentage of children has Wilson's interval and a rate the exact Poisson interval. A mean, such as reoffences
per reoffender, has none: a few children account for most reoffences, so the two totals do not say how much their
mean could vary, and an interval that took each reoffence for an independent event would claim far too much. Nor has a share of
hours or of money.

A change is tested only where its two figures count different events: rolling years that overlap share theirs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, chi2, fisher_exact, norm


# A page asks for the same intervals again and again.
MOST_REMEMBERED = 4_096
FEW = 5
CHANCE = 0.05

UP, DOWN, NO_CHANGE = "up", "down", "no change"
NO_CLEAR_CHANGE = "no clear change"
TOO_FEW = "too few to say"
NOT_TESTED = "not tested against chance"


@dataclass(frozen=True)
class Interval:
    """Where the underlying figure may well lie: `low, high = interval`."""

    low: float
    high: float
    method: str
    level: float = 0.95

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.high))

    def times(self, scale: float) -> "Interval":
        """The same interval per cent, per 1,000 or per 100,000."""
        return Interval(self.low * scale, self.high * scale, self.method, self.level)


@dataclass(frozen=True)
class Comparison:
    """Whether two figures differ by more than chance does once in twenty times; true when they do."""

    differ: bool
    p_value: float
    method: str

    def __bool__(self) -> bool:
        return self.differ


Numbers = NDArray[np.float64]
Test = Callable[[float, float, float, float], Comparison]


@lru_cache(MOST_REMEMBERED)
def wilson(numerator: float, denominator: float | None, level: float = 0.95) -> Interval | None:
    """The interval of a proportion, from 0 to 1; None where the denominator is nobody or not known."""
    if denominator is None:
        return None
    part, whole = _part_of(numerator, denominator)
    if whole == 0:
        return None
    low, high = binomtest(part, whole).proportion_ci(_checked(level), method="wilson")
    return Interval(float(low), float(high), "Wilson", level)


def wilson_of_shares(shares: Numbers, worth: Numbers, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Wilson's limits of estimated shares, each of which tells as much as so many children, not a whole number."""
    z = float(norm.ppf((1 + _checked(level)) / 2))
    middle, scale = shares + z * z / (2 * worth), 1 + z * z / worth
    spread = z * np.sqrt(shares * (1 - shares) / worth + (z / (2 * worth)) ** 2)
    return np.maximum((middle - spread) / scale, 0), np.minimum((middle + spread) / scale, 1)


@lru_cache(MOST_REMEMBERED)
def exact_poisson(count: float, base: float | None, level: float = 0.95) -> Interval | None:
    """The interval of a rate, for one of the base; None where the base is 0 or not known."""
    events, outside = _whole(count, "count"), (1 - _checked(level)) / 2
    if base is None or _not_negative(base, "base") == 0:
        return None
    low = chi2.ppf(outside, 2 * events) / 2 if events else 0.0
    high = chi2.ppf(1 - outside, 2 * events + 2) / 2
    return Interval(float(low / base), float(high / base), "exact Poisson", level)


def proportions_differ(
    numerator: float, denominator: float, other_numerator: float, other_denominator: float
) -> Comparison:
    """Fisher's exact test: right for any number of children, and never claims a change too easily."""
    part, whole = _part_of(numerator, denominator)
    other_part, other_whole = _part_of(other_numerator, other_denominator)
    p_value = fisher_exact([[part, whole - part], [other_part, other_whole - other_part]]).pvalue
    return Comparison(bool(p_value < CHANCE), float(p_value), "Fisher's exact test")


def rates_differ(count: float, base: float, other: float, other_base: float) -> Comparison:
    """The exact test of two Poisson counts: were all the events dealt between the two bases by chance?

    Two plain counts, of disposals in two years, are compared with the lengths of the periods as bases.
    """
    events, others = _whole(count, "count"), _whole(other, "count")
    p_value = 1.0
    if _not_negative(base, "base") and _not_negative(other_base, "base") and events + others:
        p_value = float(binomtest(events, events + others, base / (base + other_base)).pvalue)
    return Comparison(p_value < CHANCE, p_value, "exact Poisson test")


def change_words(
    numerator: float,
    denominator: float | None,
    earlier_numerator: float,
    earlier_denominator: float | None,
    *,
    test: Test | None,
    good: str = "neither",
) -> str:
    """What may honestly be said of a change since an earlier figure, as "down, better" or "no clear change".

    `test` is `proportions_differ` or `rates_differ`; None for a mean, whose direction is given as not tested.
    `good` is the better direction: "lower", "higher" or "neither". Two counts both under 5 say nothing.
    """
    if good not in {"lower", "higher", "neither"}:
        raise ValueError(f"the better direction is lower, higher or neither, not {good!r}")
    if not denominator or not earlier_denominator:
        return TOO_FEW
    comparison = test and test(numerator, denominator, earlier_numerator, earlier_denominator)
    if numerator < FEW and earlier_numerator < FEW:
        return TOO_FEW
    difference = numerator * earlier_denominator - earlier_numerator * denominator
    direction = UP if difference > 0 else DOWN
    if comparison is None:
        return f"{direction}, {NOT_TESTED}" if difference else NO_CHANGE
    if not comparison:
        return NO_CLEAR_CHANGE
    if good == "neither":
        return direction
    return f"{direction}, better" if (direction == UP) == (good == "higher") else f"{direction}, worse"


def _part_of(numerator: float, denominator: float) -> tuple[int, int]:
    part, whole = _whole(numerator, "numerator"), _whole(denominator, "denominator")
    if part > whole:
        raise ValueError(f"the numerator, {part}, is more than the denominator, {whole}")
    return part, whole


def _whole(number: float, name: str) -> int:
    if _not_negative(number, name) != int(number):
        raise ValueError(f"a {name} is a whole number, not {number}")
    return int(number)


def _not_negative(number: float, name: str) -> float:
    if not number >= 0:
        raise ValueError(f"a {name} cannot be {number}")
    return number


def _checked(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    return level
