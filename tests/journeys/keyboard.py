"""Somebody who uses the keyboard alone: Tab to get there, and keys to answer."""

from playwright.sync_api import Locator, Page


MOST_TABS = 120


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, wanted: Locator) -> None:
        """Tab until it has the focus; what Tab does not reach, nobody reaches."""
        self._until("Tab", wanted, "wanted => wanted === document.activeElement")

    def _until(self, key: str, wanted: Locator, reached: str) -> None:
        wanted.wait_for()
        for _ in range(MOST_TABS):
            self.page.keyboard.press(key)
            if wanted.evaluate(reached):
                return
        raise AssertionError(f"{key} does not reach {wanted}")

    def _control(self, kind: str, label: str) -> Locator:
        return self.page.locator(kind).and_(self.page.get_by_label(label, exact=True))

    def type_into(self, label: str, text: str) -> None:
        self.to(self._control("input, textarea", label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, label: str, text: str) -> None:
        """Choose from a list by typing what the answer begins with."""
        self.to(self._control("select", label))
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        self.to(self._control("input", label))
        self.page.keyboard.press("Space")

    def pick(self, label: str) -> None:
        """One of several: Tab leads to the group, arrows lead through it."""
        wanted = self._control("input", label)
        self._until("Tab", wanted, "wanted => wanted.name === document.activeElement.name")
        if not wanted.is_checked():
            self._until("ArrowDown", wanted, "wanted => wanted.checked")

    def press(self, role: str, name: str) -> None:
        self.to(self.page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]
        self.page.keyboard.press("Enter")
