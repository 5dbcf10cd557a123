"""What is said of a change: its size computed, its direction never more than the numbers hold."""

from __future__ import annotations

import datetime as dt

import pytest

from restorative.models import ReparationSession
from tests.books import book_from
from tests.stories import population, story, together
from yjs.measures.catalogue import measures
from yjs.measures.change import change_words, difference, direction
from yjs.measures.figure import Figure
from yjs.measures.periods import Period
from yjs.plan.models import Contribution
from yjs.records.book import Book, counted_fields, frame


def sentenced(year: int, number: int) -> dict:
    """So many children sentenced to custody in a year."""
    lives = [
        story(f"{year}-{n}", f"detention_and_training_order {year}-06-06 for {year}-05-01", born=f"{year - 15}-01-01")
        for n in range(number)
    ]
    return together(*lives)


def figures(slug: str, then: int, now: int, known: bool = True) -> tuple[Figure, Figure]:
    """The figure of 2017/18 with so many behind it, and that of 2018/19."""
    people = [population(year, 24_260) for year in (2016, 2017)] if known else []
    book = book_from(together(sentenced(2017, then), sentenced(2018, now), *people), dt.date(2021, 3, 31))
    return tuple(measures()[slug].figure(book, Period.parse(year)) for year in ("2017/18", "2018/19"))


@pytest.mark.parametrize(
    ("slug", "then", "now", "size", "words", "way"),
    [
        pytest.param("custody-rate", 10, 3, "-0.29", "no clear change", "unclear", id="a fall of seven children"),
        pytest.param("custody-rate", 20, 5, "-0.62", "down, better", "better", id="a clear fall"),
        pytest.param("custody-rate", 5, 20, "+0.62", "up, worse", "worse", id="a clear rise"),
        pytest.param("custody-rate", 4, 0, "-0.16", "too few to say", "unclear", id="too few"),
        pytest.param("custody-rate", 6, 6, "0.00", "no clear change", "unclear", id="the same"),
        pytest.param("first-time-entrants", 20, 5, "-62", "down, better", "better", id="a rate for each 100,000"),
        pytest.param("out-of-court-disposals", 0, 0, "0", "too few to say", "unclear", id="none and none"),
    ],
)
def test_a_change_has_its_size_and_words(slug: str, then: int, now: int, size: str, words: str, way: str) -> None:
    before, after = figures(slug, then, now)
    assert difference(before, after) == size
    assert change_words(before, after) == words
    assert direction(before, after) == way


def test_without_a_population_no_change_is_claimed() -> None:
    assert change_words(*figures("custody-rate", 20, 5, known=False)) == "too few to say"


def followed(year: int, reoffended: int, of: int) -> dict:
    """Children cautioned in a year, so many of whom reoffended twice."""
    lives = []
    for n in range(of):
        lines = [f"youth_caution {year}-06-06 for {year}-05-01"]
        if n < reoffended:
            lines.append(f"referral_order {year}-12-01 for {year}-09-01 and {year}-09-02")
        lives.append(story(f"{year}-{n}", *lines, born=f"{year - 15}-01-01"))
    return together(*lives)


def test_a_share_is_tested_and_a_mean_is_not() -> None:
    book = book_from(together(followed(2016, 20, 30), followed(2017, 5, 30)), dt.date(2021, 3, 31))
    years = [Period.parse(year) for year in ("2016/17", "2017/18")]
    share = [measures()["binary-reoffending-rate"].figure(book, year) for year in years]
    assert (difference(*share), change_words(*share)) == ("-50.0 points", "down, better")
    mean = [measures()["reoffences-per-child"].figure(book, year) for year in years]
    assert (difference(*mean), change_words(*mean)) == ("-1.00", "down, not tested against chance")
    assert direction(*mean) == "unclear"
    each = [measures()["reoffences-per-reoffender"].figure(book, year) for year in years]
    assert change_words(*each) == "no change"


def given(then: int, now: int) -> Book:
    """What one partner gave in each of two years."""
    rows = [
        {"id": 1, "year": "2017/18", "agency": "Health", "staffing": then},
        {"id": 2, "year": "2018/19", "agency": "Health", "staffing": now},
    ]
    names = [field.attname for field in counted_fields(Contribution)]
    pages = {Contribution: frame(Contribution, [tuple(row.get(name) for name in names) for row in rows])}
    return Book.at(dt.date(2019, 4, 1), pages)


@pytest.mark.parametrize(("then", "now", "words"), [(100, 90, "down"), (90, 100, "up"), (90, 90, "the same")])
def test_money_goes_up_or_down_and_neither_is_better(then: int, now: int, words: str) -> None:
    book = given(then, now)
    before, after = (measures()["contributions"].figure(book, Period.parse(year)) for year in ("2017/18", "2018/19"))
    assert change_words(before, after) == words
    assert direction(before, after) == "unclear"


def worked(then: list[float], now: list[float]) -> Book:
    """Sessions of so many hours in each of two years."""
    sessions = [
        {"id": year * 100 + n, "reparation_id": 1, "held_on": dt.date(year, 5, 4), "hours_attended": hours}
        for year, held in ((2017, then), (2018, now))
        for n, hours in enumerate(held)
    ]
    names = [field.attname for field in counted_fields(ReparationSession)]
    pages = {ReparationSession: frame(ReparationSession, [tuple(row.get(name) for name in names) for row in sessions])}
    return Book.at(dt.date(2019, 4, 1), pages)


@pytest.mark.parametrize(
    ("then", "now", "size", "words"),
    [([2.5, 3], [59.5], "+54.0", "up"), ([59.5], [3], "-56.5", "down"), ([1.25, 1.25], [2.5], "0.0", "the same")],
)
def test_hours_are_added_up_and_half_an_hour_is_no_event_to_be_tested(
    then: list[float], now: list[float], size: str, words: str
) -> None:
    book = worked(then, now)
    years = [Period.parse(year) for year in ("2017/18", "2018/19")]
    before, after = (measures()["reparation-hours-attended"].figure(book, year) for year in years)
    assert difference(before, after) == size
    assert change_words(before, after) == words
