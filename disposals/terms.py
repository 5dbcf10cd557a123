"""The words of the field, as functions on rows of disposals, offences and interventions."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from disposals.models import KINDS, Child, Disposal, Offence, Status
from disposals.models.disposal import Appeal, Residence, codes
from yjs.measures.periods import Period, ages_on, years_between
from yjs.records.book import Book, of_record, once_a_book, once_a_child
from yjs.records.columns import Array, Columns, ids_of, pairs, told_of


Rows = TypeVar("Rows", DataFrame, Columns)
APPEALED, ELSEWHERE = frozenset(Appeal.values), frozenset([Residence.OTHER.value])
SERIOUSNESS = {code: kind.seriousness for code, kind in KINDS.items()}


def _among(words: Any, some: Collection[str]) -> NDArray[np.bool_]:
    """Which words of a column are among some."""
    return np.fromiter((word in some for word in np.asarray(words)), bool, len(words))


def _only(rows: Rows, kept: NDArray[np.bool_]) -> Rows:
    """The rows that are kept; where all are, as they are."""
    return rows if kept.all() else rows.take(np.flatnonzero(kept))


def standing(disposals: Rows) -> Rows:
    """Disposals that stand: neither changed nor quashed on appeal."""
    return _only(disposals, ~_among(disposals["appeal"], APPEALED))


def of_kinds(disposals: Rows, kinds: Collection[str]) -> Rows:
    """Disposals of some kinds."""
    return _only(disposals, _among(disposals["kind"], frozenset(kinds)))


def entering(disposals: Rows) -> Rows:
    """Of a kind that can make a first time entrant."""
    return of_kinds(disposals, codes("is_entry"))


def custodial(disposals: Rows) -> Rows:
    """Sentences to custody. A remand is not one."""
    return of_kinds(disposals, codes("is_custodial"))


def proving(disposals: Rows) -> Rows:
    """Of a kind that proves an offence: a caution or a conviction."""
    return of_kinds(disposals, codes("proves"))


def out_of_court(disposals: Rows) -> Rows:
    """Diversion and pre-court disposals."""
    return of_kinds(disposals, codes("is_out_of_court"))


def resident_here(disposals: Rows) -> Rows:
    """Of children who were not recorded as living in another area when it was imposed."""
    return _only(disposals, ~_among(disposals["residence"], ELSEWHERE))


def resident_elsewhere(disposals: Rows) -> Rows:
    """Of children who were recorded as living in another area when it was imposed."""
    return _only(disposals, _among(disposals["residence"], ELSEWHERE))


def imposed_in(disposals: DataFrame, period: Period) -> DataFrame:
    """Imposed in the period, both its days in."""
    return disposals[period.holds(disposals["imposed_on"])]


def followed_from(disposals: Columns) -> Array:
    """The day from which a child is followed after each: custody on release, the others when imposed."""
    is_custody = _among(disposals["kind"], codes("is_custodial"))
    return np.where(is_custody, disposals["released_on"], disposals["imposed_on"])


@once_a_book
def dealt_with(book: Book) -> Columns:
    """Each offence of a child that one of its disposals dealt with, beside it; its place among them."""
    disposals, offences = book.columns(Disposal), book.columns(Offence)
    refs = disposals["offence_refs"]
    named, naming = list(chain.from_iterable(refs)), np.repeat(np.arange(len(refs)), [len(each) for each in refs])
    codes, _ = pd.factorize(np.array([*named, *offences["ref"]], dtype=object))
    name, offence = pairs(codes[: len(named)], codes[len(named) :])
    disposal = naming[name]
    is_own = disposals["child_id"][disposal] == offences["child_id"][offence]
    dealt = {"place": offence, "disposal_id": disposals.ids[disposal], "is_breach": offences["is_breach"][offence]}
    return Columns(offences.ids[offence], **dealt).take(np.flatnonzero(is_own))


@once_a_child
def dealings(book: Book) -> DataFrame:
    """Which disposal dealt with which offence: one row for each pair that is known."""
    dealt = dealt_with(book)
    found = book[Offence].take(dealt["place"]).reset_index(names="offence_id")
    return found.assign(disposal_id=dealt["disposal_id"])


def beyond_breach(disposals: Rows, book: Book) -> Rows:
    """Leave out disposals of breaches alone: those each of whose offences is recorded as a breach."""
    dealt = dealt_with(book)
    theirs, _ = pairs(ids_of(disposals), dealt["disposal_id"][dealt["is_breach"]])
    named = np.array([len(refs) for refs in disposals["offence_refs"]], dtype="int64")
    alone = (named > 0) & (named == np.bincount(theirs, minlength=len(disposals)))
    return _only(disposals, ~alone)


def born(rows: DataFrame, book: Book) -> Series:
    """The birth date of the child of each row."""
    return of_record(book[Child]["date_of_birth"], rows["child_id"])


def aged_10_to_17(rows: Rows, days: Any, book: Book) -> Rows:
    """Rows whose child was 10 to 17 on its day."""
    births = told_of(book.columns(Child), "date_of_birth", np.asarray(rows["child_id"], dtype="int64"))
    ages = years_between(births, np.asarray(days))
    return _only(rows, (ages >= 10) & (ages <= 17))


def of_age_to_enter(disposals: DataFrame, book: Book) -> DataFrame:
    """Of children who were 10 to 17 at the earliest of the offences and, where there was a hearing, not over 17 at the
    first.
    """
    earliest = dealings(book).groupby("disposal_id")["committed_on"].min().reindex(disposals.index)
    of_age = aged_10_to_17(disposals, earliest.fillna(disposals["imposed_on"]), book)
    at_hearing = ages_on(born(of_age, book), of_age["first_hearing_on"])
    return of_age[~(at_hearing > 17).fillna(False)]


def in_order(disposals: Rows) -> Rows:
    """By day; on one day the more serious first, then those not of another area, then by reference."""
    rank = np.array([-SERIOUSNESS[kind] for kind in disposals["kind"]], dtype="int64")
    elsewhere = _among(disposals["residence"], ELSEWHERE)
    refs = np.argsort(np.asarray(disposals["ref"], dtype=object), kind="stable")
    by = (elsewhere[refs], rank[refs], np.asarray(disposals["imposed_on"])[refs])
    return disposals.take(refs[np.lexsort(by)])


def first_for_each_child(disposals: DataFrame) -> DataFrame:
    """The first disposal of each child."""
    return in_order(disposals).drop_duplicates("child_id")


def by_child(rows: DataFrame) -> DataFrame:
    """The rows with the child as the record counted; the disposal stays beside it."""
    counted = rows.reset_index(names="disposal_id")
    return counted.set_index(pd.Index(counted["child_id"].astype("int64"), name=Child._meta.label))


def statuses_on(book: Book, rows: DataFrame, *kinds: str) -> tuple[Series, Series]:
    """For each row with a child and a day: was one of these statuses running, and had any of them begun by that day,
    even if it has ended since. A status begun later says nothing about the day.
    """
    spells = book[Status]
    spells = spells[spells["status"].isin(kinds)]
    asked = DataFrame({"child_id": rows["child_id"].to_numpy(), "on": rows["on"].to_numpy()})
    met = asked.reset_index(names="row").merge(spells[["child_id", "started_on", "ended_on"]], on="child_id")
    begun = met[met["started_on"] <= met["on"]]
    running = begun[~(begun["ended_on"] < begun["on"])]
    positions = Series(range(len(asked)))
    return positions.isin(running["row"]), positions.isin(begun["row"])
