"""A document as a workbook: contents, a sheet for each table, and the notes."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import xlsxwriter

from yjs.documents.document import Cell, Document, Table


MADE = dt.datetime(2000, 1, 1)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
WIDEST = 60


def render(document: Document) -> bytes:
    """Real numbers, no formulas, nothing hidden; the same bytes for the same document."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": document.title, "author": document.service_name, "created": MADE})
        looks = {
            "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#0D4757"}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "total": book.add_format({"bold": True, "top": 1, "text_wrap": True}),
            "right": book.add_format({"align": "right"}),
        }
        names = _sheet_names(document)
        _contents(document, book.add_worksheet("Contents"), names, looks)
        for placed, name in names:
            sheet = book.add_worksheet(name)
            _table(placed.title, placed.block, document, book, sheet, looks)
        _notes(names, book.add_worksheet("Notes"), looks)
    return out.getvalue()


def _sheet_names(document: Document) -> list[tuple[Any, str]]:
    names: list[tuple[Any, str]] = []
    for placed in document.placed:
        if isinstance(placed.block, Table):
            number = placed.label.removeprefix("Table ")
            words = re.sub(r"[\[\]:*?/\\']", " ", placed.block.caption)
            names.append((placed, f"{number} {words}"[:31].strip()))
    return names


def _contents(document: Document, sheet: Any, names: list, looks: dict) -> None:
    sheet.set_column(0, 0, 90)
    lines = (document.title, document.service_name, document.subtitle, document.as_at_text, document.audience_text)
    for place, line in enumerate(lines):
        sheet.write_string(place, 0, line, looks["title"] if place == 0 else None)
    for place, (placed, name) in enumerate(names, len(lines) + 1):
        sheet.write_url(place, 0, f"internal:'{name}'!A1", string=placed.title)
    sheet.write_url(len(lines) + 1 + len(names), 0, "internal:'Notes'!A1", string="Notes: how each table was counted")


def _table(title: str, table: Table, document: Document, book: Any, sheet: Any, looks: dict) -> None:
    sheet.write_string(0, 0, title, looks["title"])
    sheet.write_string(1, 0, f"{document.as_at_text}. {document.audience_text}.")
    for place, column in enumerate(table.columns):
        sheet.write_string(3, place, column.title, looks["head"])
        longest = max([len(row.cells[place].text) for row in table.rows if place < len(row.cells)], default=8)
        sheet.set_column(place, place, min(WIDEST, max(12, longest + 2)))
    for line, row in enumerate(table.rows, 4):
        for place, cell in enumerate(row.cells):
            _cell(cell, row.is_total, document, book, sheet, line, place, looks)
    sheet.freeze_panes(4, 1)
    sheet.set_footer(f"&L{document.audience_text.replace('&', '&&')}&RPage &P of &N")
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)


def _cell(
    cell: Cell, is_total: bool, document: Document, book: Any, sheet: Any, line: int, place: int, looks: dict
) -> None:
    if cell.value is None:
        look = looks["total"] if is_total else looks["text"] if place == 0 else looks["right"]
        sheet.write_string(line, place, cell.text, look)
        return
    look = looks.setdefault((cell.unit, cell.decimals, is_total), book.add_format(_number_look(cell, is_total)))
    sheet.write_number(line, place, cell.value, look)


def _number_look(cell: Cell, is_total: bool) -> dict[str, Any]:
    digits = "#,##0" + (f".{'0' * cell.decimals}" if cell.decimals else "")
    form = f'{digits}"%"' if cell.unit == "%" else f'"£"{digits}' if cell.unit == "£" else digits
    form += f'" {cell.marker}"' if cell.marker else ""
    return {"num_format": form, "align": "right", **({"bold": True, "top": 1} if is_total else {})}


def _notes(names: list, sheet: Any, looks: dict) -> None:
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 110)
    sheet.write_row(0, 0, ["Table", "Note"], looks["head"])
    line = 1
    for placed, _ in names:
        for note in placed.block.all_notes:
            sheet.write_string(line, 0, placed.title, looks["text"])
            sheet.write_string(line, 1, note, looks["text"])
            line += 1
