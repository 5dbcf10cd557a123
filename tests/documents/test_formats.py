"""One document, five formats, each opened again with what people open it with: the same words in all."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from tests.documents.samples import SAMPLE
from yjs.documents.document import Table
from yjs.documents.formats import FORMATS


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    return {code: each.render(SAMPLE) for code, each in FORMATS.items()}


def squeezed(text: str) -> str:
    """Lines may be broken anywhere on paper."""
    return re.sub(r"\s+", "", text)


class Page(HTMLParser):
    """The words of a page, and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.fetched += [value for name, value in attrs if name == "src" and not value.startswith("data:")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(code: str, content: bytes) -> str:
    if code == "pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if code == "docx":
        file = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        return "".join([paragraph.text for paragraph in file.paragraphs] + cells)
    if code == "html":
        return "".join(Page(content.decode()).words)
    raise KeyError(code)


@pytest.mark.parametrize("code", ["pdf", "docx", "html"])
def test_every_cell_note_and_heading_is_in_it(code: str, drawn: dict[str, bytes]) -> None:
    found = squeezed(words_of(code, drawn[code]))
    for placed in SAMPLE.placed:
        wanted = [placed.title] if placed.title else list(placed.block.paragraphs)
        if isinstance(placed.block, Table):
            wanted += [column.title for column in placed.block.columns]
            wanted += [cell.text for row in placed.block.rows for cell in row.cells]
            wanted += list(placed.block.all_notes)
        for words in wanted:
            assert squeezed(words) in found


@pytest.mark.parametrize("code", FORMATS)
def test_the_same_document_gives_the_same_bytes(code: str, drawn: dict[str, bytes]) -> None:
    assert FORMATS[code].render(SAMPLE) == drawn[code]


@pytest.mark.parametrize("code", ["pdf", "docx", "html"])
def test_it_says_whom_it_is_for_and_as_at_when(code: str, drawn: dict[str, bytes]) -> None:
    found = squeezed(words_of(code, drawn[code]))
    assert squeezed(SAMPLE.audience_text) in found
    assert squeezed(SAMPLE.as_at_text) in found


class TestPDF:
    def test_it_has_bookmarks_page_numbers_and_a_language(self, drawn: dict[str, bytes]) -> None:
        file = pypdf.PdfReader(io.BytesIO(drawn["pdf"]))
        marks = [mark.title for mark in _flat(file.outline)]
        assert all(placed.title in marks for placed in SAMPLE.placed if placed.title)
        for number, page in enumerate(file.pages, 1):
            assert f"Page {number} of {len(file.pages)}" in page.extract_text()
        assert file.trailer["/Root"]["/Lang"] == "en-GB"
        assert file.metadata.author == SAMPLE.service_name

    def test_the_head_of_a_long_table_is_on_each_of_its_pages(self, drawn: dict[str, bytes]) -> None:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(drawn["pdf"])).pages]
        long = [text for text in pages if re.search(r"Programme \d+", text)]
        assert len(long) > 1
        assert all(re.search(r"Programme\s+Children", text) for text in long)


def _flat(outline: Any) -> list[Any]:
    return [mark for each in outline for mark in (_flat(each) if isinstance(each, list) else [each])]


class TestWord:
    def test_headings_captions_and_header_rows_are_real(self, drawn: dict[str, bytes]) -> None:
        file = docx.Document(io.BytesIO(drawn["docx"]))
        styles = {paragraph.text: paragraph.style.name for paragraph in file.paragraphs}
        for placed in SAMPLE.placed:
            if placed.kind == "heading":
                assert styles[placed.title] == f"Heading {placed.block.level}"
            elif placed.title:
                assert styles[placed.title] == "Caption"
        assert len(file.tables) == len(SAMPLE.tables)
        for table in file.tables:
            assert table.rows[0]._tr.trPr.xpath("w:tblHeader")

    def test_pictures_have_words_and_nobody_left_a_name(self, drawn: dict[str, bytes]) -> None:
        file = docx.Document(io.BytesIO(drawn["docx"]))
        told = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
        assert told == [chart.description for chart in SAMPLE.charts]
        properties = file.core_properties
        assert (properties.author, properties.last_modified_by, properties.comments) == (SAMPLE.service_name,) * 2 + (
            "",
        )


class TestExcel:
    def test_numbers_are_numbers_and_nothing_is_a_formula(self, drawn: dict[str, bytes]) -> None:
        book = openpyxl.load_workbook(io.BytesIO(drawn["xlsx"]))
        assert book.sheetnames[0] == "Contents"
        assert book.sheetnames[-1] == "Notes"
        assert len(book.sheetnames) == len(SAMPLE.tables) + 2
        for name, table in zip(book.sheetnames[1:-1], SAMPLE.tables, strict=True):
            sheet = book[name]
            for line, row in enumerate(table.rows, 5):
                for place, cell in enumerate(row.cells, 1):
                    found = sheet.cell(line, place)
                    assert found.data_type != "f"
                    assert (
                        found.value == (cell.text or None)
                        if cell.value is None
                        else found.value == pytest.approx(cell.value)
                    )
        assert all(sheet.sheet_state == "visible" for sheet in book)


class TestCSV:
    def test_each_figure_has_a_line_with_its_address(self, drawn: dict[str, bytes]) -> None:
        lines = list(csv.DictReader(io.StringIO(drawn["csv"].decode("utf-8-sig"))))
        cells = [cell for table in SAMPLE.tables for row in table.rows for cell in row.figures]
        assert len(lines) == len(cells)
        for line, cell in zip(lines, cells, strict=True):
            assert line["shown"].lstrip("'") == cell.text.lstrip("'")
            assert line["address"].endswith(cell.href or "")
            assert line["value"] == ("" if cell.value is None else str(cell.value))

    def test_no_cell_can_be_taken_for_a_formula(self, drawn: dict[str, bytes]) -> None:
        for line in csv.DictReader(io.StringIO(drawn["csv"].decode("utf-8-sig"))):
            for column in ("table", "row", "column", "shown", "unit", "address"):
                assert not line[column].lstrip().startswith(("=", "+", "-", "@"))


class TestHTML:
    def test_it_fetches_nothing_and_runs_nothing(self, drawn: dict[str, bytes]) -> None:
        page = Page(drawn["html"].decode())
        assert page.fetched == []
        assert not {"script", "link", "iframe"} & set(page.tags)
