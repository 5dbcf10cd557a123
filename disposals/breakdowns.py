"""The ways figures about children are split. A child is read as known on the row's own day; not recorded is a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame, Series

from disposals.models import KINDS, Category, Child, Disposal, Intervention, Situation, Tier, Work
from disposals.models.child import ETHNIC_GROUPS, ETHNICITIES, Sex
from disposals.models.intervention import RemandKind
from disposals.terms import born, dealings, statuses_on
from yjs.measures.breakdown import NOT_RECORDED, UNKNOWN, Breakdown
from yjs.measures.periods import ages_on
from yjs.records.book import Book, of_record


def _age(book: Book, rows: DataFrame) -> Series:
    return ages_on(born(rows, book), rows["on"])


def _age_group(book: Book, rows: DataFrame) -> Any:
    age = _age(book, rows).to_numpy(dtype=float, na_value=np.nan)
    return np.select([age < 10, age <= 14, age <= 17, age > 17], ["under_10", "10-14", "15-17", "18"], NOT_RECORDED)


def _single_age(book: Book, rows: DataFrame) -> Any:
    age = _age(book, rows).to_numpy(dtype=float, na_value=np.nan)
    years = [str(year) for year in range(10, 18)]
    return np.select([age < 10, *[age == int(y) for y in years], age > 17], ["under_10", *years, "18"], NOT_RECORDED)


OTHER_AGES = {"under_10": "Under 10", "18": "18 and over", **UNKNOWN}


def _child_field(name: str, known: dict[str, str]) -> Any:
    def of(book: Book, rows: DataFrame) -> Series:
        return of_record(book[Child][name], rows["child_id"]).map(known).fillna(NOT_RECORDED)

    return of


def _looked_after(book: Book, rows: DataFrame) -> Any:
    running, _ = statuses_on(book, rows, Situation.LOOKED_AFTER)
    care = (Situation.LOOKED_AFTER, Situation.CHILD_PROTECTION_PLAN, Situation.CHILD_IN_NEED, Situation.EARLY_HELP_PLAN)
    _, recorded = statuses_on(book, rows, *care)
    return np.select([running, recorded], ["looked_after", "not_looked_after"], NOT_RECORDED)


def _send(book: Book, rows: DataFrame) -> Any:
    kinds = (Situation.EHC_PLAN, Situation.SEN_SUPPORT, Situation.NO_SEND)
    return np.select([statuses_on(book, rows, kind)[0] for kind in kinds], [k.value for k in kinds], NOT_RECORDED)


def _disposal(book: Book, rows: DataFrame) -> Series:
    return of_record(book[Disposal]["kind"], rows["disposal_id"])


def _tier(book: Book, rows: DataFrame) -> Series:
    return _disposal(book, rows).map({code: kind.tier.value.lower() for code, kind in KINDS.items()})


def _offence_category(book: Book, rows: DataFrame) -> Series:
    ranked = dealings(book).sort_values(["seriousness", "ref"], ascending=[False, True], na_position="last")
    most_serious = ranked.drop_duplicates("disposal_id").set_index("disposal_id")["category"]
    return of_record(most_serious, rows["disposal_id"]).replace("", pd.NA).fillna(NOT_RECORDED)


@dataclass(frozen=True)
class Worked:
    """Who works with a child on the book's day, or did last; and whether any work with the child is open, where any is
    recorded.
    """

    worker: str
    is_open: bool | None
    is_theirs: bool

    @property
    def now(self) -> str:
        """Who works with the child now, where that is recorded."""
        return self.worker if self.is_theirs else ""

    @property
    def in_words(self) -> str:
        if self.now:
            return self.now
        state = "No open work" if self.is_open is False else "Not recorded"
        return f"{state} (last: {self.worker})" if self.worker else state


def workers(book: Book) -> dict[int, Worked]:
    """Who works with each child of whom any work is recorded, or did last: that of the open work that began last, or
    where none that is open names a worker, of the ended; of two that began on one day by reference, whichever was
    entered first.
    """
    work, day = book.columns(Intervention), np.datetime64(book.day)
    begun = np.flatnonzero(work["started_on"] <= day)
    is_open = ~(work["ended_on"] < day)
    begun = begun[np.argsort(np.asarray(work["ref"][begun], dtype=object), kind="stable")]
    in_order = begun[np.lexsort((work["started_on"][begun], is_open[begun]))]
    found: dict[int, Worked] = {}
    columns = (column[in_order].tolist() for column in (work["child_id"], work["worker"], is_open))
    for child, worker, still in zip(*columns, strict=True):
        before = found.get(child, NOBODY)
        is_theirs = still if worker else before.is_theirs
        found[child] = Worked(worker or before.worker, still or bool(before.is_open), is_theirs)
    return found


NOBODY = Worked("", is_open=None, is_theirs=False)


def _worker(book: Book, rows: DataFrame) -> Series:
    found = workers(book)
    named = [found.get(child, NOBODY).worker or NOT_RECORDED for child in rows["child_id"].tolist()]
    return Series(named, index=rows.index, dtype=str)


def _kind(book: Book, rows: DataFrame) -> Series:
    return rows["kind"]


AGE_GROUP = Breakdown("age", "Age", _age_group, {"10-14": "10 to 14", "15-17": "15 to 17"}, OTHER_AGES)
SINGLE_AGE = Breakdown("single-age", "Age in years", _single_age, {str(y): str(y) for y in range(10, 18)}, OTHER_AGES)
SEX = Breakdown(
    "sex",
    "Sex",
    _child_field("sex", {"male": "male", "female": "female"}),
    {s.value: s.label for s in Sex if s != Sex.NOT_KNOWN} | UNKNOWN,
)
ETHNICITY = Breakdown(
    "ethnicity",
    "Ethnicity",
    _child_field("ethnicity", ETHNICITIES),
    {group: group for group in ETHNIC_GROUPS} | UNKNOWN,
)
LOOKED_AFTER = Breakdown(
    "looked-after",
    "Looked after",
    _looked_after,
    {"looked_after": "Looked after", "not_looked_after": "Not looked after"} | UNKNOWN,
)
SEND = Breakdown(
    "send", "SEND", _send, {"ehc_plan": "EHC plan", "sen_support": "SEN support", "no_send": "No SEND"} | UNKNOWN
)
DISPOSAL = Breakdown("disposal", "Disposal", _disposal, also={code: kind.label for code, kind in KINDS.items()})
# Set beside the kinds, of which some are hidden from those who may open no records, it could tell of these.
TIER = Breakdown("tier", "Tier", _tier, also={tier.value.lower(): tier.value for tier in Tier}, is_inside=True)
OFFENCE = Breakdown("offence", "Offence category", _offence_category, also=dict(Category.choices) | UNKNOWN)
WORK = Breakdown("kind", "Kind of work", _kind, dict(Work.choices))
WORKER = Breakdown("worker", "Worker now or last", _worker, is_inside=True)
REMAND = Breakdown("kind", "Kind of remand", _kind, dict(RemandKind.choices))

CHILD_BREAKDOWNS = (AGE_GROUP, SINGLE_AGE, SEX, ETHNICITY, LOOKED_AFTER, SEND)
EVENT_BREAKDOWNS = (*CHILD_BREAKDOWNS, DISPOSAL, OFFENCE)
