"""A secret that can be guessed signs nobody's session, and the one `demo` made none elsewhere."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.house.test_settings import A_SECRET, demonstrated, start  # noqa: F401
from yjs.start import is_elsewhere


@pytest.mark.parametrize("key", [" ", "x", "a" * 60, "abcd" * 20, A_SECRET[:31], "django-insecure-" + A_SECRET])
def test_a_secret_that_can_be_guessed_is_refused_on_this_machine_too(tmp_path: Path, key: str) -> None:
    refused = start(tmp_path, SECRET_KEY=key)
    assert refused.returncode == 1
    assert "SECRET_KEY is a default or can be guessed" in refused.stderr


def test_thirty_two_characters_are_enough_on_this_machine(tmp_path: Path) -> None:
    assert start(tmp_path, SECRET_KEY=A_SECRET[:32]).returncode == 0


@pytest.mark.parametrize(
    ("argv", "given"),
    [
        (("manage.py", "assets"), {}),
        (("manage.py", "check"), {"DEBUG": "1"}),
        (("manage.py", "runserver"), {"DEBUG": "1"}),
    ],
)
def test_only_the_demonstration_makes_one(tmp_path: Path, argv: tuple[str, ...], given: dict[str, str]) -> None:
    refused = start(tmp_path, *argv, **given)
    assert refused.returncode == 1
    assert "no SECRET_KEY. Set SECRET_KEY to a secret of your own" in refused.stderr
    assert not (tmp_path / "secret-key").exists()


def test_assets_uses_the_one_that_is_there(demonstrated: Path) -> None:  # noqa: F811
    assert start(demonstrated, "manage.py", "assets").returncode == 0


@pytest.mark.django_db
class TestTheMadeSecret:
    """A server may be told its address in ways that no command line shows; the request says which it was."""

    @pytest.fixture(autouse=True)
    def _made(self, settings: Any) -> None:
        settings.SECRET_IS_MADE = True

    def ask(self, **where: str) -> Any:
        return Client(headers={"host": "localhost"}).get("/people/sign-in/", **where)

    @pytest.mark.parametrize(
        "where",
        [
            {"SERVER_NAME": "0.0.0.0", "REMOTE_ADDR": "127.0.0.1"},
            {"SERVER_NAME": "::", "REMOTE_ADDR": "::1"},
            {"SERVER_NAME": "192.168.1.20", "REMOTE_ADDR": "192.168.1.20"},
            {"SERVER_NAME": "localhost", "REMOTE_ADDR": "192.168.1.21"},
            {"SERVER_NAME": "localhost", "REMOTE_ADDR": "::ffff:10.0.0.2"},
        ],
    )
    def test_it_serves_nobody_elsewhere_and_says_what_to_set(self, where: dict[str, str]) -> None:
        refused = self.ask(**where)
        assert (refused.status_code, refused["Content-Type"]) == (503, "text/plain; charset=utf-8")
        assert "is for this machine only" in refused.content.decode()
        assert "Set SECRET_KEY to a secret of your own" in refused.content.decode()
        assert not refused.cookies

    @pytest.mark.parametrize(
        "where",
        [
            {"SERVER_NAME": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1"},
            {"SERVER_NAME": "localhost", "REMOTE_ADDR": "::1"},
            {"SERVER_NAME": "a-name-of-this-machine", "REMOTE_ADDR": "::ffff:127.0.0.1"},
            {"SERVER_NAME": "localhost", "REMOTE_ADDR": ""},
        ],
    )
    def test_it_serves_this_machine(self, where: dict[str, str]) -> None:
        assert self.ask(**where).status_code == 200

    def test_a_secret_of_our_own_serves_everybody(self, settings: Any) -> None:
        settings.SECRET_IS_MADE = False
        assert self.ask(SERVER_NAME="0.0.0.0", REMOTE_ADDR="192.168.1.21").status_code == 200


@pytest.mark.parametrize("address", ["10.0.0.1", "[::]", "fe80::1%eth0", "0.0.0.0"])
def test_another_address_is_told_from_this_machines(address: str) -> None:
    assert is_elsewhere(address)
    assert not any(is_elsewhere(own) for own in ("127.0.0.1", "127.8.8.8", "[::1]", "::1", "localhost", ""))
