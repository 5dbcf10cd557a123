"""What children in the made-up service did: offences drawn from a short list of real ones, by age, sex and time."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from random import Random

from disposals.models import Category
from yjs.plan.demo.days import is_school_day, year_of
from yjs.plan.demo.names import read


YOUNG_UNTIL = 13
# The mix drifts from theft and drink to knives, drugs supply and what is sent from a telephone.
DRIFT = (2010, 2024)
NOT_PRISON = frozenset({"drunk", "section_5", "licence", "insurance", "nitrous", "fail_to_stop"})


@dataclass(frozen=True)
class Wrong:
    """One kind of offence. Its seriousness is a provisional score of our own, not the Board's table."""

    code: str
    description: str
    ho_code: str
    category: str
    seriousness: int
    gravity: int | None
    weight: float
    girls: float
    young: float
    persistent: float
    later: float
    first_on: dt.date
    last_on: dt.date
    is_knife: bool
    also: tuple[tuple[str, float], ...]

    @property
    def is_breach(self) -> bool:
        return self.code.startswith("breach_") or self.code == "failed_to_surrender"

    @property
    def imprisonable(self) -> bool:
        return self.code not in NOT_PRISON


@cache
def wrongs() -> dict[str, Wrong]:
    """The list, by code."""
    return {row["code"]: _wrong(row) for row in read("offences.csv")}


def _wrong(row: dict[str, str]) -> Wrong:
    also = tuple((code, float(chance)) for code, chance in (pair.split(":") for pair in row["with"].split(";") if pair))
    return Wrong(
        code=row["code"],
        description=row["description"],
        ho_code=row["ho_code"],
        category=Category(row["category"]).value,
        seriousness=int(row["seriousness"]),
        gravity=int(row["gravity"]) if row["gravity"] else None,
        weight=float(row["weight"]),
        girls=float(row["girls"]),
        young=float(row["young"]),
        persistent=float(row["persistent"]),
        later=float(row["later"]),
        first_on=dt.date.fromisoformat(row["from"] or "1990-01-01"),
        last_on=dt.date.fromisoformat(row["until"] or "2099-12-31"),
        is_knife=row["knife"] == "yes",
        also=also,
    )


@cache
def weights(year: int, age: int, is_girl: bool, persistence: int) -> tuple[tuple[Wrong, ...], tuple[float, ...]]:
    """How likely each offence is for a child of an age, in a year; persistence (0 to 2) is how deep in trouble."""
    start, end = DRIFT
    gone = min(1.0, max(0.0, (year - start) / (end - start)))
    listed, likely = [], []
    for wrong in wrongs().values():
        weight = wrong.weight * (1 + gone * (wrong.later - 1))
        weight *= wrong.girls if is_girl else 1
        weight *= wrong.young ** ((YOUNG_UNTIL + 1.5 - age) / 2.5) if age <= YOUNG_UNTIL else 1
        weight *= wrong.persistent**persistence
        if wrong.seriousness >= 5:
            weight *= (0.35, 0.9, 1.3)[persistence]
        if weight > 0:
            listed.append(wrong)
            likely.append(weight)
    return tuple(listed), tuple(likely)


@dataclass
class Incident:
    """What happened on one occasion, the worst first."""

    on: dt.date
    wrongs: list[Wrong]

    @property
    def worst(self) -> Wrong:
        return max(self.wrongs, key=lambda wrong: wrong.seriousness)

    @property
    def is_breach(self) -> bool:
        return all(wrong.is_breach for wrong in self.wrongs)


def incident(rng: Random, on: dt.date, age: int, is_girl: bool, persistence: int) -> Incident:
    """Something a child of this age and sex did on a day."""
    listed, likely = weights(year_of(on), age, is_girl, persistence)
    while True:
        first = rng.choices(listed, likely)[0]
        if first.first_on <= on <= first.last_on and (first.code != "blade_school" or is_school_day(on)):
            break
    done = [first]
    for code, chance in first.also:
        also = wrongs()[code]
        if rng.random() < chance and also.first_on <= on <= also.last_on:
            done.append(also)
    if persistence and rng.random() < 0.20 * persistence:
        more = rng.choices(listed, likely)[0]
        alone = more.category in (Category.MOTORING_OFFENCES, Category.SEXUAL_OFFENCES) or more.code == "blade_school"
        if more.first_on <= on <= more.last_on and more.seriousness <= first.seriousness + 1 and not alone:
            done.append(more)
    if len(done) < 3 and any(w.category == Category.PUBLIC_ORDER for w in done) and rng.random() < 0.12:
        done.append(wrongs()["constable" if on < dt.date(2018, 11, 13) else "emergency"])
    return Incident(on, done)
