"""What the tests of people share: somebody who signs in, and a log that has been written."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

import tests.people.append_only  # noqa: F401
from yjs.people.chain import append
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import Role


LENGTH = 30
PASSWORD = "a long sentence to type"
OTHER_PASSWORD = "quite another sentence"

ClientFor = Callable[[Role], Client]
UserFor = Callable[[Role], User]


@pytest.fixture
def written(db: None) -> list[AccessEvent]:
    """A log of thirty lines, as the service wrote it."""
    return [
        append(
            username=f"person-{number % 3}",
            role="worker",
            act=Act.LOOKED,
            page="disposals:child-detail",
            path=f"/children/{number}/",
            subjects=[f"C{number}", f"Ç{number}"],
            detail="",
        )
        for number in range(LENGTH)
    ]


@pytest.fixture
def worker(user_for: UserFor) -> User:
    """A worker with a password to sign in by."""
    worker = user_for(Role.WORKER)
    worker.set_password(PASSWORD)
    worker.save()
    return worker


def last_line() -> tuple[str, str, str, str]:
    """Who did what on which page, and what else was said of it."""
    return AccessEvent.objects.values_list("username", "act", "page", "detail").first()


def may_sign_in(username: str, password: str) -> bool:
    response = Client().post(reverse("people:sign-in"), {"username": username, "password": password})
    return response.status_code == 302
