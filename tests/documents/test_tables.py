"""Tables of figures: every cell is a figure and leads to it, every total adds up, every note is a definition."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from disposals.breakdowns import DISPOSAL, LOOKED_AFTER, SEX, WORK
from tests.books import KINDS, book_from
from tests.stories import Records, population, story, together
from yjs.documents.cells import change_cell, count_cell, interval_cell, share_cell, value_cell
from yjs.documents.document import Cell, Document, Row, Table
from yjs.documents.tables import by_breakdown, crossed, one_period, side_by_side, trend, trend_chart
from yjs.measures.catalogue import measures
from yjs.measures.comparators import Published
from yjs.measures.figure import Figure
from yjs.measures.models import Comparator
from yjs.measures.periods import Period
from yjs.records.book import Book, counted_fields, frame


YEAR = Period.parse("2018/19")
LONG_AFTER = dt.date(2021, 3, 31)
RATE, ENTRANTS, CUSTODY, CASELOAD = (
    measures()[slug] for slug in ("binary-reoffending-rate", "first-time-entrants", "custody-rate", "caseload")
)


def lives() -> Records:
    """Six children: four cautioned in 2018/19, one the year before, one sentenced; two reoffended; one looked after."""
    again = "referral_order 2018-12-01 for 2018-10-01"
    return together(
        story("a", "youth_caution 2018-05-01 for 2018-04-20", again, born="2003-05-05", sex="male"),
        story("b", "youth_caution 2018-05-02 for 2018-04-20", "looked_after 2018-01-01", born="2003-05-05", sex="male"),
        story("c", "youth_caution 2018-05-03 for 2018-04-20", again, born="2006-05-05", sex="female"),
        story("d", "youth_caution 2018-05-04 for 2018-04-20", born="2003-05-05"),
        story("e", "youth_caution 2017-05-04 for 2017-04-20", born="2003-05-05", sex="male"),
        story("f", "detention_and_training_order 2018-06-01 for 2018-04-20", born="2003-05-05", sex="male"),
        story("g", "intervention statutory 2018-06-01", "looked_after 2018-01-01", born="2003-05-05"),
        story("h", "intervention prevention 2018-06-01 to 2021-01-01", born="2003-05-05"),
        population(2016, 24_000),
        population(2017, 24_260),
    )


@pytest.fixture(scope="module")
def book() -> Book:
    return book_from(lives(), LONG_AFTER)


def told(table: Table) -> dict[str, list[str]]:
    """What the table shows, row by row."""
    return {row.name: [cell.text for cell in row.figures] for row in table.rows}


def heads(table: Table) -> list[str]:
    return [column.title for column in table.columns]


class TestTrend:
    def test_a_row_for_each_period_with_the_value_and_all_it_was_counted_from(self, book: Book) -> None:
        table = trend("t", "Entrants", ENTRANTS, book, YEAR.years(2))
        assert heads(table) == [
            *("Period", "Ours (per 100,000 children aged 10 to 17)", "Counted", "Out of", "95% interval", "State")
        ]
        assert told(table) == {
            "2017/18": ["4", "1", "24,000", "0 to 23", "Period ended"],
            "2018/19": ["21", "5", "24,260", "7 to 48", "Period ended"],
        }

    def test_each_number_leads_to_its_figure_as_known_that_day(self, book: Book) -> None:
        table = trend("t", "Entrants", ENTRANTS, book, [YEAR])
        assert {cell.href for cell in table.rows[0].figures if cell.is_number} == {
            "/figures/first-time-entrants/2018-19/as-at/2021-03-31/"
        }
        assert not any(cell.href for cell in table.rows[0].cells if not cell.is_number)

    def test_a_plain_count_has_neither_base_nor_interval(self, book: Book) -> None:
        table = trend("t", "Caseload", CASELOAD, book, [YEAR])
        assert heads(table) == ["Period", "Ours (children)", "State"]
        assert told(table) == {"2018/19": ["2", "Period ended"]}

    def test_what_is_not_final_is_marked_and_the_mark_explained(self) -> None:
        table = trend("t", "Reoffending", RATE, book_from(lives(), dt.date(2019, 6, 1)), [YEAR])
        assert told(table)["2018/19"][0] == "50.0% [p]"
        assert told(table)["2018/19"][-1] == "Waiting for outcomes"
        assert table.all_notes[-1] == "[p] provisional: the records behind it can still change."

    def test_a_population_not_known_is_not_available_and_nobody_is_a_nought(self) -> None:
        nobody = book_from(story("x", born="2004-01-01"), LONG_AFTER)
        assert told(trend("t", "Custody", CUSTODY, nobody, [YEAR]))["2018/19"] == [
            "– [x]",
            "0",
            "– [x]",
            "Period ended",
        ]
        assert told(trend("t", "Reoffending", RATE, nobody, [YEAR]))["2018/19"] == ["– [x]", "0", "0", "Final"]

    def test_the_figures_of_other_areas_stand_beside_ours_with_their_source(self) -> None:
        table = trend("t", "Custody", CUSTODY, with_published(), YEAR.years(2))
        assert heads(table)[-2:] == ["Youth justice family", "England and Wales"]
        assert told(table)["2018/19"][-2:] == ["0.20", "0.31"]
        assert told(table)["2017/18"][-2:] == ["– [x]", "0.40"]
        assert "Other areas: YOT Data Summary, as published." in table.notes

    def test_its_chart_has_the_same_numbers_in_the_same_order(self) -> None:
        book, years = with_published(), YEAR.years(2)
        table = trend("t", "Custody", CUSTODY, book, years)
        chart = trend_chart(table, "Use of custody", CUSTODY, book, years)
        ours, family, national = chart.series
        assert chart.categories == ("2017/18", "2018/19")
        assert (ours.texts, ours.is_ours) == (("0.00", "0.04"), True)
        assert ours.values == tuple(row.cells[1].value for row in table.rows)
        assert ours.low is not None
        assert ours.high is not None
        assert all(low <= value <= high for low, value, high in zip(ours.low, ours.values, ours.high, strict=True))
        assert (family.values, national.values) == ((None, 0.20), (0.40, 0.31))
        assert chart.table is table
        assert chart.description == (
            "Use of custody, 2017/18 to 2018/19: Ours, Youth justice family and England and Wales. "
            "The band is the 95% interval of ours. The numbers are in the table that follows."
        )


def with_published() -> Book:
    """The book with three published custody rates in it."""
    printed = [("family", "2018/19", 0.20), ("national", "2018/19", 0.31), ("national", "2017/18", 0.40)]
    names = [field.attname for field in counted_fields(Comparator)]
    rows = []
    for number, (area, period, value) in enumerate(printed, 1):
        said = {"id": number, "measure": "custody-rate", "area": area, "period": period, "value": value}
        row = {**said, "source": "YOT Data Summary"}
        rows.append(tuple(row.get(name) for name in names))
    ours = book_from(lives(), LONG_AFTER)
    return Book.at(LONG_AFTER, {**{kind: ours[kind] for kind in KINDS}, Comparator: frame(Comparator, rows)})


class TestByBreakdown:
    def test_groups_always_shown_stand_in_their_order_and_add_up_to_all(self, book: Book) -> None:
        table = by_breakdown("t", "By sex", RATE.figure(book, YEAR), SEX)
        assert heads(table) == ["Sex", "Counted", "Out of", "%", "95% interval"]
        assert told(table) == {
            "Male": ["1", "2", "50.0%", "9.5% to 90.5%"],
            "Female": ["1", "1", "100.0%", "20.7% to 100.0%"],
            "Not recorded": ["0", "1", "0.0%", "0.0% to 79.3%"],
            "All": ["2", "4", "50.0%", "15.0% to 85.0%"],
        }
        assert table.rows[-1].is_total
        assert table.slips() == ()

    def test_a_rate_of_the_population_is_split_as_shares(self, book: Book) -> None:
        table = by_breakdown("t", "By disposal", ENTRANTS.figure(book, YEAR), DISPOSAL)
        assert heads(table) == ["Disposal", "Counted", "Share"]
        assert told(table) == {
            "Youth caution": ["4", "80.0%"],
            "Detention and training order": ["1", "20.0%"],
            "All": ["5", "100.0%"],
        }

    def test_each_group_leads_to_its_own_records(self, book: Book) -> None:
        table = by_breakdown("t", "By sex", RATE.figure(book, YEAR), SEX)
        address = "/figures/binary-reoffending-rate/2018-19/as-at/2021-03-31/?sex=female"
        assert {cell.href for cell in table.rows[1].figures if cell.href} == {address}


class TestSideBySide:
    def test_a_row_for_every_group_of_any_year(self, book: Book) -> None:
        years = [(year.label, ENTRANTS.figure(book, year)) for year in YEAR.years(2)]
        table = side_by_side("t", "Entrants", years, DISPOSAL)
        assert heads(table) == ["Disposal", "2017/18", "2018/19"]
        assert told(table) == {
            "Youth caution": ["1", "4"],
            "Detention and training order": ["0", "1"],
            "All": ["1", "5"],
        }
        assert table.slips() == ()

    def test_with_the_share_of_each(self, book: Book) -> None:
        stages = [("Entrants", ENTRANTS.figure(book, YEAR)), ("Reoffended", RATE.figure(book, YEAR))]
        table = side_by_side("t", "Stages", stages, SEX, shares=True)
        assert heads(table) == ["Sex", "Entrants", "Entrants, share", "Reoffended", "Reoffended, share"]
        assert told(table)["Male"] == ["3", "60.0%", "1", "50.0%"]
        assert table.sums == (1, 3)


class TestCrossed:
    def test_down_and_across_with_the_share_of_each_column(self, book: Book) -> None:
        table = crossed("t", "Caseload", [CASELOAD.figure(book, YEAR)], WORK, LOOKED_AFTER, ["looked_after"])
        assert heads(table) == ["Kind of work", "All", "Looked after"]
        shown = told(table)
        assert (shown["Statutory"], shown["Prevention"]) == (["1", "1"], ["1", "0"])
        assert (shown["All"], shown["Share"]) == (["2", "1"], ["– [z]", "50.0%"])
        assert table.slips() == ()

    def test_several_periods_stand_side_by_side_under_their_names(self, book: Book) -> None:
        figures = [ENTRANTS.figure(book, year) for year in YEAR.years(2)]
        table = crossed("t", "Entrants", figures, DISPOSAL, LOOKED_AFTER, ["looked_after"])
        assert heads(table)[1:] == ["2017/18: all", "2017/18: looked after", "2018/19: all", "2018/19: looked after"]
        assert told(table)["All"] == ["1", "0", "5", "1"]


class TestOnePeriod:
    def test_a_row_for_each_measure_and_the_change_in_honest_words(self, book: Book) -> None:
        now, then = ENTRANTS.figure(book, YEAR), ENTRANTS.figure(book, YEAR.year_before())
        table = one_period("t", "The quarter", [now, CASELOAD.figure(book, YEAR)], before=[then, None])
        assert told(table) == {
            "First time entrants": [
                *("2018/19", "21", "5", "24,260", "7 to 48", "Period ended"),
                "+16, no clear change, from 4",
            ],
            "Caseload": ["2018/19", "2", "2", "– [z]", "– [z]", "Period ended", "Not compared until it is final"],
        }

    def test_without_a_figure_before_there_is_no_column_of_changes(self, book: Book) -> None:
        assert heads(one_period("t", "Live", [RATE.figure(book, YEAR)]))[-1] == "State"


class TestCells:
    def test_a_cell_carries_what_a_spreadsheet_needs(self, book: Book) -> None:
        cell = value_cell(CUSTODY.figure(book, YEAR))
        assert (cell.text, cell.value, cell.decimals) == ("0.04", 1_000 / 24_260, 2)
        assert (cell.numerator, cell.denominator, cell.unit) == (1, 24_260, "per 1,000 children aged 10 to 17")

    def test_a_group_of_a_rate_of_the_population_has_no_base(self, book: Book) -> None:
        girls = ENTRANTS.figure(book, YEAR).only(SEX, "female")
        assert count_cell(girls, "denominator").text == "– [z]"
        assert value_cell(girls).text == "– [x]"
        assert interval_cell(girls).text == "– [z]"

    def test_a_share_of_nobody_does_not_apply(self) -> None:
        nobody = CASELOAD.figure(book_from({}, LONG_AFTER), YEAR)
        assert share_cell(nobody.only(SEX, "male"), nobody).text == "– [z]"

    def test_a_change_from_no_figure_says_so(self, book: Book) -> None:
        now: Figure = ENTRANTS.figure(book, YEAR)
        assert change_cell(ENTRANTS.figure(book, Period.parse("2010/11")), now).text == "No earlier figure"

    def test_a_published_figure_is_named_after_its_area(self) -> None:
        assert Published("custody-rate", "family", YEAR, 0.2, "").area_name == "Youth justice family"
        assert Published("custody-rate", "Rotherham", YEAR, 0.2, "").area_name == "Rotherham"


def test_notes_are_the_definition_the_edition_the_estimate_the_day_and_what_a_state_means(book: Book) -> None:
    table = trend("t", "Custody", CUSTODY, book, [YEAR], "A word more.")
    definition = CUSTODY.definition()
    assert table.notes == (
        f"Custody rate. Counted: {definition['Counted']} Out of: {definition['Out of']}",
        "Custody rate: Case records of this service. YOT Data Summary, Youth Justice Board, edition 2019.",
        "Remands are not custody and are not in it.",
        "Population: 24,260 children aged 10 to 17 (mid-2017 estimate).",
        "As at 31 March 2021.",
        "A word more.",
        "Period ended: late records can still move it.",
    )


def test_a_total_that_is_not_the_sum_of_its_rows_is_said_to_be_a_slip(book: Book) -> None:
    table = by_breakdown("t", "By sex", RATE.figure(book, YEAR), SEX)
    *rows, total = table.rows
    wrong = Row((total.cells[0], Cell("3", value=3), *total.cells[2:]), is_total=True)
    mistaken = replace(table, rows=(*rows, wrong))
    assert mistaken.slips() == ("By sex, Counted: the rows add to 2, the total says 3",)
    made = {"title": "Plan", "subtitle": "", "service_name": "", "audience": "board", "as_at_text": "", "made_text": ""}
    assert Document(**made, blocks=(mistaken,)).slips == mistaken.slips()
    assert Document(**made, blocks=(table,)).slips == ()
