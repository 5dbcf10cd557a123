"""The figures of other areas stand beside ours where they are of the same measure and the same days, and only there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories.plan import ComparatorFactory
from yjs.measures.catalogue import measures
from yjs.measures.comparators import areas_beside, beside, latest, published
from yjs.measures.periods import Period
from yjs.records.book import Book


pytestmark = pytest.mark.django_db
CUSTODY = measures()["custody-rate"]
PUBLISHED_ON = dt.date(2019, 10, 29)


def printed(area: str, period: str, value: str, measure: str = "custody-rate", on: dt.date = PUBLISHED_ON) -> None:
    said = {"source": "YOT Data Summary", "published_on": on, "recorded_on": on}
    ComparatorFactory(area=area, period=period, value=Decimal(value), measure=measure, **said)


def in_2021() -> Book:
    return Book.at(dt.date(2021, 3, 31))


def test_a_figure_stands_beside_ours_under_its_own_days_however_they_are_written() -> None:
    printed("family", "2018/19", "0.20")
    printed("region", "2018-04-01..2019-03-31", "0.23")
    printed("national", "year-to-2019-03-31", "0.31")
    printed("family", "2017/18", "0.28")
    found = beside(in_2021(), CUSTODY, Period.parse("2018/19"))
    assert {area: each.value for area, each in found.items()} == {"family": 0.20, "region": 0.23, "national": 0.31}
    assert found["national"].area_name == "England and Wales"
    assert found["family"].source == "YOT Data Summary"


def test_another_measure_or_other_days_never_do() -> None:
    printed("family", "2018/19", "33.0", measure="binary-reoffending-rate")
    printed("family", "2018", "0.2")
    printed("family", "2018-04-01..2019-03-30", "0.2")
    assert beside(in_2021(), CUSTODY, Period.parse("2018/19")) == {}


def test_a_figure_is_known_from_the_day_it_was_published() -> None:
    printed("family", "2018/19", "0.20")
    year = Period.parse("2018/19")
    assert beside(Book.at(PUBLISHED_ON - dt.timedelta(days=1)), CUSTODY, year) == {}
    assert list(beside(Book.at(PUBLISHED_ON), CUSTODY, year)) == ["family"]


def test_areas_stand_in_their_order_and_one_with_a_name_of_its_own_first() -> None:
    for area in ("national", "region", "Rotherham", "family", "pcc"):
        printed(area, "2018/19", "0.2")
    years = Period.parse("2018/19").years(5)
    assert areas_beside(in_2021(), CUSTODY, years) == ["Rotherham", "pcc", "family", "region", "national"]
    assert [each.area_name for each in published(in_2021())][0] == "Rotherham"


def test_the_latest_published_year_is_the_one_that_ends_last_by_a_day() -> None:
    for period in ("year-to-2016-06-30", "year-to-2017-06-30", "year-to-2018-06-30", "2016Q4", "2018Q1"):
        printed("family", period, "0.2")
    book = in_2021()
    assert latest(book, CUSTODY, by=dt.date(2018, 3, 31), months=12) == Period.parse("year-to-2017-06-30")
    assert latest(book, CUSTODY, by=dt.date(2019, 3, 31), months=3) == Period.parse("2018Q1")
    assert latest(book, CUSTODY, by=dt.date(2016, 6, 29), months=12) is None
    assert latest(book, measures()["caseload"], by=dt.date(2019, 3, 31), months=12) is None
