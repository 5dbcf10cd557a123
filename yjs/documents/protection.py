"""Protecting small numbers in a whole document, the last thing done before it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import singledispatch

from yjs.documents.document import MARKERS, Block, Cell, Chart, CountKey, Document, Prose, Series, Table
from yjs.measures.disclosure import CONFIDENTIAL, CannotProtect, protect


HIDDEN = Cell("", marker=CONFIDENTIAL)
SMALL = range(1, 5)
# Of fewer than this no groups are shown: with their total known, there is nothing left to hide them among.
FEWEST = 10
Hidden = frozenset[CountKey]
Sum = tuple[CountKey, tuple[CountKey, ...]]


def protected(document: Document) -> Document:
    """The document for the public: every count of 1 to 4 hidden, and all that would give one away, wherever in it
    that stands.
    """
    return replace(without(document, hidden_counts(document)), audience="public")


def without(document: Document, hidden: Hidden) -> Document:
    """The document without these counts, wherever they stand or can be read off."""
    if not hidden:
        return document
    return replace(document, blocks=tuple(_protected(block, hidden) for block in document.blocks))


def protected_table(table: Table) -> Table:
    """One table for those who may open no records."""
    return _table(table, hidden_groups([table]))


def hidden_counts(document: Document) -> Hidden:
    """The counts to hide from the public. One that stands in several tables has one key, and is hidden in all.

    A figure of the whole service is decided by itself, and then its groups as though it were known: so another
    document that shows some of the same figures hides the same of them, and two together tell no more than each.
    """
    found = _Counts(document.tables)
    figures = found.figures_to_hide()
    return figures | _groups_to_hide(found) | found.groups_of(figures)


def hidden_groups(tables: Iterable[Table]) -> Hidden:
    """The groups to hide where the totals of the whole service are known.

    A figure split one way is decided by itself, as though nothing else were shown, so that it is the same wherever it
    stands. Then come the groups of groups, for a reader who knows what is shown of the groups.
    """
    return _groups_to_hide(_Counts(tables))


def _groups_to_hide(found: _Counts) -> Hidden:
    hidden: set[CountKey] = set()
    for depth in range(1, 1 + max((len(key.groups) for key in found.values), default=0)):
        hidden |= {key for key in found.loose(depth) if found.values[key] in SMALL}
        hidden |= found.everybody(depth)
        for sums in found.decided_together(depth, hidden):
            hidden |= found.to_hide(sums, depth, hidden)
    return frozenset(hidden)


class _Counts:
    """The counts of some tables, and the sums that tie them together."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self.shown: set[CountKey] = set()
        self.values: dict[CountKey, int] = {}
        sums: dict[Sum, None] = {}
        for table in tables:
            for (total, count), parts in table.ties:
                self.values |= {total: count, **dict(parts)}
                sums[total, tuple(key for key, _ in parts)] = None
            cells = [cell for row in table.rows for cell in row.cells]
            shown = [(cell.keys[0], cell.count) for cell in cells if cell.keys and cell.count is not None]
            self.values |= dict([*shown, *table.told])
            self.shown |= {key for key, _ in (*shown, *table.told)}
        self.sums = list(sums)

    def figures_to_hide(self) -> Hidden:
        """The figures of the whole service to hide, each decided with nothing but what it is a part of, which another
        document may show.
        """
        few = {key for key in self.shown if not key.groups and self.values[key] in SMALL} | self.everybody(0)
        hidden = set(few)
        for each in self.sums:
            keys = frozenset(_keys(each))
            if not any(key.groups for key in keys):
                values = {key: self.values[key] for key in keys}
                rest = {key for key in keys if key.is_rest}
                hidden |= protect(values, [each], unpublished=rest, already_hidden=few & keys)
        return frozenset(hidden)

    def groups_of(self, figures: Hidden) -> Hidden:
        """The groups of these figures: added up they would tell what is hidden."""
        wholes = {(key.rule, key.days) for key in figures}
        return frozenset(key for key in self.shown if key.groups and (key.rule, key.days) in wholes)

    def everybody(self, depth: int) -> set[CountKey]:
        """The numerators of this depth that are all of a few: 5 of 5 tells of each of the five."""
        pairs = [(total, *parts) for total, parts in self.sums if len(parts) == 2 and parts[1].is_rest]
        return {
            part
            for total, part, rest in pairs
            if part.rule != total.rule
            and len(part.groups) == depth
            and part in self.shown
            and not self.values[rest]
            and 0 < self.values[part] < FEWEST
        }

    def loose(self, depth: int) -> set[CountKey]:
        """The groups of this depth that are in no sum."""
        tied = {key for each in self.sums for key in _keys(each)}
        return {key for key in self.shown - tied if len(key.groups) == depth}

    def decided_together(self, depth: int, hidden: set[CountKey]) -> Iterator[list[Sum]]:
        """The sums about groups of this depth, those together that share a number the reader does not know."""
        together: list[tuple[set[CountKey], list[Sum]]] = []
        for each in self.sums:
            if max(len(key.groups) for key in _keys(each)) > depth:
                continue
            unknown = {key for key in _keys(each) if len(key.groups) == depth or key in hidden}
            touched = [one for one in together if not unknown.isdisjoint(one[0])]
            together = [one for one in together if unknown.isdisjoint(one[0])]
            keys, sums = unknown.union(*(one[0] for one in touched)), [sum_ for one in touched for sum_ in one[1]]
            together.append((keys, [*sums, each]))
        return (sums for keys, sums in together if any(len(key.groups) == depth for key in keys))

    def to_hide(self, sums: list[Sum], depth: int, hidden: set[CountKey]) -> Hidden:
        """The groups to hide of those in these sums: all of them where hiding some is not enough."""
        values = {key: self.values[key] for each in sums for key in _keys(each)}
        known = {key for key in values if len(key.groups) < depth and not key.is_rest} - hidden
        groups = frozenset(key for key in values if len(key.groups) == depth and not key.is_rest)
        if 0 < max((values[key] for key in known), default=FEWEST) < FEWEST:
            return self.all_of(groups)
        # Each way of splitting a figure has a page of its own; groups of groups are seen here or nowhere.
        unseen = {key for key in values if key.is_rest or (depth > 1 and key in groups - self.shown)}
        try:
            return protect(
                values, sums, unpublished=unseen, already_published=known, already_hidden=hidden & values.keys()
            )
        except CannotProtect:
            return self.all_of(groups)

    def all_of(self, groups: Hidden) -> Hidden:
        """These groups, and those beside them that nobody is in: which they are would tell who is in the others."""
        splits = {key.split for key in groups}
        return groups | {key for key in self.shown if key.split in splits}


