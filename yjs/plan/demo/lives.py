"""A made-up child's life as a youth justice service meets it: what happened, what was decided, and what came after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random
from typing import Any

from disposals.models import KINDS, Child, Disposal, Offence
from yjs.measures.periods import add_months, age_on
from yjs.plan.demo import LAST_DAY
from yjs.plan.demo.courts import Case, court_of, decision_day, hearing_day, release_day, requirements, sentence_day
from yjs.plan.demo.days import birthday, likely, read_between, remand_court, wait, working_day, year_of, youth_court
from yjs.plan.demo.decisions import (
    COURT,
    GRAVITY_MATRIX,
    NO_ACTION,
    SENT_AWAY,
    Before,
    adult_court_decides,
    court_decides,
    court_on_breach,
    months_of,
    police_decide,
)
from yjs.plan.demo.offending import Incident, incident, wrongs
from yjs.plan.demo.recording import Change, Told, typed_in


# The share of what a young person does once 18 that the service never hears of.
HEARD_OF_NO_MORE = 0.85
# The chance that a grave or repeated offence ends in a night in a cell and a remand.
ARRESTED = {2006: 0.26, 2014: 0.16, 2026: 0.13}


@dataclass(frozen=True)
class Temper:
    """How often a child gets into trouble: occasions a year at first, and the years in which that halves."""

    a_year: float
    halves_in: float
    persistence: int


@dataclass
class Life:
    """One child, and everything the service recorded."""

    rng: Random
    child: Child
    temper: Temper
    first_trouble_on: dt.date | None
    lives_here: Callable[[dt.date], bool] | None = None
    before: Before = field(default_factory=Before)
    told: list[Told] = field(default_factory=list)
    away: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    decided: list[tuple[Told, Incident]] = field(default_factory=list)
    remands: list[tuple[dt.date, dt.date, Case]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.agenda: list[tuple[dt.date, int, str, Any]] = []
        self.turn = self.offences = self.disposals = 0
        self.eighteen = birthday(self.child.date_of_birth, 18)

    @property
    def born(self) -> dt.date:
        return self.child.date_of_birth

    def age(self, day: dt.date) -> int:
        return age_on(self.born, day)

    def residence(self, day: dt.date) -> str:
        return "local" if self.lives_here is None or self.lives_here(day) else "other"

    def live(self) -> None:
        """Let everything happen, in its order, until the last day."""
        if self.first_trouble_on:
            self.then(self.first_trouble_on, "trouble", None)
        while self.agenda and self.agenda[0][0] <= LAST_DAY:
            day, _, what, about = heappop(self.agenda)
            getattr(self, what)(day, about)
        for _, _, what, about in sorted(self.agenda, key=lambda item: item[:2]):
            if what == "police":
                self.offences_of(about, None)

    def then(self, day: dt.date, what: str, about: Any) -> None:
        self.turn += 1
        heappush(self.agenda, (day, self.turn, what, about))

    def trouble(self, day: dt.date, _: None) -> None:
        """Something happens, unless the child is locked up that day; and more may follow."""
        self.then_more(day)
        if any(start < day < end for start, end in self.away) and self.rng.random() < 0.97:
            return
        if day >= self.eighteen and self.rng.random() < HEARD_OF_NO_MORE:
            return
        what = incident(self.rng, day, self.age(day), self.child.sex == "female", self.temper.persistence)
        grave = what.worst.seriousness >= 6 or (self.before.convictions >= 2 and what.worst.seriousness >= 4)
        chance = 0.4 if what.worst.seriousness >= 7 else read_between(ARRESTED, year_of(day))
        if grave and day < self.eighteen and self.rng.random() < chance:
            self.arrested(day, what)
        else:
            self.then(decision_day(self.rng, day), "police", what)

    def then_more(self, day: dt.date) -> None:
        """The next occasion: ever less likely, and hardly recorded here once the child has been 18 for a year."""
        assert self.first_trouble_on
        while True:
            day += dt.timedelta(days=1 + int(self.rng.expovariate(self.temper.a_year) * 365))
            if day > min(LAST_DAY, add_months(self.eighteen, 8)):
                return
            years = (day - self.first_trouble_on).days / 365
            if self.rng.random() < 0.5 ** (years / self.temper.halves_in):
                while self.rng.random() > likely(day):
                    day += dt.timedelta(days=1)
                self.then(day, "trouble", None)
                return

    def arrested(self, day: dt.date, what: Incident) -> None:
        """Held overnight, charged, and refused bail at the first hearing."""
        arrest = day + dt.timedelta(days=self.rng.choice((0, 0, 0, 1, 2, 5)))
        hearing = remand_court(arrest)
        refs = self.offences_of(what, hearing)
        guilty = self.rng.random() < 0.65
        case = Case(what, refs, hearing, guilty)
        sentence = sentence_day(self.rng, case)
        stays = sentence if self.rng.random() < 0.55 else working_day(hearing + wait(self.rng, 14, 0.5, 2, 60))
        self.remands.append((hearing, min(stays, sentence), case))
        self.away.append((hearing, min(stays, sentence)))
        self.cases.append(case)
        self.then(sentence, "sentence", case)

    def police(self, day: dt.date, what: Incident) -> None:
        """The decision out of court, or a charge; it waits for a child who is locked up."""
        for _, start, end in self.sentences():
            if start <= day < end:
                self.then(working_day(end + dt.timedelta(days=self.rng.randint(5, 20))), "police", what)
                return
        if day >= self.eighteen and what.on < self.eighteen and what.worst.seriousness <= 2:
            return
        kind = COURT if day >= self.eighteen else ""
        kind = kind or police_decide(self.rng, day, what, self.before, self.rng.random() < 0.82)
        if kind == NO_ACTION and self.rng.random() < 0.5:
            return
        refs = self.offences_of(what, day)
        if kind != COURT:
            self.impose(kind, day, what, refs)
            return
        case = Case(what, refs, hearing_day(self.rng, day), self.rng.random() < 0.86)
        self.cases.append(case)
        self.then(sentence_day(self.rng, case), "sentence", case)

    def sentence(self, day: dt.date, case: Case) -> None:
        """The court deals with the child, and with whatever else is waiting."""
        if case.closed_on:
            return
        soon = day + dt.timedelta(days=21)
        others = [c for c in self.cases if not c.closed_on and c is not case and c.first_hearing_on <= soon]
        together = [case, *(c for c in others if self.rng.random() < 0.92)]
        for each in together:
            each.closed_on = day
            each.first_hearing_on = min(each.first_hearing_on, day)
        what = Incident(min(c.what.on for c in together), [w for c in together for w in c.what.wrongs])
        refs = [ref for c in together for ref in c.refs]
        first_hearing = min(c.first_hearing_on for c in together)
        guilty = any(c.pleads_guilty for c in together)
        age = self.age(day)
        breached = next((c.breach_of for c in together if c.breach_of), None)
        if self.age(first_hearing) >= 18:
            kind = adult_court_decides(self.rng, what)
        elif any(start <= day < end for _, start, end in self.sentences()):
            kind = "absolute_discharge" if what.worst.seriousness <= 3 else "detention_and_training_order"
        elif breached and what.is_breach:
            kind = court_on_breach(self.rng, day, breached.record.kind, self.before, age)
        else:
            kind = court_decides(self.rng, day, what, self.before, age, guilty)
        if not breached and kind not in ("dismissed", "bind_over"):
            refs += self.discharge_breached(day, what)
        self.impose(kind, day, what, refs, first_hearing)

    def sentences(self) -> list[tuple[Told, dt.date, dt.date]]:
        """The child's times in custody under a sentence."""
        inside = [told for told, _ in self.decided if told.record.kind in SENT_AWAY]
        return [(told, told.record.imposed_on, told.final()["released_on"]) for told in inside]

    def discharge_breached(self, day: dt.date, what: Incident) -> list[str]:
        """An offence during a conditional discharge breaches it; the court may deal with that too."""
        for told, _ in self.decided:
            order = told.record
            running = order.kind == "conditional_discharge" and order.imposed_on < what.on <= (order.ends_on or day)
            if running and self.rng.random() < 0.5:
                return self.offences_of(Incident(what.on, [wrongs()["breach_discharge"]]), day)
        return []

    def breach(self, day: dt.date, order: Told) -> None:
        """The child stops keeping to an order and is taken back to court."""
        until = order.final().get("ends_on", order.record.ends_on)
        if day >= min(until, self.eighteen) or any(start <= day <= end for start, end in self.away):
            return
        code = {"referral_order": "breach_referral", "detention_and_training_order": "breach_dto"}
        what = Incident(day, [wrongs()[code.get(order.record.kind, "breach_yro")]])
        hearing = youth_court(day + wait(self.rng, 32, 0.3, 14, 90))
        case = Case(what, self.offences_of(what, hearing), hearing, True, order)
        self.cases.append(case)
        self.then(
            hearing if self.rng.random() < 0.7 else youth_court(hearing + dt.timedelta(days=18)), "sentence", case
        )

    def offences_of(self, what: Incident, decided_on: dt.date | None) -> list[str]:
        """Record what happened, as the police or the court told of it. None: still undecided on the last day."""
        latest = decided_on or LAST_DAY
        heard = what.on + wait(self.rng, 12 if decided_on else 20, 0.7, 1, 200)
        on = typed_in(self.rng, min(heard, latest), 2)
        if on > LAST_DAY:
            return []
        refs = []
        for wrong in what.wrongs:
            self.offences += 1
            gravity = wrong.gravity if latest >= GRAVITY_MATRIX and self.rng.random() < 0.9 else None
            if gravity:
                gravity = max(1, min(5, gravity + self.rng.choices((-1, 0, 1), (15, 75, 10))[0]))
            offence = Offence(
                ref=f"{self.child.ref}-O{self.offences}",
                child=self.child,
                committed_on=what.on,
                description=wrong.description,
                ho_code=wrong.ho_code,
                category=wrong.category,
                seriousness=wrong.seriousness,
                gravity=gravity,
                is_breach=wrong.is_breach,
                is_knife=wrong.is_knife,
            )
            self.told.append(Told(offence, on))
            refs.append(offence.ref)
        return refs

    def impose(
        self, kind: str, day: dt.date, what: Incident, refs: list[str], first_hearing: dt.date | None = None
    ) -> None:
        """Record a decision, and what follows from it."""
        self.disposals += 1
        months = months_of(self.rng, kind, what, self.before, day)
        starts = working_day(day + dt.timedelta(days=self.rng.randint(12, 28))) if kind == "referral_order" else day
        residence = self.residence(day)
        asked, hours = requirements(self.rng, kind, what, self.age(day))
        disposal = Disposal(
            ref=f"{self.child.ref}-D{self.disposals}",
            child=self.child,
            kind=kind,
            imposed_on=day,
            offence_refs=refs,
            first_hearing_on=first_hearing,
            court=court_of(kind, what, first_hearing, self.born, residence) if first_hearing else "",
            residence=residence,
            requirements=asked,
            unpaid_work_hours=hours,
            ends_on=add_months(starts, months) - dt.timedelta(days=1) if months else None,
        )
        told = Told(disposal, typed_in(self.rng, day, 2.5 if first_hearing else 7))
        self.told.append(told)
        self.decided.append((told, what))
        self.before.remember(kind, day)
        if kind in SENT_AWAY:
            self.release(told, months)
        self.appeal(told)
        chance = {"referral_order": 0.09, "detention_and_training_order": 0.18}.get(kind, 0.17)
        if KINDS[kind].tier == "Community" or kind in ("referral_order", "detention_and_training_order"):
            began = disposal.released_on or told.final().get("released_on") or day
            if self.rng.random() < chance * (0.6 + 0.6 * self.temper.persistence):
                self.then(working_day(began + wait(self.rng, 75, 0.5, 21, 300)), "breach", told)
        if kind == "sentence_deferred" and disposal.ends_on:
            case = Case(what, refs, first_hearing or day, True)
            self.then(youth_court(disposal.ends_on), "sentence", case)

    def release(self, told: Told, months: int) -> None:
        on = release_day(self.rng, told.record.imposed_on, months)
        self.away.append((told.record.imposed_on, on))
        told.changes.append(Change(typed_in(self.rng, on, 2), {"released_on": on}, "Released"))

    def appeal(self, told: Told) -> None:
        disposal = told.record
        chance = self.rng.random()
        if disposal.first_hearing_on and chance < 0.007 and disposal.kind not in ("dismissed", "bind_over"):
            on = working_day(disposal.imposed_on + wait(self.rng, 60, 0.4, 21, 200))
            result = "successful" if chance < 0.0025 else "changed"
            told.changes.append(Change(typed_in(self.rng, on, 4), {"appeal": result}, "Appeal to the Crown Court"))
