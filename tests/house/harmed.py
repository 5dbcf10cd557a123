"""Made-up victims whose names, addresses, phones and emails stand nowhere else, and what the service does for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from disposals.models import Disposal, Offence
from restorative.models import (
    LookedAt,
    Picture,
    Placement,
    PlacementDay,
    ReleasedFact,
    Reparation,
    ReparationSession,
    RestorativeProcess,
    Victim,
    VictimContact,
    WorkPhoto,
)
from tests.house.folding import fold
from tests.restorative.pictures import a_picture


# First name, last name, other names, the adult who speaks for them.
HARMED = [
    ("Oonagh-Sorcha", "Ní Fhlaithbheartaigh", "Sorchabell", ""),
    ("Quasimiro", "D'Ambrosièri", "", ""),
    ("Wilhelmína", "Þrastardóttirson", "Minnabelle", "Guðmundín Þrastarvald"),
    ("", "O'Grundlethwaite & Daughters Ironmongers", "", ""),
    ("Bronisław", "Gżegżółkiewicz", "Bronkowy", ""),
    ("Ekaterína", "Вострикозубова", "", "Людмила Вострикозубова"),
    ("Tadhg-Óisín", "Mac Con Iomairescue", "Tadhgeen", ""),
    ("Ayşegülnaz", "Çelikbaşoğullar", "", ""),
    ("Jean-Aurèlien", "L’Hermitagneau", "Jeannotin", ""),
    ("Mfanafuthis", "Nkosinathile-Bhengus", "", ""),
    ("Zoltánka", "Szőlőskertibb", "", ""),
    ("Eiluned-Fflur", "ap Llywarchwyn", "Flurrybach", ""),
    ("Kristjánína", "Hólmgeirsdatter", "", ""),
    ("Ngozichukwuka", "Ezeanyaghaji", "Gozziebo", ""),
    ("Marcelliñho", "Gonçalvãozinho", "", ""),
    ("Svetlanka", "O’Haragrove-Włodek", "", ""),
    ("Bjørnulfine", "Ågesengaard", "", ""),
    ("Penthesiléa", "Papadiamantopoúlina", "", ""),
    ("Rhodri-Macsen", "Gwenllianfab", "Rhodricyn", ""),
    ("", "Städtische Bücherei Wrenbridgeham", "", ""),
    # Those from here on are harmed by the same children, and nothing was done for them yet.
    ("Æthelthrýthe", "Grýmsdottirby", "Aethelie", ""),
    ("Sinéad-Caoimhe", "Ó Muircheartaighson", "", ""),
    ("Żanetka", "Brzęczyszczykiewiczowa", "Żanny", ""),
    ("Dvořáčka", "Přemyslovicová", "", "Bohumilka Přemyslovicová"),
    ("N’Gololo", "M’Bappékunda", "", ""),
    ("Ğülizarnur", "Şahinbeyoğluşar", "Gulizarcik", ""),
    ("Thúy-Kiềunga", "Phạmvănđồngh", "", ""),
    ("Ólöfbirna", "Sigurðardóttirvik", "Loabirna", ""),
    ("", "Café Crème d’Ambleforth", "", ""),
    ("Oluwaṣẹgunlo", "Adékúnléwọ̀n", "Segunlolo", ""),
    ("Fañchig", "Ar C’hozhkerlouan", "", ""),
    ("Iñaquito", "Etxeberríagoitia", "", ""),
    ("Xhevahirja", "Gjonëmarkajsh", "", ""),
    ("Наталочка", "Ґалаґанівнина", "", ""),
    ("Μυρσινούλα", "Παπαχαραλαμπίδουλη", "", ""),
    ("Siobhánette", "O'Shaughnessington", "Shivonette", ""),
    ("", "Ye Olde Marmaladery (Wrenbridgeton)", "", ""),
    ("Lóránthia", "Székelyhídivary", "", ""),
    ("Ánneristen", "Sárágoahtinen", "Annerika", ""),
    ("Wāhinekura", "Te Whakatōhearau", "", "Hinemoaroa Te Whakatōhearau"),
    ("Kā’iulanilea", "Kealoha’ulaokalani", "", ""),
    ("Jērālds", "Bērziņlapiņšteins", "", ""),
    ("Daugirdės", "Žvirblinskaitytė", "Daugirute", ""),
    ("Pīterdzhon", "Smythe-O’Dalaighwick", "", ""),
    ("María-Inmaculadita", "de la Peñalosañez", "Inmaculi", ""),
    ("Ignacy-Bożydar", "Mściwojewskiego", "", ""),
    ("", "Bröt & Söhne’s Backwarenhausen", "", ""),
    ("Aoibheannique", "Nic Ghiollagháinne", "Evanique", ""),
    ("Tsvetelinochka", "Raykovskaninova", "", ""),
    ("Hafþórmundur", "Ljósavatnssonar", "", ""),
]
# Each lives in a street of their own.
STREETS = [
    f"{first}{last} Paddock"
    for last in ("whistle", "hollow", "bottom", "tipping", "garth")
    for first in (
        "Quince",
        "Marrow",
        "Thistle",
        "Pimper",
        "Sorrel",
        "Yaffle",
        "Kelpie",
        "Dunnock",
        "Teasel",
        "Corncrake",
    )
]
REFERRED = (1, 31)


def victim_of(made: Any, number: int, offence: Offence, day: dt.date) -> Victim:
    """One of them as a victim of an offence, and what gives them away."""
    first_name, last_name, other_names, speaker = HARMED[number]
    told = f"Told of by {first_name} {last_name}"
    victim = made.keep(
        Victim(
            ref=f"HRMD{number:03}",
            offence_refs=[offence.ref],
            kind="person" if first_name else "business",
            first_name=first_name,
            last_name=last_name,
            other_names=other_names,
            is_child=bool(speaker),
            speaker=speaker,
            address=f"{71 + number} {STREETS[number]}\nYarrowmere\nXV{number:02} 3QK",
            phone=f"07700 9{number:02} 847",
            email=f"kestrelquill{number:02}@yarrowmere.example",
            language=told,
            needs=told,
            safety=told,
            withheld_reason="" if number % 3 else told,
            not_offered_reason="" if number % 4 else told,
            details_from_police_on=day + dt.timedelta(days=2),
            provider="Groundwork" if number in REFERRED else "",
        ),
        day + dt.timedelta(days=2),
    )
    names = {first_name, last_name, other_names, speaker}
    words = names | {victim.ref, victim.phone, victim.email, STREETS[number], f"XV{number:02} 3QK"}
    made.harmed[victim.ref] = {fold(word) for word in words - {""}}
    return victim


def harm(made: Any, number: int, offence: Offence, decided: Disposal, day: dt.date) -> None:
    """A victim of an offence, every step of the contact with them, a process, what was released, and reparation."""
    first_name, last_name, _, _ = HARMED[number]
    child, told = offence.child, f"Told of by {first_name} {last_name}"
    victim = victim_of(made, number, offence, day)
    for after, kind, answer in (
        (3, "attempt", None),
        (4, "contacted", None),
        (4, "consent", True),
        (5, "view_sought", True),
        (6, "offered", None),
        (6, "accepted", None),
        (9, "informed", True),
        (9, "support_information", True),
    ):
        on = day + dt.timedelta(days=after)
        ref = f"VC{number}-{kind}"
        made.keep(
            VictimContact(ref=ref, victim=victim, kind=kind, on=on, answer=answer, channel="phone", note=told), on
        )
    held_on = day + dt.timedelta(days=40)
    made.keep(
        RestorativeProcess(
            ref=f"RP{number}",
            victim=victim,
            child=child,
            offence=offence,
            kind="direct" if number % 3 == 0 else "indirect",
            form="letter",
            held_on=held_on,
            present=told,
            outcome=told,
            victim_satisfied=True,
            words=f"It helped, says {first_name} {last_name}",
            may_quote=True,
        ),
        held_on,
    )
    fact = ReleasedFact(
        ref=f"RF{number}",
        victim=victim,
        child=child,
        fact="informed",
        words="Yes, once it is decided",
        released_on=held_on,
    )
    made.keep(fact, held_on)
    reparation = made.keep(
        Reparation(
            ref=f"RE{number}",
            child=child,
            disposal=decided,
            hours_owed=12,
            referred_on=decided.imposed_on,
            medical=f"Asthma, says the father of {child.first_name}",
            provider="Groundwork" if number in REFERRED else "",
        ),
        decided.imposed_on,
    )
    worked_on = decided.imposed_on + dt.timedelta(days=12)
    if number == 0:
        placement = Placement(ref="PL1", name="Allotment", capacity=8, supervisor="Jo Ellis", provider="Groundwork")
        placement.risk_assessed_on = dt.date(2024, 2, 1)
        made.keep(placement, dt.date(2024, 2, 1))
        seen = LookedAt(victim=victim, record_kind="disposals.Offence", record_id=offence.pk, record_version=1)
        seen.digest, seen.finding = "0" * 64, "not_the_victim"
        made.keep(seen, held_on)
        day = made.keep(
            PlacementDay(
                placement=placement,
                on=worked_on,
                starts_at=dt.time(10),
                ends_at=dt.time(13),
                reparation_refs=[reparation.ref],
            ),
            worked_on,
        )
        photo = made.keep(WorkPhoto(day=day, shows="Two beds, dug over", digest="0" * 64), worked_on)
        Picture.objects.create(photo=photo, jpeg=a_picture())
    made.keep(
        ReparationSession(
            ref=f"RS{number}",
            reparation=reparation,
            held_on=worked_on,
            placement="Allotment",
            hours_offered=3,
            attended=bool(number % 2),
            hours_attended=3 if number % 2 else None,
            hours_credited=3 if number % 2 else None,
            absence="" if number % 2 else "unacceptable",
        ),
        worked_on,
    )
