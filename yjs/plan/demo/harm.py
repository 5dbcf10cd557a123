"""Whom the made-up offences harmed, and what the service did for them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from random import Random
from zlib import crc32

from disposals.models import Disposal, Offence
from disposals.models.child import Sex
from restorative.models import ReleasedFact, RestorativeProcess, Victim, VictimContact
from yjs.plan.demo import LAST_DAY, SEED
from yjs.plan.demo.days import wait, working_day
from yjs.plan.demo.making_good import BEGAN, PROVIDER, WISHES, made_good, makes_good
from yjs.plan.demo.names import family, first_name, postcode
from yjs.plan.demo.recording import Told, typed_in


# The chance that an offence has a victim the service comes to know of, and that it is a business or a public body.
HARMS = {
    "VIOLENCE_AGAINST_THE_PERSON": (0.75, 0.02, 0.10),
    "THEFT_AND_HANDLING": (0.6, 0.6, 0.02),
    "CRIMINAL_DAMAGE": (0.7, 0.25, 0.25),
    "ROBBERY": (0.8, 0.02, 0.0),
    "DOMESTIC_BURGLARY": (0.8, 0.0, 0.0),
    "NON_DOMESTIC_BURGLARY": (0.7, 0.8, 0.15),
    "VEHICLE_THEFT": (0.6, 0.1, 0.0),
    "RACIALLY_AGGRAVATED": (0.6, 0.1, 0.1),
    "SEXUAL_OFFENCES": (0.5, 0.0, 0.0),
    "ARSON": (0.7, 0.2, 0.5),
}
BUSINESSES = ("Corner Shop", "Bakery", "Garage", "Sports Shop", "Pharmacy", "Taxis", "Cycle Works", "Launderette")
PUBLIC = ("Town Park", "Leisure Centre", "Library", "Primary School", "Bus Company", "Allotment Society")
STREETS = ("Alder Grove", "Bell Lane", "Cooper Street", "Dove Terrace", "Elm Bank", "Foundry Row", "Gorse Way")
WITHHELD = ("Asked the police not to pass them on", "Not held by the police", "Police have not answered")
NEEDS = ("Hard of hearing: write, do not ring", "Large print, please", "Rings back in the evening only")
SAFETY = ("Leave no voice message: the phone is shared", "Frightened of being seen with the service: meet elsewhere")
NOT_OFFERED = (
    "Risk too high: the child makes light of it",
    "The child denies part of it",
    "Wanted nothing but news of the outcome",
    "Family of the child asked for time; the order ended first",
)
VIEWS = (
    "Was afraid to walk home for weeks, and wants that understood",
    "Would like to know why it was done",
    "Wants no punishment, wants it not to happen to anybody else",
    "Lost two days of work over it",
)
KEEP_AWAY = ("Keep away from the street where it happened", "Do not place near the shop where it happened")
NEWS = ("Yes, once it is decided", "Yes, when the work ends", "No news is wanted")
SAID = (
    "I could say what it did to us, and I was listened to.",
    "The letter was better than I expected. I sleep again.",
    "It helped to hear that it was not about me.",
    "I was nervous beforehand. Afterwards I was glad I went.",
    "Nobody had asked me before. That alone was worth it.",
    "I still think about it, but not every day now.",
    "The painting-out was done properly, and I was told when it was finished.",
    "I wanted to know why, and I got an honest answer.",
)
# Whoever nobody could reach before this was closed when the list was last gone through.
CLOSED_SINCE = dt.date(2025, 1, 1)
# Offences without a decision for longer than this were dropped; nobody writes to those they harmed.
STILL_TO_DECIDE = dt.timedelta(days=240)


def harmed(number: int, told: list[Told]) -> list[Told]:
    """The victims of one child's offences and the child's reparation, each as it came to be recorded."""
    rng = Random(f"{SEED} harm {number}")
    found: list[Told] = []
    decided = [each for each in told if isinstance(each.record, Disposal) and each.removed_on is None]
    for each in told:
        offence = each.record
        if isinstance(offence, Offence) and offence.committed_on >= BEGAN and each.removed_on is None:
            decision = next((d.record for d in decided if offence.ref in d.record.offence_refs), None)
            is_live = decision is not None or each.on > LAST_DAY - STILL_TO_DECIDE
            harms_nobody = offence.description.startswith("Possession")
            if is_live and not harms_nobody and rng.random() < HARMS.get(offence.category, (0, 0, 0))[0]:
                for turn in range(2 if rng.random() < 0.06 else 1):
                    found += _of_one_offence(rng, offence, turn, max(each.on, offence.committed_on), decision)
    accepted = {each.record.victim.offence_refs[0] for each in found if _is(each, "accepted")}
    for each in decided:
        if each.record.imposed_on >= BEGAN and makes_good(rng, each.record):
            asks = accepted.intersection(each.record.offence_refs) and rng.random() < 0.7
            found += made_good(rng, each, rng.choice(WISHES) if asks else "")
    return [each for each in found if each.on <= LAST_DAY]


def _is(told: Told, kind: str) -> bool:
    return isinstance(told.record, VictimContact) and told.record.kind == kind


def _of_one_offence(
    rng: Random, offence: Offence, turn: int, known_on: dt.date, decided: Disposal | None
) -> Iterator[Told]:
    victim = _victim(rng, offence, turn)
    told_on = working_day(known_on + wait(rng, 6, 0.6, 1, 60))
    if rng.random() < 0.09:
        victim.withheld_reason = rng.choice(WITHHELD)
        victim.address = victim.phone = victim.email = ""
    else:
        victim.details_from_police_on = told_on
    yield Told(victim, told_on)
    if victim.withheld_reason:
        yield _step(rng, victim, "closed", working_day(told_on + wait(rng, 25, 0.5, 5, 90)))
    else:
        yield from _path(rng, victim, told_on, offence, decided)


def _victim(rng: Random, offence: Offence, turn: int) -> Victim:
    _, business, public = HARMS[offence.category]
    chance, home = rng.random(), family(rng)
    # Whoever may see no victim sees the reference, so it says nothing of the child.
    ref = f"V{crc32(f'{offence.ref} {turn}'.encode()):08X}"
    victim = Victim(ref=ref, offence_refs=[offence.ref], kind="person")
    victim.address = f"{rng.randint(1, 140)} {rng.choice(STREETS)}\nWrenbridge\n{postcode(rng)}"
    victim.phone = f"07700 900{rng.randint(0, 999):03}"
    if chance < business:
        victim.kind, victim.last_name = "business", f"{home.last_name}'s {rng.choice(BUSINESSES)}"
    elif chance < business + public:
        victim.kind, victim.last_name = "public_body", f"Wrenbridge {rng.choice(PUBLIC)}"
    else:
        sex = rng.choice((Sex.FEMALE, Sex.MALE))
        is_child = rng.random() < 0.38
        born = offence.committed_on - dt.timedelta(days=365 * (rng.randint(9, 17) if is_child else rng.randint(18, 80)))
        victim.first_name, victim.last_name = first_name(rng, home, sex, max(born, dt.date(1985, 1, 1))), home.last_name
        victim.is_child = is_child if rng.random() < 0.93 else None
        if is_child:
            victim.speaker = f"{first_name(rng, home, Sex.FEMALE, dt.date(1985, 1, 1))} {home.last_name}"
        victim.language = "" if rng.random() < 0.95 else rng.choice(("Polish", "Urdu", "Romanian", "Arabic"))
        victim.provider = PROVIDER if offence.committed_on.year >= 2022 and rng.random() < 0.2 else ""
        victim.needs = rng.choice(NEEDS) if rng.random() < 0.05 else ""
        victim.safety = rng.choice(SAFETY) if rng.random() < 0.04 else ""
    victim.channel = rng.choice(("", "phone", "phone", "letter", "email", "text"))
    if victim.channel == "email":
        victim.email = f"{re.sub('[^a-z]', '', victim.last_name.casefold()) or 'me'}{rng.randint(10, 99)}@post.example"
    return victim


def _path(rng: Random, victim: Victim, told_on: dt.date, offence: Offence, decided: Disposal | None) -> Iterator[Told]:
    day = told_on
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        day = working_day(day + wait(rng, 2, 0.6, 0, 20))
        yield _step(rng, victim, "attempt", day)
    if rng.random() < 0.16:
        if told_on < CLOSED_SINCE or rng.random() < 0.93:
            yield _step(rng, victim, "closed", working_day(day + wait(rng, 40, 0.4, 15, 90)))
        return
    day = working_day(day + wait(rng, 3, 0.8, 0, 45))
    yield _step(rng, victim, "contacted", day)
    consents = rng.random() < 0.78
    if rng.random() < 0.97:
        yield _step(rng, victim, "consent", day, consents)
    if not consents:
        if rng.random() < 0.3 and day <= LAST_DAY:
            victim.do_not_contact_from = day
        yield _step(rng, victim, "closed", day)
        return
    if rng.random() < (0.9 if decided is None or day <= decided.imposed_on else 0.3):
        has_view = rng.random() < 0.8
        yield _step(rng, victim, "view_sought", day, has_view)
        if has_view and rng.random() < 0.5:
            yield _released(victim, offence, "view", rng.choice(VIEWS), day)
    if rng.random() < 0.03:
        yield _released(victim, offence, "safety", rng.choice(KEEP_AWAY), day)
    yield from _asked_for(rng, victim, "informed", 0.5, working_day(day + wait(rng, 20, 0.5, 2)))
    yield from _asked_for(rng, victim, "support_information", 0.35, day)
    if decided is not None:
        yield from _offered(rng, victim, offence, working_day(max(day, decided.imposed_on) + wait(rng, 8, 0.6, 0, 60)))
    elif rng.random() < 0.8:
        yield _step(rng, victim, "offered", day)


def _asked_for(rng: Random, victim: Victim, kind: str, chance: float, day: dt.date) -> Iterator[Told]:
    """News or information on support, where they asked for it: given at once, or after a while."""
    if rng.random() < chance:
        at_once = rng.random() < 0.86
        yield _step(rng, victim, kind, day, at_once)
        if not at_once and rng.random() < 0.8:
            yield _step(rng, victim, kind, working_day(day + wait(rng, 15, 0.5, 2, 60)), True)


def _offered(rng: Random, victim: Victim, offence: Offence, day: dt.date) -> Iterator[Told]:
    """An offer with what came of it, or the reason why there was none."""
    if rng.random() < 0.12:
        if rng.random() < 0.97:
            victim.not_offered_reason = rng.choice(NOT_OFFERED)
        yield _step(rng, victim, "closed", working_day(day + wait(rng, 30, 0.5, 5, 120)))
        return
    yield _step(rng, victim, "offered", day)
    if rng.random() > 0.72:
        day = working_day(day + wait(rng, 5, 0.5, 0))
        yield _step(rng, victim, "declined", day)
        yield _step(rng, victim, "closed", working_day(day + wait(rng, 14, 0.5, 0, 60)))
        return
    yield _step(rng, victim, "accepted", working_day(day + wait(rng, 5, 0.5, 0)))
    yield _released(victim, offence, "informed", rng.choice(NEWS), day)
    for turn in range(rng.choice((1, 1, 2, 2, 3))):
        day = working_day(day + wait(rng, 16, 0.5, 3, 120))
        if day <= LAST_DAY:
            yield _process(rng, victim, offence, day, turn)
    yield _step(rng, victim, "closed", working_day(day + wait(rng, 21, 0.5, 3)))


def _released(victim: Victim, offence: Offence, fact: str, words: str, day: dt.date) -> Told:
    released = ReleasedFact(ref=f"{victim.ref}-{fact}", victim=victim, child=offence.child, fact=fact, words=words)
    released.released_on = day
    return Told(released, day)


def _step(rng: Random, victim: Victim, kind: str, day: dt.date, answer: bool | None = None) -> Told:
    contact = VictimContact(victim=victim, kind=kind, on=day, answer=answer)
    contact.ref = f"{victim.ref}-{kind}-{day:%y%m%d}-{rng.randrange(10_000)}"
    contact.channel = rng.choice(("phone", "phone", "phone", "letter", "email", "text")) if kind != "closed" else ""
    return Told(contact, typed_in(rng, day, 1))


def _process(rng: Random, victim: Victim, offence: Offence, day: dt.date, turn: int) -> Told:
    is_direct = rng.random() < 0.1
    process = RestorativeProcess(victim=victim, child=offence.child, offence=offence, held_on=day)
    process.ref = f"{victim.ref}-P{turn + 1}"
    process.kind = "direct" if is_direct else "indirect"
    process.form = rng.choice(("meeting", "meeting", "reparation_to_victim") if is_direct else ("letter", "messages"))
    if rng.random() < 0.6:
        process.victim_satisfied = rng.random() < 0.88
        process.child_satisfied = rng.random() < 0.9
    if process.victim_satisfied and rng.random() < 0.2:
        process.words = rng.choice(SAID)
        process.may_quote = rng.random() < 0.8
    return Told(process, typed_in(rng, day, 2))
