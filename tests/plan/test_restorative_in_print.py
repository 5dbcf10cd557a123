"""Victims, processes and reparation in the plan and the board's report: four counts that never mix, and no name."""

from __future__ import annotations

import datetime as dt

import pytest

from restorative.quotes import MOST
from tests.books import book_from
from tests.disposals.kept import a_child
from tests.restorative.test_a_real_year import AT_ITS_END, YEAR, the_year
from tests.restorative.victims_kept import a_process, a_victim
from tests.restored import process
from tests.stories import story, together
from yjs.documents.document import Document, Heading, Prose, Table
from yjs.documents.protection import protected
from yjs.measures.models import Comparator
from yjs.measures.periods import Period, financial_year
from yjs.plan.board import figures_of
from yjs.plan.building import build_board, build_plan
from yjs.plan.cards import card
from yjs.records.book import Book
from yjs.records.days import today
from yjs.records.record import keep


pytestmark = pytest.mark.django_db
SECTION = "Restorative approaches and victims"


def said_in(document: Document) -> str:
    """The paragraphs of a document."""
    return "\n".join(text for block in document.blocks if isinstance(block, Prose) for text in block.paragraphs)


def table_of(document: Document, key: str) -> Table:
    return next(table for table in document.tables if table.key == key)


def rows_of(table: Table) -> dict[str, list[str]]:
    return {row.name: [cell.text for cell in row.figures] for row in table.rows}


@pytest.fixture
def plan() -> Document:
    return build_plan(YEAR, book_from(the_year(), AT_ITS_END))


class TestTheYearOfARealPlan:
    def test_is_told_in_words_and_numbers_that_cannot_be_taken_for_each_other(self, plan: Document) -> None:
        assert "192 victims were reached in 2018/19, and 135 of them took part in a restorative process" in said_in(
            plan
        )
        assert "245 restorative processes were held: 22 direct and 223 indirect." in said_in(plan)
        told = rows_of(table_of(plan, "victims"))
        assert told["Victims who took part, of those contacted"][1:4] == ["70.3%", "135", "192"]
        assert told["Restorative processes"][1] == "245"
        assert told["Children in restorative processes"][1] == "61"
        assert rows_of(table_of(plan, "reparation"))["Reparation: hours offered"][1] == "671.0"

    def test_135_of_192_stands_under_no_word_of_kpi_10(self, plan: Document) -> None:
        (indicator,) = [row for row in table_of(plan, "kpi-10").rows if row.name.startswith("KPI 10")]
        assert [cell.text for cell in indicator.figures][1:4] == ["– [x]", "0", "0"]
        for table in plan.tables:
            for row in table.rows:
                if "KPI 10" in f"{table.caption} {row.name}":
                    assert {"135", "192", "70.3%"}.isdisjoint(cell.text for cell in row.cells)

    def test_says_that_nobody_returned_it_then(self, plan: Document) -> None:
        assert any("returned since April 2023" in note for note in table_of(plan, "kpi-10").notes)
        later = build_plan(financial_year(2024), book_from(the_year(), dt.date(2025, 3, 31)))
        assert "work with victims is not recorded" in said_in(later)

    def test_the_heading_stands_in_every_edition(self) -> None:
        book = book_from(the_year(), dt.date(2026, 3, 31))
        for year in (2015, 2021, 2024):
            heads = [b.text for b in build_plan(financial_year(year), book).blocks if isinstance(b, Heading)]
            assert any(SECTION.casefold() in head.casefold() for head in heads)


