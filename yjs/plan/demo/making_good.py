"""How the made-up children made good: the hours they owed, where they worked them, and what became of each session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from disposals.models import Disposal
from restorative.models import Reparation, ReparationSession
from yjs.measures.periods import age_on
from yjs.plan.demo import LAST_DAY
from yjs.plan.demo.days import BANK_HOLIDAYS, SATURDAY, wait, working_day
from yjs.plan.demo.recording import Change, Told, typed_in


# The service began to record its work with victims, and children's reparation, when it had a worker for it.
BEGAN = dt.date(2016, 4, 1)
PROVIDER = "Wrenbridge Restorative Partnership"
PROVIDED_FROM = 2022
WEDNESDAY = 2


@dataclass(frozen=True)
class Place:
    """Where children work: when, what is done there, how often it is chosen, and what victims ask for that it answers."""

    name: str
    work: str
    wish: str
    done: tuple[str, ...]
    weight: int = 1
    weekday: int = SATURDAY
    starts_at: dt.time = dt.time(10)
    hours: int = 3
    provider: str = ""


PLACES = (
    Place(
        "Allotment",
        "Growing vegetables for the food bank, and looking after the paths and beds",
        "Vegetables grown for the food bank",
        ("Dug over two beds", "Planted beans and leeks", "Cleared the paths", "Filled crates for the food bank"),
        weight=12,
    ),
    Place(
        "Bike workshop",
        "Mending bicycles that are given to families who have none",
        "Bicycles mended for families who have none",
        ("Stripped two frames", "Mended punctures", "Fitted brakes and tested them", "Cleaned and labelled parts"),
        weight=3,
        weekday=WEDNESDAY,
        starts_at=dt.time(16),
        hours=2,
    ),
    Place(
        "Canal towpath",
        "Picking litter and painting railings along the canal",
        "Litter picked where the damage was done",
        ("Picked eleven bags of litter", "Rubbed down the railings", "Painted forty metres of railings"),
        weight=2,
    ),
    Place(
        "Community kitchen",
        "Cooking and serving a meal for older neighbours",
        "A meal for older neighbours",
        ("Cooked soup for thirty", "Served and cleared", "Baked bread and washed up"),
        weight=2,
        weekday=WEDNESDAY,
        starts_at=dt.time(16),
        hours=2,
    ),
    Place(
        "Furniture store",
        "Sorting and carrying furniture for families moving into a first home",
        "Furniture for families in a first home",
        ("Loaded the van", "Sanded and oiled a table", "Sorted the donations"),
        provider=PROVIDER,
    ),
    Place(
        "Graffiti team",
        "Painting out graffiti on walls and shutters",
        "Graffiti painted out on shutters in the precinct",
        ("Painted out the underpass", "Painted six shutters", "Primed the library wall"),
        weight=1,
    ),
)
OPEN_PLACES = tuple(place for place in PLACES if not place.provider)
PROVIDED = next(place for place in PLACES if place.provider)
WISHES = tuple(place.wish for place in OPEN_PLACES)
# Hours that each kind asks for: how often it does, from and to.
HOURS = {
    "referral_order": (0.75, 3, 24),
    "reparation_order": (1.0, 6, 24),
    "youth_rehabilitation_order": (0.4, 6, 20),
    "youth_conditional_caution": (0.5, 3, 8),
    "community_resolution_yjs": (0.45, 3, 8),
    "triage": (0.3, 2, 4),
    "outcome_22": (0.45, 4, 10),
    "outcome_22_deferred": (0.55, 6, 14),
}
# At 16 and 17 this order can ask for unpaid work; of the younger it asks for less.
YRO, UNPAID_WORK_AT = "youth_rehabilitation_order", 16
MEDICAL = ("Asthma: carries an inhaler", "Allergic to bee stings: carries a pen", "Hay fever", "Type 1 diabetes")
SUITS = (
    "Works best beside an adult",
    "Good with tools",
    "Not the canal: cannot swim",
    "No heavy carrying: bad back",
    "Likes to cook",
    "Avoid the allotment on Saturdays: fell out with a boy there",
)
STAYED_ON, ON_THE_PHONE = "Stayed to put the tools away", "On the phone a lot, put it away when asked"
BEHAVIOUR = ("Worked well", STAYED_ON, "Quiet today", ON_THE_PHONE)
HALF_AN_HOUR = Decimal("0.5")
FOLLOWED_UP = (
    "Home visit: overslept, warned",
    "Letter sent, first warning",
    "Rang home: no good reason, first warning",
    "Spoken to at school, comes again next week",
)


def makes_good(rng: Random, disposal: Disposal) -> bool:
    """Whether hours of reparation come with a disposal."""
    return rng.random() < _hours(disposal)[0]


def _hours(disposal: Disposal) -> tuple[float, int, int]:
    """How often a disposal asks for hours, from and to."""
    if disposal.kind == YRO and age_on(disposal.child.date_of_birth, disposal.imposed_on) >= UNPAID_WORK_AT:
        return (0.2, 40, 60)
    return HOURS.get(disposal.kind, (0, 0, 0))


def next_day_at(place: Place, day: dt.date) -> dt.date:
    """The next day, this one in, on which children work somewhere: not on a holiday, nor around Christmas."""
    day += dt.timedelta(days=(place.weekday - day.weekday()) % 7)
    while day in BANK_HOLIDAYS or (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2):
        day += dt.timedelta(weeks=1)
    return day


def made_good(rng: Random, decided: Told, wish: str) -> Iterator[Told]:
    """The hours a child owed with a disposal, and each session until they were worked."""
    reparation = _owed(rng, decided, wish)
    left, sessions = reparation.hours_owed, list[Told]()
    place = _place(rng, reparation)
    day = next_day_at(place, reparation.referred_on + wait(rng, 12, 0.4, 4, 60))
    comes = min(0.95, max(0.15, rng.gauss(0.66, 0.2)))
    while left > 0 and len(sessions) < 24 and day <= LAST_DAY:
        session = _session(rng, reparation, place, day, left, comes)
        left -= session.record.hours_credited or 0
        sessions.append(session)
        if session.record.absence == "unacceptable" and rng.random() < 0.06:
            break
        day = next_day_at(place, day + dt.timedelta(days=7 * rng.choice((1, 1, 2, 2, 3, 3))))
    if sessions and (left <= 0 or day <= LAST_DAY):
        reparation.ended_on = sessions[-1].record.held_on
    yield Told(reparation, reparation.referred_on)
    yield from sessions


def _owed(rng: Random, decided: Told, wish: str) -> Reparation:
    disposal = decided.record
    _, least, most = _hours(disposal)
    reparation = Reparation(ref=f"{disposal.ref}-R", child=disposal.child, disposal=disposal, wishes=wish)
    reparation.hours_owed = Decimal(rng.randint(least, most))
    reparation.referred_on = working_day(decided.on + wait(rng, 10, 0.6, 1, 60))
    # Of a draw of its own: what else becomes of the child is as it was before this was asked.
    reparation.may_take_part = True if Random(f"{reparation.ref} takes part").random() < 0.93 else None
    reparation.may_have_treatment = rng.choices((True, False, None), (88, 4, 8))[0]
    reparation.may_be_photographed = rng.choices((True, False, None), (66, 24, 10))[0]
    reparation.medical = rng.choice(MEDICAL) if rng.random() < 0.15 else ""
    reparation.suitability = rng.choice(SUITS) if rng.random() < 0.3 else ""
    is_provided = reparation.referred_on.year >= PROVIDED_FROM and rng.random() < 0.25
    reparation.provider = PROVIDER if is_provided else ""
    return reparation


def _place(rng: Random, reparation: Reparation) -> Place:
    """Where it is worked: with the provider it is referred to, mostly as the victim wished, or where there is room."""
    drawn = rng.choices(OPEN_PLACES, [place.weight for place in OPEN_PLACES])[0]
    wished = next((place for place in OPEN_PLACES if place.wish == reparation.wishes), None)
    if reparation.provider:
        return PROVIDED
    return wished if wished and rng.random() < 0.7 else drawn


def _session(rng: Random, of: Reparation, place: Place, day: dt.date, left: Decimal, comes: float) -> Told:
    session = ReparationSession(reparation=of, held_on=day, placement=place.name, hours_offered=Decimal(place.hours))
    session.ref = f"{of.ref}-{day:%y%m%d}"
    told = Told(session, typed_in(rng, day, 1))
    if rng.random() < 0.985:
        session.attended = rng.random() < comes
    if session.attended:
        late = HALF_AN_HOUR if rng.random() < 0.07 else Decimal(0)
        there = min(Decimal(place.hours) - late, left)
        session.was_sent_home = there == place.hours and rng.random() < 0.03
        if session.was_sent_home:
            there -= 1
        session.arrived_at = later(place.starts_at, late)
        session.left_at = later(session.arrived_at, there)
        session.hours_attended = session.hours_credited = there
        session.work_done = rng.choice(place.done) if rng.random() < 0.6 else ""
        session.behaviour = rng.choice(BEHAVIOUR) if rng.random() < 0.25 else ""
        if session.was_sent_home:
            session.behaviour = "Argued and would not work: sent home, picked up by his family"
        elif session.behaviour == ON_THE_PHONE and there > HALF_AN_HOUR:
            session.hours_credited = there - HALF_AN_HOUR
        elif session.behaviour == STAYED_ON and late and there < left:
            session.hours_allowed = HALF_AN_HOUR
            session.hours_credited = there + HALF_AN_HOUR
    elif session.attended is False:
        session.was_sent_home = False
        session.absence = "acceptable" if rng.random() < 0.45 else "unacceptable"
        session.hours_credited = Decimal(0)
        if session.absence == "unacceptable" and day.year >= PROVIDED_FROM:
            _followed_up(rng, told)
        elif session.absence == "unacceptable":
            # Of a draw of its own, so that what else becomes of the child is no other for it.
            _followed_up(Random(f"{session.ref} followed up"), told, share=1)
    return told


def _followed_up(rng: Random, told: Told, share: float = 0.9) -> None:
    """What the case manager did about an absence, some days after it; of late now and then nothing."""
    on = working_day(told.on + wait(rng, 5, 0.5, 1, 20))
    if on <= LAST_DAY and rng.random() < share:
        told.changes.append(Change(on, {"followed_up_on": on, "follow_up": rng.choice(FOLLOWED_UP)}, "Followed up"))


def later(time: dt.time, hours: Decimal | int) -> dt.time:
    """A time of day so many hours later."""
    return (dt.datetime.combine(LAST_DAY, time) + dt.timedelta(hours=float(hours))).time()
