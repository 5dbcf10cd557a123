"""The weekly tracker meeting: what is new since the last one, who is talked about first, and the page that is kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

import pandas as pd

from disposals.models import Child, Offence
from reoffending.forms import GROUPS
from reoffending.models import Action, Meeting
from reoffending.projections import cohorts_on, days_since, latest_days
from reoffending.rules import RULES, SUBSTANTIVE
from reoffending.tracked import TrackedChild
from reoffending.tracker import Tracker
from yjs.documents.document import Block, Cell, Column, Document, Prose, Row, Table
from yjs.measures.measure import FINAL
from yjs.measures.periods import Period, add_months, day_in_words
from yjs.records.book import Book
from yjs.records.history import Event
from yjs.records.live import known_at, past


A_WEEK = dt.timedelta(days=7)
ENTERED = "Came into the cohort"
# What was so already of a child who came in.
CAME_PROVEN = "Came in with a proven offence"
CAME_WAITING = "Came in with an offence that waits"
CAME_IN_CUSTODY = "Came in while in custody"
OFFENCE = "New offence"
PROVEN = "Offence now proven"
CUSTODY = "Went into custody"
RELEASED = "Released from custody"
EIGHTEEN = "Turned 18"
MATURED = "Followed to the end"
ON_COMING_IN = (ENTERED, CAME_PROVEN, CAME_WAITING, CAME_IN_CUSTODY)
WHAT_IS_NEW = (OFFENCE, PROVEN, CUSTODY, RELEASED, EIGHTEEN, *ON_COMING_IN, MATURED)
# So many children of whom there is the same news are named on the one page.
NAMED = 30


def asked_for(meeting: Meeting) -> tuple[Period, dict[str, str]]:
    """The days of a meeting's cohort, and what else was chosen of it."""
    asked = urlsplit(meeting.asked)
    return Period.from_slug(asked.path.strip("/")), dict(parse_qsl(asked.query))


def cohort_in_words(meeting: Meeting) -> str:
    """The cohort a meeting was about: its days, and the rule and groups where they are not the usual ones."""
    period, chosen = asked_for(meeting)
    said = [period.label]
    if (rule := RULES.get(chosen.get("rule", ""), SUBSTANTIVE)) != SUBSTANTIVE:
        said.append(rule.label)
    said += [f"{each.title}: {each.name(chosen[each.slug])}" for each in GROUPS if chosen.get(each.slug)]
    return "; ".join(said)


@dataclass(frozen=True)
class Since:
    """What is new of each child since a moment of a day, by the child's number."""

    day: dt.date
    news: dict[int, list[str]]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many children each kind of news is of."""
        found = Counter(what for said in self.news.values() for what in dict.fromkeys(said))
        return [(what, found[what]) for what in WHAT_IS_NEW]


def as_it_closed(meeting: Meeting) -> Book:
    """Every record as it was known when a meeting closed; at the end of its day, where the moment was not kept."""
    return known_at(meeting.closed_at) if meeting.closed_at else past(meeting.held_on)


def before(meeting: Meeting) -> Book:
    """Every record as the last meeting about the same cohort left it, or as it was known a week before the first."""
    last = Meeting.objects.filter(asked=meeting.asked, held_on__lt=meeting.held_on).first()
    return as_it_closed(last) if last else past(meeting.held_on - A_WEEK)


def begin(tracker: Tracker) -> Meeting:
    """A meeting about a cohort, with the children in the order in which it will talk about them."""
    meeting = Meeting(held_on=tracker.book.day, asked=tracker.address)
    meeting.order = [child.pk for child in in_order_of_concern(tracker, since(tracker, before(meeting)))]
    return meeting


def since(tracker: Tracker, before: Book) -> Since:
    """What is known now of the cohort's children that an earlier book did not know."""
    cohort, day = Tracker(before, tracker.rule, tracker.period, tracker.within), before.day
    then = {child.pk: child for child in cohort.children()}
    born = tracker.book[Child]["date_of_birth"]
    known = set(before.columns(Offence).ids.tolist())
    news = {
        child.pk: _news(child, then[child.pk]) if child.pk in then else _on_coming_in(child, known)
        for child in tracker.children()
    }
    for pk, said in news.items():
        eighteen = add_months(pd.Timestamp(born[pk]).date(), 12 * 18)
        if day < eighteen <= tracker.book.day:
            said.append(EIGHTEEN)
    return Since(day, {pk: said for pk, said in news.items() if said})


