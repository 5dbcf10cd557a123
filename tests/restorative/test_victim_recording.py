"""Recording the contact with a victim, what the child's side is told, and the sign not to contact them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from disposals.models import Child
from restorative.models import ReleasedFact, Step, Victim, VictimContact
from tests.disposals.kept import an_offence, fill_in, shown
from tests.restorative.victims_kept import a_fact, a_step, a_victim, days_ago, logged, page
from yjs.people.models import Act
from yjs.people.permissions import Role
from yjs.records.days import today


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


class TestContactAttempt:
    def test_three_taps_from_the_list_and_nothing_typed(self, worker: Client, victim: Victim) -> None:
        listed = worker.get("/restorative/victims/").content.decode()
        tried = page("contact-attempt", victim)
        assert f'href="{tried}"' in listed
        asked = worker.get(tried)
        buttons = re.findall(r'<button[^>]*name="channel"[^>]*value="(\w+)"', asked.content.decode())
        assert {"phone", "letter", "email", "text", "visit", "speaker"} == set(buttons)
        assert worker.post(tried, {"made_as": shown(asked)["made_as"], "channel": "phone"}).status_code == 302
        step = VictimContact.objects.get()
        assert (step.kind, step.on, step.channel, step.victim) == (Step.ATTEMPT, today(), "phone", victim)

    def test_the_way_they_wish_to_be_reached_comes_first(self, worker: Client) -> None:
        victim = a_victim(channel="email")
        asked = worker.get(page("contact-attempt", victim))
        assert asked.context["channels"][0] == ("email", "Email")

    def test_two_taps_on_a_button_make_one(self, worker: Client, victim: Victim) -> None:
        tried = page("contact-attempt", victim)
        sent = {"made_as": shown(worker.get(tried))["made_as"], "channel": "phone"}
        worker.post(tried, sent)
        again = worker.post(tried, sent, follow=True)
        assert "already recorded" in again.content.decode()
        assert VictimContact.objects.count() == 1

    def test_nothing_is_saved_without_a_way(self, worker: Client, victim: Victim) -> None:
        for sent in ({}, {"channel": "pigeon"}):
            assert worker.post(page("contact-attempt", victim), sent).status_code == 200
        assert not VictimContact.objects.exists()

    @pytest.mark.parametrize("why", ["the sign", "a no"])
    def test_who_is_left_alone_has_no_buttons_and_nothing_is_recorded(
        self, worker: Client, child: Child, why: str
    ) -> None:
        victim = a_victim(an_offence(child), do_not_contact_from=days_ago(1) if why == "the sign" else None)
        if why == "a no":
            a_step(victim, Step.CONSENT, answer=False)
        tried = page("contact-attempt", victim)
        asked = worker.get(tried).content.decode()
        assert "Do not contact them" in asked
        assert 'name="channel"' not in asked
        assert worker.post(tried, {"channel": "phone"}).status_code == 200
        assert not VictimContact.objects.filter(kind=Step.ATTEMPT).exists()

    def test_it_is_logged_under_the_reference(self, worker: Client, victim: Victim) -> None:
        fill_in(worker, page("contact-attempt", victim), channel="phone")
        assert (logged().act, logged().subjects) == (Act.COLLECTED, [f"victim {victim.pk}"])


class TestContactAdd:
    def test_a_step_that_is_named_in_the_address_is_not_asked_for(self, worker: Client, victim: Victim) -> None:
        form = page("contact-add", victim, query="?kind=offered")
        assert set(worker.get(form).context["form"].fields) == {"on", "channel", "note", "made_as"}
        fill_in(worker, form, note="Would think about it")
        step = VictimContact.objects.get()
        assert (step.kind, step.on, step.answer) == (Step.OFFERED, today(), None)

    def test_any_step_can_be_chosen(self, worker: Client, victim: Victim) -> None:
        form = page("contact-add", victim, query="?kind=no-such-step")
        assert "kind" in worker.get(form).context["form"].fields
        fill_in(worker, form, kind="informed", answer="yes", on="3/3/2025")
        step = VictimContact.objects.get()
        assert (step.kind, step.answer, step.on.isoformat()) == (Step.INFORMED, True, "2025-03-03")

    def test_a_no_to_contact_offers_the_sign_with_the_day_and_the_reason_filled_in(
        self, worker: Client, victim: Victim
    ) -> None:
        said = fill_in(worker, page("contact-add", victim, query="?kind=consent"), answer="no")
        sign = page("victim-do-not-contact", victim)
        assert said.url == sign
        assert shown(worker.get(sign))["do_not_contact_from"] == f"{today():%d/%m/%Y}"
        assert fill_in(worker, sign).url == victim.get_absolute_url()
        victim.refresh_from_db()
        assert victim.do_not_contact_from == today()
        assert victim.history.latest("history_id").history_change_reason == "They said no to being contacted."

    def test_a_no_is_corrected_on_its_own_day_without_more(self, worker: Client, victim: Victim) -> None:
        step = a_step(victim, Step.CONSENT, today(), answer=False)
        said = fill_in(worker, page("contact-change", step), note="By phone", reason="Left out")
        assert said.status_code == 302

    def test_a_yes_leads_back_to_the_victim(self, worker: Client, victim: Victim) -> None:
        said = fill_in(worker, page("contact-add", victim, query="?kind=consent"), answer="yes")
        assert said.url == victim.get_absolute_url()

    @pytest.mark.parametrize("since", [2, 0])
    @pytest.mark.parametrize("kind", ["attempt", "contacted", "offered", "view_sought", "accepted"])
    def test_nothing_goes_out_to_who_is_left_alone_unless_it_happened_all_the_same(
        self, worker: Client, kind: str, since: int
    ) -> None:
        victim = a_victim(do_not_contact_from=days_ago(since))
        form = page("contact-add", victim, query=f"?kind={kind}")
        refused = fill_in(worker, form)
        assert refused.status_code == 200
        assert "They must not be contacted" in refused.content.decode()
        assert not VictimContact.objects.exists()
        assert "Say why" in fill_in(worker, form, all_the_same="on").content.decode()
        assert fill_in(worker, form, all_the_same="on", reason="They rang us").status_code == 302
        step = VictimContact.objects.get()
        assert step.history.get().history_change_reason == "They rang us"

    def test_what_was_before_and_what_does_not_go_out_is_recorded_without_more(self, worker: Client) -> None:
        victim = a_victim(do_not_contact_from=days_ago(2))
        before = f"{days_ago(3):%d/%m/%Y}"
        assert fill_in(worker, page("contact-add", victim, query="?kind=contacted"), on=before).status_code == 302
        assert fill_in(worker, page("contact-add", victim, query="?kind=closed")).status_code == 302
        asked = page("contact-add", victim, query="?kind=informed")
        assert fill_in(worker, asked, answer="no").status_code == 302
        assert fill_in(worker, asked, answer="yes").status_code == 200
        assert VictimContact.objects.count() == 3

    def test_a_step_is_never_planned(self, worker: Client, victim: Victim) -> None:
        later = fill_in(worker, page("contact-add", victim, query="?kind=offered"), on="1/1/2199")
        assert "in the future" in later.content.decode()
        assert not VictimContact.objects.exists()

    @pytest.mark.parametrize(
        ("asked", "owed"),
        [
            (Step.INFORMED, "the news they asked for"),
            (Step.SUPPORT_INFORMATION, "the information on support they asked for"),
            (Step.ACCEPTED, "the process they accepted"),
        ],
    )
    @pytest.mark.parametrize("query", ["?kind=closed", ""])
    def test_what_is_still_owed_is_said_on_closing(
        self, worker: Client, victim: Victim, asked: Step, owed: str, query: str
    ) -> None:
        a_step(victim, asked)
        form = page("contact-add", victim, query=query)
        typed = {} if query else {"kind": "closed"}
        assert f"They still wait for {owed}" in fill_in(worker, form, **typed).content.decode()
        assert not VictimContact.objects.filter(kind=Step.CLOSED).exists()
        assert fill_in(worker, form, **typed, close_all_the_same="on").status_code == 302
        step = VictimContact.objects.get(kind=Step.CLOSED)
        assert fill_in(worker, page("contact-change", step), note="By letter", reason="So").status_code == 302

    def test_nothing_is_owed_to_whom_it_was_given_or_who_is_left_alone(self, worker: Client, victim: Victim) -> None:
        a_step(victim, Step.INFORMED, days_ago(2))
        a_step(victim, Step.INFORMED, answer=True)
        assert fill_in(worker, page("contact-add", victim, query="?kind=closed")).status_code == 302
        alone = a_victim(do_not_contact_from=days_ago(1))
        a_step(alone, Step.INFORMED, days_ago(2))
        assert fill_in(worker, page("contact-add", alone, query="?kind=closed")).status_code == 302


class TestContactChange:
    def test_a_step_is_corrected_with_a_reason_and_removed_with_one(self, worker: Client, victim: Victim) -> None:
        step = a_step(victim, Step.CONTACTED, channel="pigeon")
        change = page("contact-change", step)
        assert "reason" in fill_in(worker, change, on="3/3/2025").context["form"].errors
        fill_in(worker, change, on="3/3/2025", reason="Written wrong")
        step.refresh_from_db()
        assert (step.on.isoformat(), step.channel) == ("2025-03-03", "pigeon")
        assert fill_in(worker, page("contact-remove", step), reason="Never was").url == victim.get_absolute_url()
        assert not VictimContact.objects.exists()
        assert (logged().act, logged().subjects) == (Act.ERASED, [f"victim {victim.pk}"])


class TestDoNotContact:
    def test_it_is_put_up_and_taken_down_each_with_a_reason(self, worker: Client, victim: Victim) -> None:
        sign = page("victim-do-not-contact", victim)
        assert fill_in(worker, sign, do_not_contact_from="3/3/2025").status_code == 200
        fill_in(worker, sign, do_not_contact_from="3/3/2025", reason="Rang and asked")
        assert "Do not contact them" in worker.get(victim.get_absolute_url()).content.decode()
        fill_in(worker, sign, do_not_contact_from="", reason="Rang again and asked for news")
        assert Victim.objects.get().may_be_contacted
        assert Victim.objects.get().history.count() == 3

    def test_what_they_asked_for_themselves_is_their_answer_which_goes_along_to_another_service(
        self, worker: Client, victim: Victim
    ) -> None:
        sign = page("victim-do-not-contact", victim)
        fill_in(worker, sign, do_not_contact_from="3/3/2025", they_said_so=None, reason="Not safe at home")
        assert not VictimContact.objects.exists()
        fill_in(worker, sign, do_not_contact_from="", reason="Safe again")
        fill_in(worker, sign, do_not_contact_from="4/3/2025", they_said_so="on", reason="Rang and asked")
        fill_in(worker, sign, do_not_contact_from="5/3/2025", they_said_so="on", reason="Rang again")
        step = VictimContact.objects.get()
        assert (step.kind, step.answer, step.on.isoformat()) == (Step.CONSENT, False, "2025-03-04")
        fill_in(worker, sign, do_not_contact_from="", reason="Put up by mistake")
        told = worker.get(victim.get_absolute_url()).content.decode()
        assert "The sign is down. Their last answer to being contacted was no." in told

    def test_that_the_sign_is_down_is_said_where_it_was_up(self, worker: Client, victim: Victim) -> None:
        sign = page("victim-do-not-contact", victim)
        for day, said in (("", False), ("3/3/2025", False), ("", True)):
            fill_in(worker, sign, do_not_contact_from=day, reason="So")
            assert ("The sign is down" in worker.get(victim.get_absolute_url()).content.decode()) is said


class TestReleasedFact:
    def test_the_child_s_side_is_told_by_reference(
        self, client_for: ClientFor, worker: Client, victim: Victim, child: Child
    ) -> None:
        form = page("released-add", victim)
        fill_in(worker, form, fact="informed", words="Wishes to hear what is decided")
        assert ReleasedFact.objects.get().child == child
        theirs = client_for(Role.WORKER).get(child.get_absolute_url()).content.decode()
        assert f"Victim {victim.pk}" in theirs
        assert "Wishes to hear what is decided" in theirs
        assert "Brien" not in theirs

    def test_words_that_name_another_victim_of_the_case_are_refused_too(
        self, worker: Client, victim: Victim, child: Child
    ) -> None:
        a_victim(victim.offences()[0], first_name="Ngozi", last_name="Okafor", address="")
        said = fill_in(worker, page("released-add", victim), fact="view", words="She and Ngozi Okafor want an apology")
        assert "These words name another victim of the same case." in said.content.decode()
        assert not ReleasedFact.objects.exists()

    @pytest.mark.parametrize(
        "words", ["Sile wants news", "Mrs O’Brien Nowak says yes", "Lives at 4 elm row", "Ring 07700 900 123"]
    )
    def test_words_that_name_them_are_refused(self, worker: Client, child: Child, words: str) -> None:
        victim = a_victim(an_offence(child), phone="07700 900123")
        refused = fill_in(worker, page("released-add", victim), fact="view", words=words)
        assert "name the victim" in refused.content.decode()
        assert not ReleasedFact.objects.exists()

    def test_it_can_be_put_right_and_taken_back(
        self, client_for: ClientFor, worker: Client, victim: Victim, child: Child
    ) -> None:
        fact = a_fact(victim, child)
        fill_in(worker, page("released-change", fact), words="No longer", reason="They rang")
        fact.refresh_from_db()
        assert fact.words == "No longer"
        fill_in(worker, page("released-remove", fact), reason="They changed their mind")
        theirs = client_for(Role.WORKER).get(child.get_absolute_url()).content.decode()
        assert victim.ref not in theirs

    def test_what_the_child_s_side_opens_of_it_gives_the_reference_alone(
        self, client_for: ClientFor, victim: Victim, child: Child
    ) -> None:
        fact = a_fact(victim, child)
        opened = client_for(Role.WORKER).get(reverse("records:versions", args=["restorative.ReleasedFact", fact.pk]))
        assert opened.status_code == 200
        assert "Brien" not in opened.content.decode()
