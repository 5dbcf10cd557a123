"""Building the annual plan and the board's report from a book, and drawing them as files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from yjs.documents.document import Audience, Block, Document, Heading
from yjs.documents.formats import FORMATS
from yjs.documents.protection import protected
from yjs.measures.periods import Period, day_in_words
from yjs.plan.board import quarter_blocks
from yjs.plan.editions import edition_for
from yjs.plan.notes import told_once
from yjs.plan.parts import PARTS
from yjs.records.book import Book


def _document(
    title: str, subtitle: str, book: Book, audience: Audience, blocks: list[Block], reference: str
) -> Document:
    """A document at the book's moment; for the public its small numbers are protected."""
    document = Document(
        title=title,
        subtitle=subtitle,
        service_name=settings.SERVICE_NAME,
        audience="internal" if audience == "public" else audience,
        as_at_text=f"Figures as at {day_in_words(book.day)}",
        made_text="Made from the case records of the service",
        blocks=tuple(told_once(blocks)),
        reference=reference,
        as_at=book.day,
    )
    return protected(document) if audience == "public" else document


def build_plan(year: Period, book: Book, audience: Audience = "board") -> Document:
    """The tables of the annual Youth Justice Plan of a financial year, in the headings of its edition."""
    edition = edition_for(year.start.year)
    blocks: list[Block] = []
    for number, section in enumerate(edition.sections, 1):
        blocks.append(Heading(section.heading, 1, f"section-{number}"))
        for name in section.parts:
            blocks += PARTS[name](book, year)
    return _document(f"{edition.name} {year.text}", "Performance tables", book, audience, blocks, edition.reference)


def build_board(quarter: Period, book: Book, audience: Audience = "board") -> Document:
    """The board's report for a quarter: the same measures on one page."""
    blocks = quarter_blocks(book, quarter)
    return _document(f"Board report, {quarter.label}", "Youth justice performance", book, audience, blocks, "")


def write_files(document: Document, name: str, formats: Iterable[str], folder: Path) -> list[Path]:
    """The document drawn in each format, as files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for code in formats:
        drawn = FORMATS[code]
        path = folder / f"{name}.{drawn.extension}"
        path.write_bytes(drawn.render(document))
        written.append(path)
    return written


def file_name(stem: str, period: Period, audience: Audience) -> str:
    """What a document's files are called: youth-justice-plan-2018-19, with -public where it is for the public."""
    return f"{stem}-{period.slug}{'-public' if audience == 'public' else ''}"
