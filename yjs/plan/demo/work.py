"""What the made-up service did with a child, and what it knew of the child's care and schooling."""

from __future__ import annotations

import datetime as dt
from functools import cache
from random import Random
from typing import Any

from disposals.models import Intervention, Remand, RemandKind, Situation, Status, Work
from yjs.measures.periods import add_months
from yjs.plan.demo import LAST_DAY
from yjs.plan.demo.days import birthday, read_between, wait, working_day, year_of
from yjs.plan.demo.decisions import SENT_AWAY
from yjs.plan.demo.lives import Life
from yjs.plan.demo.names import read
from yjs.plan.demo.offending import Incident
from yjs.plan.demo.recording import Change, Told, typed_in


TURNAROUND_BEGAN = dt.date(2023, 1, 9)
REMANDED_IS_LOOKED_AFTER = dt.date(2012, 12, 3)
CHILDREN_AND_FAMILIES_ACT = dt.date(2014, 9, 1)
UNDER_ORDERS = {
    "referral_order": "Referral order contract",
    "youth_rehabilitation_order": "Youth rehabilitation order",
    "youth_rehabilitation_order_iss": "Intensive supervision and surveillance",
    "reparation_order": "Reparation order",
    "detention_and_training_order": "Custody and resettlement",
    "section_90_92": "Custody and resettlement",
    "section_226b": "Custody and resettlement",
    "section_250": "Custody and resettlement",
    "section_254": "Custody and resettlement",
}
# The chance of work with the child after each kind out of court.
OFFERED = {
    "youth_conditional_caution": 1.0,
    "youth_caution": 0.4,
    "final_warning": 0.75,
    "reprimand": 0.1,
    "community_resolution_yjs": 0.95,
    "triage": 0.9,
    "youth_restorative_disposal": 0.35,
    "outcome_22": 0.97,
    "outcome_22_deferred": 1.0,
    "outcome_23": 1.0,
    "outcome_21": 0.6,
    "outcome_20": 0.4,
    "community_resolution_police": 0.12,
    "other_informal_action": 0.5,
}
ABOUT = {
    "DRUGS": "Cannabis and choices",
    "SEXUAL_OFFENCES": "Think before you share",
    "MOTORING_OFFENCES": "Road sense",
    "VEHICLE_THEFT": "Road sense",
    "CRIMINAL_DAMAGE": "Putting it right",
    "THEFT_AND_HANDLING": "Putting it right",
    "ARSON": "Firesetters",
    "RACIALLY_AGGRAVATED": "Living together",
    "VIOLENCE_AGAINST_THE_PERSON": "Managing anger",
    "OTHER": "Staying safe online",
}
# The share of children whose schooling needs were asked about and written down.
ASKED = {2010: 0.22, 2014: 0.32, 2018: 0.42, 2022: 0.62, 2024: 0.86}


@cache
def workers() -> list[dict[str, str]]:
    return read("workers.csv")


def who_works(rng: Random, kind: str, on: dt.date, before: str) -> str:
    """A worker of the right team who was there that day: the child's own, if still in post; now and then nobody."""
    if rng.random() < 0.02:
        return ""
    team = {Work.STATUTORY: "community", Work.OUT_OF_COURT: "out_of_court", Work.DIVERSION: "out_of_court"}
    team |= {Work.BAIL_SUPPORT: "court", Work.PREVENTION: "prevention", Work.TURNAROUND: "prevention"}
    day = on.isoformat()
    there = [w for w in workers() if w["from"] <= day and (not w["until"] or day <= w["until"])]
    own = [w["name"] for w in there if w["work"] == team[Work(kind)]]
    return before if before in own else rng.choice(own or [w["name"] for w in there])


