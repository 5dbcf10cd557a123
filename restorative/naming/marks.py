"""What gives a victim away: the names of whoever is behind it, and the ways to find them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from restorative.naming.spelling import QUOTES, WORD, Text, fold, foldings, without_a_letter


EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
PHONE = re.compile(r"\+?\d[\d\s().\-]{7,}\d")
HOUSE = re.compile(r"(?:(?:flat|unit|apt|apartment|no|number)\.?\s+)?(\d+\s?[a-z]?)\b\s*(.*)", re.IGNORECASE)
FLAT = re.compile(r"\s*(?:flat|unit|apt|apartment|room)\.?\s*\d*\w?\s*", re.IGNORECASE)
# The letters of a name that is long enough to be known with a letter wrong, or to stand for an organisation.
LONG_ENOUGH, DISTINCTIVE = 6, 8
# A phone number without what leads out of its area.
LOCAL = 6


@cache
def known(name: str) -> frozenset[str]:
    """A list of words of the language."""
    return frozenset(" ".join(_language()[name].split()).split())


@cache
def words_and_surnames() -> frozenset[str]:
    """The words that are last names as well."""
    return known("words") | known("surname_words")


@cache
def _language() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def _forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _language()["forms"].split("|"):
        names = group.split()
        for name in names:
            found.setdefault(name, set()).update(names)
    return {name: frozenset(names) for name, names in found.items()}


@cache
def phrases() -> frozenset[str]:
    """Runs of words, as their letters, in which a name is nobody's."""
    return frozenset(fold(phrase) for phrase in _language()["phrases"].split("|"))


def road(word: str) -> str:
    """A word of an address, written out: road for rd."""
    return _language()["streets"].get(word, word)


@dataclass(frozen=True)
class Person:
    """The names of one person, each as its letters alone. `forms` are other forms of the first name: Bob, for Robert.

    Who only speaks for the victim is known by the whole name, or by a last name that few bear.
    """

    firsts: frozenset[str] = frozenset()
    lasts: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    is_speaker: bool = False
    # Whether only the whole name is a sign: so where a text may be about anybody.
    by_whole_name: bool = False
    # Whether it is recorded what they are called: then other forms of the name are no sign alone.
    goes_by: bool = False

    @property
    def initials(self) -> frozenset[str]:
        return frozenset(name[0] for name in self.firsts | self.forms)

    @classmethod
    def named(cls, first_name: str, last_name: str, others: Sequence[str] = ()) -> Person:
        firsts = foldings(first_name) | {key for part in re.split(r"\s+", first_name) for key in foldings(part)}
        lasts = foldings(last_name)
        parts = re.split(r"[\s\-\u2010]+", last_name)
        if len(parts) > 1:
            # Of a double name each part tells; what only leads to a name does not.
            lasts |= {key for part in parts for key in foldings(part) if len(key) > 3}
        for other in others:
            first, _, last = other.strip().rpartition(" ")
            firsts |= foldings(other) | (foldings(first) if first else set())
            lasts |= foldings(last) if first else set()
        forms = {form for name in foldings(first_name) for form in _forms().get(name, ())} - firsts
        return cls(frozenset(firsts), frozenset(lasts), frozenset(forms), goes_by=bool(others))

    @classmethod
    def called(cls, name: str) -> Person:
        """Somebody of whom the whole name is known: the last word is the last name."""
        words = [word for word in name.strip().split() if fold(word) not in known("titles")]
        return cls.named(" ".join(words[:-1]), words[-1]) if words else cls()

    def as_speaker(self) -> Person:
        return replace(self, is_speaker=True)


@dataclass(frozen=True)
class Others:
    """Who else is in a case: the child, and who works with the child. Their names are no sign of the victim."""

    people: tuple[Person, ...] = ()
    postcode: str = ""

    @property
    def firsts(self) -> frozenset[str]:
        return frozenset().union(*(person.firsts for person in self.people))

    @property
    def lasts(self) -> frozenset[str]:
        return frozenset().union(*(person.lasts for person in self.people))

    def initials_of(self, last: str) -> frozenset[str]:
        """The initials of those who go by a last name."""
        return frozenset().union(*(person.initials for person in self.people if last in person.lasts))


NOBODY_ELSE = Others()


