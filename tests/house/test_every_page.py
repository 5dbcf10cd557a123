"""Every address, asked for by everybody in every way: it answers what the one table says, and logs whom it showed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disposals.models import Disposal
from tests.house.access_table import NOBODY, TABLE, addresses, patterns
from tests.house.canaries import EARLIER, LATER, Service, service
from tests.house.printed import Say
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import Record, record_classes


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SIGN_IN = "/people/sign-in/"
# What shows a child on purpose: the rest are figures, people, or the way in.
CASES = {
    May.SEE_CHILDREN,
    May.SEE_RECORDS_BEHIND,
    May.RECORD,
    May.HOLD_MEETINGS,
    May.IMPORT,
    May.EXPORT,
    May.SEE_VICTIMS,
    May.SEE_REPARATION,
    May.RUN_REPARATION,
}
# Whoever may see one of these meets children by name.
SEES_CHILDREN = {May.SEE_CHILDREN, May.SEE_REPARATION}

ClientFor = Callable[[Role | str], Client]


@pytest.fixture
def made(db: None) -> Service:
    return service(4)


def test_every_address_is_in_the_table_and_asks_what_the_table_says() -> None:
    asked = {name: pattern.callback.view_class.requires for name, pattern in patterns()}  # type: ignore[attr-defined]
    assert asked == {name: page.requires for name, page in TABLE.items()}
    open_to_strangers = {name for name, page in TABLE.items() if page.requires is May.ENTER}
    assert {name for name, page in TABLE.items() if not page.behind_the_door} < open_to_strangers


def ask(client: Client, method: str, address: str) -> HttpResponse:
    client.raise_request_exception = False
    return client.generic(method, address)


def text_of(response: HttpResponse) -> str:
    return response.getvalue().decode("utf-8", "replace") + response.get("Location", "")


# A meeting begins when the button is pressed; there is nothing to fill in.
A_BUTTON_IS_ENOUGH = {"reoffending:meeting-start"}


def kept() -> dict[str, tuple[int, int]]:
    """How many records of each kind there are, and how many versions."""
    return {kind._meta.label: (kind._default_manager.count(), kind.history.count()) for kind in record_classes()}


@pytest.mark.django_db
class TestEveryPage:
    @pytest.mark.without_database
    @pytest.mark.parametrize("role", [None, *Role])
    def test_everybody_gets_from_every_address_what_the_table_says(
        self, client_for: ClientFor, made: Service, say: Say, role: Role | None
    ) -> None:
        pairs, wrong, before = 0, [], kept()
        for name in TABLE:
            for address in addresses(name, made):
                client = client_for(role) if role else Client()
                for method in METHODS:
                    response = ask(client, method, address)
                    pairs += 1
                    fault = self.fault(made, role, name, method, address, response)
                    if fault:
                        wrong.append(f"{method} {address} ({name}): {fault}")
                    if name == "people:sign-out" and role:
                        client = client_for(role)
                if kept() != before:
                    if name not in A_BUTTON_IS_ENOUGH:
                        wrong.append(f"{address} ({name}): records changed though no form was filled in")
                    before = kept()
        assert not wrong, "\n".join(wrong)
        say("pairs of role, address and method checked", pairs)

    def fault(
        self, made: Service, role: Role | None, name: str, method: str, address: str, response: HttpResponse
    ) -> str:
        page, status, text = TABLE[name], response.status_code, text_of(response)
        if role is None:
            expected = page.answer_to_a_stranger(method)
            if status == 302 and not response["Location"].startswith(SIGN_IN):
                return f"leads a stranger to {response['Location']}"
        elif page.requires in ROLES[role]:
            expected = page.answer(method, role, address)
        else:
            expected = 403
        if status != expected:
            return f"{status} and not {expected}"
        if (role is None or expected == 403) and (made.named_in(text) or made.referred_to_in(text)):
            return "a child is named to somebody who may not open it"
        return ""

    @pytest.mark.parametrize("role", Role)
    def test_whoever_a_page_shows_is_in_the_log_and_a_page_of_figures_shows_nobody(
        self, client_for: ClientFor, made: Service, say: Say, role: Role
    ) -> None:
        client, shown, opened = client_for(role), 0, 0
        for name, page in TABLE.items():
            if page.requires not in ROLES[role] or not page.look:
                continue
            for address in addresses(name, made):
                last = AccessEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
                response = ask(client, "GET", address)
                assert response.status_code == page.look_of(role, address), address
                opened, text = opened + 1, text_of(response)
                named, referred = made.named_in(text), made.referred_to_in(text)
                lines = AccessEvent.objects.filter(id__gt=last)
                logged = {ref for line in lines for ref in line.subjects}
                if name == "people:access-log":
                    # Children go by their references there; the page itself is in the log.
                    referred = set()
                    assert lines.count() == 1
                assert named | referred <= logged, f"{address} shows a child the log does not name"
                shown += bool(named | referred)
                if page.requires not in CASES and name != "disposals:home":
                    assert named == set(), f"{address} is a page of figures and names a child"
                    assert not referred or May.SEE_RECORDS_BEHIND in ROLES[role], address
        assert (shown > 0) == bool(SEES_CHILDREN & ROLES[role])
        say("pages opened to see whom they show", opened)
        say("of them pages that showed a child, each with its line in the log", shown)

    def test_the_records_that_explain_a_difference_are_shown_and_logged_to_those_who_may_open_them(
        self, client_for: ClientFor, made: Service
    ) -> None:
        arguments = {"slug": "binary-reoffending-rate", "period": "2024-25", "as_at": LATER}
        address = f"{reverse('documents:figure-difference', kwargs=arguments)}?then={EARLIER}"
        told = text_of(client_for(Role.WORKER).get(address))
        explained = [one.child for one in made.records[Disposal] if f">Child {one.child.ref}<" in told]
        assert explained
        assert {one.ref for one in explained} <= set(AccessEvent.objects.get().subjects)
        for role in (Role.BOARD, Role.VICTIM_WORKER):
            figures = text_of(client_for(role).get(address))
            assert not made.named_in(figures) | made.referred_to_in(figures)
            assert not any(f"Child {one.ref}" in figures for one in explained)
        assert AccessEvent.objects.count() == 1

    def test_a_refusal_says_the_same_of_what_is_there_and_of_what_is_not(
        self, client_for: ClientFor, made: Service
    ) -> None:
        for name, page in TABLE.items():
            refused = [role for role in Role if page.requires not in ROLES[role]]
            for role in refused if page.kind else []:
                there, absent = addresses(name, made)[0], address_of_nobody(name, made)
                assert look(client_for(role), there) == look(client_for(role), absent), (role, name)

    @pytest.mark.parametrize("kind", record_classes(), ids=lambda kind: kind._meta.label)
    def test_what_is_not_there_and_what_may_not_be_seen_look_the_same(
        self, client_for: ClientFor, made: Service, monkeypatch: pytest.MonkeyPatch, kind: type[Record]
    ) -> None:
        monkeypatch.setattr(kind, "seen_with", May.SEE_VICTIMS)
        client, tried = client_for(Role.WORKER), 0
        for name, page in TABLE.items():
            if page.kind is not kind and name != "records:versions":
                continue
            there = [
                arguments
                for arguments in page.samples(made)
                if arguments.get("kind", kind._meta.label) == kind._meta.label
            ]
            for arguments in there:
                seen = look(client, reverse(name, kwargs=arguments))
                gone = look(client, address_of_nobody(name, made, arguments))
                assert seen == gone, name
                assert seen[0] == 404, name
                tried += 1
        assert tried


def address_of_nobody(name: str, made: Service, arguments: dict[str, Any] | None = None) -> str:
    arguments = arguments or TABLE[name].samples(made)[0]
    return reverse(name, kwargs={**arguments, "child" if "child" in arguments else "pk": NOBODY})


def look(client: Client, address: str) -> tuple[int, str, int]:
    """The answer to a look, without what differs from one look to the next, and how many questions it took.

    The first look a session has in a while notes that the session is in use: the answer is that of a second look.
    """
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(response))
    return response.status_code, page.replace(address, ""), len(asked)


def test_the_log_of_access_has_an_act_for_being_refused(client_for: ClientFor, made: Service) -> None:
    client_for(Role.BOARD).get(reverse("disposals:child-detail", args=[made.children[0].pk]))
    line = AccessEvent.objects.get()
    assert (line.act, line.subjects, line.page) == (Act.REFUSED, [], "disposals:child-detail")
