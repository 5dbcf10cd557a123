"""Parts of a Word file that its library does not make: fields, contents, the rules and widths of a table."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from yjs.documents.document import Heading, Placed


CONTENTS = r'TOC \o "1-3" \n \h \z \u'
# What the library's empty file brings along of its own: a picture of a page, and styles and data nothing refers to.
LEFT_OVER = ("/thumbnail", "/stylesWithEffects", "/customXml")
TWENTIETHS = 20


def element(name: str, /, **attributes: str) -> Any:
    """An element of the file, its attributes in the file's own terms."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def without_left_overs(file: Any) -> None:
    """Takes out of an empty file what belongs to whoever made it."""
    for rels in (file.part.package.rels, file.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(LEFT_OVER)]:
            del rels[key]


def field(paragraph: Any, code: str) -> None:
    """A number that Word works out wherever it shows it, as that of the page."""
    _mark(paragraph, "begin")
    _instruct(paragraph, code)
    _mark(paragraph, "end")


def contents(file: Any, headings: tuple[Placed, ...]) -> None:
    """The list of contents as a field with its entries in it: nothing has to be brought up to date to read it.

    Pages have no number until they are laid out, so each entry leads to its heading instead.
    """
    entries = [(placed, placed.block.level) for placed in headings if isinstance(placed.block, Heading)]
    if not entries:
        return
    file.add_paragraph("Contents", style="TOC Heading")
    for level in sorted({level for _, level in entries}):
        style = file.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = file.styles["Normal"]
        style.paragraph_format.left_indent = Pt(12 * (level - 1))
        style.paragraph_format.space_after = Pt(3)
    paragraphs = [file.add_paragraph(style=f"toc {level}") for _, level in entries]
    _mark(paragraphs[0], "begin")
    _instruct(paragraphs[0], CONTENTS)
    _mark(paragraphs[0], "separate")
    for paragraph, (placed, _) in zip(paragraphs, entries, strict=True):
        link = element("hyperlink", anchor=_name(placed), history="1")
        link.append(paragraph.add_run(placed.title)._r)
        paragraph._p.append(link)
    _mark(paragraphs[-1], "end")


def bookmark(paragraph: Any, placed: Placed) -> None:
    """The place in the file that the entry of the contents leads to."""
    number = str(len(paragraph._p.getparent()))
    start = element("bookmarkStart", id=number, name=_name(placed))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("bookmarkEnd", id=number))


def _name(placed: Placed) -> str:
    return "_Toc" + placed.label.replace(".", "_")


def _mark(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(element("fldChar", fldCharType=kind))


def _instruct(paragraph: Any, code: str) -> None:
    told = element("instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {code} "
    paragraph.add_run()._r.append(told)


def rule(table: Any) -> None:
    """Thin lines between the rows and none between the columns."""
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in ("left", "right", "insideV"):
            borders.append(element(side, val="nil"))
        else:
            size, colour = ("4", "C5D0D4") if side == "insideH" else ("8", "0D4757")
            borders.append(element(side, val="single", sz=size, color=colour))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(4 * TWENTIETHS), type="dxa"))
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    for part in (borders, properties.find(qn("w:tblLayout")), margins, look):
        if part is not None:
            properties.append(part)


def widen(table: Any, widths: tuple[float, ...]) -> None:
    """Gives each column its width in points, wherever a reader of the file may look for it."""
    table.autofit = False
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    if whole is None:
        whole = element("tblW")
        table._tbl.tblPr.append(whole)
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(round(sum(widths) * TWENTIETHS)))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Pt(width)


def repeat(row: Any) -> None:
    """The row is the head of the table on each page that it reaches."""
    row._tr.get_or_add_trPr().append(element("tblHeader", val="true"))


def never_broken(row: Any) -> None:
    """No line of the row stands on another page than the rest of it."""
    properties = row._tr.get_or_add_trPr()
    properties.insert(0, element("cantSplit", val="true"))


def shade(cell: Any) -> None:
    """A tint behind a head."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", fill="E6EEF0"))
