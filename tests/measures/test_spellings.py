"""Periods as people write them: every spelling that the pages print is understood, and none is guessed at."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yjs.measures.periods import Period, add_months, calendar_year, days, financial_year, quarter, year_to
from yjs.measures.spellings import as_usual, read_period


DAYS = st.dates(dt.date(1951, 1, 1), dt.date(2149, 12, 31))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *[
            (text, "2024/25")
            for text in (
                *("2024/25", "2024-25", "2024/2025", "24/25", " 2024 / 25 ", "2024\u201325", "2024/25 so far"),
                *("April 2024 to March 2025", "Apr 2024 - Mar 2025", "1/4/2024 to 31/3/2025", "year to March 2025"),
                *("1 April 2024 to 31 March 2025", "01.04.2024\u201331.03.2025", "the year to 31 March 2025"),
            )
        ],
        *[
            (text, "2024Q3")
            for text in (
                "October to December 2024",
                "Oct-Dec 2024",
                "2024Q3",
                "Q3 2024/25",
                "2024/25 Q3",
                "quarter 3 of 24/25",
            )
        ],
        ("1999/2000", "1999/00"),
        ("99/00", "1999/00"),
        ("2018", "2018"),
        ("January to December 2018", "2018"),
        ("Year to 30 September 2026", "year-to-2026-09-30"),
        ("October 2025 to September 2026", "year-to-2026-09-30"),
        ("February 2020", "2020-02-01..2020-02-29"),
        ("31 March 2019", "2019-03-31..2019-03-31"),
        ("2 April 2018 to 30 March 2019", "2018-04-02..2019-03-30"),
        ("year-to-2018-12-31", "year-to-2018-12-31"),
        ("2018-04-01..2019-03-31", "2018-04-01..2019-03-31"),
    ],
)
def test_a_spelling_means_one_period(text: str, period: str) -> None:
    assert read_period(text) == Period.parse(period)


@pytest.mark.parametrize("text", ["Q3 2024", "2024 Q3", "quarter 3 of 2024", "q3, 2024"])
def test_a_quarter_with_one_year_beside_it_could_be_either(text: str) -> None:
    with pytest.raises(ValueError, match="two ways") as refused:
        read_period(text)
    for label in ("October to December 2024", "July to September 2024"):
        assert label in str(refused.value)
        assert read_period(label).label == label


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("banana", "'banana' is not a period. Write it as 2018/19, January to March 2019, or 1/4/2018 to 31/3/2019."),
        ("", "'' is not a period. Write it as"),
        ("2024/26", "the year after 2024 ends in 25"),
        ("24/26", "the year after 2024 is 2025"),
        ("2024/2026", "the year after 2024 is 2025"),
        ("October to March 2025", "Say the year of both months"),
        ("1/4/2024 to 31/3/2024", "it ends before it starts"),
        ("31/2/2024 to 31/3/2024", "there is no day 31/2/2024"),
        ("March 1949", "years are from 1950 to 2150"),
        ("0001/02", "years are from 1950 to 2150"),
        ("9999/00", "years are from 1950 to 2150"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="is not a period") as refused:
        read_period(text)
    assert said in str(refused.value)


@given(DAYS, st.integers(1, 4), st.integers(0, 24))
def test_what_a_page_prints_can_be_written_back(day: dt.date, number: int, months: int) -> None:
    first = day.replace(day=1)
    printed = [
        *(financial_year(day.year - 1), calendar_year(day.year), quarter(day.year - 1, number), year_to(day)),
        *(days(first, add_months(first, months) - dt.timedelta(days=1)) if months else days(day, day),),
        *(days(day, day + dt.timedelta(days=months)),),
    ]
    for period in printed:
        for text in (period.label, period.days_in_words, period.slug, period.text):
            if period.end.year <= 2150:
                assert (read_period(text).start, read_period(text).end) == (period.start, period.end)


@given(DAYS, st.integers(0, 800))
def test_days_go_by_their_usual_name(start: dt.date, long: int) -> None:
    end = start + dt.timedelta(days=long)
    assert (as_usual(start, end).start, as_usual(start, end).end) == (start, end)
    assert Period.parse(as_usual(start, end).text) == as_usual(start, end)
