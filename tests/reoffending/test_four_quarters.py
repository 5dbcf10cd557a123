"""The rate of four quarterly cohorts, over however many years it is asked."""

import datetime as dt

import pytest

from reoffending.measures.proven import BinaryReoffendingRateFourQuarters, cohorts_with_anybody
from tests.disposals.kept import a_child, a_disposal, an_offence
from yjs.measures.periods import Period
from yjs.records.book import Book


pytestmark = pytest.mark.django_db

TWO_HUNDRED_YEARS = Period.parse("1950-01-01..2150-12-31")


def test_two_hundred_years_ask_only_of_the_quarters_with_anybody_in_them() -> None:
    for imposed_on in (dt.date(2024, 2, 1), dt.date(2024, 11, 1)):
        child = a_child("Tom", f"Hart{imposed_on.month}")
        a_disposal(child, an_offence(child, committed_on=dt.date(2024, 1, 1)), imposed_on=imposed_on)
    book = Book.now()
    assert [each.label for each in cohorts_with_anybody(book, TWO_HUNDRED_YEARS)] == [
        "January to March 2024",
        "April to June 2024",
        "July to September 2024",
        "October to December 2024",
    ]
    figure = BinaryReoffendingRateFourQuarters.figure(book, TWO_HUNDRED_YEARS)
    assert (figure.numerator.value, figure.denominator_value) == (0, 2)


def test_where_nobody_was_ever_dealt_with_there_is_nothing_to_divide_by() -> None:
    figure = BinaryReoffendingRateFourQuarters.figure(Book.now(), TWO_HUNDRED_YEARS)
    assert (figure.value, figure.denominator_value) == (None, 0)
