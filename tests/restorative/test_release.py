"""What people typed passes one check before it leaves the service beside a child's name."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from disposals.models import Child
from reoffending.models import Action, Meeting
from restorative.models import PlacementDay, Victim
from restorative.quotes import quotes
from restorative.register import register
from tests.disposals.kept import a_child, a_disposal, an_offence, kept, some_work
from tests.house.printed import Say
from tests.house.reading import words_of
from tests.restorative.owed import a_day, a_placement, here, some_reparation
from tests.restorative.test_naming import CASES, texts
from tests.restorative.victims_kept import a_process, a_victim
from yjs.documents.release import CHECKS, HELD, why_held
from yjs.measures.periods import year_to
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.book import Book
from yjs.records.days import today


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
TEXTS = "/restorative/victims/texts/"


@pytest.fixture
def child() -> Child:
    return a_child("Tyler", "Marsh")


@pytest.fixture
def victim(child: Child) -> Victim:
    return a_victim(an_offence(child), first_name="Ngozi", last_name="Okafor")


@pytest.fixture
def meeting() -> Meeting:
    return kept(Meeting(held_on=today(), asked="2024-25/?rule=substantive", note="Gone through.", is_closed=True))


def decided(meeting: Meeting, child: Child | None, what: str) -> Action:
    return kept(Action(meeting=meeting, child=child, what=what, owner="Jo Ellis", due_on=today()))


def note_of(client: Client, meeting: Meeting) -> HttpResponse:
    return client.get(reverse("reoffending:meeting-note", args=[meeting.pk]), follow=True)


def is_file(response: HttpResponse) -> bool:
    return response.has_header("Content-Disposition")


class TestCheck:
    def test_a_text_that_names_a_victim_of_its_child_is_held(self, child: Child, victim: Victim) -> None:
        assert CHECKS
        assert why_held({child.pk: ["Well behaved.", "He spoke of Okafor."]}) == HELD
        assert why_held({child.pk: ["Well behaved.", ""]}) == ""
        assert why_held({}) == ""

    def test_the_same_name_in_another_child_s_case_is_another_person_s(self, child: Child, victim: Victim) -> None:
        assert why_held({a_child("Reece", "Barker").pk: ["He spoke of Okafor."]}) == ""

    def test_what_is_said_of_no_one_child_is_held_for_a_whole_name(self, child: Child, victim: Victim) -> None:
        assert why_held({None: ["Ngozi Okafor has been told."]}) == HELD
        assert why_held({None: ["Ngozi Obi from CAMHS came."]}) == ""

    def test_why_it_is_held_names_nobody(self, victim: Victim) -> None:
        assert not victim.is_told_by(HELD)
        assert "victim" not in HELD


def in_his_case(named: str) -> Child:
    """A child and the victim of one of the cases that the texts are about, and who works with the child."""
    case = CASES[named]
    first_name, last_name, known_as, postcode = case["child"]
    child = a_child(first_name, last_name, known_as=known_as, postcode=postcode)
    for worker in case["workers"]:
        some_work(child, worker=worker)
    a_victim(an_offence(child), **{"address": ""} | case["victim"])
    return child


def test_every_planted_name_holds_the_document_it_stands_in_and_few_innocent_texts_do(say: Say) -> None:
    children = {named: in_his_case(named) for named in CASES}
    planted, innocent = (
        [why_held({children[case].pk: [text]}) != "" for case, text in texts(name)]
        for name in ("planted.txt", "innocent.txt")
    )
    assert all(planted)
    assert len(planted) >= 200
    assert sum(innocent) * 500 < 5 * len(innocent)
    say("documents with a text that names a victim, and all of them held", len(planted))
    say("documents with an innocent text", len(innocent))
    say("of them held", sum(innocent))


class TestMeetingNote:
    @pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER, Role.ANALYST])
    def test_a_note_that_names_a_victim_is_not_made_and_says_no_more(
        self, client_for: ClientFor, meeting: Meeting, child: Child, victim: Victim, role: Role
    ) -> None:
        client = client_for(role)
        assert is_file(note_of(client, meeting))
        decided(meeting, child, "Ask whether Okafor wants a letter")
        answer = note_of(client, meeting)
        assert not is_file(answer)
        banner = [str(message) for message in answer.context["messages"]]
        assert banner == [HELD]
        assert [(event.act, event.detail) for event in AccessEvent.objects.filter(act="refused")] == [("refused", HELD)]

    def test_once_it_is_found_to_be_somebody_else_it_is_made(
        self, client_for: ClientFor, meeting: Meeting, child: Child, victim: Victim
    ) -> None:
        client, worker = client_for(Role.MANAGER), client_for(Role.VICTIM_WORKER)
        action = decided(meeting, child, "Ask Mrs Okafor, the form tutor")
        assert not is_file(note_of(client, meeting))
        ((text, _, _),) = worker.get(TEXTS).context["texts"]
        assert text.pk == action.pk
        worker.post(TEXTS, {"text": text.name, "digest": text.digest, "finding": "not_the_victim"})
        assert is_file(note_of(client, meeting))
        decided(meeting, child, "Ask Okafor’s neighbour")
        assert not is_file(note_of(client, meeting))

    def test_the_victim_being_named_in_it_and_seen_to_does_not_let_it_out(
        self, client_for: ClientFor, meeting: Meeting, child: Child, victim: Victim
    ) -> None:
        worker = client_for(Role.VICTIM_WORKER)
        decided(meeting, child, "Ask Okafor")
        ((text, _, _),) = worker.get(TEXTS).context["texts"]
        worker.post(TEXTS, {"text": text.name, "digest": text.digest, "finding": "seen_to"})
        assert not is_file(note_of(client_for(Role.MANAGER), meeting))

    def test_whatever_holds_a_document_back_is_in_the_victim_worker_s_list(
        self, client_for: ClientFor, meeting: Meeting, child: Child, victim: Victim
    ) -> None:
        meeting.note = "Ngozi Okafor has moved.\nAll others as before."
        kept(meeting)
        decided(meeting, None, "Write to Ngozi Okafor")
        assert not is_file(note_of(client_for(Role.MANAGER), meeting))
        listed = client_for(Role.VICTIM_WORKER).get(TEXTS).context["texts"]
        assert sorted(text.what for text, _, _ in listed) == ["Action", "Meeting"]


class TestSheet:
    @pytest.fixture
    def day(self, child: Child) -> PlacementDay:
        owed = some_reparation(child)
        return a_day(a_placement(), owed)

    def sheet(self, client: Client, day: PlacementDay) -> HttpResponse:
        return client.get(reverse("restorative:sheet-out", args=[day.pk]), follow=True)

    @pytest.mark.parametrize("words", [{"behaviour": "Spoke of Okafor"}, {"work_done": "Dug by ngozi okafor's wall"}])
    def test_a_sheet_that_names_a_victim_does_not_go_out_to_the_supervisor(
        self, client_for: ClientFor, child: Child, victim: Victim, day: PlacementDay, words: dict[str, str]
    ) -> None:
        client = client_for(Role.WORKER)
        owed = child.reparation_set.get()
        assert is_file(self.sheet(client, day))
        register(day=day, said=[here(owed, **words)], by=None)
        answer = self.sheet(client, day)
        assert not is_file(answer)
        assert [str(message) for message in answer.context["messages"]] == [HELD]
        assert AccessEvent.objects.get(act="refused").subjects == [child.ref]
        listed = client_for(Role.VICTIM_WORKER).get(TEXTS).context["texts"]
        assert [text.what for text, _, _ in listed] == ["Reparation session"]

    def test_a_sheet_that_names_nobody_goes_out(
        self, client_for: ClientFor, child: Child, victim: Victim, day: PlacementDay
    ) -> None:
        register(day=day, said=[here(child.reparation_set.get(), behaviour="Worked hard, Tyler did")], by=None)
        answer = self.sheet(client_for(Role.WORKER), day)
        assert is_file(answer)
        assert not victim.is_told_by(words_of("xlsx", answer.getvalue()))


class TestQuotes:
    def test_words_that_name_any_victim_of_the_case_or_the_child_are_not_quoted(
        self, child: Child, victim: Victim
    ) -> None:
        offence = an_offence(child)
        a_disposal(child, offence)
        other = a_victim(offence, first_name="Zoltánka", last_name="Szőlőskert")
        day = today() - dt.timedelta(days=1)
        for words in (
            "It helped. I sleep again.",
            "Zoltanka and I both feel safer.",
            "Okafor is my name and I am not afraid.",
            "Tyler looked me in the eye.",
            "I will never forget it, and that is a good thing.",
        ):
            a_process(other, child, day, words=words, may_quote=True)
        assert set(quotes(Book.now(), year_to(today()))) == {
            "It helped. I sleep again.",
            "I will never forget it, and that is a good thing.",
        }
