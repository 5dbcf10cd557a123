"""The formats a document is drawn in. A format draws; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yjs.documents.document import Document
from yjs.documents.formats import csv, excel, html, pdf, word


@dataclass(frozen=True)
class Format:
    """One way to draw a document as a file."""

    name: str
    extension: str
    content_type: str
    render: Callable[[Document], bytes]


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    "pdf": Format("PDF", "pdf", "application/pdf", pdf.render),
    "docx": Format("Word", "docx", f"{OFFICE}.wordprocessingml.document", word.render),
    "xlsx": Format("Excel", "xlsx", f"{OFFICE}.spreadsheetml.sheet", excel.render),
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", csv.render),
    "html": Format("Web page", "html", "text/html; charset=utf-8", html.render),
}
