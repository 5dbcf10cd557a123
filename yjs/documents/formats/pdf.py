"""A document as a PDF on A4: bookmarks, contents, page numbers, table heads that repeat, charts as vectors."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import singledispatch
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.tableofcontents import TableOfContents

from yjs.documents.charts import drawing
from yjs.documents.document import Chart, Document, Heading, Placed, Prose, Table
from yjs.documents.formats.columns import LARGEST, SMALLEST
from yjs.documents.formats.one_page import USUAL, on_one_page
from yjs.documents.formats.paper import (
    FOOT,
    HEIGHT,
    INK,
    MARGIN,
    PAGE,
    WIDTH,
    grid,
    height_of,
    notes_below,
    notes_over_pages,
)
from yjs.documents.typeface import paper


# A document of so many headings or fewer begins on its first page, without a cover and a list of contents.
FEW = 4
# A long table begins only where its head and its first rows have room.
ROWS = 30 * mm


def render(document: Document) -> bytes:
    """The same bytes for the same document."""
    out = io.BytesIO()
    pages = _Pages(out, document)
    pages.multiBuild(list(_story(document)), canvasmaker=_numbered(document))
    return out.getvalue()


def _story(document: Document) -> Iterator[Flowable]:
    """The blocks in order. What leads to a block, as its heading does, stands on one page with it."""
    if document.elsewhere:
        yield from on_one_page(document, _close)
        return
    has_cover = len(document.contents) > FEW
    lead: list[Flowable] = []
    if has_cover:
        yield from _cover(document)
    else:
        lead += _head(document)
    for place, placed in enumerate(document.placed):
        drawn = draw(placed.block, placed)
        match placed.block:
            case Heading(level=1) if place or has_cover:
                yield from _kept(lead)
                yield CondPageBreak(PAGE[1] / 2)
                lead = drawn
            case Heading():
                lead += drawn
            case Prose() if lead and height_of([*lead, *drawn]) < PAGE[1] / 4:
                lead += drawn
            case Prose():
                yield from [*_kept([*lead, *drawn[:1]]), *drawn[1:]]
                lead = []
            case Chart(table=table):
                lead += drawn
                if table is None:
                    yield from _kept(lead)
                    lead = []
            case Table() as table:
                yield from _with_notes(table, placed, lead)
                lead = []
    yield from _kept(lead)


def _close(document: Document, size: float) -> list[Flowable]:
    """All of a short document one below the other, in letters of this size."""
    drawn = _head(document, size)
    for placed in document.placed:
        drawn += draw(placed.block, placed, size)
        if isinstance(placed.block, Table):
            notes = [Paragraph(escape(text), _styles(size)["note"]) for text in placed.block.all_notes]
            drawn += [grid(placed.block, min(LARGEST, size)), Spacer(1, 3), *notes_below(notes)]
    return drawn


def _kept(flowables: list[Flowable]) -> list[Flowable]:
    return [KeepTogether(flowables)] if flowables else []


# The letters of each style, the lines they stand on, and the room before and after, where a text is of its usual size.
LOOKS = {
    "title": (28, 34, 0, 8),
    "heading1": (18, 22, 6, 8),
    "heading2": (14, 18, 0, 6),
    "heading3": (12, 15, 0, 4),
    "caption": (11, 14, 8, 4),
}


def _styles(size: float = USUAL) -> dict[str, ParagraphStyle]:
    face, part, small = paper(), size / USUAL, min(SMALLEST, size)
    base = ParagraphStyle("text", fontName=face.regular, fontSize=size, leading=14 * part, spaceAfter=6 * part)
    bold = {"parent": base, "fontName": face.bold, "textColor": INK}
    faint = {"parent": base, "textColor": HexColor("#40535b")}
    looks = {"text": base, "note": ParagraphStyle("note", **faint, fontSize=small, leading=1.25 * small, spaceAfter=2)}
    for name, look in LOOKS.items():
        letters, leading, before, after = (part * each for each in look)
        room = {"spaceBefore": before, "spaceAfter": after}
        looks[name] = ParagraphStyle(name, **bold, **room, fontSize=letters, leading=leading)
    return looks


class _Pages(BaseDocTemplate):
    """Pages with bookmarks for each heading and table."""

    def __init__(self, out: io.BytesIO, document: Document) -> None:
        super().__init__(
            out,
            pagesize=PAGE,
            title=document.title,
            author=document.service_name,
            subject=f"{document.subtitle}. {document.as_at_text}. {document.audience_text}.",
            creator=document.service_name,
            lang="en-GB",
            invariant=1,
        )
        self.has_headings = bool(document.contents)
        frame = Frame(MARGIN, FOOT, WIDTH, HEIGHT, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame]))

    def afterFlowable(self, flowable: Flowable) -> None:
        """A bookmark, and for headings a line of the contents, where the flowable landed."""
        mark = getattr(flowable, "mark", None)
        if mark is None:
            return
        anchor, title, level = mark
        self.canv.bookmarkPage(anchor)
        if not self.has_headings:
            return
        self.canv.addOutlineEntry(title, anchor, level, closed=level > 0)
        if level == 0:
            self.notify("TOCEntry", (0, title, self.page, anchor))


def _numbered(document: Document) -> Any:
    """A canvas that knows how many pages there are when it writes a page's number."""
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._states: list[dict] = []

        def showPage(self) -> None:
            self._states.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self._states, 1):
                self.__dict__.update(state)
                _edges(self, document, number, len(self._states))
                super().showPage()
            super().save()

    return Numbered


