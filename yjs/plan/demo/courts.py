"""How a case goes through the made-up courts: when it is heard, when it is sentenced, where, and for how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from yjs.measures.periods import age_on
from yjs.plan.demo.days import is_working, read_between, wait, working_day, year_of, youth_court
from yjs.plan.demo.decisions import SENT_AWAY
from yjs.plan.demo.offending import Incident
from yjs.plan.demo.recording import Told


# Days from an offence to the police's decision, from a charge to the first hearing, and from that to the sentence.
TO_DECISION = {2006: 34, 2014: 42, 2018: 55, 2021: 72, 2026: 66}
TO_HEARING = {2006: 34, 2014: 42, 2018: 58, 2021: 74, 2026: 78}
TO_SENTENCE = {2006: 40, 2014: 46, 2020: 62, 2026: 60}
YOUTH_COURT, CROWN_COURT = "Wrenbridge Youth Court", "Kelderton Crown Court"
ADULT_COURT, COURT_ELSEWHERE = "Wrenbridge Magistrates' Court", "Aldmere Youth Court"
GRAVE = 7
FRIDAY = 4


@dataclass
class Case:
    """An occasion on its way through a court."""

    what: Incident
    refs: list[str]
    first_hearing_on: dt.date
    pleads_guilty: bool
    breach_of: Told | None = None
    closed_on: dt.date | None = None


def decision_day(rng: Random, day: dt.date) -> dt.date:
    """When the police have looked into what happened on a day, and decide."""
    return working_day(day + wait(rng, read_between(TO_DECISION, year_of(day)), 0.6, 2, 500))


def hearing_day(rng: Random, charged_on: dt.date) -> dt.date:
    """The first hearing after a charge."""
    return youth_court(charged_on + wait(rng, read_between(TO_HEARING, year_of(charged_on)), 0.45, 10, 240))


def sentence_day(rng: Random, case: Case) -> dt.date:
    """When the court will deal with it: the same day, after a report, or after a trial."""
    first, worst = case.first_hearing_on, case.what.worst.seriousness
    if worst >= GRAVE:
        return working_day(first + wait(rng, 190, 0.35, 70, 600))
    if case.pleads_guilty and worst <= 4 and rng.random() < 0.4:
        return first
    took = read_between(TO_SENTENCE, year_of(first)) * (1.0 if case.pleads_guilty else 2.6)
    return youth_court(first + wait(rng, took, 0.4, 14, 500))


def release_day(rng: Random, sentenced_on: dt.date, months: int) -> dt.date:
    """Half of the sentence is served inside, a little less for good behaviour, and nobody is let out on a Friday."""
    early = 30 if months >= 8 and rng.random() < 0.35 else 0
    on = sentenced_on + dt.timedelta(days=max(40, round(months * 30.44 / 2) - early))
    while not is_working(on) or on.weekday() == FRIDAY:
        on -= dt.timedelta(days=1)
    return on


def court_of(kind: str, what: Incident, first_hearing_on: dt.date, born: dt.date, residence: str) -> str:
    """Which court dealt with it."""
    if what.worst.seriousness >= GRAVE or (kind in SENT_AWAY and kind != "detention_and_training_order"):
        return CROWN_COURT
    if age_on(born, first_hearing_on) >= 18:
        return ADULT_COURT
    return COURT_ELSEWHERE if residence == "other" else YOUTH_COURT


def requirements(rng: Random, kind: str, what: Incident, age: int) -> tuple[str, int | None]:
    """What an order asks of the child, and the hours of unpaid work in it."""
    if kind == "referral_order":
        contracts = ("", "Contract: reparation, offence work", "Contract: letter to the victim, reparation")
        return rng.choice(contracts), None
    if not kind.startswith("youth_rehabilitation_order"):
        return "", None
    asked = ["Supervision"]
    if kind.endswith("iss"):
        asked += ["Extended activity 120 days", "Curfew 6 months, monitored"]
    elif rng.random() < 0.45:
        asked.append(f"Activity {rng.choice((10, 15, 20, 25))} days")
    if what.worst.category == "DRUGS" and rng.random() < 0.5:
        asked.append("Drug treatment")
    if not kind.endswith("iss") and rng.random() < 0.22:
        asked.append(f"Curfew {rng.choice((1, 2, 3))} months, monitored")
    hours = rng.choice((40, 40, 60, 80, 100, 120)) if age >= 16 and rng.random() < 0.22 else None
    if hours:
        asked.append("Unpaid work")
    return "; ".join(asked), hours
