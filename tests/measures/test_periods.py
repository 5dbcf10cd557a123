"""Days, months and years as the field counts them: every written form, every edge of a calendar."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yjs.measures.periods import (
    Period,
    add_months,
    age_on,
    ages_on,
    calendar_year,
    days,
    financial_year,
    financial_year_of,
    months_after,
    quarter,
    quarter_of,
    year_to,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


DAYS = st.dates(day("1995-01-01"), day("2040-12-31"))
LEAP_DAYS = st.sampled_from([dt.date(year, 2, 29) for year in range(1996, 2041, 4)])
PERIODS = st.one_of(
    st.integers(1995, 2040).map(financial_year),
    st.integers(1995, 2040).map(calendar_year),
    st.builds(quarter, st.integers(1995, 2040), st.integers(1, 4)),
    (DAYS | LEAP_DAYS).map(year_to),
    st.tuples(DAYS, DAYS).map(lambda two: days(min(two), max(two))),
)


class TestWrittenForms:
    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            pytest.param("2018/19", "2018-04-01", "2019-03-31", id="financial year"),
            pytest.param("1999/00", "1999-04-01", "2000-03-31", id="financial year into a new century"),
            pytest.param("2018Q1", "2018-04-01", "2018-06-30", id="first quarter"),
            pytest.param("2018Q2", "2018-07-01", "2018-09-30", id="second quarter"),
            pytest.param("2018Q3", "2018-10-01", "2018-12-31", id="third quarter"),
            pytest.param("2018Q4", "2019-01-01", "2019-03-31", id="fourth quarter lies in the year after"),
            pytest.param("2018", "2018-01-01", "2018-12-31", id="calendar year"),
            pytest.param("2018-04-01..2019-03-31", "2018-04-01", "2019-03-31", id="any days, both in"),
            pytest.param("2019-03-31..2019-03-31", "2019-03-31", "2019-03-31", id="one day"),
            pytest.param("year-to-2018-12-31", "2018-01-01", "2018-12-31", id="year to a day"),
            pytest.param("year-to-2020-02-29", "2019-03-01", "2020-02-29", id="year to a leap day"),
            pytest.param(" 2018/19 ", "2018-04-01", "2019-03-31", id="spaces around it"),
        ],
    )
    def test_each_written_form_is_read(self, text: str, start: str, end: str) -> None:
        period = Period.parse(text)
        assert (period.start, period.end, period.text) == (day(start), day(end), text.strip())

    @pytest.mark.parametrize(
        "text",
        ["0001", "0004/05", "1949Q4", "9999", "2151", "year-to-9999-12-31", "1000-01-01..9999-12-31"]
        + ["", "2018/20", "2018/18", "2018Q5", "2018Q0", "18/19", "2018-19", "2018-04-01", "2018-02-30..2018-03-01"]
        + ["2018-04-01..2018-03-31", "year-to-2018-02-29", "April 2018", "2018/19 or so", "0000", "9999/00"],
    )
    def test_what_is_not_a_period_is_refused_and_the_forms_are_named(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"is not a period.*Write it as 2018/19, 2018Q4"):
            Period.parse(text)

    @pytest.mark.parametrize("text", ["1950/51", "1950Q1", "2150", "year-to-1950-01-01", "1950-01-01..2150-12-31"])
    def test_the_first_year_and_the_last_are_periods_with_years_before_them(self, text: str) -> None:
        assert len(Period.parse(text).years(5)) == 5

    def test_a_period_never_ends_before_it_starts(self) -> None:
        with pytest.raises(ValueError, match="ends before it starts"):
            days(day("2018-04-02"), day("2018-04-01"))

    @given(PERIODS)
    @example(financial_year(2018))
    @example(financial_year(1999))
    def test_a_period_comes_back_from_its_text_and_from_its_address(self, period: Period) -> None:
        assert Period.parse(period.text) == period
        assert Period.from_slug(period.slug) == period
        assert "/" not in period.slug


class TestLabels:
    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("2018/19", "2018/19"),
            ("2018", "2018"),
            ("2018Q4", "January to March 2019"),
            ("2018Q1", "April to June 2018"),
            ("year-to-2018-12-31", "January to December 2018"),
            ("year-to-2017-06-30", "July 2016 to June 2017"),
            ("2018-04-01..2019-03-31", "April 2018 to March 2019"),
            ("2018-04-02..2019-03-31", "2 April 2018 to 31 March 2019"),
            ("2019-02-01..2019-02-28", "February 2019"),
            ("2020-02-29..2020-02-29", "29 February 2020"),
        ],
    )
    def test_a_label_is_how_people_say_it(self, text: str, label: str) -> None:
        assert Period.parse(text).label == label


class TestTheYearBefore:
    @pytest.mark.parametrize(
        ("text", "before"),
        [
            ("2018/19", "2017/18"),
            ("2018Q4", "2017Q4"),
            ("2018", "2017"),
            ("year-to-2018-12-31", "year-to-2017-12-31"),
            ("year-to-2020-02-29", "year-to-2019-02-28"),
            ("year-to-2019-02-28", "year-to-2018-02-28"),
            ("year-to-2021-02-28", "year-to-2020-02-29"),
            ("2020-02-01..2020-02-29", "2019-02-01..2019-02-28"),
            ("2021-02-01..2021-02-28", "2020-02-01..2020-02-29"),
            ("2018-04-10..2018-05-09", "2017-04-10..2017-05-09"),
        ],
    )
    def test_is_written_in_the_same_form_and_keeps_the_end_of_a_month(self, text: str, before: str) -> None:
        assert Period.parse(text).year_before().text == before

    @given(PERIODS)
    def test_five_years_are_five_in_order_and_each_the_year_before_the_next(self, period: Period) -> None:
        years = period.years(5)
        assert years[-1] == period
        assert [each.year_before() for each in years[1:]] == years[:-1]

    @given(st.one_of(st.integers(1995, 2040).map(financial_year), st.builds(quarter, st.just(2019), st.integers(1, 4))))
    def test_no_day_lies_in_a_period_and_in_its_year_before(self, period: Period) -> None:
        assert period.year_before().end < period.start


class TestWhereADayLies:
    @given(DAYS | LEAP_DAYS)
    def test_in_its_financial_year_and_its_quarter(self, on: dt.date) -> None:
        assert on in financial_year_of(on)
        assert on in quarter_of(on)
        assert quarter_of(on).start in financial_year_of(on)

    @given(st.integers(1995, 2040))
    def test_the_quarters_make_the_year_without_a_gap(self, year: int) -> None:
        quarters = [quarter(year, number) for number in (1, 2, 3, 4)]
        assert (quarters[0].start, quarters[-1].end) == (financial_year(year).start, financial_year(year).end)
        for one, next_one in zip(quarters, quarters[1:], strict=False):
            assert next_one.start - one.end == dt.timedelta(days=1)

    def test_both_ends_are_in_and_a_day_not_recorded_is_not(self) -> None:
        found = financial_year(2018).holds(
            pd.Series(pd.to_datetime(["2018-03-31", "2018-04-01", "2019-03-31", "2019-04-01", None]))
        )
        assert found.tolist() == [False, True, True, False, False]

    def test_a_quarter_that_opens_a_calendar_year_belongs_to_the_financial_year_before(self) -> None:
        assert quarter_of(day("2019-01-01")).text == "2018Q4"
        assert financial_year_of(day("2019-03-31")).text == "2018/19"
        assert financial_year_of(day("2019-04-01")).text == "2019/20"


class TestAddingMonths:
    @pytest.mark.parametrize(
        ("on", "months", "then"),
        [
            ("2018-08-31", 18, "2020-02-29"),
            ("2018-08-31", 6, "2019-02-28"),
            ("2020-02-29", 12, "2021-02-28"),
            ("2020-02-29", 48, "2024-02-29"),
            ("2018-01-31", 1, "2018-02-28"),
            ("2018-03-31", -1, "2018-02-28"),
            ("2018-01-15", -12, "2017-01-15"),
            ("2018-12-31", 0, "2018-12-31"),
        ],
    )
    def test_a_month_too_short_gives_its_last_day(self, on: str, months: int, then: str) -> None:
        assert add_months(day(on), months) == day(then)

    @given(st.lists(st.none() | DAYS | LEAP_DAYS, max_size=12), st.integers(-48, 48))
    def test_a_column_of_days_moves_as_each_day_does(self, some: list[dt.date | None], months: int) -> None:
        column = np.array(some, dtype="datetime64[D]").astype("datetime64[s]")
        moved = months_after(column, months)
        assert moved.dtype == column.dtype
        assert moved.astype("datetime64[D]").tolist() == [day and add_months(day, months) for day in some]

    @given(DAYS | LEAP_DAYS, st.integers(-48, 48))
    def test_the_month_is_the_one_asked_for_and_the_day_no_later(self, on: dt.date, months: int) -> None:
        then = add_months(on, months)
        assert (then.year * 12 + then.month) - (on.year * 12 + on.month) == months
        assert then.day <= on.day


class TestAges:
    @pytest.mark.parametrize(
        ("born", "on", "age"),
        [
            ("2000-02-29", "2018-02-28", 17),
            ("2000-02-29", "2018-03-01", 18),
            ("2000-02-29", "2020-02-29", 20),
            ("2000-02-28", "2018-02-28", 18),
            ("2000-03-01", "2018-02-28", 17),
            ("2004-05-01", "2004-05-01", 0),
        ],
    )
    def test_a_child_born_on_29_february_is_a_year_older_on_1_march(self, born: str, on: str, age: int) -> None:
        assert age_on(day(born), day(on)) == age

    @given(st.sampled_from([dt.date(year, 2, 29) for year in range(1984, 2021, 4)]), st.integers(1, 40))
    def test_for_forty_years(self, born: dt.date, years: int) -> None:
        year = born.year + years
        birthday = dt.date(year, 2, 29) if year % 4 == 0 else dt.date(year, 3, 1)
        assert age_on(born, birthday) == years
        assert age_on(born, birthday - dt.timedelta(days=1)) == years - 1

    @given(st.lists(st.tuples(st.none() | DAYS | LEAP_DAYS, st.none() | DAYS | LEAP_DAYS), max_size=12))
    def test_columns_of_days_give_the_same_ages_and_none_where_a_day_is_not_recorded(self, pairs: list) -> None:
        born, on = (pd.Series(pd.to_datetime(pd.Series([p[i] for p in pairs], dtype=object))) for i in (0, 1))
        ages = ages_on(born.astype("datetime64[s]"), on.astype("datetime64[s]"))
        wanted = [None if None in pair else age_on(*pair) for pair in pairs]
        assert [None if pd.isna(age) else int(age) for age in ages] == wanted
