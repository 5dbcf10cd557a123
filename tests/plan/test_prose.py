"""Sentences and choices of the plan: every number computed, and nothing live set against what is final."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.books import book_from
from tests.stories import Records, population, story, together
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period
from yjs.plan.building import build_plan
from yjs.plan.parts.reoffending import cohorts
from yjs.plan.prose import change, change_sentence
from yjs.records.book import Book


YEAR = Period.parse("2018/19")
LONG_AFTER = dt.date(2021, 3, 31)


def lives() -> Records:
    """Ten sentenced to custody in 2017/18, three in 2018/19; each released within the year."""
    children = [
        story(
            f"{year}-{number}",
            f"detention_and_training_order {year}-06-06 for {year}-05-01 released {year}-10-06",
            born="2002-03-03",
        )
        for year, many in ((2017, 10), (2018, 3))
        for number in range(many)
    ]
    return together(*children, population(2016, 24_260), population(2017, 24_260))


def told(slug: str, as_at: dt.date) -> str:
    book = book_from(lives(), as_at)
    return change_sentence(*(measures()[slug].figure(book, year) for year in YEAR.years(2)))


def test_from_what_to_what_the_difference_and_no_more_than_chance_allows() -> None:
    assert told("custody-rate", LONG_AFTER) == (
        "Custody rate, 2018/19: 0.12 (3 of 24,260); 2017/18: 0.41 (10 of 24,260). Change: -0.29, no clear change."
    )


def test_what_is_not_final_is_compared_with_nothing() -> None:
    assert told("binary-reoffending-rate", dt.date(2019, 3, 31)) == (
        "Binary reoffending rate, 2018/19: 0.0% (0 of 3); 2017/18: 0.0% (0 of 10). "
        "They are not compared until both are final."
    )
    assert "Change" not in told("custody-rate", dt.date(2019, 3, 30))


def test_without_a_figure_there_is_nothing_to_compare() -> None:
    book = book_from(together(lives(), population(2015, 1)), LONG_AFTER)
    then, now = (measures()["binary-reoffending-rate"].figure(book, Period.parse(y)) for y in ("2010/11", "2017/18"))
    assert change_sentence(then, now) == (
        "Binary reoffending rate, 2017/18: 0.0% (0 of 10). There is nothing to compare it with."
    )
    assert change_sentence(now, then) == (
        "Binary reoffending rate, 2010/11: Nothing to divide by: no children in the cohort in this period."
    )


def test_a_count_is_told_without_a_base() -> None:
    assert told("remands", LONG_AFTER) == ("Remands, 2018/19: 0; 2017/18: 0. Change: 0, too few to say.")


def test_a_sentence_names_the_counts_that_can_be_read_back_from_it() -> None:
    book = book_from(lives(), LONG_AFTER)
    (sentence,), (keys,) = change(*(measures()["custody-rate"].figure(book, year) for year in YEAR.years(2)))
    assert sentence == told("custody-rate", LONG_AFTER)
    assert [key.days for key in keys] == ["2017-04-01..2018-03-31", "2018-04-01..2019-03-31"]


@pytest.mark.parametrize(
    ("as_at", "last"),
    [
        pytest.param(dt.date(2019, 3, 31), "2016/17", id="on the last day of the plan's year"),
        pytest.param(dt.date(2020, 9, 29), "2017/18", id="the day before the year's children have all been followed"),
        pytest.param(dt.date(2020, 9, 30), "2018/19", id="when they have"),
    ],
)
def test_the_five_cohorts_have_all_been_followed_where_none_is_published(as_at: dt.date, last: str) -> None:
    book: Book = book_from(lives(), as_at)
    periods = cohorts(book, YEAR)
    assert (len(periods), periods[-1].text) == (5, last)
    plan = build_plan(YEAR, book)
    table = next(table for table in plan.tables if table.key == "reoffending")
    assert {row.cells[-1].text for row in table.rows} == {"Final"}
    live = next(table for table in plan.tables if table.key == "live-cohort")
    assert live.rows[0].cells[1].text == "2018/19"
