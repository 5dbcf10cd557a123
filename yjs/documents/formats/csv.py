"""A document as CSV: one line for each figure, with its address."""

from __future__ import annotations

import csv
import io

from yjs.documents.document import Document
from yjs.records.cells import as_text


HEADS = (
    "table",
    "row",
    "column",
    "shown",
    "value",
    "unit",
    "numerator",
    "denominator",
    "marker",
    "address",
    "as_at",
    "audience",
)


def render(document: Document) -> bytes:
    """Every cell of every table; numbers unrounded, words as they are shown."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(HEADS)
    as_at = f"{document.as_at:%Y-%m-%d}" if document.as_at else document.as_at_text
    for table in document.tables:
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row.figures, strict=False):
                words = (table.caption, row.name, column.title, cell.text)
                numbers = (cell.numerator, cell.denominator)
                lines.writerow(
                    [
                        *map(as_text, words),
                        "" if cell.value is None else cell.value,
                        as_text(cell.unit),
                        *("" if number is None else number for number in numbers),
                        cell.marker,
                        as_text(document.link(cell) or cell.href or ""),
                        as_at,
                        document.audience,
                    ]
                )
    return b"\xef\xbb\xbf" + out.getvalue().encode()
