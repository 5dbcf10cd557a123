"""What is published picks nobody out: not by a number, a share, an interval, a sentence, a picture or by arithmetic."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from tests.books import book_from
from tests.places import small_place  # noqa: F401
from tests.stories import population, story, together
from yjs.documents.document import Cell, Chart, Document, Prose, Table
from yjs.documents.formats import FORMATS
from yjs.documents.protection import hidden_counts, protected, protected_table
from yjs.documents.tables import by_breakdown
from yjs.measures.catalogue import measures
from yjs.measures.disclosure import audit
from yjs.measures.periods import Period
from yjs.plan.building import build_board, build_plan
from yjs.records.book import Book


SMALL = range(1, 5)
QUESTIONS = [
    pytest.param((build_plan, "2018/19", dt.date(2026, 11, 20)), id="a plan long after"),
    pytest.param((build_plan, "2018/19", dt.date(2019, 3, 31)), id="the same plan as known then"),
    pytest.param((build_plan, "2025/26", dt.date(2026, 9, 1)), id="a plan of a small year"),
    pytest.param((build_board, "2025Q2", dt.date(2025, 10, 31)), id="a board's quarter"),
]


@dataclass(frozen=True)
class Release:
    """A document as it is inside, as it is published, and what was hidden of it."""

    inside: Document
    public: Document
    hidden: frozenset[str]

    def cells(self) -> Iterator[tuple[Table, Cell, Cell]]:
        for table, shown in zip(self.inside.tables, self.public.tables, strict=True):
            for row, published in zip(table.rows, shown.rows, strict=True):
                for cell, other in zip(row.cells, published.cells, strict=True):
                    yield table, cell, other


def released(inside: Document) -> Release:
    return Release(inside, protected(inside), hidden_counts(inside))


@pytest.fixture(scope="module", params=QUESTIONS)
def release(request: pytest.FixtureRequest, small_place: None, django_db_blocker: Any) -> Release:  # noqa: F811
    build, period, as_at = request.param
    with django_db_blocker.unblock():
        return released(build(Period.parse(period), Book.at(as_at), "internal"))


@pytest.mark.django_db
class TestARelease:
    def test_shows_no_count_of_one_to_four_of_anybody(self, release: Release) -> None:
        shown = [cell.count for _, _, cell in release.cells() if cell.count is not None]
        assert not set(shown) & set(SMALL)
        hidden = [cell.count for _, cell, other in release.cells() if cell != other and cell.count is not None]
        assert set(hidden) & set(SMALL)
        assert len(shown) > 10

    def test_hides_with_a_count_all_that_can_be_read_back_to_it(self, release: Release) -> None:
        for _, cell, other in release.cells():
            if release.hidden.isdisjoint(cell.keys):
                assert other == cell
            else:
                assert (other.text, other.value, other.href, other.numerator, other.denominator) == ("[c]", *[None] * 4)
        for chart, shown in zip(release.inside.charts, release.public.charts, strict=True):
            for series, kept in zip(chart.series, shown.series, strict=True):
                for place, keys in enumerate(series.keys):
                    gone = not release.hidden.isdisjoint(keys)
                    for values in (kept.values, kept.low, kept.high):
                        assert values is not None
                        assert (values[place] is None) or not gone
                    assert kept.texts
                    assert (kept.texts[place] == "[c]") == gone
        said = {text for block in release.public.blocks if isinstance(block, Prose) for text in block.paragraphs}
        for block in release.inside.blocks:
            if isinstance(block, Prose) and block.keys:
                for text, keys in zip(block.paragraphs, block.keys, strict=True):
                    assert (text in said) == release.hidden.isdisjoint(keys)

    def test_a_hidden_count_cannot_be_worked_out_from_what_is_shown(self, release: Release) -> None:
        values, sums = {}, []
        for table in release.inside.tables:
            for (total, count), parts in table.ties:
                values |= {total: count, **dict(parts)}
                sums.append((total, [key for key, _ in parts]))
        told = dict(count for table in release.inside.tables for count in table.told)
        values |= told
        shown = {*told} | {cell.keys[0] for _, cell, _ in release.cells() if cell.keys and cell.count is not None}
        values |= {cell.keys[0]: cell.count for _, cell, _ in release.cells() if cell.keys and cell.count is not None}
        found = audit(values, sums, release.hidden, unpublished=set(values) - shown)
        for key in release.hidden:
            low, high = found[key]
            assert high - low >= 2, key
            assert high >= 5, key

    def test_nor_from_the_totals_of_its_tables(self, release: Release) -> None:
        """The attack of a reader who has nothing but the tables: the rows of a column add up to its total."""
        values: dict[str, int] = {}
        sums = []
        for table in release.inside.tables:
            last = next((place for place, row in enumerate(table.rows) if row.is_total), 0)
            for position in table.sums:
                column = [row.cells[position] for row in table.rows[: last + 1]]
                if all(cell.keys and cell.count is not None for cell in column):
                    values |= {cell.keys[0]: cell.count for cell in column if cell.count is not None}
                    sums.append((column[-1].keys[0], [cell.keys[0] for cell in column[:-1]]))
        assert sums or release.inside.title.startswith("Board")
        for key, (low, high) in audit(values, sums, release.hidden & values.keys()).items():
            assert high - low >= 2, key

    def test_one_count_is_hidden_in_every_table_it_stands_in(self, release: Release) -> None:
        states: dict[str, set[bool]] = {}
        for _, cell, other in release.cells():
            if cell.keys and cell.count is not None:
                states.setdefault(cell.keys[0], set()).add(cell == other)
        assert all(len(each) == 1 for each in states.values())

    def test_it_says_that_it_is_public_and_what_the_mark_means(self, release: Release) -> None:
        assert release.public.audience_text == "Public"
        marked = [table for table in release.public.tables if "[c]" in table.markers]
        assert marked
        assert all("[c] not shown, so that nobody can be picked out." in table.all_notes for table in marked)


# Numbers that come about by nothing but the counts to be hidden: 3 sentences and 3 looked after of 17 entrants.
CANARIES = ("0.12", "0.13 (3", "0.03 to 0.36", "3 of 24,260", "17.6%", "17.647", "0.12366", "0.1236", "6.2% to 41.0%")


def a_place_with_canaries() -> Book:
    """Seventeen entrants of whom three were looked after, and three sentenced to custody."""
    lives = []
    for number in range(17):
        lines = [f"youth_caution 2018-09-{number + 1:02} for 2018-08-20"]
        if number < 3:
            lines += ["looked_after 2018-01-01", "detention_and_training_order 2019-03-20 for 2019-01-20"]
        lives.append(story(f"c{number}", *lines, born="2004-02-03", sex="male" if number % 2 else "female"))
    people = [population(year, 24_260) for year in range(2012, 2019)]
    return book_from(together(*lives, *people), dt.date(2021, 3, 31))


def words_in(code: str, content: bytes) -> str:
    """Everything that can be read out of a file, whatever it is packed in."""
    if code == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if code in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    text = content.decode()
    pictures = re.findall(r"base64,([A-Za-z0-9+/=]+)", text)
    return "\n".join([text, *(base64.b64decode(picture).decode() for picture in pictures)])


@pytest.fixture(scope="module")
def canaries() -> Release:
    book = a_place_with_canaries()
    return released(build_plan(Period.parse("2018/19"), book, "internal"))


class TestAFile:
    @pytest.mark.parametrize("code", FORMATS)
    def test_no_canary_is_in_any_format_of_what_is_published(self, code: str, canaries: Release) -> None:
        render = FORMATS[code].render
        inside = words_in(code, render(canaries.inside))
        assert [canary for canary in CANARIES[:1] if canary in inside]
        public = words_in(code, render(canaries.public))
        assert [canary for canary in CANARIES if canary in public] == []

    def test_the_canaries_are_there_to_be_found(self, canaries: Release) -> None:
        text = words_in("html", FORMATS["html"].render(canaries.inside))
        numbers = words_in("csv", FORMATS["csv"].render(canaries.inside))
        assert {"0.12", "0.03 to 0.36", "3 of 24,260", "17.6%"} <= {each for each in CANARIES if each in text}
        assert {"0.1236", "17.647"} <= {each for each in CANARIES if each in numbers}

    @pytest.mark.django_db
    def test_no_cell_of_the_csv_or_the_workbook_holds_a_number_of_one_to_four(self, release: Release) -> None:
        lines = list(csv.DictReader(io.StringIO(FORMATS["csv"].render(release.public).decode("utf-8-sig"))))
        counted = [line["value"] for line in lines if line["unit"] == "count" and line["value"]]
        assert counted
        assert not {float(value) for value in counted} & set(SMALL)
        for line in lines:
            if line["marker"] == "[c]":
                assert line["shown"] == "[c]"
                assert {line[name] for name in ("value", "numerator", "denominator", "address")} == {""}
        book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(release.public)))
        for name, table in zip(book.sheetnames[1:-1], release.public.tables, strict=True):
            for line, row in enumerate(table.rows, 5):
                for place, cell in enumerate(row.cells, 1):
                    if cell.marker == "[c]":
                        assert book[name].cell(line, place).value == "[c]"

    def test_word_has_the_hidden_cells_empty_too(self, canaries: Release) -> None:
        file = docx.Document(io.BytesIO(FORMATS["docx"].render(canaries.public)))
        found = [cell.text for table in file.tables for row in table.rows for cell in row.cells].count("[c]")
        assert found == sum(
            cell.text == "[c]" for table in canaries.public.tables for row in table.rows for cell in row.cells
        )
        assert found > 10


def test_a_table_by_itself_is_protected_by_itself() -> None:
    book = a_place_with_canaries()
    measure = measures()["first-time-entrants"]
    figure = measure.figure(book, Period.parse("2018/19"))
    table = by_breakdown("t", "By care", figure, measure.breakdown("looked-after"))
    shown = {row.name: [cell.text for cell in row.figures] for row in protected_table(table).rows}
    assert shown["All"] == ["17", "100.0%"]
    assert shown["Looked after"] == ["[c]", "[c]"]
    assert sum("[c]" in cells for cells in shown.values()) == 2
    assert protected_table(table).ties == ()


def test_nothing_small_is_nothing_hidden() -> None:
    book = a_place_with_canaries()
    figure = measures()["first-time-entrants"].figure(book, Period.parse("2018/19"))
    table = by_breakdown("t", "By sex", figure, measures()["first-time-entrants"].breakdown("sex"))
    assert protected_table(table).rows == table.rows


def test_a_chart_without_keys_is_left_as_it_is() -> None:
    inside = build_plan(Period.parse("2018/19"), a_place_with_canaries(), "internal")
    others = [series for chart in inside.charts for series in chart.series if not series.keys]
    kept = [series for block in protected(inside).blocks if isinstance(block, Chart) for series in block.series]
    assert all(series in kept for series in others)
