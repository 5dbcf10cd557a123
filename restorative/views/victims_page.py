"""What a victim's page shows, put into the rows of its tables and the steps of the path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.urls import reverse

from disposals.models import Offence
from restorative.models import ReleasedFact, RestorativeProcess, Step, VictimContact
from restorative.models.contact import ASKING
from restorative.victims_path import Path
from yjs.measures.periods import day_in_words
from yjs.people.models import User
from yjs.people.permissions import May


Cell = dict[str, Any]
Link = tuple[str, str]
DONE, NOT_YET, LATE, NOT_NEEDED = ("Done", "green"), ("Not yet", "grey"), ("Late", "red"), ("Not needed", "grey")
SAID_NO = ("Said no", "red")
YES_NO = {True: "Yes", False: "No", None: ""}


def rows_of(paths: Iterable[Path]) -> dict[str, Any]:
    """The columns and rows of a list of victims: each with its clock, what comes next, and one tap to an attempt."""
    rows = []
    for path in paths:
        victim, clock = path.victim, path.clock
        tried = {"text": "Tried to reach", "href": reverse("restorative:contact-attempt", args=[victim.pk])}
        rows.append(
            [
                {"text": victim.name, "href": victim.get_absolute_url()},
                {"text": clock.words, "colour": clock.colour or "blue"},
                {"text": path.next_step or "Nothing"},
                tried if path.is_live else {"text": "-"},
                {"text": day_in_words(path.contact_by) if path.contact_by else "-"},
                {"text": str(victim.pk)},
            ]
        )
    return {"columns": ["Name", "Clock (working days)", "Next", "Attempt", "Limit", "Number"], "rows": rows}


@dataclass(frozen=True)
class Stage:
    """One step of the path: how it stands, what is recorded of it, and where it is recorded."""

    title: str
    state: tuple[str, str]
    told: tuple[str, ...]
    links: tuple[Link, ...] = ()


class VictimsPage:
    """One victim, as the page lays them out."""

    columns: ClassVar = {
        "offences": ["Offence", "Committed", "Case", "Decided"],
        "contacts": ["Step", "Day", "Answer", "How", "Note"],
        "processes": ["Process", "Held", "Outcome", "Victim satisfied", "Child satisfied"],
        "released": ["What they are told", "Case", "Told on"],
    }

    def __init__(self, path: Path, user: User) -> None:
        self.path, self._victim = path, path.victim
        self._sees_children = user.may(May.SEE_CHILDREN)
        self._released = ReleasedFact.objects.filter(victim=path.victim).select_related("child").order_by("released_on")

    @property
    def who(self) -> list[tuple[str, str]]:
        one = self._victim
        rows = [
            ("Number", f"{one.pk} (what others see in place of a name)"),
            ("Reference", one.ref),
            ("Who was harmed", one.get_kind_display()),
            ("Other names", one.other_names),
            ("Under 18", YES_NO[one.is_child]),
            ("Who speaks for them", one.speaker),
            ("How to reach whoever speaks for them", one.speaker_contact),
            ("Phone", one.phone),
            ("Email", one.email),
            ("Address", one.address),
            ("How they wish to be contacted", one.get_channel_display()),
            ("Language, or interpreter", one.language),
            ("Special needs", one.needs),
            ("Safety", one.safety),
            ("Referred to", one.provider or "No provider"),
        ]
        is_person = one.kind in ("", "person")
        return [row for row in rows if is_person or row[0] != "Under 18"]

    @property
    def needs_a_speaker(self) -> bool:
        return bool(self._victim.is_child) and not self._victim.speaker

    @property
    def stages(self) -> list[Stage]:
        made = (self._details, self._attempts, self._contact, self._consent, self._view, self._offer, self._choice)
        after = (self._process, self._news, self._support, self._feedback, self._closing)
        stages = [stage() for stage in (*made, *after)]
        return stages if self.path.may_be_contacted else [_of_one_left_alone(stage) for stage in stages]

    def _details(self) -> Stage:
        one, change = self._victim, self._page("victim-change", "#id_details_from_police_on")
        if one.details_from_police_on:
            return Stage("Details from the police", DONE, (f"Came {day_in_words(one.details_from_police_on)}",))
        told = (f"Withheld: {one.withheld_reason}",) if one.withheld_reason else ()
        state = ("Withheld", "grey") if told else NOT_YET
        return Stage("Details from the police", state, told, (("Record them", change),))

    def _attempts(self) -> Stage:
        tried = self.path.of(Step.ATTEMPT)
        told = tuple(f"{day_in_words(step.on)}{f', {step.how.lower()}' if step.how else ''}" for step in tried)
        links = (("Tried to reach", self._page("contact-attempt")),) if self.path.is_live else ()
        state = DONE if tried else NOT_NEEDED if self.path.reached_on else NOT_YET
        return Stage("Attempts", state, told, links)

    def _contact(self) -> Stage:
        by, reached = self.path.contact_by, self.path.reached_on
        limit = (f"Limit: {day_in_words(by)}",) if by else ()
        told = (f"Reached {day_in_words(reached)}",) if reached else ()
        clock = self.path.clock
        state = DONE if reached else (clock.words, clock.colour or "blue")
        state = LATE if reached and self.path.in_time is False else state
        return Stage("First contact", state, told + limit, self._adding(Step.CONTACTED, "Reached them"))

    def _consent(self) -> Stage:
        said = self.path.consent
        told = (f"Said {'yes' if said.answer else 'no'} {day_in_words(said.on)}",) if said else ()
        state = NOT_YET if said is None else DONE if said.answer else SAID_NO
        return Stage("Consent to contact", state, told, self._adding(Step.CONSENT, "Asked for consent"))

    def _view(self) -> Stage:
        path = self.path
        told: tuple[str, ...] = (f"Asked {day_in_words(path.view.on)}",) if path.view else ()
        told += (f"First decision {day_in_words(path.decided_on)}",) if path.decided_on else ("Nothing is decided yet",)
        state = NOT_YET if path.view_in_time is None else DONE if path.view_in_time else LATE
        state = ("Not asked before it", "red") if path.view is None and state == LATE else state
        links = self._adding(Step.VIEW_SOUGHT, "Asked for their view")
        return Stage("View, before the decision", state, told, links)

    def _offer(self) -> Stage:
        why, offers = self._victim.not_offered_reason, self.path.of(Step.OFFERED)
        told = tuple(f"Offered {day_in_words(step.on)}" for step in offers)
        told += (f"Not offered: {why}",) if why else ()
        state = DONE if offers else ("Not offered", "grey") if why else NOT_YET
        say_why = ("Say why it is not offered", self._page("victim-change", "#id_not_offered_reason"))
        links = (*self._adding(Step.OFFERED, "Offered it"), *(() if offers or self.path.closed else (say_why,)))
        return Stage("Offer of restorative justice", state, told, links)

    def _choice(self) -> Stage:
        choice, adding = self.path.choice, self._adding
        told = (f"{choice.get_kind_display()} {day_in_words(choice.on)}",) if choice else ()
        links = (*adding(Step.ACCEPTED, "They accepted"), *adding(Step.DECLINED, "They declined"))
        return Stage("Their choice", DONE if choice else NOT_YET, told, links)

    def _process(self) -> Stage:
        told = tuple(f"{each.get_kind_display()}, {day_in_words(each.held_on)}" for each in self.path.processes)
        declined = self.path.choice is not None and self.path.choice.kind == Step.DECLINED
        state = DONE if told else NOT_NEEDED if declined else NOT_YET
        links = () if self.path.closed else (("Record a process", self._page("process-add")),)
        return Stage("Process", state, told, links)

    def _news(self) -> Stage:
        return self._asked_and_given("Kept informed", Step.INFORMED, "News asked for or given")

    def _support(self) -> Stage:
        return self._asked_and_given("Information on support", Step.SUPPORT_INFORMATION, "Asked for or given")

    def _asked_and_given(self, title: str, step: Step, words: str) -> Stage:
        steps = self.path.of(step)
        told = tuple(f"{'Given' if each.answer else 'Asked for'} {day_in_words(each.on)}" for each in steps)
        state = NOT_YET if not steps else ("Asked for, not given", "red") if self.path.waits_for(step) else DONE
        return Stage(title, state, told, self._adding(step, words))

    def _feedback(self) -> Stage:
        given = [each for each in self.path.processes if each.words or each.victim_satisfied is not None]
        told: list[str] = []
        for each in given:
            if each.victim_satisfied is not None:
                told.append("Satisfied" if each.victim_satisfied else "Not satisfied")
            if each.words:
                may = {True: "may be quoted", False: "not to be quoted", None: "not asked whether it may be quoted"}
                told.append(f"“{each.words}” ({may[each.may_quote]})")
        links = tuple(
            (f"Feedback on {each.held_on:%d/%m/%Y}", f"{self._change(each)}#id_victim_satisfied_0")
            for each in self.path.processes
        )
        state = DONE if given else NOT_YET if self.path.processes else NOT_NEEDED
        return Stage("Feedback", state, tuple(told), links)

    def _closing(self) -> Stage:
        closed = self.path.closed
        told = (f"Closed {day_in_words(closed.on)}",) if closed else ()
        return Stage("Closing", DONE if closed else NOT_YET, told, self._adding(Step.CLOSED, "Close"))

    @property
    def offences(self) -> list[list[Cell]]:
        decided = self.path.decided
        return [
            [
                {"text": offence.description if self._sees_children and offence.description else _kind(offence)},
                {"text": day_in_words(offence.committed_on)},
                {"text": offence.child.ref, "href": offence.child.get_absolute_url() if self._sees_children else ""},
                {"text": day_in_words(decided[offence.ref]) if offence.ref in decided else "Not yet"},
            ]
            for offence in self.path.offences
        ]

    @property
    def contacts(self) -> list[list[Cell]]:
        return [
            [
                {"text": step.get_kind_display(), "href": self._change(step)},
                {"text": day_in_words(step.on)},
                {"text": YES_NO[step.answer] or "-"},
                {"text": step.how or "-"},
                {"text": step.note or "-"},
            ]
            for step in self.path.contacts[::-1]
        ]

    @property
    def processes(self) -> list[list[Cell]]:
        return [
            [
                {
                    "text": ": ".join(filter(None, (each.get_kind_display(), each.form_in_words))),
                    "href": self._change(each),
                },
                {"text": day_in_words(each.held_on)},
                {"text": each.outcome or "Not recorded"},
                {"text": YES_NO[each.victim_satisfied] or "Not recorded"},
                {"text": YES_NO[each.child_satisfied] or "Not recorded"},
            ]
            for each in self.path.processes
        ]

    @property
    def released(self) -> list[list[Cell]]:
        return [
            [
                {"text": str(fact), "href": reverse("restorative:released-change", args=[fact.pk])},
                {"text": fact.child.ref},
                {"text": day_in_words(fact.released_on)},
            ]
            for fact in self._released
        ]

    def _adding(self, step: Step, words: str) -> tuple[Link, ...]:
        goes_out = step in ASKING and step != Step.CONSENT
        if self.path.closed or (goes_out and not self.path.may_be_contacted):
            return ()
        return ((words, self._page("contact-add", f"?kind={step}")),)

    def _page(self, name: str, more: str = "") -> str:
        return reverse(f"restorative:{name}", args=[self._victim.pk]) + more

    def _change(self, record: VictimContact | RestorativeProcess) -> str:
        name = "contact-change" if isinstance(record, VictimContact) else "process-change"
        return reverse(f"restorative:{name}", args=[record.pk])


def _of_one_left_alone(stage: Stage) -> Stage:
    """A step of somebody who must not be contacted: nothing is waited for, and nothing is late."""
    waits = stage.state == NOT_YET or (stage.state[1] == "red" and stage.state != SAID_NO)
    return replace(stage, state=NOT_NEEDED) if waits else stage


def _kind(offence: Offence) -> str:
    """What kind of offence it was, without what the child's side wrote of it."""
    return offence.get_category_display() or "Offence"
