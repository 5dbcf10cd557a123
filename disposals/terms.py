"""The words of the field, as functions on rows of disposals, offences and interventions."""

from __future__ import annotations

import pandas as pd
from pandas import DataFrame, Series

from disposals.models import KINDS, Child, Disposal, Offence, Status
from disposals.models.disposal import Appeal, Residence, codes
from yjs.measures.periods import Period, ages_on
from yjs.records.book import Book, of_record, once_a_child


SERIOUSNESS = {code: kind.seriousness for code, kind in KINDS.items()}


def standing(disposals: DataFrame) -> DataFrame:
    """Disposals that stand: neither changed nor quashed on appeal."""
    return disposals[~disposals["appeal"].isin(Appeal.values)]


def entering(disposals: DataFrame) -> DataFrame:
    """Of a kind that can make a first time entrant."""
    return disposals[disposals["kind"].isin(codes("is_entry"))]


def custodial(disposals: DataFrame) -> DataFrame:
    """Sentences to custody. A remand is not one."""
    return disposals[disposals["kind"].isin(codes("is_custodial"))]


def proving(disposals: DataFrame) -> DataFrame:
    """Of a kind that proves an offence: a caution or a conviction."""
    return disposals[disposals["kind"].isin(codes("proves"))]


def out_of_court(disposals: DataFrame) -> DataFrame:
    """Diversion and pre-court disposals."""
    return disposals[disposals["kind"].isin(codes("is_out_of_court"))]


def resident_here(disposals: DataFrame) -> DataFrame:
    """Of children who were not recorded as living in another area when it was imposed."""
    return disposals[disposals["residence"] != Residence.OTHER.value]


def imposed_in(disposals: DataFrame, period: Period) -> DataFrame:
    """Imposed in the period, both its days in."""
    return disposals[period.holds(disposals["imposed_on"])]


@once_a_child
def dealings(book: Book) -> DataFrame:
    """Which disposal dealt with which offence: one row for each pair that is known."""
    named = book[Disposal]["offence_refs"].explode().dropna()
    pairs = DataFrame({"disposal_id": named.index, "ref": named.to_numpy()})
    offences = book[Offence].reset_index(names="offence_id")
    return pairs.merge(offences, on="ref")


def beyond_breach(disposals: DataFrame, book: Book) -> DataFrame:
    """Leave out disposals of breaches alone: those each of whose offences is recorded as a breach."""
    named = disposals["offence_refs"].map(len)
    dealt = dealings(book)
    breaches = dealt[dealt["is_breach"].fillna(False)].groupby("disposal_id").size()
    alone = (named > 0) & (named == breaches.reindex(disposals.index).fillna(0))
    return disposals[~alone]


def born(rows: DataFrame, book: Book) -> Series:
    """The birth date of the child of each row."""
    return of_record(book[Child]["date_of_birth"], rows["child_id"])


def aged_10_to_17(rows: DataFrame, days: Series, book: Book) -> DataFrame:
    """Rows whose child was 10 to 17 on its day."""
    return rows[ages_on(born(rows, book), days).between(10, 17).fillna(False)]


def of_age_to_enter(disposals: DataFrame, book: Book) -> DataFrame:
    """Of children who were 10 to 17 at the earliest of the offences and, where there was a hearing, not over 17 at the
    first.
    """
    earliest = dealings(book).groupby("disposal_id")["committed_on"].min().reindex(disposals.index)
    of_age = aged_10_to_17(disposals, earliest.fillna(disposals["imposed_on"]), book)
    at_hearing = ages_on(born(of_age, book), of_age["first_hearing_on"])
    return of_age[~(at_hearing > 17).fillna(False)]


def in_order(disposals: DataFrame) -> DataFrame:
    """By day; on one day the more serious first, then those not of another area, then by reference."""
    return (
        disposals.assign(
            _rank=-disposals["kind"].map(SERIOUSNESS).astype("int64"),
            _elsewhere=disposals["residence"] == Residence.OTHER.value,
        )
        .sort_values(["imposed_on", "_rank", "_elsewhere", "ref"], kind="stable")
        .drop(columns=["_rank", "_elsewhere"])
    )


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
