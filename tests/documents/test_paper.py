"""How documents stand on paper: columns as wide as their words, tables with their notes, the board's quarter first."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from tests.documents.samples import BUDGET, LONG, SAMPLE, TREND, figure, row
from tests.documents.test_protection import a_place_with_canaries
from yjs.documents.document import Column, Document, Heading, Table
from yjs.documents.formats import FORMATS
from yjs.documents.formats.columns import LARGEST, SMALLEST, lay_out
from yjs.documents.table import Cell
from yjs.measures.periods import Period
from yjs.plan.building import build_board, build_plan


ROOM = 750.0
SAID = "-0.17, down, not tested against chance, from 3.33"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages_of(document: Document) -> list[str]:
    file = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(document)))
    return [squeezed(page.extract_text()) for page in file.pages]


def words_of(table: Table, *, with_notes: bool = True) -> list[str]:
    cells = [cell.text for each in table.rows for cell in each.cells]
    heads = [column.title for column in table.columns]
    return [squeezed(words) for words in (*heads, *cells, *(table.all_notes if with_notes else ()))]


@pytest.fixture(scope="module")
def board() -> Document:
    return build_board(Period.parse("2018Q4"), a_place_with_canaries())


@pytest.fixture(scope="module")
def plan() -> Document:
    return build_plan(Period.parse("2018/19"), a_place_with_canaries())


def changes(many: int, *notes: str) -> Table:
    columns = (*(Column(name, name not in ("Measure", "Change")) for name in ("Measure", "Value", "Change")),)
    rows = tuple(row(f"Measure {number}", figure("3.16", 3.16), Cell(SAID)) for number in range(many))
    return Table("changes", "What changed", columns, rows, notes)


class TestColumns:
    def test_a_sentence_has_the_width_that_a_number_beside_it_does_not_need(self) -> None:
        laid = lay_out(changes(3), ROOM)
        assert laid.size == LARGEST
        assert laid.row_lines == [1, 1, 1, 1]
        name, value, said = laid.widths
        assert said > 3 * value
        assert name < said

    @pytest.mark.parametrize("table", [*SAMPLE.tables, TREND], ids=lambda table: table.key)
    @pytest.mark.parametrize("room", [420.0, ROOM])
    def test_no_word_is_broken_and_no_letter_is_too_small_to_read(self, table: Table, room: float) -> None:
        laid = lay_out(table, room)
        assert sum(laid.widths) <= room + 0.01
        assert SMALLEST <= laid.size <= LARGEST
        if room == ROOM:
            texts = [(place, cell.text) for each in table.rows for place, cell in enumerate(each.cells)]
            for place, text in [*texts, *((p, column.title) for p, column in enumerate(table.columns))]:
                if sum(len(each.cells) > 1 for each in table.rows):
                    assert set(laid.lines(text, place)[0].split()) <= set(text.split())

    def test_a_table_too_wide_for_any_letters_still_fits_the_page(self) -> None:
        wide = Table("wide", "Wide", tuple(Column("Unbreakableheading" * 2) for _ in range(12)), ())
        laid = lay_out(wide, ROOM)
        assert (laid.size, round(sum(laid.widths))) == (SMALLEST, ROOM)


class TestTheBoardsQuarter:
    def test_its_measures_are_all_on_the_first_page(self, board: Document) -> None:
        first, table = pages_of(board)[0], board.tables[0]
        assert squeezed(board.placed[0].title) in first
        assert [words for words in words_of(table, with_notes=False) if words not in first] == []
        assert len(table.rows) == 16

    def test_its_head_says_whom_it_is_for_and_it_has_no_cover(self, board: Document) -> None:
        first = pages_of(board)[0]
        assert all(squeezed(words) in first for words in (board.title, board.as_at_text, board.audience_text))
        assert "Contents" not in first

    def test_no_letter_on_it_is_smaller_than_eight_points(self, board: Document) -> None:
        sizes: set[float] = set()

        def seen(text: str, _cm: Any, _tm: Any, _font: Any, size: float) -> None:
            if text.strip():
                sizes.add(size)

        pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(board))).pages[0].extract_text(visitor_text=seen)
        assert min(sizes) >= 8

    def test_a_plan_of_many_sections_has_a_cover_with_its_contents(self, plan: Document) -> None:
        first = pages_of(plan)[0]
        assert "Contents" in first
        assert all(squeezed(placed.title) in first for placed in plan.contents)


class TestATableAndItsNotes:
    def test_are_on_one_page_of_a_plan(self, plan: Document) -> None:
        pages = pages_of(plan)
        split = []
        for placed in plan.placed:
            if isinstance(placed.block, Table):
                on = next(page for page in pages[1:] if squeezed(placed.title) in page)
                split += [placed.label for words in words_of(placed.block) if words not in on]
        assert split == []
        assert len(plan.tables) > 10

    @pytest.mark.parametrize("before", range(0, 40, 3))
    def test_a_caption_is_never_left_at_the_foot_of_a_page(self, before: int) -> None:
        filler = replace(LONG, key="filler", rows=LONG.rows[:before], notes=())
        table = changes(6, "A note of the table.", "Another note of the table.")
        blocks = (filler, table, replace(LONG, key="long", caption="A long table"))
        pages = pages_of(replace(SAMPLE, blocks=(Heading("Filling", 1, "filling"), *blocks)))
        on = next(page for page in pages if squeezed("Table 2: What changed") in page)
        assert all(words in on for words in words_of(table))
        assert "Programme1" in next(page for page in pages if squeezed("Table 3: A long table") in page)

    def test_notes_that_do_not_fit_go_on_and_the_table_stays_whole(self) -> None:
        notes = tuple(
            f"Note {number}: " + "what is counted and what is not, in so many words. " * 8 for number in range(30)
        )
        table = changes(10, *notes)
        pages = pages_of(replace(SAMPLE, blocks=(Heading("One", 1, "one"), table)))
        assert all(words in pages[0] for words in words_of(table, with_notes=False))
        assert squeezed(notes[0]) in pages[0]
        assert all(any(squeezed(note) in page for page in pages) for note in notes)
        assert len(pages) < 5


@pytest.fixture(scope="module")
def word(plan: Document) -> Any:
    return docx.Document(io.BytesIO(FORMATS["docx"].render(plan)))


def said_in(part: Any) -> str:
    return "".join(each.text for each in part.iter(qn("w:t")))


def stays_with_next(row_: Any) -> bool:
    return all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row_.cells)


class TestWord:
    def test_columns_are_as_wide_as_their_words(self, plan: Document, word: Any) -> None:
        for table, block in zip(word.tables, plan.tables, strict=True):
            widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
            assert widths == [round(width * 20) for width in lay_out(block, 739.8).widths]
            assert not table.autofit
            assert len(set(widths)) > 1

    def test_a_table_stays_with_its_notes(self, plan: Document, word: Any) -> None:
        for table, block in zip(word.tables, plan.tables, strict=True):
            assert all(stays_with_next(each) for each in table.rows[:-1])
            after = table._tbl.getnext()
            for note in block.all_notes[:-1]:
                assert stays_with_next(table.rows[-1])
                assert said_in(after) == note
                assert after.pPr.keepNext is not None
                after = after.getnext()
        captions = [each for each in word.paragraphs if each.style.name == "Caption"]
        assert all(each.paragraph_format.keep_with_next for each in captions)

    def test_a_table_longer_than_a_page_is_not_held_together(self) -> None:
        file = docx.Document(io.BytesIO(FORMATS["docx"].render(replace(SAMPLE, blocks=(LONG,)))))
        assert [stays_with_next(each) for each in file.tables[0].rows[:5]] == [True, True, True, False, False]

    def test_a_head_of_rows_stands_across_the_table(self) -> None:
        file = docx.Document(io.BytesIO(FORMATS["docx"].render(replace(SAMPLE, blocks=(BUDGET,)))))
        assert len(file.tables[0].rows[1]._tr.tc_lst) == 1

    @pytest.mark.parametrize("document", [SAMPLE, None], ids=["a sample", "a plan"])
    def test_its_contents_are_there_to_be_read_and_lead_to_the_headings(
        self, document: Document | None, plan: Document
    ) -> None:
        asked = document or plan
        body = docx.Document(io.BytesIO(FORMATS["docx"].render(asked))).element.body
        links = list(body.iter(qn("w:hyperlink")))
        assert [said_in(link) for link in links] == [placed.title for placed in asked.contents]
        marks = {mark.get(qn("w:name")): mark.getparent() for mark in body.iter(qn("w:bookmarkStart"))}
        said = [said_in(marks[link.get(qn("w:anchor"))]) for link in links]
        assert said == [placed.title for placed in asked.contents]
        told = [each.text for each in body.iter(qn("w:instrText"))]
        kinds = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
        assert [code.split()[0] for code in told] == ["TOC"]
        assert kinds == ["begin", "separate", "end"]

    def test_it_opens_without_a_question_and_holds_nothing_of_a_template(self, plan: Document) -> None:
        with zipfile.ZipFile(io.BytesIO(FORMATS["docx"].render(plan))) as packed:
            names = packed.namelist()
            settings = packed.read("word/settings.xml").decode()
            relations = packed.read("_rels/.rels").decode() + packed.read("word/_rels/document.xml.rels").decode()
        assert [name for name in names if "thumbnail" in name or "customXml" in name or "WithEffects" in name] == []
        assert "thumbnail" not in relations
        assert "updateFields" not in settings

    def test_its_properties_say_what_it_is(self, plan: Document, word: Any) -> None:
        told = word.core_properties
        assert (told.title, told.language, told.author) == (plan.title, "en-GB", plan.service_name)
        assert (told.subject, told.keywords) == (plan.subtitle, plan.audience_text)
        assert told.created.date() == plan.as_at == dt.date(2021, 3, 31)
