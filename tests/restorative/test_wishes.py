"""What victims ask for, matched to placements: told from both sides, and naming nobody."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.disposals.kept import a_child, an_offence
from tests.restorative.owed import a_placement, a_session, some_reparation
from tests.restorative.victims_kept import a_fact, a_victim
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.days import today


pytestmark = pytest.mark.django_db
ClientFor = Callable[[Role], Client]


def test_a_placement_names_the_children_whose_victim_asked_for_work_like_that(client_for: ClientFor) -> None:
    placement = a_placement(work="Growing vegetables for the food bank")
    amira, bilal, cara = (a_child(name, "Khan") for name in ("Amira", "Bilal", "Cara"))
    wishes = some_reparation(amira, wishes="Vegetables for the food bank")
    some_reparation(bilal, wishes="Graffiti painted out")
    some_reparation(cara, wishes="Vegetables for the food bank", ended_on=today())
    response = client_for(Role.WORKER).get(placement.get_absolute_url())
    assert response.context["wished"] == [
        [{"text": "Amira Khan", "href": wishes.get_absolute_url()}, {"text": "Vegetables for the food bank"}]
    ]
    assert AccessEvent.objects.latest("pk").subjects == [amira.ref]
    assert client_for(Role.PROVIDER).get(placement.get_absolute_url()).status_code == 404


def test_a_provider_s_placement_tells_its_staff_of_their_own_referrals_alone(client_for: ClientFor) -> None:
    placement = a_placement(work="Growing vegetables for the food bank", provider="Groundwork")
    wish = {"wishes": "Vegetables for the food bank"}
    some_reparation(a_child("Amira", "Khan"), **wish)
    some_reparation(a_child("Bilal", "Khan"), provider="Groundwork", **wish)
    told = {
        role: [row[0]["text"] for row in client_for(role).get(placement.get_absolute_url()).context["wished"]]
        for role in (Role.WORKER, Role.PROVIDER)
    }
    assert told == {Role.WORKER: ["Amira Khan", "Bilal Khan"], Role.PROVIDER: ["Bilal Khan"]}


def test_an_unacceptable_absence_leads_to_its_follow_up_from_the_start_the_child_and_the_reparation(
    client_for: ClientFor,
) -> None:
    child = a_child("Amira", "Khan")
    reparation = some_reparation(child, provider="Groundwork")
    session = a_session(reparation, attended=False, absence="unacceptable")
    worker = client_for(Role.WORKER)
    follow_up = f"/restorative/sessions/{session.pk}/follow-up/"
    gaps = {title: (number, href) for title, number, href in worker.get("/").context["gaps"]}
    assert gaps["Unacceptable absences from reparation to follow up"] == ("1", "/gaps/unacceptable-absence/")
    for address in (child.get_absolute_url(), reparation.get_absolute_url()):
        assert f'href="{follow_up}"' in worker.get(address).content.decode()
    done = {"followed_up_on": f"{today():%d/%m/%Y}", "follow_up": "Home visit: his mother was in hospital"}
    assert worker.post(follow_up, done | {"version": session.version}).status_code == 302
    assert follow_up not in worker.get(child.get_absolute_url()).content.decode()
    assert "his mother was in hospital" in worker.get(reparation.get_absolute_url()).content.decode()
    told = client_for(Role.PROVIDER).get(reparation.get_absolute_url()).content.decode()
    assert "Followed up" in told
    assert "his mother" not in told


def test_a_childs_page_has_the_five_numbers_of_each_reparation(client_for: ClientFor) -> None:
    child = a_child("Amira", "Khan")
    reparation = some_reparation(child, hours_owed=12)
    a_session(reparation, attended=True, hours_attended=3, hours_credited=2)
    told = client_for(Role.WORKER).get(child.get_absolute_url()).context["page"].reparation
    assert told["columns"][1:6] == ["Hours owed", "Hours offered", "Hours attended", "Hours credited", "Hours left"]
    assert [cell["text"] for cell in told["rows"][0][1:6]] == ["12", "3", "3", "2", "10"]


def test_what_the_victim_worker_released_of_it_is_matched_too_and_a_provider_is_not_told(client_for: ClientFor) -> None:
    placement = a_placement(work="Growing vegetables for the food bank", provider="Groundwork")
    child = a_child("Amira", "Khan")
    one = some_reparation(child, wishes="An apology", provider="Groundwork")
    a_fact(a_victim(an_offence(child)), child, "Would like vegetables grown for somebody", fact="wishes")
    worker, provider = client_for(Role.WORKER), client_for(Role.PROVIDER)
    for address in (placement.get_absolute_url(), one.get_absolute_url()):
        assert "Would like vegetables grown for somebody" in worker.get(address).content.decode()
        assert "Would like vegetables" not in provider.get(address).content.decode()
    assert [name for name, *_ in worker.get(one.get_absolute_url()).context["wished"]] == [placement.name]
    assert provider.get(one.get_absolute_url()).context["wished"] == []
