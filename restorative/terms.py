"""The words of restorative work as functions on rows: contacted, took part, held in, worked in, of a victim, of a child."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from pandas import DataFrame, Series

from disposals.models import Child, Disposal, Intervention
from disposals.models.disposal import codes
from restorative.lengths import between
from restorative.models import (
    Placement,
    PlacementDay,
    Reparation,
    ReparationSession,
    RestorativeProcess,
    Step,
    Victim,
    VictimContact,
)
from restorative.rules import first_contact_by
from yjs.measures.periods import Period
from yjs.records.book import Book, of_record


OUT_OF_COURT = codes("is_out_of_court")
FAR_OFF = dt.date(2200, 1, 1)


def within(rows: DataFrame, column: str, period: Period) -> DataFrame:
    """Rows whose day is in a period, both its ends in."""
    return rows[rows[column].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]


def steps(book: Book, *kinds: Step) -> DataFrame:
    """Steps of these kinds in the contact with victims."""
    contacts = book[VictimContact]
    return contacts[contacts["kind"].isin([str(kind) for kind in kinds])]


def said_yes(rows: DataFrame) -> DataFrame:
    """Steps that were answered with yes. Not recorded is neither yes nor no."""
    return rows[rows["answer"].fillna(False)]


def victims_of(book: Book, rows: DataFrame) -> DataFrame:
    """The victims that rows are about, each once, on the first day of theirs."""
    victims, first = book[Victim], rows.groupby("victim_id")["on"].min()
    found = victims[victims.index.isin(first.index.astype("int64"))]
    return found.assign(on=first.reindex(found.index))


def children_of(rows: DataFrame, day: str) -> DataFrame:
    """The children that rows are about, each once, on the first day of theirs."""
    first = rows.sort_values([day, "ref"]).drop_duplicates("child_id").assign(on=lambda one: one[day])
    return first.set_index(pd.Index(first["child_id"].astype("int64"), name=Child._meta.label))


def processes_held(book: Book, period: Period) -> DataFrame:
    """Restorative processes held in a period."""
    held = within(book[RestorativeProcess], "held_on", period)
    return held.assign(on=held["held_on"])


def latest_answers(rows: DataFrame) -> DataFrame:
    """For each victim the last step that was answered: consent can be given and taken back. On one day a no stands."""
    answered = rows[rows["answer"].notna()].sort_values(["on", "answer"], ascending=[True, False], kind="stable")
    return answered.drop_duplicates("victim_id", keep="last")


def sessions_held(book: Book, period: Period) -> DataFrame:
    """Children's places in the reparation sessions of a period, each with the child."""
    sessions = within(book[ReparationSession], "held_on", period)
    return sessions.assign(
        child_id=of_record(book[Reparation]["child_id"], sessions["reparation_id"]), on=sessions["held_on"]
    )


def places_not_recorded(book: Book, period: Period) -> DataFrame:
    """Sessions set up in a period with a child of whom no session is recorded there: how many such children have a
    place, and the hours it was set up for.
    """
    days, sessions = within(book[PlacementDay], "on", period), book[ReparationSession]
    names, refs = book[Placement]["name"], dict(zip(book[Reparation]["ref"], book[Reparation].index, strict=True))
    told: set[tuple] = set(zip(sessions["day_id"], sessions["reparation_id"], strict=True))
    # What another system recorded of the same place and day is that session.
    told.update(zip(sessions["held_on"], sessions["placement"], sessions["reparation_id"], strict=True))
    waiting = [
        sum((i, refs[ref]) not in told and (on, names.get(at), refs[ref]) not in told for ref in named if ref in refs)
        for i, on, at, named in zip(days.index, days["on"], days["placement_id"], days["reparation_refs"], strict=True)
    ]
    lengths = [
        float(between(*map(dt.time.fromisoformat, times)))
        for times in zip(days["starts_at"], days["ends_at"], strict=True)
    ]
    found = days.assign(places=Series(waiting, index=days.index, dtype="int64"))
    found = found.assign(hours=Series(lengths, index=days.index, dtype="float64"))
    return found[found["places"] > 0]


def referred_in(book: Book, period: Period) -> DataFrame:
    """Reparation referred in a period."""
    referred = within(book[Reparation], "referred_on", period)
    return referred.assign(on=referred["referred_on"])


def open_in(book: Book, period: Period) -> DataFrame:
    """Reparation open at any time in a period: referred by its end, and not ended before its start."""
    reparation = book[Reparation]
    begun = reparation[reparation["referred_on"] <= pd.Timestamp(period.end)]
    open_then = begun[~(begun["ended_on"] < pd.Timestamp(period.start))]
    return open_then.assign(on=open_then["referred_on"].clip(lower=pd.Timestamp(period.start)))


