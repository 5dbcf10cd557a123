"""Every address there is to open, what it answers, and where it leads: the ground of the sweeps for names."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.house.access_table import QUARTER, TABLE, YEAR, addresses
from tests.house.canaries import EARLIER, LATER, Service
from tests.house.reading import words_of
from yjs.documents.formats import FORMATS
from yjs.measures.catalogue import measures


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
