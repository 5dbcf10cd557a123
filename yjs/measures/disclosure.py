"""Small numbers in what is published: which counts are hidden so that no child can be picked out.

The last step before publishing, and alone: it takes counts and the sums that tie them together, and says
which to hide. The written rule:

- A count of 1 to 4 is hidden. A zero is shown: it is about no child.
- A reader can add up and take away. So more is hidden, until arithmetic leaves every hidden count at least
  three possible values, and leaves every small one room to be a count that need not be hidden (5 or more).
- The three values stand for a reader who knows this rule too: none of them needs a count above zero, this one
  or another hidden beside it, to be zero.
- What is hidden besides takes from the reader as little as can be found: a small count before a large one, a
  zero where it serves better, totals last.

The caller names *every* sum the reader can do: across, down, groups into totals, quarters into years, this
release less the last one. A number in a sum that the reader is not shown is `unpublished`: the children of
the denominator who are not in the numerator, or the difference between two releases. With its count given it
is protected too (24 of 26 tells of the 2); without, it is only room to move.

A rate whose numerator is hidden is hidden as well, with its interval, its bar on a chart and its words:
beside a visible denominator it gives the numerator away. That, and rounding, are the caller's.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import chain
from math import ceil, floor, inf
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, hstack


CONFIDENTIAL = "[c]"

Key = TypeVar("Key", bound=Hashable)
Values = Mapping[Key, int | None]
Sums = Sequence[tuple[Key, Sequence[Key]]]
Cells = NDArray[np.bool_]  # one for each key
Change = tuple[int, bool]  # by how much; by the rule, or by arithmetic alone

ROOM = 2  # the highest value less the lowest: three values
ZERO = 2.5  # what hiding costs the reader: a count from 1 to 2 as it is small or large, a zero a little more,
TOTAL = 30.0  # a total more than any way round it through the body of a table
UNSEEN = 0.001  # and to move a count the reader does not see costs next to nothing, but keeps changes small


class CannotProtect(ValueError):
    """A small count is given away by numbers that can no longer be hidden."""


def protect(
    values: Values[Key],
    sums: Sums[Key],
    threshold: int = 5,
    *,
    unpublished: Collection[Key] = (),
    already_published: Collection[Key] = (),
    already_hidden: Collection[Key] = (),
) -> frozenset[Key]:
    """The counts to hide.

    `values` holds the counts, None where there is no number to show; `sums` are (total, parts), by key.
    Counts `already_published`, in an earlier release or elsewhere, can no longer be hidden; those `already_hidden`
    stay so.
    """
    table = _Table(values, sums, unpublished)
    table.complete()
    cover = _Cover(table, threshold, table.shown & ~table.among(already_published), table.among(already_hidden))
    cover.hide()
    cover.spare()
    return frozenset(table.keys[cell] for cell in np.flatnonzero(cover.hidden))


def audit(
    values: Values,
    sums: Sums,
    hidden: Collection[Hashable],
    *,
    unpublished: Collection[Hashable] = (),
) -> dict[Hashable, tuple[int, float]]:
    """The attack: the lowest and the highest that each number not shown can be, given those that are."""
    table = _Table(values, sums, unpublished)
    unseen = ~table.shown | table.among(hidden)
    ties, seen = table.ties[:, unseen], table.ties[:, ~unseen] @ table.counts[~unseen]
    found = {}
    for place, cell in enumerate(np.flatnonzero(unseen)):
        cost = np.zeros(ties.shape[1])
        cost[place] = 1
        low = _cheapest(cost, ties, -seen, 0, inf)
        if low is None:
            raise ValueError("the numbers shown do not add up")
        high = _cheapest(-cost, ties, -seen, 0, inf)
        highest = inf if high is None else floor(high[place] + 1e-6)
        found[table.keys[cell]] = (ceil(low[place] - 1e-6), highest)
    return found


class _Table:
    """Counts, the sums that tie them together, and which of them the reader is meant to see."""

    def __init__(self, values: Values, sums: Sums, unpublished: Collection[Hashable]) -> None:
        self.keys = list(dict.fromkeys(chain(values, unpublished)))
        self.sums = sums
        self.place = {key: place for place, key in enumerate(self.keys)}
        for key, value in values.items():
            if value is not None and (value < 0 or value != int(value)):
                raise ValueError(f"{key!r}: {value} is not a count")
        strangers = {key for total, parts in sums for key in (total, *parts)} - self.place.keys()
        if strangers:
            raise ValueError(f"in a sum, with no value and not unpublished: {sorted(map(repr, strangers))}")
        self.counts = np.array([values.get(key) or 0 for key in self.keys], np.int64)
        self.given = np.array([values.get(key) is not None for key in self.keys], bool)
        self.shown = self.given & ~self.among(unpublished)
        ties = np.zeros((len(sums), len(self.keys)))
        for row, (total, parts) in zip(ties, sums, strict=True):
            row[self.place[total]] -= 1
            for part in parts:
                row[self.place[part]] += 1
        self.ties = csc_array(ties)
        self.up_and_down = hstack([self.ties, -self.ties], format="csc")

    def among(self, keys: Collection[Hashable]) -> Cells:
        chosen = set(keys)
        return np.array([key in chosen for key in self.keys], bool)

    def near(self, cell: int) -> Cells:
        """What three sums in a row can reach from this number: its table, in each quarter and in the year."""
        tied = abs(self.ties)
        reached = np.arange(len(self.keys)) == cell
        for _ in range(3):
            reached = reached | (tied.T @ (tied @ reached) > 0)
        return reached

    def complete(self) -> None:
        """Put in, where no count was given, one that fits: the reader cannot know that it is another."""
        if not self.given.all():
            highest = np.where(self.given, self.counts, inf)
            fitting = _cheapest(np.ones(len(self.keys)), self.ties, 0, self.counts, highest)
            if fitting is not None:
                self.counts = np.rint(fitting).astype(np.int64)
        for total, parts in self.sums:
            count = self.counts[self.place[total]]
            added = sum(self.counts[self.place[part]] for part in parts)
            if added != count:
                raise ValueError(f"{total!r} is {count} but its parts add up to {added}")

    def losses(self) -> NDArray[np.float64]:
        """What the reader loses with each count."""
        depth = dict.fromkeys(self.keys, 0)
        for _ in range(3):
            for total, parts in self.sums:
                depth[total] = min(3, max(depth[total], 1 + max((depth[part] for part in parts), default=0)))
        depths = np.array([depth[key] for key in self.keys], int)
        largest = np.array([self.counts[depths == level].max() for level in depths])
        return TOTAL**depths * np.where(self.counts > 0, 1 + self.counts / (largest + 1), ZERO)


class _Cover:
    """Hides the small counts, and then what else it takes.

    A hidden count has its room when it differs in other tables that add up and are the same wherever the
    reader can see. A table like that, kept as the changes that lead to it from the true one, serves every count
    it changes and stays possible when more is hidden: so few have to be looked for.
    """

    def __init__(self, table: _Table, threshold: int, may_hide: Cells, stays_hidden: Cells) -> None:
        small = table.given & (table.counts > 0) & (table.counts < threshold)
        self.table = table
        self.may_hide = may_hide
        self.stays_hidden = stays_hidden
        self.hidden = small & may_hide | stays_hidden
        self.small = small & (may_hide | ~table.shown)
        self.reach = np.where(self.small, threshold - table.counts, 0)
        self.loss = table.losses()
        self.falls_by_rule = table.counts - (table.given & (table.counts > 0))
        self.changes = np.zeros((1, len(table.keys)), np.int64)

    def hide(self) -> None:
        while (wanting := self.wanting()).size:
            self.give_room(int(wanting[0]))

    def spare(self) -> None:
        """Show again what later choices have made needless, the greatest loss first."""
        besides = np.flatnonzero(self.hidden & ~self.small & ~self.stays_hidden)
        for cell in sorted(besides, key=lambda cell: -self.loss[cell]):
            if self.is_one_of_two(int(cell)):
                continue
            without = copy(self)
            without.may_hide = np.zeros_like(self.may_hide)
            without.hidden = self.hidden & (np.arange(len(self.hidden)) != cell)
            without.changes = self.changes[self.changes[:, cell] == 0]
            already = len(without.changes)
            try:
                without.hide()
            except CannotProtect:
                self.changes = np.vstack([self.changes, without.changes[already:]])
            else:
                self.hidden, self.changes = without.hidden, without.changes

    def is_one_of_two(self, cell: int) -> bool:
        """One sum would give the other away: no need to look further."""
        tied = abs(self.table.ties)
        protected = self.hidden | self.small
        only_two = (tied @ protected == 2) & (tied @ (protected | ~self.table.shown) == 2)
        return bool(only_two[tied[:, [cell]].indices].any())

    def wanting(self) -> NDArray[np.intp]:
        """The counts to protect that have not the room yet."""
        possible = self.changes[(self.changes >= -self.falls_by_rule).all(axis=1)]
        narrow = possible.max(axis=0) - possible.min(axis=0) < ROOM
        low = self.changes.max(axis=0) < self.reach
        return np.flatnonzero((self.hidden | self.small) & (narrow | low))

    def give_room(self, cell: int) -> None:
        """Hide the least that lets this count reach the threshold, if small, and then take three values."""
        if self.changes[:, cell].max() < self.reach[cell]:
            self.allow(cell, [[(int(self.reach[cell]), False)]])
        self.allow(cell, self.ways_to_three_values(cell))

    def ways_to_three_values(self, cell: int) -> Iterator[list[Change]]:
        """Two more, one more and one less, or two less: each without what is known to be possible already."""
        possible = self.changes[(self.changes >= -self.falls_by_rule).all(axis=1), cell]
        for up in range(ROOM + 1):
            yield [(by, True) for by in (up, up - ROOM) if not possible.min() <= by <= possible.max()]

    def allow(self, cell: int, ways: Iterable[list[Change]]) -> None:
        """Of these ways to change a count take the one that hides the least."""
        best = None
        for way in ways:
            found = [self.cheapest_change(cell, *change) for change in way]
            if any(changes is None for changes in found):
                continue
            changes = np.array(found, np.int64).reshape(len(found), len(self.hidden))
            more = self.may_hide & ~self.hidden & (changes != 0).any(axis=0)
            loss = self.loss[more].sum()
            if best is None or loss < best[0]:
                best = loss, more, changes
            if loss == 0:
                break
        if best is None:
            raise CannotProtect(f"{self.table.keys[cell]!r} is given away by numbers that cannot be hidden")
        self.hidden = self.hidden | best[1]
        self.changes = np.vstack([self.changes, best[2]])

    def cheapest_change(self, cell: int, by: int, by_rule: bool) -> NDArray[np.int64] | None:
        """Change every count as hides the least, and this one by so much or more; None where nothing does."""
        falls = self.falls_by_rule if by_rule else self.table.counts
        if -by > falls[cell]:
            return None
        size = len(falls)
        lowest = np.zeros(2 * size)
        highest = np.concatenate([np.full(size, inf), falls])
        onward, back = (cell, cell + size) if by > 0 else (cell + size, cell)
        lowest[onward], highest[back] = abs(by), 0
        loss = np.tile(np.where(self.may_hide & ~self.hidden, self.loss, UNSEEN), 2)
        movable = self.hidden | self.may_hide | ~self.table.shown
        for may_change in (movable & self.table.near(cell), movable):
            moves = (highest > 0) & np.tile(may_change, 2)
            found = _cheapest(loss[moves], self.table.up_and_down[:, moves], 0, lowest[moves], highest[moves])
            if found is not None:
                rises_and_falls = np.zeros(2 * size, np.int64)
                rises_and_falls[moves] = np.rint(found)
                return rises_and_falls[:size] - rises_and_falls[size:]
        return None


def _cheapest(cost, ties, added, lowest, highest) -> NDArray[np.float64] | None:
    """The whole numbers within these limits that add up to this and cost least; None if there are no such.

    Most tables have whole numbers at their corners, so fractions are ruled out only where they turn up.
    """
    for whole in (0, 1):
        limits, sums = Bounds(lowest, highest), LinearConstraint(ties, added, added)
        point = milp(cost, integrality=whole, bounds=limits, constraints=sums).x
        if point is None or np.abs(point - np.rint(point)).max(initial=0) < 1e-6:
            break
    return point
