"""The children's names and particulars: of every kind, as a real register has them, with siblings and twins."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import factory
import factory.random

from disposals.models import Child
from disposals.models.child import ETHNICITY_NOT_KNOWN, Sex


DATA = Path(__file__).parent / "data"
PNC_CHECK = "ZABCDEFGHJKLMNPQRTUVWXY"
ROMA_IS_ON_THE_LIST = 2021
# Names that daughters of a family bear otherwise.
DAUGHTERS = {"Singh": "Kaur", "Miah": "Begum", "Uddin": "Begum", "Hoque": "Khatun"}
SHORT_FORMS = {
    "Benjamin": "Ben",
    "Christopher": "Chris",
    "Daniel": "Danny",
    "Joshua": "Josh",
    "Matthew": "Matty",
    "Thomas": "Tom",
    "William": "Billy",
    "Michael": "Mikey",
    "Samuel": "Sam",
    "Joseph": "Joe",
    "Bradley": "Brad",
    "Mohammed": "Mo",
    "Abdirahman": "Abdi",
    "Emmanuel": "Manny",
    "Oluwaseun": "Seun",
    "Chukwuemeka": "Emeka",
    "Alexandru": "Alex",
    "Łukasz": "Luke",
    "Jakub": "Kuba",
    "Charlotte": "Charlie",
    "Bethany": "Beth",
    "Rebecca": "Becky",
    "Jessica": "Jess",
    "Abigail": "Abbie",
    "Natasha": "Tash",
    "Georgia": "George",
    "Madison": "Maddie",
    "Harrison": "Harry",
    "Finley": "Fin",
    "Tyler": "Ty",
    "Macauley": "Mac",
    "Muhammad Ali": "Ali",
    "Oluwadamilola": "Dami",
}


def read(name: str) -> list[dict[str, str]]:
    """The rows of one of the lists beside this package."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def names(heritage: str, kind: str, era: str) -> tuple[str, ...]:
    """The names of a heritage that were given in an era."""
    found = [
        name
        for row in read("names.csv")
        if row["heritage"] == heritage and row["kind"] == kind and row["era"] in (era, "any")
        for name in row["names"].split(";")
    ]
    return tuple(found)


@dataclass
class Family:
    """What brothers and sisters share, and what they cannot: a name, or birthdays a few months apart."""

    heritage: str
    ethnicity: str
    first_names: str
    last_name: str
    postcode: str
    births: list[dt.date] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    def has_room_for(self, born: dt.date) -> bool:
        """Whether a child born on a day can be a brother or sister of those known."""
        apart = [abs((born - other).days) for other in self.births]
        return min(apart) >= 330 and max(apart) <= 365 * 6


@cache
def heritages() -> tuple[tuple[dict[str, str], ...], tuple[int, ...]]:
    rows = read("heritages.csv")
    return tuple(rows), tuple(int(row["weight"]) for row in rows)


def family(rng: Random) -> Family:
    """A family somewhere in the area."""
    rows, weights = heritages()
    row = rng.choices(rows, weights)[0]
    is_british = row["last_names"] == "british"
    lasts = names(row["last_names"], "last", "rare" if is_british and rng.random() < 0.02 else "any")
    # The list begins with the commonest.
    last = rng.choices(lasts, [1 / (1 + place / 30) for place in range(len(lasts))])[0]
    if is_british and rng.random() < 0.06:
        other = rng.choice(names("british", "last", "any"))
        last = f"{last}-{other}" if other != last else last
    return Family(row["heritage"], row["ethnicity"], row["first_names"], last, postcode(rng))


def postcode(rng: Random) -> str:
    """A postcode of an area (WB) that does not exist."""
    town = rng.choices("123456789", (14, 18, 12, 16, 9, 8, 10, 7, 6))[0]
    inward = "".join(rng.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    return f"WB{town} {rng.randint(1, 9)}{inward}"


def first_name(rng: Random, home: Family, sex: str, born: dt.date) -> str:
    """A name such as was given in that family and year."""
    kind = "girl" if sex == Sex.FEMALE else "boy"
    era = "any"
    if home.first_names == "british":
        era = "rare" if rng.random() < 0.025 else "early" if born.year < 2000 else "late"
    others = [name for name in names(home.first_names, kind, era) if name not in home.given]
    home.given.append(rng.choice(others))
    return home.given[-1]


def pnc_id(rng: Random, year: int) -> str:
    """A PNC ID whose check letter is right and whose serial is higher than any year has reached."""
    serial = rng.randint(9_000_000, 9_899_999)
    letter = PNC_CHECK[int(f"{year % 100:02}{serial:07}") % 23]
    return f"{year}/{serial:07}{letter}"


def recorded_ethnicity(rng: Random, home: Family, year: int) -> str:
    """The category as a form would have it: now and then not asked, or not on the list of that year."""
    chance = rng.random()
    if chance < 0.055:
        return ETHNICITY_NOT_KNOWN if chance < 0.03 else ""
    if home.ethnicity == "Roma" and year < ROMA_IS_ON_THE_LIST:
        return "Other White" if rng.random() < 0.6 else "Gypsy or Irish Traveller"
    return home.ethnicity


class ChildFactory(factory.Factory):
    """A child of the made-up service, as the form of the first contact describes them."""

    class Meta:
        model = Child

    class Params:
        rng = None
        home = None
        met_in = 2010
        has_pnc = True

    sex = Sex.MALE
    first_name = factory.LazyAttribute(lambda child: first_name(child.rng, child.home, child.sex, child.date_of_birth))
    last_name = factory.LazyAttribute(
        lambda child: (
            DAUGHTERS.get(child.home.last_name, child.home.last_name)
            if child.sex == Sex.FEMALE
            else child.home.last_name
        )
    )
    known_as = factory.LazyAttribute(
        lambda child: SHORT_FORMS.get(child.first_name, "") if child.rng.random() < 0.5 else ""
    )
    ethnicity = factory.LazyAttribute(lambda child: recorded_ethnicity(child.rng, child.home, child.met_in))
    pnc_id = factory.LazyAttribute(lambda child: pnc_id(child.rng, child.met_in) if child.has_pnc else "")
    postcode = factory.LazyAttribute(lambda child: "" if child.rng.random() < 0.03 else child.home.postcode)
