"""What is typed stays in the browser until it is saved, locked: nobody else who sits down there reads it."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.people.conftest import ClientFor, UserFor
from yjs.people.models import User
from yjs.people.permissions import Role


NOTE = "Seen at home. Siân said yes"
ADDRESS = "/noted-with-script/"


class TestTheKey:
    def test_each_person_has_their_own_and_always_the_same(self, worker: User, user_for: UserFor) -> None:
        assert worker.typing_key == User.objects.get(pk=worker.pk).typing_key
        assert worker.typing_key != user_for(Role.MANAGER).typing_key
        assert len(bytes.fromhex(worker.typing_key)) == 32

    def test_it_comes_of_the_secret_of_the_service(self, worker: User, settings: object) -> None:
        before = worker.typing_key
        settings.SECRET_KEY = "another-secret-of-our-own-that-nobody-could-guess"
        assert worker.typing_key != before

    def test_a_stranger_has_none(self) -> None:
        assert not hasattr(AnonymousUser(), "typing_key")


@pytest.mark.browser
@pytest.mark.urls("tests.people.pages")
@pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods")
class TestInTheBrowser:
    @pytest.fixture(scope="session")
    def browser_type_launch_args(self) -> dict[str, object]:
        return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}

    @pytest.fixture
    def page(self, new_context: Callable[..., BrowserContext], live_server: LiveServer) -> Iterator[Page]:
        context = new_context(base_url=live_server.url)
        context.set_default_timeout(10_000)
        context.set_default_navigation_timeout(60_000)
        return context.new_page()

    def sign_in(self, page: Page, client: Client, live_server: LiveServer) -> None:
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])

    def kept(self, page: Page) -> str:
        return page.evaluate("JSON.stringify({...sessionStorage})")

    def wait_until_kept(self, page: Page, forms: int) -> None:
        # The pages allow no script of Playwright's own to wait in them.
        for _ in range(100):
            if page.evaluate("sessionStorage.length") == forms:
                return
            page.wait_for_timeout(50)
        pytest.fail(f"not {forms} kept: {self.kept(page)}")

    def type_a_note(self, page: Page) -> None:
        page.goto(ADDRESS)
        page.locator("textarea").fill(NOTE)
        self.wait_until_kept(page, 1)

    def test_it_is_there_again_for_the_same_person_and_never_in_clear(
        self, page: Page, client_for: ClientFor, live_server: LiveServer
    ) -> None:
        self.sign_in(page, client_for(Role.WORKER), live_server)
        self.type_a_note(page)
        assert "Siân" not in self.kept(page)
        assert "home" not in self.kept(page)
        page.get_by_role("link", name="Elsewhere").click()
        page.go_back()
        expect(page.locator("textarea")).to_have_value(NOTE)
        expect(page.get_by_text("What you typed here before has been put back.")).to_be_visible()

    def test_it_is_there_again_after_a_time_out(
        self, page: Page, client_for: ClientFor, live_server: LiveServer
    ) -> None:
        self.sign_in(page, client_for(Role.WORKER), live_server)
        self.type_a_note(page)
        page.context.clear_cookies()
        page.goto(ADDRESS)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert self.kept(page) != "{}"
        assert "Siân" not in self.kept(page)
        assert page.locator("[data-typing-key]").count() == 0
        self.sign_in(page, client_for(Role.WORKER), live_server)
        page.goto(ADDRESS)
        expect(page.locator("textarea")).to_have_value(NOTE)

    def test_somebody_else_who_signs_in_finds_nothing(
        self, page: Page, client_for: ClientFor, live_server: LiveServer
    ) -> None:
        self.sign_in(page, client_for(Role.WORKER), live_server)
        self.type_a_note(page)
        page.context.clear_cookies()
        self.sign_in(page, client_for(Role.MANAGER), live_server)
        page.goto(ADDRESS)
        self.wait_until_kept(page, 0)
        expect(page.locator("textarea")).to_have_value("")

    def test_where_the_browser_cannot_lock_nothing_is_kept(
        self, page: Page, client_for: ClientFor, live_server: LiveServer
    ) -> None:
        page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
        self.sign_in(page, client_for(Role.WORKER), live_server)
        page.goto(ADDRESS)
        page.locator("textarea").fill(NOTE)
        page.locator("[name=password_hint]").fill("more")
        assert self.kept(page) == "{}"

    def test_what_was_saved_is_let_go(self, page: Page, client_for: ClientFor, live_server: LiveServer) -> None:
        self.sign_in(page, client_for(Role.WORKER), live_server)
        self.type_a_note(page)
        page.locator("select").select_option("home")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Elsewhere").click()
        expect(page.get_by_role("heading", name="Your password")).to_be_visible()
        self.wait_until_kept(page, 0)
