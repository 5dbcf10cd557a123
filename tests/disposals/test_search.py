"""A child is found by any part of any name, however it is spelt; and nobody is found who may not be seen."""

import datetime as dt
from unicodedata import combining, normalize

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from disposals.models import Child
from disposals.search import MOST_FOUND, fold, search, sound
from tests.disposals.kept import BORN, a_child, some_work
from tests.disposals.names import SHAPES
from yjs.people.permissions import Role
from yjs.records.record import keep, keep_all, remove


NEAR_THE_TOP = 5


def found(text: str) -> list[str]:
    return [str(child) for child in search(Child.objects.all(), text)]


@pytest.mark.django_db
class TestRealNames:
    @pytest.fixture
    def register(self) -> dict[tuple[str, str, str], int]:
        """Every awkward name, among children whose names are like each other's."""
        awkward = [name for name, _ in SHAPES]
        usual = [
            (first, last, "") for first in ("Jordan", "Mason", "Ruby") for last in ("Shaw", "Hill", "Moore", "Green")
        ]
        children = [
            Child(first_name=first, last_name=last, known_as=known_as, date_of_birth=BORN)
            for first, last, known_as in [*usual, *awkward]
        ]
        keep_all(children, by=None)
        return {(child.first_name, child.last_name, child.known_as): child.pk for child in children}

    def test_each_is_found_near_the_top_by_everything_people_type_for_it(
        self, register: dict[tuple[str, str, str], int]
    ) -> None:
        missed = [
            (name, text)
            for name, texts in SHAPES
            for text in texts
            if register[name] not in [child.pk for child in search(Child.objects.all(), text)[:NEAR_THE_TOP]]
        ]
        assert len(SHAPES) >= 60
        assert sum(len(texts) for _, texts in SHAPES) >= 190
        assert missed == []


@pytest.mark.django_db
class TestFinding:
    def test_by_reference_whole_or_in_part_and_by_pnc_id(self) -> None:
        child = a_child(ref="YJ-0412", pnc_id="2019/1234567A")
        a_child("Tom", "Hart", ref="YJ-0398")
        for text in ("YJ-0412", "yj0412", "0412", "412", "2019/1234567A", "19/1234567a", "1234567", "khan 0412"):
            assert [c.pk for c in search(Child.objects.all(), text)] == [child.pk], text

    def test_a_part_of_a_reference_that_could_be_a_name_finds_nobody(self) -> None:
        a_child(ref="fadabe1234567890")
        assert found("ada") == []
        assert found("fadabe1234567890") == ["Amira Khan"]

    def test_the_name_as_typed_comes_before_one_that_is_like_it(self) -> None:
        for last in ("Smithson", "Smyth", "Smith", "Smith-Jones"):
            a_child("Tyler", last)
        assert found("smith")[0] == "Tyler Smith"
        assert set(found("smith")) == {"Tyler Smith", "Tyler Smith-Jones", "Tyler Smithson", "Tyler Smyth"}
        assert found("tyler smyth")[0] == "Tyler Smyth"

    def test_of_two_alike_the_one_with_open_work_comes_first(self) -> None:
        a_child("Ann", "Smith")
        some_work(a_child("Zoe", "Smith"))
        some_work(a_child("Yan", "Smith"), ended_on=dt.date(2024, 8, 1))
        assert found("smith") == ["Zoe Smith", "Ann Smith", "Yan Smith"]

    def test_one_word_too_many_still_finds_and_two_do_not(self) -> None:
        a_child()
        assert found("Amira Louise Khan") == ["Amira Khan"]
        assert found("Louise Jane Khan") == []

    @pytest.mark.parametrize("text", ["", " ", "'", "-", "😀", "...", "\x00"])
    def test_nothing_to_look_for_finds_nobody(self, text: str) -> None:
        a_child()
        assert found(text) == []

    def test_never_more_than_a_person_can_read(self) -> None:
        keep_all([Child(first_name="Sam", date_of_birth=BORN) for _ in range(MOST_FOUND + 20)], by=None)
        assert len(found("sam")) == MOST_FOUND


