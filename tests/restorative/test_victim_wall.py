"""The wall: a person who is both a child and a victim, and a provider who sees their own victims alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disposals.models import Child
from restorative.models import Step, Victim, VictimContact
from tests.disposals.kept import a_child, an_offence, fill_in
from tests.restorative.victims_kept import a_fact, a_process, a_step, a_victim, days_ago
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import ROLES, May, Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
VICTIMS, CHILDREN = "/restorative/victims/", "/children/"
SEES_CHILDREN = [role for role in Role if May.SEE_CHILDREN in ROLES[role]]


@pytest.fixture
def both() -> tuple[Child, Victim]:
    """One person under one name: a child of the service, and harmed by another child."""
    child = a_child("Réka", "Quincewhistle")
    harmed = a_victim(an_offence(a_child("Tom", "Hart")), first_name="Réka", last_name="Quincewhistle", is_child=True)
    return child, harmed


class TestChildAndVictim:
    @pytest.mark.parametrize("role", SEES_CHILDREN)
    @pytest.mark.parametrize("text", ["reka", "Quincewhistle", "kincewissle"])
    def test_looking_for_children_finds_the_child_alone(
        self, client_for: ClientFor, both: tuple[Child, Victim], role: Role, text: str
    ) -> None:
        child, harmed = both
        page = client_for(role).get(CHILDREN, {"q": text})
        assert [row[-1]["text"] for row in page.context["rows"]] == [child.ref]
        assert harmed.ref not in page.content.decode()

    @pytest.mark.parametrize("text", ["reka", "Quincewhistle", "kincewissle"])
    def test_looking_for_victims_finds_the_victim_alone(
        self, client_for: ClientFor, both: tuple[Child, Victim], text: str
    ) -> None:
        child, harmed = both
        page = client_for(Role.VICTIM_WORKER).post(VICTIMS, {"q": text}, follow=True)
        assert [row[-1]["text"] for row in page.context["rows"]] == [str(harmed.pk)]
        assert child.ref not in page.content.decode()

    def test_who_is_only_a_victim_is_no_child_to_be_found_and_the_other_way_round(self, client_for: ClientFor) -> None:
        a_victim(first_name="Zoltánka", last_name="Szőlőskert")
        a_child("Wilhelmína", "Þrastarvald")
        worker = client_for(Role.VICTIM_WORKER)
        assert worker.get(CHILDREN, {"q": "zoltanka"}).context["rows"] == []
        assert worker.post(VICTIMS, {"q": "wilhelmina"}, follow=True).context["rows"] == []

    def test_adding_the_child_again_tells_of_the_child_and_adding_the_victim_again_of_nobody(
        self, client_for: ClientFor, both: tuple[Child, Victim]
    ) -> None:
        child, harmed = both
        worker = client_for(Role.VICTIM_WORKER)
        twin = fill_in(worker, "/children/add/", first_name="Réka", last_name="Quincewhistle", date_of_birth="3/5/2009")
        said = twin.content.decode()
        assert child.ref in said
        assert harmed.ref not in said

    @pytest.mark.parametrize("role", SEES_CHILDREN)
    def test_the_child_s_page_says_nothing_of_the_victim(
        self, client_for: ClientFor, both: tuple[Child, Victim], role: Role
    ) -> None:
        child, harmed = both
        client = client_for(role)
        a_step(harmed, Step.ATTEMPT)
        for address in (child.get_absolute_url(), reverse("records:versions", args=["disposals.Child", child.pk])):
            assert harmed.ref not in client.get(address).content.decode()

    def test_the_victim_s_page_says_nothing_of_the_child(
        self, client_for: ClientFor, both: tuple[Child, Victim]
    ) -> None:
        child, harmed = both
        assert child.ref not in client_for(Role.VICTIM_WORKER).get(harmed.get_absolute_url()).content.decode()

    def test_the_child_who_harmed_them_has_the_reference_in_the_history_once_a_fact_is_released(
        self, client_for: ClientFor
    ) -> None:
        child = a_child()
        harmed = a_victim(an_offence(child), last_name="Quincewhistle")
        a_process(harmed, child)
        worker = client_for(Role.WORKER)
        before = worker.get(child.get_absolute_url()).content.decode()
        assert harmed.ref not in before
        a_fact(harmed, child)
        for role in SEES_CHILDREN:
            after = client_for(role).get(child.get_absolute_url()).content.decode()
            assert f"Victim {harmed.pk}" in after
            assert "Wishes to be informed: Yes, once it is decided" in after
            assert "Quincewhistle" not in after

    @pytest.mark.parametrize("role", [role for role in Role if May.SEE_VICTIMS not in ROLES[role]])
    def test_everybody_else_is_refused_alike_whether_there_is_a_victim_or_not(
        self, client_for: ClientFor, both: tuple[Child, Victim], role: Role
    ) -> None:
        client = client_for(role)
        there, absent = (client.get(f"{VICTIMS}{pk}/") for pk in (both[1].pk, 999_999))
        assert there.status_code == absent.status_code == 403
        assert len(there.content) == len(absent.content)
        for name in ("Victim", "VictimContact", "RestorativeProcess"):
            versions = client.get(reverse("records:versions", args=[f"restorative.{name}", both[1].pk]))
            assert versions.status_code == (404 if May.SEE_CHILDREN in ROLES[role] else 403)


@pytest.fixture
def theirs() -> Victim:
    return a_victim(last_name="Quincewhistle", provider="Groundwork", details_from_police_on=days_ago(60))


@pytest.fixture
def provider(client_for: ClientFor) -> Client:
    return client_for(Role.PROVIDER)


def pages_of(victim: Victim) -> list[str]:
    """Every page about a victim and about what is recorded of them."""
    child = victim.offences()[0].child
    rows: dict[str, Any] = {
        "contact": a_step(victim, Step.ATTEMPT),
        "process": a_process(victim, child),
        "released": a_fact(victim, child),
    }
    of_them = [f"victim-{page}" for page in ("detail", "change", "remove", "do-not-contact")]
    of_them += ["contact-attempt", "contact-add", "process-add", "released-add"]
    pages = [reverse(f"restorative:{name}", args=[victim.pk]) for name in of_them]
    pages += [
        reverse(f"restorative:{kind}-{act}", args=[rows[kind].pk]) for kind in rows for act in ("change", "remove")
    ]
    return [*pages, reverse("restorative:letter-detail", args=[victim.pk, "offer"])]


class TestProvider:
    def test_the_list_is_of_their_own(self, provider: Client, theirs: Victim) -> None:
        a_victim(last_name="Quincewhistler")
        a_victim(last_name="Quincewhistling", provider="Somebody else")
        for page in (
            provider.get(f"{VICTIMS}?show=everybody"),
            provider.get(f"{VICTIMS}?show=everybody&provider=Somebody+else"),
            provider.post(VICTIMS, {"q": "quincewhistling"}, follow=True),
        ):
            assert [row[-1]["text"] for row in page.context["rows"]] == [str(theirs.pk)]
            assert "Quincewhistler" not in page.content.decode()
            assert "Somebody else" not in page.content.decode()

    def test_how_well_others_fit_has_no_say_in_who_is_found(self, provider: Client, theirs: Victim) -> None:
        before = provider.post(VICTIMS, {"q": "kincewisle"}, follow=True).context["rows"]
        a_victim(last_name="Kincewisle")
        after = provider.post(VICTIMS, {"q": "kincewisle"}, follow=True).context["rows"]
        assert len(before) == len(after) == 1

    def test_every_page_of_their_own_opens(self, provider: Client, theirs: Victim) -> None:
        for address in pages_of(theirs):
            is_the_service_s = address == reverse("restorative:victim-remove", args=[theirs.pk])
            assert provider.get(address).status_code == (404 if is_the_service_s else 200), address

    def test_a_victim_the_service_referred_is_the_service_s_to_remove(
        self, client_for: ClientFor, provider: Client, theirs: Victim
    ) -> None:
        change, removal = (reverse(f"restorative:victim-{page}", args=[theirs.pk]) for page in ("change", "remove"))
        assert removal not in provider.get(change).content.decode()
        for ask in (provider.get, provider.post):
            refused = ask(removal, {"reason": "Recorded twice"})
            absent = ask(removal.replace(f"/{theirs.pk}/", "/999999/"), {"reason": "Recorded twice"})
            assert (refused.status_code, len(refused.content)) == (absent.status_code, len(absent.content))
            assert refused.status_code == 404
        assert Victim.objects.filter(pk=theirs.pk).exists()
        worker = client_for(Role.VICTIM_WORKER)
        assert removal in worker.get(change).content.decode()
        assert worker.get(removal).status_code == 200

    def test_every_page_of_another_s_looks_as_if_it_were_not_there(self, provider: Client, theirs: Victim) -> None:
        for other in (a_victim(), a_victim(provider="Somebody else")):
            for address in pages_of(other):
                absent = address.replace(f"/{address.split('/')[3]}/", "/999999/")
                for ask in (provider.get, provider.post):
                    there, gone = ask(address), ask(absent)
                    assert there.status_code == gone.status_code, address
                    assert there.status_code == 404 or (ask == provider.post and there.status_code == 405), address
                    assert len(there.content) == len(gone.content)
        assert VictimContact.objects.filter(victim=theirs).count() == 0

    def test_they_record_the_contact(self, provider: Client, theirs: Victim) -> None:
        fill_in(provider, reverse("restorative:contact-attempt", args=[theirs.pk]), channel="phone")
        fill_in(provider, reverse("restorative:contact-add", args=[theirs.pk]) + "?kind=contacted")
        assert [step.kind for step in VictimContact.objects.filter(victim=theirs)] == ["attempt", "contacted"]
        assert AccessEvent.objects.latest("id").act == Act.COLLECTED

    def test_of_the_child_they_see_the_reference_and_no_way_there(self, provider: Client, theirs: Victim) -> None:
        child = theirs.offences()[0].child
        page = provider.get(theirs.get_absolute_url()).content.decode()
        assert child.ref in page
        assert str(child) not in page
        assert child.get_absolute_url() not in page
        assert "/versions/" not in page

    def test_who_is_no_longer_referred_to_them_is_no_longer_there(
        self, client_for: ClientFor, provider: Client, theirs: Victim
    ) -> None:
        change = reverse("restorative:victim-change", args=[theirs.pk])
        fill_in(client_for(Role.VICTIM_WORKER), change, provider="", reason="Ended")
        assert provider.get(theirs.get_absolute_url()).status_code == 404
        assert provider.get(f"{VICTIMS}?show=everybody").context["rows"] == []

    def test_nothing_leads_them_to_a_page_they_may_not_open(self, provider: Client, theirs: Victim) -> None:
        pages_of(theirs)
        page = provider.get(theirs.get_absolute_url())
        own = [href for _, href, _ in page.context["navigation"]]
        assert VICTIMS in own
        assert CHILDREN not in own
