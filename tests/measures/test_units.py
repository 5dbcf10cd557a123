"""How a number is written: rounded once, at the end, half up; never more precise than its unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yjs.measures.units import Unit, number, per, percent, pounds, ratio, whole_percent


ENTRANTS = per(100_000, "children aged 10 to 17")
CUSTODY = per(1_000, "children aged 10 to 17", decimals=2)


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "shown"),
    [
        pytest.param(ENTRANTS, 41, 24_260, "169", id="entrants of the plan in print"),
        pytest.param(CUSTODY, 3, 24_260, "0.12", id="custody of the plan in print"),
        pytest.param(CUSTODY, 10, 24_260, "0.41", id="custody the year before"),
        pytest.param(percent, 5, 26, "19.2%", id="the live tracker"),
        pytest.param(percent, 13, 103, "12.6%", id="education plans, which were printed as 2.6%"),
        pytest.param(percent, 0, 12, "0.0%", id="none of some"),
        pytest.param(percent, 12, 12, "100.0%", id="all"),
        pytest.param(whole_percent, 1, 8, "13%", id="an eighth in whole per cent"),
        pytest.param(ratio("reoffences"), 18, 6, "3.00", id="reoffences for each reoffender"),
        pytest.param(ratio("reoffences"), 347, 100, "3.47", id="a mean"),
        pytest.param(number("disposals"), 1_585_845, None, "1,585,845", id="a count"),
        pytest.param(pounds, 1_585_845, None, "£1,585,845", id="money"),
        pytest.param(pounds, -1_200, None, "-£1,200", id="money owed"),
        pytest.param(pounds, 0, None, "£0", id="no money"),
    ],
)
def test_a_value_is_written_as_the_plan_writes_it(
    unit: Unit, numerator: float, denominator: float | None, shown: str
) -> None:
    assert unit.show(unit.value(numerator, denominator)) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0.125, 2, "0.13"),
        (0.135, 2, "0.14"),
        (2.5, 0, "3"),
        (3.5, 0, "4"),
        (-2.5, 0, "-3"),
        (12.25, 1, "12.3"),
        (12.35, 1, "12.4"),
        (1.005, 2, "1.01"),
        (-0.04, 1, "0.0"),
        (0.0, 1, "0.0"),
        (999_999.5, 0, "1,000,000"),
    ],
)
def test_halves_go_up_away_from_nought_and_nought_has_no_sign(value: float, decimals: int, shown: str) -> None:
    assert Unit("ratio", decimals=decimals).show(value) == shown


def test_no_value_is_a_dash() -> None:
    assert percent.show(percent.value(0, 0)) == "–"
    assert ENTRANTS.show(ENTRANTS.value(3, None)) == "–"


@given(st.floats(-1e7, 1e7, allow_nan=False), st.integers(0, 3))
def test_what_is_written_is_within_half_of_its_last_digit(value: float, decimals: int) -> None:
    rounded = Unit("ratio", decimals=decimals).rounded(value)
    assert abs(rounded - Decimal(repr(value))) <= Decimal(1).scaleb(-decimals) / 2
    assert rounded.as_tuple().exponent == -decimals


@pytest.mark.parametrize(
    ("unit", "now", "then", "said"),
    [
        pytest.param(CUSTODY, 1_000 * 3 / 24_260, 1_000 * 10 / 24_260, "-0.29", id="custody fell"),
        pytest.param(CUSTODY, 0.20, 0.28, "-0.08", id="the family's custody rate, printed as 0.8"),
        pytest.param(CUSTODY, 0.23, 0.29, "-0.06", id="the region's, printed as 0.6"),
        pytest.param(percent, 33.0, 27.5, "+5.5 points", id="a percentage moves in points"),
        pytest.param(percent, 38.42, 41.60, "-3.2 points", id="points are rounded once"),
        pytest.param(ratio("reoffences"), 3.96, 3.82, "+0.14", id="a mean rose"),
        pytest.param(number("disposals"), 90, 90, "0", id="the same"),
        pytest.param(pounds, 1_585_845, 1_585_215, "+£630", id="money"),
        pytest.param(pounds, 1_585_215, 1_585_845, "-£630", id="less money"),
        pytest.param(percent, 12.34, 12.35, "0.0 points", id="too little to be written"),
    ],
)
def test_a_difference_has_its_sign_and_its_unit(unit: Unit, now: float, then: float, said: str) -> None:
    assert unit.difference(now, then) == said


def test_an_interval_is_wilsons_for_a_share_and_poissons_for_a_rate_and_a_mean_has_none() -> None:
    assert percent.interval(5, 26) == pytest.approx((8.507061, 37.876257), abs=1e-6)
    assert [round(limit, 2) for limit in CUSTODY.interval(3, 24_260) or ()] == [0.03, 0.36]
    assert ratio("reoffences").interval(18, 6) is None
    assert number("disposals").interval(18, None) is None
    assert pounds.interval(18, None) is None


@pytest.mark.parametrize("unit", [percent, CUSTODY, ENTRANTS])
def test_there_is_no_interval_without_anything_to_divide_by(unit: Unit) -> None:
    assert unit.interval(0, 0) is None
    assert unit.interval(3, None) is None


def test_labels_name_what_a_value_is_of() -> None:
    assert percent.label == "%"
    assert pounds.label == "£"
    assert ENTRANTS.label == "per 100,000 children aged 10 to 17"
    assert ratio("reoffences").label == "reoffences"
    assert number("remand episodes").label == "remand episodes"