@pytest.mark.django_db
class TestKeepingUp:
    def test_a_new_name_a_changed_one_and_a_removed_child_are_known_at_once(self) -> None:
        assert found("khan") == []
        child = a_child()
        assert found("khan") == ["Amira Khan"]
        child.last_name = "Begum"
        keep(child, by=None, reason="Wrong name")
        assert (found("khan"), found("begum")) == ([], ["Amira Begum"])
        remove(child, by=None, reason="Recorded twice")
        assert found("begum") == []

    def test_many_at_once_are_known_at_once(self) -> None:
        assert found("khan") == []
        keep_all([Child(last_name=f"Khan{word}", date_of_birth=BORN) for word in ("a", "b", "c") * 40], by=None)
        assert len(found("khan")) == 120

    def test_another_database_is_read_afresh(self) -> None:
        a_child("Zebedee", "Canary")
        assert found("canary") == ["Zebedee Canary"]
        Child.history.all().delete()
        a_child("Amira", "Robin")
        assert (found("canary"), found("robin")) == ([], ["Amira Robin"])

    def test_who_may_not_be_seen_is_not_found(self, user_for) -> None:  # noqa: ANN001
        a_child()
        for role in Role:
            hits = search(Child.objects.visible_to(user_for(role)), "khan").count()
            assert hits == (0 if role in (Role.BOARD, Role.ADMINISTRATOR, Role.PROVIDER) else 1)


LETTERS = "abcdefghijklmnoprstuvwyz"
ACCENTED = "áàâäãåéèêëíîïóôöøúûüçñłśžşğőűÿ"
PART = st.text(alphabet=LETTERS + ACCENTED, min_size=5, max_size=12).map(str.capitalize)
NAME = st.one_of(
    PART,
    st.tuples(PART, PART).map("-".join),
    st.tuples(PART, PART).map(" ".join),
    PART.map("O’{}".format),
    PART.map("D'{}".format),
    st.tuples(PART, PART).map(lambda parts: f"Mc{parts[0]}-O'{parts[1]}"),
)


def without_marks(text: str) -> str:
    return "".join(c for c in normalize("NFKD", text) if not combining(c))


class TestAnyName(TestCase):
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(first=PART, last=NAME, data=st.data())
    def test_any_name_is_found_in_every_way_people_write_it(self, first: str, last: str, data: st.DataObject) -> None:
        child = Child(first_name=first, last_name=last, date_of_birth=BORN)
        keep_all([Child(first_name="Jordan", last_name="Shaw", date_of_birth=BORN), child], by=None)
        halves = [half for half in last.replace("-", " ").split() if len(fold(half)) > 0]
        ways = [
            f"{first} {last}",
            f"{last} {first}",
            f"{last}, {first}",
            last.upper(),
            without_marks(f"{first} {last}"),
            normalize("NFD", last),
            last.replace("’", "").replace("'", ""),
            last.replace("’", "'").replace("-", " "),
            last.replace("-", ""),
            last[: data.draw(st.integers(3, len(last)))],
            *halves,
        ]
        for way in ways:
            assert child.pk in [hit.pk for hit in search(Child.objects.all(), way)], way

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(name=st.text(alphabet=LETTERS, min_size=6, max_size=12), data=st.data())
    def test_one_slip_in_a_name_of_six_letters_does_not_hide_it(self, name: str, data: st.DataObject) -> None:
        place = data.draw(st.integers(1, len(name) - 2))
        letter = data.draw(st.sampled_from(LETTERS))
        slips = [
            name[:place] + name[place + 1 :],
            name[:place] + letter + name[place:],
            name[:place] + letter + name[place + 1 :],
            name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        ]
        slip = data.draw(st.sampled_from(slips))
        assume(slip != name)
        child = Child(last_name=name.capitalize(), date_of_birth=BORN)
        keep_all([child], by=None)
        assert child.pk in [hit.pk for hit in search(Child.objects.all(), slip)]

    @given(st.text())
    def test_any_text_at_all_can_be_looked_for(self, text: str) -> None:
        assert list(search(Child.objects.all(), text)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("catherine", "kathryn"),
        ("mohammed", "muhamad"),
        ("niamh", "neve"),
        ("siobhan", "shivon"),
        ("stephen", "steven"),
    ],
)
def test_names_that_sound_alike_are_heard_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_folding_parts_at_a_hyphen_and_joins_at_an_apostrophe() -> None:
    assert fold("Siân O’Brien-Łukasz") == ["sian", "obrien", "lukasz"]
