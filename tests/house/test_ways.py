"""Wherever a page about people leads somebody, they may go: no link ends at a refusal or at nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.house.access_table import TABLE, addresses
from tests.house.canaries import Service, service
from tests.house.printed import Say
from tests.house.test_no_names import links_of, what_kind
from yjs.people.permissions import ROLES, Role


ClientFor = Callable[[Role | str], Client]
ABOUT_PEOPLE = ("disposals", "people", "records", "restorative")


@pytest.fixture
def made(db: None) -> Service:
    return service(2)


@pytest.mark.django_db
@pytest.mark.without_database
@pytest.mark.parametrize("role", Role)
def test_every_link_of_every_page_opens_for_whom_it_is_shown(
    client_for: ClientFor, made: Service, say: Say, role: Role
) -> None:
    client, astray, followed = client_for(role), [], set()
    own = [name for name, page in TABLE.items() if page.requires in ROLES[role] and page.look == 200]
    about_people = [name for name in own if name.startswith(ABOUT_PEOPLE)]
    for address in (address for name in about_people for address in addresses(name, made)):
        page = client.get(address)
        if page.status_code != 200 or page.has_header("Content-Disposition"):
            continue
        for link in sorted(links_of(page.getvalue().decode(errors="replace"))):
            if what_kind(link) in followed or link.startswith("/people/sign-out/"):
                continue
            followed.add(what_kind(link))
            answer = client.get(link).status_code
            if answer not in (200, 302):
                astray.append(f"{address} leads to {link}, which answers {answer}")
    assert astray == []
    say(f"ways followed as {role.label.lower()}", len(followed))
