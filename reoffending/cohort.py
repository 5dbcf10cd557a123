"""Cohorts: the children followed, from which day and for how long, and which of their later offences were proven.

A cohort is not stored. Every index event is one fact of a book: the day of the event, the child's index event before
it, and the proven and pending reoffences in its follow-up. An event opens a cohort when it lies in the period and the
one before it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Index

from disposals.models import KINDS, Child, Disposal, Offence, Tier
from disposals.models.disposal import codes
from disposals.terms import (
    aged_10_to_17,
    beyond_breach,
    dealt_with,
    followed_from,
    in_order,
    of_kinds,
    proving,
    resident_elsewhere,
    resident_here,
    standing,
)
from yjs.measures.measure import FINAL, OPEN, WAITING
from yjs.measures.periods import Period, months_after
from yjs.records.book import Book, once_a_child
from yjs.records.columns import Array, Columns, first_day_of, pairs


FOLLOW_UP = 12
FOLLOW_UP_AND_WAITING = 18

FOLLOWED_TIERS = (Tier.DIVERSION, Tier.PRE_COURT, Tier.FIRST_TIER, Tier.COMMUNITY, Tier.CUSTODY)
FOLLOWED_KINDS = tuple(code for code, kind in KINDS.items() if kind.tier in FOLLOWED_TIERS)


@once_a_child
def _proven(book: Book) -> Columns:
    """Offences, breaches apart, that led to a caution or conviction: with the day of the first that stands."""
    offences, dealt, proofs = _offences(book), dealt_with(book), proving(standing(book.columns(Disposal)))
    dealing, proof = pairs(dealt["disposal_id"], proofs.ids)
    place, offence = pairs(dealt.ids[dealing], offences.ids)
    proven_on = first_day_of(offence, proofs["imposed_on"][proof[place]], len(offences))
    return offences.assign(proven_on=proven_on).take(np.flatnonzero(~np.isnat(proven_on)))


@once_a_child
def _undecided(book: Book) -> Columns:
    """Offences, breaches apart, that nothing has dealt with yet, out of court or in court."""
    offences = _offences(book)
    return offences.take(np.flatnonzero(~np.isin(offences.ids, dealt_with(book).ids)))


@once_a_child
def _offences(book: Book) -> Columns:
    """Offences, breaches apart, whose day is known."""
    offences = book.columns(Offence)
    told = Columns(offences.ids, child_id=offences["child_id"], committed_on=offences["committed_on"])
    return told.take(np.flatnonzero(~offences["is_breach"] & ~np.isnat(offences["committed_on"])))


def proven_offences(book: Book) -> DataFrame:
    """Offences, breaches apart, that led to a caution or conviction: with the day of the first that stands."""
    return _proven(book).frame(Offence._meta.label)


def _index_days(book: Book, kinds: tuple[str, ...], whose: Callable[[Columns], Columns] = resident_here) -> Columns:
    """Standing disposals of these kinds as index events, in order: custody on release, the others when imposed."""
    disposals = whose(standing(of_kinds(book.columns(Disposal), kinds)))
    disposals = beyond_breach(disposals, book)
    on = followed_from(disposals)
    return in_order(aged_10_to_17(disposals.assign(imposed_on=on), on, book))


def _followed(book: Book, kinds: tuple[str, ...], apart: list[str]) -> Columns:
    """Each index event with the one before it, where its follow-up and waiting end, and how many reoffences it has."""
    days = _index_days(book, kinds)
    events = Columns(
        days["child_id"],
        disposal_id=days.ids,
        child_id=days["child_id"],
        kind=days["kind"],
        on=days["imposed_on"],
        previous_on=_one_before(days, apart),
        follow_up_ends=months_after(days["imposed_on"], FOLLOW_UP),
        waiting_ends=months_after(days["imposed_on"], FOLLOW_UP_AND_WAITING),
    )
    proven, many = _proven(book), len(events)
    event, offence = _reoffences(proven, events)
    return events.assign(
        reoffences=np.bincount(event, minlength=many),
        pending=np.bincount(_pending(_undecided(book), events, book)[0], minlength=many),
        first_on=first_day_of(event, proven["committed_on"][offence], many),
        first_proven_on=first_day_of(event, proven["proven_on"][offence], many),
    )


def _one_before(events: Columns, apart: list[str]) -> Array:
    """The day of the event before each one, of the same child and whatever else sets them apart."""
    on, codes = events["imposed_on"], [pd.factorize(events[name])[0] for name in apart]
    order = np.lexsort(codes)
    is_next = np.all([np.diff(code[order], prepend=-1) == 0 for code in codes], axis=0)
    before = np.empty_like(on)
    before[order] = np.where(is_next, np.roll(on[order], 1), np.datetime64("NaT"))
    return before


def _in_follow_up(offences: Columns, events: Columns) -> tuple[Array, Array]:
    """The places of events, each beside the place of an offence committed after it and by its anniversary."""
    of_them = np.flatnonzero(np.isin(offences["child_id"], events["child_id"]))
    event, offence = pairs(events["child_id"], offences["child_id"][of_them])
    offence = of_them[offence]
    committed = offences["committed_on"][offence]
    inside = (committed > events["on"][event]) & (committed <= events["follow_up_ends"][event])
    return event[inside], offence[inside]


def _reoffences(offences: Columns, events: Columns) -> tuple[Array, Array]:
    """The proven offences in the follow-up of each index event: those proven by the end of waiting."""
    event, offence = _in_follow_up(offences, events)
    in_time = offences["proven_on"][offence] <= events["waiting_ends"][event]
    return event[in_time], offence[in_time]


def _pending(offences: Columns, events: Columns, book: Book) -> tuple[Array, Array]:
    """The undecided offences in the follow-up of each index event whose waiting still runs."""
    event, offence = _in_follow_up(offences, events)
    runs = events["waiting_ends"][event] > np.datetime64(book.day)
    return event[runs], offence[runs]


def _of(children: DataFrame) -> Columns:
    """The events of a cohort as they were told."""
    told = ("disposal_id", "child_id", "kind", "on", "follow_up_ends", "waiting_ends")
    return Columns(children.index.to_numpy(), **{name: children[name].to_numpy() for name in told})


def _beside(offences: Columns, events: Columns, met: tuple[Array, Array]) -> Columns:
    """Offences, each beside the event that it was met with."""
    event, offence = met
    found = {name: events[name][event] for name in ("child_id", "disposal_id", "kind", "on")}
    return Columns(offences.ids[offence], **found, committed_on=offences["committed_on"][offence])


@once_a_child
def _opening(book: Book) -> Columns:
    """Every event that can open a cohort entry: a caution, a sentence in the community, a release from custody."""
    return _followed(book, codes("opens"), ["child_id"])


@once_a_child
def _opening_diversion_included(book: Book) -> Columns:
    """Every disposal or diversion as an event that can open a cohort entry, custody on release."""
    return _followed(book, FOLLOWED_KINDS, ["child_id"])


@once_a_child
def _of_each_kind(book: Book) -> Columns:
    """Every disposal and diversion as an index event of its own kind."""
    return _followed(book, FOLLOWED_KINDS, ["child_id", "kind"])


def followed_elsewhere(book: Book, period: Period) -> NDArray[np.int64]:
    """The children with an event in the period that would have opened a cohort entry, had they lived here then."""
    events = _index_days(book, codes("opens"), resident_elsewhere)
    on = events["imposed_on"]
    inside = (on >= np.datetime64(period.start)) & (on <= np.datetime64(period.end))
    return np.unique(events["child_id"][inside])


def index_events(book: Book) -> DataFrame:
    """Every event that can open a cohort entry, an event each."""
    return book.remembered(index_events, lambda: _opening(book).frame(Child._meta.label))


def _first_in(events: Columns, periods: Iterable[Period]) -> Columns:
    """The events of each period that have none before them in it, the periods one after the other."""
    on, before = events["on"], events["previous_on"]
    ends = [(np.datetime64(period.start), np.datetime64(period.end)) for period in periods]
    found = [np.flatnonzero((on >= start) & (on <= end) & ~(before >= start)) for start, end in ends]
    return events.take(np.concatenate(found))


def cohort(book: Book, *periods: Period) -> DataFrame:
    """The children followed: each once, from the first index event in the period; of several, once in each."""
    return book.remembered((cohort, *periods), lambda: _first_in(_opening(book), periods).frame(Child._meta.label))


def cohort_diversion_included(book: Book, *periods: Period) -> DataFrame:
    """The children followed from the first disposal or diversion in the period, each once; of several, once in each."""
    return book.remembered(
        (cohort_diversion_included, *periods),
        lambda: _first_in(_opening_diversion_included(book), periods).frame(Child._meta.label),
    )


def first_of_each_kind(book: Book, period: Period) -> DataFrame:
    """The first disposal of each kind for each child in the period, the disposal being what is counted."""
    events = _first_in(_of_each_kind(book), [period])
    return events.frame(Child._meta.label).set_index(Index(events["disposal_id"], name=Disposal._meta.label))


def reoffenders(children: DataFrame) -> DataFrame:
    """Of those followed, the ones with a proven reoffence in their follow-up."""
    return children.take(np.flatnonzero(children["reoffences"].to_numpy() > 0))


def with_pending(children: DataFrame) -> DataFrame:
    """Of those followed, the ones with a reoffence in their follow-up that is proven, or that waits for an outcome."""
    proven, waiting = children["reoffences"].to_numpy() > 0, children["pending"].to_numpy() > 0
    return children.take(np.flatnonzero(proven | waiting))


def followed_up(book: Book, children: DataFrame) -> tuple[Columns, Columns]:
    """The offences of a cohort in its follow-up, each beside its index event: the proven, and those that wait."""
    events, proven, undecided = _of(children), _proven(book), _undecided(book)
    waiting = _beside(undecided, events, _pending(undecided, events, book))
    return _beside(proven, events, _reoffences(proven, events)), waiting


def pending_reoffences(book: Book, children: DataFrame) -> DataFrame:
    """The offences of a cohort in its follow-up that wait for an outcome, an offence each."""
    return followed_up(book, children)[1].frame(Offence._meta.label)


def proven_reoffences(book: Book, children: DataFrame) -> DataFrame:
    """The proven reoffences of a cohort, an offence each; the day beside it is the index day."""
    events, proven = _of(children), _proven(book)
    return _beside(proven, events, _reoffences(proven, events)).frame(Offence._meta.label)


def unsettled(children: DataFrame, book: Book) -> str:
    """How settled the least settled child is: followed up still, waiting for outcomes, or final."""
    day = np.datetime64(book.day)
    if (children["follow_up_ends"].to_numpy() > day).any():
        return OPEN
    return WAITING if (children["waiting_ends"].to_numpy() > day).any() else FINAL
