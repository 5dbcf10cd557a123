"""A figure: a measure for a period as at a moment, its value and the records behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.apps import apps
from pandas import DataFrame, Series

from yjs.measures.breakdown import Breakdown
from yjs.measures.periods import Period
from yjs.records.book import Book


if TYPE_CHECKING:
    from yjs.measures.measure import Measure


Within = tuple[tuple[Breakdown, str], ...]
Part = Callable[[Book, Period], DataFrame | Series]
NOTHING_RECORDED = "Nothing is recorded for this period."


@dataclass(frozen=True)
class Counted:
    """Rows are counted; a column of numbers is added up. Either way the index names the records."""

    rows: DataFrame | Series

    @property
    def value(self) -> float:
        """How many rows, or what the column adds up to."""
        if isinstance(self.rows, Series):
            total = float(self.rows.sum())
            return int(total) if total.is_integer() else total
        return len(self.rows)

    @property
    def is_sum(self) -> bool:
        return isinstance(self.rows, Series)

    @property
    def is_recorded(self) -> bool:
        """Whether there is anything to add up; records that are counted can be none."""
        return not self.is_sum or len(self.rows) > 0

    @property
    def kind(self) -> str:
        """The kind of record counted, as disposals.Child."""
        return str(self.rows.index.name)

    @property
    def ids(self) -> list[int]:
        """The records counted, one for each row."""
        return [int(i) for i in self.rows.index]


@dataclass(frozen=True)
class Estimate:
    """A value that is worked out from the rows rather than divided, before its unit's scale; or why there is none."""

    value: float | None
    interval: tuple[float, float] | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A value and the records behind it. The same measure, period, groups and book always give the same figure.

    `within` narrows it to groups of breakdowns: the children aged 10 to 14, those of them who were looked after.
    """

    measure: type[Measure]
    period: Period
    book: Book
    within: Within = ()

    @cached_property
    def numerator(self) -> Counted:
        return Counted(self._rows(self.measure.numerator, self.within))

    @cached_property
    def denominator(self) -> Counted | None:
        part = self.measure.denominator
        if part is None:
            return None
        whole = self._rows(part, ())
        return Counted(whole if isinstance(whole, Series) else self._rows(part, self.within))

    def _rows(self, part: Part, within: Within) -> DataFrame | Series:
        """The rows of a part, narrowed group by group; each step is taken once a book."""
        if not within:
            return self.book.remembered((part, self.period), lambda: part(self.book, self.period))
        *wider, (breakdown, code) = within
        groups = self._groups(part, tuple(wider), breakdown)
        return groups[code] if code in groups else self._rows(part, tuple(wider)).iloc[:0]

    def _groups(self, part: Part, within: Within, breakdown: Breakdown) -> dict[str, DataFrame | Series]:
        """The rows of a part by the groups of a breakdown."""
        return self.book.remembered(
            (part, self.period, within, breakdown), lambda: breakdown.split(self.book, self._rows(part, within))
        )

    @property
    def value(self) -> float | None:
        """The value, unrounded; None where it cannot be said, and then `reason` says why."""
        if self.reason:
            return None
        if self.estimate is not None and self.estimate.value is not None:
            return self.estimate.value * self.measure.unit.times
        return self.measure.unit.value(self.numerator.value, self.denominator_value)

    @cached_property
    def estimate(self) -> Estimate | None:
        """What the measure makes of the rows, where it estimates; None where it divides, or has nobody to go by."""
        estimated = self.measure.estimated
        if estimated is None or not self.denominator_value:
            return None
        return self.book.remembered((estimated, self.period, self.within), lambda: estimated(self))

    @property
    def reason(self) -> str:
        """Why there is no value; empty where there is one."""
        if self.denominator is None:
            return "" if self.numerator.is_recorded else NOTHING_RECORDED
        if self.denominator.is_sum and self.within:
            return f"The population is not known by {self.within[-1][0].words}."
        if self.denominator.value:
            return self.estimate.reason if self.estimate else ""
        if self.denominator.is_sum:
            return "No population estimate is known for this period."
        return f"Nothing to divide by: no {self.measure.counts or 'records'} in this period."

    @property
    def denominator_value(self) -> float | None:
        """What is divided by: None where it is not known or where nothing is, 0 where nobody is in it."""
        if self.denominator is None or (self.denominator.is_sum and (self.within or not len(self.denominator.rows))):
            return None
        return self.denominator.value

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% interval in the unit's scale, where the value is a proportion, a rate or an estimate."""
        if self.estimate is not None:
            times = self.measure.unit.times
            found = self.estimate.interval
            return (found[0] * times, found[1] * times) if found else None
        return self.measure.unit.interval(self.numerator.value, self.denominator_value)

    @property
    def text(self) -> str:
        """The value as it is written."""
        return self.measure.unit.show(self.value)

    @cached_property
    def status(self) -> str:
        status = self.measure.status
        return self.book.remembered((status, self.period), lambda: status(self.book, self.period))

    def by(self, breakdown: Breakdown) -> list[Figure]:
        """The figure split into groups; every row of it is in exactly one."""
        parts = [self._groups(self.measure.numerator, self.within, breakdown)]
        if self.measure.denominator is not None and self.denominator is not None and not self.denominator.is_sum:
            parts.append(self._groups(self.measure.denominator, self.within, breakdown))
        return [self.only(breakdown, code) for code in breakdown.shown(*parts)]

    def only(self, breakdown: Breakdown, code: str) -> Figure:
        """The figure for one group alone."""
        return replace(self, within=(*self.within, (breakdown, code)))

    @property
    def group(self) -> str:
        """The name of the group this figure is narrowed to; empty where it is the whole."""
        return ", ".join(breakdown.name(code) for breakdown, code in self.within)

    @property
    def title(self) -> str:
        return f"{self.measure.title}: {self.group}" if self.within else self.measure.title

    def refs(self, part: str) -> list[str]:
        """The senders' keys of the records in the numerator or the denominator."""
        counted = getattr(self, part)
        return [] if counted is None else self.book.refs(counted.kind, counted.ids)

    @property
    def notes(self) -> list[str]:
        """What must be said beside the value: the estimate it was divided by, what is not yet in it, or why there is
        none.
        """
        if self.reason:
            return [self.reason, *self.not_counted]
        if self.estimate is not None:
            return list(self.estimate.notes)
        if self.denominator is None or not self.denominator.is_sum:
            return self.not_counted
        estimates = self.book[apps.get_model(self.denominator.kind)].loc[self.denominator.rows.index]
        years = ", ".join(f"mid-{year}" for year in estimates["year"])
        return [f"Population: {self.denominator.value:,} children aged 10 to 17 ({years} estimate)."]

    @property
    def not_counted(self) -> list[str]:
        """What is known of and not yet counted, where there is any."""
        said = self.measure.not_counted(self.book, self.period) if self.measure.not_counted else ""
        return [said] if said else []

    @property
    def address(self) -> str:
        """The page of this figure, as known at the book's day; the same in whatever order it was narrowed."""
        narrowed = f"?{urlencode(sorted((b.slug, code) for b, code in self.within))}" if self.within else ""
        return f"/figures/{self.measure.slug}/{self.period.slug}/as-at/{self.book.day:%Y-%m-%d}/{narrowed}"
