"""Rates and rounding, A1 to A22: numbers in, numbers as they are written out. Halves go up, once, at the end."""

from dataclasses import replace

import pytest

from yjs.measures.units import Unit, number, per, percent, ratio, whole_percent


POPULATION = 24_260
per_100_000 = per(100_000, "children aged 10 to 17")
per_10_000 = per(10_000, "children aged 10 to 17", decimals=2)
per_1_000 = per(1_000, "children aged 10 to 17", decimals=2)
reoffences = ratio("reoffences")
one_decimal = replace(ratio("hours"), decimals=1)


def shown(unit: Unit, numerator: float, denominator: float) -> str:
    return unit.show(unit.value(numerator, denominator))


def change(unit: Unit, now: float, then: float) -> str:
    """How much a number changed, as a share of what it was."""
    return shown(unit, now - then, then)


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "written"),
    [
        pytest.param(per_100_000, 41, POPULATION, "169", id="A1 first time entrants"),
        pytest.param(per_1_000, 3, POPULATION, "0.12", id="A2 custody"),
        pytest.param(per_1_000, 11, POPULATION, "0.45", id="A3 custody of 11"),
        pytest.param(per_1_000, 6, POPULATION, "0.25", id="A3 custody of 6"),
        pytest.param(per_1_000, 10, POPULATION, "0.41", id="A3 custody of 10"),
        pytest.param(percent, 13, 103, "12.6%", id="A7 an education, health and care plan"),
        pytest.param(percent, 25, 103, "24.3%", id="A7 SEN support"),
        pytest.param(percent, 65, 103, "63.1%", id="A7 not recorded"),
        pytest.param(whole_percent, 6, 13, "46%", id="A8"),
        pytest.param(whole_percent, 135, 192, "70%", id="A9 victims who took part"),
        pytest.param(percent, 135, 192, "70.3%", id="A9 to one decimal"),
        pytest.param(one_decimal, 671, 61, "11.0", id="A10 hours for each child"),
        pytest.param(percent, 38, 38 + 16, "70.4%", id="A11 sessions attended"),
        pytest.param(per_100_000, 62, 16_940, "366", id="A13 Gateshead, 62"),
        pytest.param(per_100_000, 75, 16_968, "442", id="A13 Gateshead, 75"),
        pytest.param(per_100_000, 77, 17_035, "452", id="A13 Gateshead, 77"),
        pytest.param(per_100_000, 51, 17_114, "298", id="A13 Gateshead, 51"),
        pytest.param(per_100_000, 40, 17_021, "235", id="A13 Gateshead, 40"),
        pytest.param(per_100_000, 18, 17_476, "103", id="A13 Gateshead, 18"),
        pytest.param(reoffences, 6 / 900, 30 / 18_000, "4.00", id="A21 relative rate index"),
        pytest.param(per_10_000, 7, POPULATION, "2.89", id="A22 serious violence"),
    ],
)
def test_a_rate_is_written_as_the_field_writes_it(
    unit: Unit, numerator: float, denominator: float, written: str
) -> None:
    assert shown(unit, numerator, denominator) == written


@pytest.mark.parametrize(
    ("unit", "now", "then", "written"),
    [
        pytest.param(percent, 261_930, 257_280, "1.8%", id="A12"),
        pytest.param(percent, 51, 77, "-33.8%", id="A14 to one decimal"),
        pytest.param(whole_percent, 51, 77, "-34%", id="A14"),
        pytest.param(whole_percent, 95_900, 103_300, "-7%", id="A16 stop and search"),
        pytest.param(whole_percent, 418, 431, "-3%", id="A17 children in custody"),
        pytest.param(percent, 58_300, 59_200, "-1.5%", id="A18 arrests, to one decimal"),
        pytest.param(whole_percent, 58_300, 59_200, "-2%", id="A18 arrests"),
    ],
)
def test_a_change_is_written_as_a_share_of_what_was(unit: Unit, now: float, then: float, written: str) -> None:
    assert change(unit, now, then) == written


def test_a4_a_difference_is_taken_before_rounding() -> None:
    now, then = (per_1_000.value(children, POPULATION) for children in (3, 10))
    assert (per_1_000.show(then), per_1_000.show(now)) == ("0.41", "0.12")
    assert per_1_000.difference(now, then) == "-0.29"


@pytest.mark.parametrize(
    ("binary", "per_reoffender", "written"),
    [pytest.param(33.0, 3.47, "1.15", id="A5"), pytest.param(27.5, 2.77, "0.76", id="A6")],
)
def test_the_frequency_is_the_binary_rate_times_reoffences_per_reoffender(
    binary: float, per_reoffender: float, written: str
) -> None:
    assert reoffences.show(binary / percent.times * per_reoffender) == written


def test_a7_the_shares_of_a_whole_add_up_as_they_are_written() -> None:
    written = [percent.rounded(percent.value(children, 103)) for children in (13, 25, 65)]
    assert percent.show(sum(written)) == "100.0%"


def test_a10_sixty_percent_of_the_hours() -> None:
    assert one_decimal.show(671 * 60 / percent.times) == "402.6"


@pytest.mark.parametrize(
    ("children", "rate", "implied"),
    [
        (62, 366, "16,940"),
        (75, 442, "16,968"),
        (77, 452, "17,035"),
        (51, 298, "17,114"),
        (40, 235, "17,021"),
        (18, 103, "17,476"),
    ],
)
def test_a13_a_count_and_its_rate_imply_the_population(children: int, rate: int, implied: str) -> None:
    assert number("children").show(children / rate * per_100_000.times) == implied


def test_a14_and_a15_falls_in_children_and_as_a_share() -> None:
    children = number("children")
    assert (children.difference(51, 77), change(whole_percent, 51, 77)) == ("-26", "-34%")
    computed = children.difference(18, 62), change(whole_percent, 18, 62)
    assert computed == ("-44", "-71%")
    printed = "-43", "-70%"
    assert computed != printed


def test_a19_rates_of_rounded_counts_are_not_the_published_rates() -> None:
    cohort, reoffenders, proven = 590_000, 150_000, 450_000
    recomputed = shown(percent, reoffenders, cohort), shown(one_decimal, proven, reoffenders)
    assert recomputed == ("25.4%", "3.0")
    printed = "26.2%", "2.9"
    assert recomputed != printed


def test_a20_life_is_no_number_of_months_and_is_left_out_of_the_mean() -> None:
    terms = [6, 12, 18, None]
    known = [months for months in terms if months is not None]
    assert shown(one_decimal, sum(known), len(known)) == "12.0"
