"""A meeting about three children: one proven to have reoffended, one of whom it waits to be known, one new."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from disposals.models import Child
from tests.reoffending.test_tracker_page import TODAY, child_of


@pytest.fixture
def on_the_day() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def cohort(on_the_day: None) -> list[Child]:
    day = dt.date(2025, 6, 2)
    return [
        child_of(1, day, (dt.date(2025, 8, 1), dt.date(2025, 10, 1))),
        child_of(2, day, (dt.date(2026, 2, 1), None)),
        child_of(3, dt.date(2025, 11, 3)),
    ]
