"""A document as a Word file: real headings, captions, header rows that repeat, pictures with their words."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import singledispatch
from typing import Any

import pypdfium2
from docx import Document as new_file
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from reportlab.graphics import renderPDF

from yjs.documents.charts import drawing
from yjs.documents.document import NOTHING_TO_SHOW, Chart, Document, Heading, Placed, Prose, Row, Table
from yjs.documents.formats.columns import Laid, is_alone, lay_out
from yjs.documents.formats.word_parts import (
    bookmark,
    contents,
    field,
    never_broken,
    repeat,
    rule,
    shade,
    widen,
    without_left_overs,
)
from yjs.documents.typeface import lines_of, paper


INK = RGBColor(0x0D, 0x47, 0x57)
MADE = dt.datetime(2000, 1, 1)
MARGIN = Mm(18)
WIDTH = (Mm(297) - 2 * MARGIN) / Pt(1)
# What a page has room for below a caption, in points.
HEIGHT = (Mm(210) - 2 * MARGIN) / Pt(1) - 40
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
NOTE, LEADING = 8, 1.25
FIRST_ROWS = 3
PICTURE_SCALE = 3


def render(document: Document) -> bytes:
    """The same bytes for the same document: no clock, nothing left of a template's author."""
    file = new_file()
    without_left_overs(file)
    _dress(file, document)
    if document.is_letter:
        _as_a_letter(file)
    else:
        _open(file, document)
    for placed in document.placed:
        draw(placed.block, placed, file)
    out = io.BytesIO()
    file.save(out)
    return _same_every_time(out.getvalue())


def _open(file: Any, document: Document) -> None:
    """What stands above the first section, on every page, and below it."""
    file.add_paragraph(document.service_name, style="Subtitle")
    file.add_paragraph(document.title, style="Title")
    lines = (document.subtitle, document.as_at_text, document.made_text, document.audience_text, document.reference)
    for line in filter(None, lines):
        file.add_paragraph(line)
    contents(file, document.contents)
    _edges(file.sections[0], document)


def _as_a_letter(file: Any) -> None:
    """Upright, in a size that is easy to read, and without a word above or below what was written."""
    page = file.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = page.page_height, page.page_width
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)
    normal = file.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = Pt(12), Pt(12)
    file.core_properties.keywords = ""


def _dress(file: Any, document: Document) -> None:
    told = file.core_properties
    told.author = told.last_modified_by = document.service_name
    told.title, told.subject, told.comments = document.title, document.subtitle, ""
    told.keywords, told.language = document.audience_text, "en-GB"
    told.created = told.modified = dt.datetime.combine(document.as_at, dt.time()) if document.as_at else MADE
    told.revision = 1
    page = file.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    for name, size, bold in (
        ("Title", 26, True),
        ("Subtitle", 12, False),
        ("Caption", 10, True),
        ("Normal", 10, False),
    ):
        style = file.styles[name]
        style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), bold
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            style.font.color.rgb = INK
    for name in (*HEADINGS, "TOC Heading"):
        file.styles[name].font.color.rgb = INK
    file.styles["Heading 1"].paragraph_format.page_break_before = True
    file.styles["TOC Heading"].paragraph_format.page_break_before = False
    file.styles["Caption"].paragraph_format.space_before = Pt(12)
    for name, size, above in (("Cell", 9, 2), ("Note", NOTE, 0)):
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = file.styles["Normal"], Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(2)
        style.paragraph_format.line_spacing = 1.0
    for language in file.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _edges(page: Any, document: Document) -> None:
    head = page.header.paragraphs[0]
    head.text = f"{document.service_name}. {document.title}"
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{document.audience_text}. {document.as_at_text}. Page ")
    field(foot, "PAGE")
    foot.add_run(" of ")
    field(foot, "NUMPAGES")


@singledispatch
def draw(block: object, placed: Placed, file: Any) -> None:
    """Draws one block of a document."""
    raise TypeError(f"Word has no way to draw {type(block).__name__}")