class TestAPeriodOfWhichNothingIsRecorded:
    def test_is_said_to_be_not_recorded_and_never_nought(self) -> None:
        book = book_from(
            together(story("C1", "youth_caution 2018-04-20 for 2018-04-02", born="2003-05-03")), AT_ITS_END
        )
        plan = build_plan(YEAR, book)
        assert "2018/19: work with victims is not recorded. That is not to say that there was none." in said_in(plan)
        assert "2018/19: reparation is not recorded. That is not to say that there was none." in said_in(plan)
        assert {"victims", "processes", "kpi-10", "reparation"}.isdisjoint(table.key for table in plan.tables)

    def test_has_a_card_and_a_row_for_the_board_that_say_so(self) -> None:
        book = book_from(
            together(story("C1", "youth_caution 2018-04-20 for 2018-04-02", born="2003-05-03")), AT_ITS_END
        )
        quarter = Period.parse("2018Q4")
        cards = {told["title"]: told for told in (card(*pair) for pair in figures_of(book, quarter))}
        for title in ("Victims contacted", "Restorative processes", "Reparation: attendance"):
            assert (cards[title]["value"], cards[title]["of"]) == ("No figure", "Nothing is recorded.")
        row = next(r for r in build_board(quarter, book).tables[0].rows if r.name == "Victims contacted")
        assert [cell.text for cell in row.figures[1:4]] == ["– [x]"] * 3

    def test_is_left_out_of_the_five_years_and_the_table_says_that(self, plan: Document) -> None:
        table = table_of(plan, "processes")
        assert [column.title for column in table.columns] == ["Kind of process", "2017/18", "2018/19"]
        assert "Work with victims was recorded in 2 of the five years; the others are left out." in table.notes


class TestWhatTheBoardSees:
    def test_the_same_of_the_year_that_ends_with_the_quarter(self) -> None:
        report = build_board(Period.parse("2018Q4"), book_from(the_year(), AT_ITS_END))
        assert "135 of them took part in a restorative process held in the same time" in said_in(report)
        assert rows_of(report.tables[0])["Victims who took part, of those contacted"][1:4] == ["70.3%", "135", "192"]

    def test_of_few_processes_the_public_reads_no_number_in_the_words_either(self) -> None:
        records = together(the_year(), *(process(f"N{n}", "V1", "C1", "direct", "2017-05-01") for n in range(3)))
        records = together(records, process("N9", "V1", "C1", "indirect", "2017-06-01"))
        report = build_plan(financial_year(2017), book_from(records, AT_ITS_END))
        assert "3 direct" in said_in(report)
        public = protected(report)
        assert "3 direct" not in said_in(public)


class TestComparators:
    def test_five_years_of_kpi_10_stand_beside_other_areas_where_theirs_are_published(self) -> None:
        for year, value in (("2023/24", 21.5), ("2024/25", 24.0)):
            published = Comparator(measure="kpi-10-victims", area="national", period=year, value=value, source="YJB")
            published.published_on = dt.date(2025, 9, 1)
            keep(published, by=None, recorded_on=dt.date(2025, 9, 1))
        child = a_child()
        a_process(a_victim(details_from_police_on=dt.date(2024, 5, 1)), child, dt.date(2024, 6, 3))
        plan = build_plan(financial_year(2024), Book.now())
        assert [row.cells[-1].text for row in table_of(plan, "kpi-10-years").rows][-3:] == ["– [x]", "21.5%", "24.0%"]


class TestQuotes:
    def test_only_words_that_may_be_quoted_are_and_none_that_name_anybody(self) -> None:
        child = a_child("Amira", "Khan")
        for words, may_quote in (
            ("I was listened to.", True),
            ("Not for others to read.", False),
            ("Nobody asked me whether.", None),
            ("Síle O'Brien-Nowak was glad of it.", True),
            ("Amira Khan said sorry, and meant it.", True),
        ):
            a_process(a_victim(), child, words=words, may_quote=may_quote)
        year = Period.parse(f"year-to-{today():%Y-%m-%d}")
        said = said_in(build_plan(year, Book.now()))
        assert "“I was listened to.”" in said
        for others in ("Not for others", "Nobody asked me", "Síle", "Amira"):
            assert others not in said

    def test_there_are_a_few_and_the_same_words_once(self) -> None:
        child = a_child()
        for number in range(2 * MOST):
            words = f"It helped, {'very ' * (number % (MOST + 2))}much."
            a_process(a_victim(), child, words=words, may_quote=True)
        year = Period.parse(f"year-to-{today():%Y-%m-%d}")
        assert said_in(build_plan(year, Book.now())).count("“") == MOST
