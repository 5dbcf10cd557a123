"""The whole made-up service: who came to it in each year, and everything recorded about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

from disposals.models import Child, Disposal, Offence, Status
from disposals.models.child import Sex
from yjs.measures.periods import add_months, age_on
from yjs.plan.demo import FIRST_DAY, LAST_DAY, SEED
from yjs.plan.demo.days import birthday, some_day, wait, working_day
from yjs.plan.demo.harm import harmed
from yjs.plan.demo.lives import Life, Temper
from yjs.plan.demo.names import ChildFactory, Family, family
from yjs.plan.demo.placed import worked_somewhere
from yjs.plan.demo.recording import Told, entered_twice, slips
from yjs.plan.demo.work import Worked


# Children who came to notice for the first time, by financial year, for an offence; and for help alone.
# fmt: off
NEW = {
    2006: 330, 2007: 320, 2008: 300, 2009: 285, 2010: 262, 2011: 238, 2012: 216, 2013: 186, 2014: 170, 2015: 160,
    2016: 150, 2017: 138, 2018: 116, 2019: 112, 2020: 88, 2021: 94, 2022: 100, 2023: 108, 2024: 118, 2025: 122,
    2026: 124,
}
# fmt: on
HELPED = {year: 54 if year < 2020 else 74 for year in range(2009, 2027)}
# How the children are numbered; a sender of real ones is unlikely to use the same.
OWN_REF = r"^WB[0-9]{5}$"
AGES = {10: 2, 11: 4, 12: 8, 13: 15, 14: 22, 15: 25, 16: 24, 17: 20}
# How far back a brother or sister may have come to notice, in families.
NEIGHBOURS = 400


def made_up(size: float = 1.0) -> list[Told]:
    """Every record of the made-up service, first to last; a smaller `size` is a smaller place."""
    told: list[Told] = []
    homes: list[Family] = []
    number = 0
    for year in sorted(NEW):
        rng = Random(f"{SEED} {year}")
        newcomers = [(_day_in(rng, year), True) for _ in range(round(NEW[year] * size))]
        newcomers += [(_day_in(rng, year), False) for _ in range(round(HELPED.get(year, 0) * size))]
        for met_on, offended in sorted(newcomers):
            if met_on > LAST_DAY:
                continue
            number += 1
            told += child(number, met_on, offended, homes)
    return [*told, *worked_somewhere(told)]


def _day_in(rng: Random, year: int) -> dt.date:
    return some_day(rng, dt.date(year, 4, 1), dt.date(year + 1, 3, 31))


def child(number: int, met_on: dt.date, offended: bool, homes: list[Family]) -> list[Told]:
    """One child's records; none where the service's own years hold nothing of them."""
    rng = Random(f"{SEED} child {number}")
    sex = Sex.FEMALE if rng.random() < (0.145 if offended else 0.21) else Sex.MALE
    home, born = _home(rng, met_on, homes)
    temper = _temper(rng, met_on, sex, offended)
    first_trouble_on: dt.date | None = met_on
    if not offended:
        later = met_on + wait(rng, 240, 0.7, 20, 900)
        first_trouble_on = later if rng.random() < 0.16 and later < birthday(born, 18) else None
    record = ChildFactory.build(
        rng=rng,
        home=home,
        met_in=met_on.year,
        has_pnc=bool(first_trouble_on),
        ref=f"WB{number:05}",
        date_of_birth=born,
        sex=sex,
    )
    life = Life(rng, record, temper, first_trouble_on, _lives_here(rng, met_on))
    life.live()
    worked = Worked(life)
    if not offended:
        worked.prevention(working_day(met_on))
    known = [each.on for each in (*life.told, *worked.told)]
    if not known or min(known) > LAST_DAY:
        return []
    worked.circumstances(min(known))
    worked.all_of_it()
    told = _in_order(rng, record, life, [*life.told, *worked.told])
    return [*told, *harmed(number, told)]


def _home(rng: Random, met_on: dt.date, homes: list[Family]) -> tuple[Family, dt.date]:
    """A family and a birthday: now and then those of a brother or sister, seldom a twin, who is already known."""
    age = rng.choices(list(AGES), list(AGES.values()))[0]
    born = add_months(met_on, -12 * age) - dt.timedelta(days=rng.randint(0, 364))
    if homes and rng.random() < 0.08:
        home = rng.choice(homes[-NEIGHBOURS:])
        twin = home.births[-1]
        if rng.random() < 0.06 and 10 <= age_on(twin, met_on) <= 17 and home.births.count(twin) == 1:
            born = twin
        if born == twin or home.has_room_for(born):
            home.births.append(born)
            return home, born
    homes.append(family(rng))
    homes[-1].births.append(born)
    return homes[-1], born


def _temper(rng: Random, met_on: dt.date, sex: str, offended: bool) -> Temper:
    """Most children are in trouble once; a few very often. There are fewer of those now, but more in trouble."""
    gone = min(1.0, max(0.0, (met_on.year - 2008) / 16))
    weights = [0.64 + 0.13 * gone, 0.21 - 0.05 * gone, 0.11 - 0.05 * gone, 0.045 - 0.021 * gone]
    if sex == Sex.FEMALE or not offended:
        weights[2] *= 0.5
        weights[3] *= 0.35
    kind = rng.choices(range(4), weights)[0]
    a_year, halves_in, persistence = ((0.1, 1.5, 0), (1.0, 1.2, 0), (4.4, 1.3, 1), (11.0, 1.1, 2))[kind]
    return Temper(a_year * rng.uniform(0.7, 1.4) * (1 + 0.35 * gone), halves_in * rng.uniform(0.7, 1.4), persistence)


def _lives_here(rng: Random, met_on: dt.date) -> Callable[[dt.date], bool] | None:
    """Most children live here throughout; some are placed here by another council, move in, or move away."""
    chance, moved = rng.random(), met_on + dt.timedelta(days=rng.randint(60, 900))
    if chance < 0.022:
        return lambda day: False
    if chance < 0.034:
        return lambda day: day >= moved
    if chance < 0.06:
        return lambda day: day < moved
    return None


def _in_order(rng: Random, record: Child, life: Life, told: list[Told]) -> list[Told]:
    """The child's records with their slips and days, the child first; what was recorded later is left out."""
    told = [t for t in told if t.on <= LAST_DAY]
    if not any(_lies_in_our_years(t) for t in told):
        return []
    offences = {t.record.ref: t for t in told if isinstance(t.record, Offence)}
    for each in told:
        if isinstance(each.record, Disposal):
            each.on = max([each.on, *(offences[ref].on for ref in each.record.offence_refs if ref in offences)])
    told = [t for t in told if t.on <= LAST_DAY and getattr(t.record, "offence_refs", True)]
    held = {id(t.record): t for t in told}
    kept = []
    for each in told:
        disposal = getattr(each.record, "disposal", None)
        if disposal is not None and id(disposal) not in held:
            continue
        if disposal is not None:
            each.on = max(each.on, held[id(disposal)].on)
        kept.append(each)
    kept += [again for again in (entered_twice(rng, each) for each in kept) if again]
    first = Told(record, min(each.on for each in kept))
    for each in [first, *kept]:
        if each.removed_on is None:
            slips(rng, each)
        each.settle()
    return [first, *kept]


def _lies_in_our_years(told: Told) -> bool:
    """Whether the service had anything to do with it after its system opened."""
    days = [told.on, *(change.on for change in told.changes)]
    return any(day >= FIRST_DAY for day in days) and not isinstance(told.record, Status)
