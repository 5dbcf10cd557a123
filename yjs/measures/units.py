"""Units: how a numerator and a denominator become a value, and how a value is written. Rounding happens here, last."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from yjs.measures import intervals


@dataclass(frozen=True)
class Unit:
    """What a value is of. `times` scales the division; `base` says what it is a rate of."""

    name: str
    decimals: int = 0
    times: float = 1
    base: str = ""
    noun: str = ""
    divides: bool = True
    prefix: str = ""
    suffix: str = ""

    def value(self, numerator: float, denominator: float | None) -> float | None:
        """The value, unrounded; None where there is nothing to divide by."""
        if not self.divides:
            return numerator
        return numerator * self.times / denominator if denominator else None

    def interval(self, numerator: float, denominator: float | None) -> tuple[float, float] | None:
        """The 95% interval of a proportion (Wilson) or a rate (exact Poisson), in the unit's own scale."""
        if not self.divides or not denominator:
            return None
        found = None
        if self.name == "percent":
            found = intervals.wilson(numerator, denominator)
        elif self.base:
            found = intervals.exact_poisson(numerator, denominator)
        return (found.low * self.times, found.high * self.times) if found else None

    def show(self, value: float | None) -> str:
        """The value as it is written, rounded half up; a dash where there is none."""
        if value is None:
            return "–"
        sign = "-" if self.rounded(value) < 0 else ""
        return f"{sign}{self.prefix}{self.figures(abs(value))}{self.suffix}"

    def counted(self, value: float) -> str:
        """How many records, or what they add up to, as it is written."""
        return self.show(value) if self.prefix else f"{value:,}"

    def figures(self, value: float) -> str:
        """The digits alone, rounded half up and with commas between thousands."""
        return f"{self.rounded(value):,.{self.decimals}f}"

    def rounded(self, value: float) -> Decimal:
        """The value at the precision it is written with; halves go up, away from nought."""
        return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)

    def difference(self, now: float, then: float) -> str:
        """The change between two values as it is written: with its sign, in percentage points for a percentage."""
        change = self.rounded(now - then)
        sign = "+" if change > 0 else "-" if change < 0 else ""
        points = " points" if self.name == "percent" else ""
        return f"{sign}{self.prefix}{abs(change):,.{self.decimals}f}{points}"

    @property
    def label(self) -> str:
        """The unit in words, as a table's heading has it."""
        if self.base:
            return f"per {self.times:,.0f} {self.base}"
        return {"percent": "%", "pounds": "£"}.get(self.name, self.noun or self.name)


percent = Unit("percent", decimals=1, times=100, suffix="%")
whole_percent = Unit("percent", decimals=0, times=100, suffix="%")
hours = Unit("hours", decimals=1, divides=False, noun="hours")
pounds = Unit("pounds", divides=False, prefix="£", noun="pounds")


def per(times: int, base: str, decimals: int = 0) -> Unit:
    """A rate: so many for each `times` of `base`."""
    return Unit(f"per {times}", decimals=decimals, times=times, base=base)


def ratio(noun: str) -> Unit:
    """How many of `noun` to each."""
    return Unit("ratio", decimals=2, noun=noun)


def number(noun: str) -> Unit:
    """A plain count of `noun`."""
    return Unit("number", noun=noun, divides=False)
