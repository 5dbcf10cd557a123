"""Sessions end by themselves, and what was being typed when one ended is not lost."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from tests.people.conftest import PASSWORD, ClientFor
from tests.people.pages import Noted
from yjs.people import typed
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import Role


pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.pages")]

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TYPED = {"note": "Seen at home.\nSiân said “yes”", "kind": ["home", "phone"], "version": "3"}
TYPED_SECRETS = {"password_hint": "hunter2"}

Clock = time_machine.Traveller


@pytest.fixture(autouse=True)
def _nothing_sent() -> None:
    Noted.sent.clear()


@pytest.fixture
def clock() -> Clock:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def sign_in(client: Client, person: User, address: str = "/people/sign-in/") -> str:
    """Sign in on this page as a person would, and say where it leads."""
    token = csrf(client.get(address))
    response = client.post(address, {"username": person.username, "password": PASSWORD, "csrfmiddlewaretoken": token})
    assert response.status_code == 302, response.content.decode()
    return response.url


def csrf(response: object) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]


def is_in(client: Client) -> bool:
    return client.get("/shown/").status_code == 200


class TestTheEndOfASession:
    def test_it_lasts_while_it_is_used(self, client_for: ClientFor, clock: Clock) -> None:
        client = client_for(Role.WORKER)
        for _ in range(30):
            assert is_in(client)
            clock.shift(timedelta(minutes=14, seconds=40))

    def test_it_ends_after_fifteen_minutes_without_use(self, client_for: ClientFor, clock: Clock) -> None:
        client = client_for(Role.WORKER)
        assert is_in(client)
        clock.shift(timedelta(minutes=15))
        assert not is_in(client)
        assert not is_in(client)
        line = AccessEvent.objects.get(act=Act.SIGNED_OUT)
        assert (line.username, line.detail) == ("the-worker", "15 minutes without use")

    def test_it_ends_after_ten_hours_however_much_it_is_used(self, client_for: ClientFor, clock: Clock) -> None:
        client = client_for(Role.WORKER)
        for _ in range(60):
            assert is_in(client)
            clock.shift(timedelta(minutes=10))
        assert not is_in(client)
        assert AccessEvent.objects.get(act=Act.SIGNED_OUT).detail == "10 hours"

    def test_a_page_asking_for_its_own_news_does_not_keep_it_going(self, client_for: ClientFor, clock: Clock) -> None:
        client = client_for(Role.BOARD)
        for _ in range(15):
            assert client.get("/figures/", headers={"X-In-The-Background": "1"}).status_code == 200
            clock.shift(timedelta(minutes=1))
        assert client.get("/figures/", headers={"X-In-The-Background": "1"}).status_code == 302

    def test_a_session_signed_in_for_and_never_used_ends_as_well(
        self, client: Client, worker: User, clock: Clock
    ) -> None:
        sign_in(client, worker)
        clock.shift(timedelta(minutes=15))
        assert not is_in(client)

    def test_the_server_decides_not_the_cookie(self, client_for: ClientFor, clock: Clock) -> None:
        client = client_for(Role.WORKER)
        assert is_in(client)
        cookie = client.cookies["session"].value
        clock.shift(timedelta(minutes=15))
        assert not is_in(client)
        client.cookies["session"] = cookie
        assert not is_in(client)

    @pytest.mark.parametrize(
        "change",
        [
            lambda person: setattr(person, "role", Role.MANAGER),
            lambda person: setattr(person, "is_active", False),
            lambda person: person.set_password("another long sentence"),
        ],
        ids=["role", "left", "password"],
    )
    def test_every_session_ends_with_the_next_request_when_the_person_changes(
        self, client_for: ClientFor, worker: User, change: Callable[[User], None]
    ) -> None:
        sessions = [client_for(Role.WORKER) for _ in range(3)]
        assert all(is_in(session) for session in sessions)
        change(worker)
        worker.save()
        assert not any(is_in(session) for session in sessions)

    def test_changing_somebody_elses_role_ends_nobody_elses_session(
        self, client_for: ClientFor, user_for: Callable[[Role], User]
    ) -> None:
        client = client_for(Role.WORKER)
        manager = user_for(Role.MANAGER)
        manager.role = Role.BOARD
        manager.save()
        assert is_in(client)

    def test_signing_in_again_starts_the_ten_hours_again(self, client: Client, worker: User, clock: Clock) -> None:
        sign_in(client, worker)
        clock.shift(timedelta(minutes=14))
        began = client.session["signed_in_at"]
        sign_in(client, worker)
        assert client.session["signed_in_at"] == began + 14 * 60


class TestNothingIsKeptInTheBrowser:
    def test_a_signed_in_page_is_not_stored(self, client_for: ClientFor) -> None:
        for page in ("/shown/", "/figures/", "/streamed/", "/nowhere/", "/people/"):
            response = client_for(Role.MANAGER).get(page)
            assert "no-store" in response["Cache-Control"], page

    def test_a_page_for_everybody_may_be(self, client: Client) -> None:
        assert "Cache-Control" not in client.get("/nowhere/")


class TestWhatWasTyped:
    @pytest.fixture
    def client(self) -> Client:
        """A browser as strict about where a form comes from as a real one."""
        return Client(enforce_csrf_checks=True)

    def typing(self, client: Client, person: User) -> str:
        """Sign in, open the form, and give back the token in it."""
        sign_in(client, person)
        return csrf(client.get("/noted/"))

    def test_it_comes_back_after_signing_in_and_nothing_is_sent_by_itself(
        self, client: Client, worker: User, clock: Clock
    ) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        refused = client.post("/noted/", {**TYPED, **TYPED_SECRETS, "csrfmiddlewaretoken": token})
        assert refused.status_code == 302
        assert refused.url.startswith("/people/sign-in/?next=/noted/")
        page = client.get(refused.url).content.decode()
        assert "15 minutes without use" in page
        assert "What you typed is kept" in page
        assert "Seen at home" not in page

        back = client.get(sign_in(client, worker, refused.url))
        content = back.content.decode()
        assert "Siân said “yes”" in content
        assert 'value="home" id="id_kind_0" checked' in content or 'value="home" selected' in content
        assert 'name="version" value="3"' in content
        assert "You were signed out before this was sent" in content
        assert "hunter2" not in content
        assert Noted.sent == []

        assert client.post("/noted/", {**TYPED, "csrfmiddlewaretoken": csrf(back)}).status_code == 302
        assert [sent["note"].replace("\r\n", "\n") for sent in Noted.sent] == [TYPED["note"]]
        assert client.session[typed.FORMS] == {}

    def test_it_is_there_again_when_the_page_is_loaded_again(self, client: Client, worker: User, clock: Clock) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        refused = client.post("/noted/", {**TYPED, "csrfmiddlewaretoken": token})
        address = sign_in(client, worker, refused.url)
        assert "Seen at home" in client.get(address).content.decode()
        assert "Seen at home" in client.get(address).content.decode()
        assert "Seen at home" not in client.get("/noted/").content.decode()

    def test_it_comes_back_though_another_tab_found_out_first(self, client: Client, worker: User, clock: Clock) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        assert client.get("/shown/").status_code == 302
        refused = client.post("/noted/", {**TYPED, "csrfmiddlewaretoken": token})
        assert "Seen at home" in client.get(sign_in(client, worker, refused.url)).content.decode()

    def test_forms_in_two_tabs_are_kept_apart(self, client: Client, worker: User, clock: Clock) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        one = client.post("/noted/", {**TYPED, "note": "the one", "csrfmiddlewaretoken": token})
        other = client.post("/noted/", {**TYPED, "note": "the other", "csrfmiddlewaretoken": token})
        assert "the one" in client.get(sign_in(client, worker, one.url)).content.decode()
        assert "the other" in client.get(sign_in(client, worker, other.url)).content.decode()

    def test_it_comes_back_to_nobody_else(
        self, client: Client, worker: User, user_for: Callable[[Role], User], clock: Clock
    ) -> None:
        somebody_else = user_for(Role.MANAGER)
        somebody_else.set_password(PASSWORD)
        somebody_else.save()
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        refused = client.post("/noted/", {**TYPED, "csrfmiddlewaretoken": token})
        address = sign_in(client, somebody_else, refused.url)
        assert "Seen at home" not in client.get(address).content.decode()
        assert "Seen at home" not in str(client.session.items())

    def test_not_even_its_key_gives_it_to_somebody_else(
        self, client: Client, worker: User, client_for: ClientFor, clock: Clock
    ) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        refused = client.post("/noted/", {**TYPED, "csrfmiddlewaretoken": token})
        address = sign_in(client, worker, refused.url)
        manager = client_for(Role.MANAGER)
        session = manager.session
        session[typed.FORMS] = client.session[typed.FORMS]
        session.save()
        assert "Seen at home" in client.get(address).content.decode()
        assert "Seen at home" not in manager.get(address).content.decode()

    def test_it_comes_back_on_no_other_page(self, client: Client, worker: User, clock: Clock) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        refused = client.post("/noted/", {**TYPED, "csrfmiddlewaretoken": token})
        address = sign_in(client, worker, refused.url)
        other = address.replace("/noted/", "/combined/")
        assert "Seen at home" not in client.get(other).content.decode()

    def test_it_is_thrown_away_after_an_hour(self, client: Client, worker: User, clock: Clock) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        refused = client.post("/noted/", {**TYPED, "csrfmiddlewaretoken": token})
        clock.shift(timedelta(minutes=61))
        address = sign_in(client, worker, refused.url)
        assert "Seen at home" not in client.get(address).content.decode()
        assert "Seen at home" not in str(client.session.items())

    def test_a_stranger_leaves_nothing_behind(self, client: Client) -> None:
        token = csrf(client.get("/people/sign-in/"))
        refused = client.post("/noted/", {**TYPED, "csrfmiddlewaretoken": token})
        assert refused.url == "/people/sign-in/?next=/noted/"
        assert Session.objects.count() == 0

    def test_no_more_is_kept_than_a_long_report(self, client: Client, worker: User, clock: Clock) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        long = {**TYPED, "note": "x" * 150_000, "csrfmiddlewaretoken": token}
        assert "typed" in client.post("/noted/", long).url
        assert "typed" not in client.post("/noted/", long).url

    def test_what_a_button_sends_leads_to_the_first_page(self, client: Client, worker: User, clock: Clock) -> None:
        token = self.typing(client, worker)
        clock.shift(timedelta(minutes=16))
        refused = client.post("/sent-only/", {"csrfmiddlewaretoken": token, "all": "present"})
        assert refused.url == "/people/sign-in/?next=/"
