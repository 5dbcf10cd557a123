"""The ground of the journeys: the service running, a browser for each person, and everything that goes wrong in it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer

from tests.house.canaries import Service, service
from tests.house.conftest import say  # noqa: F401  how much was checked is told here too
from yjs.people.middleware import BEGAN, USED
from yjs.people.permissions import Role


PASSWORD = "a long sentence to type"
# A page, or a file, can take its time on a machine that has other work.
A_MINUTE = 60_000
DESKTOP, TABLET, PHONE = ({"width": w, "height": h} for w, h in ((1280, 900), (820, 1180), (360, 740)))

PageFor = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A warning about the plugin's own fixtures is not about ours."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's own Chromium, which asks nobody for anything of its own accord."""
    return {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


class Watch:
    """What a page must not do: ask a third party for anything, or complain."""

    def __init__(self, host: str) -> None:
        self.host, self.faults = host, list[str]()
        self.expected: set[str] = set()

    def over(self, context: BrowserContext) -> None:
        context.route("**/*", self._ours_alone)
        context.on("console", lambda said: self._complained(said.type, said.text))
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        # The first page reads in everything the service is made of.
        context.set_default_navigation_timeout(A_MINUTE)
        context.set_default_timeout(10_000)

    def _ours_alone(self, route: Route) -> None:
        if urlsplit(route.request.url).netloc == self.host:
            route.continue_()
        else:
            self.faults.append(f"a third party was asked: {route.request.url}")
            route.abort()

    def _complained(self, kind: str, text: str) -> None:
        if kind == "error" and not any(words in text for words in self.expected):
            self.faults.append(f"console: {text}")


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    watch = Watch(urlsplit(live_server.url).netloc)
    yield watch
    assert watch.faults == []


@pytest.fixture
def browse(new_context: Callable[..., BrowserContext], live_server: LiveServer, watch: Watch) -> PageFor:
    """`browse(viewport=PHONE)`: a browser in which nobody has signed in."""

    def browse(**options: Any) -> Page:
        context = new_context(**{"base_url": live_server.url, "viewport": DESKTOP, "locale": "en-GB"} | options)
        watch.over(context)
        return context.new_page()

    return browse


@pytest.fixture
def page_for(browse: PageFor, client_for: Callable[[Role], Client], live_server: LiveServer) -> PageFor:
    """`page_for(Role.BOARD)`: a browser in which somebody of that role has signed in."""

    def page_for(role: Role, **options: Any) -> Page:
        page = browse(**options)
        session = client_for(role).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        return page

    return page_for


@pytest.fixture
def made(live_server: LiveServer) -> Service:
    """A small service with four children."""
    return service(4)


def quiet_for(minutes: int) -> None:
    """Nobody has touched anything for so long: every session's clock is moved back."""
    for session in Session.objects.all():
        store = session.get_session_store_class()(session.session_key)
        for moment in (BEGAN, USED):
            if moment in store:
                store[moment] -= timedelta(minutes=minutes).total_seconds()
        store.save()


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
