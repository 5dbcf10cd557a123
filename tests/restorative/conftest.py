"""What the tests of the victims' side share: who is signed in, and a way to say how much they checked."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.house.conftest import say
from yjs.people.permissions import Role


__all__ = ["say", "worker"]


@pytest.fixture
def worker(client_for: Callable[[Role | str], Client]) -> Client:
    """A browser in which the victim worker has signed in."""
    return client_for(Role.VICTIM_WORKER)
