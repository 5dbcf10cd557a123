"""How the made-up police and courts decide: the ladder of each time, from reprimands to outcome 23."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from disposals.models.disposal import CAUTIONS_BEGAN
from yjs.measures.periods import add_months
from yjs.plan.demo.days import read_between, year_of
from yjs.plan.demo.offending import Incident


GRAVITY_MATRIX = dt.date(2023, 10, 1)
OUTCOME_21_BEGAN = dt.date(2016, 1, 4)
OUTCOME_22_BEGAN = dt.date(2019, 4, 1)
OUTCOME_23_BEGAN = dt.date(2026, 3, 2)
SECOND_REFERRAL_ORDERS = dt.date(2012, 12, 3)
YROS_BEGAN = dt.date(2009, 11, 30)
SENTENCING_CODE = dt.date(2020, 12, 1)
ANY_LENGTH_OF_DTO = dt.date(2022, 6, 28)
COURT, NO_ACTION = "court", "no_further_action"
SENT_AWAY = ("section_90_92", "section_250", "section_226b", "section_254", "detention_and_training_order")

# The share of first and lesser offences that was diverted, by financial year.
DIVERTED = {2006: 0.06, 2009: 0.16, 2011: 0.27, 2013: 0.36, 2016: 0.43, 2018: 0.56, 2020: 0.74, 2023: 0.88, 2026: 0.90}
# The chance of court for a child never dealt with, once diverted, once cautioned, once convicted, by seriousness.
CHARGED = {
    1: (0.02, 0.03, 0.18, 0.50),
    2: (0.05, 0.09, 0.30, 0.66),
    3: (0.12, 0.19, 0.46, 0.80),
    4: (0.32, 0.42, 0.66, 0.92),
    5: (0.70, 0.78, 0.90, 0.97),
    6: (0.94, 0.96, 0.98, 0.99),
    7: (1.0, 1.0, 1.0, 1.0),
    8: (1.0, 1.0, 1.0, 1.0),
}
LESS_COURT = {2012: 1.0, 2018: 0.88, 2021: 0.78, 2026: 0.74}
CUSTODY = {2006: 2.0, 2010: 2.0, 2013: 1.6, 2015: 1.5, 2018: 0.7, 2021: 0.7, 2026: 0.8}


@dataclass
class Before:
    """What had been decided about a child by a day."""

    diverted: int = 0
    cautions: list[str] = field(default_factory=list)
    cautioned_on: dt.date | None = None
    convictions: int = 0
    community_orders: int = 0
    custody: int = 0

    @property
    def rung(self) -> int:
        return 3 if self.convictions else 2 if self.cautions else 1 if self.diverted else 0

    def remember(self, kind: str, on: dt.date) -> None:
        """Add a decision to what had gone before."""
        if kind in ("youth_caution", "youth_conditional_caution", "reprimand", "final_warning"):
            self.cautions.append(kind)
            self.cautioned_on = on
        elif kind in SENT_AWAY:
            self.custody += 1
            self.convictions += 1
        elif kind.startswith("youth_rehabilitation_order"):
            self.community_orders += 1
            self.convictions += 1
        elif kind.startswith(("community_resolution", "outcome", "triage", "youth_restorative", "other_informal")):
            self.diverted += 1
        elif kind not in (NO_ACTION, "dismissed", "bind_over", "sentence_deferred"):
            self.convictions += 1


def police_decide(rng: Random, on: dt.date, what: Incident, before: Before, admits: bool) -> str:
    """What the police, with the service, decide: a kind of disposal out of court, no action, or `COURT`."""
    worst = what.worst
    chance = CHARGED[worst.seriousness][before.rung]
    if worst.category == "MOTORING_OFFENCES":
        chance = max(chance, 0.62)
    if worst.code == "images":
        chance *= 0.35
    if worst.seriousness <= 5:
        chance *= read_between(LESS_COURT, year_of(on))
    if before.convictions >= 3:
        chance = max(chance, 0.93)
    if not admits and worst.seriousness >= 3:
        chance = min(1.0, chance * 1.6)
    if rng.random() < chance:
        return COURT
    if rng.random() < (0.06 if admits else 0.35):
        return NO_ACTION
    return _diverted(rng, on, what, before, admits) or _cautioned(rng, on, what, before, admits)


def _diverted(rng: Random, on: dt.date, what: Incident, before: Before, admits: bool) -> str:
    """A way that leaves no caution, or nothing where that was not on offer."""
    worst = what.worst
    if worst.code == "images" and on >= OUTCOME_21_BEGAN and before.rung <= 1 and rng.random() < 0.75:
        return "outcome_21"
    if worst.is_knife and on >= OUTCOME_23_BEGAN and before.rung <= 2 and rng.random() < 0.6:
        return "outcome_23"
    share = read_between(DIVERTED, year_of(on))
    if on >= GRAVITY_MATRIX:
        share *= (1.2, 1.2, 1.15, 0.95, 0.35, 0.05)[worst.gravity or 1]
    else:
        share *= (1.25, 1.25, 1.1, 0.98, 0.66, 0.30, 0.10, 0, 0)[worst.seriousness]
    share *= (1.0, 0.75, 0.40, 0.12)[before.rung] * 0.85 ** max(0, before.diverted - 1)
    if rng.random() > share:
        return ""
    early = on < dt.date(2012, 4, 1)
    later = on >= OUTCOME_22_BEGAN
    if not admits:
        return "outcome_22" if later else NO_ACTION
    options = {
        "triage": 5.0 if early else 2.0 if on < CAUTIONS_BEGAN else 0,
        "youth_restorative_disposal": 4.0 if on < CAUTIONS_BEGAN and on >= dt.date(2008, 10, 1) else 0,
        "community_resolution_police": 1.5 if early else 5.0 if not later else 3.5,
        "community_resolution_yjs": 0 if early else 3.0 if later else 5.0,
        "community_resolution_other_agency": 0.25,
        "other_informal_action": 0.35,
        "outcome_20": 0.3 if on >= dt.date(2014, 4, 1) else 0,
        "outcome_22": read_between({2019: 1.0, 2021: 3.5, 2026: 6.0}, year_of(on)) if later else 0,
        "outcome_22_deferred": read_between({2019: 0.0, 2021: 0.8, 2025: 1.8, 2026: 1.2}, year_of(on)) if later else 0,
        "outcome_23": 0.8 if on >= OUTCOME_23_BEGAN else 0,
    }
    return rng.choices(list(options), list(options.values()))[0]


def _cautioned(rng: Random, on: dt.date, what: Incident, before: Before, admits: bool) -> str:
    worst = what.worst
    if not admits:
        return "outcome_22" if on >= OUTCOME_22_BEGAN else NO_ACTION
    if on < CAUTIONS_BEGAN:
        if "final_warning" in before.cautions or before.convictions:
            return COURT
        return "final_warning" if before.cautions or worst.seriousness >= 4 else "reprimand"
    conditional = (0.2, 0.25, 0.3, 0.45, 0.7, 0.9, 1, 1, 1)[worst.seriousness]
    conditional += 0.35 * ("youth_caution" in before.cautions) + 0.3 * bool(before.convictions)
    conditional += 0.15 * (on >= dt.date(2019, 4, 1))
    if before.cautions.count("youth_conditional_caution") >= 2:
        return COURT
    return "youth_conditional_caution" if rng.random() < conditional else "youth_caution"


def adult_court_decides(rng: Random, what: Incident) -> str:
    """What a court gives a young person already 18, of the kinds a youth justice service knows."""
    return rng.choices(("fine", "conditional_discharge", "compensation_order"), (5, 3, 1))[0]


def court_decides(rng: Random, on: dt.date, what: Incident, before: Before, age: int, pleads_guilty: bool) -> str:
    """The sentence of the youth court for a child."""
    worst = what.worst.seriousness
    if not pleads_guilty and rng.random() < 0.30:
        return "dismissed"
    if before.convictions and rng.random() < 0.008:
        return rng.choice(("bind_over", "sentence_deferred"))
    if what.worst.imprisonable and (custody := _custody(rng, on, what, before, age)):
        return custody
    if before.convictions == 0 and pleads_guilty and what.worst.imprisonable:
        if rng.random() < 0.05 and worst <= 3:
            both = ("absolute_discharge", "conditional_discharge")
            return rng.choice(both) if on >= SECOND_REFERRAL_ORDERS else both[0]
        return "referral_order"
    return _other_sentence(rng, on, what, before, pleads_guilty, age)


def _custody(rng: Random, on: dt.date, what: Incident, before: Before, age: int) -> str:
    worst, persistent = what.worst.seriousness, before.convictions >= 3
    if age < 12 or (age < 15 and not persistent and worst < 7):
        return ""
    chance = {3: 0.0, 4: 0.010, 5: 0.035, 6: 0.10, 7: 0.75, 8: 0.9}.get(worst, 0.0)
    if before.convictions >= (2 if worst >= 4 else 4) and worst >= 3:
        chance += 0.035 * min(before.convictions, 8) * (worst - 2) / 2
    if before.custody:
        chance *= 1.5
    chance *= 1.0 if worst >= 7 else read_between(CUSTODY, year_of(on))
    if rng.random() >= chance:
        return ""
    if worst >= 7 or (worst == 6 and rng.random() < 0.18):
        extended = worst == 8 and rng.random() < 0.3
        if on < SENTENCING_CODE:
            return "section_226b" if extended and on >= SECOND_REFERRAL_ORDERS else "section_90_92"
        return "section_254" if extended else "section_250"
    return "detention_and_training_order"


def _other_sentence(rng: Random, on: dt.date, what: Incident, before: Before, pleads_guilty: bool, age: int) -> str:
    worst, times = what.worst.seriousness, before.convictions
    lately_cautioned = before.cautioned_on and on <= add_months(before.cautioned_on, 24)
    early = on < dt.date(2015, 4, 1)
    minor = worst <= 3 and times < 3
    again = on >= SECOND_REFERRAL_ORDERS and pleads_guilty and times <= 2 and not before.community_orders
    options = {
        "absolute_discharge": 0.4 if worst <= 2 else 0,
        "conditional_discharge": 0 if lately_cautioned else (3.0, 0.5)[worst == 4] if worst <= 4 else 0,
        "fine": 0.0 if age < 15 else 2.5 if worst <= 2 else 0.5 if worst <= 3 else 0,
        "compensation_order": 0.6 if what.worst.category in ("CRIMINAL_DAMAGE", "THEFT_AND_HANDLING") else 0,
        "reparation_order": (2.6 if early else 0.8) if worst <= 4 else 0,
        "referral_order": 4.5 if again else 0,
        "youth_rehabilitation_order": 0.0
        if minor
        else (4.0 + 2.0 * min(times, 4) + 2.0 * (worst >= 5)) * (0.3 if worst <= 2 else 1),
        "youth_rehabilitation_order_iss": 0.0 if worst < 4 or times < 2 else 0.5 * min(times, 5),
    }
    if not what.worst.imprisonable or on < YROS_BEGAN:
        options["youth_rehabilitation_order"] = options["youth_rehabilitation_order_iss"] = 0
    if not any(options.values()):
        return "reparation_order" if on < YROS_BEGAN else "youth_rehabilitation_order"
    return rng.choices(list(options), list(options.values()))[0]


def court_on_breach(rng: Random, on: dt.date, order: str, before: Before, age: int) -> str:
    """What the court does when an order was not kept."""
    if order == "detention_and_training_order":
        return "fine"
    if on < YROS_BEGAN:
        return "referral_order" if order == "referral_order" else "conditional_discharge"
    if order == "referral_order":
        return rng.choices(("referral_order", "youth_rehabilitation_order", "conditional_discharge"), (5, 4, 1))[0]
    back_again = before.community_orders >= 3 and age >= 15
    if back_again and rng.random() < 0.30 * read_between(CUSTODY, year_of(on)):
        return "detention_and_training_order"
    return rng.choices(("youth_rehabilitation_order", "youth_rehabilitation_order_iss", "fine"), (7, 1, 2))[0]


def months_of(rng: Random, kind: str, what: Incident, before: Before, on: dt.date) -> int:
    """How many months a sentence or condition runs; 0 where it has no end."""
    worst = what.worst.seriousness
    if kind == "referral_order":
        longest = {1: (3, 4), 2: (3, 4), 3: (4, 6), 4: (6, 9), 5: (9, 12)}.get(worst, (10, 12))
        return rng.randint(*longest)
    if kind == "youth_rehabilitation_order":
        return rng.choice((6, 9, 9, 12, 12, 12)) if worst <= 4 else rng.choice((12, 12, 12, 15, 18))
    if kind == "youth_rehabilitation_order_iss":
        return rng.choice((12, 12, 18))
    if kind == "detention_and_training_order":
        served = (4, 4, 4, 6) if worst <= 3 else (4, 4, 6, 6, 8, 10) if worst == 4 else (6, 8, 8, 10, 12, 12, 18, 24)
        odd = on >= ANY_LENGTH_OF_DTO and rng.random() < 0.25
        return rng.choice(served) + odd
    if kind in SENT_AWAY:
        return rng.choice((27, 30, 32, 36, 36, 40, 42, 48)) if worst <= 6 else rng.choice((42, 48, 54, 60, 66, 72, 84))
    lengths = {
        "conditional_discharge": (6, 9, 12, 12, 12, 18),
        "reparation_order": (3,),
        "youth_conditional_caution": (3, 3, 3, 4),
        "outcome_22_deferred": (3, 4),
        "outcome_23": (3, 4, 4),
        "sentence_deferred": (3, 4, 6),
        "bind_over": (6, 12),
    }
    return rng.choice(lengths.get(kind, (0,)))
