"""A sheet to be filled in away from the network: every cell is text, so that what is typed comes back as it was typed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from yjs.documents.formats.excel import MADE, OPTIONS


ROWS_TO_CHECK = 200


@dataclass(frozen=True)
class Asked:
    """One column of a sheet: its heading, how wide it is, what may be written in it, and whether it is ours alone."""

    heading: str
    width: int = 14
    choices: tuple[str, ...] = ()
    is_ours: bool = False


def render(title: str, columns: Sequence[Asked], rows: Sequence[Sequence[str]], how_to: Sequence[str]) -> bytes:
    """The sheet, its columns named in the first row; and a second one that says how it is filled in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": title, "created": MADE})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
        typed = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
        ours = book.add_format({"num_format": "@", "valign": "top", "bg_color": "#E8F0F0", "text_wrap": True})
        sheet = book.add_worksheet("Register")
        for place, column in enumerate(columns):
            look = ours if column.is_ours else typed
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.heading, head)
            if column.choices:
                sheet.data_validation(1, place, ROWS_TO_CHECK, place, {"validate": "list", "source": [*column.choices]})
            for line, row in enumerate(rows, start=1):
                sheet.write_string(line, place, row[place], look) if row[place] else sheet.write_blank(
                    line, place, None, look
                )
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        notes = book.add_worksheet("How to fill it in")
        notes.set_column(0, 0, 100)
        for line, words in enumerate((title, *how_to)):
            notes.write_string(line, 0, words)
    return out.getvalue()
