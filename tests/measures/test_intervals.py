"""Intervals and comparisons against values printed elsewhere, and the words that may be said of a change."""

from math import nan

import pytest

from yjs.measures.intervals import (
    Comparison,
    change_words,
    exact_poisson,
    proportions_differ,
    rates_differ,
    wilson,
)


POPULATION = 24_260


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        pytest.param(81, 263, 0.2553, 0.3662, id="Newcombe 1998"),
        pytest.param(15, 148, 0.0624, 0.1605, id="Newcombe 1998, a small share"),
        pytest.param(0, 20, 0.0, 0.1611, id="Newcombe 1998, nobody"),
        pytest.param(1, 29, 0.0061, 0.1718, id="Newcombe 1998, one"),
        pytest.param(20, 20, 0.8389, 1.0, id="everybody: nobody, turned round"),
    ],
)
def test_a_proportion_has_the_interval_that_newcombe_printed(
    numerator: int, denominator: int, low: float, high: float
) -> None:
    assert tuple(wilson(numerator, denominator)) == pytest.approx((low, high), abs=0.00005)


def test_five_of_twenty_six_may_well_be_anything_from_nine_per_cent_to_thirty_eight() -> None:
    interval = wilson(5, 26).times(100)
    assert tuple(interval) == pytest.approx((8.507061, 37.876257), abs=0.000001)
    assert (interval.method, interval.level) == ("Wilson", 0.95)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (3, 0.6187, 8.7673), (10, 4.7954, 18.3904)],
)
def test_a_count_of_events_has_garwoods_exact_limits(count: int, low: float, high: float) -> None:
    assert tuple(exact_poisson(count, 1)) == pytest.approx((low, high), abs=0.00005)


def test_a_rate_is_for_one_of_its_base() -> None:
    interval = exact_poisson(137, 24.19893)
    assert tuple(interval) == pytest.approx((4.753125, 6.692709), abs=0.000001)
    assert interval.method == "exact Poisson"


def test_the_lowest_custody_rate_for_five_years_was_three_children() -> None:
    low, high = exact_poisson(3, POPULATION).times(1_000)
    assert (round(low, 2), round(high, 2)) == (0.03, 0.36)


def test_another_level_makes_another_interval() -> None:
    wide, narrow = wilson(5, 26, level=0.99), wilson(5, 26, level=0.80)
    assert wide.low < wilson(5, 26).low < narrow.low < 5 / 26 < narrow.high < wilson(5, 26).high < wide.high
    assert tuple(exact_poisson(10, 1, level=0.90)) == pytest.approx((5.4254, 16.9622), abs=0.00005)


def test_where_nothing_is_divided_by_there_is_no_interval() -> None:
    assert wilson(0, 0) is None
    assert wilson(3, None) is None
    assert exact_poisson(3, 0) is None
    assert exact_poisson(3, None) is None


@pytest.mark.parametrize(
    ("ask", "numbers"),
    [
        pytest.param(wilson, (27, 26), id="more than all"),
        pytest.param(wilson, (1, 0), id="one of nobody"),
        pytest.param(wilson, (-1, 26), id="fewer than none"),
        pytest.param(wilson, (1, -26), id="of fewer than none"),
        pytest.param(wilson, (2.5, 26), id="half a child"),
        pytest.param(wilson, (nan, 26), id="not a number"),
        pytest.param(wilson, (5, 26, 95), id="a level in per cent"),
        pytest.param(exact_poisson, (-1, 100), id="fewer than no events"),
        pytest.param(exact_poisson, (1.5, 100), id="half an event"),
        pytest.param(exact_poisson, (1, -100), id="a population below none"),
        pytest.param(exact_poisson, (1, 100, 0), id="no level"),
        pytest.param(proportions_differ, (5, 26, 27, 26), id="the earlier more than all"),
        pytest.param(rates_differ, (5, 26, -1, 26), id="the earlier fewer than none"),
        pytest.param(rates_differ, (5, -26, 1, 26), id="on a base below none"),
    ],
)
def test_impossible_numbers_are_refused(ask, numbers: tuple) -> None:
    with pytest.raises(ValueError, match=r"denominator|cannot be|whole number|level"):
        ask(*numbers)


def test_fishers_own_examples_come_out_as_he_had_them() -> None:
    tea = proportions_differ(3, 4, 1, 4)
    assert not tea
    assert tea.p_value == pytest.approx(0.4857, abs=0.00005)
    twins = proportions_differ(2, 17, 10, 13)
    assert twins
    assert twins.p_value == pytest.approx(0.0005367, abs=0.00000005)
    assert twins.method == "Fisher's exact test"


def test_two_rates_are_compared_by_the_exact_test() -> None:
    compared = rates_differ(11, 800, 21, 3_011)
    assert compared == Comparison(False, pytest.approx(0.07967, abs=0.000005), "exact Poisson test")
    assert rates_differ(20, 800, 21, 3_011)


def test_nothing_against_nothing_is_no_difference() -> None:
    assert not rates_differ(0, POPULATION, 0, POPULATION)
    assert not rates_differ(3, 0, 1, POPULATION)
    assert not proportions_differ(0, 0, 5, 26)


@pytest.mark.parametrize(
    ("now", "then", "test", "good", "words"),
    [
        pytest.param((3, POPULATION), (10, POPULATION), rates_differ, "lower", "no clear change", id="custody"),
        pytest.param((41, POPULATION), (75, POPULATION), rates_differ, "lower", "down, better", id="entrants fell"),
        pytest.param((75, POPULATION), (41, POPULATION), rates_differ, "lower", "up, worse", id="entrants rose"),
        pytest.param((60, 80), (30, 80), proportions_differ, "higher", "up, better", id="attendance rose"),
        pytest.param((30, 80), (60, 80), proportions_differ, "higher", "down, worse", id="attendance fell"),
        pytest.param((90, 365), (140, 365), rates_differ, "neither", "down", id="neither way is better"),
        pytest.param((5, 26), (8, 24), proportions_differ, "lower", "no clear change", id="a small cohort"),
        pytest.param((5, 26), (5, 26), proportions_differ, "lower", "no clear change", id="the same"),
        pytest.param((41, 24_260), (41, 48_520), rates_differ, "lower", "up, worse", id="a smaller population"),
        pytest.param((4, 5), (0, 5), proportions_differ, "lower", "too few to say", id="both under five"),
        pytest.param((9, 20), (0, 0), proportions_differ, "lower", "too few to say", id="nobody before"),
        pytest.param((0, 0), (9, 20), proportions_differ, "lower", "too few to say", id="nobody now"),
        pytest.param((9, None), (9, 20), rates_differ, "lower", "too few to say", id="no population known"),
        pytest.param((396, 100), (382, 100), None, "lower", "up, not tested against chance", id="a mean rose"),
        pytest.param((7, 2), (10, 2), None, "lower", "down, not tested against chance", id="a mean fell"),
        pytest.param((14, 4), (7, 2), None, "lower", "no change", id="a mean stayed"),
        pytest.param((4, 2), (3, 2), None, "lower", "too few to say", id="a mean of very little"),
    ],
)
def test_the_words_promise_no_more_than_the_numbers_hold(now, then, test, good: str, words: str) -> None:
    assert change_words(*now, *then, test=test, good=good) == words


def test_a_direction_nobody_defined_and_numbers_nobody_can_have_get_no_words() -> None:
    with pytest.raises(ValueError, match="lower, higher or neither"):
        change_words(5, 26, 8, 24, test=proportions_differ, good="down")
    with pytest.raises(ValueError, match="more than the denominator"):
        change_words(27, 26, 8, 24, test=proportions_differ)
