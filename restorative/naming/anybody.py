"""Looking for any of many people at once: an index, so that thousands are no more work than one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from restorative.naming import Marks, names
from restorative.naming.spelling import read


Who = TypeVar("Who")


class Anybody(Generic[Who]):
    """Looks for anybody in a text that may be about any of them: by the whole name, or how to find them."""

    def __init__(self, those: Iterable[tuple[Who, Marks]]) -> None:
        self._those = those
        self._by_anchor: dict[str, list[tuple[Who, Marks]]] | None = None

    def seen_in(self, text: str) -> Iterator[tuple[Who, Marks]]:
        """Those whom a text names whole, or tells how to find, with what gives them away."""
        if self._by_anchor is None:
            self._by_anchor = defaultdict(list)
            for who, marks in self._those:
                whole = marks.by_whole_names()
                for anchor in whole.anchors | whole.houses:
                    self._by_anchor[anchor].append((who, whole))
        likely = {each for key in read(text).spans if key in self._by_anchor for each in self._by_anchor[key]}
        return (each for each in likely if names(text, each[1]))
