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
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from reportlab.graphics import renderPDF

from yjs.documents.charts import drawing
from yjs.documents.document import NOTHING_TO_SHOW, Chart, Document, Heading, Placed, Prose, Row, Table


INK = RGBColor(0x0D, 0x47, 0x57)
MADE = dt.datetime(2000, 1, 1)
WIDE = 6
PICTURE_SCALE = 3
SHORT = 14


def render(document: Document) -> bytes:
    """The same bytes for the same document: no clock, nothing left of a template's author."""
    file = new_file()
    _dress(file, document)
    file.add_paragraph(document.service_name, style="Subtitle")
    file.add_paragraph(document.title, style="Title")
    for line in (
        document.subtitle,
        document.as_at_text,
        document.made_text,
        document.audience_text,
        document.reference,
    ):
        if line:
            file.add_paragraph(line)
    for placed in document.placed:
        draw(placed.block, placed, file)
    out = io.BytesIO()
    file.save(out)
    return _same_every_time(out.getvalue())


def _dress(file: Any, document: Document) -> None:
    told = file.core_properties
    told.author = told.last_modified_by = document.service_name
    told.title, told.subject, told.comments = document.title, document.subtitle, ""
    told.keywords, told.language = document.audience_text, "en-GB"
    told.created = told.modified = MADE
    told.revision = 1
    page = file.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin = page.bottom_margin = Mm(18)
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
    for level in (1, 2, 3):
        file.styles[f"Heading {level}"].font.color.rgb = INK
    file.styles["Heading 1"].paragraph_format.page_break_before = True
    _language(file)
    head = page.header.paragraphs[0]
    head.text = f"{document.service_name}. {document.title}"
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{document.audience_text}. {document.as_at_text}. Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _language(file: Any) -> None:
    defaults = file.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


@singledispatch
def draw(block: object, placed: Placed, file: Any) -> None:
    """Draws one block of a document."""
    raise TypeError(f"Word has no way to draw {type(block).__name__}")


@draw.register
def _(block: Heading, placed: Placed, file: Any) -> None:
    file.add_heading(placed.title, level=block.level)


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
    size = Pt(8) if len(block.columns) > WIDE else Pt(9)
    table = file.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.autofit = True
    _rule(table)
    head = table.rows[0]
    _repeat(head)
    for cell, column in zip(head.cells, block.columns, strict=True):
        _write(cell, column.title, size, bold=True, right=column.numeric)
        _shade(cell)
    for row in block.rows:
        _row(table, row, block, size)
    if len(block.rows) <= SHORT:
        _keep_on_one_page(table)
    _widen_names(table, block)
    if not block.rows:
        merged = table.add_row().cells
        _write(merged[0].merge(merged[-1]), NOTHING_TO_SHOW, size)
    for note in block.all_notes:
        paragraph = file.add_paragraph(note)
        paragraph.paragraph_format.space_after = Pt(2)
        for run in paragraph.runs:
            run.font.size = Pt(8)
    file.add_paragraph()


def _row(table: Any, row: Row, block: Table, size: Any) -> None:
    cells = table.add_row().cells
    for place, cell in enumerate(row.cells):
        right = place > 0 and (cell.is_number or block.columns[place].numeric)
        _write(cells[place], cell.text, size, bold=row.is_total or row.is_heading, right=right)


def _write(cell: Any, text: str, size: Any, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, bold
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rule(table: Any) -> None:
    """Thin lines between the rows and none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", "8", "0D4757"), ("bottom", "8", "0D4757"), ("insideH", "4", "C5D0D4")):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side in ("left", "right", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _keep_on_one_page(table: Any) -> None:
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _widen_names(table: Any, block: Table) -> None:
    """The first column takes what the longest name needs, the others share the rest."""
    longest = max([len(block.columns[0].title), *(len(row.name) for row in block.rows)])
    first = min(80, max(30, longest * 2))
    others = (261 - first) / max(1, len(block.columns) - 1)
    for place, column in enumerate(table.columns):
        for cell in column.cells:
            cell.width = Mm(first if place == 0 else others)


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "E6EEF0")
    cell._tc.get_or_add_tcPr().append(shade)


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
