"""Words of victims in print: only while they agree, and never with anybody's name."""

from collections.abc import Callable

import pytest
from django.test import Client

from disposals.models import Child
from restorative.models import RestorativeProcess, Victim
from restorative.quotes import quotes
from tests.disposals.kept import a_child, an_offence
from tests.restorative.victims_kept import a_victim, days_ago
from yjs.measures.periods import financial_year_of, year_to
from yjs.people.permissions import Role
from yjs.records.book import Book
from yjs.records.live import past
from yjs.records.record import keep, remove


pytestmark = pytest.mark.django_db
SAID = "I sleep again."


def said_of_it(victim: Victim, child: Child, words: str = SAID) -> RestorativeProcess:
    """A process held and known ten days ago, whose words may be quoted."""
    process = RestorativeProcess(victim=victim, child=child, kind="direct", held_on=days_ago(10), words=words)
    process.may_quote = True
    keep(process, by=None, recorded_on=days_ago(10))
    return process


def quoted(book: Book) -> list[str]:
    return quotes(book, year_to(days_ago(0)))


def taken_back(process: RestorativeProcess) -> None:
    process.may_quote = False
    keep(process, by=None, reason="They took it back")


def asked_no_more(process: RestorativeProcess) -> None:
    process.may_quote = None
    keep(process, by=None, reason="It was never asked")


def taken_away(process: RestorativeProcess) -> None:
    remove(process, by=None, reason="It was not held")


def said_otherwise(process: RestorativeProcess) -> None:
    process.words = "I sleep again, sometimes."
    keep(process, by=None, reason="They put it right")


CHANGES = [taken_back, asked_no_more, taken_away, said_otherwise]


@pytest.fixture
def child() -> Child:
    return a_child("Tyler", "Marsh")


@pytest.fixture
def victim(child: Child) -> Victim:
    return a_victim(an_offence(child), first_name="Ngozi", last_name="Okafor")


class TestConsent:
    @pytest.mark.parametrize("changed", CHANGES)
    def test_that_ended_ends_the_quote_in_the_reports_of_past_days_too(
        self, victim: Victim, child: Child, changed: Callable[[RestorativeProcess], None]
    ) -> None:
        process = said_of_it(victim, child)
        kept, anew = past(days_ago(2)), Book.at(days_ago(2))
        assert quoted(kept) == [SAID]
        changed(process)
        assert quoted(kept) == quoted(anew) == quoted(past(days_ago(2))) == []
        assert SAID not in quoted(Book.now())

    def test_given_since_is_not_given_then(self, victim: Victim, child: Child) -> None:
        process = said_of_it(victim, child)
        asked_no_more(process)
        process.may_quote = True
        keep(process, by=None, reason="Asked now")
        assert quoted(Book.at(days_ago(2))) == quoted(Book.now()) == [SAID]
        assert quoted(Book.at(days_ago(11))) == []

    @pytest.mark.parametrize("changed", CHANGES)
    def test_that_ended_takes_the_words_out_of_the_plan_of_a_past_day_that_was_opened_before(
        self,
        client_for: Callable[[Role | str], Client],
        victim: Victim,
        child: Child,
        changed: Callable[[RestorativeProcess], None],
    ) -> None:
        process, manager = said_of_it(victim, child), client_for(Role.MANAGER)
        page = f"/plan/{financial_year_of(days_ago(10)).slug}/as-at/{days_ago(2):%Y-%m-%d}/"
        assert SAID in manager.get(page).content.decode()
        changed(process)
        assert SAID not in manager.get(page).content.decode()


class TestNames:
    @pytest.fixture
    def other(self, victim: Victim) -> Child:
        """Another child of what was done to the same victim."""
        other = a_child("Keziah", "Penhaligon", known_as="Kez")
        victim.offence_refs = [*victim.offence_refs, an_offence(other).ref]
        keep(victim, by=None, reason="There were two")
        return other

    @pytest.mark.parametrize("words", ["Keziah said sorry too.", "Kez said sorry too.", "I met Penhaligon."])
    def test_of_another_child_who_harmed_the_victim_are_not_quoted(
        self, victim: Victim, child: Child, other: Child, words: str
    ) -> None:
        said_of_it(victim, child, words)
        assert quoted(Book.now()) == []

    def test_of_a_child_the_victim_met_otherwise_are_not_quoted(self, victim: Victim, child: Child) -> None:
        said_of_it(victim, a_child("Keziah", "Penhaligon"), "I was heard.")
        said_of_it(victim, child, "Keziah was there as well.")
        assert quoted(Book.now()) == ["I was heard."]

    @pytest.mark.parametrize("words", ["Keziah Penhaligon was there.", "Kez Penhaligon too.", "Penhaligon, Keziah."])
    def test_of_any_child_are_not_quoted_where_they_are_whole(self, victim: Victim, child: Child, words: str) -> None:
        a_child("Keziah", "Penhaligon", known_as="Kez")
        said_of_it(victim, child, words)
        said_of_it(victim, child, "Keziah Brown, my friend, came with me.")
        assert quoted(Book.now()) == ["Keziah Brown, my friend, came with me."]

    def test_of_any_victim_are_not_quoted_where_they_are_whole(self, victim: Victim, child: Child) -> None:
        a_victim(first_name="Zoltan", last_name="Abernethy")
        said_of_it(victim, child, "Zoltan Abernethy told me to do it.")
        said_of_it(victim, child, "Zoltan told me to do it.")
        assert quoted(Book.now()) == ["Zoltan told me to do it."]

    def test_somebody_who_comes_to_be_known_later_is_looked_for_too(self, victim: Victim, child: Child) -> None:
        said_of_it(victim, child, "Keziah Penhaligon was there.")
        book = past(days_ago(2))
        assert quoted(book)
        a_child("Keziah", "Penhaligon")
        assert quoted(book) == []
