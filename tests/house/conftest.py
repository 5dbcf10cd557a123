"""What the tests of the house share: a way to say how much they checked."""

from collections.abc import Iterator

import pytest

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
