"""The plans of several years and the board's quarters, laid side by side: what one hides no other shows."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Any

import pytest

from tests.books import book_from
from tests.documents.test_protected_groups import counts_of
from tests.places import small_place  # noqa: F401
from tests.stories import Records, population, story, together
from yjs.documents.document import CountKey, Document
from yjs.documents.protection import FEWEST, hidden_counts, hidden_groups
from yjs.measures.disclosure import audit
from yjs.measures.periods import Period
from yjs.plan.building import build_board, build_plan
from yjs.records.book import Book


AS_AT = dt.date(2021, 3, 31)
YEARS = ("2017/18", "2018/19", "2019/20", "2020/21")
QUARTERS = ("2018Q1", "2018Q4")
Values = dict[CountKey, int]


def entrants(year: int, many: int) -> Records:
    """Boys of one ethnicity, each cautioned for the first time in a financial year; none but the last is looked after."""
    return together(
        *(
            story(
                f"{year}-{number}",
                f"youth_caution {year}-0{5 + number % 5}-{10 + number % 18} for {year}-04-20",
                *(["looked_after 2015-01-01"] if number == many - 1 else []),
                born=f"{year - 15}-02-03",
                sex="male",
                ethnicity="White British",
            )
            for number in range(many)
        )
    )


def a_small_service(*many: int) -> Book:
    """A service of so few entrants in each financial year from 2016/17."""
    people = [population(year, 2_000) for year in range(2012, 2021)]
    told = [entrants(2016 + place, number) for place, number in enumerate(many)]
    return book_from(together(*told, *people), AS_AT)


def releases(book: Book) -> dict[str, Document]:
    built = {year: build_plan(Period.parse(year), book, "internal") for year in YEARS}
    return built | {quarter: build_board(Period.parse(quarter), book, "internal") for quarter in QUARTERS}


def shown_in(document: Document) -> set[CountKey]:
    cells = {c.keys[0] for t in document.tables for r in t.rows for c in r.cells if c.keys and c.count is not None}
    return cells | {key for table in document.tables for key, _ in table.told}


SERVICES = [(12, 5, 6, 7, 5), (30, 3, 8, 11, 4), (9, 10, 2, 6, 13)]


@pytest.fixture(scope="module", params=[*SERVICES, None], ids=[*map(str, SERVICES), "a small place"])
def together_(request: pytest.FixtureRequest, small_place: None, django_db_blocker: Any) -> dict[str, Document]:  # noqa: F811
    with django_db_blocker.unblock():
        return releases(a_small_service(*request.param) if request.param else Book.at(AS_AT))


@pytest.mark.django_db
@pytest.mark.without_database
class TestSeveralReleasesOfOneDay:
    def test_hide_the_same_counts(self, together_: dict[str, Document]) -> None:
        hidden = {name: hidden_counts(document) for name, document in together_.items()}
        shared = differing = 0
        for one, other in combinations(together_, 2):
            both = shown_in(together_[one]) & shown_in(together_[other])
            shared += len(both)
            differing += len((hidden[one] ^ hidden[other]) & both)
        assert shared > 300
        assert differing == 0

    def test_open_no_count_when_all_of_them_are_added_up(self, together_: dict[str, Document]) -> None:
        values: Values = {}
        sums: list[tuple[CountKey, list[CountKey]]] = []
        shown: set[CountKey] = set()
        every: set[CountKey] = set()
        for document in together_.values():
            more, ties = counts_of(document)
            values, sums = values | more, sums + ties
            every |= shown_in(document)
            shown |= shown_in(document) - hidden_counts(document)
        found = audit(values, sums, every - shown, unpublished=values.keys() - every)
        small = {key for key in every - shown if values[key] in range(1, 5)}
        assert [key for key in small if found[key][1] - found[key][0] < 2] == []
        assert [key for key in small if found[key][1] < 5] == []
        assert len(small) > 20
        assert not {values[key] for key in shown} & {1, 2, 3, 4}


def test_a_figure_of_five_or_more_is_shown_in_every_plan_that_has_it() -> None:
    found = releases(a_small_service(12, 5, 6, 7, 5))
    for document in found.values():
        entered = {key for key in shown_in(document) if not key.groups and "FirstTimeEntrants.num" in key.rule}
        values, _ = counts_of(document)
        hidden = hidden_counts(document)
        assert entered
        assert all((key in hidden) == (values[key] in range(1, 5)) for key in entered)


def all_reoffended(many: int) -> Book:
    """So many children given an absolute discharge, all of whom reoffended, beside others who did not."""
    lives = [
        story(
            f"d{number}",
            f"absolute_discharge 2016-10-{10 + number} for 2016-09-01",
            f"youth_caution 2017-03-{10 + number} for 2017-01-{1 + number:02}",
            born="2002-02-03",
        )
        for number in range(many)
    ]
    lives += [
        story(f"c{number}", f"youth_caution 2016-11-{10 + number % 18} for 2016-10-01", born="2002-02-03")
        for number in range(40)
    ]
    return book_from(together(*lives, *(population(year, 2_000) for year in range(2012, 2018))), AS_AT)


class TestAllOfAFew:
    @pytest.mark.parametrize(("many", "told"), [(6, "[c]"), (9, "[c]"), (12, "12")])
    def test_that_all_reoffended_is_told_only_of_ten_or_more(self, many: int, told: str) -> None:
        assert FEWEST == 10
        plan = build_plan(Period.parse("2016/17"), all_reoffended(many), "public")
        table = next(table for table in plan.tables if table.key == "after-disposal")
        rows = {row.name: [cell.text for cell in row.figures] for row in table.rows}
        assert rows["Absolute discharge"][0] == told
        assert ("100.0%" in rows["Absolute discharge"][2]) == (told != "[c]")

    def test_the_board_is_told_no_more_of_them(self) -> None:
        plan = build_plan(Period.parse("2016/17"), all_reoffended(6), "internal")
        table = next(table for table in plan.tables if table.key == "after-disposal")
        discharged = next(row for row in table.rows if row.name == "Absolute discharge").figures[0]
        assert set(discharged.keys) <= hidden_groups([table])
