"""Protecting small numbers in a whole document, the last thing done before it is drawn for the public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from yjs.documents.document import Block, Cell, Chart, Document, Prose, Series, Table
from yjs.measures.disclosure import CONFIDENTIAL, protect


HIDDEN = Cell("", marker=CONFIDENTIAL)


def protected(document: Document) -> Document:
    """The document with every count of 1 to 4 hidden, and all that would give one away, wherever in it that stands."""
    hidden = hidden_counts(document)
    blocks = tuple(_protected(block, hidden) for block in document.blocks)
    return replace(document, blocks=blocks, audience="public")


def hidden_counts(document: Document) -> frozenset[str]:
    """The keys of the counts to hide. A count that stands in several tables has one key, and is hidden in all."""
    return _hidden(document.tables)


def _hidden(tables: Iterable[Table]) -> frozenset[str]:
    shown: dict[str, int | None] = {}
    known: dict[str, int | None] = {}
    sums = []
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.keys and cell.count is not None:
                    shown[cell.keys[0]] = cell.count
        for (total, count), parts in table.ties:
            known |= {total: count, **dict(parts)}
            sums.append((total, [key for key, _ in parts]))
    values = {**known, **shown}
    return protect(values, sums, unpublished=set(values) - set(shown))


def protected_table(table: Table) -> Table:
    """One table protected by itself, where it is all that is shown."""
    hidden = _hidden([table])
    return _table(table, hidden)


def _is_hidden(keys: tuple[str, ...], hidden: frozenset[str]) -> bool:
    return not hidden.isdisjoint(keys)


@singledispatch
def _protected(block: Block, hidden: frozenset[str]) -> Block:
    return block


@_protected.register
def _table(block: Table, hidden: frozenset[str]) -> Table:
    rows = tuple(
        replace(row, cells=tuple(HIDDEN if _is_hidden(cell.keys, hidden) else cell for cell in row.cells))
        for row in block.rows
    )
    return replace(block, rows=rows, ties=())


@_protected.register
def _(block: Chart, hidden: frozenset[str]) -> Block:
    table = block.table and _table(block.table, hidden)
    return replace(block, series=tuple(_protected_series(each, hidden) for each in block.series), table=table)


@_protected.register
def _(block: Prose, hidden: frozenset[str]) -> Block:
    keys = block.keys or ((),) * len(block.paragraphs)
    kept = [text for text, used in zip(block.paragraphs, keys, strict=True) if not _is_hidden(used, hidden)]
    return Prose(tuple(kept))


def _protected_series(series: Series, hidden: frozenset[str]) -> Series:
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
        texts=series.texts and kept(series.texts, ""),
    )
