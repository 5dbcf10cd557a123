"""Children whose names stand nowhere else: they turn up in nothing that those who may not see them can open."""

import io
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from disposals.models import Child
from tests.house.access_table import NOBODY, QUARTER, RATE, YEAR
from tests.house.canaries import LATER, Service, service
from tests.house.folding import fold
from tests.house.printed import Say
from tests.house.reading import words_of
from tests.house.sweeping import (
    ASTRAY,
    Links,
    every_address,
    every_page,
    file_words,
    is_file,
    links_of,
    open_it,
    what_kind,
)
from yjs.documents.formats import FORMATS
from yjs.measures.periods import Period
from yjs.people.permissions import Role
from yjs.plan.building import build_board, build_plan
from yjs.records.book import Book


pytestmark = [pytest.mark.django_db, pytest.mark.without_database]

ClientFor = Callable[[Role | str], Client]
SEES_NO_CHILD = (None, Role.BOARD, Role.ADMINISTRATOR)


@pytest.fixture
def made(db: None) -> Service:
    return service()


@pytest.mark.parametrize("role", SEES_NO_CHILD)
def test_who_sees_no_child_meets_no_name_on_any_page_or_in_any_file(
    client_for: ClientFor, made: Service, say: Say, role: Role | None
) -> None:
    client = client_for(role) if role else Client()
    # What the administrator reads in the log are references, so there has to be something in it.
    open_it(client_for(Role.MANAGER), made.children[0].get_absolute_url())
    waiting, opened, files, leaks = [*every_address(made), *ASTRAY], set(), 0, []
    kinds = {what_kind(address) for address in waiting}
    while waiting:
        address = waiting.pop(0)
        opened.add(address)
        response = open_it(client, address)
        if response.status_code >= 500:
            leaks.append(f"{address} answers {response.status_code}")
        files += is_file(response)
        text = file_words(response) if is_file(response) else words_of("html", response.getvalue())
        named = made.named_in(text + response.get("Location", ""))
        if not address.startswith("/people/access-log/"):
            named |= made.referred_to_in(text)
        leaks += [f"{address}: {named}"] if named else []
        if response.status_code == 200 and not is_file(response):
            # Wherever that leads, once for each kind of page it leads to.
            for further in sorted(links_of(response.getvalue().decode())):
                if what_kind(further) not in kinds:
                    kinds.add(what_kind(further))
                    waiting.append(further)
    assert leaks == []
    say(f"addresses opened as {role.label.lower() if role else 'nobody'}, and no child named", len(opened) - files)
    say("files read", files)


@pytest.mark.parametrize("role", Role)
def test_no_title_no_address_and_no_line_of_the_service_s_own_log_names_a_child(
    client_for: ClientFor, made: Service, say: Say, role: Role, own_log: io.StringIO
) -> None:
    client, leaks, number = client_for(role), [], 0
    for address in [*every_page(made), *ASTRAY]:
        if "." in address.rsplit("/", 1)[-1]:
            continue
        response = open_it(client, address)
        number += 1
        page = Links(response.getvalue().decode())
        for what, text in (
            ("title", page.title),
            ("address", " ".join(page.addresses)),
            ("way on", response.get("Location", "")),
        ):
            if made.named_in(text):
                leaks.append(f"{what} of {address}: {text}")
    child = made.children[0]
    for wrong in ({"date_of_birth": "31/2/2020"}, {"first_name": child.first_name, "made_as": "tampered"}):
        client.post(reverse("disposals:child-add"), wrong)
    client.get(reverse("disposals:child-list"), {"q": child.last_name, "age_from": "ninety"})
    client.get(f"/nowhere/?q={child.last_name}")
    client.get("/", headers={"host": "elsewhere.example"})
    said = own_log.getvalue()
    assert "/nowhere/" in said
    assert leaks == []
    assert made.named_in(said) == set()
    say(f"pages whose titles and addresses were read as {role.label.lower()}", number)


@pytest.mark.urls("tests.house.failing")
@pytest.mark.parametrize("role", [None, *Role])
def test_a_page_that_breaks_over_a_child_tells_neither_the_reader_nor_the_log_which(
    client_for: ClientFor, made: Service, role: Role | None, own_log: io.StringIO
) -> None:
    client = client_for(role) if role else Client()
    broken = open_it(client, "/breaks/")
    assert broken.status_code == 500
    assert b"Something went wrong" in broken.getvalue()
    said = own_log.getvalue()
    assert "/breaks/" in said
    for text in (broken.getvalue().decode(), said):
        assert not made.named_in(text) | made.referred_to_in(text)


def test_a_child_who_is_found_by_name_is_not_named_in_the_log_of_access(client_for: ClientFor, made: Service) -> None:
    worker = client_for(Role.WORKER)
    for child in made.children:
        for words in (child.first_name, child.last_name, child.pnc_id):
            found = worker.get(reverse("disposals:child-list"), {"q": words})
            assert child.ref in made.named_in(found.content.decode()), words
    page = client_for(Role.ADMINISTRATOR).get(reverse("people:access-log")).content.decode()
    assert made.referred_to_in(page)
    assert not made.named_in(page)


@pytest.mark.parametrize("audience", ["internal", "board", "public"])
def test_no_document_for_anybody_names_a_child(made: Service, say: Say, audience: str) -> None:
    book, read = Book.at(LATER), 0
    for document in (
        build_plan(Period.from_slug(YEAR), book, audience),
        build_board(Period.from_slug(QUARTER), book, audience),
    ):
        for code, drawn in FORMATS.items():
            text = words_of(code, drawn.render(document))
            assert len(fold(text)) > 1_000, f"{document.title} as {code} was not read"
            assert not made.named_in(text) | made.referred_to_in(text), f"{document.title} as {code}"
            read += 1
    say(f"files of the plan and the board's quarter read, for the audience {audience}", read)


def test_the_sweep_would_find_them(client_for: ClientFor, made: Service) -> None:
    """Were every child on a page, each would be found there, however the page writes the name."""
    worker = client_for(Role.WORKER)
    for child in made.children:
        page = worker.get(child.get_absolute_url()).content.decode()
        assert child.ref in made.named_in(page)
        assert child.ref in made.referred_to_in(page)
    for text in ("ZEPHYRINE", "O&#x27;Quillfeather", "o’quill-feather", "Z%C3%A9phyrine", "20197 600 321q", "zq007xj"):
        assert made.named_in(f"… {text} …") == {"KNRY000"}, text
    assert not made.named_in(settings.SERVICE_NAME + RATE + str(NOBODY))
    assert Child.objects.count() == len(made.children) == 20
