"""A thumb on a phone: how often it tapped, and how long that takes a person."""

import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.journeys.test_every_page_axe import WIDER


# A person finds the place and taps it in about so many seconds; the rest is the service's own time.
SECONDS_A_TAP = 3


class Thumb:
    """Somebody's thumb on a phone, and how often it tapped."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0
        self.began = time.monotonic()

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def type(self, what: Locator, text: str) -> None:
        self.tap(what)
        what.fill(text)
        self.taps += len(text)

    @property
    def seconds(self) -> float:
        """What the service took, and what the taps take."""
        return time.monotonic() - self.began + self.taps * SECONDS_A_TAP


def sound(page: Page) -> None:
    """Nothing axe finds fault with, and nothing wider than the phone."""
    assert Axe().run(page).response["violations"] == []
    assert not page.evaluate(WIDER)