def _on_coming_in(child: TrackedChild, known: Collection[int]) -> list[str]:
    """What is told of a child who came into the cohort, where these offences were known before."""
    said = [ENTERED]
    for mark in child.marks:
        pending = CAME_WAITING if mark.offence in known else OFFENCE
        said.append(CAME_PROVEN if mark.is_proven else pending)
    return [*said, CAME_IN_CUSTODY] if child.is_in_custody else said


def _news(now: TrackedChild, then: TrackedChild) -> list[str]:
    known = {mark.offence: mark.is_proven for mark in then.marks}
    said = [OFFENCE for mark in now.marks if mark.offence not in known]
    said += [PROVEN for mark in now.marks if mark.is_proven and not known.get(mark.offence)]
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


def in_order(meeting: Meeting, tracker: Tracker, news: Since) -> list[TrackedChild]:
    """The children as they are gone through: as it was when the meeting began, whoever came in since then last."""
    place = {child: place for place, child in enumerate(meeting.order)}
    return sorted(in_order_of_concern(tracker, news), key=lambda child: place.get(child.pk, len(place)))


def called(child: Child) -> str:
    """A child on a page that may leave the room: the reference and the initials."""
    initials = " ".join(f"{name[0]}." for name in (child.first_name, child.last_name) if name)
    return f"{child.ref} ({initials})" if initials else child.ref


def in_figures(tracker: Tracker) -> str:
    """How a cohort stands, in one sentence: each figure under its own name, the estimate with its interval."""
    said = []
    for name, figure in tracker.figures:
        text = f"{name[0].lower()}{name[1:]} {figure.text if figure.value is not None else 'not yet known'}"
        if figure.estimate is None:
            text += f" ({figure.numerator.value} of {figure.denominator_value})"
        elif figure.interval:
            low, high = (figure.measure.unit.show(end) for end in figure.interval)
            text += f" (95% interval of the share {low} to {high})"
        said.append(text)
    many = len(tracker.children())
    return f"{many} {'child' if many == 1 else 'children'}. Of them {'; '.join(said)}."


def _in_names(news: Since, names: Mapping[int, Child]) -> Iterator[str]:
    """Which children there is news of, a line for each kind of news."""
    for what in WHAT_IS_NEW:
        whom = sorted(called(names[pk]) for pk, said in news.news.items() if what in said and pk in names)
        more = f" and {len(whom) - NAMED} more" if len(whom) > NAMED else ""
        if whom:
            yield f"{what}: {', '.join(whom[:NAMED])}{more}."


def with_its_state(event: Event, tracked: TrackedChild, book: Book) -> Event:
    """An offence after the index day with whether it is proven, waits, or does not count.

    One that the book does not know of is left as it is.
    """
    offence = event.record
    if not isinstance(offence, Offence) or event.on <= tracked.on or offence.pk not in book[Offence].index:
        return event
    states = {mark.offence: "proven" if mark.is_proven else "waiting for an outcome" for mark in tracked.marks}
    return replace(event, title=f"{event.title}: {states.get(offence.pk, 'does not count as a reoffence')}")


def days_to_look_at(cohort: Period) -> list[dt.date]:
    """The days whose projections a meeting keeps: the latest, and the last on which one of its own cohort fell due."""
    asked = (cohort.start, cohort.end)
    due_on = [day for day in days_since(cohort.start) if asked in {(each.start, each.end) for each in cohorts_on(day)}]
    return sorted({*latest_days(), *due_on[-1:]})


def as_document(
    meeting: Meeting, tracker: Tracker, news: Since, names: Mapping[int, Child], service_name: str
) -> Document:
    """The one page that is kept of a meeting; `names` are the records of the children there is news of."""
    actions = list(Action.objects.filter(meeting=meeting).select_related("child"))
    new = tuple(_in_names(news, names)) or ("Nothing is new of any child.",)
    blocks: list[Block] = [Prose((in_figures(tracker), f"News since {day_in_words(news.day)}.", *new))]
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
        elsewhere="on the meeting’s page",
    )
