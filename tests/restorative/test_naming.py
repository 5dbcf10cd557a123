"""Names of victims are found however they are typed, and texts that name nobody pass."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from restorative.models import Victim
from restorative.naming import Marks, Others, Person, in_context, names
from restorative.naming.people import people_in
from restorative.naming.spelling import read
from restorative.naming.ways import ways_in
from tests.house.printed import Say


TEXTS = Path(__file__).parent / "texts"
CASES: dict[str, dict[str, Any]] = tomllib.loads((TEXTS / "cases.toml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.without_database


def others_of(case: str) -> Others:
    """The child and those who work with the child."""
    first_name, last_name, known_as, postcode = CASES[case]["child"]
    child = Person.named(first_name, last_name, [known_as] if known_as else [])
    return Others((child, *map(Person.called, CASES[case]["workers"])), postcode)


MARKS: dict[str, Marks] = {case: Victim(**said["victim"]).marks(others_of(case)) for case, said in CASES.items()}


def texts(name: str) -> Iterator[tuple[str, str]]:
    """The texts of a file: of which case, and what was typed."""
    for line in (TEXTS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            case, _, text = line.partition(" | ")
            yield case, text.replace("\\n", "\n")


def test_every_planted_name_is_found(say: Say) -> None:
    planted = list(texts("planted.txt"))
    missed = [f"{case}: {text}" for case, text in planted if not names(text, MARKS[case])]
    assert len({text for _, text in planted}) == len(planted) >= 200
    assert missed == []
    say("texts that name a victim, and all of them were found", len(planted))


def test_fewer_than_five_in_five_hundred_innocent_texts_are_stopped(say: Say) -> None:
    innocent = list(texts("innocent.txt"))
    stopped = [f"{case}: {text}" for case, text in innocent if names(text, MARKS[case])]
    assert len({text for _, text in innocent}) == len(innocent) >= 500
    assert len(stopped) * 500 < 5 * len(innocent), "\n".join(stopped)
    say("innocent texts", len(innocent))
    say("of them stopped", len(stopped))


def test_the_quick_no_is_never_said_to_a_text_that_names_somebody() -> None:
    quickly = looked = 0
    for _, typed in (*texts("planted.txt"), *texts("innocent.txt")):
        text = read(typed)
        for marks in MARKS.values():
            looked += 1
            if not marks.may_be_in(text):
                quickly += 1
                assert not [*people_in(text, marks), *ways_in(text, marks)], typed
    assert quickly > looked / 2


def named(text: str, **victim: Any) -> bool:
    return names(text, Victim(**{"first_name": "Ngozi", "last_name": "Okafor"} | victim).marks())


@pytest.mark.parametrize(
    "text",
    [
        "NGOZI OKAFOR",
        "ngozi  okafor",
        "Okafor,\nNgozi",
        "Ngozi’s bag",
        "ngozis bag",
        "Mrs Oka-\nfor",
        "the Okafors",
        "N. Okafor",
        "Ｏｋａｆｏｒ",
    ],
)
def test_one_name_in_all_its_spellings(text: str) -> None:
    assert named(f"He spoke of {text} at length.")


@pytest.mark.parametrize("text", ["Siân", "Sia\u0302n", "Sian", "SIAN", "siân"])
def test_an_accent_is_one_sign_or_two_or_none(text: str) -> None:
    assert named(f"and {text} was there", first_name="Siân", last_name="ap Huw")
    assert named(f"and {text} was there", first_name="Sia\u0302n", last_name="ap Huw")


@pytest.mark.parametrize(
    "text",
    ["07700 900142", "07700-900-142", "(07700) 900 142", "+44 7700 900142", "0044 7700900142", "+44 (0)7700 900142"],
)
def test_a_phone_number_is_found_however_it_is_grouped(text: str) -> None:
    assert named(f"Ring {text} now", phone="07700 900 142")
    assert not named("Ring 07700 900 143 now", phone="07700 900 142")


@pytest.mark.parametrize(
    "text", ["14 Wellgate Rd", "14, Wellgate Road", "number 14 wellgate road", "S60 2LX", "s602lx"]
)
def test_a_house_and_a_postcode_are_found_and_a_street_or_a_town_alone_is_not(text: str) -> None:
    address = "14 Wellgate Road\nRotherham\nS60 2LX"
    assert named(f"seen at {text} again", address=address)
    for innocent in ("Wellgate Road", "Rotherham", "41 Wellgate Road", "S60 2LZ", "Wellgate"):
        assert not named(f"seen at {innocent} again", address=address)


def test_what_the_child_and_the_victim_share_is_no_sign_of_the_victim() -> None:
    for text in ("Mrs Hart rang.", "Tom Hart came.", "The Harts have moved.", "WB6 1QR", "19 Quarry Rise"):
        assert not names(text, MARKS["sibling"]), text
    assert names("Leah Hart came.", MARKS["sibling"])


def test_the_words_around_a_name_are_shown_with_it() -> None:
    ((before, words, after),) = in_context("He met\nNgozi in town.", Victim(first_name="Ngozi").marks())
    assert (before, words, after) == ("He met\n", "Ngozi", " in town.")
    long = "word " * 40
    ((before, words, after),) = in_context(f"{long}Ngozi {long}", Victim(first_name="Ngozi").marks())
    assert (before[:6], words, after[-5:]) == ("…word ", "Ngozi", "word…")


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "'", "’s", "-", "12", "@", "ab" * 5_000, "\u0301"])
def test_nothing_and_nonsense_name_nobody(text: str) -> None:
    for marks in MARKS.values():
        assert not names(text, marks)
    assert not names("Somebody is named here: Rose Okafor-Smith", Victim().marks())
