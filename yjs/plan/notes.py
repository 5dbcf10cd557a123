"""The notes under the tables of a section: each is told once, and under the tables that follow where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from yjs.documents.document import Block, Chart, Heading, Table


# What every table says of itself, in a line: the day of its records, and where the figures beside it are from.
OWN = ("As at ", "Other areas: ")
DEFINES = ". Counted: "


def told_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, where no note stands under two tables of one section: the later refers to the earlier."""
    told: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            told = {}
        if isinstance(block, Chart) and block.table is not None:
            block = replace(block, table=_referring(block.table, told))
        elif isinstance(block, Table):
            block = _referring(block, told)
        yield block


def _referring(table: Table, told: dict[str, str]) -> Table:
    """A table without the notes told under earlier ones, and in their place where these are; then its own are told."""
    again = [note for note in table.notes if note in told and not note.startswith(OWN)]
    is_defined = any(DEFINES in note for note in again)
    if not is_defined:
        again = [note for note in again if not note.startswith("Population: ")]
    own = [note for note in table.notes if note not in again]
    said = [_reference([told[note] for note in again], own, is_defined)] if again else []
    for note in own:
        told.setdefault(note, table.caption)
    return replace(table, notes=(*said, *own) if is_defined else (*own, *said))


def _reference(captions: Iterable[str], own: Iterable[str], is_defined: bool) -> str:
    where = ", ".join(f"“{caption}”" for caption in dict.fromkeys(captions))
    if not is_defined:
        return f"To be read with the notes under {where}."
    what = "The rest is counted" if any(DEFINES in note for note in own) else "Counted"
    return f"{what} as said under {where}, from the same records."
