"""Cohorts: the children followed, from which day and for how long, and which of their later offences were proven.

A cohort is not stored. Every index event is one fact of a book: the day of the event, the child's index event before
it, and the proven and pending reoffences in its follow-up. An event opens a cohort when it lies in the period and the
one before it does not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from disposals.models import KINDS, Disposal, Offence, Tier
from disposals.models.disposal import codes
from disposals.terms import (
    aged_10_to_17,
    beyond_breach,
    by_child,
    dealings,
    in_order,
    proving,
    resident_here,
    standing,
)
from yjs.measures.measure import FINAL, OPEN, WAITING
from yjs.measures.periods import Period, add_months_to_all
from yjs.records.book import Book, of_record, once_a_child


FOLLOW_UP = 12
FOLLOW_UP_AND_WAITING = 18

FOLLOWED_TIERS = (Tier.DIVERSION, Tier.PRE_COURT, Tier.FIRST_TIER, Tier.COMMUNITY, Tier.CUSTODY)
FOLLOWED_KINDS = tuple(code for code, kind in KINDS.items() if kind.tier in FOLLOWED_TIERS)


@once_a_child
def proven_offences(book: Book) -> DataFrame:
    """Offences, breaches apart, that led to a caution or conviction: with the day of the first that stands."""
    proofs = book[Disposal].pipe(standing).pipe(proving)["imposed_on"]
    dealt = dealings(book)
    proven_on = of_record(proofs, dealt["disposal_id"]).groupby(dealt["offence_id"]).min().dropna()
    offences = book[Offence]
    offences = offences[~offences["is_breach"].fillna(False)]
    return offences.assign(proven_on=proven_on.reindex(offences.index)).dropna(subset=["committed_on", "proven_on"])


@once_a_child
def undecided_offences(book: Book) -> DataFrame:
    """Offences, breaches apart, that nothing has dealt with yet, out of court or in court."""
    offences = book[Offence]
    undecided = ~offences.index.isin(dealings(book)["offence_id"])
    return offences[undecided & ~offences["is_breach"].fillna(False)].dropna(subset=["committed_on"])


def _index_days(book: Book, kinds: tuple[str, ...]) -> DataFrame:
    """Standing disposals of these kinds as index events, in order: custody on release, the others when imposed."""
    disposals = book[Disposal]
    disposals = disposals[disposals["kind"].isin(kinds)]
    disposals = disposals.pipe(standing).pipe(resident_here).pipe(beyond_breach, book)
    is_custody = disposals["kind"].isin(codes("is_custodial"))
    on = disposals["imposed_on"].mask(is_custody, disposals["released_on"])
    disposals = aged_10_to_17(disposals, on, book)
    return in_order(disposals.assign(on=on.reindex(disposals.index), imposed_on=on.reindex(disposals.index)))


def _followed(book: Book, kinds: tuple[str, ...], apart: list[str]) -> DataFrame:
    """Each index event with the one before it, where its follow-up and waiting end, and how many reoffences it has."""
    events = _index_days(book, kinds)
    events = by_child(events[["child_id", "kind", "on"]])
    events = events.assign(
        previous_on=events.groupby(apart)["on"].shift(),
        follow_up_ends=add_months_to_all(events["on"], FOLLOW_UP),
        waiting_ends=add_months_to_all(events["on"], FOLLOW_UP_AND_WAITING),
        event=np.arange(len(events)),
    )
    proven, waiting = _reoffences(book, events), _pending(book, events)
    first = proven.groupby("event")[["committed_on", "proven_on"]].min()
    return events.assign(
        reoffences=_many(proven, events),
        pending=_many(waiting, events),
        first_on=first["committed_on"].reindex(events["event"]).to_numpy(),
        first_proven_on=first["proven_on"].reindex(events["event"]).to_numpy(),
    )


def _many(offences: DataFrame, events: DataFrame) -> Any:
    """How many of the offences each event has."""
    return offences["event"].value_counts().reindex(events["event"], fill_value=0).to_numpy()


def _in_follow_up(offences: DataFrame, events: DataFrame) -> DataFrame:
    """The offences committed after an event and by its anniversary, each beside the event."""
    offences = offences[offences["child_id"].isin(events["child_id"])].reset_index(names="offence_id")
    met = events.reset_index(drop=True).merge(offences, on="child_id")
    met = met[(met["committed_on"] > met["on"]) & (met["committed_on"] <= met["follow_up_ends"])]
    return met.set_index(pd.Index(met["offence_id"].astype("int64"), name=Offence._meta.label))


def _reoffences(book: Book, events: DataFrame) -> DataFrame:
    """The proven reoffences in the follow-up of each index event: those proven by the end of waiting."""
    met = _in_follow_up(proven_offences(book)[["child_id", "committed_on", "proven_on"]], events)
    return met[met["proven_on"] <= met["waiting_ends"]]


def _pending(book: Book, events: DataFrame) -> DataFrame:
    """The undecided offences in the follow-up of each index event whose waiting still runs."""
    met = _in_follow_up(undecided_offences(book)[["child_id", "committed_on"]], events)
    return met[met["waiting_ends"] > pd.Timestamp(book.day)]


@once_a_child
def index_events(book: Book) -> DataFrame:
    """Every event that can open a cohort entry: a caution, a sentence in the community, a release from custody."""
    return _followed(book, codes("opens"), ["child_id"])


@once_a_child
def events_diversion_included(book: Book) -> DataFrame:
    """Every disposal or diversion as an event that can open a cohort entry, custody on release."""
    return _followed(book, FOLLOWED_KINDS, ["child_id"])


@once_a_child
def events_of_each_kind(book: Book) -> DataFrame:
    """Every disposal and diversion as an index event of its own kind."""
    return _followed(book, FOLLOWED_KINDS, ["child_id", "kind"])


def _first_in(events: DataFrame, period: Period) -> DataFrame:
    return events[period.holds(events["on"]) & ~(events["previous_on"] >= pd.Timestamp(period.start))]


def cohort(book: Book, period: Period) -> DataFrame:
    """The children followed: each once, from the first index event in the period."""
    return _first_in(index_events(book), period)


def cohort_diversion_included(book: Book, period: Period) -> DataFrame:
    """The children followed from the first disposal or diversion in the period, each once."""
    return _first_in(events_diversion_included(book), period)


def first_of_each_kind(book: Book, period: Period) -> DataFrame:
    """The first disposal of each kind for each child in the period, the disposal being what is counted."""
    events = _first_in(events_of_each_kind(book), period)
    return events.set_index(pd.Index(events["disposal_id"], name=Disposal._meta.label))


def reoffenders(children: DataFrame) -> DataFrame:
    """Of those followed, the ones with a proven reoffence in their follow-up."""
    return children[children["reoffences"] > 0]


def with_pending(children: DataFrame) -> DataFrame:
    """Of those followed, the ones with a reoffence in their follow-up that is proven, or that waits for an outcome."""
    return children[(children["reoffences"] > 0) | (children["pending"] > 0)]


def pending_reoffences(book: Book, children: DataFrame) -> DataFrame:
    """The offences of a cohort in its follow-up that wait for an outcome, an offence each."""
    return _pending(book, children)


def proven_reoffences(book: Book, children: DataFrame) -> DataFrame:
    """The proven reoffences of a cohort, an offence each; the day beside it is the index day."""
    return _reoffences(book, children)


def unsettled(children: DataFrame, book: Book) -> str:
    """How settled the least settled child is: followed up still, waiting for outcomes, or final."""
    day = pd.Timestamp(book.day)
    if (children["follow_up_ends"] > day).any():
        return OPEN
    return WAITING if (children["waiting_ends"] > day).any() else FINAL
