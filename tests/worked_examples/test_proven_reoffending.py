"""Proven reoffending: the definition's own examples, and whole cohorts."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.second_opinion import Answer
from tests.worked_examples.cohorts import (
    QUARTERS,
    YEAR,
    four_quarters,
    twenty_children,
    twenty_children_and_a_late_conviction,
)
from tests.worked_examples.examples import LONG_AFTER, Example
from tests.worked_examples.jonny import REOFFENDING


Count = Callable[..., Answer]


def sizes(answer: Answer) -> tuple[int, int]:
    return len(answer.numerator), len(answer.denominator)


@pytest.mark.parametrize("example", REOFFENDING, ids=lambda example: example.name)
def test_jonny_is_followed_as_the_paper_says(example: Example, counted: Count) -> None:
    for question in example.questions:
        answer = counted(example.records, question.slug, question.period, question.as_at)
        assert answer == Answer(question.numerator, question.denominator), question


@pytest.mark.parametrize(("quarter", "size"), QUARTERS.items())
def test_each_quarterly_cohort_stands_alone(quarter: tuple[date, date], size: tuple[int, int], counted: Count) -> None:
    children, reoffenders = size
    answer = counted(four_quarters(), "binary-reoffending-rate", quarter, LONG_AFTER)
    assert sizes(answer) == (reoffenders, children)


def test_the_year_is_the_sum_of_its_quarters_and_not_the_mean_of_their_rates(counted: Count) -> None:
    reoffenders, children = sizes(counted(four_quarters(), "binary-reoffending-rate-four-quarters", YEAR, LONG_AFTER))
    assert (reoffenders, children) == (14, 40)
    assert 100 * reoffenders / children == 35.0
    mean_of_rates = sum(100 * few / many for many, few in QUARTERS.values()) / len(QUARTERS)
    assert round(mean_of_rates, 1) == 34.2


def test_twenty_children_of_whom_six_reoffend_eighteen_times(counted: Count) -> None:
    records = twenty_children()
    binary = sizes(counted(records, "binary-reoffending-rate", YEAR, LONG_AFTER))
    per_reoffender = sizes(counted(records, "reoffences-per-reoffender", YEAR, LONG_AFTER))
    per_child = sizes(counted(records, "reoffences-per-child", YEAR, LONG_AFTER))
    assert (binary, per_reoffender, per_child) == ((6, 20), (18, 6), (18, 20))
    assert (100 * 6 / 20, 18 / 6, 18 / 20) == (30.0, 3.0, 0.9)


@pytest.mark.parametrize(
    ("convicted", "reoffenders"), [("2019-10-10", 7), ("2019-11-10", 7), ("2019-11-11", 6), ("2019-12-10", 6)]
)
def test_an_offence_of_month_ten_counts_when_convicted_by_month_eighteen(
    convicted: str, reoffenders: int, counted: Count
) -> None:
    records = twenty_children_and_a_late_conviction(convicted)
    answer = counted(records, "binary-reoffending-rate", YEAR, LONG_AFTER)
    assert sizes(answer) == (reoffenders, 21)
