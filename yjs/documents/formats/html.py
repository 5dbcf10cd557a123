"""A document as one page that stands by itself: no script, nothing fetched, charts within it."""

from __future__ import annotations

import base64

from django.template.loader import render_to_string

from yjs.documents.charts import COLUMN, svg
from yjs.documents.document import Chart, Document


def picture(chart: Chart, width: float = COLUMN) -> str:
    """A chart as the address of a picture within the page."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(chart, width).encode()).decode()


def render(document: Document) -> bytes:
    blocks = [
        (placed, picture(placed.block) if isinstance(placed.block, Chart) else "", _cells(document, placed))
        for placed in document.placed
    ]
    return render_to_string("documents/document_file.html", {"document": document, "blocks": blocks}).encode()


def _cells(document: Document, placed) -> list:
    rows = getattr(placed.block, "rows", ())
    return [(row, [(cell, document.link(cell)) for cell in row.figures]) for row in rows]