def told_of(book: Book, period: Period) -> DataFrame:
    """Victims whose details came from the police in a period."""
    told = within(book[Victim], "details_from_police_on", period)
    return told.assign(on=told["details_from_police_on"])


def first_reached(book: Book) -> Series:
    """The day each victim was first reached, by victim."""
    return steps(book, Step.CONTACTED).groupby("victim_id")["on"].min()


def in_time(book: Book, victims: DataFrame) -> Series:
    """Of each victim whose details came on a day: were they reached by the last day that is in time."""
    reached = first_reached(book).reindex(victims.index)
    return Series(reached.to_numpy() <= _contact_by(victims).to_numpy(), index=victims.index)


def reached_or_due(book: Book, victims: DataFrame) -> Series:
    """Of each victim whose details came on a day: were they reached, or should they have been by now. Who had asked to be
    left alone by the last day that is in time was not to be reached.
    """
    last = _contact_by(victims)
    answers = latest_answers(steps(book, Step.CONSENT))
    said_no = answers.drop(said_yes(answers).index).set_index("victim_id")["on"]
    alone_from = pd.concat([victims["do_not_contact_from"], said_no.reindex(victims.index)], axis=1).min(axis=1)
    was_due = (last < pd.Timestamp(book.day)) & ~(alone_from <= last)
    return first_reached(book).reindex(victims.index).notna() | was_due


def _contact_by(victims: DataFrame) -> Series:
    """The last day on which the first contact with each victim is in time; far off where no rule was in force."""
    told_on = victims["details_from_police_on"]
    limits = {day: first_contact_by(day.date()) or FAR_OFF for day in told_on.unique()}
    return told_on.map({day: pd.Timestamp(limit) for day, limit in limits.items()}).astype("datetime64[ns]")


def works_with_victims(book: Book, period: Period) -> bool:
    """Whether anything is recorded of work with victims in a period: details, a step of the contact, or a process."""
    contacts = within(book[VictimContact], "on", period)
    return not (contacts.empty and told_of(book, period).empty and processes_held(book, period).empty)


def works_at_reparation(book: Book, period: Period) -> bool:
    """Whether anything is recorded of reparation in a period: a referral, or a session."""
    return not (referred_in(book, period).empty and within(book[ReparationSession], "held_on", period).empty)


def programmes_ended(book: Book, period: Period) -> DataFrame:
    """Disposals whose programme ended in a period: the work that followed them."""
    work = within(book[Intervention], "ended_on", period).dropna(subset=["disposal_id"])
    first, disposals = work.groupby("disposal_id")["ended_on"].min(), book[Disposal]
    ended = disposals[disposals.index.isin(first.index.astype("int64"))]
    return ended.assign(on=first.reindex(ended.index))


def whose_programme_ended(book: Book, period: Period) -> DataFrame:
    """Victims of offences whose programme ended in a period, each once, on the first day one did."""
    ended, first = programmes_ended(book, period), dict[str, pd.Timestamp]()
    for named, day in zip(ended["offence_refs"], ended["on"], strict=True):
        first |= {ref: min(day, first.get(ref, day)) for ref in named}
    victims = book[Victim]
    found = victims[victims["offence_refs"].map(lambda named: not first.keys().isdisjoint(named)).astype(bool)]
    days = [min(first[ref] for ref in named if ref in first) for named in found["offence_refs"]]
    return found.assign(on=pd.to_datetime(Series(days, index=found.index, dtype="datetime64[ns]")))


def view_due_on(book: Book, victims: DataFrame) -> Series:
    """The day until which each victim's view counts as asked for in time: the first out-of-court decision on an offence
    that harmed them, or the start of the work under a court's sentence; none where nothing is decided yet.
    """
    disposals, work = book[Disposal], book[Intervention].dropna(subset=["disposal_id"])
    began = work.groupby("disposal_id")["started_on"].min().reindex(disposals.index)
    imposed = disposals["imposed_on"]
    of_a_court = ~disposals["kind"].isin(OUT_OF_COURT) & (began > imposed).to_numpy()
    first: dict[str, pd.Timestamp] = {}
    for named, day in zip(disposals["offence_refs"], imposed.where(~of_a_court, began), strict=True):
        first |= {ref: min(day, first.get(ref, day)) for ref in named}
    days = [min((first[ref] for ref in named if ref in first), default=pd.NaT) for named in victims["offence_refs"]]
    return Series(days, index=victims.index, dtype="datetime64[ns]")
