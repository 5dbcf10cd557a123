"""The same form sent several times at one moment, and several people saving one record at one moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

import tests.people.append_only  # noqa: F401
from disposals.models import Child, Offence, Status
from tests.disposals.kept import a_child, shown
from yjs.people.permissions import Role


pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ClientFor = Callable[[Role | str], Client]
HOW_MANY = 8


def at_once(clients: list[Client], address: str, forms: list[dict[str, Any]]) -> list[HttpResponse]:
    """What each client was answered, in the clients' order, when all of them sent their form together."""
    together, answers = Barrier(len(clients)), {}

    def send(number: int) -> None:
        try:
            together.wait()
            answers[number] = clients[number].post(address, forms[number])
        finally:
            connection.close()

    threads = [Thread(target=send, args=(number,)) for number in range(len(forms))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(forms))]


@pytest.mark.parametrize(
    ("part", "kind", "typed"),
    [
        ("offences", Offence, {"committed_on": "1/3/2024", "description": "Affray"}),
        ("statuses", Status, {"status": "ehc_plan", "started_on": "1/9/2023"}),
    ],
)
def test_one_form_sent_by_many_clicks_makes_one_record(
    client_for: ClientFor, part: str, kind: Any, typed: dict[str, str]
) -> None:
    child = a_child()
    address = f"/children/{child.pk}/{part}/add/"
    form = shown(client_for("worker").get(address), **typed)
    answers = at_once([client_for("worker") for _ in range(HOW_MANY)], address, [form] * HOW_MANY)
    assert [answer.status_code for answer in answers] == [302] * HOW_MANY
    assert kind.objects.count() == kind.history.count() == 1


def test_of_many_who_save_at_once_one_is_kept_and_the_others_keep_their_words(client_for: ClientFor) -> None:
    child = a_child()
    address = f"/children/{child.pk}/change/"
    opened = shown(client_for("worker").get(address), reason="So")
    forms = [opened | {"known_as": f"Name {number}"} for number in range(HOW_MANY)]
    answers = at_once([client_for("worker") for _ in forms], address, forms)
    refused = [answer for answer in answers if answer.status_code == 200]
    assert len(refused) == HOW_MANY - 1
    child.refresh_from_db()
    assert (Child.history.count(), child.version) == (2, 2)
    for answer in refused:
        form = answer.context["form"]
        assert ("Known as", form["known_as"].value(), child.known_as) in form.stale


def test_children_added_at_one_moment_get_a_number_each(client_for: ClientFor) -> None:
    clients = [client_for("worker") for _ in range(HOW_MANY)]
    forms = [
        shown(client.get("/children/add/"), first_name=f"Sam {number}", date_of_birth="3/5/2009")
        for number, client in enumerate(clients)
    ]
    answers = at_once(clients, "/children/add/", forms)
    # Those whose number went to somebody else at that moment are told so; sent again, they are kept.
    for client, form, answer in zip(clients, forms, answers, strict=True):
        if answer.status_code == 200:
            answer = client.post("/children/add/", shown(answer, first_name=form["first_name"]))
        assert answer.status_code == 302
    numbers = sorted(Child.objects.values_list("ref", flat=True))
    assert numbers == [f"YJ{number:05}" for number in range(1, HOW_MANY + 1)]
