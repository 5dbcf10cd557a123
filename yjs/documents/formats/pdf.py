"""A document as a PDF on A4: bookmarks, contents, page numbers, table heads that repeat, charts as vectors."""

from __future__ import annotations

import io
from functools import singledispatch
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
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
from reportlab.platypus import Table as Grid
from reportlab.platypus.tableofcontents import TableOfContents

from yjs.documents.charts import drawing
from yjs.documents.document import NOTHING_TO_SHOW, Chart, Document, Heading, Placed, Prose, Table
from yjs.documents.typeface import lines_of, paper, width_of


INK, LINE, SHADE = HexColor("#0d4757"), HexColor("#9fb2b9"), HexColor("#e6eef0")
PAGE = landscape(A4)
MARGIN = 16 * mm
WIDTH = PAGE[0] - 2 * MARGIN
SIZE, SMALLEST = 9.0, 6.5


def render(document: Document) -> bytes:
    """The same bytes for the same document."""
    out = io.BytesIO()
    pages = _Pages(out, document)
    story: list[Flowable] = list(_cover(document))
    for placed in document.placed:
        story += draw(placed.block, placed)
    pages.multiBuild(story, canvasmaker=_numbered(document))
    return out.getvalue()


def _styles() -> dict[str, ParagraphStyle]:
    face = paper()
    base = ParagraphStyle("text", fontName=face.regular, fontSize=10, leading=14, spaceAfter=6)
    bold = {"parent": base, "fontName": face.bold, "textColor": INK}
    return {
        "text": base,
        "title": ParagraphStyle("title", **bold, fontSize=28, leading=34, spaceAfter=8),
        "heading1": ParagraphStyle("heading1", **bold, fontSize=18, leading=22, spaceBefore=6, spaceAfter=8),
        "heading2": ParagraphStyle("heading2", **bold, fontSize=14, leading=18, spaceAfter=6),
        "heading3": ParagraphStyle("heading3", **bold, fontSize=12, leading=15, spaceAfter=4),
        "caption": ParagraphStyle("caption", **bold, fontSize=11, leading=14, spaceBefore=8, spaceAfter=4),
        "note": ParagraphStyle(
            "note", parent=base, fontSize=8, leading=10, spaceAfter=2, textColor=HexColor("#40535b")
        ),
    }


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
        frame = Frame(MARGIN, MARGIN, WIDTH, PAGE[1] - 2 * MARGIN - 8 * mm, 0, 0, 0, 0)
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
    lines = [document.subtitle, document.as_at_text, document.made_text, document.audience_text, document.reference]
    if not document.contents:
        # A note: its head stands above what it says, on the same page.
        head = ". ".join(line for line in lines if line)
        return [Paragraph(escape(document.title), looks["heading1"]), Paragraph(escape(head), looks["note"])]
    contents = TableOfContents(levelStyles=[looks["text"]], dotsMinLevel=0)
    return [
        Spacer(1, 20 * mm),
        Paragraph(escape(document.service_name), looks["heading2"]),
        Paragraph(escape(document.title), looks["title"]),
        *(Paragraph(escape(line), looks["text"]) for line in lines if line),
        Spacer(1, 8 * mm),
        Paragraph("Contents", looks["heading2"]),
        contents,
        PageBreak(),
    ]


def _marked(flowable: Flowable, anchor: str, title: str, level: int) -> Flowable:
    flowable.mark = (anchor, title, level)
    return flowable


@singledispatch
def draw(block: object, placed: Placed) -> list[Flowable]:
    """Draws one block of a document."""
    raise TypeError(f"PDF has no way to draw {type(block).__name__}")


@draw.register
def _(block: Heading, placed: Placed) -> list[Flowable]:
    style = _styles()[f"heading{min(block.level, 3)}"]
    heading = _marked(Paragraph(escape(placed.title), style), placed.anchor, placed.title, block.level - 1)
    heading.keepWithNext = 1
    return [CondPageBreak(PAGE[1] / 2), heading] if block.level == 1 else [heading]


@draw.register
def _(block: Prose, placed: Placed) -> list[Flowable]:
    return [Paragraph(escape(text), _styles()["text"]) for text in block.paragraphs]


@draw.register
def _(block: Chart, placed: Placed) -> list[Flowable]:
    caption = _marked(Paragraph(escape(placed.title), _styles()["caption"]), placed.anchor, placed.title, 1)
    return [KeepTogether([caption, drawing(block)])]


@draw.register
def _(block: Table, placed: Placed) -> list[Flowable]:
    looks = _styles()
    caption = _marked(Paragraph(escape(placed.title), looks["caption"]), placed.anchor, placed.title, 1)
    caption.keepWithNext = 1
    notes = [Paragraph(escape(note), looks["note"]) for note in block.all_notes]
    return [caption, _grid(block), Spacer(1, 3), *notes, Spacer(1, 10)]


def _grid(table: Table) -> Grid:
    size, widths = _fit(table)
    face = paper()

    def broken(text: str, place: int, font: str) -> str:
        return "\n".join(lines_of(text, font, size, widths[place] - 8))

    heads = [broken(column.title, place, face.bold) for place, column in enumerate(table.columns)]
    body = [
        [
            broken(cell.text, place, face.bold if row.is_total or row.is_heading else face.regular)
            for place, cell in enumerate(row.cells)
        ]
        + [""] * (len(table.columns) - len(row.cells))
        for row in table.rows
    ] or [[NOTHING_TO_SHOW] + [""] * (len(table.columns) - 1)]
    look: list[tuple] = [
        ("FONT", (0, 0), (-1, -1), face.regular, size, size * 1.25),
        ("FONT", (0, 0), (-1, 0), face.bold, size, size * 1.25),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ]
    look += [("ALIGN", (p, 0), (p, -1), "RIGHT") for p, column in enumerate(table.columns) if column.numeric]
    for line, row in enumerate(table.rows, 1):
        if row.is_total or row.is_heading:
            look.append(("FONT", (0, line), (-1, line), face.bold, size, size * 1.25))
        if row.is_total:
            look.append(("LINEABOVE", (0, line), (-1, line), 0.8, INK))
    return Grid([heads, *body], colWidths=widths, repeatRows=1, style=look, hAlign="LEFT")


def _fit(table: Table) -> tuple[float, list[float]]:
    """The largest letters in which no word has to be broken, and how wide each column then is."""
    size = SIZE
    while True:
        least = [_needed(table, place, size, whole=False) for place in range(len(table.columns))]
        if sum(least) <= WIDTH or size <= SMALLEST:
            break
        size -= 0.5
    wished = [max(low, _needed(table, place, size, whole=True)) for place, low in enumerate(least)]
    spare = max(0.0, WIDTH - sum(least))
    wanting = sum(wish - low for wish, low in zip(wished, least, strict=True))
    share = min(1.0, spare / wanting) if wanting else 0.0
    widths = [low + (wish - low) * share for wish, low in zip(wished, least, strict=True)]
    return size, [width * min(1.0, WIDTH / sum(widths)) for width in widths]


def _needed(table: Table, place: int, size: float, *, whole: bool) -> float:
    face = paper()
    texts = [(table.columns[place].title, False)]
    texts += [(row.cells[place].text, place > 0) for row in table.rows if place < len(row.cells)]
    widest = 0.0
    for text, keep in texts:
        pieces = [text] if (whole or keep) and len(text) < 24 else text.split() or [""]
        if whole and not keep:
            pieces = [text[:40]]
        widest = max(widest, *(width_of(piece, face.bold, size) for piece in pieces))
    return widest + 9
