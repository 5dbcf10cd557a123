"""A document that is one page: in letters as small as it takes, and cut where even the least that can be read do not do."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from dataclasses import replace

from reportlab.platypus import Flowable

from yjs.documents.document import Block, Cell, Document, Prose, Row, Table
from yjs.documents.formats.paper import HEIGHT, height_of


# The letters of a text, in points. Nobody reads smaller ones.
SIZES = USUAL, *_, LEAST = 10.0, 9.0, 8.0, 7.5, 7.0
Drawn = Callable[[Document, float], list[Flowable]]


def on_one_page(document: Document, drawn: Drawn) -> list[Flowable]:
    """The document in the largest letters in which it is one page; what has no room in the least is counted."""
    for size in SIZES:
        found = drawn(document, size)
        if height_of(found) <= HEIGHT:
            return found
    return drawn(_cut(document, lambda shorter: height_of(drawn(shorter, LEAST))), LEAST)


def _cut(document: Document, height: Callable[[Document], float]) -> Document:
    """The tallest block loses what it ends with, then the next, until the rest has room."""
    alone = [height(replace(document, blocks=(block,))) for block in document.blocks]
    for place in sorted(range(len(alone)), key=lambda place: -alone[place]):
        shorter = [_shortened(document, place, kept) for kept in range(1, _length(document.blocks[place]))]
        fits = bisect(shorter, HEIGHT, key=height)
        if fits:
            return shorter[fits - 1]
        document = shorter[0] if shorter else document
    return document


def _shortened(document: Document, place: int, kept: int) -> Document:
    block = _first(document.blocks[place], kept, document.elsewhere)
    return replace(document, blocks=(*document.blocks[:place], block, *document.blocks[place + 1 :]))


def _length(block: Block) -> int:
    match block:
        case Table(rows=rows):
            return len(rows)
        case Prose(paragraphs=paragraphs):
            return len(paragraphs)
    return 1


def _first(block: Block, kept: int, elsewhere: str) -> Block:
    """The first rows of a table or paragraphs of a text, with how many more there are and where they stand."""
    more = f"and {_length(block) - kept} more, {elsewhere}"
    match block:
        case Table(rows=rows):
            return replace(block, rows=(*rows[:kept], Row((Cell(more),), is_heading=True)))
        case Prose(paragraphs=paragraphs):
            return replace(block, paragraphs=(*paragraphs[:kept], more), keys=block.keys[:kept])
    return block