# Two of these are the same where they are one: so they are quickly told from each other.
@dataclass(frozen=True, eq=False)
class Marks:
    """What to look for in a text. `wholes` tell by themselves, `brands` where harm is spoken of."""

    people: tuple[Person, ...] = ()
    wholes: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    houses: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    others: Others = field(default=NOBODY_ELSE)

    def by_whole_names(self) -> Marks:
        """The same for a text that may be about anybody, in which a first or a last name alone says nothing."""
        return replace(self, people=tuple(replace(person, by_whole_name=True) for person in self.people))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every run of letters of which at least one stands in a text that names them as they are spelled."""
        names = {name for person in self.people for name in person.firsts | person.lasts | person.forms}
        ways = (self.wholes, self.brands, self.organisations, self.postcodes)
        return frozenset({f"{name}s" for name in names}.union(names, *ways))

    @cached_property
    def slips(self) -> frozenset[str]:
        """What a misspelt long name shares with the name."""
        names = {name for person in self.people for name in person.firsts | person.lasts}
        return frozenset(form for name in names if len(name) >= LONG_ENOUGH for form in without_a_letter(name))

    def may_be_in(self, text: Text) -> bool:
        """Whether it is worth the while to look: a quick no to most texts, and never a no to one that names them."""
        if not self.anchors.isdisjoint(text.spans) or not self.slips.isdisjoint(text.short_of_a_letter):
            return True
        if self.phones and text.numbers or not self._house_numbers.isdisjoint(text.keys):
            return True
        named = [house[:3] for house in self.houses if not any(map(str.isdigit, house))]
        locals_ = [email.partition("@")[0] for email in self.emails]
        return any(name in fold(text.text) for name in named) or any(name in text.plain for name in locals_)

    @cached_property
    def _house_numbers(self) -> frozenset[str]:
        return frozenset(number for house in self.houses for number in re.findall(r"^\d+[a-z]?|\d+[a-z]?$", house)) | {
            digits for house in self.houses for digits in re.findall(r"^\d+", house)
        }


def marks_of(
    *,
    is_person: bool,
    first_name: str = "",
    last_name: str = "",
    other_names: Sequence[str] = (),
    speaker: str = "",
    address: str = "",
    contacts: Iterable[str] = (),
    others: Others = NOBODY_ELSE,
) -> Marks:
    """What gives somebody away; `contacts` hold phone numbers and emails, as they were typed."""
    people = [Person.called(speaker).as_speaker()] if speaker else []
    wholes, brands, organisations = set[str](), set[str](), set[str]()
    if is_person:
        people.insert(0, Person.named(first_name, last_name, other_names))
    else:
        for name in (last_name, *other_names):
            whole, brand, own = _organisation(name, address)
            wholes, brands = wholes | whole, brands | brand
            if name and own and name[len(own) :][:1] in QUOTES:
                people.append(Person.named("", own))
            elif own:
                organisations |= foldings(own)
    text = "\n".join((address, *contacts))
    at_home_here = others.postcode and fold(others.postcode) in {fold(found) for found in POSTCODE.findall(address)}
    same_name = {last for person in people for last in person.lasts} & others.lasts
    houses = set() if at_home_here and same_name else set(_houses(address))
    return Marks(
        people=tuple(person for person in people if person != Person()),
        wholes=frozenset(wholes),
        brands=frozenset(brands),
        organisations=frozenset(organisations),
        houses=frozenset(houses),
        postcodes=frozenset({fold(found) for found in POSTCODE.findall(text)} - {fold(others.postcode)}),
        phones=frozenset(filter(None, map(national, PHONE.findall("\n".join(contacts))))),
        emails=frozenset(found.casefold() for found in EMAIL.findall(text)),
        others=others,
    )


def national(phone: str) -> str:
    """A phone number as it is dialled within the country, without the nought."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    digits = re.sub(r"^(?:00)?44(?=\d{9,10}$)|^0", "", digits)
    return digits if len(digits) > 8 else ""


def _organisation(name: str, address: str) -> tuple[set[str], set[str], str]:
    """The name as a whole, as a brand, and the word of it that is nobody else's."""
    head = name.split(",")[0]
    words = [word[0] for word in WORD.finditer(head) if fold(word[0]) not in known("left_out")]
    if not words:
        return set(), set(), ""
    whole, first = fold("".join(words)), fold(words[0])
    if first in known("brands"):
        return ({whole} if len(words) > 1 else set()), {first}, ""
    owner = re.match(rf"(.+)[{QUOTES}]s$", words[0])
    if owner:
        return {whole}, set(), owner[1]
    is_own = len(first) >= DISTINCTIVE and first not in words_and_surnames() and first not in fold(address)
    # What is called after its town is told by the town alone nowhere.
    is_of_a_place = any(fold(word) in known("places") for word in words[1:])
    return {whole}, set(), words[0] if is_own and not is_of_a_place else ""


def _houses(address: str) -> Iterator[str]:
    """The houses of an address: a number with its street, or a name of its own. A street alone is no house."""
    parts = [part.strip() for part in re.split(r"[\n,]", address) if part.strip()]
    for place, part in enumerate(parts):
        rest = parts[place + 1] if place + 1 < len(parts) else ""
        found = HOUSE.fullmatch(part)
        if found and not POSTCODE.fullmatch(part):
            street = found[2] or ("" if HOUSE.fullmatch(rest) else rest)
            if street:
                named = (road(fold(word[0])) for word in WORD.finditer(street))
                name, number = "".join(word for word in named if word != "the"), fold(found[1])
                yield from (number + name, name + number)
        elif place == 0 and len(parts) > 2 and not FLAT.fullmatch(part):
            words = [fold(word[0]) for word in WORD.finditer(part)]
            if len(words) > 1 and road(words[-1]) not in known("kinds_of_street"):
                yield "".join(word for word in words if word != "the")
