"""Signing in and out, and one's own password."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client

from tests.people.conftest import OTHER_PASSWORD, PASSWORD, ClientFor, UserFor, last_line, may_sign_in
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db


class TestSignIn:
    address = "/people/sign-in/"

    def test_the_right_password_opens_the_door_and_is_logged(self, client: Client, worker: User) -> None:
        response = client.post(self.address, {"username": worker.username, "password": PASSWORD})
        assert (response.status_code, response.url) == (302, "/")
        assert last_line() == ("the-worker", Act.SIGNED_IN, "people:sign-in", "")

    def test_it_leads_back_to_the_page_asked_for_and_never_away(self, client: Client, worker: User) -> None:
        sent = {"username": worker.username, "password": PASSWORD}
        assert client.post(f"{self.address}?next=/people/", sent).url == "/people/"
        assert client.post(f"{self.address}?next=https://elsewhere.example/", sent).url == "/"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"username": "the-worker", "password": "not this one at all"},
            {"username": "nobody-of-ours", "password": PASSWORD},
        ],
    )
    def test_it_does_not_say_which_of_the_two_was_wrong(
        self, client: Client, worker: User, wrong: dict[str, str]
    ) -> None:
        response = client.post(self.address, wrong)
        assert response.status_code == 200
        assert "do not go together" in response.content.decode()
        assert wrong["password"] not in response.content.decode()

    def test_somebody_who_has_left_cannot_sign_in(self, client: Client, worker: User) -> None:
        worker.is_active = False
        worker.save()
        response = client.post(self.address, {"username": worker.username, "password": PASSWORD})
        assert "do not go together" in response.content.decode()

    def test_ten_wrong_tries_shut_the_door_for_a_while_and_for_nobody_else(
        self, client: Client, worker: User, user_for: UserFor
    ) -> None:
        manager = user_for(Role.MANAGER)
        manager.set_password(PASSWORD)
        manager.save()
        with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as clock:
            for _ in range(10):
                tried = client.post(self.address, {"username": worker.username, "password": "wrong"})
            assert tried.status_code == 429
            assert not may_sign_in(worker.username, PASSWORD)
            assert may_sign_in(manager.username, PASSWORD)
            clock.shift(timedelta(minutes=16))
            assert may_sign_in(worker.username, PASSWORD)

    def test_the_shut_door_says_what_to_do(self, client: Client, worker: User) -> None:
        for _ in range(10):
            tried = client.post(self.address, {"username": worker.username, "password": "wrong"})
        assert "Wait a quarter of an hour" in tried.content.decode()

    def test_a_try_that_failed_is_in_the_log_and_names_only_a_person_there_is(
        self, client: Client, worker: User, client_for: ClientFor
    ) -> None:
        client.post(self.address, {"username": worker.username, "password": "wrong"})
        assert last_line() == ("the-worker", Act.NOT_SIGNED_IN, "people:sign-in", "")
        client.post(self.address, {"username": PASSWORD, "password": ""})
        assert AccessEvent.objects.count() == 1
        client.post(self.address, {"username": PASSWORD, "password": PASSWORD})
        assert last_line() == ("", Act.NOT_SIGNED_IN, "people:sign-in", "")
        assert not any(PASSWORD in str(line) for line in AccessEvent.objects.values())
        assert not any(PASSWORD in str(kept) for kept in AccessAttempt.objects.values())
        page = client_for(Role.ADMINISTRATOR).get("/people/access-log/?what=not_signed_in").content.decode()
        assert "Failed to sign in" in page
        assert "Nobody of the service" in page

    def test_the_try_that_shuts_the_door_says_so_and_those_after_it_fill_no_log(
        self, client: Client, worker: User
    ) -> None:
        for _ in range(15):
            client.post(self.address, {"username": worker.username, "password": "wrong"})
        assert AccessEvent.objects.count() == 10
        assert last_line() == ("the-worker", Act.NOT_SIGNED_IN, "people:sign-in", "the last of too many tries")

    def test_guessing_at_many_names_from_one_address_is_stopped_there_and_not_for_good(self, worker: User) -> None:
        here, elsewhere = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
        right = {"username": worker.username, "password": PASSWORD}
        with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as clock:
            for number in range(99):
                here.post(self.address, {"username": f"name-{number}", "password": "wrong"})
            assert here.post(self.address, right).status_code == 302
            assert here.post(self.address, {"username": "name-99", "password": "wrong"}).status_code == 429
            assert here.post(self.address, right).status_code == 429
            assert elsewhere.post(self.address, right).status_code == 302
            for _ in range(3):
                clock.shift(timedelta(minutes=5, seconds=10))
                again = here.post(self.address, {"username": "name-100", "password": "wrong"})
            assert again.status_code == 200
            assert here.post(self.address, right).status_code == 302

    def test_it_says_nothing_about_sessions_to_a_newcomer(self, client: Client) -> None:
        assert "signed out" not in client.get(self.address).content.decode()


class TestSignOut:
    address = "/people/sign-out/"

    def test_it_ends_the_session_and_clears_the_browser(self, client_for: ClientFor) -> None:
        client = client_for(Role.ADMINISTRATOR)
        cookie = client.cookies["session"].value
        response = client.post(self.address)
        assert (response.status_code, response.url) == (302, "/people/sign-in/")
        assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        assert last_line()[:3] == ("the-administrator", Act.SIGNED_OUT, "people:sign-out")
        client.cookies["session"] = cookie
        assert client.get("/people/").status_code == 302

    def test_a_link_cannot_sign_anybody_out(self, client_for: ClientFor) -> None:
        client = client_for(Role.ADMINISTRATOR)
        assert client.get(self.address).status_code == 405
        assert client.get("/people/").status_code == 200

    def test_it_does_no_harm_to_whoever_is_out_already(self, client: Client) -> None:
        assert client.post(self.address).status_code == 302
        assert not AccessEvent.objects.exists()


class TestOwnPassword:
    address = "/people/password/"

    def sent(self, new: str = OTHER_PASSWORD) -> dict[str, str]:
        return {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    def test_everybody_changes_their_own_and_their_other_sessions_end(
        self, client_for: ClientFor, worker: User
    ) -> None:
        here, elsewhere = client_for(Role.WORKER), client_for(Role.WORKER)
        assert here.get(self.address).status_code == 200
        assert here.post(self.address, self.sent()).status_code == 302
        assert last_line() == ("the-worker", Act.CHANGED, "people:own-password", "own password")
        assert here.get(self.address).status_code == 200
        assert elsewhere.get(self.address).status_code == 302
        assert may_sign_in(worker.username, OTHER_PASSWORD)

    @pytest.mark.parametrize("weak", ["short", "fourteen signs", "123456789987654321"])
    def test_a_weak_one_is_refused(self, client_for: ClientFor, worker: User, weak: str) -> None:
        assert client_for(Role.WORKER).post(self.address, self.sent(weak)).status_code == 200
        assert may_sign_in(worker.username, PASSWORD)

    def test_a_stranger_has_none(self, client: Client) -> None:
        assert client.get(self.address).url == "/people/sign-in/?next=/people/password/"