@draw.register
def _(block: Heading, placed: Placed, file: Any) -> None:
    bookmark(file.add_heading(placed.title, level=block.level), placed)


@draw.register
def _(block: Prose, placed: Placed, file: Any) -> None:
    for text in block.paragraphs:
        file.add_paragraph(text)


@draw.register
def _(block: Chart, placed: Placed, file: Any) -> None:
    caption = file.add_paragraph(placed.title, style="Caption")
    caption.paragraph_format.keep_with_next = True
    shape = file.add_picture(io.BytesIO(png(block)), width=Mm(170))
    told = shape._inline.docPr
    told.set("descr", block.description)
    told.set("title", block.title)


@draw.register
def _(block: Table, placed: Placed, file: Any) -> None:
    caption = file.add_paragraph(placed.title, style="Caption")
    caption.paragraph_format.keep_with_next = True
    laid = lay_out(block, WIDTH)
    table = file.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    rows = [table.rows[0], *(table.add_row() for _ in block.rows or (NOTHING_TO_SHOW,))]
    widen(table, laid.widths)
    rule(table)
    repeat(rows[0])
    for row in rows:
        never_broken(row)
    for cell, column in zip(rows[0].cells, block.columns, strict=True):
        _write(cell, column.title, laid.size, bold=True, right=column.numeric)
        shade(cell)
    for made, row in zip(rows[1:], block.rows, strict=False):
        _row(made, row, laid)
    if not block.rows:
        _write(_across(rows[1]), NOTHING_TO_SHOW, laid.size)
    notes = [file.add_paragraph(note, style="Note") for note in block.all_notes]
    for first in notes[:1]:
        first.paragraph_format.space_before = Pt(3)
    _keep_together(laid, rows, notes)


def _row(made: Any, row: Row, laid: Laid) -> None:
    bold = row.is_total or row.is_heading
    if is_alone(row.cells):
        _write(_across(made), row.name, laid.size, bold=bold)
        return
    for place, (cell, written) in enumerate(zip(row.cells, made.cells, strict=True)):
        right = place > 0 and (cell.is_number or laid.table.columns[place].numeric)
        _write(written, cell.text, laid.size, bold=bold, right=right)


def _across(row: Any) -> Any:
    return row.cells[0].merge(row.cells[-1]) if len(row.cells) > 1 else row.cells[0]


def _write(cell: Any, text: str, size: float, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    paragraph.style = paragraph.part.document.styles["Cell"]
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _keep_together(laid: Laid, rows: list[Any], notes: list[Any]) -> None:
    """A table and its notes stay on one page where one has room for both, else the table alone, else its first rows."""
    face = paper().regular
    tall = sum(lines * laid.size * LEADING + 5 for lines in laid.row_lines)
    below = sum(len(lines_of(note.text, face, NOTE, WIDTH)) * NOTE * LEADING + 2 for note in notes)
    if tall + below <= HEIGHT:
        kept = [*rows, *notes[:-1]] if notes else rows[:-1]
    else:
        kept = rows[:-1] if tall <= HEIGHT else rows[:FIRST_ROWS]
    for each in kept:
        for paragraph in [each] if each in notes else [cell.paragraphs[0] for cell in each.cells]:
            paragraph.paragraph_format.keep_with_next = True


def png(chart: Chart) -> bytes:
    """The chart as a picture: Word takes no vectors of ours, so its PDF drawing is painted."""
    page = pypdfium2.PdfDocument(renderPDF.drawToString(drawing(chart)))[0]
    out = io.BytesIO()
    page.render(scale=PICTURE_SCALE).to_pil().convert("RGB").save(out, "PNG")
    return out.getvalue()


def _same_every_time(packed: bytes) -> bytes:
    """The parts of the file in one order, with one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as was, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as now:
        for name in was.namelist():
            part = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            now.writestr(part, was.read(name))
    return out.getvalue()
