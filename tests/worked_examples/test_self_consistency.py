"""The printed plan against its own tables, S1 to S17 and S20: what adds itself up disagrees where the paper says so.

(Of S15 the paper gives no cells, only that they add up; S18 is about the order of two signatures; S19 says that
processes are not victims.)
"""

import pytest

from yjs.measures.units import number, per, percent, pounds, ratio, whole_percent


per_100_000 = per(100_000, "children aged 10 to 17")
per_1_000 = per(1_000, "children aged 10 to 17", decimals=2)
reoffences = ratio("reoffences")
children = number("children")


def share(few: float, many: float) -> str:
    return percent.show(percent.value(few, many))


def test_s1_thirteen_of_a_hundred_and_three_lost_a_digit() -> None:
    assert share(13, 103) == "12.6%"
    assert share(13, 103) != "2.6%"


def test_s2_a_pair_of_figures_was_printed_with_the_period_before() -> None:
    table = {"Jul 15 - Jun 16": (27.5, 2.77), "Jul 16 - Jun 17": (33.0, 3.47)}
    in_prose = "Jun 15 - Jun 16", (33.0, 3.47)
    assert in_prose not in table.items()
    assert [period for period, pair in table.items() if pair == in_prose[1]] == ["Jul 16 - Jun 17"]


def test_s3_not_both_national_figures_fell() -> None:
    assert percent.difference(39.8, 41.6) == "-1.8 points"
    assert reoffences.difference(3.96, 3.82) == "+0.14"


def test_s4_windows_that_overlap_cannot_hold_these_counts() -> None:
    """Nine in January to December 2018 and none from April leave nine in January to March: a window with none."""
    january_to_december, april_to_march, october_to_september = 9, 0, 0
    january_to_march_at_least = january_to_december - april_to_march
    assert january_to_march_at_least == 9
    assert january_to_march_at_least > october_to_september


@pytest.mark.parametrize(("looked_after", "entrants", "written"), [(6, 49, "12.2%"), (7, 49, "14.3%")])
def test_s5_fourteen_percent_of_forty_nine_is_another_count(looked_after: int, entrants: int, written: str) -> None:
    assert share(looked_after, entrants) == written
    printed_with_six = "14%"
    is_as_printed = whole_percent.show(whole_percent.value(looked_after, entrants)) == printed_with_six
    assert is_as_printed == (looked_after == 7)


@pytest.mark.parametrize(
    ("looked_after", "entrants", "written"),
    [pytest.param(3, 15, "20.0%", id="S6"), pytest.param(3, 12, "25.0%", id="S7")],
)
def test_s6_and_s7_the_other_shares_of_looked_after_children_hold(
    looked_after: int, entrants: int, written: str
) -> None:
    assert share(looked_after, entrants) == written


def test_s8_the_services_own_entrants_are_seven_short_of_the_polices() -> None:
    by_disposal = [9, 9, 5, 9, 0, 0, 2]
    assert sum(by_disposal) == 34
    assert children.difference(sum(by_disposal), 41) == "-7"
    assert whole_percent.show(whole_percent.value(41 - 34, 41)) == "17%"


@pytest.mark.parametrize(
    ("now", "then", "fell", "printed"),
    [
        pytest.param(0.20, 0.28, "-0.08", "-0.8", id="family"),
        pytest.param(0.23, 0.29, "-0.06", "-0.6", id="region"),
        pytest.param(0.31, 0.38, "-0.07", "-0.07", id="national"),
    ],
)
def test_s9_the_falls_in_custody_lost_a_nought(now: float, then: float, fell: str, printed: str) -> None:
    assert per_1_000.difference(now, then) == fell
    assert (fell == printed) == (printed == "-0.07")


def test_s10_a_fall_is_rounded_and_not_cut_off() -> None:
    assert whole_percent.show(-16.6) == "-17%"


def test_s11_a_mean_carries_no_percent_sign() -> None:
    assert reoffences.show(2.9) == "2.90"
    assert percent.show(2.9) == "2.9%"


STAFFING = [704_706, 30_000]
IN_KIND = [85_000, 40_000, 90_000]
OTHER = [14_211, 0, 5_000, 35_000, 150_000, 431_928, 0]
BY_AGENCY = [
    704_706 + 85_000 + 14_211,
    30_000 + 0,
    40_000 + 5_000,
    90_000 + 35_000,
    150_000,
    431_928,
    0,
]
PRINTED = {"staffing": "£734,706", "in kind": "£215,000", "other": "£635,509", "total": "£1,585,845"}


def test_s12_the_column_of_other_funds_is_short_by_630() -> None:
    assert pounds.show(sum(OTHER)) == "£636,139"
    assert pounds.show(sum(OTHER)) != PRINTED["other"]
    assert pounds.show(sum(OTHER) - 635_509) == "£630"


def test_s13_the_grand_total_is_right_and_the_columns_do_not_make_it() -> None:
    assert pounds.show(sum(BY_AGENCY)) == PRINTED["total"]
    assert pounds.show(sum(STAFFING)) == PRINTED["staffing"]
    assert pounds.show(sum(IN_KIND)) == PRINTED["in kind"]
    assert sum(STAFFING) + sum(IN_KIND) + sum(OTHER) == sum(BY_AGENCY)
    assert pounds.show(734_706 + 215_000 + 635_509) == "£1,585,215"


CASELOAD = {
    "statutory": (29, [4, 7, 18]),
    "youth caution or conditional caution": (1, [0, 0, 1]),
    "pre-court": (35, [4, 11, 20]),
    "prevention": (10, [2, 2, 6]),
    "other": (28, [3, 5, 20]),
}


def test_s14_the_caseload_adds_up_across_and_down() -> None:
    for total, parts in CASELOAD.values():
        assert sum(parts) == total
    columns = [sum(column) for column in zip(*(parts for _, parts in CASELOAD.values()), strict=True)]
    assert (sum(total for total, _ in CASELOAD.values()), columns) == (103, [13, 25, 65])


def test_s16_the_school_census_adds_up() -> None:
    assert 517 + 2_461 + 13_807 + 88 == 16_873
    assert 238 + 797 + 5_618 + 38 == 6_691
    assert children.show(16_873 + 6_691) == "23,564"


def test_s17_the_published_rate_is_not_of_the_school_census() -> None:
    assert per_100_000.show(per_100_000.value(41, 24_260)) == "169"
    assert per_100_000.show(per_100_000.value(41, 16_873 + 6_691)) == "174"


def test_s20_the_year_before_is_worked_back_from_a_change() -> None:
    before = 169 / (1 - 27 / percent.times)
    assert ratio("entrants").show(before) == "231.51"
    assert whole_percent.show(whole_percent.value(169 - 231, 231)) == "-27%"
