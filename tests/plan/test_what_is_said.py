"""What the plan and the board's report say beside their numbers: captions, notes, and what must not be misread."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pytest

from tests.books import book_from
from tests.stories import Records, population, story, together
from yjs.documents.document import Chart, Document, Heading, Prose, Table
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period
from yjs.plan.board import figures_of
from yjs.plan.building import build_board, build_plan
from yjs.plan.cards import card
from yjs.plan.models import Contribution
from yjs.plan.parts.resources import contributions
from yjs.plan.prose import BEFORE_ROUNDING, NOT_FINAL_YET
from yjs.records.book import Book, counted_fields, frame


YEAR, QUARTER = Period.parse("2018/19"), Period.parse("2018Q4")
Make = Callable[..., Document]
LAST_DAY, LONG_AFTER = dt.date(2019, 3, 31), dt.date(2021, 3, 31)


def lives() -> Records:
    """Two children cautioned in each of three years, who are worked with in the last; one of them looked after."""
    children = [
        story(
            f"{year}-{number}",
            f"youth_caution {year}-06-06 for {year}-05-01",
            "intervention out_of_court 2018-06-10",
            "looked_after 2015-01-01" if number else "ehc_plan 2015-01-01",
            born="2003-03-03",
        )
        for year in (2016, 2017, 2018)
        for number in (0, 1)
    ]
    return together(*children, *(population(year, 24_000 + year) for year in range(2013, 2018)))


@cache
def plan(as_at: dt.date = LONG_AFTER, year: Period = YEAR) -> Document:
    return build_plan(year, book_from(lives(), as_at))


@cache
def board(as_at: dt.date = LONG_AFTER) -> Document:
    return build_board(QUARTER, book_from(lives(), as_at))


def table_of(document: Document, key: str) -> Table:
    return next(table for table in document.tables if table.key == key)


def prose_of(document: Document) -> list[str]:
    return [text for block in document.blocks if isinstance(block, Prose) for text in block.paragraphs]


def sections(document: Document) -> Iterator[list[Table]]:
    """The tables under each heading."""
    tables: list[Table] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            yield tables
            tables = []
        found = block.table if isinstance(block, Chart) else block
        tables += [found] if isinstance(found, Table) else []
    yield tables


class TestTheCohortBeingFollowed:
    @pytest.mark.parametrize(("make", "key"), [(plan, "live-cohort"), (board, "live")])
    def test_has_every_child_of_it_in_and_says_so_in_the_same_words(self, make: Make, key: str) -> None:
        document = make(LAST_DAY)
        table = table_of(document, key)
        assert [cell.text for cell in table.rows[0].cells[3:5]] == ["0", "2"]
        assert table.caption.endswith("as far as it has been followed")
        assert prose_of(document).count(NOT_FINAL_YET) == 1
        assert NOT_FINAL_YET.startswith("Every child of the cohort is in it, also those not yet followed for a year;")

    @pytest.mark.parametrize(("make", "key"), [(plan, "live-cohort"), (board, "live")])
    def test_is_told_without_a_warning_once_it_is_final(self, make: Make, key: str) -> None:
        document = make()
        table = table_of(document, key)
        assert {row.cells[-1].text for row in table.rows} == {"Final"}
        assert NOT_FINAL_YET not in prose_of(document)
        words = [table.caption, *(heading.text for heading in document.headings)]
        assert not [each for each in words if re.search("followed|now", each)]


def given(*rows: tuple[str, str | None, str | None, str | None]) -> Book:
    """What agencies gave in 2018/19: staffing, in kind, other."""
    names = [field.attname for field in counted_fields(Contribution)]
    pages = []
    for number, (agency, *amounts) in enumerate(rows, 1):
        said = {"id": number, "year": YEAR.text, "agency": agency}
        said |= {
            name: Decimal(amount) if amount else None
            for name, amount in zip(("staffing", "in_kind", "other"), amounts, strict=True)
        }
        pages.append(tuple(said.get(name) for name in names))
    return Book.at(LONG_AFTER, {Contribution: frame(Contribution, pages)})


class TestMoney:
    def test_that_is_not_recorded_is_not_nought_and_the_totals_say_what_they_add_up(self) -> None:
        (table,) = contributions(given(("Police", "30000", None, "0"), ("Health", None, None, "35000")), YEAR)
        assert isinstance(table, Table)
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["Police", "£30,000", "– [x]", "£0", "£30,000"],
            ["Health", "– [x]", "– [x]", "£35,000", "£35,000"],
            ["All", "£30,000", "– [x]", "£35,000", "£65,000"],
        ]
        assert any("an amount that is not recorded: the totals add up what is recorded" in each for each in table.notes)
        assert table.slips() == ()

    def test_all_of_which_is_recorded_needs_no_such_note(self) -> None:
        (table,) = contributions(given(("Police", "30000", "0", "0")), YEAR)
        assert isinstance(table, Table)
        assert [cell.text for cell in table.rows[0].figures] == ["£30,000", "£0", "£0", "£30,000"]
        assert not any("[x]" in note for note in table.all_notes)

    def test_of_an_agency_without_any_amount_is_not_recorded_and_the_agency_stands_there(self) -> None:
        (table,) = contributions(given(("Other", None, None, None), ("Police", "30000", None, None)), YEAR)
        assert isinstance(table, Table)
        assert [(row.name, row.cells[-1].text) for row in table.rows] == [
            *(("Police", "£30,000"), ("Other", "– [x]"), ("All", "£30,000")),
        ]

    def test_of_a_year_without_any_is_no_figure_on_the_boards_page_either(self) -> None:
        book = book_from(lives(), LONG_AFTER)
        row = next(row for row in table_of(build_board(QUARTER, book), "quarter").rows if row.name == "Contributions")
        assert [row.cells[2].text, row.cells[3].text, row.cells[-1].text] == [
            *("– [x]", "– [x]", "Nothing to compare it with"),
        ]
        told = {each["title"]: each for each in (card(*pair) for pair in figures_of(book, QUARTER))}["Contributions"]
        assert (told["value"], told["of"], told["change"]) == (
            *("No figure", "Nothing is recorded for this period.", "Nothing to compare it with"),
        )


class TestCaptions:
    @pytest.mark.parametrize("make", [plan, board])
    def test_each_says_its_day_cohort_or_year(self, make: Make) -> None:
        assert [table.caption for table in make().tables if not re.search(r"\b20\d\d\b", table.caption)] == []

    def test_the_caseload_is_of_a_day(self) -> None:
        assert "open to the service on 31 March 2019 by" in table_of(plan(), "caseload-by-send").caption
        early = dt.date(2018, 9, 5)
        assert "open to the service on 5 September 2018 by" in table_of(plan(early), "caseload-by-send").caption
        assert "the caseload on 5 September 2018" in table_of(plan(early), "groups-sex").caption
        rows = {row.name: row.cells[1].text for row in table_of(board(), "quarter").rows}
        assert (rows["Caseload"], rows["Out-of-court disposals"]) == ("31 March 2019", "January to March 2019")
        cards = {each["title"]: each for each in (card(*pair) for pair in figures_of(Book.at(LONG_AFTER, {}), QUARTER))}
        assert cards["Caseload"]["period"] == "31 March 2019"

    def test_the_population_names_the_year_of_each_estimate_that_is_recorded(self) -> None:
        names = [row.name for row in table_of(plan(year=Period.parse("2019/20")), "population").rows]
        assert names == [
            *("2015/16 (mid-2014 estimate)", "2016/17 (mid-2015 estimate)", "2017/18 (mid-2016 estimate)"),
            *("2018/19 (mid-2017 estimate)", "2019/20 (mid-2017 estimate)"),
        ]
        assert table_of(build_plan(YEAR, Book.at(LONG_AFTER, {})), "population").rows[0].name == "2014/15"


class TestNotes:
    def test_a_table_beside_which_a_change_is_told_says_how_it_is_rounded(self) -> None:
        told = [table.key for table in (*plan().tables, *board().tables) if BEFORE_ROUNDING in table.notes]
        assert told == ["entrants", "reoffending", "custody", "quarter"]
        assert BEFORE_ROUNDING not in table_of(plan(dt.date(2018, 9, 5)), "custody").notes

    @pytest.mark.parametrize("make", [plan, board])
    def test_none_stands_under_two_tables_of_a_section(self, make: Make) -> None:
        for tables in sections(make(LAST_DAY)):
            notes = [note for table in tables for note in table.notes]
            lasting = [note for note in notes if not note.startswith(("As at ", "Other areas: ", "Population: "))]
            referring = [note for note in lasting if "“" in note]
            own = [note for note in lasting if note not in referring]
            assert len(own) == len(set(own))

    @pytest.mark.parametrize("make", [plan, board])
    def test_under_each_table_is_how_it_was_counted_from_which_records_and_as_at_when(self, make: Make) -> None:
        document = make(LAST_DAY)
        for tables in sections(document):
            captions = [table.caption for table in tables]
            for place, table in enumerate(tables):
                said = " ".join(table.notes)
                assert re.search(r"\. Counted: .* edition |ounted as said under .* from the same records\.", said)
                assert f"As at {document.as_at_text.removeprefix('Figures as at ')}." in table.notes
                assert set(re.findall("“(.*?)”", said)) <= set(captions[:place])

    def test_where_all_of_it_is_told_above_one_line_says_where(self) -> None:
        document = plan()
        above = table_of(document, "groups-ethnicity").caption
        assert table_of(document, "groups-sex").notes == (
            *(f"Counted as said under “{above}”, from the same records.", "As at 31 March 2021."),
        )

    def test_where_only_a_caution_is_the_definition_stays(self) -> None:
        document = plan()
        definition, source, day, reference = table_of(document, "reoffences-per-reoffender").notes
        assert definition.startswith("Reoffences per reoffender. Counted: ")
        assert source.startswith("Reoffences per reoffender: Case records")
        assert day == "As at 31 March 2021."
        assert reference == f"To be read with the notes under “{table_of(document, 'reoffending').caption}”."


@pytest.mark.parametrize("measure", measures().values(), ids=list(measures()))
def test_each_part_of_a_definition_reads_by_itself(measure: type) -> None:
    told = measures()[measure.slug].definition()  # type: ignore[attr-defined]
    for part in ("Counted", "Out of"):
        assert not re.search(r"^Of (those|these)\b|\bthose children\b", told.get(part, "")), part


def test_reoffences_per_reoffender_say_in_full_who_they_are_divided_by() -> None:
    said = measures()["reoffences-per-reoffender"].definition()["Out of"]
    for words in ("Children aged 10 to 17", "in the period", "at least one proven reoffence", "12 months", "18 months"):
        assert words in said
