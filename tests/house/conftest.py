"""What the tests of the house share: a way to say how much they checked."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.house.printed import Say, on_the_terminal


@pytest.fixture
def say(capfd: pytest.CaptureFixture[str], record_property) -> Iterator[Say]:  # noqa: ANN001
    """Tells how many were checked, on the terminal and in the report of the run, once the test has passed."""
    said: list[tuple[str, int]] = []
    yield lambda what, number: said.append((what, number))
    for what, number in said:
        record_property(what, number)
        with capfd.disabled():
            on_the_terminal(what, number)


@pytest.fixture
def own_log() -> Iterator[io.StringIO]:
    """What the service writes to its own log, as its handlers write it."""
    stream = io.StringIO()
    handlers = {
        handler
        for name in (None, *settings.LOGGING["loggers"])
        for handler in logging.getLogger(name).handlers
        if type(handler) is logging.StreamHandler
    }
    assert handlers
    before = {handler: handler.setStream(stream) for handler in handlers}
    yield stream
    for handler, was in before.items():
        handler.setStream(was or handler.stream)
