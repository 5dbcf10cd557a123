"""A document that says where the rest of it stands is one page: smaller letters first, then an honest end."""

import io
import re
from dataclasses import replace

import pypdf
import pytest

from tests.documents.samples import SAMPLE
from yjs.documents.document import Cell, Column, Document, Prose, Row, Table
from yjs.documents.formats import FORMATS
from yjs.documents.formats.one_page import LEAST, USUAL


ELSEWHERE = "on the page of the meeting"
LONG = "Ring the school about the timetable, then write to the family and to whoever else was there, " * 2


def to_do(many: int, what: str = LONG) -> Table:
    rows = tuple(Row((Cell(f"No {number}. {what}"), Cell("Jo Ellis"), Cell("07/04/2026"))) for number in range(many))
    return Table("actions", "Actions", tuple(Column(name, False) for name in ("What", "Who", "By")), rows)


def document(*blocks: Prose | Table) -> Document:
    return replace(SAMPLE, title="Meeting", blocks=blocks, elsewhere=ELSEWHERE)


def read(document: Document) -> tuple[str, list[float]]:
    """What its one page says, and the letters it is set in."""
    pages = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].render(document))).pages
    assert len(pages) == 1
    letters: list[float] = []
    pages[0].extract_text(visitor_text=lambda text, _, __, ___, size: letters.append(size) if text.strip() else None)
    return re.sub(r"\s+", " ", pages[0].extract_text()), letters


def test_what_has_room_is_set_in_the_usual_letters() -> None:
    said, letters = read(document(Prose(("Twenty children.",)), to_do(3)))
    assert f"{ELSEWHERE}" not in said
    assert USUAL in letters


def test_what_has_none_is_set_in_smaller_letters_before_anything_is_left_out() -> None:
    said, letters = read(document(Prose(("Twenty children.",)), to_do(30, "Ring the school"), Prose(("Agreed.",))))
    assert all(f"No {number}." in said for number in range(30))
    assert "Agreed." in said
    assert LEAST <= min(letters) < USUAL


@pytest.mark.parametrize("many", [40, 400])
def test_of_too_many_rows_the_first_are_shown_and_the_others_counted(many: int) -> None:
    said, letters = read(document(Prose(("Twenty children.",)), to_do(many), Prose(("Agreed.",))))
    shown = len(re.findall(r"No \d+\.", said))
    assert shown > 15
    assert f"and {many - shown} more, {ELSEWHERE}" in said
    assert "Agreed." in said
    assert min(letters) == LEAST


def test_of_too_long_a_text_too_and_the_table_beside_it_stays_whole() -> None:
    lines = tuple(f"Line {number}." for number in range(900))
    said, _ = read(document(to_do(5), Prose(lines)))
    shown = len(re.findall(r"Line \d+\.", said))
    assert f"and {900 - shown} more, {ELSEWHERE}" in said
    assert shown > 20
    assert all(f"No {number}." in said for number in range(5))


def test_where_one_block_is_not_enough_the_next_is_cut_too() -> None:
    lines = tuple(f"Line {number}. {LONG}" for number in range(90))
    others = tuple(f"Other {number}. {LONG}" for number in range(90))
    said, _ = read(document(Prose(lines), to_do(90), Prose(others)))
    assert said.count(ELSEWHERE) >= 2
    for first in ("Line 0.", "No 0.", "Other 0."):
        assert first in said