def _edges(canvas: Any, document: Document, number: int, of: int) -> None:
    canvas.setFont(paper().regular, 8)
    canvas.setFillColor(INK)
    top, foot = PAGE[1] - 11 * mm, 9 * mm
    canvas.drawString(MARGIN, top, f"{document.service_name}. {document.title}")
    canvas.drawRightString(PAGE[0] - MARGIN, top, document.audience_text)
    canvas.drawString(MARGIN, foot, document.as_at_text)
    canvas.drawRightString(PAGE[0] - MARGIN, foot, f"Page {number} of {of}")


def _cover(document: Document) -> list[Flowable]:
    looks = _styles()
    return [
        Spacer(1, 20 * mm),
        Paragraph(escape(document.service_name), looks["heading2"]),
        Paragraph(escape(document.title), looks["title"]),
        *(Paragraph(escape(line), looks["text"]) for line in _lines(document)),
        Spacer(1, 8 * mm),
        Paragraph("Contents", looks["heading2"]),
        TableOfContents(levelStyles=[looks["text"]], dotsMinLevel=0),
        PageBreak(),
    ]


def _head(document: Document, size: float = USUAL) -> list[Flowable]:
    """The head of a short document: above what it says, on the same page."""
    looks = _styles(size)
    return [
        Paragraph(escape(document.title), looks["heading1"]),
        Paragraph(escape(". ".join(_lines(document))), looks["note"]),
    ]


def _lines(document: Document) -> list[str]:
    lines = (document.subtitle, document.as_at_text, document.made_text, document.audience_text, document.reference)
    return [line for line in lines if line]


def _marked(flowable: Flowable, anchor: str, title: str, level: int) -> Flowable:
    flowable.mark = (anchor, title, level)
    return flowable


@singledispatch
def draw(block: object, placed: Placed, size: float = USUAL) -> list[Flowable]:
    """Draws one block of a document; of a table its caption, for its rows depend on what stands about them."""
    raise TypeError(f"PDF has no way to draw {type(block).__name__}")


@draw.register
def _(block: Heading, placed: Placed, size: float = USUAL) -> list[Flowable]:
    style = _styles(size)[f"heading{min(block.level, 3)}"]
    return [_marked(Paragraph(escape(placed.title), style), placed.anchor, placed.title, block.level - 1)]


@draw.register
def _(block: Prose, placed: Placed, size: float = USUAL) -> list[Flowable]:
    return [Paragraph(escape(text), _styles(size)["text"]) for text in block.paragraphs]


@draw.register
def _(block: Chart, placed: Placed, size: float = USUAL) -> list[Flowable]:
    return [_caption(placed, size), drawing(block)]


@draw.register
def _(block: Table, placed: Placed, size: float = USUAL) -> list[Flowable]:
    return [_caption(placed, size)]


def _caption(placed: Placed, size: float) -> Flowable:
    return _marked(Paragraph(escape(placed.title), _styles(size)["caption"]), placed.anchor, placed.title, 1)


def _with_notes(table: Table, placed: Placed, lead: list[Flowable]) -> Iterator[Flowable]:
    """A table and its notes on one page with what leads to it where they fit, in smaller letters if need be."""
    head = [*lead, *draw(table, placed)]
    notes = [Paragraph(escape(text), _styles()["note"]) for text in table.all_notes]
    below = [Spacer(1, 3), *notes_below(notes), Spacer(1, 10)]
    room = HEIGHT - height_of(head)
    fitting = (each for each in (grid(table), grid(table, SMALLEST)) if height_of([each, *below]) <= room)
    rows = next(fitting, grid(table))
    if height_of([rows, *below]) <= room:
        yield KeepTogether([*head, rows, *below])
    elif any(isinstance(each, Drawing) for each in lead):
        yield KeepTogether(lead)
        yield from _with_notes(table, placed, [])
    elif (left := room - height_of([rows, below[0]])) >= 0:
        first, *others = notes_over_pages(notes, left)
        yield KeepTogether([*head, rows, below[0], *first])
        yield from chain(*others, below[-1:])
    else:
        yield from [CondPageBreak(height_of(head) + ROWS), *head, rows, below[0]]
        yield from [*chain(*map(_kept, notes_over_pages(notes, HEIGHT))), below[-1]]
