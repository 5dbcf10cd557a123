"""The Ministry's figure for a cohort beside ours, and the children who could explain why they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from pandas import DataFrame, Series

from disposals.models import Disposal
from disposals.terms import born, resident_elsewhere, standing
from reoffending.cohort import followed_elsewhere, proven_offences
from reoffending.measures.proven import BinaryReoffendingRate, BinaryReoffendingRateFourQuarters
from yjs.measures.figure import Figure
from yjs.measures.models import OWN_AREA, Comparator
from yjs.measures.periods import Period, add_months, ages_on
from yjs.records.book import Book
from yjs.records.live import past
from yjs.records.record import RecordQuerySet


OLD_ENOUGH = 17
WHY = {
    "seventeen": (
        "17 at the index day",
        "From 18 on the adult courts deal with them, and this service may never have heard of it.",
    ),
    "moved": ("Moved away", "A later disposal says that the child lived elsewhere: another service may know more."),
    "elsewhere": (
        "Not in our cohort: dealt with while living elsewhere",
        "The Ministry may count the child here by another address.",
    ),
    "too_late": (
        "Proven after the end of waiting",
        "A reoffence that was proven later than 18 months after the index day. We do not count it.",
    ),
    "recorded_later": (
        "Recorded after the figure was published",
        "The child came into our cohort, left it, or was counted otherwise, after that day.",
    ),
}


def official_figures() -> RecordQuerySet[Comparator]:
    """What the Ministry published of this service's own cohorts."""
    return Comparator.objects.filter(measure=BinaryReoffendingRate.slug, area=OWN_AREA).order_by("-published_on", "-pk")


@dataclass(frozen=True)
class Official:
    """One published figure and ours of the same cohort, as known when it was published and now."""

    record: Comparator
    published_on: dt.date
    today: dt.date

    @property
    def period(self) -> Period:
        return Period.parse(self.record.period)

    @property
    def value(self) -> float:
        return float(self.record.value)

    @property
    def counts(self) -> tuple[int, int] | None:
        """Of how many it was worked out, where that was printed."""
        if self.record.numerator is None or self.record.denominator is None:
            return None
        return int(self.record.numerator), int(self.record.denominator)

    @cached_property
    def then(self) -> Figure:
        return BinaryReoffendingRate.figure(past(self.published_on), self.period)

    @cached_property
    def now(self) -> Figure:
        return BinaryReoffendingRate.figure(past(self.today), self.period)

    @property
    def four_quarters(self) -> Figure | None:
        """Ours counted as the Ministry counts a year since October 2015; None where the cohort is not a year."""
        if add_months(self.period.start, 12) != self.period.end + dt.timedelta(days=1):
            return None
        return BinaryReoffendingRateFourQuarters.figure(self.now.book, self.period)

    def gap(self, ours: Figure) -> str:
        """How far the Ministry's figure lies from ours."""
        return "–" if ours.value is None else ours.measure.unit.difference(self.value, ours.value)


@dataclass(frozen=True)
class CouldExplain:
    """A child who could explain a gap, and why."""

    pk: int
    on: dt.date | None
    age: int | None
    reoffences: int | None
    why: tuple[str, ...]


def who_could_explain(official: Official) -> list[CouldExplain]:
    """The children by whom the two counts could differ, those with most reasons first."""
    book, children = official.now.book, _rows(official.now)
    ages = ages_on(born(children, book), children["on"])
    reasons = {
        "seventeen": children.index[(ages >= OLD_ENOUGH).fillna(False)],
        "moved": _moved(book, children),
        "elsewhere": pd.Index(followed_elsewhere(book, official.period)).difference(children.index),
        "too_late": _too_late(book, children),
        "recorded_later": _recorded_later(official),
    }
    found = sorted({int(pk) for ids in reasons.values() for pk in ids})
    told = [_told(pk, children, ages, tuple(name for name, ids in reasons.items() if pk in ids)) for pk in found]
    return sorted(told, key=lambda each: (-len(each.why), each.on or dt.date.max, each.pk))


def _told(pk: int, children: DataFrame, ages: Series, why: tuple[str, ...]) -> CouldExplain:
    if pk not in children.index:
        return CouldExplain(pk, None, None, None, why)
    child = children.loc[pk]
    return CouldExplain(pk, child["on"].date(), int(ages.loc[pk]), int(child["reoffences"]), why)


def _rows(figure: Figure) -> DataFrame:
    assert figure.denominator is not None
    assert isinstance(figure.denominator.rows, DataFrame)
    return figure.denominator.rows


def _moved(book: Book, children: DataFrame) -> pd.Index:
    """Those of the cohort whom a disposal after the index day, by the end of waiting, has living elsewhere."""
    elsewhere = book[Disposal].pipe(standing).pipe(resident_elsewhere)
    met = children[["child_id", "on", "waiting_ends"]].merge(elsewhere[["child_id", "imposed_on"]], on="child_id")
    met = met[(met["imposed_on"] > met["on"]) & (met["imposed_on"] <= met["waiting_ends"])]
    return pd.Index(met["child_id"].unique())


def _too_late(book: Book, children: DataFrame) -> pd.Index:
    """Those with an offence in the follow-up that was proven after the end of waiting."""
    proven = proven_offences(book)[["child_id", "committed_on", "proven_on"]]
    met = children[["child_id", "on", "follow_up_ends", "waiting_ends"]].merge(proven, on="child_id")
    met = met[(met["committed_on"] > met["on"]) & (met["committed_on"] <= met["follow_up_ends"])]
    return pd.Index(met["child_id"][met["proven_on"] > met["waiting_ends"]].unique())


def _recorded_later(official: Official) -> pd.Index:
    """Those in one of the two cohorts only, or counted as reoffending in one only."""
    changed: set[int] = set()
    for part in ("numerator", "denominator"):
        changed |= set(getattr(official.then, part).ids) ^ set(getattr(official.now, part).ids)
    return pd.Index(sorted(changed), dtype="int64")


def summary(found: list[CouldExplain]) -> Iterator[tuple[str, str]]:
    """How many there are for each reason, and why it could make a difference."""
    for name, (label, why) in WHY.items():
        many = sum(name in each.why for each in found)
        yield label, f"{many} {'child' if many == 1 else 'children'}. {why}"
