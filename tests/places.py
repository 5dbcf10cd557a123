"""Services kept in the database for tests to look at: a small place with years of children, corrections and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from yjs.plan.demo.keeping import keep_service
from yjs.plan.demo.published import published
from yjs.plan.demo.service import made_up


A_SMALL_PLACE = 0.1


@pytest.fixture(scope="module")
def small_place(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The made-up service on a small scale, kept once for all the tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        keep_service([*published(), *made_up(A_SMALL_PLACE)], by=None)
        yield
        transaction.set_rollback(True)
