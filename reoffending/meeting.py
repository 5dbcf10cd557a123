"""The weekly tracker meeting: what is new since the last one, who is talked about first, and the page that is kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from disposals.models import Child
from reoffending.models import Action, Meeting
from reoffending.tracker import TrackedChild, Tracker
from yjs.documents.document import Block, Cell, Column, Document, Prose, Row, Table
from yjs.measures.measure import FINAL
from yjs.measures.periods import add_months, day_in_words
from yjs.records.live import past


A_WEEK = dt.timedelta(days=7)
ENTERED = "Came into the cohort"
OFFENCE = "New offence"
PROVEN = "Offence now proven"
CUSTODY = "Went into custody"
RELEASED = "Released from custody"
EIGHTEEN = "Turned 18"
MATURED = "Followed to the end"
WHAT_IS_NEW = (OFFENCE, PROVEN, CUSTODY, RELEASED, EIGHTEEN, ENTERED, MATURED)


@dataclass(frozen=True)
class Since:
    """What is new of each child since a day, by the child's number."""

    day: dt.date
    news: dict[int, list[str]]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many children each kind of news is of."""
        found = Counter(what for said in self.news.values() for what in dict.fromkeys(said))
        return [(what, found[what]) for what in WHAT_IS_NEW]


def last_before(meeting: Meeting) -> Meeting | None:
    """The meeting about the same cohort that closed last before this one."""
    closed = Meeting.objects.filter(asked=meeting.asked, is_closed=True).exclude(pk=meeting.pk)
    return closed.filter(held_on__lte=meeting.held_on).first()


def since(tracker: Tracker, day: dt.date) -> Since:
    """What is known now of the cohort's children that was not known at the end of a day."""
    before = Tracker(past(day), tracker.rule, tracker.period, tracker.within)
    then = {child.pk: child for child in before.children()}
    born = tracker.book[Child]["date_of_birth"]
    news = {child.pk: _news(child, then.get(child.pk)) for child in tracker.children()}
    for pk, said in news.items():
        eighteen = add_months(pd.Timestamp(born[pk]).date(), 12 * 18)
        if day < eighteen <= tracker.book.day:
            said.append(EIGHTEEN)
    return Since(day, {pk: said for pk, said in news.items() if said})


def _news(now: TrackedChild, then: TrackedChild | None) -> list[str]:
    if then is None:
        return [ENTERED, *[OFFENCE] * len(now.marks)]
    known = {mark.offence: mark for mark in then.marks}
    said = [OFFENCE for mark in now.marks if mark.offence not in known]
    said += [PROVEN for m in now.marks if m.is_proven and m.offence in known and not known[m.offence].is_proven]
    if now.is_in_custody != then.is_in_custody:
        said.append(CUSTODY if now.is_in_custody else RELEASED)
    if now.status == FINAL and then.status != FINAL:
        said.append(MATURED)
    return said


def in_order_of_concern(tracker: Tracker, news: Since) -> list[TrackedChild]:
    """Who is talked about first: whom the meeting put first, then those of whom there is news."""
    return sorted(
        tracker.children(), key=lambda child: (not child.is_priority, child.pk not in news.news, child.concern)
    )


def called(child: Child) -> str:
    """A child on a page that may leave the room: the reference and the initials."""
    initials = " ".join(f"{name[0]}." for name in (child.first_name, child.last_name) if name)
    return f"{child.ref} ({initials})" if initials else child.ref


def as_document(meeting: Meeting, tracker: Tracker, service_name: str) -> Document:
    """The one page that is kept of a meeting."""
    last = last_before(meeting)
    news = since(tracker, last.held_on if last else meeting.held_on - A_WEEK)
    actions = list(Action.objects.filter(meeting=meeting).select_related("child"))
    figures = "; ".join(
        f"{name.lower()} {figure.text}"
        + (f" ({figure.numerator.value} of {figure.denominator_value})" if place < 2 else "")
        for place, (name, figure) in enumerate(tracker.figures)
    )
    new = "; ".join(f"{what.lower()}: {many}" for what, many in news.counts if many) or "nothing new"
    blocks: list[Block] = [
        Prose(
            (
                f"{len(tracker.children())} children. Of them {figures}.",
                f"Since {day_in_words(news.day)}, children with {new}.",
            )
        )
    ]
    if actions:
        rows = tuple(
            Row(
                (
                    Cell(a.what),
                    Cell(called(a.child) if a.child else "The cohort"),
                    Cell(a.owner),
                    Cell(f"{a.due_on:%d/%m/%Y}"),
                )
            )
            for a in actions
        )
        columns = tuple(Column(title, False) for title in ("What is to be done", "About", "Who", "By"))
        blocks.append(Table("actions", "Actions", columns, rows))
    if meeting.note:
        blocks.append(Prose(tuple(line for line in meeting.note.splitlines() if line.strip())))
    return Document(
        title=str(meeting),
        subtitle=f"Children followed from {tracker.period.label}",
        service_name=service_name,
        audience="internal",
        as_at_text=f"As known on {day_in_words(tracker.book.day)}",
        made_text="Made from the case records of the service",
        blocks=tuple(blocks),
        as_at=tracker.book.day,
    )
