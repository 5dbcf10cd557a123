"""Texts of the child's side that name a victim come to the victim worker, and whoever writes one is told nothing."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disposals.models import Child, Offence
from reoffending.models import Action, Meeting, Review
from restorative.models import LookedAt, Reparation, ReparationSession, Victim
from restorative.texts import texts_to_look_at
from tests.disposals.kept import a_child, a_disposal, a_notification, an_offence, fill_in, kept, queries, some_work
from tests.restorative.victims_kept import a_fact, a_victim
from yjs.people.models import AccessEvent, User
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import keep, remove


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
UserFor = Callable[[Role | str], User]
TEXTS = "/restorative/victims/texts/"
NAMED = "He said sorry to Ngozi Okafor"
DAY = dt.date(2024, 7, 1)


@pytest.fixture
def child() -> Child:
    return a_child("Tyler", "Marsh")


@pytest.fixture
def offence(child: Child) -> Offence:
    return an_offence(child)


@pytest.fixture
def victim(offence: Offence) -> Victim:
    return a_victim(offence, first_name="Ngozi", last_name="Okafor", address="14 Wellgate Road\nRotherham\nS60 2LX")


def reparation_of(child: Child, **said: object) -> Reparation:
    return kept(Reparation(child=child, **{"hours_owed": 12, "referred_on": DAY} | said))


def found(worker: Client) -> list[tuple[str, list[str]]]:
    """What kind of record each text is, and the words that seem to name somebody."""
    return [(text.what, [one.words for one in text.passages]) for text, _, _ in worker.get(TEXTS).context["texts"]]


class TestTexts:
    def test_every_text_of_a_child_is_looked_at_wherever_it_is_typed(
        self, worker: Client, child: Child, offence: Offence, victim: Victim
    ) -> None:
        offence.description = NAMED
        keep(offence, by=None)
        a_disposal(child, offence, requirements=NAMED, court=NAMED)
        some_work(child, programme=NAMED)
        one = reparation_of(child, suitability=NAMED, medical=NAMED, wishes=NAMED)
        kept(
            ReparationSession(
                reparation=one, held_on=DAY, hours_offered=3, behaviour=NAMED, work_done=NAMED, follow_up=NAMED
            )
        )
        kept(Review(child=child, is_priority=True, why=NAMED))
        meeting = kept(Meeting(held_on=DAY, asked="2024-25/", note=NAMED))
        kept(Action(meeting=meeting, child=child, what=NAMED, owner="Jo", due_on=DAY))
        kept(Action(meeting=meeting, what=NAMED, owner="Jo", due_on=DAY))
        a_notification(state="matched", child=child, offence=offence, description=NAMED)
        kinds = sorted((what, len(words)) for what, words in found(worker))
        assert kinds == [
            ("Action", 1),
            ("Action", 1),
            ("Disposal", 2),
            ("Intervention", 1),
            ("Meeting", 1),
            ("Notification", 1),
            ("Offence", 1),
            ("Reparation", 3),
            ("Reparation session", 3),
            ("Review", 1),
        ]

    def test_a_reason_for_a_change_is_looked_at_and_that_of_a_record_that_is_gone(
        self, worker: Client, child: Child, victim: Victim
    ) -> None:
        child.sex = "male"
        keep(child, by=None, reason=f"{NAMED}, she saw him")
        work = some_work(child)
        remove(work, by=None, reason="It named Okafor")
        assert found(worker) == [("Child", ["Ngozi Okafor"]), ("Intervention", ["Okafor"])]
        assert worker.get(TEXTS).content.decode().count("Reason for a change") == 2

    def test_texts_of_other_children_and_other_people_s_names_are_left_alone(
        self, worker: Client, child: Child, victim: Victim
    ) -> None:
        some_work(a_child("Ngozi", "Okafor"), programme=NAMED)
        some_work(child, programme="Mentoring with Sarah", worker="Ngozi Obi")
        some_work(child, programme="Wellgate Road youth club")
        kept(Meeting(held_on=DAY, asked="2024-25/", note="Ngozi from CAMHS came"))
        assert found(worker) == []

    def test_the_words_stand_in_their_context_with_who_wrote_them_and_when(
        self, worker: Client, user_for: UserFor, child: Child, victim: Victim
    ) -> None:
        work = some_work(child)
        work.programme = "Ngozi Okafor’s street, keep away"
        keep(work, by=user_for(Role.WORKER))
        page = worker.get(TEXTS).content.decode()
        assert "<mark>Ngozi Okafor’s</mark> street, keep away" in page
        assert "by The worker" in page
        assert reverse("disposals:intervention-change", args=[work.pk]) in page
        assert AccessEvent.objects.latest("id").subjects == [f"victim {victim.pk}", child.ref]

    @pytest.mark.parametrize("finding", ["not_the_victim", "seen_to"])
    def test_what_was_looked_at_leaves_the_list_and_comes_back_when_its_words_change(
        self, worker: Client, child: Child, victim: Victim, finding: str
    ) -> None:
        work = some_work(child, programme=NAMED)
        ((text, _, _),) = worker.get(TEXTS).context["texts"]
        sent = worker.post(TEXTS, {"text": text.name, "digest": text.digest, "finding": finding}, follow=True)
        assert "Kept." in sent.content.decode()
        assert found(worker) == []
        answer = LookedAt.objects.get()
        assert (answer.finding, answer.record_version, answer.history.count()) == (finding, 1, 1)
        work.worker = "Jo Ellis"
        keep(work, by=None)
        assert found(worker) == []
        work.programme = f"{NAMED} again"
        keep(work, by=None)
        assert found(worker) == [("Intervention", ["Ngozi Okafor"])]

    def test_once_it_is_corrected_there_is_nothing_left_to_look_at(
        self, worker: Client, child: Child, victim: Victim
    ) -> None:
        work = some_work(child, programme=NAMED)
        change = reverse("disposals:intervention-change", args=[work.pk])
        assert len(found(worker)) == 1
        fill_in(worker, change, programme="He said sorry", reason="Put more shortly")
        assert found(worker) == []

    def test_words_that_changed_meanwhile_are_not_answered_for(
        self, worker: Client, child: Child, victim: Victim
    ) -> None:
        work = some_work(child, programme=NAMED)
        ((text, _, _),) = worker.get(TEXTS).context["texts"]
        work.programme = f"{NAMED} twice"
        keep(work, by=None)
        for sent in ({"text": text.name, "digest": text.digest, "finding": "seen_to"}, {"text": "1-x-1"}, {}):
            assert "still to be looked at" in worker.post(TEXTS, sent, follow=True).content.decode()
        assert not LookedAt.objects.exists()

    def test_a_name_that_is_put_right_or_found_out_later_is_looked_for_from_then_on(
        self, worker: Client, child: Child, victim: Victim
    ) -> None:
        some_work(child, programme="Asked after Gozi, and after the Nwosus")
        assert found(worker) == []
        victim.other_names, victim.speaker = "Gozi", "Ada Nwosu"
        keep(victim, by=None)
        assert found(worker) == [("Intervention", ["Gozi", "Nwosus"])]

    def test_the_start_and_the_exceptions_count_them(self, worker: Client, child: Child, victim: Victim) -> None:
        assert "to look at" not in worker.get("/").content.decode()
        some_work(child, programme=NAMED)
        assert "1 text to look at" in worker.get("/").content.decode()
        assert worker.get("/restorative/victims/exceptions/").context["texts"] == 1
        some_work(child, programme=NAMED)
        assert "2 texts to look at" in worker.get("/").content.decode()

    def test_as_many_questions_for_many_texts_as_for_few_but_those_about_each_that_is_shown(
        self, worker: Client, child: Child, victim: Victim
    ) -> None:
        exceptions = "/restorative/victims/exceptions/"
        some_work(child, programme=NAMED)
        one = queries(worker, exceptions)
        for _ in range(12):
            some_work(child, programme=NAMED)
        assert queries(worker, exceptions) == one <= 60


class TestWriter:
    """Whoever writes the name notices nothing."""

    def answers(self, client: Client, child: Child, programme: str) -> list[str]:
        """What the pages say that a writer sees on saving a text, without the text itself."""
        add = reverse("disposals:intervention-add", args=[child.pk])
        answer = fill_in(client, add, kind="prevention", programme=programme, started_on="1/7/2024")
        assert answer.status_code == 302
        work = child.intervention_set.latest("pk")
        pages = [answer.url, reverse("records:versions", args=["disposals.Intervention", work.pk]), "/"]
        return [client.get(page).content.decode().replace(programme, "") for page in pages]

    @pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER])
    def test_a_text_with_the_name_is_answered_as_one_without(
        self, client_for: ClientFor, child: Child, victim: Victim, role: Role
    ) -> None:
        client, other = client_for(role), a_child("Tyler", "Marsh", date_of_birth=dt.date(2009, 5, 4))
        with_it = self.answers(client, child, "He met Okafor")
        without = self.answers(client, other, "He met Nobody")
        for named, innocent in zip(with_it, without, strict=True):
            for word in ("victim worker", "held", "look at"):
                assert named.count(word) == innocent.count(word), word
        assert len(with_it[1]) == pytest.approx(len(without[1]), abs=40)

    def test_saving_it_asks_the_database_no_more(self, client_for: ClientFor, child: Child, victim: Victim) -> None:
        client, asked = client_for(Role.WORKER), []
        add = reverse("disposals:intervention-add", args=[child.pk])
        for programme in ("He met somebody", "He met Nobody", "He met Okafor"):
            with CaptureQueriesContext(connection) as questions:
                fill_in(client, add, kind="prevention", programme=programme, started_on="1/7/2024")
            asked.append(len(questions))
        assert asked[1] == asked[2]

    @pytest.mark.parametrize("role", [role for role in Role if May.SEE_VICTIMS not in ROLES[role]])
    def test_nobody_else_opens_the_list(self, client_for: ClientFor, victim: Victim, role: Role) -> None:
        assert client_for(role).get(TEXTS).status_code == 403
        assert client_for(role).post(TEXTS, {}).status_code == 403


class TestProvider:
    def test_they_see_only_what_they_wrote_of_their_own_victims(self, client_for: ClientFor, offence: Offence) -> None:
        child, provider = offence.child, client_for(Role.PROVIDER)
        a_victim(offence, first_name="Ngozi", last_name="Okafor", provider="Groundwork")
        a_victim(offence, first_name="Zoltánka", last_name="Szőlőskert")
        both = "Okafor and Szőlőskert"
        some_work(child, programme=both)
        reparation_of(child, suitability=both)
        theirs = reparation_of(child, suitability=both, provider="Groundwork")
        page = provider.get(TEXTS)
        assert [(text.what, text.pk) for text, _, _ in page.context["texts"]] == [("Reparation", theirs.pk)]
        assert [one.words for text, _, _ in page.context["texts"] for one in text.passages] == ["Okafor"]

    def test_what_was_released_is_not_theirs_to_look_at(self, client_for: ClientFor, offence: Offence) -> None:
        victim = a_victim(offence, first_name="Ngozi", last_name="Okafor", provider="Groundwork")
        fact = a_fact(victim, offence.child, "Spoken to before Adaora")
        victim.other_names = "Adaora"
        keep(victim, by=None)
        assert client_for(Role.PROVIDER).get(TEXTS).context["texts"] == []
        ((text, link, _),) = client_for(Role.VICTIM_WORKER).get(TEXTS).context["texts"]
        assert (text.what, text.pk) == ("Released fact", fact.pk)
        assert link


def test_nobody_is_looked_for_where_there_is_no_victim(user_for: UserFor, child: Child) -> None:
    some_work(child, programme=NAMED)
    assert texts_to_look_at(user_for(Role.VICTIM_WORKER)) == []
