"""With the totals of the whole service known, no small group of it is recovered from what the board is shown."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import pytest

from tests.books import book_from
from tests.documents.test_protection import QUESTIONS, a_place_with_canaries
from tests.places import small_place  # noqa: F401
from tests.stories import story, together
from yjs.documents.document import CountKey, Document
from yjs.documents.protection import hidden_groups, protected, protected_table, without
from yjs.documents.tables import by_breakdown, one_period
from yjs.measures.catalogue import measures
from yjs.measures.disclosure import audit
from yjs.measures.periods import Period
from yjs.plan.building import build_board, build_plan
from yjs.records.book import Book


SMALL = range(1, 5)


def counts_of(document: Document) -> tuple[dict[CountKey, int], list[tuple[CountKey, list[CountKey]]]]:
    """Every count of a document, and every sum that a reader can do with them."""
    values: dict[CountKey, int] = {}
    sums = []
    for table in document.tables:
        for (total, count), parts in table.ties:
            values |= {total: count, **dict(parts)}
            sums.append((total, [key for key, _ in parts]))
        values |= dict(table.told)
        cells = [cell for row in table.rows for cell in row.cells if cell.keys and cell.count is not None]
        values |= {cell.keys[0]: cell.count for cell in cells if cell.count is not None}
    return values, sums


@pytest.fixture(scope="module", params=QUESTIONS)
def inside(request: pytest.FixtureRequest, small_place: None, django_db_blocker: Any) -> Document:  # noqa: F811
    build, period, as_at = request.param
    with django_db_blocker.unblock():
        return build(Period.parse(period), Book.at(as_at))


@pytest.fixture(scope="module")
def demo() -> Document:
    """A plan of many more children, whose tables have large groups beside the small."""
    lives = []
    for number in range(60):
        kind = ("youth_caution", "youth_conditional_caution", "referral_order")[number % 7 % 3]
        lines = [f"{kind} 2018-0{4 + number % 6}-{1 + number % 28:02} for 2018-03-20"]
        lines += ["looked_after 2018-01-01"] if number % 6 == 0 else ["early_help_plan 2018-01-01"]
        lines += ["no_send 2018-01-01"] if number % 5 else []
        lives.append(story(f"c{number}", *lines, born="2004-02-03", sex="male" if number % 9 else "female"))
    return build_plan(Period.parse("2018/19"), book_from(together(*lives), dt.date(2021, 3, 31)))


def check(document: Document) -> tuple[int, int]:
    """Attacks the groups; how many were found safe by arithmetic, and how many because none beside them is shown."""
    values, sums = counts_of(document)
    hidden = hidden_groups(document.tables)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells if cell.keys]
    shown = {cell.keys[0] for cell in cells if cell.count is not None}
    seen = {key for key in values if not key.groups} | (shown - hidden)
    found = audit(values, sums, values.keys() - seen)
    beside: dict[tuple[str, ...], set[bool]] = defaultdict(set)
    for key in shown:
        beside[key.split].add(key in hidden)
    safe = alone = 0
    for key in hidden & found.keys():
        low, high = found[key]
        if beside[key.split] <= {True}:
            alone += 1
        else:
            assert high - low >= 2, key
            assert high >= 5 or values[key] not in SMALL, key
            safe += 1
    for cell in cells:
        if cell.keys[0].groups and cell.count in SMALL:
            assert cell.keys[0] in hidden
    return safe, alone


@pytest.mark.django_db
@pytest.mark.without_database
class TestADocument:
    def test_gives_no_small_group_away(self, inside: Document) -> None:
        safe, alone = check(inside)
        assert safe + alone > 0

    def test_keeps_every_total_of_the_whole_service(self, inside: Document) -> None:
        assert all(key.groups for key in hidden_groups(inside.tables))

    def test_shows_no_share_interval_or_picture_of_what_it_hides(self, inside: Document) -> None:
        hidden = hidden_groups(inside.tables)
        for table in without(inside, hidden).tables:
            for row in table.rows:
                assert all(hidden.isdisjoint(cell.keys) for cell in row.cells)

    def test_stays_a_document_for_the_board(self, inside: Document) -> None:
        assert without(inside, hidden_groups(inside.tables)).audience == "board"


def test_a_plan_of_many_children_gives_none_away_and_shows_the_large_groups(demo: Document) -> None:
    safe, _ = check(demo)
    assert safe > 5
    shown = without(demo, hidden_groups(demo.tables))
    entrants = next(table for table in shown.tables if table.key == "groups-sex")
    assert [[cell.text for cell in row.cells[3:5]] for row in entrants.rows] == [
        ["53", "88.3%"],
        ["7", "11.7%"],
        ["0", "0.0%"],
        ["60", "100.0%"],
    ]


def test_of_a_split_it_is_the_same_in_a_document_and_by_itself(demo: Document) -> None:
    together_hidden = hidden_groups(demo.tables)
    for table in demo.tables:
        if table.key.startswith("groups-"):
            keys = {cell.keys[0] for row in table.rows for cell in row.cells if cell.keys}
            assert hidden_groups([table]) & keys == together_hidden & keys


def test_where_the_total_is_small_none_of_its_groups_are_shown() -> None:
    """Seventeen entrants, three of them sentenced: which three is told by nothing."""
    figure = measures()["custody-rate"].figure(a_place_with_canaries(), Period.parse("2018/19"))
    table = by_breakdown("t", "By sex", figure, figure.measure.breakdown("sex"))
    shown = {row.name: [cell.text for cell in row.figures] for row in protected_table(table).rows}
    assert shown.pop("All")[0] == "3"
    assert {text for cells in shown.values() for text in cells} == {"[c]"}


def test_a_total_that_is_small_is_not_hidden_so_its_groups_are() -> None:
    """Three of twenty-six: the page says three at its head, so no table beneath may count on hiding it."""
    lives = [
        story(
            f"c{number}",
            f"youth_caution 2018-09-{number + 1:02} for 2018-08-20",
            *([f"youth_caution 2019-03-{number + 1:02} for 2019-01-20"] if number < 3 else []),
            born="2004-02-03",
            sex="male" if number % 2 else "female",
        )
        for number in range(26)
    ]
    figure = measures()["binary-reoffending-rate"].figure(
        book_from(together(*lives), dt.date(2021, 3, 31)), Period.parse("2018/19")
    )
    table = by_breakdown("t", "By sex", figure, figure.measure.breakdown("sex"))
    shown = {row.name: row.figures[0].text for row in protected_table(table).rows}
    assert shown == {"Male": "[c]", "Female": "[c]", "Not recorded": "[c]", "All": "3"}


def test_the_public_is_not_told_in_words_what_a_year_before_was() -> None:
    """The change of a count names the count it changed from: 2 a year before is hidden as 2 would be."""
    kinds = [("2017-08", 2), ("2018-08", 9)]
    lives = [
        story(f"c{month}-{number}", f"youth_caution {month}-{number + 1:02} for {month}-01", born="2004-02-03")
        for month, count in kinds
        for number in range(count)
    ]
    book = book_from(together(*lives), dt.date(2021, 3, 31))
    figures = [measures()["out-of-court-disposals"].figure(book, Period.parse(f"{year}Q2")) for year in (2017, 2018)]
    table = one_period("quarter", "The quarter", figures[1:], before=figures[:1])
    assert "from 2" in table.rows[0].cells[-1].text
    document = build_board(Period.parse("2018Q2"), book, "internal")
    assert any("from 2" in cell.text for row in document.tables[0].rows for cell in row.cells)
    public = protected(document).tables[0]
    assert not any("from 2" in cell.text for row in public.rows for cell in row.cells)
