"""A way to split the rows behind a figure into groups that together are the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pandas import DataFrame, Series

from yjs.records.book import Book


NOT_RECORDED = "not_recorded"
UNKNOWN = {NOT_RECORDED: "Not recorded"}


@dataclass(frozen=True)
class Breakdown:
    """Puts each row behind a figure in exactly one group.

    `of` takes the book and rows and gives the code of each row's group. `groups` are the codes and names always shown,
    in their order; those in `also` are shown where a row is in them. With neither, the groups are those found. One
    that is `is_inside` is for those who may open records alone: it tells of the service's own people, or more than may
    be told beside another.
    """

    slug: str
    title: str
    of: Callable[[Book, DataFrame], Any]
    groups: Mapping[str, str] = field(default_factory=dict, hash=False)
    also: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_inside: bool = False

    @property
    def words(self) -> str:
        """The title within a sentence."""
        return self.title if self.title.isupper() else self.title[0].lower() + self.title[1:]

    def split(self, book: Book, rows: DataFrame | Series) -> dict[str, Any]:
        """The rows of each group that has any, by its code."""
        codes = Series(self.of(book, rows), dtype=object).to_numpy()
        return {code: rows[codes == code] for code in dict.fromkeys(codes)}

    def shown(self, *found: Iterable[str]) -> list[str]:
        """The codes of the groups to show for those found, in order."""
        codes = list(dict.fromkeys(code for part in found for code in part))
        if not self.groups and not self.also:
            return codes
        every = {**self.groups, **self.also}
        if unknown := [code for code in codes if code not in every]:
            raise ValueError(f"{self.title} has no group {', '.join(map(str, unknown))}.")
        return [code for code in every if code in self.groups or code in codes]

    def name(self, code: str) -> str:
        """The name of a group."""
        return {**UNKNOWN, **self.groups, **self.also}.get(code, code)
