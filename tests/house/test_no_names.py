"""Children whose names stand nowhere else: they turn up in nothing that those who may not see them can open."""

import io
import logging
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from disposals.models import Child
from tests.house.access_table import NOBODY, QUARTER, RATE, TABLE, YEAR, addresses
from tests.house.canaries import EARLIER, LATER, Service, fold, service
from tests.house.printed import Say
from tests.house.reading import words_of
from yjs.documents.formats import FORMATS
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period
from yjs.people.permissions import Role
from yjs.plan.building import build_board, build_plan
from yjs.records.book import Book


pytestmark = [pytest.mark.django_db, pytest.mark.without_database]

ClientFor = Callable[[Role | str], Client]
SEES_NO_CHILD = (None, Role.BOARD, Role.ADMINISTRATOR)
# Some of these are no page at all, and some are pages for others.
ASTRAY = (
    "/nowhere/",
    "/children/999999/",
    "/children/1/offences/999999/",
    "/figures/no-such-measure/",
    "/figures/caseload/2024-25/as-at/2999-01-01/",
    "/plan/2999-00/",
    "/records/disposals.Child/999999/versions/",
    "/records/people.User/1/versions/",
    "/static/nothing.css",
    "/%00/",
    "/figures/caseload/2024-25/?sex=female",
    "/people/access-log/?child=KNRY000",
    "/people/sign-in/?next=/children/1/",
)


@pytest.fixture
def made(db: None) -> Service:
    return service()


class Links(HTMLParser):
    """The addresses of a page and its title."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.title, self._in_title = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title"
        self.addresses += [
            value for name, value in attrs if value and name in ("href", "src", "action", "data-sign-in")
        ]

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


def every_page(made: Service) -> Iterator[str]:
    """All the samples of the table, and a figure of every measure."""
    for name in TABLE:
        yield from addresses(name, made)
    for slug in measures():
        yield reverse("documents:figure-detail", args=[slug, YEAR])


def every_address(made: Service) -> Iterator[str]:
    """Every page, every figure as it was known and every way to split it, every document in every format."""
    yield from every_page(made)
    for slug, measure in measures().items():
        yield reverse("documents:measure-detail", args=[slug])
        figure, known = reverse("documents:figure-detail", args=[slug, YEAR]), {"period": YEAR, "as_at": LATER}
        difference = reverse("documents:figure-difference", kwargs={"slug": slug, **known})
        yield from (reverse("documents:figure-as-at", kwargs={"slug": slug, **known}), f"{difference}?then={EARLIER}")
        for breakdown in measure.breakdowns:
            yield f"{figure}?by={breakdown.slug}"
        for breakdown in measure.breakdowns[:2]:
            for code in list(breakdown.groups)[:2]:
                yield f"{figure}?{breakdown.slug}={code}"
                yield f"{difference}?then={EARLIER}&{breakdown.slug}={code}"
    for document, period in (("plan", YEAR), ("board", QUARTER)):
        for audience in ("board", "public"):
            for code in FORMATS:
                yield reverse(f"plan:{document}-file", args=[period, LATER, audience, code])


def links_of(page: str) -> set[str]:
    """Where a page leads within the service, without its anchors."""
    found = {urlsplit(address)._replace(fragment="").geturl() for address in Links(page).addresses}
    return {address for address in found if address.startswith("/") and not address.startswith("/static/")}


def what_kind(address: str) -> tuple[str, ...]:
    """The page an address opens, of which measure or in which format, and what it is asked besides."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return (address,)
    about = [str(found.kwargs[name]) for name in ("slug", "code", "audience", "part", "kind") if name in found.kwargs]
    return (found.view_name, *about, *sorted(parse_qs(parts.query, keep_blank_values=True)))


def is_file(response: HttpResponse) -> bool:
    return response.has_header("Content-Disposition")


def file_words(response: HttpResponse) -> str:
    ending = response["Content-Disposition"].rsplit(".", 1)[1].strip('"')
    return response["Content-Disposition"] + words_of(ending, response.getvalue())


def open_it(client: Client, address: str) -> HttpResponse:
    client.raise_request_exception = False
    return client.get(address)


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


@pytest.fixture
def own_log() -> Iterator[io.StringIO]:
    """What the service writes to its own log, as its handlers write it."""
    stream = io.StringIO()
    handlers = {
        handler
        for name in (None, *settings.LOGGING["loggers"])
        for handler in logging.getLogger(name).handlers
        if type(handler) is logging.StreamHandler
    }
    assert handlers
    before = {handler: handler.setStream(stream) for handler in handlers}
    yield stream
    for handler, was in before.items():
        handler.setStream(was or handler.stream)
