"""What the tests of the victims' side share: who is signed in, and a way to say how much they checked."""

from collections.abc import Callable

import pytest
from django.test import Client

from disposals.models import Child
from restorative.models import Victim
from tests.disposals.kept import a_child, an_offence
from tests.house.conftest import say
from tests.restorative.victims_kept import a_victim
from yjs.people.permissions import Role


__all__ = ["child", "say", "victim", "worker"]


@pytest.fixture
def child() -> Child:
    return a_child()


@pytest.fixture
def victim(child: Child) -> Victim:
    """Somebody harmed by an offence of the child."""
    return a_victim(an_offence(child))


@pytest.fixture
def worker(client_for: Callable[[Role | str], Client]) -> Client:
    """A browser in which the victim worker has signed in."""
    return client_for(Role.VICTIM_WORKER)
