"""Somebody is called away while typing: what was typed into a page is there again once they have signed in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from disposals.models import Disposal
from tests.disposals.kept import a_child, a_remand, an_offence, shown
from yjs.people.models import User
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence to type"
UserFor = Callable[[Role | str], User]
CALLED_AWAY = dt.timedelta(minutes=16)


@pytest.fixture
def worker(user_for: UserFor) -> User:
    worker = user_for("worker")
    worker.set_password(PASSWORD)
    worker.save()
    return worker


def sign_in(client: Client, address: str = "/people/sign-in/") -> str:
    return client.post(address, {"username": "the-worker", "password": PASSWORD}).url


def called_away(client: Client, clock: Any, address: str, form: dict[str, Any]) -> HttpResponse:
    """The form is sent after the session has ended, and the person signs in again."""
    clock.shift(CALLED_AWAY)
    return client.get(sign_in(client, client.post(address, form).url))


@pytest.mark.usefixtures("worker")
class TestCalledAway:
    @pytest.fixture
    def clock(self, time_machine: Any) -> Any:
        time_machine.move_to(dt.datetime(2025, 3, 10, 9, tzinfo=dt.UTC), tick=False)
        return time_machine

    def test_a_half_made_disposal_comes_back_and_is_recorded_once(self, clock: Any) -> None:
        child = a_child()
        refs = [an_offence(child).ref, an_offence(child).ref]
        client, address = Client(), f"/children/{child.pk}/disposals/add/"
        sign_in(client)
        form = shown(client.get(address), kind="outcome_22", imposed_on="3/6/2024", offence_refs=refs)
        back = called_away(client, clock, address, form)
        assert not Disposal.objects.exists()
        assert "What you typed is below" in back.content.decode()
        for _ in range(2):
            assert client.post(address, shown(back)).status_code == 302
        assert set(Disposal.objects.get().offence_refs) == set(refs)

    def test_a_correction_comes_back_with_its_reason(self, clock: Any) -> None:
        child = a_child()
        client, address = Client(), f"/children/{child.pk}/change/"
        sign_in(client)
        form = shown(client.get(address), known_as="Ami", reason="She told me")
        assert client.post(address, shown(called_away(client, clock, address, form))).status_code == 302
        newest = child.history.order_by("-history_id").first()
        assert (newest.known_as, newest.history_change_reason) == ("Ami", "She told me")

    def test_an_answer_to_a_gap_and_the_reason_of_a_removal_come_back(self, clock: Any) -> None:
        child = a_child()
        remand = a_remand(child)
        client = Client()
        sign_in(client)
        _, _, _, form = client.get("/gaps/sex/").context["rows"][0]
        sent = {"record": child.pk, form.add_prefix("version"): "1", form.add_prefix("sex"): "female"}
        back = called_away(client, clock, "/gaps/sex/", sent)
        assert back.context["rows"][0][3]["sex"].value() == "female"
        address = f"/remands/{remand.pk}/remove/"
        back = called_away(client, clock, address, shown(client.get(address), reason="Another child's"))
        assert 'value="Another child&#x27;s"' in back.content.decode()