def _keys(each: Sum) -> tuple[CountKey, ...]:
    return (each[0], *each[1])


def _is_hidden(keys: tuple[CountKey, ...], hidden: Hidden) -> bool:
    return not hidden.isdisjoint(keys)


@singledispatch
def _protected(block: Block, hidden: Hidden) -> Block:
    return block


@_protected.register
def _table(block: Table, hidden: Hidden) -> Table:
    rows = tuple(
        replace(row, cells=tuple(HIDDEN if _is_hidden(cell.keys, hidden) else cell for cell in row.cells))
        for row in block.rows
    )
    return replace(block, rows=rows, ties=(), told=())


@_protected.register
def _(block: Chart, hidden: Hidden) -> Block:
    table = block.table and _table(block.table, hidden)
    series = tuple(_protected_series(each, hidden) for each in block.series)
    said = "" if series == block.series else f" {CONFIDENTIAL} stands for what is {MARKERS[CONFIDENTIAL]}."
    return replace(block, series=series, table=table, description=block.description + said)


@_protected.register
def _(block: Prose, hidden: Hidden) -> Block:
    keys = block.keys or ((),) * len(block.paragraphs)
    kept = [text for text, used in zip(block.paragraphs, keys, strict=True) if not _is_hidden(used, hidden)]
    return Prose(tuple(kept))


def _protected_series(series: Series, hidden: Hidden) -> Series:
    def kept(values: tuple, nothing: str | None = None) -> tuple:
        if not series.keys:
            return values
        pairs = zip(values, series.keys, strict=True)
        return tuple(nothing if _is_hidden(keys, hidden) else value for value, keys in pairs)

    return replace(
        series,
        values=kept(series.values),
        low=series.low and kept(series.low),
        high=series.high and kept(series.high),
        texts=series.texts and kept(series.texts, CONFIDENTIAL),
    )
