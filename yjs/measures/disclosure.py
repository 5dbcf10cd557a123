"""Small numbers in what is published: which counts are hidden so that no child can be picked out.

The last step before publishing, and alone: it takes counts and the sums that tie them together, and says which to hide.
The written rule:

- A count of 1 to 4 is hidden. A zero is shown: it is about no child.
- A reader can add up and take away. So more is hidden, until arithmetic leaves every hidden count at least three
  possible values, and leaves every small one room to be a count that need not have been hidden (5 or more).
- This holds for a reader who knows the rule: no count above zero is protected by the thought that it, or another hidden
  beside it, might be zero.
- What is hidden besides takes as little as can be found from the reader: a small count before a large one, a zero only
  where it serves better, totals last.

The caller names *every* sum the reader can do: across, down, groups into totals, quarters into years, this release less
the last one. A number in a sum that the reader is not shown is `unpublished`: the children of the denominator who are
not in the numerator, or the difference between two releases. With its count given it is protected too (24 of 26 tells
of the 2); without, it is only room to move.

A rate whose numerator is hidden is hidden as well, with its interval, its bar on a chart and its text: beside a visible
denominator it gives the numerator away. That, and rounding, are the caller's.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from copy import copy
from itertools import chain
from math import ceil, floor, inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, hstack


CONFIDENTIAL = "[c]"
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
PROVISIONAL = "[p]"

Sums = Sequence[tuple[Hashable, Sequence[Hashable]]]

ROOM = 2  # highest less lowest: three values
FREE = 0.001  # what it costs to move a count the reader does not see: little, so that moves stay short
TOTAL = 30.0  # one total costs more than a way round it through the body of a table


class CannotProtect(ValueError):
    """Numbers that are already out, or cannot be hidden, give a small count away."""


def protect(
    values: Mapping[Hashable, int | None],
    sums: Sums,
    threshold: int = 5,
    *,
    unpublished: Collection[Hashable] = (),
    already_published: Collection[Hashable] = (),
) -> frozenset[Hashable]:
    """The counts to hide.

    `values` are the counts, None where there is no number to show. `sums` are (total, parts). `already_published` counts
    are out, in an earlier release: they can no longer be hidden.
    """
    table = _Table(values, sums, unpublished)
    table.complete()
    may_hide = table.shown & ~table.among(already_published)
    hidden = _Cover(table, threshold, may_hide).hide().spare().hidden
    return frozenset(table.keys[cell] for cell in np.flatnonzero(hidden))


def audit(
    values: Mapping[Hashable, int | None],
    sums: Sums,
    hidden: Collection[Hashable],
    *,
    unpublished: Collection[Hashable] = (),
) -> dict[Hashable, tuple[int, float]]:
    """The attack: the lowest and highest each number not shown can be, given those that are (no highest: infinity)."""
    table = _Table(values, sums, unpublished)
    unseen = ~table.shown | table.among(hidden)
    ties = table.ties[:, unseen]
    seen = -(table.ties[:, ~unseen] @ table.counts[~unseen])
    found = {}
    for place, cell in enumerate(np.flatnonzero(unseen)):
        ends = []
        for direction in (1, -1):
            cost = np.zeros(ties.shape[1])
            cost[place] = direction
            point, unbounded = _cheapest(cost, ties, seen, 0, inf)
            if point is None and not unbounded:
                raise ValueError("the numbers shown do not add up")
            ends.append(inf if point is None else point[place])
        found[table.keys[cell]] = (ceil(ends[0] - 1e-6), ends[1] if ends[1] == inf else floor(ends[1] + 1e-6))
    return found


class _Table:
    """Counts, the sums that tie them together, and which of them the reader is meant to see."""

    def __init__(self, values, sums, unpublished):
        self.keys = list(dict.fromkeys(chain(values, unpublished)))
        self.place = {key: place for place, key in enumerate(self.keys)}
        for key, value in values.items():
            if value is not None and (value < 0 or value != int(value)):
                raise ValueError(f"{key!r}: {value} is not a count")
        unknown = {key for total, parts in sums for key in (total, *parts)} - self.place.keys()
        if unknown:
            raise ValueError(f"in a sum but without a value, and not said to be unpublished: {sorted(map(repr, unknown))}")
        self.sums = [(total, tuple(parts)) for total, parts in sums]
        self.given = np.array([values.get(key) is not None for key in self.keys], bool)
        self.counts = np.array([values.get(key) or 0 for key in self.keys], np.int64)
        self.shown = self.given & ~self.among(unpublished)
        ties = np.zeros((len(self.sums), len(self.keys)))
        for row, (total, parts) in zip(ties, self.sums, strict=True):
            row[self.place[total]] -= 1
            for part in parts:
                row[self.place[part]] += 1
        self.ties = csc_array(ties)
        self.both_ways = hstack([self.ties, -self.ties], format="csc")

    def among(self, keys):
        chosen = set(keys)
        return np.array([key in chosen for key in self.keys], bool)

    def complete(self):
        """Put in, for each number nobody gave, one that fits: the reader cannot know it is not the true one."""
        fixed = np.where(self.given, self.counts, 0), np.where(self.given, self.counts, inf)
        if not self.given.all():
            point, _ = _cheapest(np.ones(len(self.keys)), self.ties, 0, *fixed)
            if point is not None:
                self.counts = np.rint(point).astype(np.int64)
        for total, parts in self.sums:
            added = sum(self.counts[self.place[part]] for part in parts)
            if added != self.counts[self.place[total]]:
                raise ValueError(f"the parts of {total!r} add up to {added}, not {self.counts[self.place[total]]}")

    def losses(self):
        """What the reader loses with each count: more for a large one, still more for a zero, most for totals of totals."""
        depth = dict.fromkeys(self.keys, 0)
        for _ in range(3):
            for total, parts in self.sums:
                depth[total] = max(depth[total], min(3, 1 + max((depth[part] for part in parts), default=0)))
        depths = np.array([depth[key] for key in self.keys])
        largest = np.array([self.counts[depths == d].max() for d in depths], float)
        return TOTAL**depths * np.where(self.counts > 0, 1 + self.counts / (largest + 1), 2.5)


class _Cover:
    """Hides the small counts, then what else it takes.

    A hidden count has its room when other tables that add up, the same wherever the reader can see, differ from the true
    one there. Such a table stays possible when more is hidden, so none is looked for twice.
    """

    def __init__(self, table, threshold, may_hide):
        self.table = table
        self.threshold = threshold
        self.may_hide = may_hide
        self.small = table.given & (table.counts > 0) & (table.counts < threshold) & (may_hide | ~table.shown)
        self.hidden = self.small & may_hide
        self.loss = table.losses()
        self.fall = table.counts - ((table.counts > 0) & table.given)
        self.changes = np.zeros((1, len(self.loss)), np.int64)

    def hide(self):
        waiting = list(np.flatnonzero(self.small))
        while waiting:
            waiting.extend(self.protect(waiting.pop(0)))
        return self

    def spare(self):
        """Show again what later choices have made needless, the greatest loss first."""
        besides = np.flatnonzero(self.hidden & ~self.small)
        for cell in sorted(besides, key=lambda cell: -self.loss[cell]):
            without = copy(self)
            without.may_hide = np.zeros_like(self.hidden)
            without.hidden = self.hidden & (np.arange(len(self.loss)) != cell)
            without.changes = self.changes[self.changes[:, cell] == 0]
            try:
                for other in np.flatnonzero(without.hidden | self.small):
                    without.protect(other)
            except CannotProtect:
                continue
            self.hidden, self.changes = without.hidden, without.changes
        return self

    def protect(self, cell):
        """Find the least to hide that gives this count its room, and hide it."""
        best, found = None, {}
        for way in self.ways(cell):
            for change in way:
                if change not in found:
                    found[change] = self.change(cell, *change)
            if any(found[change] is None for change in way):
                continue
            moved = np.any([found[change] != 0 for change in way], axis=0) if way else np.zeros_like(self.hidden)
            more = moved & self.may_hide & ~self.hidden
            if best is None or self.loss[more].sum() < best[0]:
                best = self.loss[more].sum(), more, way
            if not more.any():
                break
        if best is None:
            raise CannotProtect(f"{self.table.keys[cell]!r} can be worked out from numbers that cannot be hidden")
        _, more, way = best
        self.hidden = self.hidden | more
        self.changes = np.vstack([self.changes, *(found[change] for change in way)])
        return np.flatnonzero(more)

    def ways(self, cell):
        """Each way to give this count its room: the changes, of those it takes, that no table has yet shown possible."""
        by_rule = self.changes[(self.changes >= -self.fall).all(axis=1), cell]
        reach = self.threshold - self.table.counts[cell]
        to_reach = [(reach, False)] if self.small[cell] and self.changes[:, cell].max() < reach else []
        for up in range(ROOM + 1):
            ends = [(by, True) for by in (up, up - ROOM) if not by_rule.min() <= by <= by_rule.max()]
            yield ends + to_reach

    def change(self, cell, by, by_rule):
        """The change to every count that hides the least and changes this one by so much or more, if there is one.

        By the rule, a count above zero stays above zero.
        """
        counts, size = self.table.counts, len(self.loss)
        fall = self.fall if by_rule else counts
        if -by > fall[cell]:
            return None
        stays = self.table.shown & ~self.hidden & ~self.may_hide
        lower = np.zeros(2 * size)
        upper = np.where(np.tile(stays, 2), 0, np.concatenate([np.full(size, inf), fall]))
        onward, back = (cell, cell + size) if by > 0 else (cell + size, cell)
        lower[onward], upper[back] = abs(by), 0
        loss = np.tile(np.where(self.may_hide & ~self.hidden, self.loss, FREE), 2)
        moves = upper > 0
        point, _ = _cheapest(loss[moves], self.table.both_ways[:, moves], 0, lower[moves], upper[moves])
        if point is None:
            return None
        rise_and_fall = np.zeros(2 * size, np.int64)
        rise_and_fall[moves] = np.rint(point)
        return rise_and_fall[:size] - rise_and_fall[size:]


def _cheapest(cost, ties, equals, lower, upper):
    """The whole numbers that cost least, or None; and whether that is because they have no limit.

    Most tables have whole-number corners, so the fractions are ruled out only where they turn up.
    """
    for whole in (0, 1):
        found = milp(cost, integrality=whole, bounds=Bounds(lower, upper), constraints=LinearConstraint(ties, equals, equals))
        if found.x is None or np.abs(found.x - np.rint(found.x)).max(initial=0) < 1e-6:
            break
    return found.x, found.status in (3, 4)
