"""The provider's narrow door: what was referred to them, and of everything else nothing, not even that it is there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from restorative.models import Placement, PlacementDay, Reparation, ReparationSession
from tests.disposals.kept import a_child, a_disposal, an_offence, fill_in, shown
from tests.house.test_every_page import look
from tests.restorative.owed import a_day, a_placement, a_session, some_reparation
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role], Client]
NOBODY = 999_999


@pytest.fixture
def theirs() -> Reparation:
    child = a_child("Amira", "Khan")
    order = a_disposal(child, an_offence(child), kind="referral_order")
    return some_reparation(child, provider="Groundwork", disposal=order)


@pytest.fixture
def others() -> Reparation:
    return some_reparation(a_child("Bilal", "Fox"), provider="Somebody else")


@pytest.fixture
def provider(client_for: ClientFor) -> Client:
    return client_for(Role.PROVIDER)


def page(name: str, pk: int) -> str:
    return reverse(f"restorative:{name}", args=[pk])


@pytest.fixture
def not_theirs(others: Reparation) -> dict[str, Any]:
    """Every kind of page about what was not referred to them."""
    day = a_day(a_placement("Canal"), others)
    session = a_session(others, attended=False, absence="unacceptable")
    pages = {
        "reparation-detail": others,
        "reparation-change": others,
        "reparation-remove": others,
        "session-add": others,
    }
    pages |= {"session-change": session, "session-remove": session, "reparation-add": others.child}
    pages |= dict.fromkeys(("placement-detail", "placement-change", "placement-remove"), day.placement)
    pages |= dict.fromkeys(("register", "session-day", "session-day-change", "session-day-remove", "sheet-out"), day)
    return pages


def test_what_was_not_referred_to_them_looks_as_if_it_were_not_there(
    provider: Client, not_theirs: dict[str, Any]
) -> None:
    for name, record in not_theirs.items():
        seen = look(provider, page(name, record.pk))
        assert seen[0] == 404, name
        assert seen == look(provider, page(name, NOBODY)), name


def test_nothing_of_it_can_be_written_either(provider: Client, not_theirs: dict[str, Any]) -> None:
    kinds = (Reparation, ReparationSession, Placement, PlacementDay)
    before = [kind.history.count() for kind in kinds]
    for name, record in not_theirs.items():
        assert provider.post(page(name, record.pk), {"reason": "x"}).status_code in (404, 405)
    assert [kind.history.count() for kind in kinds] == before


def test_the_list_has_their_referrals_and_no_search_finds_another(
    provider: Client, theirs: Reparation, others: Reparation
) -> None:
    address = reverse("restorative:reparation-list")
    assert [row[0]["text"] for row in provider.get(address).context["rows"]] == ["Amira Khan"]
    for asked in ("fox", "bil", others.child.ref):
        assert provider.get(address, {"q": asked}).context["rows"] == []
    assert len(provider.get(address, {"q": "ami"}).context["rows"]) == 1
    assert provider.get(reverse("restorative:reparation-child"), {"q": "khan"}).context["rows"] == []


def test_they_see_nothing_else_of_the_childs_record(provider: Client, theirs: Reparation) -> None:
    told = provider.get(page("reparation-detail", theirs.pk)).content.decode()
    assert "Amira Khan" in told
    for hidden in ("Referral order", theirs.child.get_absolute_url(), "/versions/"):
        assert hidden not in told
    form = provider.get(page("reparation-change", theirs.pk)).context["form"]
    consents = {"may_take_part", "may_have_treatment", "may_be_photographed"}
    assert set(form.asked) == consents | {"medical", "suitability", "wishes"}


def test_what_they_cannot_see_they_cannot_change(provider: Client, theirs: Reparation) -> None:
    change = page("reparation-change", theirs.pk)
    fill_in(provider, change, medical="Asthma", hours_owed="1", provider="", ended_on="1/1/2026", reason="Told")
    theirs.refresh_from_db()
    assert (theirs.medical, theirs.hours_owed, theirs.provider, theirs.ended_on) == ("Asthma", 12, "Groundwork", None)
    assert theirs.disposal is not None


def test_their_register_has_their_children_and_tells_how_many_others_there_are(
    provider: Client, theirs: Reparation, others: Reparation
) -> None:
    day = a_day(a_placement(provider="Groundwork"), theirs, others)
    register = page("register", day.pk)
    opened = provider.get(register)
    assert "1 more child has a place" in " ".join(opened.content.decode().split())
    assert b"Fox" not in opened.content
    provider.post(register, shown(opened) | {f"answer-{theirs.pk}": "here", "step": "confirm"})
    assert ReparationSession.objects.get().reparation == theirs


def test_changing_the_children_of_their_session_leaves_the_places_they_do_not_see(
    provider: Client, theirs: Reparation, others: Reparation
) -> None:
    day = a_day(a_placement(provider="Groundwork"), theirs, others)
    change = page("session-day-change", day.pk)
    assert b"Fox" not in provider.get(change).content
    fill_in(provider, change, reparation_refs=[], reason="Away")
    day.refresh_from_db()
    assert day.reparation_refs == [others.ref]


def test_a_placement_they_add_is_theirs(provider: Client) -> None:
    fill_in(provider, reverse("restorative:placement-add"), name="Workshop", capacity="4", provider="Another")
    assert Placement.objects.get().provider == "Groundwork"


def test_what_is_done_about_an_absence_is_for_the_service_to_say(provider: Client, theirs: Reparation) -> None:
    missed = a_session(theirs, attended=False, absence="unacceptable")
    address = page("absence-follow-up", missed.pk)
    assert provider.get(address).status_code == 403
    ((*_, follow),) = provider.get(reverse("restorative:reparation-list")).context["missed"]
    assert follow == {"text": "Waits"}


@pytest.mark.parametrize("run_by", ["", "Groundwork"])
def test_no_link_on_a_childs_reparation_leads_them_nowhere(provider: Client, theirs: Reparation, run_by: str) -> None:
    day = a_day(a_placement(provider=run_by), theirs)
    a_session(theirs, day=day, held_on=day.on, attended=True, hours_attended=3, hours_credited=3)
    (row,) = provider.get(page("reparation-detail", theirs.pk)).context["sessions"]
    assert row[0]["href"] == (page("session-day", day.pk) if run_by else page("session-change", row_of(theirs)))
    assert provider.get(row[0]["href"]).status_code == 200


def row_of(reparation: Reparation) -> int:
    return ReparationSession.objects.get(reparation=reparation).pk
