"""Signs by which an open tracker tells what has changed since it was last looked at; they say nothing to anybody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from reoffending.tracked import TrackedChild
from reoffending.tracker import Tracker


# So many bytes set children apart, and the states of one child.
OF_A_CHILD, OF_A_STATE = 4, 3


@dataclass(frozen=True)
class Signs:
    """The signs of a cohort for one person, who alone has the key: without it nobody can say whose or of what they are."""

    key: str
    tracker: Tracker
    made: dict[str, Any]

    @property
    def children(self) -> str:
        """Every child of the cohort, on other pages too: a sign of the child and one of how the child stands."""
        tracker = self.tracker
        asked = (Signs.children, self.key, tracker.rule, tracker.period, tracker.within)
        return tracker.book.remembered(asked, lambda: " ".join(self._told(tracker.children())))

    @property
    def figures(self) -> str:
        """The figures at the top: where each stands on the page, and a sign of what it says."""
        shown = (told for name in ("figures", "beside", "often") for told in self.made[name])
        return " ".join(f"{told['key']}:{self._sign(told['value'] + told['of'], OF_A_STATE)}" for told in shown)

    def of(self, children: Iterable[TrackedChild]) -> dict[str, str]:
        """What the page carries: the signs of the cohort, of its figures, and of the children that stand on it."""
        rows = " ".join(self._sign(f"child {child.pk}", OF_A_CHILD) for child in children)
        return {"children": self.children, "figures": self.figures, "rows": rows}

    def _told(self, children: Iterable[TrackedChild]) -> Iterator[str]:
        for child in children:
            yield f"{self._sign(f'child {child.pk}', OF_A_CHILD)}:{self._sign(f'{child.pk} {child.state}', OF_A_STATE)}"

    def _sign(self, text: str, length: int) -> str:
        return blake2b(text.encode(), key=bytes.fromhex(self.key), digest_size=length).hexdigest()
