"""The lines of a curve: a cohort's own, earlier cohorts' and the published figure, and who may see which of their points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reoffending.estimates import children_of
from reoffending.rules import SUBSTANTIVE
from reoffending.survival import TWELVE_MONTHS, Curve, Followed, curve
from reoffending.tracker import Tracker
from yjs.documents.cells import count_key
from yjs.documents.document import Cell, Column, CountKey, Row, Table, Tie
from yjs.documents.protection import hidden_groups
from yjs.measures.comparators import Published, beside, published
from yjs.measures.measure import FINAL
from yjs.measures.units import percent


EVERY_MONTH = (*range(0, 360, 30), TWELVE_MONTHS)
# Of fewer days fewer counts can be taken one from another.
EVERY_QUARTER = (0, 91, 183, 274, TWELVE_MONTHS)
EARLIER = 3
YEARS_LOOKED_AT = 8


@dataclass(frozen=True)
class Line:
    """A curve to be drawn, its children, and how its counts are known elsewhere."""

    name: str
    curve: Curve
    children: Followed
    key: CountKey
    whole: CountKey

    def seen_by(self, day: int) -> int:
        """How many are known to have reoffended by a day since the index day."""
        return int((self.children.first <= day).sum())

    def followed(self, day: int) -> int:
        """How many have been followed for so long."""
        return int((self.children.days >= day).sum())

    def share(self, day: int) -> float | None:
        found = self.curve.at(day)
        return None if found is None else found[0] * percent.times

    def limits(self, day: int) -> tuple[float, float] | None:
        found = self.curve.at(day)
        return None if found is None else (found[1] * percent.times, found[2] * percent.times)

    def counts_by(self, day: int) -> CountKey:
        """The key of the count by a day; by twelve months it is the figure's own."""
        return self.key if day == TWELVE_MONTHS else self.key._replace(groups=(*self.key.groups, f"by-day={day}"))

    def ties(self, days: Sequence[int]) -> Iterator[Tie]:
        """What a reader can take away: one day's count from the next one's, and each from the whole."""
        many = (self.whole, len(self.children))
        for before, day in zip(days, days[1:], strict=False):
            by, earlier = (self.counts_by(day), self.seen_by(day)), (self.counts_by(before), self.seen_by(before))
            between = self.key._replace(groups=(*self.key.groups, f"in-days={before}-{day}"), is_rest=True)
            rest = self.key._replace(groups=(*self.key.groups, f"after-day={day}"), is_rest=True)
            yield by, ((earlier, (between, by[1] - earlier[1])) if earlier[1] else ((between, by[1]),))
            yield many, (by, (rest, many[1] - by[1]))

    def hidden(self, days: Sequence[int]) -> frozenset[CountKey]:
        """The counts that those who may open no records do not see, nor can work out."""
        cells = (Cell("", count=self.seen_by(day), keys=(self.counts_by(day),)) for day in days[1:])
        rows = tuple(Row((Cell(""), cell)) for cell in cells)
        return hidden_groups([Table("counts", "", (Column(""), Column("")), rows, ties=tuple(self.ties(days)))])


@dataclass(frozen=True)
class Lines:
    """The line of a cohort beside those of earlier cohorts and the published figure of England and Wales.

    Those who may open no records see fewer days, and none by which a small count could be worked out.
    """

    tracker: Tracker
    may_open: bool

    @property
    def days(self) -> tuple[int, ...]:
        return EVERY_MONTH if self.may_open else EVERY_QUARTER

    @cached_property
    def ours(self) -> Line:
        return _line("This cohort", self.tracker)

    @cached_property
    def parts(self) -> list[Line]:
        """The last three cohorts of this kind that are final, the latest first."""
        return [_line(each.period.label, each) for each in earlier_and_final(self.tracker)]

    @cached_property
    def before(self) -> Line | None:
        """Those cohorts put together."""
        if not self.parts:
            return None
        first, last = self.parts[-1].name, self.parts[0].name
        children = Followed.together([part.children for part in self.parts])
        nobody = children.only(np.zeros(len(children), bool))
        name = f"Earlier cohort, {first}" if first == last else f"Earlier cohorts together, {first} to {last}"
        key, whole = (key._replace(days=f"{first} to {last}") for key in (self.parts[0].key, self.parts[0].whole))
        return Line(name, curve(children, nobody), children, key, whole)

    @cached_property
    def national(self) -> Published | None:
        """What was published for England and Wales: of these days, or else the latest. It follows nobody from
        diversion, so it does not stand beside a cohort that does.
        """
        tracker = self.tracker
        if tracker.rule != SUBSTANTIVE:
            return None
        if same := beside(tracker.book, tracker.rule.seen, tracker.period).get("national"):
            return same
        slug, last = tracker.rule.seen.slug, tracker.period.end
        found = [each for each in published(tracker.book) if (each.measure, each.area) == (slug, "national")]
        return next((each for each in reversed(found) if each.period.end <= last), None)

    @property
    def each(self) -> list[Line]:
        return [self.ours, *([self.before] if self.before else [])]

    @property
    def reach(self) -> int:
        """The last day of which the cohort's own children tell."""
        return min(self.ours.curve.reach, TWELVE_MONTHS)

    @property
    def goes_on(self) -> bool:
        """Whether earlier children tell where the cohort's own no longer do."""
        return self.reach < TWELVE_MONTHS and self.ours.curve.at(TWELVE_MONTHS) is not None

    @property
    def is_empty(self) -> bool:
        return not len(self.ours.children)

    def is_hidden(self, line: Line, day: int) -> bool:
        """Cohorts put together are hidden with any of them: each has a page of its own."""
        if self.may_open:
            return False
        lines = self.parts if line is self.before else [line]
        return any(each.counts_by(day) in each.hidden(self.days) for each in lines)

    def share(self, line: Line, day: int) -> float | None:
        """The share by a day; None where it is not known or not theirs to see."""
        return None if self.is_hidden(line, day) else line.share(day)

    @property
    def national_name(self) -> str:
        assert self.national is not None
        return f"{self.national.area_name}, {self.national.period.label}, as published"


def _line(name: str, tracker: Tracker) -> Line:
    figure = tracker.seen
    return Line(name, tracker.curve, children_of(figure), count_key(figure), count_key(figure, "denominator"))


def earlier_and_final(tracker: Tracker) -> list[Tracker]:
    """The last cohorts of this kind of whom nothing can be proven any more, the latest first."""
    found: list[Tracker] = []
    for period in reversed(tracker.period.years(YEARS_LOOKED_AT + 1)[:-1]):
        earlier = replace(tracker, period=period)
        if earlier.seen.status == FINAL and earlier.seen.denominator_value and len(found) < EARLIER:
            found.append(earlier)
    return found