class Worked:
    """The interventions of one child, remands and statuses, as told."""

    def __init__(self, life: Life) -> None:
        self.life, self.rng, self.number, self.worker = life, life.rng, 0, ""
        self.told: list[Told] = []
        self.has_had_turnaround = False

    def all_of_it(self) -> list[Told]:
        for told, what in self.life.decided:
            self.after(told, what)
        for start, end, case in self.life.remands:
            self.remanded(start, min(end, case.closed_on or end))
        return self.told

    def after(self, told: Told, what: Incident) -> None:
        """The work that follows a disposal, if any."""
        disposal = told.record
        kind, on = disposal.kind, disposal.imposed_on
        ends_on = told.final().get("ends_on", disposal.ends_on)
        if disposal.residence == "other" and self.rng.random() < 0.6:
            return
        if kind in UNDER_ORDERS:
            self.under_an_order(told, ends_on)
        elif self.rng.random() < OFFERED.get(kind, 0):
            first = working_day(on + wait(self.rng, 8, 0.5, 0, 40))
            weeks = self.rng.choice((8, 10, 12, 12, 16) if on.year < 2016 else (12, 12, 14, 16, 20))
            planned = ends_on or first + dt.timedelta(weeks=weeks)
            is_caution = kind in ("youth_caution", "youth_conditional_caution", "final_warning", "reprimand")
            programme = ABOUT.get(what.worst.category, "Restorative work")
            programme = "Knife awareness" if what.worst.is_knife else programme
            self.work(Work.OUT_OF_COURT if is_caution else Work.DIVERSION, programme, first, max(planned, first), told)
        elif kind in ("community_resolution_police", "no_further_action", "youth_caution"):
            first = working_day(on + wait(self.rng, 25, 0.5, 5, 85))
            if self.rng.random() < 0.5:
                self.turnaround(first)

    def under_an_order(self, told: Told, ends_on: dt.date) -> None:
        """The work of a court order; probation has those sentenced once they are 18."""
        disposal, eighteen = told.record, self.life.eighteen
        if disposal.imposed_on >= eighteen:
            return
        until = ends_on
        moved_on = ends_on > add_months(eighteen, 3)
        if moved_on:
            until = working_day(eighteen)
        replaced = self.replaced_on(told)
        done: bool | None = self.rng.random() < 0.93
        if replaced and replaced < until:
            until, done = replaced, False
            why = "Revoked and sentenced again"
            told.changes.append(Change(typed_in(self.rng, until, 3), {"ends_on": until}, why))
        elif moved_on:
            done = None
        elif self.rng.random() < 0.06 and disposal.kind.startswith(("youth_rehab", "referral")):
            until = disposal.imposed_on + (until - disposal.imposed_on) * 0.7
            told.changes.append(
                Change(typed_in(self.rng, until, 3), {"ends_on": until}, "Revoked early for good progress")
            )
            done = True
        self.work(Work.STATUTORY, UNDER_ORDERS[disposal.kind], disposal.imposed_on, ends_on, told, until, done)

    def replaced_on(self, told: Told) -> dt.date | None:
        """The day a court put another sentence in this one's place: always where it was breached, or by custody."""
        if told.record.kind in SENT_AWAY:
            return None
        for later, what in self.life.decided:
            new = later.record
            if new.imposed_on <= told.record.imposed_on or new.kind not in UNDER_ORDERS:
                continue
            breached = any(wrong.is_breach for wrong in what.wrongs) or new.kind in SENT_AWAY
            if breached or (new.kind.startswith("youth_rehab") and self.rng.random() < 0.6):
                return new.imposed_on
        return None

    def turnaround(self, first: dt.date) -> None:
        convicted = any(told.record.court and told.record.imposed_on <= first for told, _ in self.life.decided)
        if convicted or self.is_in_care(first):
            return
        if not self.has_had_turnaround and TURNAROUND_BEGAN <= first < self.life.eighteen:
            self.has_had_turnaround = True
            self.work(Work.TURNAROUND, "Turnaround", first, first + dt.timedelta(weeks=self.rng.choice((12, 16, 20))))

    def prevention(self, first: dt.date) -> None:
        """Work with a child at risk of offending, whom the family or a school asked for help with."""
        programme = self.rng.choice(("Prevention support", "Positive activities", "Parents and family support"))
        self.work(Work.PREVENTION, programme, first, first + dt.timedelta(weeks=self.rng.choice((12, 16, 20, 26))))

    def work(
        self,
        kind: str,
        programme: str,
        first: dt.date,
        planned: dt.date,
        disposal: Told | None = None,
        until: dt.date | None = None,
        done: bool | None = None,
    ) -> None:
        """Record a spell of work, and its end once it has ended."""
        if until is None:
            gives_up = self.rng.random() < 0.11
            length = (planned - first) * (self.rng.uniform(0.2, 0.7) if gives_up else self.rng.uniform(0.85, 1.3))
            until, done = working_day(first + length), not gives_up
        until = max(until, first)
        if self.rng.random() < 0.06:
            done = None
        self.number += 1
        self.worker = who_works(self.rng, kind, first, self.worker)
        record = Intervention(
            ref=f"{self.life.child.ref}-I{self.number}",
            child=self.life.child,
            kind=kind,
            programme=programme,
            disposal=disposal.record if disposal else None,
            started_on=first,
            planned_end_on=planned,
            worker=self.worker,
        )
        on = typed_in(self.rng, first, 3)
        told = Told(record, max(on, disposal.on) if disposal else on)
        if until <= LAST_DAY:
            told.changes.append(Change(typed_in(self.rng, until, 5), {"ended_on": until, "completed": done}, "Ended"))
        self.told.append(told)

    def is_in_care(self, day: dt.date) -> bool:
        """Looked after or on a child protection plan, for whom Turnaround is not."""
        spells = [t for t in self.told if isinstance(t.record, Status) and t.record.started_on <= day]
        here = [t for t in spells if (t.final().get("ended_on") or LAST_DAY) >= day]
        return any(t.record.status in (Situation.LOOKED_AFTER, Situation.CHILD_PROTECTION_PLAN) for t in here)

    def remanded(self, start: dt.date, end: dt.date) -> None:
        if end <= start or any(s <= start < e for _, s, e in self.life.sentences()):
            return
        age = self.life.age(start)
        as_adult = age == 17 and start < REMANDED_IS_LOOKED_AFTER
        secure = as_adult or (age >= 12 and self.rng.random() < 0.55)
        kind = RemandKind.SECURE if secure else RemandKind.LOCAL_AUTHORITY
        told = Told(Remand(child=self.life.child, kind=kind, started_on=start), typed_in(self.rng, start, 2))
        told.changes.append(Change(typed_in(self.rng, end, 2), {"ended_on": end}, "Ended"))
        self.told.append(told)
        self.work(Work.BAIL_SUPPORT, "Remand support", start, end, None, end, True)
        if start >= REMANDED_IS_LOOKED_AFTER:
            self.situation(Situation.LOOKED_AFTER, start, end)

    def situation(self, status: str, start: dt.date, end: dt.date | None, on: dt.date | None = None) -> None:
        """Record a spell of care or schooling, unless one like it is on record for the same time."""
        for told in self.told:
            other = told.record
            if isinstance(other, Status) and other.status == status:
                ended = told.final().get("ended_on")
                if (end is None or other.started_on <= end) and (ended is None or start <= ended):
                    return
        told = Told(Status(child=self.life.child, status=status, started_on=start), on or typed_in(self.rng, start, 6))
        if end and end <= LAST_DAY:
            told.changes.append(Change(typed_in(self.rng, end, 12), {"ended_on": end}, "Ended"))
        self.told.append(told)

    def circumstances(self, met_on: dt.date) -> None:
        """What was known of the child's care and schooling from the first contact on."""
        rng, life, asked_on = self.rng, self.life, typed_in(self.rng, met_on, 14)
        depth = life.temper.persistence
        if rng.random() < (0.10, 0.24, 0.42)[depth]:
            start = met_on + dt.timedelta(days=rng.randint(-1900, 120))
            start = max(start, life.born + dt.timedelta(days=rng.randint(30, 700)))
            left = birthday(life.born, 18)
            end = min(left, start + wait(rng, 1500, 0.8, 90, 5000))
            if start < left and start <= LAST_DAY:
                self.situation(Situation.LOOKED_AFTER, start, end, max(asked_on, typed_in(rng, start, 10)))
        for status, chance, months in (
            (Situation.CHILD_PROTECTION_PLAN, 0.045, (5, 14)),
            (Situation.CHILD_IN_NEED, 0.12, (4, 18)),
            (Situation.EARLY_HELP_PLAN, 0.12, (4, 12)),
        ):
            if rng.random() < chance * (1 + 0.4 * depth):
                start = working_day(met_on + dt.timedelta(days=rng.randint(-240, 200)))
                end = working_day(add_months(start, rng.randint(*months)))
                if life.born < start <= LAST_DAY and start < life.eighteen:
                    self.situation(status, start, min(end, life.eighteen), max(asked_on, typed_in(rng, start, 8)))
        orders = [told.record.imposed_on for told, _ in life.decided if told.record.kind in UNDER_ORDERS]
        for day in (met_on, *(on for on in orders if on > met_on)):
            if rng.random() < read_between(ASKED, year_of(day)):
                self.schooling(day, max(asked_on, typed_in(rng, day, 14)))
                break

    def schooling(self, met_on: dt.date, asked_on: dt.date) -> None:
        """What the child's school said of special educational needs, when asked."""
        rng = self.rng
        found: Any = rng.choices(
            (Situation.EHC_PLAN, Situation.SEN_SUPPORT, Situation.NO_SEND),
            (0.22 if met_on >= CHILDREN_AND_FAMILIES_ACT else 0, 0.33, 0.45),
        )[0]
        if found == Situation.NO_SEND:
            self.situation(found, asked_on, None, asked_on)
            return
        start = met_on - dt.timedelta(days=rng.randint(100, 1800))
        if found == Situation.EHC_PLAN:
            start = max(start, CHILDREN_AND_FAMILIES_ACT + dt.timedelta(days=rng.randint(0, 400)))
        start = min(max(start, birthday(self.life.born, 5)), asked_on)
        self.situation(found, start, None, max(asked_on, start))
