"""The page a PDF is drawn on, and a table and its notes as they are laid on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid

from yjs.documents.document import NOTHING_TO_SHOW, Table
from yjs.documents.formats.columns import LARGEST, Laid, is_alone, lay_out
from yjs.documents.typeface import paper


INK, LINE, SHADE = HexColor("#0d4757"), HexColor("#9fb2b9"), HexColor("#e6eef0")
PAGE = landscape(A4)
MARGIN = 16 * mm
WIDTH = PAGE[0] - 2 * MARGIN
HEAD, FOOT = 17 * mm, 15 * mm
HEIGHT = PAGE[1] - HEAD - FOOT
GUTTER = 8 * mm
# Notes taller than this stand in two columns, whose lines are short enough to read.
TALL = 50.0


def grid(table: Table, largest: float = LARGEST) -> Grid:
    """A table as rows and columns, its head on each page that it reaches; in small letters its rows stand closer."""
    laid = lay_out(table, WIDTH, largest)
    look = _look(laid, largest - 6.5)
    heads = ["\n".join(laid.lines(column.title, place, bold=True)) for place, column in enumerate(table.columns)]
    body = _body(laid, look) or [_padded(table, [NOTHING_TO_SHOW])]
    return Grid([heads, *body], colWidths=laid.widths, repeatRows=1, style=look, hAlign="LEFT")


def _padded(table: Table, texts: list[str]) -> list[str]:
    return texts + [""] * (len(table.columns) - len(texts))


def _look(laid: Laid, space: float) -> list[tuple]:
    face, size = paper(), laid.size
    look: list[tuple] = [
        ("FONT", (0, 0), (-1, -1), face.regular, size, size * 1.25),
        ("FONT", (0, 0), (-1, 0), face.bold, size, size * 1.25),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), space),
        ("BOTTOMPADDING", (0, 0), (-1, -1), space + 1),
    ]
    numeric = [place for place, column in enumerate(laid.table.columns) if column.numeric]
    return look + [("ALIGN", (place, 0), (place, -1), "RIGHT") for place in numeric]


def _body(laid: Laid, look: list[tuple]) -> list[list[str]]:
    """The rows as lines of text; the look is told which of them are totals or heads of others."""
    face, size, body = paper(), laid.size, []
    for line, row in enumerate(laid.table.rows, 1):
        is_bold = row.is_total or row.is_heading
        if is_bold:
            look.append(("FONT", (0, line), (-1, line), face.bold, size, size * 1.25))
        if row.is_total:
            look.append(("LINEABOVE", (0, line), (-1, line), 0.8, INK))
        if is_alone(row.cells):
            look.append(("SPAN", (0, line), (-1, line)))
            body.append(_padded(laid.table, [row.name]))
        else:
            texts = (laid.lines(cell.text, place, bold=is_bold) for place, cell in enumerate(row.cells))
            body.append(["\n".join(lines) for lines in texts])
    return body


def notes_below(notes: Sequence[Flowable]) -> list[Flowable]:
    """The notes of a table, in two columns of like height where there are many."""
    if height_of(notes) <= TALL:
        return list(notes)
    half = (WIDTH - GUTTER) / 2
    heights = [height_of([note], half) for note in notes]
    cut = min(range(1, len(notes) + 1), key=lambda cut: max(sum(heights[:cut]), sum(heights[cut:])))
    look = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "TOP", "BOTTOM")),
        ("RIGHTPADDING", (0, 0), (0, 0), GUTTER),
        ("RIGHTPADDING", (1, 0), (1, 0), 0),
    ]
    columns = [[list(notes[:cut]), list(notes[cut:])]]
    return [Grid(columns, colWidths=[half + GUTTER, half], style=look, hAlign="LEFT")]


def notes_over_pages(notes: Sequence[Flowable], room: float) -> list[list[Flowable]]:
    """The notes of each page, where those of a table do not fit beneath it: so many in the room that is left there,
    and the rest on pages that follow.
    """
    fits = next((n for n in range(len(notes), 0, -1) if height_of(notes_below(notes[:n])) <= room), 0)
    fits = max(fits, int(room >= HEIGHT))
    rest = notes_over_pages(notes[fits:], HEIGHT) if fits < len(notes) else []
    return [notes_below(notes[:fits]), *rest]


def height_of(flowables: Iterable[Flowable], width: float = WIDTH) -> float:
    """How much of a page these take, one below the other."""
    return sum(each.wrap(width, PAGE[1])[1] + each.getSpaceBefore() + each.getSpaceAfter() for each in flowables)
