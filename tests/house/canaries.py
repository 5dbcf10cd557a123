"""A small service in which every child goes by a name that stands nowhere else: wherever it turns up, it leaked."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from disposals.models import Child, Disposal, Intervention, Offence, Remand, Status
from disposals.models.notification import Notification
from reoffending.models import Action, Meeting, Projection, Review
from tests.house.folding import fold
from tests.house.harmed import harm, victim_of
from yjs.measures.models import Comparator, Population
from yjs.plan.models import Contribution
from yjs.records.record import Record, keep


# First name, last name, known as.
NAMES = [
    ("Zéphyrine", "O'Quillfeather", "Quillie-Zed"),
    ("Bartolomé-Xavi", "van der Zwaluwen", ""),
    ("Łucjusz", "Wrzóskiewicz", "Wrzosky"),
    ("Ffion-Haf", "Llanthwaite-Jørgens", ""),
    ("D'Arcangelo", "Mac Giolla Phreachain", "Arcangie"),
    ("Siônedwen", "ap Gwrthefyr", ""),
    ("Nguyễnh", "Thịnhlong", "Thinhloo"),
    ("Þorvaldína", "Ægisfjörd", ""),
    ("Çağrıhan", "Yıldızoğlu", "Cagribear"),
    ("Владислава", "Канарейкина", ""),
    ("Caoilfhionn", "Ó Súilleabhánach", "Keelinka"),
    ("Xiùméili", "Zhāngquèsheng", ""),
    ("Jay'Quellin", "St. Swithencote", "J-Quellz"),
    ("Oluwafunmbi", "Adébáyọ̀kun", ""),
    ("Straßenfried", "Weißmüllner", "Strassie"),
    ("Noémie-Zoë", "L’Estrangelle", ""),
    ("Ｆｕｌｌｗｉｄａ", "Ｗｉｄｔｈｅｒｔｏｎ", ""),
    ("Nullabelle", "Truefalse-Null", "Nullsie"),
    ("Abd-al-Qādirwan", "al-Ḥusaynizad", ""),
    ("İbrahimcan", "Işıkoğlunder", "Ibbycan"),
]
EARLIER, LATER = dt.date(2024, 12, 31), dt.date(2025, 6, 30)
AGENCIES = ("Local authority", "Police", "Probation Service", "Health")


@dataclass
class Service:
    """Its records by kind, and what gives each of its children away."""

    records: dict[type[Record], list[Any]] = field(default_factory=dict)
    reason: str = ""

    def __post_init__(self) -> None:
        self.given_away: dict[str, set[str]] = {}
        self.harmed: dict[str, set[str]] = {}

    def keep(self, record: Any, on: dt.date | None = None) -> Any:
        keep(record, by=None, recorded_on=on)
        self.records.setdefault(type(record), []).append(record)
        return record

    def one(self, kind: type[Record]) -> Any:
        return self.records[kind][0]

    @property
    def children(self) -> list[Child]:
        return self.records[Child]

    def named_in(self, text: str) -> set[str]:
        """The references of the children whom a text names, or gives away by a postcode or a PNC ID."""
        folded = fold(text)
        return {ref for ref, words in self.given_away.items() if any(word in folded for word in words)}

    def victims_named_in(self, text: str, but: str = "") -> set[str]:
        """The references of the victims whom a text names, or tells how to find, `but` by a word that stands in this."""
        folded = fold(text)
        return {ref for ref, words in self.harmed.items() if any(w in folded and w not in but for w in words)}

    def referred_to_in(self, text: str) -> set[str]:
        """The children whose references stand in a text."""
        folded = fold(text)
        return {child.ref for child in self.children if fold(child.ref) in folded}


def service(size: int = len(NAMES), victims: int = 0) -> Service:
    """So many children, each with an offence, what was decided, the work with them, their situation and a remand; and
    a victim each, or so many victims.
    """
    made = Service()
    # The same days as the year that is asked for, named otherwise: the meeting that begins there leaves this one open.
    held_on, asked = dt.date(2025, 5, 6), "2024-04-01..2025-03-31/?rule=substantive"
    made.keep(Meeting(held_on=held_on, asked=asked, note="Gone through"), held_on)
    made.keep(
        Projection(
            rule="substantive",
            starts_on=dt.date(2024, 4, 1),
            ends_on=dt.date(2025, 3, 31),
            known_on=dt.date(2025, 3, 31),
            children=size,
            low=0,
            high=size,
        ),
        held_on,
    )
    for number, names in enumerate(NAMES[:size]):
        a_life(made, number, *names)
    for number in range(size, victims):
        offence = made.records[Offence][number % size]
        victim_of(made, number, offence, offence.committed_on)
    first = made.children[0]
    made.reason = f"The mother of {first.first_name} {first.last_name} says so"
    first.sex = "female"
    keep(first, by=None, reason=made.reason)
    for year in range(2019, 2026):
        made.keep(Population(area="local", year=year, age_10_17=24_000), dt.date(year, 7, 1))
    for agency in AGENCIES:
        made.keep(Contribution(year="2024/25", agency=agency, staffing=10_000, other=500), dt.date(2024, 4, 2))
    made.keep(
        Comparator(measure="first-time-entrants", area="england_and_wales", period="2024/25", value=140, source="MoJ"),
        dt.date(2025, 3, 1),
    )
    made.keep(
        Comparator(measure="binary-reoffending-rate", area="local", period="2024/25", value=25, source="MoJ"),
        dt.date(2025, 4, 1),
    )
    return made


def a_life(made: Service, number: int, first_name: str, last_name: str, known_as: str) -> None:
    child = made.keep(
        Child(
            ref=f"KNRY{number:03}",
            first_name=first_name,
            last_name=last_name,
            known_as=known_as,
            date_of_birth=dt.date(2009, 5, 3) + dt.timedelta(days=number),
            pnc_id=f"2019/76{number:02}321Q",
            postcode=f"ZQ{number:02} 7XJ",
        ),
        dt.date(2024, 1, 2),
    )
    words = {first_name, last_name, known_as, child.pnc_id, child.postcode} - {""}
    made.given_away[child.ref] = {fold(word) for word in words}
    told = f"Told of by {first_name} {last_name}"
    day = dt.date(2024, 4, 8) + dt.timedelta(days=7 * number)
    offence = made.keep(
        Offence(child=child, ref=f"O{number}-1", committed_on=day, description=told, category="DRUGS", seriousness=2),
        day,
    )
    decided = made.keep(
        Disposal(
            child=child,
            ref=f"D{number}-1",
            kind="youth_caution" if number % 3 else "detention_and_training_order",
            imposed_on=day + dt.timedelta(days=20),
            offence_refs=[offence.ref],
            residence="local" if number % 4 else "",
            released_on=None if number % 3 else day + dt.timedelta(days=100),
            court=told,
            requirements=told,
        ),
        day + dt.timedelta(days=21),
    )
    if number % 2:
        again = Offence(child=child, ref=f"O{number}-2", committed_on=day + dt.timedelta(days=90), description=told)
        made.keep(again, day + dt.timedelta(days=95))
        proof = Disposal(
            child=child,
            ref=f"D{number}-2",
            kind="referral_order",
            imposed_on=LATER - dt.timedelta(days=60),
            offence_refs=[again.ref],
            residence="local",
        )
        made.keep(proof, LATER - dt.timedelta(days=50))
    harm(made, number, offence, decided, day)
    started = day + dt.timedelta(days=30)
    made.keep(
        Intervention(
            child=child,
            ref=f"I{number}-1",
            kind="statutory",
            programme=f"Work with {first_name}",
            disposal=decided,
            started_on=started,
            planned_end_on=dt.date(2025, 1, 1),
            worker="Jo Ellis",
        ),
        started,
    )
    made.keep(Status(child=child, status="looked_after", started_on=day), day)
    made.keep(Remand(child=child, kind="secure", started_on=day, ended_on=day + dt.timedelta(days=9)), day)
    made.keep(Review(child=child, is_priority=True, why=told), LATER)
    action = Action(
        meeting=made.one(Meeting),
        child=child,
        what=told,
        owner="Jo Ellis",
        due_on=LATER,
        done_on=LATER - dt.timedelta(days=1),
    )
    made.keep(action, LATER)
    notified = Notification(
        crime_reference=f"19/{number:05}",
        name=f"{first_name} {last_name}",
        date_of_birth=child.date_of_birth,
        committed_on=day,
        description=told,
        notified_on=day,
        state="matched",
        child=child,
        offence=offence,
    )
    made.keep(notified, day)
